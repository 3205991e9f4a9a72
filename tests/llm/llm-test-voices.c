/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "llm-test-voices.h"

#include <string.h>

#include "salon-anthropic-provider.h"
#include "salon-gemini-provider.h"
#include "salon-json-writer.h"
#include "salon-llm-body.h"
#include "salon-llm-tool-names.h"
#include "salon-openai-chat-endpoint-private.h"
#include "salon-openai-chat-provider.h"
#include "salon-openai-responses-provider.h"

#include "llm-test.h"

#define CHAT "/v1/chat/completions"
#define RESPONSES "/v1/responses"
#define MESSAGES "/v1/messages"
#define GEMINI "/v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse"

static const LlmTestVoice voices[] = {
  { "anthropic", "claude-sonnet-4-5", MESSAGES, NULL, TRUE },
  { "responses", "gpt-5", RESPONSES, "openai", TRUE },
  { "gemini", "gemini-3-pro", GEMINI, NULL, TRUE },
  { "chat", "gpt-4.1", CHAT, "openai", TRUE },
  { "responses-plain", "gpt-4.1", RESPONSES, "openai", TRUE },
  { "azure", "o3", CHAT, "azure", TRUE },
  { "llama", "tiny", CHAT, "llama.cpp", FALSE },
  { "mistral", "mistral-large", CHAT, "mistral", FALSE },
  { "deepseek", "deepseek-chat", CHAT, "deepseek", FALSE },
  { "openrouter", "anthropic/claude", CHAT, "openrouter", FALSE },
  { "groq", "gpt-oss", CHAT, "groq", FALSE },
  { "xai", "grok-4", CHAT, "xai", FALSE },
  { "llama-responses", "tiny", RESPONSES, "llama.cpp", FALSE },
};

guint
llm_test_voices_get_n (void)
{
  return G_N_ELEMENTS (voices);
}

const LlmTestVoice *
llm_test_voices_get (guint position)
{
  return &voices[position % G_N_ELEMENTS (voices)];
}

static gboolean
speaks (const LlmTestVoice *voice,
        const char         *path)
{
  return g_str_equal (voice->path, path);
}

/* Its settings live in @memory. */
static const SalonLlmFormat *
get_format (const LlmTestVoice      *voice,
            SalonOpenaiChatSettings *openai,
            SalonAnthropicSettings  *anthropic,
            gpointer                *settings)
{
  openai->provider = (char *) voice->id;
  openai->dialect = salon_openai_chat_dialect_find (voice->dialect != NULL ? voice->dialect
                                                                           : "generic");
  anthropic->provider = (char *) voice->id;
  anthropic->with_thinking = TRUE;
  *settings = openai;
  if (speaks (voice, CHAT))
    return &salon_openai_chat_format;
  if (speaks (voice, RESPONSES))
    return &salon_openai_responses_format;
  if (speaks (voice, MESSAGES))
    {
      *settings = anthropic;
      return &salon_anthropic_format;
    }
  *settings = (gpointer) voice->id;
  return &salon_gemini_format;
}

char *
llm_test_voices_write (const LlmTestVoice *voice,
                       SalonLlmRequest    *request)
{
  SalonOpenaiChatSettings openai = { NULL };
  SalonAnthropicSettings anthropic = { NULL };
  gpointer settings;
  const SalonLlmFormat *format = get_format (voice, &openai, &anthropic, &settings);
  g_autofree char *first = format->write_request (request, settings);
  g_autofree char *second = format->write_request (request, settings);

  g_assert_cmpstr (first, ==, second);
  return g_steal_pointer (&first);
}

/* A JSON string in its quotes. */
static char *
quote (const char *text)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *array = NULL;

  salon_json_writer_begin_array (writer, NULL);
  salon_json_writer_add_string (writer, NULL, text);
  salon_json_writer_end_array (writer);
  array = salon_json_writer_finish (writer);
  return g_strndup (array + 1, strlen (array) - 2);
}

typedef struct
{
  const LlmTestVoice *voice;
  const LlmTestAnswerScript *script;
  SalonLlmToolNames *names;
  guint number;
  GString *body;
} Answer;

static char *
dup_id (Answer *answer,
        guint   i,
        const char *usual)
{
  if (answer->script->ids[i] != NULL)
    return g_strdup (answer->script->ids[i]);
  return g_strdup_printf ("%s%u_%u", usual, answer->number, i);
}

static const char *
get_name (Answer *answer,
          guint   i)
{
  return salon_llm_tool_names_encode (answer->names, answer->script->names[i]);
}

static void
write_chat (Answer *answer)
{
  const LlmTestAnswerScript *script = answer->script;
  gboolean details = g_strcmp0 (answer->voice->dialect, "openrouter") == 0;

  if (script->reasoning != NULL && details)
    g_string_append_printf (answer->body,
                            "data: {\"choices\":[{\"index\":0,\"delta\":{\"reasoning\":\"%s\","
                            "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"%s\","
                            "\"signature\":\"s\",\"index\":0}]}}]}\n\n",
                            script->reasoning, script->reasoning);
  else if (script->reasoning != NULL)
    g_string_append_printf (answer->body,
                            "data: {\"choices\":[{\"index\":0,\"delta\":"
                            "{\"reasoning_content\":\"%s\"}}]}\n\n", script->reasoning);
  if (script->text != NULL)
    g_string_append_printf (answer->body,
                            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}"
                            "\n\n", script->text);
  for (guint i = 0; i < script->n_calls; i++)
    {
      g_autofree char *id = dup_id (answer, i, "call_");
      g_autofree char *arguments = quote (script->arguments[i]);

      g_string_append_printf (answer->body,
                              "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":["
                              "{\"index\":%u,\"id\":\"%s\",\"type\":\"function\",\"function\":"
                              "{\"name\":\"%s\",\"arguments\":%s}}]}}]}\n\n",
                              i, id, get_name (answer, i), arguments);
    }
  g_string_append (answer->body, "data: {\"choices\":[{\"index\":0,\"delta\":{},"
                                 "\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
}

static void
write_responses (Answer *answer)
{
  const LlmTestAnswerScript *script = answer->script;
  const char *comma = "";

  g_string_append (answer->body, "data: {\"type\":\"response.completed\",\"response\":"
                                 "{\"status\":\"completed\",\"output\":[");
  if (script->reasoning != NULL)
    {
      g_string_append_printf (answer->body,
                              "{\"type\":\"reasoning\",\"id\":\"rs_%u\",\"encrypted_content\":"
                              "\"gAAA%u\",\"summary\":[{\"type\":\"summary_text\","
                              "\"text\":\"%s\"}]}",
                              answer->number, answer->number, script->reasoning);
      comma = ",";
    }
  if (script->text != NULL)
    {
      g_string_append_printf (answer->body,
                              "%s{\"type\":\"message\",\"id\":\"msg_%u\",\"role\":\"assistant\","
                              "\"content\":[{\"type\":\"output_text\",\"text\":\"%s\"}]}",
                              comma, answer->number, script->text);
      comma = ",";
    }
  for (guint i = 0; i < script->n_calls; i++)
    {
      g_autofree char *id = dup_id (answer, i, "call_");
      g_autofree char *arguments = quote (script->arguments[i]);

      g_string_append_printf (answer->body,
                              "%s{\"type\":\"function_call\",\"id\":\"fc_%u_%u\","
                              "\"call_id\":\"%s\",\"name\":\"%s\",\"arguments\":%s}",
                              comma, answer->number, i, id, get_name (answer, i), arguments);
      comma = ",";
    }
  g_string_append (answer->body, "]}}\n\n");
}

static void
begin_block (Answer     *answer,
             guint       index,
             const char *block)
{
  g_string_append_printf (answer->body,
                          "event: content_block_start\ndata: {\"type\":\"content_block_start\","
                          "\"index\":%u,\"content_block\":%s}\n\n", index, block);
}

static void
end_block (Answer     *answer,
           guint       index,
           const char *type,
           const char *name,
           const char *text)
{
  g_autofree char *value = quote (text);

  g_string_append_printf (answer->body,
                          "event: content_block_delta\ndata: {\"type\":\"content_block_delta\","
                          "\"index\":%u,\"delta\":{\"type\":\"%s\",\"%s\":%s}}\n\n",
                          index, type, name, value);
  if (g_str_equal (type, "thinking_delta"))
    g_string_append_printf (answer->body,
                            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\","
                            "\"index\":%u,\"delta\":{\"type\":\"signature_delta\","
                            "\"signature\":\"c2ln%u\"}}\n\n", index, answer->number);
  g_string_append_printf (answer->body,
                          "event: content_block_stop\ndata: {\"type\":\"content_block_stop\","
                          "\"index\":%u}\n\n", index);
}

static void
write_messages (Answer *answer)
{
  const LlmTestAnswerScript *script = answer->script;
  guint index = 0;

  g_string_append (answer->body,
                   "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{"
                   "\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],"
                   "\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\n");
  if (script->reasoning != NULL)
    {
      begin_block (answer, index, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
      end_block (answer, index++, "thinking_delta", "thinking", script->reasoning);
    }
  if (script->text != NULL)
    {
      begin_block (answer, index, "{\"type\":\"text\",\"text\":\"\"}");
      end_block (answer, index++, "text_delta", "text", script->text);
    }
  for (guint i = 0; i < script->n_calls; i++)
    {
      g_autofree char *id = dup_id (answer, i, "toolu_");
      g_autofree char *block = g_strdup_printf ("{\"type\":\"tool_use\",\"id\":\"%s\","
                                                "\"name\":\"%s\",\"input\":{}}",
                                                id, get_name (answer, i));

      begin_block (answer, index, block);
      end_block (answer, index++, "input_json_delta", "partial_json", script->arguments[i]);
    }
  g_string_append_printf (answer->body,
                          "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":"
                          "{\"stop_reason\":\"%s\"},\"usage\":{\"output_tokens\":2}}\n\n"
                          "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
                          script->n_calls > 0 ? "tool_use" : "end_turn");
}

static void
write_gemini (Answer *answer)
{
  const LlmTestAnswerScript *script = answer->script;
  const char *comma = "";

  g_string_append (answer->body, "data: {\"candidates\":[{\"content\":{\"role\":\"model\","
                                 "\"parts\":[");
  if (script->reasoning != NULL)
    {
      g_string_append_printf (answer->body, "{\"text\":\"%s\",\"thought\":true}",
                              script->reasoning);
      comma = ",";
    }
  if (script->text != NULL)
    {
      g_string_append_printf (answer->body, "%s{\"text\":\"%s\"}", comma, script->text);
      comma = ",";
    }
  for (guint i = 0; i < script->n_calls; i++)
    {
      const char *arguments = script->arguments[i];
      g_autoptr (SalonJsonDocument) document = salon_json_document_parse (arguments, -1, NULL,
                                                                          NULL);

      g_string_append_printf (answer->body,
                              "%s{\"functionCall\":{\"name\":\"%s\",\"args\":%s}%s}", comma,
                              get_name (answer, i), document != NULL ? arguments : "{}",
                              i == 0 ? ",\"thoughtSignature\":\"c2ln\"" : "");
      comma = ",";
    }
  g_string_append (answer->body, "]},\"finishReason\":\"STOP\"}]}\n\n");
}

SalonLlmReply *
llm_test_voices_answer (const LlmTestVoice        *voice,
                        SalonLlmRequest           *request,
                        const LlmTestAnswerScript *script,
                        guint                      number)
{
  SalonOpenaiChatSettings openai = { NULL };
  SalonAnthropicSettings anthropic = { NULL };
  gpointer settings;
  const SalonLlmFormat *format = get_format (voice, &openai, &anthropic, &settings);
  SalonLlmNameRules rules = speaks (voice, MESSAGES) ? SALON_LLM_NAME_RULES_ANTHROPIC
                            : speaks (voice, GEMINI) ? SALON_LLM_NAME_RULES_GEMINI
                                                     : SALON_LLM_NAME_RULES_OPENAI;
  g_autoptr (SalonLlmToolNames) names = salon_llm_tool_names_new (request, rules);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) events = llm_test_events_new ();
  g_autoptr (GError) error = NULL;
  Answer answer = { voice, script, names, number, text };
  SalonLlmReply *reply = NULL;
  gpointer reader;
  SalonLlmBody *body;

  if (speaks (voice, CHAT))
    write_chat (&answer);
  else if (speaks (voice, RESPONSES))
    write_responses (&answer);
  else if (speaks (voice, MESSAGES))
    write_messages (&answer);
  else
    write_gemini (&answer);

  reader = format->reader_new (request, settings, voice->id, llm_test_record_event, events);
  body = salon_llm_body_new (format, reader, voice->id, "https://voice.example");
  if (salon_llm_body_push (body, (const guint8 *) text->str, text->len, &error) &&
      salon_llm_body_finish (body, &error))
    reply = format->reader_finish (reader, &error);
  g_assert_no_error (error);
  salon_llm_body_free (body);
  format->reader_free (reader);
  return reply;
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-interop"

#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "salon-anthropic-provider.h"
#include "salon-gemini-provider.h"
#include "salon-http-client.h"
#include "salon-json-writer.h"
#include "salon-openai-chat-provider.h"
#include "salon-openai-responses-provider.h"

/* Salon's side of tests/interop/llm/run, whose other side is vendors.mjs: asks a server what a
 * plan says, through one of the providers, and prints what came back as one line of JSON.
 *
 * {"api": "chat", "baseUrl": "http://127.0.0.1:1/v1", "key": "…", "asks": [{"model": "m",
 *  "messages": [{"role": "user", "text": "…"}], "tools": [{"name", "description", "schema"}],
 *  "required": true, "maxTokens": 5, "effort": "high", "results": ["…"], "cancelAfter": 3}]}
 *
 * With “results”, calls of the model get them, one after the other. A message may have an
 * “image”, which is base64 of PNG. An ask {"models": true} wants the list.
 */

#define MOST_ROUNDS 4

typedef struct
{
  SalonLlmProvider *provider;
  SalonJsonWriter *writer;
  DexCancellable *cancellable;
  gint64 cancel_after;

  guint n_events;
  guint n_waits;
  GString *text;
  GString *reasoning;
  GString *arguments;
  gint64 waited_ms;
} Probe;

static void
on_event (const SalonLlmEvent *event,
          gpointer             user_data)
{
  Probe *probe = user_data;

  switch (event->kind)
    {
    case SALON_LLM_EVENT_TEXT_DELTA:
      g_string_append (probe->text, event->text);
      break;
    case SALON_LLM_EVENT_REASONING_DELTA:
      g_string_append (probe->reasoning, event->text);
      break;
    case SALON_LLM_EVENT_TOOL_CALL_ARGUMENTS_DELTA:
      g_string_append (probe->arguments, event->text);
      break;
    case SALON_LLM_EVENT_WAITING:
      probe->n_waits++;
      probe->waited_ms += event->delay_ms;
      return;
    case SALON_LLM_EVENT_TOOL_CALL_STARTED:
    case SALON_LLM_EVENT_TOOL_CALL_FINISHED:
    default:
      break;
    }
  probe->n_events++;
  if (probe->cancel_after > 0 && probe->n_events == probe->cancel_after)
    dex_cancellable_cancel (probe->cancellable);
}

static void
write_error (Probe        *probe,
             const GError *error)
{
  static const char * const codes[] = {
    "failed", "authentication", "not-found", "rate-limited", "quota", "overloaded", "server",
    "bad-request", "context-length", "network", "tls", "redirected", "protocol", "cut", "refused",
  };
  const char *code = g_quark_to_string (error->domain);

  if (error->domain == SALON_LLM_ERROR && (guint) error->code < G_N_ELEMENTS (codes))
    code = codes[error->code];
  salon_json_writer_begin_object (probe->writer, "error");
  salon_json_writer_add_string (probe->writer, "code", code);
  if (error->domain == SALON_LLM_ERROR)
    salon_json_writer_add_int64 (probe->writer, "status", salon_llm_error_get_http_status (error));
  salon_json_writer_add_string (probe->writer, "message", error->message);
  salon_json_writer_end_object (probe->writer);
}

static void
write_part (SalonJsonWriter *writer,
            SalonLlmPart    *part)
{
  switch (salon_llm_part_get_kind (part))
    {
    case SALON_LLM_PART_TEXT:
      salon_json_writer_begin_object (writer, NULL);
      salon_json_writer_add_string (writer, "text", salon_llm_part_get_text (part));
      salon_json_writer_end_object (writer);
      break;
    case SALON_LLM_PART_REASONING:
      salon_json_writer_begin_object (writer, NULL);
      salon_json_writer_add_string (writer, "reasoning", salon_llm_part_get_text (part));
      salon_json_writer_end_object (writer);
      break;
    case SALON_LLM_PART_TOOL_CALL:
      salon_json_writer_begin_object (writer, NULL);
      salon_json_writer_add_string (writer, "call", salon_llm_part_get_name (part));
      salon_json_writer_add_string (writer, "arguments", salon_llm_part_get_arguments (part));
      salon_json_writer_end_object (writer);
      break;
    case SALON_LLM_PART_TOOL_RESULT:
    case SALON_LLM_PART_IMAGE:
    case SALON_LLM_PART_DOCUMENT:
    case SALON_LLM_PART_AUDIO:
    default:
      break;
    }
}

static void
write_reply (Probe         *probe,
             SalonLlmReply *reply)
{
  static const char * const stops[] = {
    "end", "length", "calls", "refusal", "filter", "paused", "other",
  };
  GPtrArray *parts = salon_llm_reply_get_parts (reply);

  salon_json_writer_begin_object (probe->writer, NULL);
  salon_json_writer_begin_array (probe->writer, "parts");
  for (guint i = 0; i < parts->len; i++)
    write_part (probe->writer, parts->pdata[i]);
  salon_json_writer_end_array (probe->writer);
  salon_json_writer_add_string (probe->writer, "stop",
                                stops[salon_llm_reply_get_stop_reason (reply)]);
  salon_json_writer_add_int64 (probe->writer, "input", salon_llm_reply_get_input_tokens (reply));
  salon_json_writer_add_int64 (probe->writer, "output", salon_llm_reply_get_output_tokens (reply));
  salon_json_writer_end_object (probe->writer);
}

static const char *
get_string (const SalonJson *object,
            const char      *name)
{
  return salon_json_as_string (salon_json_get_member (object, name));
}

static void
add_message (SalonLlmRequest *request,
             const SalonJson *each)
{
  gboolean is_model = g_strcmp0 (get_string (each, "role"), "assistant") == 0;
  const char *text = get_string (each, "text");
  const char *image = get_string (each, "image");
  g_autoptr (SalonLlmMessage) message =
    salon_llm_message_new (is_model ? SALON_LLM_ROLE_ASSISTANT : SALON_LLM_ROLE_USER);
  g_autoptr (SalonLlmPart) words = salon_llm_part_new_text (text != NULL ? text : "");

  salon_llm_message_add_part (message, words);
  if (image != NULL)
    {
      gsize length;
      guchar *data = g_base64_decode (image, &length);
      g_autoptr (GBytes) bytes = g_bytes_new_take (data, length);
      g_autoptr (SalonLlmPart) picture = salon_llm_part_new_image ("image/png", bytes);

      salon_llm_message_add_part (message, picture);
    }
  salon_llm_request_add_message (request, message);
}

static SalonLlmEffort
read_effort (const SalonJson *ask)
{
  const char *effort = get_string (ask, "effort");

  if (g_strcmp0 (effort, "none") == 0)
    return SALON_LLM_EFFORT_NONE;
  if (g_strcmp0 (effort, "high") == 0)
    return SALON_LLM_EFFORT_HIGH;
  return SALON_LLM_EFFORT_DEFAULT;
}

static SalonLlmRequest *
read_request (const SalonJson *ask)
{
  SalonLlmRequest *request = salon_llm_request_new (get_string (ask, "model"));
  const SalonJson *each;
  gboolean required = FALSE;
  gint64 max_tokens = 0;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_get_member (ask, "messages"));
  while (salon_json_iter_next (&iter, NULL, &each))
    add_message (request, each);
  salon_json_iter_init (&iter, salon_json_get_member (ask, "tools"));
  while (salon_json_iter_next (&iter, NULL, &each))
    {
      g_autoptr (SalonLlmTool) tool = NULL;

      tool = salon_llm_tool_new (get_string (each, "name"), get_string (each, "description"),
                                 salon_json_get_member (each, "schema"));
      salon_llm_request_add_tool (request, tool);
    }
  if (salon_json_as_boolean (salon_json_get_member (ask, "required"), &required) && required)
    salon_llm_request_set_tool_choice (request, SALON_LLM_TOOL_CHOICE_REQUIRED);
  if (salon_json_as_int64 (salon_json_get_member (ask, "maxTokens"), &max_tokens))
    salon_llm_request_set_max_tokens (request, (guint) max_tokens);
  salon_llm_request_set_effort (request, read_effort (ask));
  return request;
}

/* Takes the reply and the results of its calls into the chat. Returns whether there were any. */
static gboolean
add_results (SalonLlmRequest *request,
             SalonLlmReply   *reply,
             SalonJsonIter   *results)
{
  GPtrArray *parts = salon_llm_reply_get_parts (reply);
  g_autoptr (SalonLlmMessage) said = salon_llm_message_new (SALON_LLM_ROLE_ASSISTANT);
  g_autoptr (SalonLlmMessage) answered = salon_llm_message_new (SALON_LLM_ROLE_USER);
  gboolean has_calls = FALSE;

  for (guint i = 0; i < parts->len; i++)
    {
      SalonLlmPart *part = parts->pdata[i];
      g_autoptr (SalonLlmPart) result = NULL;
      const SalonJson *text = NULL;

      salon_llm_message_add_part (said, part);
      if (salon_llm_part_get_kind (part) != SALON_LLM_PART_TOOL_CALL)
        continue;
      if (!salon_json_iter_next (results, NULL, &text))
        return FALSE;
      result = salon_llm_part_new_tool_result (salon_llm_part_get_id (part),
                                               salon_llm_part_get_name (part),
                                               salon_json_as_string (text), FALSE, NULL);
      salon_llm_message_add_part (answered, result);
      has_calls = TRUE;
    }
  salon_llm_request_add_message (request, said);
  if (has_calls)
    salon_llm_request_add_message (request, answered);
  return has_calls;
}

static SalonLlmReply *
stream (Probe            *probe,
        SalonLlmRequest  *request,
        GError          **error)
{
  DexFuture *future = salon_llm_provider_stream (probe->provider, request, on_event, probe, NULL);

  /* Whoever waits no longer drops the reply, which ends its request. */
  if (probe->cancel_after > 0)
    {
      dex_await (dex_future_first (future, dex_ref (probe->cancellable), NULL), error);
      return NULL;
    }
  return dex_await_boxed (future, error);
}

static void
write_stream (Probe           *probe,
              const SalonJson *ask)
{
  g_autoptr (SalonLlmRequest) request = read_request (ask);
  SalonJsonIter results;
  g_autoptr (GError) error = NULL;

  salon_json_iter_init (&results, salon_json_get_member (ask, "results"));
  salon_json_writer_begin_array (probe->writer, "replies");
  for (guint i = 0; i < MOST_ROUNDS; i++)
    {
      g_autoptr (SalonLlmReply) reply = stream (probe, request, &error);

      if (reply == NULL)
        break;
      write_reply (probe, reply);
      if (!add_results (request, reply, &results))
        break;
    }
  salon_json_writer_end_array (probe->writer);
  if (error != NULL)
    write_error (probe, error);
}

static void
write_models (Probe *probe)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) models = NULL;

  models = dex_await_boxed (salon_llm_provider_list_models (probe->provider), &error);
  if (models == NULL)
    {
      write_error (probe, error);
      return;
    }
  salon_json_writer_begin_array (probe->writer, "models");
  for (guint i = 0; i < models->len; i++)
    salon_json_writer_add_string (probe->writer, NULL, salon_llm_model_get_id (models->pdata[i]));
  salon_json_writer_end_array (probe->writer);
}

static void
write_ask (Probe           *probe,
           const SalonJson *ask)
{
  gboolean models = FALSE;
  gint64 begin = g_get_monotonic_time ();

  probe->n_events = probe->n_waits = 0;
  probe->waited_ms = 0;
  probe->cancel_after = 0;
  probe->text = g_string_new (NULL);
  probe->reasoning = g_string_new (NULL);
  probe->arguments = g_string_new (NULL);
  probe->cancellable = DEX_CANCELLABLE (dex_cancellable_new ());
  salon_json_as_int64 (salon_json_get_member (ask, "cancelAfter"), &probe->cancel_after);

  salon_json_writer_begin_object (probe->writer, NULL);
  if (salon_json_as_boolean (salon_json_get_member (ask, "models"), &models) && models)
    write_models (probe);
  else
    write_stream (probe, ask);
  salon_json_writer_add_int64 (probe->writer, "events", probe->n_events);
  salon_json_writer_add_int64 (probe->writer, "waits", probe->n_waits);
  salon_json_writer_add_int64 (probe->writer, "waitedMs", probe->waited_ms);
  salon_json_writer_add_int64 (probe->writer, "ms", (g_get_monotonic_time () - begin) / 1000);
  salon_json_writer_add_string (probe->writer, "text", probe->text->str);
  salon_json_writer_add_string (probe->writer, "reasoning", probe->reasoning->str);
  salon_json_writer_add_string (probe->writer, "arguments", probe->arguments->str);
  salon_json_writer_end_object (probe->writer);

  dex_clear (&probe->cancellable);
  g_string_free (probe->text, TRUE);
  g_string_free (probe->reasoning, TRUE);
  g_string_free (probe->arguments, TRUE);
}

static SalonLlmProvider *
make_provider (const SalonJson *plan)
{
  g_autoptr (SalonHttpClient) http_client = salon_http_client_new ();
  SalonClock *clock = salon_clock_get_system ();
  const char *api = get_string (plan, "api");
  const char *url = get_string (plan, "baseUrl");
  const char *key = get_string (plan, "key");

  if (g_strcmp0 (api, "chat") == 0)
    return SALON_LLM_PROVIDER (salon_openai_chat_provider_new ("there", "There", url, NULL, key,
                                                               NULL, http_client, clock));
  if (g_strcmp0 (api, "responses") == 0)
    return SALON_LLM_PROVIDER (salon_openai_responses_provider_new ("there", "There", url, NULL,
                                                                    key, NULL, http_client,
                                                                    clock));
  if (g_strcmp0 (api, "messages") == 0)
    return SALON_LLM_PROVIDER (salon_anthropic_provider_new ("there", "There", url, key, NULL,
                                                             http_client, clock));
  return SALON_LLM_PROVIDER (salon_gemini_provider_new ("there", "There", url, key, NULL,
                                                        http_client, clock));
}

static DexFuture *
play_fiber (gpointer user_data)
{
  const SalonJson *plan = user_data;
  g_autoptr (SalonLlmProvider) provider = make_provider (plan);
  Probe probe = { provider };
  g_autofree char *text = NULL;
  const SalonJson *ask;
  SalonJsonIter iter;

  probe.writer = salon_json_writer_new ();
  salon_json_writer_begin_array (probe.writer, NULL);
  salon_json_iter_init (&iter, salon_json_get_member (plan, "asks"));
  while (salon_json_iter_next (&iter, NULL, &ask))
    write_ask (&probe, ask);
  salon_json_writer_end_array (probe.writer);
  text = salon_json_writer_finish (probe.writer);
  salon_json_writer_free (probe.writer);
  /* JSON is UTF-8, whatever the locale; g_print() would follow that. */
  puts (text);
  return dex_future_new_true ();
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonJsonDocument) plan = NULL;
  g_autoptr (DexFuture) future = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  if (argc != 2)
    {
      g_printerr ("Usage: salon-llm-probe PLAN\n");
      return EXIT_FAILURE;
    }
  if (!g_file_get_contents (argv[1], &text, &length, &error) ||
      (plan = salon_json_document_parse (text, (gssize) length, NULL, &error)) == NULL)
    {
      g_printerr ("%s: %s\n", argv[1], error->message);
      return EXIT_FAILURE;
    }
  dex_init ();
  future = dex_scheduler_spawn (NULL, 0, play_fiber,
                                (gpointer) salon_json_document_get_root (plan), NULL);
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  return EXIT_SUCCESS;
}

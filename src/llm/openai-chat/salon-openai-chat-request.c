/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-openai-chat-request.h"

#include <math.h>
#include <string.h>

#include "salon-llm-schema-adapter.h"
#include "salon-openai-chat-messages-private.h"

/* How long a prompt_cache_key may be. */
#define LONGEST_CACHE_KEY 64

static void
write_tools (SalonOpenaiChatWriting *writing)
{
  SalonJsonWriter *writer = writing->writer;
  guint n_tools = salon_llm_request_get_n_tools (writing->request);
  SalonLlmToolChoice choice = salon_llm_request_get_tool_choice (writing->request);

  if (n_tools == 0)
    return;

  salon_json_writer_begin_array (writer, "tools");
  for (guint i = 0; i < n_tools; i++)
    {
      SalonLlmTool *tool = salon_llm_request_get_tool (writing->request, i);
      const SalonJson *schema;

      schema = salon_llm_tool_get_adapted_schema (tool, SALON_LLM_SCHEMA_OPENAI);
      salon_json_writer_begin_object (writer, NULL);
      salon_json_writer_add_string (writer, "type", "function");
      salon_json_writer_begin_object (writer, "function");
      salon_json_writer_add_string (writer, "name",
                                    salon_llm_tool_names_encode (writing->names,
                                                                 salon_llm_tool_get_name (tool)));
      salon_json_writer_add_string (writer, "description", salon_llm_tool_get_description (tool));
      salon_json_writer_add_value (writer, "parameters", schema);
      salon_json_writer_end_object (writer);
      salon_json_writer_end_object (writer);
    }
  salon_json_writer_end_array (writer);

  if (choice == SALON_LLM_TOOL_CHOICE_NONE)
    salon_json_writer_add_string (writer, "tool_choice", "none");
  else if (choice == SALON_LLM_TOOL_CHOICE_REQUIRED)
    salon_json_writer_add_string (writer, "tool_choice", "required");
}

static void
write_effort (SalonOpenaiChatWriting *writing,
              const char             *effort)
{
  SalonJsonWriter *writer = writing->writer;

  if (effort == NULL)
    return;
  if ((writing->quirks & SALON_OPENAI_CHAT_THINKING_SWITCH) != 0 &&
      salon_llm_request_get_effort (writing->request) == SALON_LLM_EFFORT_NONE)
    {
      salon_json_writer_begin_object (writer, "thinking");
      salon_json_writer_add_string (writer, "type", "disabled");
      salon_json_writer_end_object (writer);
    }
  else if ((writing->quirks & SALON_OPENAI_CHAT_REASONING_OBJECT) != 0)
    {
      salon_json_writer_begin_object (writer, "reasoning");
      salon_json_writer_add_string (writer, "effort", effort);
      salon_json_writer_end_object (writer);
    }
  else if ((writing->quirks & SALON_OPENAI_CHAT_NO_EFFORT) == 0)
    {
      salon_json_writer_add_string (writer, "reasoning_effort", effort);
    }
}

/* What OpenAI's own models take depends on whether they think; of other servers nothing is
 * known, and they are only told what the user asks for.
 */
static void
write_parameters (SalonOpenaiChatWriting *writing)
{
  SalonJsonWriter *writer = writing->writer;
  SalonLlmRequest *request = writing->request;
  gboolean own = (writing->quirks & SALON_OPENAI_CHAT_OWN_MODELS) != 0;
  gboolean reasons = own && salon_openai_model_reasons (request);
  const char *chat = salon_llm_request_get_chat (request);
  guint limit = salon_llm_request_get_max_tokens (request);

  salon_json_writer_add_boolean (writer, "stream", TRUE);
  if ((writing->quirks & SALON_OPENAI_CHAT_NO_STREAM_OPTIONS) == 0)
    {
      salon_json_writer_begin_object (writer, "stream_options");
      salon_json_writer_add_boolean (writer, "include_usage", TRUE);
      salon_json_writer_end_object (writer);
    }
  if (!isnan (salon_llm_request_get_temperature (request)) && !reasons)
    salon_json_writer_add_double (writer, "temperature",
                                  salon_llm_request_get_temperature (request));
  if (limit > 0)
    salon_json_writer_add_int64 (writer,
                                 (writing->quirks & SALON_OPENAI_CHAT_MAX_COMPLETION_TOKENS) != 0
                                 ? "max_completion_tokens" : "max_tokens", limit);
  if (!own || reasons)
    write_effort (writing, salon_openai_effort_to_string (request));
  if ((writing->quirks & SALON_OPENAI_CHAT_CACHE_KEY) != 0 && chat != NULL)
    {
      g_autofree char *hash = NULL;

      if (strlen (chat) > LONGEST_CACHE_KEY)
        hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, chat, -1);
      salon_json_writer_add_string (writer, "prompt_cache_key", hash != NULL ? hash : chat);
    }
}

/**
 * salon_openai_chat_write_request:
 * @request: a request
 * @provider: (nullable): id of the provider it goes to; gets back what it alone understands
 * @dialect: the habits of its server
 *
 * Writes a request as the body of POST /chat/completions. The same request always
 * gives the same text, and a turn that grows gives messages that begin the same, so
 * that prompt caches hit. Results without a call, which the API refuses, are left out.
 *
 * Returns: (transfer full): JSON text
 */
char *
salon_openai_chat_write_request (SalonLlmRequest              *request,
                                 const char                   *provider,
                                 const SalonOpenaiChatDialect *dialect)
{
  /* OpenAI takes 40 characters, and servers that are like it hardly less. */
  static const SalonLlmCallIdRules usual_ids = { 1, 40, "_-.:" };
  static const SalonLlmCallIdRules short_ids = { 9, 9, "" };
  g_autoptr (SalonJsonWriter) writer = NULL;
  g_autoptr (SalonLlmTranscript) transcript = NULL;
  g_autoptr (SalonLlmToolNames) names = NULL;
  SalonOpenaiChatWriting writing = { 0 };

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (dialect != NULL, NULL);

  writer = salon_json_writer_new ();
  transcript = salon_llm_transcript_new (request,
                                         (dialect->quirks & SALON_OPENAI_CHAT_SHORT_IDS) != 0
                                         ? &short_ids : &usual_ids);
  names = salon_llm_tool_names_new (request, SALON_LLM_NAME_RULES_OPENAI);
  writing.writer = writer;
  writing.request = request;
  writing.provider = provider;
  writing.quirks = dialect->quirks;
  writing.transcript = transcript;
  writing.names = names;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "model", salon_llm_request_get_model (request));
  write_parameters (&writing);
  write_tools (&writing);
  salon_openai_chat_write_messages (&writing);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

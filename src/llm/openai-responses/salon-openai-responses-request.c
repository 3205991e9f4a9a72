/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-openai-responses-request.h"

#include <math.h>
#include <string.h>

#include "salon-json-writer.h"

#include "salon-llm-contents.h"
#include "salon-llm-schema-adapter.h"
#include "salon-llm-tool-names.h"
#include "salon-llm-transcript.h"

/* The least that OpenAI takes as max_output_tokens. */
#define LEAST_OUTPUT_TOKENS 16
/* How long a prompt_cache_key may be. */
#define LONGEST_CACHE_KEY 64

/* What the writer has to know while it walks through the chat. */
typedef struct
{
  SalonJsonWriter *writer;
  SalonLlmRequest *request;
  const char *provider;
  SalonOpenaiChatQuirks quirks;
  gboolean reasons; /* a model of OpenAI's own that thinks */
  SalonLlmTranscript *transcript;
  SalonLlmToolNames *names;
  guint n_messages; /* of the assistant's so far */
} Writing;

static gboolean
cannot (Writing           *writing,
        SalonLlmAbilities  ability)
{
  return salon_llm_model_cannot (salon_llm_request_get_model_facts (writing->request), ability);
}

static void
write_input_text (SalonJsonWriter *writer,
                  const char      *text)
{
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "type", "input_text");
  salon_json_writer_add_string (writer, "text", text);
  salon_json_writer_end_object (writer);
}

static void
write_left_out (SalonJsonWriter *writer,
                SalonLlmPart    *part)
{
  g_autofree char *sentence = salon_llm_contents_dup_left_out (part);

  write_input_text (writer, sentence);
}

static void
write_image (Writing      *writing,
             SalonLlmPart *image)
{
  SalonJsonWriter *writer = writing->writer;
  g_autofree char *url = NULL;

  if (cannot (writing, SALON_LLM_ABILITY_IMAGES))
    {
      write_left_out (writer, image);
      return;
    }
  url = salon_llm_contents_dup_data_url (image);
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "type", "input_image");
  salon_json_writer_add_string (writer, "image_url", url);
  salon_json_writer_add_string (writer, "detail", "auto");
  salon_json_writer_end_object (writer);
}

static void
write_document (Writing      *writing,
                SalonLlmPart *document)
{
  SalonJsonWriter *writer = writing->writer;
  g_autofree char *text = salon_llm_contents_dup_document_text (document);
  g_autofree char *url = NULL;

  if (text != NULL)
    {
      write_input_text (writer, text);
      return;
    }
  if (cannot (writing, SALON_LLM_ABILITY_DOCUMENTS))
    {
      write_left_out (writer, document);
      return;
    }
  url = salon_llm_contents_dup_data_url (document);
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "type", "input_file");
  salon_json_writer_add_string (writer, "filename", salon_llm_part_get_name (document));
  salon_json_writer_add_string (writer, "file_data", url);
  salon_json_writer_end_object (writer);
}

static gboolean
is_input (SalonLlmPart *part)
{
  SalonLlmPartKind kind = salon_llm_part_get_kind (part);

  if (kind == SALON_LLM_PART_TEXT)
    return *salon_llm_part_get_text (part) != '\0';
  return kind == SALON_LLM_PART_IMAGE || kind == SALON_LLM_PART_DOCUMENT ||
         kind == SALON_LLM_PART_AUDIO;
}

static void
write_input (Writing      *writing,
             SalonLlmPart *part)
{
  if (salon_llm_part_get_kind (part) == SALON_LLM_PART_TEXT)
    write_input_text (writing->writer, salon_llm_part_get_text (part));
  else if (salon_llm_part_get_kind (part) == SALON_LLM_PART_IMAGE)
    write_image (writing, part);
  else if (salon_llm_part_get_kind (part) == SALON_LLM_PART_DOCUMENT)
    write_document (writing, part);
  else
    write_left_out (writing->writer, part); /* this API has no recordings */
}

static void
begin_user (SalonJsonWriter *writer)
{
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "type", "message");
  salon_json_writer_add_string (writer, "role", "user");
  salon_json_writer_begin_array (writer, "content");
}

static void
write_user (Writing         *writing,
            SalonLlmMessage *message)
{
  gboolean begun = FALSE;

  for (guint i = 0; i < salon_llm_message_get_n_parts (message); i++)
    {
      SalonLlmPart *part = salon_llm_message_get_part (message, i);

      if (!is_input (part))
        continue;
      if (!begun)
        begin_user (writing->writer);
      begun = TRUE;
      write_input (writing, part);
    }
  if (begun)
    {
      salon_json_writer_end_array (writing->writer);
      salon_json_writer_end_object (writing->writer);
    }
}

static const SalonJson *
get_opaque (Writing      *writing,
            SalonLlmPart *part,
            const char   *name)
{
  if (writing->provider == NULL)
    return NULL;
  return salon_json_get_member (
    salon_json_get_member (salon_llm_part_get_opaque (part, writing->provider), "responses"),
    name);
}

/* The words of the assistant's from @begin on, as far as nothing else comes between: as one
 * item. Its id is made up, as this API stores nothing that one could refer to.
 */
static guint
write_assistant_text (Writing         *writing,
                      SalonLlmMessage *message,
                      guint            begin)
{
  SalonJsonWriter *writer = writing->writer;
  SalonLlmPart *first = salon_llm_message_get_part (message, begin);
  const char *phase = salon_json_as_string (get_opaque (writing, first, "phase"));
  g_autofree char *id = g_strdup_printf ("msg_salon_%u", ++writing->n_messages);
  guint i;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "type", "message");
  salon_json_writer_add_string (writer, "id", id);
  salon_json_writer_add_string (writer, "role", "assistant");
  salon_json_writer_add_string (writer, "status", "completed");
  if (phase != NULL)
    salon_json_writer_add_string (writer, "phase", phase);
  salon_json_writer_begin_array (writer, "content");
  for (i = begin; i < salon_llm_message_get_n_parts (message); i++)
    {
      SalonLlmPart *part = salon_llm_message_get_part (message, i);

      if (salon_llm_part_get_kind (part) != SALON_LLM_PART_TEXT ||
          g_strcmp0 (salon_json_as_string (get_opaque (writing, part, "phase")), phase) != 0)
        break;
      if (*salon_llm_part_get_text (part) == '\0')
        continue;
      salon_json_writer_begin_object (writer, NULL);
      salon_json_writer_add_string (writer, "type", "output_text");
      salon_json_writer_add_string (writer, "text", salon_llm_part_get_text (part));
      salon_json_writer_begin_array (writer, "annotations");
      salon_json_writer_end_array (writer);
      salon_json_writer_begin_array (writer, "logprobs");
      salon_json_writer_end_array (writer);
      salon_json_writer_end_object (writer);
    }
  salon_json_writer_end_array (writer);
  salon_json_writer_end_object (writer);
  return i;
}

static void
write_call (Writing                *writing,
            SalonLlmTranscriptCall *call)
{
  SalonJsonWriter *writer = writing->writer;
  g_autofree char *arguments = NULL;

  arguments = salon_llm_contents_dup_arguments (salon_llm_part_get_arguments (call->call));
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "type", "function_call");
  salon_json_writer_add_string (writer, "call_id", call->id);
  salon_json_writer_add_string (writer, "name",
                                salon_llm_tool_names_encode (writing->names,
                                                             salon_llm_part_get_name (call->call)));
  salon_json_writer_add_string (writer, "arguments", arguments);
  salon_json_writer_end_object (writer);
}

/* Whether something that is sent follows: the API refuses reasoning with nothing behind it. */
static gboolean
has_followers (SalonLlmMessage *message,
               guint            begin)
{
  for (guint i = begin; i < salon_llm_message_get_n_parts (message); i++)
    {
      SalonLlmPart *part = salon_llm_message_get_part (message, i);
      SalonLlmPartKind kind = salon_llm_part_get_kind (part);

      if (kind == SALON_LLM_PART_TOOL_CALL ||
          (kind == SALON_LLM_PART_TEXT && *salon_llm_part_get_text (part) != '\0'))
        return TRUE;
    }
  return FALSE;
}

/* Items that only their provider understands go back to it as they came, in their places.
 * OpenAI, which is told to store nothing, needs what it thought in its encrypted form, and
 * refuses it for models that don't think; servers of open models read the plain one.
 */
static void
write_reasoning (Writing         *writing,
                 SalonLlmMessage *message,
                 guint            position)
{
  SalonLlmPart *part = salon_llm_message_get_part (message, position);
  const SalonJson *item = get_opaque (writing, part, "item");
  const char *encrypted;

  if (!salon_json_is_object (item) || !has_followers (message, position + 1))
    return;
  encrypted = salon_json_as_string (salon_json_get_member (item, "encrypted_content"));
  if ((writing->quirks & SALON_OPENAI_CHAT_OWN_MODELS) != 0 &&
      (!writing->reasons || encrypted == NULL || *encrypted == '\0'))
    return;
  salon_json_writer_add_value (writing->writer, NULL, item);
}

static void
write_assistant (Writing         *writing,
                 SalonLlmMessage *message,
                 GPtrArray       *calls)
{
  guint n_parts = salon_llm_message_get_n_parts (message);
  guint n_calls = 0;
  guint i = 0;

  while (i < n_parts)
    {
      SalonLlmPart *part = salon_llm_message_get_part (message, i);
      SalonLlmPartKind kind = salon_llm_part_get_kind (part);

      if (kind == SALON_LLM_PART_TEXT && *salon_llm_part_get_text (part) != '\0')
        {
          i = write_assistant_text (writing, message, i);
          continue;
        }
      if (kind == SALON_LLM_PART_TOOL_CALL)
        write_call (writing, g_ptr_array_index (calls, n_calls++));
      else if (kind == SALON_LLM_PART_REASONING)
        write_reasoning (writing, message, i);
      i++;
    }
}

/* Whether the pictures of a result can stand in it. */
static gboolean
takes_result_images (Writing *writing)
{
  return (writing->quirks & SALON_OPENAI_CHAT_OWN_MODELS) != 0 &&
         !cannot (writing, SALON_LLM_ABILITY_IMAGES);
}

static void
write_result (Writing                *writing,
              SalonLlmTranscriptCall *call)
{
  SalonJsonWriter *writer = writing->writer;
  GPtrArray *images = call->result != NULL ? salon_llm_part_get_images (call->result) : NULL;
  g_autofree char *text = salon_llm_contents_dup_result_text (call->result);

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "type", "function_call_output");
  salon_json_writer_add_string (writer, "call_id", call->id);
  if (images == NULL || images->len == 0 || !takes_result_images (writing))
    {
      salon_json_writer_add_string (writer, "output", text);
    }
  else
    {
      salon_json_writer_begin_array (writer, "output");
      if (*text != '\0')
        write_input_text (writer, text);
      for (guint i = 0; i < images->len; i++)
        write_image (writing, g_ptr_array_index (images, i));
      salon_json_writer_end_array (writer);
    }
  salon_json_writer_end_object (writer);
}

/* Where a result takes text only, its pictures follow in a message of the user's. */
static void
write_result_images (Writing   *writing,
                     GPtrArray *calls)
{
  SalonJsonWriter *writer = writing->writer;
  gboolean begun = FALSE;

  if (takes_result_images (writing))
    return;
  for (guint i = 0; i < calls->len; i++)
    {
      SalonLlmTranscriptCall *call = g_ptr_array_index (calls, i);
      GPtrArray *images = call->result != NULL ? salon_llm_part_get_images (call->result) : NULL;
      g_autofree char *caption = NULL;

      if (images == NULL || images->len == 0)
        continue;
      if (!begun)
        begin_user (writer);
      begun = TRUE;
      caption = g_strdup_printf ("Images in the result of %s:",
                                 salon_llm_part_get_name (call->call));
      write_input_text (writer, caption);
      for (guint j = 0; j < images->len; j++)
        write_image (writing, g_ptr_array_index (images, j));
    }
  if (begun)
    {
      salon_json_writer_end_array (writer);
      salon_json_writer_end_object (writer);
    }
}

static void
write_items (Writing *writing)
{
  salon_json_writer_begin_array (writing->writer, "input");
  for (guint i = 0; i < salon_llm_request_get_n_messages (writing->request); i++)
    {
      SalonLlmMessage *message = salon_llm_request_get_message (writing->request, i);
      GPtrArray *calls = salon_llm_transcript_get_calls (writing->transcript, i);

      if (salon_llm_message_get_role (message) == SALON_LLM_ROLE_USER)
        {
          write_user (writing, message);
          continue;
        }
      write_assistant (writing, message, calls);
      if (calls == NULL)
        continue;
      for (guint j = 0; j < calls->len; j++)
        write_result (writing, g_ptr_array_index (calls, j));
      write_result_images (writing, calls);
    }
  salon_json_writer_end_array (writing->writer);
}

static void
write_tools (Writing *writing)
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
      salon_json_writer_add_string (writer, "name",
                                    salon_llm_tool_names_encode (writing->names,
                                                                 salon_llm_tool_get_name (tool)));
      salon_json_writer_add_string (writer, "description", salon_llm_tool_get_description (tool));
      salon_json_writer_add_value (writer, "parameters", schema);
      /* Strict schemas leave optional properties no room; most tools have some. */
      salon_json_writer_add_boolean (writer, "strict", FALSE);
      salon_json_writer_end_object (writer);
    }
  salon_json_writer_end_array (writer);

  if (choice == SALON_LLM_TOOL_CHOICE_NONE)
    salon_json_writer_add_string (writer, "tool_choice", "none");
  else if (choice == SALON_LLM_TOOL_CHOICE_REQUIRED)
    salon_json_writer_add_string (writer, "tool_choice", "required");
}

/* What OpenAI's own models take depends on whether they think; of other servers nothing is
 * known, and they are only told what the user asks for.
 */
static void
write_parameters (Writing *writing)
{
  SalonJsonWriter *writer = writing->writer;
  SalonLlmRequest *request = writing->request;
  gboolean own = (writing->quirks & SALON_OPENAI_CHAT_OWN_MODELS) != 0;
  gboolean reasons = writing->reasons;
  const char *effort = salon_openai_effort_to_string (request);
  guint limit = salon_llm_request_get_max_tokens (request);
  const char *chat = salon_llm_request_get_chat (request);

  if (own && !reasons)
    effort = NULL;
  if (!isnan (salon_llm_request_get_temperature (request)) && !reasons)
    salon_json_writer_add_double (writer, "temperature",
                                  salon_llm_request_get_temperature (request));
  if (limit > 0)
    salon_json_writer_add_int64 (writer, "max_output_tokens",
                                 own ? MAX (limit, LEAST_OUTPUT_TOKENS) : limit);
  if (reasons || effort != NULL)
    {
      salon_json_writer_begin_object (writer, "reasoning");
      if (effort != NULL)
        salon_json_writer_add_string (writer, "effort", effort);
      salon_json_writer_add_string (writer, "summary", "auto");
      salon_json_writer_end_object (writer);
    }
  /* OpenAI's models that do not think refuse this. */
  if ((writing->quirks & SALON_OPENAI_CHAT_ENCRYPTED) != 0 &&
      (reasons || salon_llm_model_can (salon_llm_request_get_model_facts (request),
                                       SALON_LLM_ABILITY_REASONING)))
    {
      salon_json_writer_begin_array (writer, "include");
      salon_json_writer_add_string (writer, NULL, "reasoning.encrypted_content");
      salon_json_writer_end_array (writer);
    }
  if ((writing->quirks & SALON_OPENAI_CHAT_CACHE_KEY) != 0 && chat != NULL)
    {
      g_autofree char *hash = NULL;

      if (strlen (chat) > LONGEST_CACHE_KEY)
        hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, chat, -1);
      salon_json_writer_add_string (writer, "prompt_cache_key", hash != NULL ? hash : chat);
    }
}

/**
 * salon_openai_responses_write_request:
 * @request: a request
 * @provider: (nullable): id of the provider it goes to; gets back what it alone understands
 * @dialect: the habits of its server
 *
 * Writes a request as the body of POST /responses. The server is told to store nothing, so
 * the request has the whole chat in it. The same request always gives the same text, and a
 * chat that grows gives texts that begin the same, so that prompt caches hit.
 *
 * Returns: (transfer full): JSON text
 */
char *
salon_openai_responses_write_request (SalonLlmRequest              *request,
                                      const char                   *provider,
                                      const SalonOpenaiChatDialect *dialect)
{
  /* OpenAI itself takes 64 characters. */
  static const SalonLlmCallIdRules rules = { 1, 64, "_-" };
  g_autoptr (SalonJsonWriter) writer = NULL;
  g_autoptr (SalonLlmTranscript) transcript = NULL;
  g_autoptr (SalonLlmToolNames) names = NULL;
  Writing writing = { 0 };

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (dialect != NULL, NULL);

  writer = salon_json_writer_new ();
  transcript = salon_llm_transcript_new (request, &rules);
  names = salon_llm_tool_names_new (request, SALON_LLM_NAME_RULES_OPENAI);
  writing.writer = writer;
  writing.request = request;
  writing.provider = provider;
  writing.quirks = dialect->quirks;
  writing.reasons = (dialect->quirks & SALON_OPENAI_CHAT_OWN_MODELS) != 0 &&
                    salon_openai_model_reasons (request);
  writing.transcript = transcript;
  writing.names = names;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "model", salon_llm_request_get_model (request));
  salon_json_writer_add_boolean (writer, "stream", TRUE);
  salon_json_writer_add_boolean (writer, "store", FALSE);
  write_parameters (&writing);
  if (salon_llm_request_get_system (request) != NULL)
    salon_json_writer_add_string (writer, "instructions", salon_llm_request_get_system (request));
  write_tools (&writing);
  write_items (&writing);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-openai-chat-request.h"

#include <math.h>

#include "salon-json-writer.h"

/* What the writer has to know while it walks through the chat. */
typedef struct
{
  SalonJsonWriter *writer;
  SalonLlmRequest *request;
  const char *provider;
  guint turn_start; /* the last message the user wrote: what follows is the running turn */
} Writing;

static gboolean
message_has (SalonLlmMessage  *message,
             SalonLlmPartKind  kind)
{
  for (guint i = 0; i < salon_llm_message_get_n_parts (message); i++)
    {
      if (salon_llm_part_get_kind (salon_llm_message_get_part (message, i)) == kind)
        return TRUE;
    }
  return FALSE;
}

static guint
find_turn_start (SalonLlmRequest *request)
{
  for (guint i = salon_llm_request_get_n_messages (request); i > 0; i--)
    {
      SalonLlmMessage *message = salon_llm_request_get_message (request, i - 1);

      if (salon_llm_message_get_role (message) == SALON_LLM_ROLE_USER &&
          !message_has (message, SALON_LLM_PART_TOOL_RESULT))
        return i - 1;
    }
  return 0;
}

static char *
join_text (SalonLlmMessage *message)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < salon_llm_message_get_n_parts (message); i++)
    {
      SalonLlmPart *part = salon_llm_message_get_part (message, i);

      if (salon_llm_part_get_kind (part) == SALON_LLM_PART_TEXT)
        g_string_append (text, salon_llm_part_get_text (part));
    }
  return g_string_free (text, FALSE);
}

static void
write_text_item (SalonJsonWriter *writer,
                 const char      *text)
{
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "type", "text");
  salon_json_writer_add_string (writer, "text", text);
  salon_json_writer_end_object (writer);
}

static void
write_image_item (SalonJsonWriter *writer,
                  SalonLlmPart    *image)
{
  gsize length;
  const guchar *data = g_bytes_get_data (salon_llm_part_get_data (image), &length);
  g_autofree char *encoded = g_base64_encode (data, length);
  g_autofree char *url = g_strdup_printf ("data:%s;base64,%s",
                                          salon_llm_part_get_mime_type (image), encoded);

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "type", "image_url");
  salon_json_writer_begin_object (writer, "image_url");
  salon_json_writer_add_string (writer, "url", url);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
}

/* Models write broken arguments now and then, and see that in the result. Sent back
 * as they are, servers that parse the history (llama.cpp) would refuse the whole chat.
 */
static char *
dup_valid_arguments (const char *arguments)
{
  g_autoptr (SalonJsonDocument) document = salon_json_document_parse (arguments, -1, NULL, NULL);
  g_autoptr (SalonJsonWriter) writer = NULL;

  if (document != NULL && salon_json_is_object (salon_json_document_get_root (document)))
    return g_strdup (arguments);

  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  if (*arguments != '\0')
    salon_json_writer_add_string (writer, "invalid_json", arguments);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

static void
write_tool_calls (Writing         *writing,
                  SalonLlmMessage *message)
{
  SalonJsonWriter *writer = writing->writer;

  salon_json_writer_begin_array (writer, "tool_calls");
  for (guint i = 0; i < salon_llm_message_get_n_parts (message); i++)
    {
      SalonLlmPart *part = salon_llm_message_get_part (message, i);
      g_autofree char *arguments = NULL;

      if (salon_llm_part_get_kind (part) != SALON_LLM_PART_TOOL_CALL)
        continue;
      arguments = dup_valid_arguments (salon_llm_part_get_arguments (part));
      salon_json_writer_begin_object (writer, NULL);
      salon_json_writer_add_string (writer, "id", salon_llm_part_get_id (part));
      salon_json_writer_add_string (writer, "type", "function");
      salon_json_writer_begin_object (writer, "function");
      salon_json_writer_add_string (writer, "name", salon_llm_part_get_name (part));
      salon_json_writer_add_string (writer, "arguments", arguments);
      salon_json_writer_end_object (writer);
      salon_json_writer_end_object (writer);
    }
  salon_json_writer_end_array (writer);
}

/* Models that think between tool calls (DeepSeek, Kimi) want to see what they thought
 * in the running turn, under the name they sent it; older turns and other providers don't.
 */
static void
write_reasoning (Writing         *writing,
                 SalonLlmMessage *message)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *field = NULL;

  for (guint i = 0; i < salon_llm_message_get_n_parts (message); i++)
    {
      SalonLlmPart *part = salon_llm_message_get_part (message, i);
      const SalonJson *opaque;

      if (salon_llm_part_get_kind (part) != SALON_LLM_PART_REASONING || writing->provider == NULL)
        continue;
      opaque = salon_llm_part_get_opaque (part, writing->provider);
      if (salon_json_as_string (salon_json_get_member (opaque, "field")) == NULL)
        continue;
      field = salon_json_as_string (salon_json_get_member (opaque, "field"));
      g_string_append (text, salon_llm_part_get_text (part));
    }
  if (field != NULL && text->len > 0)
    salon_json_writer_add_string (writing->writer, field, text->str);
}

static void
write_assistant (Writing         *writing,
                 SalonLlmMessage *message,
                 guint            position)
{
  SalonJsonWriter *writer = writing->writer;
  g_autofree char *text = join_text (message);
  gboolean has_calls = message_has (message, SALON_LLM_PART_TOOL_CALL);

  if (*text == '\0' && !has_calls)
    return;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "role", "assistant");
  if (*text != '\0')
    salon_json_writer_add_string (writer, "content", text);
  else
    salon_json_writer_add_null (writer, "content");
  if (has_calls)
    {
      if (position > writing->turn_start)
        write_reasoning (writing, message);
      write_tool_calls (writing, message);
    }
  salon_json_writer_end_object (writer);
}

static SalonLlmPart *
find_result (SalonLlmMessage *message,
             const char      *call_id)
{
  for (guint i = 0; message != NULL && i < salon_llm_message_get_n_parts (message); i++)
    {
      SalonLlmPart *part = salon_llm_message_get_part (message, i);

      if (salon_llm_part_get_kind (part) == SALON_LLM_PART_TOOL_RESULT &&
          g_strcmp0 (salon_llm_part_get_id (part), call_id) == 0)
        return part;
    }
  return NULL;
}

static void
write_result (SalonJsonWriter *writer,
              const char      *call_id,
              SalonLlmPart    *result)
{
  const char *text = "The call was stopped before it had a result.";
  g_autofree char *marked = NULL;

  if (result != NULL)
    {
      text = salon_llm_part_get_text (result);
      /* Chat Completions has no other way to tell a failure from a result. */
      if (salon_llm_part_get_is_error (result))
        text = marked = g_strconcat ("Error: ", text, NULL);
    }
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "role", "tool");
  salon_json_writer_add_string (writer, "tool_call_id", call_id);
  salon_json_writer_add_string (writer, "content", text);
  salon_json_writer_end_object (writer);
}

/* A tool message takes text only: pictures follow in a message of the user's. */
static void
write_result_images (SalonJsonWriter *writer,
                     SalonLlmMessage *results)
{
  gboolean begun = FALSE;

  for (guint i = 0; results != NULL && i < salon_llm_message_get_n_parts (results); i++)
    {
      SalonLlmPart *part = salon_llm_message_get_part (results, i);
      GPtrArray *images = salon_llm_part_get_images (part);
      g_autofree char *caption = NULL;

      if (salon_llm_part_get_kind (part) != SALON_LLM_PART_TOOL_RESULT ||
          images == NULL || images->len == 0)
        continue;
      if (!begun)
        {
          salon_json_writer_begin_object (writer, NULL);
          salon_json_writer_add_string (writer, "role", "user");
          salon_json_writer_begin_array (writer, "content");
          begun = TRUE;
        }
      caption = g_strdup_printf ("Images in the result of %s:", salon_llm_part_get_name (part));
      write_text_item (writer, caption);
      for (guint j = 0; j < images->len; j++)
        write_image_item (writer, g_ptr_array_index (images, j));
    }
  if (begun)
    {
      salon_json_writer_end_array (writer);
      salon_json_writer_end_object (writer);
    }
}

/* The API wants exactly one result for every call, right behind the message with the
 * calls, in whatever state the chat was left.
 */
static void
write_results (Writing         *writing,
               SalonLlmMessage *calls,
               SalonLlmMessage *results)
{
  for (guint i = 0; i < salon_llm_message_get_n_parts (calls); i++)
    {
      SalonLlmPart *part = salon_llm_message_get_part (calls, i);

      if (salon_llm_part_get_kind (part) == SALON_LLM_PART_TOOL_CALL)
        write_result (writing->writer, salon_llm_part_get_id (part),
                      find_result (results, salon_llm_part_get_id (part)));
    }
  write_result_images (writing->writer, results);
}

static void
write_user (Writing         *writing,
            SalonLlmMessage *message)
{
  SalonJsonWriter *writer = writing->writer;
  gboolean has_images = message_has (message, SALON_LLM_PART_IMAGE);

  if (!has_images && !message_has (message, SALON_LLM_PART_TEXT))
    return;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "role", "user");
  if (!has_images)
    {
      g_autofree char *text = join_text (message);

      /* Older and smaller servers only know the plain form. */
      salon_json_writer_add_string (writer, "content", text);
    }
  else
    {
      salon_json_writer_begin_array (writer, "content");
      for (guint i = 0; i < salon_llm_message_get_n_parts (message); i++)
        {
          SalonLlmPart *part = salon_llm_message_get_part (message, i);

          if (salon_llm_part_get_kind (part) == SALON_LLM_PART_TEXT)
            write_text_item (writer, salon_llm_part_get_text (part));
          else if (salon_llm_part_get_kind (part) == SALON_LLM_PART_IMAGE)
            write_image_item (writer, part);
        }
      salon_json_writer_end_array (writer);
    }
  salon_json_writer_end_object (writer);
}

static void
write_messages (Writing *writing)
{
  guint n_messages = salon_llm_request_get_n_messages (writing->request);

  salon_json_writer_begin_array (writing->writer, "messages");
  if (salon_llm_request_get_system (writing->request) != NULL)
    {
      salon_json_writer_begin_object (writing->writer, NULL);
      salon_json_writer_add_string (writing->writer, "role", "system");
      salon_json_writer_add_string (writing->writer, "content",
                                    salon_llm_request_get_system (writing->request));
      salon_json_writer_end_object (writing->writer);
    }
  for (guint i = 0; i < n_messages; i++)
    {
      SalonLlmMessage *message = salon_llm_request_get_message (writing->request, i);
      SalonLlmMessage *next = NULL;

      if (salon_llm_message_get_role (message) == SALON_LLM_ROLE_USER)
        {
          write_user (writing, message);
          continue;
        }
      write_assistant (writing, message, i);
      if (message_has (message, SALON_LLM_PART_TOOL_CALL))
        {
          if (i + 1 < n_messages)
            next = salon_llm_request_get_message (writing->request, i + 1);
          if (next != NULL && salon_llm_message_get_role (next) != SALON_LLM_ROLE_USER)
            next = NULL;
          write_results (writing, message, next);
        }
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
      const SalonJson *schema = salon_llm_tool_get_schema (tool);

      salon_json_writer_begin_object (writer, NULL);
      salon_json_writer_add_string (writer, "type", "function");
      salon_json_writer_begin_object (writer, "function");
      salon_json_writer_add_string (writer, "name", salon_llm_tool_get_name (tool));
      salon_json_writer_add_string (writer, "description", salon_llm_tool_get_description (tool));
      if (salon_json_is_object (schema))
        salon_json_writer_add_value (writer, "parameters", schema);
      else
        salon_json_writer_add_text (writer, "parameters",
                                    "{\"type\":\"object\",\"properties\":{}}");
      salon_json_writer_end_object (writer);
      salon_json_writer_end_object (writer);
    }
  salon_json_writer_end_array (writer);

  if (choice == SALON_LLM_TOOL_CHOICE_NONE)
    salon_json_writer_add_string (writer, "tool_choice", "none");
  else if (choice == SALON_LLM_TOOL_CHOICE_REQUIRED)
    salon_json_writer_add_string (writer, "tool_choice", "required");
}

/**
 * salon_openai_chat_write_request:
 * @request: a request
 * @provider: (nullable): id of the provider it goes to; gets back what it alone understands
 *
 * Writes a request as the body of POST /chat/completions. The same request always
 * gives the same text, and a turn that grows gives messages that begin the same, so
 * that prompt caches hit. Results without a call, which the API refuses, are left out.
 *
 * Returns: (transfer full): JSON text
 */
char *
salon_openai_chat_write_request (SalonLlmRequest *request,
                                 const char      *provider)
{
  g_autoptr (SalonJsonWriter) writer = NULL;
  Writing writing = { 0 };

  g_return_val_if_fail (request != NULL, NULL);

  writer = salon_json_writer_new ();
  writing.writer = writer;
  writing.request = request;
  writing.provider = provider;
  writing.turn_start = find_turn_start (request);

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "model", salon_llm_request_get_model (request));
  salon_json_writer_add_boolean (writer, "stream", TRUE);
  salon_json_writer_begin_object (writer, "stream_options");
  salon_json_writer_add_boolean (writer, "include_usage", TRUE);
  salon_json_writer_end_object (writer);
  if (!isnan (salon_llm_request_get_temperature (request)))
    salon_json_writer_add_double (writer, "temperature",
                                  salon_llm_request_get_temperature (request));
  if (salon_llm_request_get_max_tokens (request) > 0)
    salon_json_writer_add_int64 (writer, "max_tokens", salon_llm_request_get_max_tokens (request));
  write_tools (&writing);
  write_messages (&writing);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-openai-chat-messages-private.h"

#include "salon-llm-contents.h"

/* What stands for words that are not there where a server insists on some. */
#define NO_WORDS " "

static void
begin_message (SalonOpenaiChatWriting *writing,
               const char             *role)
{
  /* Mistral takes no message of the user's right after results. */
  if (writing->after_results && g_str_equal (role, "user") &&
      (writing->quirks & SALON_OPENAI_CHAT_STRICT_ROLES) != 0)
    {
      salon_json_writer_begin_object (writing->writer, NULL);
      salon_json_writer_add_string (writing->writer, "role", "assistant");
      salon_json_writer_add_string (writing->writer, "content", NO_WORDS);
      salon_json_writer_end_object (writing->writer);
    }
  writing->after_results = g_str_equal (role, "tool");
  salon_json_writer_begin_object (writing->writer, NULL);
  salon_json_writer_add_string (writing->writer, "role", role);
}

static void
end_message (SalonOpenaiChatWriting *writing)
{
  salon_json_writer_end_object (writing->writer);
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
write_user (SalonOpenaiChatWriting *writing,
            SalonLlmMessage        *message)
{
  g_autofree char *text = salon_openai_chat_dup_plain_text (writing, message);

  if (text != NULL && *text == '\0')
    return;
  begin_message (writing, "user");
  if (text != NULL)
    {
      salon_json_writer_add_string (writing->writer, "content", text);
    }
  else
    {
      salon_json_writer_begin_array (writing->writer, "content");
      for (guint i = 0; i < salon_llm_message_get_n_parts (message); i++)
        {
          SalonLlmPart *part = salon_llm_message_get_part (message, i);

          if (salon_openai_chat_is_content (part))
            salon_openai_chat_write_content (writing, part);
        }
      salon_json_writer_end_array (writing->writer);
    }
  end_message (writing);
}

/* What the provider itself sent as the reasoning of a message, under its own names. */
static const SalonJson *
find_opaque (SalonOpenaiChatWriting *writing,
             SalonLlmMessage        *message,
             const char             *name)
{
  for (guint i = 0; writing->provider != NULL && i < salon_llm_message_get_n_parts (message); i++)
    {
      SalonLlmPart *part = salon_llm_message_get_part (message, i);
      const SalonJson *opaque = salon_llm_part_get_opaque (part, writing->provider);
      const SalonJson *value;

      value = salon_json_get_member (salon_json_get_member (opaque, "chat"), name);
      if (value != NULL)
        return value;
    }
  return NULL;
}

static char *
join_own_reasoning (SalonOpenaiChatWriting *writing,
                    SalonLlmMessage        *message)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; writing->provider != NULL && i < salon_llm_message_get_n_parts (message); i++)
    {
      SalonLlmPart *part = salon_llm_message_get_part (message, i);
      const SalonJson *opaque = salon_llm_part_get_opaque (part, writing->provider);

      if (salon_llm_part_get_kind (part) == SALON_LLM_PART_REASONING &&
          salon_json_get_member (opaque, "chat") != NULL)
        g_string_append (text, salon_llm_part_get_text (part));
    }
  return g_string_free (text, FALSE);
}

/* Models that think between tool calls want to see what they thought in the running turn,
 * under the name they sent it; older turns and other providers don't. DeepSeek wants it
 * with every message, whoever wrote that; OpenRouter passes on what the provider behind
 * it has signed.
 */
static void
write_reasoning (SalonOpenaiChatWriting *writing,
                 SalonLlmMessage        *message,
                 guint                   position,
                 gboolean                has_calls)
{
  g_autofree char *text = join_own_reasoning (writing, message);
  const SalonJson *details = find_opaque (writing, message, "details");
  const char *field = salon_json_as_string (find_opaque (writing, message, "field"));

  if ((writing->quirks & SALON_OPENAI_CHAT_REASONING_NEVER) != 0)
    return;
  if ((writing->quirks & SALON_OPENAI_CHAT_REASONING_ALWAYS) != 0)
    {
      salon_json_writer_add_string (writing->writer, "reasoning_content",
                                    *text != '\0' ? text : NO_WORDS);
      return;
    }
  if ((writing->quirks & SALON_OPENAI_CHAT_REASONING_DETAILS) != 0 && salon_json_is_array (details))
    {
      salon_json_writer_add_value (writing->writer, "reasoning_details", details);
      return;
    }
  if (has_calls && position > salon_llm_transcript_get_turn (writing->transcript) &&
      field != NULL && *text != '\0')
    salon_json_writer_add_string (writing->writer, field, text);
}

static void
write_calls (SalonOpenaiChatWriting *writing,
             GPtrArray              *calls)
{
  SalonJsonWriter *writer = writing->writer;

  salon_json_writer_begin_array (writer, "tool_calls");
  for (guint i = 0; i < calls->len; i++)
    {
      SalonLlmTranscriptCall *call = g_ptr_array_index (calls, i);
      const char *name = salon_llm_part_get_name (call->call);
      g_autofree char *arguments = NULL;

      arguments = salon_llm_contents_dup_arguments (salon_llm_part_get_arguments (call->call));
      salon_json_writer_begin_object (writer, NULL);
      salon_json_writer_add_string (writer, "id", call->id);
      salon_json_writer_add_string (writer, "type", "function");
      salon_json_writer_begin_object (writer, "function");
      salon_json_writer_add_string (writer, "name",
                                    salon_llm_tool_names_encode (writing->names, name));
      salon_json_writer_add_string (writer, "arguments", arguments);
      salon_json_writer_end_object (writer);
      salon_json_writer_end_object (writer);
    }
  salon_json_writer_end_array (writer);
}

static void
write_assistant (SalonOpenaiChatWriting *writing,
                 SalonLlmMessage        *message,
                 guint                   position,
                 GPtrArray              *calls)
{
  SalonJsonWriter *writer = writing->writer;
  g_autofree char *text = join_text (message);

  if (*text == '\0' && calls == NULL)
    return;

  begin_message (writing, "assistant");
  if (*text != '\0')
    salon_json_writer_add_string (writer, "content", text);
  else
    salon_json_writer_add_null (writer, "content");
  write_reasoning (writing, message, position, calls != NULL);
  if (calls != NULL)
    write_calls (writing, calls);
  else if ((writing->quirks & SALON_OPENAI_CHAT_STRICT_ROLES) != 0 &&
           position + 1 == salon_llm_request_get_n_messages (writing->request))
    salon_json_writer_add_boolean (writer, "prefix", TRUE);
  end_message (writing);
}

static GPtrArray *
get_images (SalonLlmTranscriptCall *call)
{
  GPtrArray *images = call->result != NULL ? salon_llm_part_get_images (call->result) : NULL;

  return images != NULL && images->len > 0 ? images : NULL;
}

static void
write_result (SalonOpenaiChatWriting *writing,
              SalonLlmTranscriptCall *call)
{
  SalonJsonWriter *writer = writing->writer;
  g_autofree char *text = salon_llm_contents_dup_result_text (call->result);
  GPtrArray *images = get_images (call);

  begin_message (writing, "tool");
  salon_json_writer_add_string (writer, "tool_call_id", call->id);
  if ((writing->quirks & SALON_OPENAI_CHAT_TOOL_NAMES) != 0)
    salon_json_writer_add_string (writer, "name",
                                  salon_llm_tool_names_encode (
                                    writing->names, salon_llm_part_get_name (call->call)));
  if (images == NULL || (writing->quirks & SALON_OPENAI_CHAT_TOOL_IMAGES) == 0)
    {
      salon_json_writer_add_string (writer, "content", text);
    }
  else
    {
      salon_json_writer_begin_array (writer, "content");
      if (*text != '\0')
        salon_openai_chat_write_text (writing, text);
      for (guint i = 0; i < images->len; i++)
        salon_openai_chat_write_content (writing, g_ptr_array_index (images, i));
      salon_json_writer_end_array (writer);
    }
  end_message (writing);
}

/* Where a tool message takes text only, its pictures follow in a message of the user's. */
static void
write_result_images (SalonOpenaiChatWriting *writing,
                     GPtrArray              *calls)
{
  gboolean begun = FALSE;

  for (guint i = 0; i < calls->len; i++)
    {
      SalonLlmTranscriptCall *call = g_ptr_array_index (calls, i);
      GPtrArray *images = get_images (call);
      g_autofree char *caption = NULL;

      if (images == NULL)
        continue;
      if (!begun)
        {
          begin_message (writing, "user");
          salon_json_writer_begin_array (writing->writer, "content");
        }
      begun = TRUE;
      caption = g_strdup_printf ("Images in the result of %s:",
                                 salon_llm_part_get_name (call->call));
      salon_openai_chat_write_text (writing, caption);
      for (guint j = 0; j < images->len; j++)
        salon_openai_chat_write_content (writing, g_ptr_array_index (images, j));
    }
  if (begun)
    {
      salon_json_writer_end_array (writing->writer);
      end_message (writing);
    }
}

/* Writes all messages. The API wants exactly one result for every call, right behind the
 * message with the calls, in whatever state the chat was left.
 */
void
salon_openai_chat_write_messages (SalonOpenaiChatWriting *writing)
{
  salon_json_writer_begin_array (writing->writer, "messages");
  if (salon_llm_request_get_system (writing->request) != NULL)
    {
      begin_message (writing, "system");
      salon_json_writer_add_string (writing->writer, "content",
                                    salon_llm_request_get_system (writing->request));
      end_message (writing);
    }
  for (guint i = 0; i < salon_llm_request_get_n_messages (writing->request); i++)
    {
      SalonLlmMessage *message = salon_llm_request_get_message (writing->request, i);
      GPtrArray *calls = salon_llm_transcript_get_calls (writing->transcript, i);

      if (salon_llm_message_get_role (message) == SALON_LLM_ROLE_USER)
        {
          write_user (writing, message);
          continue;
        }
      write_assistant (writing, message, i, calls);
      if (calls == NULL)
        continue;
      for (guint j = 0; j < calls->len; j++)
        write_result (writing, g_ptr_array_index (calls, j));
      if ((writing->quirks & SALON_OPENAI_CHAT_TOOL_IMAGES) == 0)
        write_result_images (writing, calls);
    }
  salon_json_writer_end_array (writing->writer);
}

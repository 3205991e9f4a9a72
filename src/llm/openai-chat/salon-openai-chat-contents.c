/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-openai-chat-messages-private.h"

#include "salon-llm-contents.h"

gboolean
salon_openai_chat_cannot (SalonOpenaiChatWriting *writing,
                          SalonLlmAbilities       ability)
{
  return salon_llm_model_cannot (salon_llm_request_get_model_facts (writing->request), ability);
}

/* Whether a part is something the user shows the model. */
gboolean
salon_openai_chat_is_content (SalonLlmPart *part)
{
  SalonLlmPartKind kind = salon_llm_part_get_kind (part);

  if (kind == SALON_LLM_PART_TEXT)
    return *salon_llm_part_get_text (part) != '\0';
  return kind == SALON_LLM_PART_IMAGE || kind == SALON_LLM_PART_DOCUMENT ||
         kind == SALON_LLM_PART_AUDIO;
}

void
salon_openai_chat_write_text (SalonOpenaiChatWriting *writing,
                              const char             *text)
{
  salon_json_writer_begin_object (writing->writer, NULL);
  salon_json_writer_add_string (writing->writer, "type", "text");
  salon_json_writer_add_string (writing->writer, "text", text);
  salon_json_writer_end_object (writing->writer);
}

static gboolean
takes_pdf (SalonOpenaiChatWriting *writing)
{
  return (writing->quirks & (SALON_OPENAI_CHAT_FILES | SALON_OPENAI_CHAT_DOCUMENT_URLS)) != 0 &&
         !salon_openai_chat_cannot (writing, SALON_LLM_ABILITY_DOCUMENTS);
}

static const char *
get_audio_format (SalonLlmPart *recording)
{
  const char *mime_type = salon_llm_part_get_mime_type (recording);

  if (g_str_equal (mime_type, "audio/wav") || g_str_equal (mime_type, "audio/x-wav") ||
      g_str_equal (mime_type, "audio/vnd.wave"))
    return "wav";
  if (g_str_equal (mime_type, "audio/mpeg") || g_str_equal (mime_type, "audio/mp3"))
    return "mp3";
  return NULL;
}

/* Words that stand for a part which the model or its API cannot be given as it is; or that
 * are it. NULL if it can.
 */
static char *
dup_words (SalonOpenaiChatWriting *writing,
           SalonLlmPart           *part)
{
  g_autofree char *text = NULL;

  switch (salon_llm_part_get_kind (part))
    {
    case SALON_LLM_PART_TEXT:
      return g_strdup (salon_llm_part_get_text (part));

    case SALON_LLM_PART_IMAGE:
      return salon_openai_chat_cannot (writing, SALON_LLM_ABILITY_IMAGES)
             ? salon_llm_contents_dup_left_out (part) : NULL;

    case SALON_LLM_PART_DOCUMENT:
      text = salon_llm_contents_dup_document_text (part);
      if (text != NULL)
        return g_steal_pointer (&text);
      if (g_str_equal (salon_llm_part_get_mime_type (part), "application/pdf") &&
          takes_pdf (writing))
        return NULL;
      return salon_llm_contents_dup_left_out (part);

    case SALON_LLM_PART_AUDIO:
      /* Most models cannot hear, and refuse what they cannot: only those known to. */
      if ((writing->quirks & SALON_OPENAI_CHAT_AUDIO) != 0 && get_audio_format (part) != NULL &&
          salon_llm_model_can (salon_llm_request_get_model_facts (writing->request),
                               SALON_LLM_ABILITY_AUDIO))
        return NULL;
      return salon_llm_contents_dup_left_out (part);

    case SALON_LLM_PART_REASONING:
    case SALON_LLM_PART_TOOL_CALL:
    case SALON_LLM_PART_TOOL_RESULT:
    default:
      return g_strdup ("");
    }
}

/* One part as an item of a list of contents. */
void
salon_openai_chat_write_content (SalonOpenaiChatWriting *writing,
                                 SalonLlmPart           *part)
{
  SalonJsonWriter *writer = writing->writer;
  g_autofree char *words = dup_words (writing, part);
  g_autofree char *url = NULL;

  if (words != NULL)
    {
      salon_openai_chat_write_text (writing, words);
      return;
    }

  salon_json_writer_begin_object (writer, NULL);
  if (salon_llm_part_get_kind (part) == SALON_LLM_PART_AUDIO)
    {
      gsize length;
      const guchar *data = g_bytes_get_data (salon_llm_part_get_data (part), &length);

      url = g_base64_encode (data, length);
      salon_json_writer_add_string (writer, "type", "input_audio");
      salon_json_writer_begin_object (writer, "input_audio");
      salon_json_writer_add_string (writer, "data", url);
      salon_json_writer_add_string (writer, "format", get_audio_format (part));
      salon_json_writer_end_object (writer);
      salon_json_writer_end_object (writer);
      return;
    }

  url = salon_llm_contents_dup_data_url (part);
  if (salon_llm_part_get_kind (part) == SALON_LLM_PART_IMAGE)
    {
      salon_json_writer_add_string (writer, "type", "image_url");
      salon_json_writer_begin_object (writer, "image_url");
      salon_json_writer_add_string (writer, "url", url);
      salon_json_writer_end_object (writer);
    }
  else if ((writing->quirks & SALON_OPENAI_CHAT_DOCUMENT_URLS) != 0)
    {
      salon_json_writer_add_string (writer, "type", "document_url");
      salon_json_writer_add_string (writer, "document_url", url);
      salon_json_writer_add_string (writer, "document_name", salon_llm_part_get_name (part));
    }
  else
    {
      salon_json_writer_add_string (writer, "type", "file");
      salon_json_writer_begin_object (writer, "file");
      salon_json_writer_add_string (writer, "filename", salon_llm_part_get_name (part));
      salon_json_writer_add_string (writer, "file_data", url);
      salon_json_writer_end_object (writer);
    }
  salon_json_writer_end_object (writer);
}

/* A message as one text, if it can be given as words alone: smaller servers know nothing
 * else. NULL if it needs a list of contents.
 */
char *
salon_openai_chat_dup_plain_text (SalonOpenaiChatWriting *writing,
                                  SalonLlmMessage        *message)
{
  g_autoptr (GString) text = g_string_new (NULL);
  SalonLlmPart *last = NULL;

  for (guint i = 0; i < salon_llm_message_get_n_parts (message); i++)
    {
      SalonLlmPart *part = salon_llm_message_get_part (message, i);
      g_autofree char *words = NULL;

      if (!salon_openai_chat_is_content (part))
        continue;
      words = dup_words (writing, part);
      if (words == NULL)
        return NULL;
      if (last != NULL && (salon_llm_part_get_kind (last) != SALON_LLM_PART_TEXT ||
                           salon_llm_part_get_kind (part) != SALON_LLM_PART_TEXT))
        g_string_append (text, "\n\n");
      g_string_append (text, words);
      last = part;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-text.h"

#include <string.h>

#include "salon-json-writer.h"

/* Nine letters and digits: the narrowest rule for ids among the servers that have one
 * (Mistral's), so that a chat can go on anywhere.
 */
#define MADE_UP_ID_LENGTH 9

#define WORDS_LIMIT 400

/**
 * salon_llm_text_is_blank:
 * @text: (nullable): a text
 *
 * Returns: whether there is nothing but white space in it
 */
gboolean
salon_llm_text_is_blank (const char *text)
{
  if (text == NULL)
    return TRUE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char_validated (p, -1);

      if (character >= (gunichar) -2 || !g_unichar_isspace (character))
        return FALSE;
    }
  return TRUE;
}

/**
 * salon_llm_text_dup_json:
 * @value: (nullable): a JSON value
 *
 * Reads a text that a provider sends. NUL characters, which no text has, become U+FFFD.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL if @value is no string
 */
char *
salon_llm_text_dup_json (const SalonJson *value)
{
  gsize length = 0;
  const char *string = salon_json_as_string_length (value, &length);
  GString *text;

  if (string == NULL)
    return NULL;
  text = g_string_sized_new (length);
  for (gsize i = 0; i < length; )
    {
      gsize run = strnlen (string + i, length - i);

      g_string_append_len (text, string + i, (gssize) run);
      i += run;
      if (i < length)
        {
          g_string_append (text, "\357\277\275");
          i++;
        }
    }
  return g_string_free (text, FALSE);
}

/**
 * salon_llm_text_dup_words:
 * @value: (nullable): a JSON value
 *
 * Reads what a provider says about its answer, to be shown in a sentence: never endless.
 *
 * Returns: (transfer full) (nullable): the words, or %NULL if @value is no string or blank
 */
char *
salon_llm_text_dup_words (const SalonJson *value)
{
  g_autofree char *text = salon_llm_text_dup_json (value);
  g_autofree char *beginning = NULL;

  if (salon_llm_text_is_blank (text))
    return NULL;
  if (g_utf8_strlen (text, -1) <= WORDS_LIMIT)
    return g_steal_pointer (&text);
  beginning = g_utf8_substring (text, 0, WORDS_LIMIT);
  return g_strconcat (beginning, "…", NULL);
}

/**
 * salon_llm_text_dup_arguments:
 * @arguments: the arguments of a call as the model wrote them
 *
 * Models write broken arguments now and then, and see that in the result. Where a wire
 * format has an object for the arguments, broken ones are put into one.
 *
 * Returns: (transfer full): JSON text of an object
 */
char *
salon_llm_text_dup_arguments (const char *arguments)
{
  g_autoptr (SalonJsonDocument) document = NULL;
  g_autoptr (SalonJsonWriter) writer = NULL;

  g_return_val_if_fail (arguments != NULL, NULL);

  document = salon_json_document_parse (arguments, -1, NULL, NULL);
  if (document != NULL && salon_json_is_object (salon_json_document_get_root (document)))
    return g_strdup (arguments);

  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  if (!salon_llm_text_is_blank (arguments))
    salon_json_writer_add_string (writer, "invalid_json", arguments);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

static gboolean
is_text_type (const char *mime_type)
{
  static const char * const types[] = {
    "application/json", "application/xml", "application/javascript", "application/yaml",
    "application/x-yaml", "application/toml", "application/sql", "application/x-sh",
  };
  g_autofree char *bare = g_ascii_strdown (mime_type, (gssize) strcspn (mime_type, "; "));

  if (g_str_has_prefix (bare, "text/") || g_str_has_suffix (bare, "+json") ||
      g_str_has_suffix (bare, "+xml"))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (g_str_equal (bare, types[i]))
        return TRUE;
    }
  return FALSE;
}

/**
 * salon_llm_text_dup_document:
 * @document: a part of the kind %SALON_LLM_PART_DOCUMENT
 *
 * Returns: (transfer full) (nullable): the text in the file, valid UTF-8, or %NULL if it is
 *   no file of text
 */
char *
salon_llm_text_dup_document (SalonLlmPart *document)
{
  const char *data;
  gsize length;

  g_return_val_if_fail (document != NULL, NULL);

  if (!is_text_type (salon_llm_part_get_mime_type (document)))
    return NULL;
  data = g_bytes_get_data (salon_llm_part_get_data (document), &length);
  return g_utf8_make_valid (data != NULL ? data : "", (gssize) length);
}

/**
 * salon_llm_text_describe_unsent:
 * @part: a part of the kind image, document or audio
 *
 * What a model is told in place of something it cannot take.
 *
 * Returns: (transfer full): a sentence for the model
 */
char *
salon_llm_text_describe_unsent (SalonLlmPart *part)
{
  g_return_val_if_fail (part != NULL, NULL);

  switch (salon_llm_part_get_kind (part))
    {
    case SALON_LLM_PART_IMAGE:
      return g_strdup_printf ("[Here is an image (%s), which this model cannot see.]",
                              salon_llm_part_get_mime_type (part));

    case SALON_LLM_PART_DOCUMENT:
      return g_strdup_printf ("[Here is the file “%s” (%s), which this model cannot read.]",
                              salon_llm_part_get_name (part),
                              salon_llm_part_get_mime_type (part));

    case SALON_LLM_PART_AUDIO:
      return g_strdup_printf ("[Here is a recording (%s), which this model cannot hear.]",
                              salon_llm_part_get_mime_type (part));

    case SALON_LLM_PART_TEXT:
    case SALON_LLM_PART_REASONING:
    case SALON_LLM_PART_TOOL_CALL:
    case SALON_LLM_PART_TOOL_RESULT:
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * salon_llm_text_make_up_id:
 *
 * Returns: (transfer full): a random id for a call that came without one
 */
char *
salon_llm_text_make_up_id (void)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  char *id = g_new0 (char, MADE_UP_ID_LENGTH + 1);

  for (guint i = 0; i < MADE_UP_ID_LENGTH; i++)
    id[i] = alphabet[g_random_int_range (0, (gint32) strlen (alphabet))];
  return id;
}

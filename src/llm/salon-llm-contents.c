/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-contents.h"

#include <string.h>

#include "salon-json-writer.h"

/**
 * salon_llm_contents_dup_string:
 * @value: (nullable): something that may be a JSON string
 *
 * Returns: (transfer full) (nullable): its text; NUL characters, which no text has, become
 *   U+FFFD. %NULL if it is none.
 */
char *
salon_llm_contents_dup_string (const SalonJson *value)
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
 * salon_llm_contents_dup_data_url:
 * @part: a part with data
 *
 * Returns: (transfer full): its data as a `data:` URL
 */
char *
salon_llm_contents_dup_data_url (SalonLlmPart *part)
{
  gsize length;
  const guchar *data;
  g_autofree char *encoded = NULL;

  g_assert (part != NULL);

  data = g_bytes_get_data (salon_llm_part_get_data (part), &length);
  encoded = g_base64_encode (data, length);
  return g_strdup_printf ("data:%s;base64,%s", salon_llm_part_get_mime_type (part), encoded);
}

static gboolean
is_text_type (const char *mime_type)
{
  static const char * const types[] = {
    "application/json", "application/xml", "application/yaml", "application/x-yaml",
    "application/toml", "application/javascript", "application/x-sh", "application/sql",
    "application/x-shellscript", "application/x-python", "application/graphql", NULL
  };

  return g_str_has_prefix (mime_type, "text/") || g_str_has_suffix (mime_type, "+json") ||
         g_str_has_suffix (mime_type, "+xml") || g_strv_contains (types, mime_type);
}

/**
 * salon_llm_contents_dup_document_text:
 * @document: a document
 *
 * Every model reads text, whether its API knows documents or not.
 *
 * Returns: (transfer full) (nullable): the document in words, with its name; %NULL if it is no text
 */
char *
salon_llm_contents_dup_document_text (SalonLlmPart *document)
{
  gsize length;
  const char *data;

  g_assert (document != NULL);

  data = g_bytes_get_data (salon_llm_part_get_data (document), &length);
  if (!is_text_type (salon_llm_part_get_mime_type (document)) ||
      !g_utf8_validate_len (data, length, NULL))
    return NULL;
  return g_strdup_printf ("The file “%s”:\n\n%.*s\n\n(End of the file “%s”.)",
                          salon_llm_part_get_name (document), (int) MIN (length, G_MAXINT), data,
                          salon_llm_part_get_name (document));
}

/**
 * salon_llm_contents_dup_left_out:
 * @part: an image, a document or a recording
 *
 * Returns: (transfer full): a sentence for a model that cannot be given @part
 */
char *
salon_llm_contents_dup_left_out (SalonLlmPart *part)
{
  const char *mime_type;

  g_assert (part != NULL);

  mime_type = salon_llm_part_get_mime_type (part);
  switch (salon_llm_part_get_kind (part))
    {
    case SALON_LLM_PART_IMAGE:
      return g_strdup_printf ("[There is an image here (%s), which this model cannot see.]",
                              mime_type);

    case SALON_LLM_PART_DOCUMENT:
      return g_strdup_printf ("[There is a file “%s” here (%s), which this model cannot read.]",
                              salon_llm_part_get_name (part), mime_type);

    case SALON_LLM_PART_AUDIO:
      return g_strdup_printf ("[There is a recording here (%s), which this model cannot hear.]",
                              mime_type);

    case SALON_LLM_PART_TEXT:
    case SALON_LLM_PART_REASONING:
    case SALON_LLM_PART_TOOL_CALL:
    case SALON_LLM_PART_TOOL_RESULT:
    default:
      g_return_val_if_reached (g_strdup (""));
    }
}

/**
 * salon_llm_contents_dup_arguments:
 * @arguments: the arguments of a call as the model wrote them
 *
 * Models write broken arguments now and then, and see that in the result. Sent back as
 * they are, servers that parse the history (llama.cpp) would refuse the whole chat.
 *
 * Returns: (transfer full): JSON text of an object
 */
char *
salon_llm_contents_dup_arguments (const char *arguments)
{
  g_autoptr (SalonJsonDocument) document = NULL;
  g_autoptr (SalonJsonWriter) writer = NULL;

  g_assert (arguments != NULL);

  document = salon_json_document_parse (arguments, -1, NULL, NULL);
  if (document != NULL && salon_json_is_object (salon_json_document_get_root (document)))
    return g_strdup (arguments);

  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  if (*arguments != '\0')
    salon_json_writer_add_string (writer, "invalid_json", arguments);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

/**
 * salon_llm_contents_dup_result_text:
 * @result: (nullable): a result; %NULL if the chat has none for a call
 *
 * OpenAI's APIs have no other way to tell a failure from a result than words.
 *
 * Returns: (transfer full): the result in words
 */
char *
salon_llm_contents_dup_result_text (SalonLlmPart *result)
{
  if (result == NULL)
    return g_strdup ("The call was stopped before it had a result.");
  if (salon_llm_part_get_is_error (result))
    return g_strconcat ("Error: ", salon_llm_part_get_text (result), NULL);
  return g_strdup (salon_llm_part_get_text (result));
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-gemini-layout-private.h"

#include "salon-llm-text.h"

/* What Google's guide to thought signatures wants with calls that another model made. */
#define FOREIGN_SIGNATURE "skip_thought_signature_validator"

/* Whether a file can be sent as it is; @facts may be NULL. */
gboolean
salon_gemini_can_send (SalonLlmPart  *part,
                       SalonLlmModel *facts)
{
  static const char * const images[] = {
    "image/png", "image/jpeg", "image/webp", "image/heic", "image/heif", "image/gif",
    "image/avif", NULL
  };
  const char *mime_type = salon_llm_part_get_mime_type (part);

  switch (salon_llm_part_get_kind (part))
    {
    case SALON_LLM_PART_IMAGE:
      return g_strv_contains (images, mime_type) &&
             (facts == NULL || !salon_llm_model_cannot (facts, SALON_LLM_ABILITY_IMAGES));

    case SALON_LLM_PART_DOCUMENT:
      return g_str_equal (mime_type, "application/pdf") &&
             (facts == NULL || !salon_llm_model_cannot (facts, SALON_LLM_ABILITY_DOCUMENTS));

    case SALON_LLM_PART_AUDIO:
      return g_str_has_prefix (mime_type, "audio/") &&
             (facts == NULL || !salon_llm_model_cannot (facts, SALON_LLM_ABILITY_AUDIO));

    case SALON_LLM_PART_TEXT:
    case SALON_LLM_PART_REASONING:
    case SALON_LLM_PART_TOOL_CALL:
    case SALON_LLM_PART_TOOL_RESULT:
    default:
      return FALSE;
    }
}

static void
write_inline_data (SalonJsonWriter *writer,
                   SalonLlmPart    *part)
{
  gsize length;
  const guchar *data = g_bytes_get_data (salon_llm_part_get_data (part), &length);
  g_autofree char *encoded = g_base64_encode (data, length);

  salon_json_writer_begin_object (writer, "inlineData");
  salon_json_writer_add_string (writer, "mimeType", salon_llm_part_get_mime_type (part));
  salon_json_writer_add_string (writer, "data", encoded);
  salon_json_writer_end_object (writer);
}

/* The very same signature at the very same part. */
static gboolean
write_signature (SalonJsonWriter       *writer,
                 const SalonGeminiItem *item)
{
  const SalonJson *signature = salon_json_get_member (item->native, "signature");

  if (!salon_json_is_string (signature))
    return FALSE;
  salon_json_writer_add_value (writer, "thoughtSignature", signature);
  return TRUE;
}

/* Ids are only for calls that came with one; all others are matched by their order. */
static void
write_id (SalonJsonWriter       *writer,
          const SalonGeminiItem *item,
          SalonLlmPart          *call)
{
  if (salon_json_get_member (item->native, "id") != NULL)
    salon_json_writer_add_string (writer, "id", salon_llm_part_get_id (call));
}

static void
write_call (SalonJsonWriter       *writer,
            const SalonGeminiItem *item,
            SalonLlmToolNames     *names,
            gboolean               needs_signature)
{
  const char *name = salon_llm_part_get_name (item->part);
  g_autofree char *arguments = NULL;
  g_autofree char *encoded = NULL;

  arguments = salon_llm_text_dup_arguments (salon_llm_part_get_arguments (item->part));
  encoded = salon_llm_tool_names_encode_arguments (names, name, arguments);
  salon_json_writer_begin_object (writer, "functionCall");
  write_id (writer, item, item->part);
  salon_json_writer_add_string (writer, "name", salon_llm_tool_names_encode (names, name));
  salon_json_writer_add_text (writer, "args", encoded);
  salon_json_writer_end_object (writer);
  if (!write_signature (writer, item) && needs_signature)
    salon_json_writer_add_string (writer, "thoughtSignature", FOREIGN_SIGNATURE);
}

/* The words for pictures that cannot be sent, behind the text of the result. */
static char *
dup_result_text (SalonLlmPart  *result,
                 gboolean       with_images,
                 SalonLlmModel *facts)
{
  GPtrArray *images = salon_llm_part_get_images (result);
  GString *text = g_string_new (salon_llm_part_get_text (result));

  for (guint i = 0; with_images && images != NULL && i < images->len; i++)
    {
      SalonLlmPart *image = g_ptr_array_index (images, i);
      g_autofree char *sentence = NULL;

      if (salon_gemini_can_send (image, facts))
        continue;
      sentence = salon_llm_text_describe_unsent (image);
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", sentence);
    }
  return g_string_free (text, FALSE);
}

static void
write_result_images (SalonJsonWriter *writer,
                     GPtrArray       *images,
                     SalonLlmModel   *facts)
{
  gboolean begun = FALSE;

  for (guint i = 0; images != NULL && i < images->len; i++)
    {
      SalonLlmPart *image = g_ptr_array_index (images, i);

      if (!salon_gemini_can_send (image, facts))
        continue;
      if (!begun)
        salon_json_writer_begin_array (writer, "parts");
      begun = TRUE;
      salon_json_writer_begin_object (writer, NULL);
      write_inline_data (writer, image);
      salon_json_writer_end_object (writer);
    }
  if (begun)
    salon_json_writer_end_array (writer);
}

static void
write_result (SalonJsonWriter         *writer,
              const SalonGeminiItem   *item,
              const SalonGeminiTraits *traits,
              SalonLlmToolNames       *names,
              SalonLlmModel           *facts)
{
  gboolean is_error = item->part == NULL || salon_llm_part_get_is_error (item->part);
  g_autofree char *text = NULL;

  if (item->part != NULL)
    text = dup_result_text (item->part, traits->sees_results, facts);
  salon_json_writer_begin_object (writer, "functionResponse");
  write_id (writer, item, item->call);
  salon_json_writer_add_string (writer, "name",
                                salon_llm_tool_names_encode (names,
                                                             salon_llm_part_get_name (item->call)));
  salon_json_writer_begin_object (writer, "response");
  salon_json_writer_add_string (writer, is_error ? "error" : "output",
                                text != NULL ? text : SALON_LLM_TEXT_NO_RESULT);
  salon_json_writer_end_object (writer);
  if (item->part != NULL && traits->sees_results)
    write_result_images (writer, salon_llm_part_get_images (item->part), facts);
  salon_json_writer_end_object (writer);
}

static void
write_item (SalonJsonWriter         *writer,
            const SalonGeminiItem   *item,
            const SalonGeminiTraits *traits,
            SalonLlmToolNames       *names,
            SalonLlmModel           *facts,
            gboolean                 needs_signature)
{
  if (item->kind == SALON_GEMINI_ITEM_NATIVE)
    {
      salon_json_writer_add_value (writer, NULL, salon_json_get_member (item->native, "part"));
      return;
    }

  salon_json_writer_begin_object (writer, NULL);
  switch (item->kind)
    {
    case SALON_GEMINI_ITEM_THOUGHT:
      salon_json_writer_add_boolean (writer, "thought", TRUE);
      G_GNUC_FALLTHROUGH;
    case SALON_GEMINI_ITEM_TEXT:
      salon_json_writer_add_string (writer, "text", item->text);
      write_signature (writer, item);
      break;

    case SALON_GEMINI_ITEM_FILE:
      write_inline_data (writer, item->part);
      write_signature (writer, item);
      break;

    case SALON_GEMINI_ITEM_CALL:
      write_call (writer, item, names, needs_signature);
      break;

    case SALON_GEMINI_ITEM_RESULT:
      write_result (writer, item, traits, names, facts);
      break;

    case SALON_GEMINI_ITEM_NATIVE:
    default:
      g_assert_not_reached ();
    }
  salon_json_writer_end_object (writer);
}

static gboolean
same_content (const SalonGeminiItem *item,
              const SalonGeminiItem *other)
{
  return other != NULL && item->role == other->role &&
         (item->kind == SALON_GEMINI_ITEM_RESULT) == (other->kind == SALON_GEMINI_ITEM_RESULT);
}

/* Writes @items as the elements of “contents”. Newer models sign the first of several calls, and
 * want it signed.
 */
void
salon_gemini_write_items (SalonJsonWriter         *writer,
                          GPtrArray               *items,
                          const SalonGeminiTraits *traits,
                          SalonLlmToolNames       *names,
                          SalonLlmModel           *facts)
{
  gboolean seen_call = FALSE;

  for (guint i = 0; i < items->len; i++)
    {
      const SalonGeminiItem *item = g_ptr_array_index (items, i);
      const SalonGeminiItem *before = i > 0 ? g_ptr_array_index (items, i - 1) : NULL;
      const SalonGeminiItem *after = NULL;

      if (i + 1 < items->len)
        after = g_ptr_array_index (items, i + 1);
      if (!same_content (item, before))
        {
          salon_json_writer_begin_object (writer, NULL);
          salon_json_writer_add_string (writer, "role", item->role == SALON_LLM_ROLE_USER
                                                          ? "user" : "model");
          salon_json_writer_begin_array (writer, "parts");
          seen_call = FALSE;
        }
      write_item (writer, item, traits, names, facts, traits->checks_signatures && !seen_call);
      seen_call = seen_call || item->kind == SALON_GEMINI_ITEM_CALL;
      if (!same_content (item, after))
        {
          salon_json_writer_end_array (writer);
          salon_json_writer_end_object (writer);
        }
    }
}

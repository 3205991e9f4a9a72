/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-anthropic-layout-private.h"

#include <string.h>

#include "salon-llm-text.h"

/* Characters of a document's title. */
#define TITLE_LIMIT 500

/* Whether a file can be sent as it is; @facts may be NULL. */
gboolean
salon_anthropic_can_send (SalonLlmPart  *part,
                          SalonLlmModel *facts)
{
  static const char * const images[] = {
    "image/jpeg", "image/png", "image/gif", "image/webp", NULL
  };
  const char *mime_type = salon_llm_part_get_mime_type (part);
  g_autofree char *text = NULL;

  switch (salon_llm_part_get_kind (part))
    {
    case SALON_LLM_PART_IMAGE:
      return g_strv_contains (images, mime_type) &&
             (facts == NULL || !salon_llm_model_cannot (facts, SALON_LLM_ABILITY_IMAGES));

    case SALON_LLM_PART_DOCUMENT:
      if (g_str_equal (mime_type, "application/pdf"))
        return facts == NULL || !salon_llm_model_cannot (facts, SALON_LLM_ABILITY_DOCUMENTS);
      text = salon_llm_text_dup_document (part);
      return !salon_llm_text_is_blank (text);

    case SALON_LLM_PART_TEXT:
    case SALON_LLM_PART_REASONING:
    case SALON_LLM_PART_TOOL_CALL:
    case SALON_LLM_PART_TOOL_RESULT:
    case SALON_LLM_PART_AUDIO:
    default:
      return FALSE;
    }
}

static void
begin_block (SalonJsonWriter *writer,
             const char      *type)
{
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "type", type);
}

static void
end_block (SalonJsonWriter           *writer,
           const SalonAnthropicBlock *block)
{
  if (block != NULL && block->is_marked)
    salon_json_writer_add_text (writer, "cache_control", "{\"type\":\"ephemeral\"}");
  salon_json_writer_end_object (writer);
}

static void
write_text (SalonJsonWriter           *writer,
            const SalonAnthropicBlock *block,
            const char                *text)
{
  begin_block (writer, "text");
  salon_json_writer_add_string (writer, "text", text);
  end_block (writer, block);
}

static void
write_base64 (SalonJsonWriter *writer,
              SalonLlmPart    *part)
{
  gsize length;
  const guchar *data = g_bytes_get_data (salon_llm_part_get_data (part), &length);
  g_autofree char *encoded = g_base64_encode (data, length);

  salon_json_writer_begin_object (writer, "source");
  salon_json_writer_add_string (writer, "type", "base64");
  salon_json_writer_add_string (writer, "media_type", salon_llm_part_get_mime_type (part));
  salon_json_writer_add_string (writer, "data", encoded);
  salon_json_writer_end_object (writer);
}

static void
write_document (SalonJsonWriter           *writer,
                const SalonAnthropicBlock *block)
{
  const char *name = salon_llm_part_get_name (block->part);
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_autofree char *title = g_utf8_substring (valid, 0, MIN (TITLE_LIMIT,
                                                            g_utf8_strlen (valid, -1)));
  g_autofree char *text = salon_llm_text_dup_document (block->part);

  begin_block (writer, "document");
  if (text == NULL)
    {
      write_base64 (writer, block->part);
    }
  else
    {
      salon_json_writer_begin_object (writer, "source");
      salon_json_writer_add_string (writer, "type", "text");
      salon_json_writer_add_string (writer, "media_type", "text/plain");
      salon_json_writer_add_string (writer, "data", text);
      salon_json_writer_end_object (writer);
    }
  if (*title != '\0')
    salon_json_writer_add_string (writer, "title", title);
  end_block (writer, block);
}

static void
write_file (SalonJsonWriter           *writer,
            const SalonAnthropicBlock *block)
{
  if (salon_llm_part_get_kind (block->part) == SALON_LLM_PART_DOCUMENT)
    {
      write_document (writer, block);
      return;
    }
  begin_block (writer, "image");
  write_base64 (writer, block->part);
  end_block (writer, block);
}

static void
write_call (SalonJsonWriter           *writer,
            const SalonAnthropicBlock *block,
            SalonLlmToolNames         *names)
{
  const char *name = salon_llm_part_get_name (block->part);
  g_autofree char *arguments = NULL;
  g_autofree char *encoded = NULL;

  arguments = salon_llm_text_dup_arguments (salon_llm_part_get_arguments (block->part));
  encoded = salon_llm_tool_names_encode_arguments (names, name, arguments);
  begin_block (writer, "tool_use");
  salon_json_writer_add_string (writer, "id", block->id);
  salon_json_writer_add_string (writer, "name", salon_llm_tool_names_encode (names, name));
  salon_json_writer_add_text (writer, "input", encoded);
  end_block (writer, block);
}

static void
write_result_items (SalonJsonWriter *writer,
                    SalonLlmPart    *result,
                    SalonLlmModel   *facts)
{
  GPtrArray *images = salon_llm_part_get_images (result);

  salon_json_writer_begin_array (writer, "content");
  if (!salon_llm_text_is_blank (salon_llm_part_get_text (result)))
    write_text (writer, NULL, salon_llm_part_get_text (result));
  for (guint i = 0; i < images->len; i++)
    {
      SalonLlmPart *image = g_ptr_array_index (images, i);
      g_autofree char *sentence = NULL;

      if (salon_anthropic_can_send (image, facts))
        {
          begin_block (writer, "image");
          write_base64 (writer, image);
          end_block (writer, NULL);
          continue;
        }
      sentence = salon_llm_text_describe_unsent (image);
      write_text (writer, NULL, sentence);
    }
  salon_json_writer_end_array (writer);
}

static void
write_result (SalonJsonWriter           *writer,
              const SalonAnthropicBlock *block,
              SalonLlmModel             *facts)
{
  SalonLlmPart *result = block->part;
  GPtrArray *images = result != NULL ? salon_llm_part_get_images (result) : NULL;

  begin_block (writer, "tool_result");
  salon_json_writer_add_string (writer, "tool_use_id", block->id);
  if (result == NULL)
    salon_json_writer_add_string (writer, "content", SALON_LLM_TEXT_NO_RESULT);
  else if (images != NULL && images->len > 0)
    write_result_items (writer, result, facts);
  else if (!salon_llm_text_is_blank (salon_llm_part_get_text (result)))
    salon_json_writer_add_string (writer, "content", salon_llm_part_get_text (result));
  if (result == NULL || salon_llm_part_get_is_error (result))
    salon_json_writer_add_boolean (writer, "is_error", TRUE);
  end_block (writer, block);
}

/* Exactly as it came: the API checks that nothing has changed in it. */
static void
write_thinking (SalonJsonWriter           *writer,
                const SalonAnthropicBlock *block)
{
  const SalonJson *data = salon_json_get_member (block->native, "data");

  begin_block (writer, data != NULL ? "redacted_thinking" : "thinking");
  if (data != NULL)
    {
      salon_json_writer_add_value (writer, "data", data);
    }
  else
    {
      salon_json_writer_add_string (writer, "thinking", salon_llm_part_get_text (block->part));
      salon_json_writer_add_value (writer, "signature",
                                   salon_json_get_member (block->native, "signature"));
    }
  end_block (writer, NULL);
}

static void
write_block (SalonJsonWriter           *writer,
             const SalonAnthropicBlock *block,
             SalonLlmToolNames         *names,
             SalonLlmModel             *facts)
{
  switch (block->kind)
    {
    case SALON_ANTHROPIC_BLOCK_TEXT:
      write_text (writer, block, block->text);
      break;

    case SALON_ANTHROPIC_BLOCK_FILE:
      write_file (writer, block);
      break;

    case SALON_ANTHROPIC_BLOCK_CALL:
      write_call (writer, block, names);
      break;

    case SALON_ANTHROPIC_BLOCK_RESULT:
      write_result (writer, block, facts);
      break;

    case SALON_ANTHROPIC_BLOCK_THINKING:
      write_thinking (writer, block);
      break;

    case SALON_ANTHROPIC_BLOCK_NATIVE:
      salon_json_writer_add_value (writer, NULL, salon_json_get_member (block->native, "block"));
      break;

    default:
      g_assert_not_reached ();
    }
}

/* Writes @blocks as the elements of “messages”: one message for all that one side says. */
void
salon_anthropic_write_blocks (SalonJsonWriter   *writer,
                              GPtrArray         *blocks,
                              SalonLlmToolNames *names,
                              SalonLlmModel     *facts)
{
  for (guint i = 0; i < blocks->len; i++)
    {
      const SalonAnthropicBlock *block = g_ptr_array_index (blocks, i);
      const SalonAnthropicBlock *before = i > 0 ? g_ptr_array_index (blocks, i - 1) : NULL;
      const SalonAnthropicBlock *after = NULL;

      if (i + 1 < blocks->len)
        after = g_ptr_array_index (blocks, i + 1);
      if (before == NULL || before->role != block->role)
        {
          salon_json_writer_begin_object (writer, NULL);
          salon_json_writer_add_string (writer, "role", block->role == SALON_LLM_ROLE_USER
                                                          ? "user" : "assistant");
          salon_json_writer_begin_array (writer, "content");
        }
      write_block (writer, block, names, facts);
      if (after == NULL || after->role != block->role)
        {
          salon_json_writer_end_array (writer);
          salon_json_writer_end_object (writer);
        }
    }
}

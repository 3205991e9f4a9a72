/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-llm-part.h"
#include "salon-tool-call-private.h"

static SalonLlmPart *
make_image (const SalonJson *block)
{
  const char *type = salon_json_as_string (salon_json_get_member (block, "type"));
  const char *data = salon_json_as_string (salon_json_get_member (block, "data"));
  const char *mime_type = salon_json_as_string (salon_json_get_member (block, "mimeType"));
  g_autoptr (GBytes) bytes = NULL;
  guchar *decoded;
  gsize length;

  if (g_strcmp0 (type, "image") != 0 || data == NULL || data[0] == '\0' || mime_type == NULL)
    return NULL;
  decoded = g_base64_decode (data, &length);
  bytes = g_bytes_new_take (decoded, length);
  return salon_llm_part_new_image (mime_type, bytes);
}

/* Decoding takes some 10 ms a picture, and a chat is sent again in every round of a turn: once
 * is enough. */
GPtrArray *
salon_tool_call_get_images (SalonToolCall *self)
{
  const SalonJson *content;
  const SalonJson *block;
  SalonJsonIter iter;

  g_return_val_if_fail (SALON_IS_TOOL_CALL (self), NULL);

  if (self->result == NULL)
    return NULL;
  if (self->images == NULL)
    {
      self->images = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_part_unref);
      content = salon_json_get_member (salon_json_document_get_root (self->result), "content");
      salon_json_iter_init (&iter, salon_json_is_array (content) ? content : NULL);
      while (salon_json_iter_next (&iter, NULL, &block))
        {
          SalonLlmPart *image = make_image (block);

          if (image != NULL)
            g_ptr_array_add (self->images, image);
        }
    }
  return self->images->len > 0 ? self->images : NULL;
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-resource-content.h"

#include <glib/gi18n.h>

#include "salon-mcp-error.h"
#include "salon-mcp-value-private.h"

/* A piece of a resource that was read: text or bytes. */
struct _SalonMcpResourceContent
{
  GObject            parent_instance;

  SalonJsonDocument *result;
  const SalonJson   *json;
};

G_DEFINE_FINAL_TYPE (SalonMcpResourceContent, salon_mcp_resource_content, G_TYPE_OBJECT)

static void
salon_mcp_resource_content_finalize (GObject *object)
{
  SalonMcpResourceContent *self = SALON_MCP_RESOURCE_CONTENT (object);

  g_clear_pointer (&self->result, salon_json_document_unref);

  G_OBJECT_CLASS (salon_mcp_resource_content_parent_class)->finalize (object);
}

static void
salon_mcp_resource_content_class_init (SalonMcpResourceContentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_mcp_resource_content_finalize;
}

static void
salon_mcp_resource_content_init (SalonMcpResourceContent *self)
{
}

/**
 * salon_mcp_resource_content_list_new:
 * @result: the result of resources/read
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the pieces, of #SalonMcpResourceContent; %NULL with
 *   %SALON_MCP_ERROR_PROTOCOL when @result is nothing of the kind
 */
GListModel *
salon_mcp_resource_content_list_new (SalonJsonDocument  *result,
                                     GError            **error)
{
  g_autoptr (GListStore) list = NULL;
  const SalonJson *contents = NULL;
  const SalonJson *piece = NULL;
  SalonJsonIter iter;

  g_return_val_if_fail (result != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  contents = salon_json_get_member (salon_json_document_get_root (result), "contents");
  if (!salon_json_is_array (contents))
    {
      g_set_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                   _("The server's answer to “%s” has no “%s” in "
                     "it."), "resources/read", "contents");
      return NULL;
    }
  list = g_list_store_new (SALON_TYPE_MCP_RESOURCE_CONTENT);
  salon_json_iter_init (&iter, contents);
  while (salon_json_iter_next (&iter, NULL, &piece))
    {
      g_autoptr (SalonMcpResourceContent) content = NULL;

      if (!salon_json_is_string (salon_json_get_member (piece, "text")) &&
          !salon_json_is_string (salon_json_get_member (piece, "blob")))
        continue;
      content = g_object_new (SALON_TYPE_MCP_RESOURCE_CONTENT, NULL);
      content->result = salon_json_document_ref (result);
      content->json = piece;
      g_list_store_append (list, content);
    }
  return G_LIST_MODEL (g_steal_pointer (&list));
}

/**
 * salon_mcp_resource_content_get_uri:
 * @self: a piece of a resource
 *
 * Returns: (transfer none) (nullable): its address, perhaps below the one that was asked for
 */
const char *
salon_mcp_resource_content_get_uri (SalonMcpResourceContent *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE_CONTENT (self), NULL);

  return salon_mcp_value_peek_text (self->json, "uri");
}

/**
 * salon_mcp_resource_content_get_mime_type:
 * @self: a piece of a resource
 *
 * Returns: (transfer none) (nullable): its kind, if known
 */
const char *
salon_mcp_resource_content_get_mime_type (SalonMcpResourceContent *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE_CONTENT (self), NULL);

  return salon_mcp_value_peek_text (self->json, "mimeType");
}

/**
 * salon_mcp_resource_content_get_text:
 * @self: a piece of a resource
 * @length: (out) (optional): its length in bytes
 *
 * Returns: (transfer none) (nullable): its text, %NULL when it is bytes
 */
const char *
salon_mcp_resource_content_get_text (SalonMcpResourceContent *self,
                                     gsize                   *length)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE_CONTENT (self), NULL);

  return salon_json_as_string_length (salon_json_get_member (self->json, "text"), length);
}

/**
 * salon_mcp_resource_content_dup_bytes:
 * @self: a piece of a resource
 *
 * Returns: (transfer full): what it is made of: the UTF-8 of its text, or its bytes
 */
GBytes *
salon_mcp_resource_content_dup_bytes (SalonMcpResourceContent *self)
{
  const char *text = NULL;
  const char *encoded = NULL;
  guchar *decoded = NULL;
  gsize length = 0;

  g_return_val_if_fail (SALON_IS_MCP_RESOURCE_CONTENT (self), NULL);

  text = salon_json_as_string_length (salon_json_get_member (self->json, "text"), &length);
  if (text != NULL)
    return g_bytes_new (text, length);
  encoded = salon_json_as_string (salon_json_get_member (self->json, "blob"));
  if (encoded == NULL || *encoded == '\0')
    return g_bytes_new (NULL, 0);
  decoded = g_base64_decode (encoded, &length);
  return g_bytes_new_take (decoded, length);
}

/**
 * salon_mcp_resource_content_get_json:
 * @self: a piece of a resource
 *
 * Returns: (transfer none): it as it came
 */
const SalonJson *
salon_mcp_resource_content_get_json (SalonMcpResourceContent *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE_CONTENT (self), NULL);

  return self->json;
}

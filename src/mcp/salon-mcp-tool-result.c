/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-tool-result.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-error.h"

/* What a tool call came to: an immutable view of the result object as it came. */
struct _SalonMcpToolResult
{
  GObject            parent_instance;

  SalonJsonDocument *json;
  const SalonJson   *content;
  gboolean           is_error;
};

G_DEFINE_FINAL_TYPE (SalonMcpToolResult, salon_mcp_tool_result, G_TYPE_OBJECT)

static void
salon_mcp_tool_result_finalize (GObject *object)
{
  SalonMcpToolResult *self = SALON_MCP_TOOL_RESULT (object);

  g_clear_pointer (&self->json, salon_json_document_unref);

  G_OBJECT_CLASS (salon_mcp_tool_result_parent_class)->finalize (object);
}

static void
salon_mcp_tool_result_class_init (SalonMcpToolResultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_mcp_tool_result_finalize;
}

static void
salon_mcp_tool_result_init (SalonMcpToolResult *self)
{
}

/**
 * salon_mcp_tool_result_new:
 * @json: the result object of tools/call
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a new result, or %NULL with
 *   %SALON_MCP_ERROR_PROTOCOL when @json is nothing of the kind
 */
SalonMcpToolResult *
salon_mcp_tool_result_new (SalonJsonDocument  *json,
                           GError            **error)
{
  SalonMcpToolResult *self = NULL;
  const SalonJson *root = NULL;
  const SalonJson *content = NULL;

  g_return_val_if_fail (json != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  root = salon_json_document_get_root (json);
  content = salon_json_get_member (root, "content");
  if (!salon_json_is_object (root) ||
      (!salon_json_is_array (content) && salon_json_get_kind (content) != SALON_JSON_NULL))
    {
      g_set_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                   _("The server answered the tool call with something that is no tool result: "
                     "its “content” is %s instead of an array."),
                   salon_json_kind_to_string (salon_json_get_kind (content)));
      return NULL;
    }

  self = g_object_new (SALON_TYPE_MCP_TOOL_RESULT, NULL);
  self->json = salon_json_document_ref (json);
  self->content = content;
  salon_json_as_boolean (salon_json_get_member (root, "isError"), &self->is_error);
  return self;
}

/**
 * salon_mcp_tool_result_get_json:
 * @self: a result
 *
 * Returns: (transfer none): the result object as it came
 */
SalonJsonDocument *
salon_mcp_tool_result_get_json (SalonMcpToolResult *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TOOL_RESULT (self), NULL);

  return self->json;
}

/**
 * salon_mcp_tool_result_is_error:
 * @self: a result
 *
 * Returns: whether the tool says that it failed; the text says why
 */
gboolean
salon_mcp_tool_result_is_error (SalonMcpToolResult *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TOOL_RESULT (self), FALSE);

  return self->is_error;
}

/**
 * salon_mcp_tool_result_get_content:
 * @self: a result
 *
 * Returns: (transfer none) (nullable): the array of content blocks
 */
const SalonJson *
salon_mcp_tool_result_get_content (SalonMcpToolResult *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TOOL_RESULT (self), NULL);

  return salon_json_is_array (self->content) ? self->content : NULL;
}

/**
 * salon_mcp_tool_result_get_structured_content:
 * @self: a result
 *
 * Returns: (transfer none) (nullable): the structured result
 */
const SalonJson *
salon_mcp_tool_result_get_structured_content (SalonMcpToolResult *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TOOL_RESULT (self), NULL);

  return salon_json_get_member (salon_json_document_get_root (self->json), "structuredContent");
}

/* Base64 of so many characters is about that many bytes. */
static char *
format_encoded_size (const SalonJson *encoded)
{
  gsize length = 0;

  if (salon_json_as_string_length (encoded, &length) == NULL)
    length = 0;
  return g_format_size (length / 4 * 3);
}

static void
append_resource (GString         *text,
                 const SalonJson *resource)
{
  const SalonJson *embedded = salon_json_get_member (resource, "text");
  const char *uri = salon_json_as_string (salon_json_get_member (resource, "uri"));

  if (salon_json_is_string (embedded))
    {
      gsize length = 0;
      const char *characters = salon_json_as_string_length (embedded, &length);

      g_string_append_len (text, characters, (gssize) length);
    }
  else
    {
      g_autofree char *size = format_encoded_size (salon_json_get_member (resource, "blob"));

      /* Translators: the address and the size of data that can't be shown as text */
      g_string_append_printf (text, _("[Resource %s, %s]"), uri != NULL ? uri : "", size);
    }
}

static void
append_block (GString         *text,
              const SalonJson *block)
{
  const char *type = salon_json_as_string (salon_json_get_member (block, "type"));
  const char *mime_type = salon_json_as_string (salon_json_get_member (block, "mimeType"));

  if (g_strcmp0 (type, "text") == 0)
    {
      gsize length = 0;
      const char *characters =
        salon_json_as_string_length (salon_json_get_member (block, "text"), &length);

      if (characters != NULL)
        g_string_append_len (text, characters, (gssize) length);
    }
  else if (g_strcmp0 (type, "image") == 0 || g_strcmp0 (type, "audio") == 0)
    {
      g_autofree char *size = format_encoded_size (salon_json_get_member (block, "data"));
      gboolean is_image = *type == 'i';

      /* Translators: stands in a tool's text for a picture or a sound: its format and size */
      g_string_append_printf (text, is_image ? _("[Image %s, %s]") : _("[Audio %s, %s]"),
                              mime_type != NULL ? mime_type : "", size);
    }
  else if (g_strcmp0 (type, "resource") == 0)
    {
      append_resource (text, salon_json_get_member (block, "resource"));
    }
  else if (g_strcmp0 (type, "resource_link") == 0)
    {
      const char *name = salon_json_as_string (salon_json_get_member (block, "name"));
      const char *uri = salon_json_as_string (salon_json_get_member (block, "uri"));

      g_string_append_printf (text, "[%s: %s]", name != NULL ? name : "", uri != NULL ? uri : "");
    }
  else
    {
      /* Translators: stands in a tool's text for something this version can't show */
      g_string_append_printf (text, _("[Content of the unknown kind “%s”]"),
                              type != NULL ? type : "");
    }
}

/**
 * salon_mcp_tool_result_dup_text:
 * @self: a result
 *
 * The result as text, as a model reads it: the blocks joined by line breaks, with a line
 * that names it for each one that is no text. A result that has only a structured part
 * comes as its JSON.
 *
 * Returns: (transfer full): the text, possibly empty
 */
char *
salon_mcp_tool_result_dup_text (SalonMcpToolResult *self)
{
  g_autoptr (GString) text = NULL;
  const SalonJson *block = NULL;
  SalonJsonIter iter;

  g_return_val_if_fail (SALON_IS_MCP_TOOL_RESULT (self), NULL);

  if (salon_json_get_length (self->content) == 0)
    {
      const SalonJson *structured = salon_mcp_tool_result_get_structured_content (self);

      return structured != NULL ? salon_json_to_text (structured, FALSE) : g_strdup ("");
    }

  text = g_string_new (NULL);
  salon_json_iter_init (&iter, self->content);
  while (salon_json_iter_next (&iter, NULL, &block))
    {
      if (text->len > 0)
        g_string_append_c (text, '\n');
      append_block (text, block);
    }
  return g_string_free_and_steal (g_steal_pointer (&text));
}

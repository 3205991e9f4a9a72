/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-resource.h"

#include "salon-mcp-value-private.h"

/* Something a server lets be read: an immutable view of its definition as it came (MCP
 * “Resources”). */
struct _SalonMcpResource
{
  GObject            parent_instance;

  SalonJsonDocument *definition;
  const SalonJson   *root;
};

G_DEFINE_FINAL_TYPE (SalonMcpResource, salon_mcp_resource, G_TYPE_OBJECT)

static void
salon_mcp_resource_finalize (GObject *object)
{
  SalonMcpResource *self = SALON_MCP_RESOURCE (object);

  g_clear_pointer (&self->definition, salon_json_document_unref);

  G_OBJECT_CLASS (salon_mcp_resource_parent_class)->finalize (object);
}

static void
salon_mcp_resource_class_init (SalonMcpResourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_mcp_resource_finalize;
}

static void
salon_mcp_resource_init (SalonMcpResource *self)
{
}

/**
 * salon_mcp_resource_new:
 * @definition: a Resource object as in the answer to resources/list; copied
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a new view of it, or %NULL with a #SalonCoreError when
 *   what it takes to use it is missing
 */
SalonMcpResource *
salon_mcp_resource_new (const SalonJson  *definition,
                        GError          **error)
{
  SalonMcpResource *self = NULL;
  const char *text = NULL;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!salon_json_read_string (definition, "uri", SALON_JSON_REQUIRED, &text, error) ||
      !salon_json_read_string (definition, "name", SALON_JSON_REQUIRED, &text, error))
    return NULL;
  self = g_object_new (SALON_TYPE_MCP_RESOURCE, NULL);
  self->definition = salon_json_document_copy (definition);
  self->root = salon_json_document_get_root (self->definition);
  return self;
}

/**
 * salon_mcp_resource_get_uri:
 * @self: a resource
 *
 * Returns: (transfer none): its address, by which it is read
 */
const char *
salon_mcp_resource_get_uri (SalonMcpResource *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE (self), NULL);

  return salon_json_as_string (salon_json_get_member (self->root, "uri"));
}

/**
 * salon_mcp_resource_get_name:
 * @self: a resource
 *
 * Returns: (transfer none): its name, for programs
 */
const char *
salon_mcp_resource_get_name (SalonMcpResource *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE (self), NULL);

  return salon_json_as_string (salon_json_get_member (self->root, "name"));
}

/**
 * salon_mcp_resource_get_title:
 * @self: a resource
 *
 * Returns: (transfer none): the name to show: title, else name
 */
const char *
salon_mcp_resource_get_title (SalonMcpResource *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE (self), NULL);

  return salon_mcp_value_peek_title (self->root, salon_mcp_value_peek_text (self->root, "name"));
}

/**
 * salon_mcp_resource_get_description:
 * @self: a resource
 *
 * Returns: (transfer none) (nullable): what the server says it is
 */
const char *
salon_mcp_resource_get_description (SalonMcpResource *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE (self), NULL);

  return salon_mcp_value_peek_text (self->root, "description");
}

/**
 * salon_mcp_resource_get_mime_type:
 * @self: a resource
 *
 * Returns: (transfer none) (nullable): its kind, if known
 */
const char *
salon_mcp_resource_get_mime_type (SalonMcpResource *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE (self), NULL);

  return salon_mcp_value_peek_text (self->root, "mimeType");
}

/**
 * salon_mcp_resource_get_size:
 * @self: a resource
 *
 * Returns: its size in bytes, before any encoding; -1 when the server does not say
 */
gint64
salon_mcp_resource_get_size (SalonMcpResource *self)
{
  gint64 size = -1;

  g_return_val_if_fail (SALON_IS_MCP_RESOURCE (self), -1);

  if (!salon_json_as_int64 (salon_json_get_member (self->root, "size"), &size))
    return -1;
  return MAX (size, -1);
}

/**
 * salon_mcp_resource_get_annotations:
 * @self: a resource
 *
 * Returns: (transfer none) (nullable): for whom it is and how important, an object
 */
const SalonJson *
salon_mcp_resource_get_annotations (SalonMcpResource *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE (self), NULL);

  return salon_mcp_value_peek_object (self->root, "annotations");
}

/**
 * salon_mcp_resource_get_icons:
 * @self: a resource
 *
 * Returns: (transfer none) (nullable): its icons, an array; see salon_mcp_icons_pick()
 */
const SalonJson *
salon_mcp_resource_get_icons (SalonMcpResource *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE (self), NULL);

  return salon_json_get_member (self->root, "icons");
}

/**
 * salon_mcp_resource_get_definition:
 * @self: a resource
 *
 * Returns: (transfer none): the definition as it came, with members this version does not know
 */
SalonJsonDocument *
salon_mcp_resource_get_definition (SalonMcpResource *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE (self), NULL);

  return self->definition;
}

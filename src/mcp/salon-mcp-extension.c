/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-extension.h"

#include <string.h>

/* What an extension of the protocol adds to it (MCP “Extensions”): what is declared to the
 * server, the kinds of results a request may have because of it, and, over HTTP, which
 * member of a method's parameters is mirrored in the header Mcp-Name. */
struct _SalonMcpExtension
{
  GObject            parent_instance;

  char              *id;
  SalonJsonDocument *settings;
  GHashTable        *result_types;   /* “type method” */
  GHashTable        *name_members;   /* method → member */
};

G_DEFINE_FINAL_TYPE (SalonMcpExtension, salon_mcp_extension, G_TYPE_OBJECT)

static void
salon_mcp_extension_finalize (GObject *object)
{
  SalonMcpExtension *self = SALON_MCP_EXTENSION (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->settings, salon_json_document_unref);
  g_clear_pointer (&self->result_types, g_hash_table_unref);
  g_clear_pointer (&self->name_members, g_hash_table_unref);

  G_OBJECT_CLASS (salon_mcp_extension_parent_class)->finalize (object);
}

static void
salon_mcp_extension_class_init (SalonMcpExtensionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_mcp_extension_finalize;
}

static void
salon_mcp_extension_init (SalonMcpExtension *self)
{
  self->result_types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->name_members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * salon_mcp_extension_new:
 * @id: the extension's identifier, with its prefix
 * @settings: (nullable): what is declared, an object; %NULL for an empty one
 *
 * Returns: (transfer full): an extension, to be given to salon_mcp_client_add_extension()
 */
SalonMcpExtension *
salon_mcp_extension_new (const char      *id,
                         const SalonJson *settings)
{
  SalonMcpExtension *self = NULL;

  g_return_val_if_fail (id != NULL && strchr (id, '/') != NULL, NULL);
  g_return_val_if_fail (settings == NULL || salon_json_is_object (settings), NULL);

  self = g_object_new (SALON_TYPE_MCP_EXTENSION, NULL);
  self->id = g_strdup (id);
  if (settings != NULL)
    self->settings = salon_json_document_copy (settings);
  else
    self->settings = salon_json_document_parse ("{}", -1, NULL, NULL);
  return self;
}

/**
 * salon_mcp_extension_new_tasks:
 *
 * Returns: (transfer full): tool calls that go on as tasks ([class@McpTask])
 */
SalonMcpExtension *
salon_mcp_extension_new_tasks (void)
{
  SalonMcpExtension *self = salon_mcp_extension_new (SALON_MCP_EXTENSION_TASKS, NULL);

  salon_mcp_extension_add_result_type (self, "task", "tools/call");
  salon_mcp_extension_add_name_header (self, "tasks/get", "taskId");
  salon_mcp_extension_add_name_header (self, "tasks/update", "taskId");
  salon_mcp_extension_add_name_header (self, "tasks/cancel", "taskId");
  return self;
}

/**
 * salon_mcp_extension_new_skills:
 *
 * Returns: (transfer full): skills served by the server ([class@McpSkill])
 */
SalonMcpExtension *
salon_mcp_extension_new_skills (void)
{
  return salon_mcp_extension_new (SALON_MCP_EXTENSION_SKILLS, NULL);
}

/**
 * salon_mcp_extension_add_result_type:
 * @self: an extension no client has yet
 * @result_type: a value of “resultType”
 * @method: the method whose results may be of that type
 */
void
salon_mcp_extension_add_result_type (SalonMcpExtension *self,
                                     const char        *result_type,
                                     const char        *method)
{
  g_return_if_fail (SALON_IS_MCP_EXTENSION (self));
  g_return_if_fail (result_type != NULL && method != NULL);

  g_hash_table_add (self->result_types, g_strdup_printf ("%s %s", result_type, method));
}

/**
 * salon_mcp_extension_add_name_header:
 * @self: an extension no client has yet
 * @method: a method of the extension
 * @member: the member of its parameters that goes into the header Mcp-Name over HTTP
 */
void
salon_mcp_extension_add_name_header (SalonMcpExtension *self,
                                     const char        *method,
                                     const char        *member)
{
  g_return_if_fail (SALON_IS_MCP_EXTENSION (self));
  g_return_if_fail (method != NULL && member != NULL);

  g_hash_table_insert (self->name_members, g_strdup (method), g_strdup (member));
}

/**
 * salon_mcp_extension_get_id:
 * @self: an extension
 *
 * Returns: (transfer none): its identifier
 */
const char *
salon_mcp_extension_get_id (SalonMcpExtension *self)
{
  g_return_val_if_fail (SALON_IS_MCP_EXTENSION (self), NULL);

  return self->id;
}

/**
 * salon_mcp_extension_get_settings:
 * @self: an extension
 *
 * Returns: (transfer none): what is declared to the server, an object
 */
const SalonJson *
salon_mcp_extension_get_settings (SalonMcpExtension *self)
{
  g_return_val_if_fail (SALON_IS_MCP_EXTENSION (self), NULL);

  return salon_json_document_get_root (self->settings);
}

/**
 * salon_mcp_extension_allows:
 * @self: an extension
 * @result_type: a value of “resultType”
 * @method: the method that was answered with it
 *
 * Returns: whether the extension knows such results
 */
gboolean
salon_mcp_extension_allows (SalonMcpExtension *self,
                            const char        *result_type,
                            const char        *method)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (SALON_IS_MCP_EXTENSION (self), FALSE);

  key = g_strdup_printf ("%s %s", result_type, method);
  return g_hash_table_contains (self->result_types, key);
}

/**
 * salon_mcp_extension_get_name_member:
 * @self: an extension
 * @method: a method
 *
 * Returns: (transfer none) (nullable): the member for the header Mcp-Name
 */
const char *
salon_mcp_extension_get_name_member (SalonMcpExtension *self,
                                     const char        *method)
{
  g_return_val_if_fail (SALON_IS_MCP_EXTENSION (self), NULL);

  return g_hash_table_lookup (self->name_members, method);
}

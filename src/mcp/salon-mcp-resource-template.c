/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-resource-template.h"

#include "salon-mcp-value-private.h"

/* A family of resources whose address has gaps to be filled (RFC 6570): an immutable view of
 * its definition as it came. */
struct _SalonMcpResourceTemplate
{
  GObject            parent_instance;

  SalonJsonDocument *definition;
  const SalonJson   *root;
  SalonUriTemplate  *uri_template;  /* NULL: “problem” says why */
  GError            *problem;
};

G_DEFINE_FINAL_TYPE (SalonMcpResourceTemplate, salon_mcp_resource_template, G_TYPE_OBJECT)

static void
salon_mcp_resource_template_finalize (GObject *object)
{
  SalonMcpResourceTemplate *self = SALON_MCP_RESOURCE_TEMPLATE (object);

  g_clear_pointer (&self->uri_template, salon_uri_template_unref);
  g_clear_error (&self->problem);
  g_clear_pointer (&self->definition, salon_json_document_unref);

  G_OBJECT_CLASS (salon_mcp_resource_template_parent_class)->finalize (object);
}

static void
salon_mcp_resource_template_class_init (SalonMcpResourceTemplateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_mcp_resource_template_finalize;
}

static void
salon_mcp_resource_template_init (SalonMcpResourceTemplate *self)
{
}

/**
 * salon_mcp_resource_template_new:
 * @definition: a ResourceTemplate object as in the answer to resources/templates/list; copied
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a new view of it, or %NULL with a #SalonCoreError when
 *   what it takes to use it is missing
 */
SalonMcpResourceTemplate *
salon_mcp_resource_template_new (const SalonJson  *definition,
                                 GError          **error)
{
  SalonMcpResourceTemplate *self = NULL;
  const char *text = NULL;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!salon_json_read_string (definition, "uriTemplate", SALON_JSON_REQUIRED, &text, error) ||
      !salon_json_read_string (definition, "name", SALON_JSON_REQUIRED, &text, error))
    return NULL;
  self = g_object_new (SALON_TYPE_MCP_RESOURCE_TEMPLATE, NULL);
  self->definition = salon_json_document_copy (definition);
  self->root = salon_json_document_get_root (self->definition);
  /* One that cannot be read is still shown; whoever wants to use it hears of it. */
  self->uri_template = salon_uri_template_new
                         (salon_mcp_resource_template_get_uri_template (self), &self->problem);
  return self;
}

/**
 * salon_mcp_resource_template_get_uri_template:
 * @self: a template
 *
 * Returns: (transfer none): the address with its gaps
 */
const char *
salon_mcp_resource_template_get_uri_template (SalonMcpResourceTemplate *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE_TEMPLATE (self), NULL);

  return salon_json_as_string (salon_json_get_member (self->root, "uriTemplate"));
}

/**
 * salon_mcp_resource_template_get_name:
 * @self: a template
 *
 * Returns: (transfer none): its name, for programs
 */
const char *
salon_mcp_resource_template_get_name (SalonMcpResourceTemplate *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE_TEMPLATE (self), NULL);

  return salon_json_as_string (salon_json_get_member (self->root, "name"));
}

/**
 * salon_mcp_resource_template_get_title:
 * @self: a template
 *
 * Returns: (transfer none): the name to show: title, else name
 */
const char *
salon_mcp_resource_template_get_title (SalonMcpResourceTemplate *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE_TEMPLATE (self), NULL);

  return salon_mcp_value_peek_title (self->root, salon_mcp_value_peek_text (self->root, "name"));
}

/**
 * salon_mcp_resource_template_get_description:
 * @self: a template
 *
 * Returns: (transfer none) (nullable): what the server says it is
 */
const char *
salon_mcp_resource_template_get_description (SalonMcpResourceTemplate *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE_TEMPLATE (self), NULL);

  return salon_mcp_value_peek_text (self->root, "description");
}

/**
 * salon_mcp_resource_template_get_mime_type:
 * @self: a template
 *
 * Returns: (transfer none) (nullable): the kind of all of them, if they have one
 */
const char *
salon_mcp_resource_template_get_mime_type (SalonMcpResourceTemplate *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE_TEMPLATE (self), NULL);

  return salon_mcp_value_peek_text (self->root, "mimeType");
}

/**
 * salon_mcp_resource_template_get_annotations:
 * @self: a template
 *
 * Returns: (transfer none) (nullable): for whom they are and how important, an object
 */
const SalonJson *
salon_mcp_resource_template_get_annotations (SalonMcpResourceTemplate *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE_TEMPLATE (self), NULL);

  return salon_mcp_value_peek_object (self->root, "annotations");
}

/**
 * salon_mcp_resource_template_get_icons:
 * @self: a template
 *
 * Returns: (transfer none) (nullable): its icons, an array; see salon_mcp_icons_pick()
 */
const SalonJson *
salon_mcp_resource_template_get_icons (SalonMcpResourceTemplate *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE_TEMPLATE (self), NULL);

  return salon_json_get_member (self->root, "icons");
}

/**
 * salon_mcp_resource_template_get_definition:
 * @self: a template
 *
 * Returns: (transfer none): the definition as it came, with members this version does not know
 */
SalonJsonDocument *
salon_mcp_resource_template_get_definition (SalonMcpResourceTemplate *self)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE_TEMPLATE (self), NULL);

  return self->definition;
}

/**
 * salon_mcp_resource_template_get_variables:
 * @self: a template
 *
 * Returns: (transfer none) (array zero-terminated=1): the names of the gaps, in order, each
 *   once; none when the address is no proper template, see salon_mcp_resource_template_expand()
 */
const char * const *
salon_mcp_resource_template_get_variables (SalonMcpResourceTemplate *self)
{
  static const char * const none[] = { NULL };

  g_return_val_if_fail (SALON_IS_MCP_RESOURCE_TEMPLATE (self), NULL);

  return self->uri_template != NULL ? salon_uri_template_get_variables (self->uri_template) : none;
}

/**
 * salon_mcp_resource_template_expand:
 * @self: a template
 * @values: (nullable) (element-type utf8 SalonUriValue): what to fill the gaps with; gaps
 *   without a value are left out
 * @error: return location for an error
 *
 * Makes the address of one resource of the family, for salon_mcp_client_read_resource().
 *
 * Returns: (transfer full) (nullable): the address, or %NULL with a #SalonCoreError: of the
 *   template, which the server wrote, or of the values
 */
char *
salon_mcp_resource_template_expand (SalonMcpResourceTemplate  *self,
                                    GHashTable                *values,
                                    GError                   **error)
{
  g_return_val_if_fail (SALON_IS_MCP_RESOURCE_TEMPLATE (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (self->uri_template != NULL)
    return salon_uri_template_expand (self->uri_template, values, error);
  if (error != NULL)
    *error = g_error_copy (self->problem);
  return NULL;
}

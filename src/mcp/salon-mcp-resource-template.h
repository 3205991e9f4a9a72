/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-json.h"
#include "salon-uri-template.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_RESOURCE_TEMPLATE (salon_mcp_resource_template_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpResourceTemplate, salon_mcp_resource_template, SALON,
                      MCP_RESOURCE_TEMPLATE, GObject)

SalonMcpResourceTemplate *salon_mcp_resource_template_new (const SalonJson *definition,
                                                           GError **error);
const char *salon_mcp_resource_template_get_uri_template (SalonMcpResourceTemplate *self);
const char *salon_mcp_resource_template_get_name (SalonMcpResourceTemplate *self);
const char *salon_mcp_resource_template_get_title (SalonMcpResourceTemplate *self);
const char *salon_mcp_resource_template_get_description (SalonMcpResourceTemplate *self);
const char *salon_mcp_resource_template_get_mime_type (SalonMcpResourceTemplate *self);
const SalonJson *salon_mcp_resource_template_get_annotations (SalonMcpResourceTemplate *self);
const SalonJson *salon_mcp_resource_template_get_icons (SalonMcpResourceTemplate *self);
SalonJsonDocument *salon_mcp_resource_template_get_definition (SalonMcpResourceTemplate *self);
const char * const *salon_mcp_resource_template_get_variables (SalonMcpResourceTemplate *self);
char *salon_mcp_resource_template_expand (SalonMcpResourceTemplate *self,
                                          GHashTable *values,
                                          GError **error);

G_END_DECLS

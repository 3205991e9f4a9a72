/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-json.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_RESOURCE (salon_mcp_resource_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpResource, salon_mcp_resource, SALON, MCP_RESOURCE, GObject)

SalonMcpResource  *salon_mcp_resource_new             (const SalonJson   *definition,
                                                       GError           **error);
const char        *salon_mcp_resource_get_uri         (SalonMcpResource  *self);
const char        *salon_mcp_resource_get_name        (SalonMcpResource  *self);
const char        *salon_mcp_resource_get_title       (SalonMcpResource  *self);
const char        *salon_mcp_resource_get_description (SalonMcpResource  *self);
const char        *salon_mcp_resource_get_mime_type   (SalonMcpResource  *self);
gint64             salon_mcp_resource_get_size        (SalonMcpResource  *self);
const SalonJson   *salon_mcp_resource_get_annotations (SalonMcpResource  *self);
const SalonJson   *salon_mcp_resource_get_icons       (SalonMcpResource  *self);
SalonJsonDocument *salon_mcp_resource_get_definition  (SalonMcpResource  *self);

G_END_DECLS

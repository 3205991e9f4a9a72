/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-json.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_RESOURCE_CONTENT (salon_mcp_resource_content_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpResourceContent, salon_mcp_resource_content, SALON,
                      MCP_RESOURCE_CONTENT, GObject)

GListModel *salon_mcp_resource_content_list_new      (SalonJsonDocument        *result,
                                                      GError                  **error);
const char *salon_mcp_resource_content_get_uri       (SalonMcpResourceContent  *self);
const char *salon_mcp_resource_content_get_mime_type (SalonMcpResourceContent  *self);
const char *salon_mcp_resource_content_get_text      (SalonMcpResourceContent  *self,
                                                      gsize                    *length);
GBytes     *salon_mcp_resource_content_dup_bytes     (SalonMcpResourceContent  *self);
const SalonJson *
            salon_mcp_resource_content_get_json      (SalonMcpResourceContent  *self);

G_END_DECLS

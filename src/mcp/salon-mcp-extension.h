/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-json.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_EXTENSION (salon_mcp_extension_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpExtension, salon_mcp_extension, SALON, MCP_EXTENSION, GObject)

#define SALON_MCP_EXTENSION_TASKS  "io.modelcontextprotocol/tasks"
#define SALON_MCP_EXTENSION_SKILLS "io.modelcontextprotocol/skills"

SalonMcpExtension *salon_mcp_extension_new             (const char        *id,
                                                        const SalonJson   *settings);
SalonMcpExtension *salon_mcp_extension_new_tasks       (void);
SalonMcpExtension *salon_mcp_extension_new_skills      (void);
void               salon_mcp_extension_add_result_type (SalonMcpExtension *self,
                                                        const char        *result_type,
                                                        const char        *method);
void               salon_mcp_extension_add_name_header (SalonMcpExtension *self,
                                                        const char        *method,
                                                        const char        *member);
const char        *salon_mcp_extension_get_id          (SalonMcpExtension *self);
const SalonJson   *salon_mcp_extension_get_settings    (SalonMcpExtension *self);
gboolean           salon_mcp_extension_allows          (SalonMcpExtension *self,
                                                        const char        *result_type,
                                                        const char        *method);
const char        *salon_mcp_extension_get_name_member (SalonMcpExtension *self,
                                                        const char        *method);

G_END_DECLS

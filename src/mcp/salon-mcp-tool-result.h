/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-json.h"
#include "salon-mcp-types.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_TOOL_RESULT (salon_mcp_tool_result_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpToolResult, salon_mcp_tool_result, SALON, MCP_TOOL_RESULT, GObject)

SalonMcpToolResult *salon_mcp_tool_result_new                    (SalonJsonDocument  *json,
                                                                  GError            **error);
SalonJsonDocument  *salon_mcp_tool_result_get_json               (SalonMcpToolResult *self);
gboolean            salon_mcp_tool_result_is_error               (SalonMcpToolResult *self);
const SalonJson    *salon_mcp_tool_result_get_content            (SalonMcpToolResult *self);
const SalonJson    *salon_mcp_tool_result_get_structured_content (SalonMcpToolResult *self);
char               *salon_mcp_tool_result_dup_text               (SalonMcpToolResult *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-json.h"
#include "salon-mcp-types.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_TOOL (salon_mcp_tool_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpTool, salon_mcp_tool, SALON, MCP_TOOL, GObject)

/**
 * SalonMcpTaskSupport:
 * @SALON_MCP_TASK_FORBIDDEN: the tool can't be called as a task
 * @SALON_MCP_TASK_OPTIONAL: it can be called either way
 * @SALON_MCP_TASK_REQUIRED: it can only be called as a task
 *
 * Whether a tool runs as a task of the form of 2025-11-25.
 */
typedef enum
{
  SALON_MCP_TASK_FORBIDDEN,
  SALON_MCP_TASK_OPTIONAL,
  SALON_MCP_TASK_REQUIRED,
} SalonMcpTaskSupport;

SalonMcpTool      *salon_mcp_tool_new                  (const SalonJson  *definition,
                                                        GError          **error);
const char        *salon_mcp_tool_get_name             (SalonMcpTool     *self);
const char        *salon_mcp_tool_get_title            (SalonMcpTool     *self);
const char        *salon_mcp_tool_get_description      (SalonMcpTool     *self);
const SalonJson   *salon_mcp_tool_get_input_schema     (SalonMcpTool     *self);
const SalonJson   *salon_mcp_tool_get_output_schema    (SalonMcpTool     *self);
gboolean           salon_mcp_tool_is_read_only         (SalonMcpTool     *self);
gboolean           salon_mcp_tool_is_destructive       (SalonMcpTool     *self);
gboolean           salon_mcp_tool_is_idempotent        (SalonMcpTool     *self);
gboolean           salon_mcp_tool_is_open_world        (SalonMcpTool     *self);
SalonJsonDocument *salon_mcp_tool_get_definition       (SalonMcpTool     *self);
const char        *salon_mcp_tool_get_definition_hash  (SalonMcpTool     *self);
SalonMcpTaskSupport
                   salon_mcp_tool_get_task_support     (SalonMcpTool     *self);
gboolean           salon_mcp_tool_check_result         (SalonMcpTool     *self,
                                                        SalonMcpToolResult *result,
                                                        GError          **error);

G_END_DECLS

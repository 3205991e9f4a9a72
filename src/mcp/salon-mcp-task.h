/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-client.h"
#include "salon-mcp-tool.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_TASK       (salon_mcp_task_get_type ())
#define SALON_TYPE_MCP_TASK_STATE (salon_mcp_task_state_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpTask, salon_mcp_task, SALON, MCP_TASK, GObject)

/**
 * SalonMcpTaskState:
 * @SALON_MCP_TASK_STARTING: the server has not answered the call yet
 * @SALON_MCP_TASK_WORKING: it is at work
 * @SALON_MCP_TASK_INPUT_REQUIRED: it waits for answers to its questions
 * @SALON_MCP_TASK_COMPLETED: there is a result, perhaps that of a tool that failed
 * @SALON_MCP_TASK_FAILED: there will be no result
 * @SALON_MCP_TASK_CANCELLED: it was given up, by either side
 *
 * The life of a tool call that may take long.
 */
typedef enum
{
  SALON_MCP_TASK_STARTING,
  SALON_MCP_TASK_WORKING,
  SALON_MCP_TASK_INPUT_REQUIRED,
  SALON_MCP_TASK_COMPLETED,
  SALON_MCP_TASK_FAILED,
  SALON_MCP_TASK_CANCELLED,
} SalonMcpTaskState;

GType              salon_mcp_task_state_get_type     (void) G_GNUC_CONST;
SalonMcpTask      *salon_mcp_task_new                (SalonMcpClient   *client,
                                                      SalonMcpTool     *tool,
                                                      const SalonJson  *arguments,
                                                      guint             keep_milliseconds);
SalonMcpTask      *salon_mcp_task_new_from_handle    (SalonMcpClient   *client,
                                                      const char       *handle,
                                                      GError          **error);
char              *salon_mcp_task_dup_handle         (SalonMcpTask     *self);
SalonMcpTaskState  salon_mcp_task_get_state          (SalonMcpTask     *self);
const char        *salon_mcp_task_get_id             (SalonMcpTask     *self);
const char        *salon_mcp_task_get_status_message (SalonMcpTask     *self);
const char        *salon_mcp_task_get_immediate_response (SalonMcpTask *self);
DexFuture         *salon_mcp_task_await_result       (SalonMcpTask     *self)
  G_GNUC_WARN_UNUSED_RESULT;
void               salon_mcp_task_cancel             (SalonMcpTask     *self);

G_END_DECLS

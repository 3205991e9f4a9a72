/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-task.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_TASK_INFO (salon_mcp_task_info_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpTaskInfo, salon_mcp_task_info, SALON, MCP_TASK_INFO, GObject)

SalonMcpTaskInfo  *salon_mcp_task_info_new                (const SalonJson  *definition,
                                                           GError          **error);
const char        *salon_mcp_task_info_get_id             (SalonMcpTaskInfo *self);
SalonMcpTaskState  salon_mcp_task_info_get_state          (SalonMcpTaskInfo *self);
const char        *salon_mcp_task_info_get_status_message (SalonMcpTaskInfo *self);
const char        *salon_mcp_task_info_get_created_at     (SalonMcpTaskInfo *self);
const char        *salon_mcp_task_info_get_updated_at     (SalonMcpTaskInfo *self);
char              *salon_mcp_task_info_dup_handle         (SalonMcpTaskInfo *self,
                                                           SalonMcpClient   *client);

DexFuture         *salon_mcp_client_list_tasks            (SalonMcpClient   *client)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

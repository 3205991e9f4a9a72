/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json-writer.h"
#include "salon-mcp-input-handler.h"

G_BEGIN_DECLS

/* What goes back to a legacy server that has asked something. */

#define SALON_MCP_CODE_REFUSED         (-1)
#define SALON_MCP_CODE_INVALID_REQUEST (-32600)
#define SALON_MCP_CODE_INTERNAL        (-32603)

/* The id of a task that a message has to do with (2025-11-25 “Tasks”). */
#define SALON_MCP_RELATED_TASK "io.modelcontextprotocol/related-task"

void        salon_mcp_server_answer_result  (SalonMcpClient    *client,
                                             const SalonJson   *id,
                                             const SalonJson   *result);
void        salon_mcp_server_answer_related (SalonMcpClient    *client,
                                             const SalonJson   *id,
                                             const SalonJson   *result,
                                             const char        *task_id);
void        salon_mcp_server_answer_error   (SalonMcpClient    *client,
                                             const SalonJson   *id,
                                             int                code,
                                             const char        *message);
const char *salon_mcp_server_answer_judge   (SalonMcpInputKind  kind,
                                             const GError      *error,
                                             int               *code);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-mcp-command.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_PROCESS (salon_mcp_process_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpProcess, salon_mcp_process, SALON, MCP_PROCESS, GObject)

SalonMcpProcess *salon_mcp_process_new             (SalonMcpCommand *command,
                                                    const char      *guard_path);
DexFuture       *salon_mcp_process_start           (SalonMcpProcess *self)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture       *salon_mcp_process_await_exited    (SalonMcpProcess *self)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture       *salon_mcp_process_await_gone      (SalonMcpProcess *self)
  G_GNUC_WARN_UNUSED_RESULT;
int              salon_mcp_process_steal_input     (SalonMcpProcess *self);
int              salon_mcp_process_steal_output    (SalonMcpProcess *self);
int              salon_mcp_process_steal_errors    (SalonMcpProcess *self);
void             salon_mcp_process_terminate       (SalonMcpProcess *self);
void             salon_mcp_process_kill            (SalonMcpProcess *self);
char            *salon_mcp_process_dup_end         (SalonMcpProcess *self);
GPid             salon_mcp_process_get_guard_pid   (SalonMcpProcess *self);
GPid             salon_mcp_process_get_server_pid  (SalonMcpProcess *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-mcp-command.h"
#include "salon-mcp-transport.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_STDIO_TRANSPORT (salon_mcp_stdio_transport_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpStdioTransport, salon_mcp_stdio_transport, SALON,
                      MCP_STDIO_TRANSPORT, GObject)

SalonMcpStdioTransport *
                 salon_mcp_stdio_transport_new             (SalonMcpCommand        *command,
                                                            SalonClock             *clock);
void             salon_mcp_stdio_transport_set_guard_path  (SalonMcpStdioTransport *self,
                                                            const char             *path);
void             salon_mcp_stdio_transport_set_grace_times (SalonMcpStdioTransport *self,
                                                            guint                   after_input,
                                                            guint                   after_term);
void             salon_mcp_stdio_transport_set_max_message (SalonMcpStdioTransport *self,
                                                            gsize                   bytes);
SalonMcpCommand *salon_mcp_stdio_transport_get_command     (SalonMcpStdioTransport *self);
GPid             salon_mcp_stdio_transport_get_guard_pid   (SalonMcpStdioTransport *self);
GPid             salon_mcp_stdio_transport_get_server_pid  (SalonMcpStdioTransport *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-transport.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_MEMORY_TRANSPORT (salon_mcp_memory_transport_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpMemoryTransport, salon_mcp_memory_transport, SALON,
                      MCP_MEMORY_TRANSPORT, GObject)

/**
 * SalonMcpMemoryServerFunc:
 * @transport: the transport
 * @message: a message the client has sent
 * @user_data: the data given to salon_mcp_memory_transport_new()
 *
 * A server in the same process: called once for each message of the client. It
 * answers, now or later, with salon_mcp_memory_transport_deliver() or _reply().
 */
typedef void (*SalonMcpMemoryServerFunc) (SalonMcpMemoryTransport *transport,
                                          const SalonJson         *message,
                                          gpointer                 user_data);

SalonMcpMemoryTransport *salon_mcp_memory_transport_new (SalonMcpMemoryServerFunc server,
                                                         gpointer user_data,
                                                         GDestroyNotify destroy);
void salon_mcp_memory_transport_set_probed (SalonMcpMemoryTransport *self,
                                            gboolean probed);
void salon_mcp_memory_transport_deliver (SalonMcpMemoryTransport *self,
                                         const char *message);
void salon_mcp_memory_transport_reply (SalonMcpMemoryTransport *self,
                                       const SalonJson *request,
                                       const char *result);
void salon_mcp_memory_transport_reply_error (SalonMcpMemoryTransport *self,
                                             const SalonJson *request,
                                             int code,
                                             const char *message);
void salon_mcp_memory_transport_disconnect (SalonMcpMemoryTransport *self,
                                            const GError *error);
void salon_mcp_memory_transport_fail_start (SalonMcpMemoryTransport *self,
                                            const GError *error);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-json.h"
#include "salon-mcp-types.h"
#include "salon-ring.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_TRANSPORT (salon_mcp_transport_get_type ())

G_DECLARE_INTERFACE (SalonMcpTransport, salon_mcp_transport, SALON, MCP_TRANSPORT, GObject)

/**
 * SalonMcpTransportInterface:
 * @start: makes the connection; resolves to %TRUE
 * @send: sends one message; resolves to %TRUE when it has been handed over
 * @close: ends the connection in order; resolves to %TRUE when nothing of it is left
 * @get_traffic: (transfer none) (nullable): the last messages of both directions
 * @get_diagnostics: (transfer none) (nullable): what the server said beside the protocol
 *
 * A way to carry JSON-RPC messages to one server and back. A transport knows
 * framing and connections and nothing of what the messages mean.
 */
struct _SalonMcpTransportInterface
{
  GTypeInterface parent_interface;

  DexFuture *(*start)           (SalonMcpTransport *self);
  DexFuture *(*send)            (SalonMcpTransport *self,
                                 const char        *message,
                                 SalonMcpExchange  *exchange);
  DexFuture *(*close)           (SalonMcpTransport *self);
  SalonRing *(*get_traffic)     (SalonMcpTransport *self);
  SalonRing *(*get_diagnostics) (SalonMcpTransport *self);
};

DexFuture *salon_mcp_transport_start           (SalonMcpTransport *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *salon_mcp_transport_send            (SalonMcpTransport *self,
                                                const char        *message,
                                                SalonMcpExchange  *exchange)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture *salon_mcp_transport_close           (SalonMcpTransport *self) G_GNUC_WARN_UNUSED_RESULT;
SalonRing *salon_mcp_transport_get_traffic     (SalonMcpTransport *self);
SalonRing *salon_mcp_transport_get_diagnostics (SalonMcpTransport *self);

/* For implementations. */
void       salon_mcp_transport_emit_message      (SalonMcpTransport *self,
                                                  SalonJsonDocument *message,
                                                  SalonMcpExchange  *origin);
void       salon_mcp_transport_emit_message_lost (SalonMcpTransport *self,
                                                  const GError      *error);
void       salon_mcp_transport_emit_closed       (SalonMcpTransport *self,
                                                  const GError      *error);

G_END_DECLS

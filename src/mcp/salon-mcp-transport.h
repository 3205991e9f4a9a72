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
 * SalonMcpProbe:
 * @SALON_MCP_PROBE_NONE: it is known what the server speaks: the legacy protocol, if nobody
 *   says otherwise
 * @SALON_MCP_PROBE_PIPE: a server at the other end of a pipe, that may hang or die of a message
 *   it does not know
 * @SALON_MCP_PROBE_HTTP: a server that answers every request, with a status
 *
 * How to find out which generation of the protocol a server speaks.
 */
typedef enum
{
  SALON_MCP_PROBE_NONE,
  SALON_MCP_PROBE_PIPE,
  SALON_MCP_PROBE_HTTP,
} SalonMcpProbe;

/**
 * SalonMcpTransportInterface:
 * @start: makes the connection; resolves to %TRUE
 * @send: sends one message; resolves to %TRUE when it has been handed over
 * @close: ends the connection in order; resolves to %TRUE when nothing of it is left
 * @get_traffic: (transfer none) (nullable): the last messages of both directions
 * @get_diagnostics: (transfer none) (nullable): what the server said beside the protocol
 * @get_probe: how to find out what the server speaks; unset for %SALON_MCP_PROBE_NONE
 * @renew: (transfer full): a new transport to the same server, with the same rings; unset when
 *   that makes no sense
 * @fall_back: (transfer full) (nullable): the transport to try when the server refuses this
 *   way of talking
 * @uses_headers: whether requests carry headers made of what they say
 * @set_protocol: tells what was agreed on with the server
 * @begin_session: the handshake is over: the server may speak unasked now
 * @abandon: nobody waits for the answer to an exchange any more; returns whether the
 *   server can tell by that
 *
 * All from @get_probe on may be unset.
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

  SalonMcpProbe      (*get_probe)     (SalonMcpTransport  *self);
  SalonMcpTransport *(*renew)         (SalonMcpTransport  *self);
  SalonMcpTransport *(*fall_back)     (SalonMcpTransport  *self);
  gboolean           (*uses_headers)  (SalonMcpTransport  *self);
  void               (*set_protocol)  (SalonMcpTransport  *self,
                                       SalonMcpEraSetting  era,
                                       const char         *version);
  void               (*begin_session) (SalonMcpTransport  *self);
  gboolean           (*abandon)       (SalonMcpTransport  *self,
                                       SalonMcpExchange   *exchange);
};

/**
 * SalonMcpReceiver:
 * @message: what the server sent: a JSON-RPC message or an array of them
 * @origin: (nullable): the exchange on whose own stream it came, for transports that have such
 *   streams
 * @user_data: the receiver's data
 *
 * Takes in what a server sends.
 */
typedef void (*SalonMcpReceiver) (SalonJsonDocument *message,
                                  SalonMcpExchange  *origin,
                                  gpointer           user_data);

void       salon_mcp_transport_set_receiver    (SalonMcpTransport *self,
                                                SalonMcpReceiver   receiver,
                                                gpointer           user_data);
DexFuture *salon_mcp_transport_start           (SalonMcpTransport *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *salon_mcp_transport_send            (SalonMcpTransport *self,
                                                const char        *message,
                                                SalonMcpExchange  *exchange)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture *salon_mcp_transport_close           (SalonMcpTransport *self) G_GNUC_WARN_UNUSED_RESULT;
SalonRing *salon_mcp_transport_get_traffic     (SalonMcpTransport *self);
SalonRing *salon_mcp_transport_get_diagnostics (SalonMcpTransport *self);

SalonMcpProbe      salon_mcp_transport_get_probe     (SalonMcpTransport  *self);
SalonMcpTransport *salon_mcp_transport_renew         (SalonMcpTransport  *self);
SalonMcpTransport *salon_mcp_transport_fall_back     (SalonMcpTransport  *self);
gboolean           salon_mcp_transport_uses_headers  (SalonMcpTransport  *self);
void               salon_mcp_transport_set_protocol  (SalonMcpTransport  *self,
                                                      SalonMcpEraSetting  era,
                                                      const char         *version);
void               salon_mcp_transport_begin_session (SalonMcpTransport  *self);
gboolean           salon_mcp_transport_abandon       (SalonMcpTransport  *self,
                                                      SalonMcpExchange   *exchange);

/* For implementations. */
void       salon_mcp_transport_emit_message      (SalonMcpTransport *self,
                                                  SalonJsonDocument *message,
                                                  SalonMcpExchange  *origin);
void       salon_mcp_transport_emit_message_lost (SalonMcpTransport *self,
                                                  const GError      *error);
void       salon_mcp_transport_emit_session_lost (SalonMcpTransport *self);
void       salon_mcp_transport_emit_closed       (SalonMcpTransport *self,
                                                  const GError      *error);

G_END_DECLS

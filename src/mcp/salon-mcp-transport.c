/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-transport.h"

#include "salon-mcp-exchange.h"

G_DEFINE_INTERFACE (SalonMcpTransport, salon_mcp_transport, G_TYPE_OBJECT)

/* Messages are what transports are for, so that they go straight to the one who reads them; a
 * signal would box each of them, twice. What happens seldom is told by signals. */
typedef struct
{
  SalonMcpReceiver function;
  gpointer         user_data;
} Receiver;

static G_DEFINE_QUARK (salon-mcp-receiver, receiver)

enum
{
  SIGNAL_MESSAGE_LOST,
  SIGNAL_SESSION_LOST,
  SIGNAL_CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
salon_mcp_transport_default_init (SalonMcpTransportInterface *iface)
{
  /**
   * SalonMcpTransport::message-lost:
   * @self: the transport
   * @error: why, as a sentence
   *
   * The server sent a message that could not be taken in, so that an answer
   * somebody waits for may be missing.
   */
  signals[SIGNAL_MESSAGE_LOST] =
    g_signal_new ("message-lost", SALON_TYPE_MCP_TRANSPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);

  /**
   * SalonMcpTransport::session-lost:
   * @self: the transport
   *
   * The server does not know the session any more. What is sent from now on waits until
   * there is a new one, begun with salon_mcp_transport_begin_session().
   */
  signals[SIGNAL_SESSION_LOST] =
    g_signal_new ("session-lost", SALON_TYPE_MCP_TRANSPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  /**
   * SalonMcpTransport::closed:
   * @self: the transport
   * @error: (nullable): why the connection ended by itself; %NULL when it was closed from
   *   this side
   *
   * The connection is over. Emitted once, after the last message.
   */
  signals[SIGNAL_CLOSED] =
    g_signal_new ("closed", SALON_TYPE_MCP_TRANSPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

/**
 * salon_mcp_transport_set_receiver:
 * @self: a transport
 * @receiver: (nullable) (scope forever): who takes in what the server sends; %NULL for nobody
 * @user_data: data for @receiver
 *
 * Replaces the one who gets the messages. To be set before the transport is started.
 */
void
salon_mcp_transport_set_receiver (SalonMcpTransport *self,
                                  SalonMcpReceiver   receiver,
                                  gpointer           user_data)
{
  Receiver *data = NULL;

  g_return_if_fail (SALON_IS_MCP_TRANSPORT (self));

  if (receiver != NULL)
    {
      data = g_new0 (Receiver, 1);
      data->function = receiver;
      data->user_data = user_data;
    }
  g_object_set_qdata_full (G_OBJECT (self), receiver_quark (), data, g_free);
}

/**
 * salon_mcp_transport_start:
 * @self: a transport that was never started
 *
 * Makes the connection.
 *
 * Returns: (transfer full): a future of %TRUE, rejected with %SALON_MCP_ERROR_START
 */
DexFuture *
salon_mcp_transport_start (SalonMcpTransport *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TRANSPORT (self), dex_future_new_infinite ());

  return SALON_MCP_TRANSPORT_GET_IFACE (self)->start (self);
}

/**
 * salon_mcp_transport_send:
 * @self: a started transport
 * @message: one JSON-RPC message, without line breaks
 * @exchange: (nullable): the exchange whose request it is; %NULL for notifications and
 *   answers
 *
 * Sends a message. Never blocks; what the server does not take yet is queued up to a limit.
 *
 * Where every request has an answer stream of its own, the future of a request is not
 * settled before its answer is in, and rejects when there is none.
 *
 * Returns: (transfer full): a future of %TRUE, rejected with %SALON_MCP_ERROR_CLOSED, or
 *   with %SALON_MCP_ERROR_FAILED when the server does not read what it is sent
 */
DexFuture *
salon_mcp_transport_send (SalonMcpTransport *self,
                          const char        *message,
                          SalonMcpExchange  *exchange)
{
  g_return_val_if_fail (SALON_IS_MCP_TRANSPORT (self), dex_future_new_infinite ());
  g_return_val_if_fail (message != NULL, dex_future_new_infinite ());

  return SALON_MCP_TRANSPORT_GET_IFACE (self)->send (self, message, exchange);
}

/**
 * salon_mcp_transport_close:
 * @self: a transport
 *
 * Ends the connection: in order where the server goes along, by force where not. May be
 * called at any time and again.
 *
 * Returns: (transfer full): a future of %TRUE when nothing of the connection is left
 */
DexFuture *
salon_mcp_transport_close (SalonMcpTransport *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TRANSPORT (self), dex_future_new_infinite ());

  return SALON_MCP_TRANSPORT_GET_IFACE (self)->close (self);
}

/**
 * salon_mcp_transport_get_traffic:
 * @self: a transport
 *
 * Returns: (transfer none) (nullable): the last messages, of the kinds “sent” and “received”
 */
SalonRing *
salon_mcp_transport_get_traffic (SalonMcpTransport *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TRANSPORT (self), NULL);

  return SALON_MCP_TRANSPORT_GET_IFACE (self)->get_traffic (self);
}

/**
 * salon_mcp_transport_get_diagnostics:
 * @self: a transport
 *
 * Returns: (transfer none) (nullable): what the server wrote to its standard error
 *   (“stderr”), lines of its output that are no messages (“skipped”) and messages that
 *   mean nothing (“ignored”)
 */
SalonRing *
salon_mcp_transport_get_diagnostics (SalonMcpTransport *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TRANSPORT (self), NULL);

  return SALON_MCP_TRANSPORT_GET_IFACE (self)->get_diagnostics (self);
}

/**
 * salon_mcp_transport_get_probe:
 * @self: a transport
 *
 * Returns: how to find out which generation of the protocol the server speaks
 */
SalonMcpProbe
salon_mcp_transport_get_probe (SalonMcpTransport *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TRANSPORT (self), SALON_MCP_PROBE_NONE);

  if (SALON_MCP_TRANSPORT_GET_IFACE (self)->get_probe == NULL)
    return SALON_MCP_PROBE_NONE;
  return SALON_MCP_TRANSPORT_GET_IFACE (self)->get_probe (self);
}

/**
 * salon_mcp_transport_renew:
 * @self: a transport
 *
 * Makes a new transport to the same server, not started yet, that keeps the rings of this one.
 *
 * Returns: (transfer full) (nullable): the new transport; %NULL when that makes no sense
 */
SalonMcpTransport *
salon_mcp_transport_renew (SalonMcpTransport *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TRANSPORT (self), NULL);

  if (SALON_MCP_TRANSPORT_GET_IFACE (self)->renew == NULL)
    return NULL;
  return SALON_MCP_TRANSPORT_GET_IFACE (self)->renew (self);
}

/**
 * salon_mcp_transport_fall_back:
 * @self: a transport
 *
 * Returns: (transfer full) (nullable): the transport to try when the server refuses this way
 *   of talking, not started yet
 */
SalonMcpTransport *
salon_mcp_transport_fall_back (SalonMcpTransport *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TRANSPORT (self), NULL);

  if (SALON_MCP_TRANSPORT_GET_IFACE (self)->fall_back == NULL)
    return NULL;
  return SALON_MCP_TRANSPORT_GET_IFACE (self)->fall_back (self);
}

/**
 * salon_mcp_transport_uses_headers:
 * @self: a transport
 *
 * Returns: whether modern requests carry headers made of what they say
 */
gboolean
salon_mcp_transport_uses_headers (SalonMcpTransport *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TRANSPORT (self), FALSE);

  return SALON_MCP_TRANSPORT_GET_IFACE (self)->uses_headers != NULL &&
         SALON_MCP_TRANSPORT_GET_IFACE (self)->uses_headers (self);
}

/**
 * salon_mcp_transport_set_protocol:
 * @self: a started transport
 * @era: %SALON_MCP_ERA_LEGACY or %SALON_MCP_ERA_MODERN
 * @version: (nullable): the revision agreed on; %NULL before there is one
 *
 * Tells what the messages from now on are.
 */
void
salon_mcp_transport_set_protocol (SalonMcpTransport  *self,
                                  SalonMcpEraSetting  era,
                                  const char         *version)
{
  g_return_if_fail (SALON_IS_MCP_TRANSPORT (self));

  if (SALON_MCP_TRANSPORT_GET_IFACE (self)->set_protocol != NULL)
    SALON_MCP_TRANSPORT_GET_IFACE (self)->set_protocol (self, era, version);
}

/**
 * salon_mcp_transport_begin_session:
 * @self: a started transport
 *
 * Tells that the handshake is over, so that the server may speak unasked.
 */
void
salon_mcp_transport_begin_session (SalonMcpTransport *self)
{
  g_return_if_fail (SALON_IS_MCP_TRANSPORT (self));

  if (SALON_MCP_TRANSPORT_GET_IFACE (self)->begin_session != NULL)
    SALON_MCP_TRANSPORT_GET_IFACE (self)->begin_session (self);
}

/**
 * salon_mcp_transport_abandon:
 * @self: a transport
 * @exchange: an exchange whose answer nobody waits for any more
 *
 * Gives up the stream on which the answer would come.
 *
 * Returns: whether there was one, by whose end the server can tell
 */
gboolean
salon_mcp_transport_abandon (SalonMcpTransport *self,
                             SalonMcpExchange  *exchange)
{
  g_return_val_if_fail (SALON_IS_MCP_TRANSPORT (self), FALSE);

  return SALON_MCP_TRANSPORT_GET_IFACE (self)->abandon != NULL &&
         SALON_MCP_TRANSPORT_GET_IFACE (self)->abandon (self, exchange);
}

/**
 * salon_mcp_transport_emit_message:
 * @self: a transport
 * @message: the message
 * @origin: (nullable): the exchange on whose stream it came
 *
 * For implementations: hands a message of the server to the receiver.
 */
void
salon_mcp_transport_emit_message (SalonMcpTransport *self,
                                  SalonJsonDocument *message,
                                  SalonMcpExchange  *origin)
{
  const Receiver *receiver = NULL;

  g_return_if_fail (G_IS_OBJECT (self));
  g_return_if_fail (message != NULL);

  receiver = g_object_get_qdata (G_OBJECT (self), receiver_quark ());
  if (receiver != NULL)
    receiver->function (message, origin, receiver->user_data);
}

/**
 * salon_mcp_transport_emit_message_lost:
 * @self: a transport
 * @error: why
 *
 * For implementations: tells that a message could not be taken in.
 */
void
salon_mcp_transport_emit_message_lost (SalonMcpTransport *self,
                                       const GError      *error)
{
  g_return_if_fail (SALON_IS_MCP_TRANSPORT (self));
  g_return_if_fail (error != NULL);

  g_signal_emit (self, signals[SIGNAL_MESSAGE_LOST], 0, error);
}

/**
 * salon_mcp_transport_emit_session_lost:
 * @self: a transport
 *
 * For implementations: tells that the server has forgotten the session.
 */
void
salon_mcp_transport_emit_session_lost (SalonMcpTransport *self)
{
  g_return_if_fail (SALON_IS_MCP_TRANSPORT (self));

  g_signal_emit (self, signals[SIGNAL_SESSION_LOST], 0);
}

/**
 * salon_mcp_transport_emit_closed:
 * @self: a transport
 * @error: (nullable): why, when it was not closed from this side
 *
 * For implementations: tells, once, that the connection is over.
 */
void
salon_mcp_transport_emit_closed (SalonMcpTransport *self,
                                 const GError      *error)
{
  g_return_if_fail (SALON_IS_MCP_TRANSPORT (self));

  g_signal_emit (self, signals[SIGNAL_CLOSED], 0, error);
}

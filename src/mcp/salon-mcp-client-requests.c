/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include <glib/gi18n.h>

#include "salon-mcp-client-private.h"
#include "salon-mcp-error.h"
#include "salon-mcp-exchange-private.h"
#include "salon-mcp-required-pages-private.h"

/* How a client sends what it sends: requests, once or again, and everything else. */

/* One sending of a request; it may be sent again under another id. */
typedef struct
{
  SalonMcpExchange *exchange;
  gint64            id;
} Sending;

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  g_object_unref (sending->exchange);
  g_free (sending);
}

static DexFuture *
on_not_sent_cb (DexFuture *future,
                gpointer   user_data)
{
  Sending *sending = user_data;
  SalonMcpExchange *exchange = sending->exchange;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) != NULL || exchange->client == NULL ||
      exchange->id != sending->id || exchange->is_suspended)
    return NULL;
  salon_mcp_client_fail_exchange (exchange->client, exchange, g_steal_pointer (&error));
  return NULL;
}

static void
send_exchange (SalonMcpClient   *self,
               SalonMcpExchange *exchange)
{
  DexFuture *sent = salon_mcp_transport_send (self->transport, exchange->text, exchange);
  Sending *sending = NULL;

  if (dex_future_is_resolved (sent))
    {
      dex_unref (sent);
      return;
    }
  sending = g_new0 (Sending, 1);
  sending->exchange = g_object_ref (exchange);
  sending->id = exchange->id;
  dex_future_disown (dex_future_catch (sent, on_not_sent_cb, sending, sending_free));
}

static SalonMcpExchange *
start_exchange (SalonMcpClient       *self,
                const char           *method,
                const SalonMcpParams *params,
                gint64                timeout,
                gboolean              cancellable,
                gboolean              is_probe)
{
  SalonMcpExchange *exchange = salon_mcp_exchange_new (self, method, ++self->last_id);

  exchange->cancellable = cancellable;
  exchange->is_probe = is_probe;
  exchange->wants_progress = params != NULL && params->wants_progress;
  g_hash_table_insert (self->exchanges, GUINT_TO_POINTER (self->last_id), g_object_ref (exchange));
  salon_mcp_deadlines_begin (self->deadlines, exchange, timeout, self->maximum_time);
  exchange->text = SALON_MCP_ERA_GET_IFACE (self->era)->write_request (self->era, exchange, params);
  send_exchange (self, exchange);
  return exchange;
}

/* An exchange has failed, unless the era knows how to go on; takes @error. */
void
salon_mcp_client_fail_exchange (SalonMcpClient   *self,
                                SalonMcpExchange *exchange,
                                GError           *error)
{
  SalonMcpEraInterface *iface = SALON_MCP_ERA_GET_IFACE (self->era);

  /* What fails in a handshake is the negotiator's business. */
  if (exchange->cancellable && iface->handle_failure != NULL &&
      iface->handle_failure (self->era, exchange, error))
    g_error_free (error);
  else if (exchange->cancellable && salon_mcp_required_pages_begin (self, exchange, error))
    g_error_free (error);
  else
    salon_mcp_exchange_reject (exchange, error);
}

/* The server has answered, but not for good: it will be asked again. */
void
salon_mcp_client_suspend_exchange (SalonMcpClient   *self,
                                   SalonMcpExchange *exchange)
{
  exchange->is_suspended = TRUE;
}

/* Gives an exchange the id under which it is sent again: an id stands for one request. */
void
salon_mcp_client_renumber (SalonMcpClient   *self,
                           SalonMcpExchange *exchange)
{
  g_hash_table_steal (self->exchanges, GUINT_TO_POINTER ((guint) exchange->id));
  exchange->id = ++self->last_id;
  g_hash_table_insert (self->exchanges, GUINT_TO_POINTER (self->last_id), exchange);
}

/* Sends an exchange that was renumbered; takes @text. Its time-out begins anew, but not its
 * absolute maximum. */
void
salon_mcp_client_send_again (SalonMcpClient   *self,
                             SalonMcpExchange *exchange,
                             char             *text)
{
  g_autoptr (SalonMcpExchange) keep = g_object_ref (exchange);

  exchange->is_suspended = FALSE;
  g_free (exchange->text);
  exchange->text = text;
  salon_mcp_deadlines_extend (self->deadlines, exchange);
  send_exchange (self, exchange);
}

/*
 * salon_mcp_client_start_exchange:
 * @params: (nullable): what to send with it
 *
 * Sends a request. When the client is not ready, the exchange has failed already.
 *
 * Returns: (transfer full): the exchange
 */
SalonMcpExchange *
salon_mcp_client_start_exchange (SalonMcpClient       *self,
                                 const char           *method,
                                 const SalonMcpParams *params)
{
  SalonMcpExchange *exchange = NULL;

  if (self->state == SALON_MCP_CLIENT_READY)
    return start_exchange (self, method, params, self->timeout, TRUE, FALSE);

  exchange = salon_mcp_exchange_new (self, method, ++self->last_id);
  if (self->failure != NULL)
    salon_mcp_exchange_reject (exchange, g_error_copy (self->failure));
  else
    salon_mcp_exchange_reject (exchange,
                               g_error_new_literal (SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED,
                                                    _("The server is not connected.")));
  return exchange;
}

/* Like salon_mcp_client_start_exchange(), while opening: with its time-out, and never
 * cancelled on the wire (MCP “Cancellation”: initialize must not be). */
SalonMcpExchange *
salon_mcp_client_start_handshake (SalonMcpClient       *self,
                                  const char           *method,
                                  const SalonMcpParams *params)
{
  return start_exchange (self, method, params, self->open_timeout, FALSE, FALSE);
}

/* Like salon_mcp_client_start_handshake(), with an id no other request has; @timeout is in
 * microseconds. */
SalonMcpExchange *
salon_mcp_client_start_probe (SalonMcpClient *self,
                              const char     *method,
                              gint64          timeout)
{
  return start_exchange (self, method, NULL, timeout, FALSE, TRUE);
}

void
salon_mcp_client_forget_exchange (SalonMcpClient   *self,
                                  SalonMcpExchange *exchange)
{
  g_hash_table_remove (self->exchanges, GUINT_TO_POINTER ((guint) exchange->id));
}

void
salon_mcp_client_cancel_on_wire (SalonMcpClient   *self,
                                 SalonMcpExchange *exchange,
                                 const char       *reason)
{
  if (exchange->cancellable && self->state == SALON_MCP_CLIENT_READY)
    SALON_MCP_ERA_GET_IFACE (self->era)->cancel (self->era, exchange, reason);
}

SalonMcpDeadlines *
salon_mcp_client_get_deadlines (SalonMcpClient *self)
{
  return self->deadlines;
}

SalonMcpInputHandler *
salon_mcp_client_get_input_handler (SalonMcpClient *self)
{
  return self->input_handler;
}

/* Sends a notification or an answer; when the server does not take it, that is noted. */
void
salon_mcp_client_send (SalonMcpClient *self,
                       const char     *message)
{
  g_autoptr (DexFuture) sent = salon_mcp_transport_send (self->transport, message, NULL);
  g_autoptr (GError) error = NULL;

  if (dex_future_is_rejected (sent) && dex_future_get_value (sent, &error) == NULL)
    salon_mcp_client_note (self, error->message);
  else if (dex_future_is_pending (sent))
    dex_future_disown (g_steal_pointer (&sent));
}

/* Writes a line for whoever looks into why a server misbehaves. */
void
salon_mcp_client_note (SalonMcpClient *self,
                       const char     *text)
{
  SalonRing *diagnostics = salon_mcp_transport_get_diagnostics (self->transport);

  if (diagnostics != NULL)
    salon_ring_add (diagnostics, salon_clock_get_real_time (self->clock), "ignored", text, -1);
}

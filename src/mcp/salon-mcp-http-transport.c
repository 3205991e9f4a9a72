/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-http-transport.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "salon-mcp-error.h"
#include "salon-mcp-http-session-private.h"
#include "salon-mcp-sse-transport-private.h"

/* How long the server may take to be told that the session is over. */
#define FAREWELL_US (2 * G_TIME_SPAN_SECOND)

/* A server behind an address, one POST a message (MCP “Transports”, Streamable HTTP). */
struct _SalonMcpHttpTransport
{
  GObject              parent_instance;

  SalonMcpHttpLink    *link;
  SalonMcpHttpSession *session;
  GHashTable          *posts;        /* SalonMcpExchange → DexPromise, the stop of its last POST */
  DexFuture           *closing;      /* the shared future of close */
  gboolean             is_started;
};

static void transport_iface_init (SalonMcpTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonMcpHttpTransport, salon_mcp_http_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_TRANSPORT,
                                                      transport_iface_init))

static void
salon_mcp_http_transport_dispose (GObject *object)
{
  SalonMcpHttpTransport *self = SALON_MCP_HTTP_TRANSPORT (object);

  if (self->session != NULL)
    salon_mcp_http_session_stop (self->session);
  g_hash_table_remove_all (self->posts);
  dex_clear (&self->closing);

  G_OBJECT_CLASS (salon_mcp_http_transport_parent_class)->dispose (object);
}

static void
salon_mcp_http_transport_finalize (GObject *object)
{
  SalonMcpHttpTransport *self = SALON_MCP_HTTP_TRANSPORT (object);

  g_clear_pointer (&self->posts, g_hash_table_unref);
  g_clear_pointer (&self->session, salon_mcp_http_session_unref);
  g_clear_pointer (&self->link, salon_mcp_http_link_unref);

  G_OBJECT_CLASS (salon_mcp_http_transport_parent_class)->finalize (object);
}

static void
salon_mcp_http_transport_class_init (SalonMcpHttpTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_mcp_http_transport_dispose;
  object_class->finalize = salon_mcp_http_transport_finalize;
}

static void
salon_mcp_http_transport_init (SalonMcpHttpTransport *self)
{
  self->posts = g_hash_table_new_full (NULL, NULL, g_object_unref, dex_unref);
}

static DexFuture *
salon_mcp_http_transport_start (SalonMcpTransport *transport)
{
  SalonMcpHttpTransport *self = SALON_MCP_HTTP_TRANSPORT (transport);
  g_autoptr (GUri) uri = g_uri_parse (self->link->url, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;

  if (self->is_started)
    return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_START, "%s",
                                  _("The connection was started before; it takes a new one to "
                                    "start again."));
  if ((g_strcmp0 (scheme, "http") != 0 && g_strcmp0 (scheme, "https") != 0) ||
      g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_START,
                                  _("“%s” is no address of a server: it has to begin with "
                                    "https:// or http://."),
                                  self->link->name);
  self->is_started = TRUE;
  return dex_future_new_true ();
}

/* An exchange, and the POST that its table entry is about. */
typedef struct
{
  GWeakRef          transport;
  SalonMcpExchange *exchange;
  DexPromise       *stop;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_weak_ref_clear (&entry->transport);
  g_object_unref (entry->exchange);
  dex_unref (entry->stop);
  g_free (entry);
}

static DexFuture *
on_post_done_cb (DexFuture *future,
                 gpointer   user_data)
{
  Entry *entry = user_data;
  g_autoptr (SalonMcpHttpTransport) self = g_weak_ref_get (&entry->transport);

  if (self != NULL && g_hash_table_lookup (self->posts, entry->exchange) == entry->stop)
    g_hash_table_remove (self->posts, entry->exchange);
  return NULL;
}

static DexFuture *
salon_mcp_http_transport_send (SalonMcpTransport *transport,
                               const char        *message,
                               SalonMcpExchange  *exchange)
{
  SalonMcpHttpTransport *self = SALON_MCP_HTTP_TRANSPORT (transport);
  g_autoptr (DexPromise) stop = NULL;
  DexFuture *done = NULL;
  Entry *entry = NULL;

  if (!self->is_started || self->session->phase == SALON_MCP_HTTP_CLOSED)
    return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED, "%s",
                                  _("The server takes no more messages: the connection to it is "
                                    "closed."));
  done = salon_mcp_http_post_start (self->session, message, exchange, &stop);
  if (exchange == NULL)
    return done;
  g_hash_table_replace (self->posts, g_object_ref (exchange), dex_ref (stop));
  entry = g_new0 (Entry, 1);
  g_weak_ref_init (&entry->transport, self);
  entry->exchange = g_object_ref (exchange);
  entry->stop = g_steal_pointer (&stop);
  return dex_future_finally (done, on_post_done_cb, entry, entry_free);
}

static gboolean
salon_mcp_http_transport_abandon (SalonMcpTransport *transport,
                                  SalonMcpExchange  *exchange)
{
  SalonMcpHttpTransport *self = SALON_MCP_HTTP_TRANSPORT (transport);
  g_autoptr (DexPromise) stop = g_hash_table_lookup (self->posts, exchange);

  if (stop == NULL)
    return FALSE;
  dex_ref (stop);
  salon_mcp_http_session_pull_stop (self->session, stop);
  return TRUE;
}

/* Closing. */

static DexFuture *
on_farewell_over_cb (DexFuture *future,
                     gpointer   user_data)
{
  return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_TIMED_OUT, "%s",
                                _("The server did not take leave."));
}

static DexFuture *
close_fiber (gpointer user_data)
{
  SalonMcpHttpTransport *self = user_data;
  SalonMcpHttpSession *session = self->session;
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DexFuture) patience = NULL;
  SalonMcpHttpCall call = {
    .method = "DELETE",
    .url = self->link->url,
    .headers = headers,
  };

  if (session->session_id != NULL)
    {
      g_autoptr (SalonHttpResponse) response = NULL;

      salon_mcp_http_session_add_headers (session, headers);
      patience =
        dex_future_then (salon_clock_sleep (self->link->clock, FAREWELL_US), on_farewell_over_cb,
                         NULL, NULL);
      call.stop = patience;
      /* A server that does not know what to do with it need not (405). */
      response = salon_mcp_http_link_send (self->link, &call, NULL);
      if (response != NULL)
        salon_http_response_close (response);
    }
  salon_mcp_transport_emit_closed (SALON_MCP_TRANSPORT (self), NULL);
  return dex_future_new_true ();
}

static DexFuture *
salon_mcp_http_transport_close (SalonMcpTransport *transport)
{
  SalonMcpHttpTransport *self = SALON_MCP_HTTP_TRANSPORT (transport);

  if (self->closing != NULL)
    return dex_ref (self->closing);
  salon_mcp_http_session_stop (self->session);
  if (!self->is_started)
    return dex_future_new_true ();
  self->closing = dex_scheduler_spawn (NULL, 0, close_fiber, g_object_ref (self), g_object_unref);
  /* It goes on, whether or not the caller waits for it. */
  dex_future_disown (dex_ref (self->closing));
  return dex_ref (self->closing);
}

/* The protocol. */

static void
salon_mcp_http_transport_set_protocol (SalonMcpTransport  *transport,
                                       SalonMcpEraSetting  era,
                                       const char         *version)
{
  SalonMcpHttpSession *session = SALON_MCP_HTTP_TRANSPORT (transport)->session;

  session->era = era;
  g_set_str (&session->version, version);
  if (version != NULL && session->phase == SALON_MCP_HTTP_LOST)
    session->phase = SALON_MCP_HTTP_REOPENING;
}

static void
salon_mcp_http_transport_begin_session (SalonMcpTransport *transport)
{
  SalonMcpHttpSession *session = SALON_MCP_HTTP_TRANSPORT (transport)->session;

  if (session->phase == SALON_MCP_HTTP_CLOSED)
    return;
  session->phase = SALON_MCP_HTTP_OPEN;
  if (session->reopened != NULL && dex_future_is_pending (DEX_FUTURE (session->reopened)))
    dex_promise_resolve_boolean (session->reopened, TRUE);
  salon_mcp_http_listener_start (session);
}

static SalonMcpProbe
salon_mcp_http_transport_get_probe (SalonMcpTransport *transport)
{
  return SALON_MCP_PROBE_HTTP;
}

static gboolean
salon_mcp_http_transport_uses_headers (SalonMcpTransport *transport)
{
  return TRUE;
}

static SalonMcpTransport *
salon_mcp_http_transport_fall_back (SalonMcpTransport *transport)
{
  return SALON_MCP_TRANSPORT (
      salon_mcp_sse_transport_new_for_link (SALON_MCP_HTTP_TRANSPORT (transport)->link));
}

static SalonRing *
salon_mcp_http_transport_get_traffic (SalonMcpTransport *transport)
{
  return SALON_MCP_HTTP_TRANSPORT (transport)->link->traffic;
}

static SalonRing *
salon_mcp_http_transport_get_diagnostics (SalonMcpTransport *transport)
{
  return SALON_MCP_HTTP_TRANSPORT (transport)->link->diagnostics;
}

static void
transport_iface_init (SalonMcpTransportInterface *iface)
{
  iface->start = salon_mcp_http_transport_start;
  iface->send = salon_mcp_http_transport_send;
  iface->close = salon_mcp_http_transport_close;
  iface->get_traffic = salon_mcp_http_transport_get_traffic;
  iface->get_diagnostics = salon_mcp_http_transport_get_diagnostics;
  iface->get_probe = salon_mcp_http_transport_get_probe;
  iface->fall_back = salon_mcp_http_transport_fall_back;
  iface->uses_headers = salon_mcp_http_transport_uses_headers;
  iface->set_protocol = salon_mcp_http_transport_set_protocol;
  iface->begin_session = salon_mcp_http_transport_begin_session;
  iface->abandon = salon_mcp_http_transport_abandon;
}

/**
 * salon_mcp_http_transport_new:
 * @url: the server's address
 * @headers: (nullable) (element-type utf8 utf8): headers that every request carries
 * @http_client: the client that makes the requests
 * @clock: (nullable): the time; %NULL for the system's
 *
 * Makes a transport for a server behind an address. To be used on the main thread.
 *
 * Redirects are followed when they keep the method (307 and 308) and the origin. The proxy is
 * the desktop's.
 *
 * Returns: (transfer full): a new transport, not started yet
 */
SalonMcpHttpTransport *
salon_mcp_http_transport_new (const char      *url,
                              GHashTable      *headers,
                              SalonHttpClient *http_client,
                              SalonClock      *clock)
{
  SalonMcpHttpTransport *self = NULL;

  g_return_val_if_fail (url != NULL, NULL);
  g_return_val_if_fail (SALON_IS_HTTP_CLIENT (http_client), NULL);
  g_return_val_if_fail (clock == NULL || SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_MCP_HTTP_TRANSPORT, NULL);
  self->link = salon_mcp_http_link_new (url, headers, http_client, clock);
  self->session = salon_mcp_http_session_new (SALON_MCP_TRANSPORT (self), self->link);
  return self;
}

/**
 * salon_mcp_http_transport_set_authorizer:
 * @self: a transport that is not started yet
 * @authorizer: (nullable): who makes the user known to the server; %NULL for nobody
 */
void
salon_mcp_http_transport_set_authorizer (SalonMcpHttpTransport *self,
                                         SalonMcpAuthorizer    *authorizer)
{
  g_return_if_fail (SALON_IS_MCP_HTTP_TRANSPORT (self));
  g_return_if_fail (authorizer == NULL || SALON_IS_MCP_AUTHORIZER (authorizer));

  g_set_object (&self->link->authorizer, authorizer);
}

/**
 * salon_mcp_http_transport_set_max_message:
 * @self: a transport that is not started yet
 * @bytes: the largest message taken in; 16 MiB at first
 */
void
salon_mcp_http_transport_set_max_message (SalonMcpHttpTransport *self,
                                          gsize                  bytes)
{
  g_return_if_fail (SALON_IS_MCP_HTTP_TRANSPORT (self));
  g_return_if_fail (bytes > 0);

  self->link->max_message = bytes;
}

/**
 * salon_mcp_http_transport_get_url:
 * @self: a transport
 *
 * Returns: (transfer none): the server's address, as it was given
 */
const char *
salon_mcp_http_transport_get_url (SalonMcpHttpTransport *self)
{
  g_return_val_if_fail (SALON_IS_MCP_HTTP_TRANSPORT (self), NULL);

  return self->link->url;
}

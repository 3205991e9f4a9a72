/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-sse-transport-private.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "salon-mcp-error.h"
#include "salon-mcp-event-stream-private.h"

/* How long the server may take to say where messages go. */
#define ENDPOINT_PATIENCE_US (30 * G_TIME_SPAN_SECOND)

/* A server of the oldest kind: one GET for all that it says, and a POST elsewhere for each
 * message to it (MCP 2024-11-05 “Transports”, HTTP with SSE). */
struct _SalonMcpSseTransport
{
  GObject           parent_instance;

  SalonMcpHttpLink *link;
  DexPromise       *stop;         /* rejected to end what is going on */
  DexPromise       *started;      /* settled when the endpoint is known, or is not going to be */
  char             *endpoint;
  gboolean          is_started;
  gboolean          is_closed;
};

/* The stream must not keep the transport. */
typedef struct
{
  GWeakRef          transport;
  SalonMcpHttpLink *link;
  DexPromise       *stop;
} Reading;

static void transport_iface_init (SalonMcpTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonMcpSseTransport, salon_mcp_sse_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_TRANSPORT,
                                                      transport_iface_init))

static void
stop (SalonMcpSseTransport *self)
{
  if (self->stop != NULL && dex_future_is_pending (DEX_FUTURE (self->stop)))
    dex_promise_reject (self->stop, g_error_new_literal (SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED,
                                                         _("The connection to the server was "
                                                           "closed.")));
}

static void
salon_mcp_sse_transport_dispose (GObject *object)
{
  SalonMcpSseTransport *self = SALON_MCP_SSE_TRANSPORT (object);

  stop (self);

  G_OBJECT_CLASS (salon_mcp_sse_transport_parent_class)->dispose (object);
}

static void
salon_mcp_sse_transport_finalize (GObject *object)
{
  SalonMcpSseTransport *self = SALON_MCP_SSE_TRANSPORT (object);

  dex_clear (&self->stop);
  dex_clear (&self->started);
  g_clear_pointer (&self->endpoint, g_free);
  g_clear_pointer (&self->link, salon_mcp_http_link_unref);

  G_OBJECT_CLASS (salon_mcp_sse_transport_parent_class)->finalize (object);
}

static void
salon_mcp_sse_transport_class_init (SalonMcpSseTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_mcp_sse_transport_dispose;
  object_class->finalize = salon_mcp_sse_transport_finalize;
}

static void
salon_mcp_sse_transport_init (SalonMcpSseTransport *self)
{
  self->stop = dex_promise_new ();
  self->started = dex_promise_new ();
}

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_weak_ref_clear (&reading->transport);
  salon_mcp_http_link_unref (reading->link);
  dex_unref (reading->stop);
  g_free (reading);
}

/* The stream. */

/* Where messages go: anywhere at the same origin, and nowhere else, as they carry what is meant
 * for this server only. */
static char *
resolve_endpoint (SalonMcpHttpLink  *link,
                  const char        *reference,
                  GError           **error)
{
  g_autofree char *endpoint = g_uri_resolve_relative (link->url, reference, G_URI_FLAGS_NONE, NULL);

  if (endpoint != NULL && salon_mcp_http_link_has_origin (link->url, endpoint))
    return g_steal_pointer (&endpoint);
  g_set_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_START,
               _("%s wants messages to be sent to “%s”, which is not the same server."), link->name,
               reference);
  return NULL;
}

static gboolean
handle_event (Reading              *reading,
              SalonMcpEventStream  *stream,
              SalonSseEvent        *event,
              GError              **error)
{
  g_autoptr (SalonMcpSseTransport) self = g_weak_ref_get (&reading->transport);
  g_autoptr (SalonJsonDocument) message = NULL;
  g_autoptr (GError) failure = NULL;

  if (self == NULL)
    return FALSE;
  if (g_strcmp0 (event->type, "endpoint") == 0)
    {
      if (self->endpoint != NULL)
        return TRUE;
      self->endpoint = resolve_endpoint (reading->link, event->data, error);
      if (self->endpoint == NULL)
        return FALSE;
      dex_promise_resolve_boolean (self->started, TRUE);
      return TRUE;
    }
  message = salon_mcp_event_stream_read_message (stream, event, &failure);
  if (failure != NULL)
    salon_mcp_http_link_note (reading->link, failure->message);
  if (message != NULL && !self->is_closed)
    salon_mcp_transport_emit_message (SALON_MCP_TRANSPORT (self), message, NULL);
  return TRUE;
}

static gboolean
open_stream (Reading              *reading,
             SalonMcpEventStream  *stream,
             GError              **error)
{
  SalonMcpHttpCall call = {
    .method = "GET",
    .url = reading->link->url,
    .accept = "text/event-stream",
    .stop = DEX_FUTURE (reading->stop),
  };
  g_autoptr (SalonHttpResponse) response = salon_mcp_http_link_send (reading->link, &call, error);
  guint status = 0;

  if (response == NULL)
    return FALSE;
  if (salon_mcp_event_stream_is_one (response))
    {
      salon_mcp_event_stream_take (stream, g_steal_pointer (&response));
      return TRUE;
    }
  status = salon_http_response_get_status (response);
  if (status >= 400)
    g_propagate_error (error, salon_mcp_http_link_read_failure (reading->link, response,
                                                                DEX_FUTURE (reading->stop)));
  else
    g_set_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_START,
                 _("%s answered with %u, but not with a stream of messages. Perhaps it is not "
                   "the address of an "
                   "MCP server."),
                 reading->link->name, status);
  return FALSE;
}

/* The end of the stream is that of the session. */
static void
tell_end (Reading *reading,
          GError  *error)
{
  g_autoptr (SalonMcpSseTransport) self = g_weak_ref_get (&reading->transport);
  g_autoptr (GError) end = error;

  if (self == NULL || self->is_closed)
    return;
  if (end == NULL)
    end = g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED,
                       _("%s ended the stream of its messages, so nothing more can come from it."),
                       reading->link->name);
  if (dex_future_is_pending (DEX_FUTURE (self->started)))
    {
      dex_promise_reject (self->started, g_steal_pointer (&end));
      return;
    }
  self->is_closed = TRUE;
  salon_mcp_transport_emit_closed (SALON_MCP_TRANSPORT (self), end);
}

static DexFuture *
read_fiber (gpointer user_data)
{
  Reading *reading = user_data;
  g_autoptr (SalonMcpEventStream) stream = salon_mcp_event_stream_new (reading->link);
  GError *error = NULL;

  if (open_stream (reading, stream, &error))
    {
      gboolean goes_on = TRUE;

      while (goes_on)
        {
          g_autoptr (SalonSseEvent) event =
            salon_mcp_event_stream_next (stream, DEX_FUTURE (reading->stop), &error);

          goes_on = event != NULL && handle_event (reading, stream, event, &error);
        }
    }
  tell_end (reading, error);
  return dex_future_new_true ();
}

static DexFuture *
on_start_settled_cb (DexFuture *future,
                     gpointer   user_data)
{
  SalonMcpSseTransport *self = user_data;

  if (self->endpoint != NULL)
    return NULL;
  stop (self);
  /* A time-out is the only way to get here without an error. */
  if (dex_future_is_resolved (future))
    return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_START,
                                  _("%s did not say where messages are to be sent."),
                                  self->link->name);
  return NULL;
}

static DexFuture *
salon_mcp_sse_transport_start (SalonMcpTransport *transport)
{
  SalonMcpSseTransport *self = SALON_MCP_SSE_TRANSPORT (transport);
  Reading *reading = NULL;
  DexFuture *settled = NULL;

  if (self->is_started)
    return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_START, "%s",
                                  _("The connection was started before; it takes a new one to "
                                    "start again."));
  self->is_started = TRUE;
  reading = g_new0 (Reading, 1);
  g_weak_ref_init (&reading->transport, self);
  reading->link = salon_mcp_http_link_ref (self->link);
  reading->stop = dex_ref (self->stop);
  dex_future_disown (dex_scheduler_spawn (NULL, SALON_MCP_HTTP_STACK_SIZE, read_fiber, reading,
                                          reading_free));
  settled = dex_future_first (dex_ref (self->started), dex_ref (self->stop),
                              salon_clock_sleep (self->link->clock, ENDPOINT_PATIENCE_US), NULL);
  return dex_future_finally (settled, on_start_settled_cb, g_object_ref (self), g_object_unref);
}

/* Messages to the server. */

typedef struct
{
  SalonMcpHttpLink *link;
  char             *url;
  char             *text;
  DexPromise       *stop;
} Post;

static void
post_free (gpointer data)
{
  Post *post = data;

  salon_mcp_http_link_unref (post->link);
  g_free (post->url);
  g_free (post->text);
  dex_unref (post->stop);
  g_free (post);
}

static DexFuture *
post_fiber (gpointer user_data)
{
  Post *post = user_data;
  SalonMcpHttpCall call = {
    .method = "POST",
    .url = post->url,
    .body = post->text,
    .stop = DEX_FUTURE (post->stop),
  };
  g_autoptr (SalonHttpResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  guint status = 0;

  salon_ring_add (post->link->traffic, salon_clock_get_real_time (post->link->clock), "sent",
                  post->text, -1);
  response = salon_mcp_http_link_send (post->link, &call, &error);
  if (response == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  status = salon_http_response_get_status (response);
  if (status < 200 || status >= 300)
    return dex_future_new_for_error (salon_mcp_http_link_read_failure (post->link, response,
                                                                       DEX_FUTURE (post->stop)));
  salon_http_response_close (response);
  return dex_future_new_true ();
}

static DexFuture *
salon_mcp_sse_transport_send (SalonMcpTransport *transport,
                              const char        *message,
                              SalonMcpExchange  *exchange)
{
  SalonMcpSseTransport *self = SALON_MCP_SSE_TRANSPORT (transport);
  Post *post = NULL;

  if (self->endpoint == NULL || self->is_closed)
    return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED, "%s",
                                  _("The server takes no more messages: the connection to it is "
                                    "closed."));
  post = g_new0 (Post, 1);
  post->link = salon_mcp_http_link_ref (self->link);
  post->url = g_strdup (self->endpoint);
  post->text = g_strdup (message);
  post->stop = dex_ref (self->stop);
  return dex_scheduler_spawn (NULL, 0, post_fiber, post, post_free);
}

static DexFuture *
salon_mcp_sse_transport_close (SalonMcpTransport *transport)
{
  SalonMcpSseTransport *self = SALON_MCP_SSE_TRANSPORT (transport);
  gboolean was_open = self->is_started && !self->is_closed;

  self->is_closed = TRUE;
  stop (self);
  if (was_open && self->endpoint != NULL)
    salon_mcp_transport_emit_closed (transport, NULL);
  return dex_future_new_true ();
}

static SalonRing *
salon_mcp_sse_transport_get_traffic (SalonMcpTransport *transport)
{
  return SALON_MCP_SSE_TRANSPORT (transport)->link->traffic;
}

static SalonRing *
salon_mcp_sse_transport_get_diagnostics (SalonMcpTransport *transport)
{
  return SALON_MCP_SSE_TRANSPORT (transport)->link->diagnostics;
}

static void
transport_iface_init (SalonMcpTransportInterface *iface)
{
  iface->start = salon_mcp_sse_transport_start;
  iface->send = salon_mcp_sse_transport_send;
  iface->close = salon_mcp_sse_transport_close;
  iface->get_traffic = salon_mcp_sse_transport_get_traffic;
  iface->get_diagnostics = salon_mcp_sse_transport_get_diagnostics;
}

/* A transport that shares the address, the headers and the rings of another one. */
SalonMcpSseTransport *
salon_mcp_sse_transport_new_for_link (SalonMcpHttpLink *link)
{
  SalonMcpSseTransport *self = g_object_new (SALON_TYPE_MCP_SSE_TRANSPORT, NULL);

  self->link = salon_mcp_http_link_ref (link);
  return self;
}

/**
 * salon_mcp_sse_transport_new:
 * @url: the address of the server's stream
 * @headers: (nullable) (element-type utf8 utf8): headers that every request carries
 * @http_client: the client that makes the requests
 * @clock: (nullable): the time; %NULL for the system's
 *
 * Makes a transport for a server of the revision 2024-11-05. To be used on the main thread.
 *
 * Returns: (transfer full): a new transport, not started yet
 */
SalonMcpSseTransport *
salon_mcp_sse_transport_new (const char      *url,
                             GHashTable      *headers,
                             SalonHttpClient *http_client,
                             SalonClock      *clock)
{
  g_autoptr (SalonMcpHttpLink) link = NULL;

  g_return_val_if_fail (url != NULL, NULL);
  g_return_val_if_fail (SALON_IS_HTTP_CLIENT (http_client), NULL);
  g_return_val_if_fail (clock == NULL || SALON_IS_CLOCK (clock), NULL);

  link = salon_mcp_http_link_new (url, headers, http_client, clock);
  return salon_mcp_sse_transport_new_for_link (link);
}

/**
 * salon_mcp_sse_transport_set_authorizer:
 * @self: a transport that is not started yet
 * @authorizer: (nullable): who makes the user known to the server; %NULL for nobody
 */
void
salon_mcp_sse_transport_set_authorizer (SalonMcpSseTransport *self,
                                        SalonMcpAuthorizer   *authorizer)
{
  g_return_if_fail (SALON_IS_MCP_SSE_TRANSPORT (self));
  g_return_if_fail (authorizer == NULL || SALON_IS_MCP_AUTHORIZER (authorizer));

  g_set_object (&self->link->authorizer, authorizer);
}

/**
 * salon_mcp_sse_transport_set_max_message:
 * @self: a transport that is not started yet
 * @bytes: the largest message taken in; 16 MiB at first
 */
void
salon_mcp_sse_transport_set_max_message (SalonMcpSseTransport *self,
                                         gsize                 bytes)
{
  g_return_if_fail (SALON_IS_MCP_SSE_TRANSPORT (self));
  g_return_if_fail (bytes > 0);

  self->link->max_message = bytes;
}

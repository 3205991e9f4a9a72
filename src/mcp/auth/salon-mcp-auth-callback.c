/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-callback.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-auth-error.h"
#include "salon-mcp-auth-page-private.h"

#define PATH "/callback"

/* Of a request; a code of 8 KiB has been seen. */
#define MAX_HEAD (32 * 1024)

/* A browser comes with two or three connections, of which it uses one. */
#define MAX_VISITORS 16

#define VISITOR_SECONDS 10

/* For a port that is free on both 127.0.0.1 and [::1]. */
#define MAX_ATTEMPTS 16

struct _SalonMcpAuthCallback
{
  GObject         parent_instance;

  SalonClock     *clock;
  char           *host;
  guint16         preferred_port;
  /* NULL before the start and after the end. */
  GSocketService *service;
  char           *authority;
  char           *redirect_uri;
  char           *state;
  /* What wait() has promised; NULL before and after. */
  DexPromise     *answer;
  gulong          dropped_handler;
  DexFuture      *timer;
  /* Rejected when it is all over, for whoever is still talking. */
  DexPromise     *end;
  gboolean        has_waited;
  guint           n_visitors;
};

G_DEFINE_FINAL_TYPE (SalonMcpAuthCallback, salon_mcp_auth_callback, G_TYPE_OBJECT)

/* A connection. */
typedef struct
{
  GWeakRef           callback;
  GSocketConnection *connection;
  DexFuture         *deadline;
  DexFuture         *end;
} Visitor;

static void
visitor_free (gpointer data)
{
  Visitor *self = data;
  g_autoptr(SalonMcpAuthCallback) callback = g_weak_ref_get (&self->callback);

  if (callback != NULL)
    callback->n_visitors--;
  g_weak_ref_clear (&self->callback);
  g_io_stream_close (G_IO_STREAM (self->connection), NULL, NULL);
  g_clear_object (&self->connection);
  dex_clear (&self->deadline);
  dex_clear (&self->end);
  g_free (self);
}

static void
salon_mcp_auth_callback_close (SalonMcpAuthCallback *self)
{
  if (self->service != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->service, self);
      g_socket_service_stop (self->service);
      g_socket_listener_close (G_SOCKET_LISTENER (self->service));
      g_clear_object (&self->service);
    }

  dex_clear (&self->timer);
  if (self->end != NULL)
    {
      g_autoptr(DexPromise) end = g_steal_pointer (&self->end);

      dex_promise_reject (end, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                    _("Nobody waits for the browser any more.")));
    }
}

/* Returns what wait() has promised, to be kept now. */
static DexPromise *
salon_mcp_auth_callback_take_answer (SalonMcpAuthCallback *self)
{
  if (self->answer == NULL)
    return NULL;

  g_signal_handler_disconnect (dex_promise_get_cancellable (self->answer), self->dropped_handler);
  self->dropped_handler = 0;
  return g_steal_pointer (&self->answer);
}

static void
salon_mcp_auth_callback_reject (SalonMcpAuthCallback *self,
                                GError               *error)
{
  g_autoptr(DexPromise) answer = salon_mcp_auth_callback_take_answer (self);

  salon_mcp_auth_callback_close (self);
  if (answer != NULL)
    dex_promise_reject (answer, error);
  else
    g_error_free (error);
}

static void
salon_mcp_auth_callback_dispose (GObject *object)
{
  SalonMcpAuthCallback *self = SALON_MCP_AUTH_CALLBACK (object);

  salon_mcp_auth_callback_stop (self);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (salon_mcp_auth_callback_parent_class)->dispose (object);
}

static void
salon_mcp_auth_callback_finalize (GObject *object)
{
  SalonMcpAuthCallback *self = SALON_MCP_AUTH_CALLBACK (object);

  g_free (self->host);
  g_free (self->authority);
  g_free (self->redirect_uri);
  g_free (self->state);

  G_OBJECT_CLASS (salon_mcp_auth_callback_parent_class)->finalize (object);
}

static void
salon_mcp_auth_callback_class_init (SalonMcpAuthCallbackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_mcp_auth_callback_dispose;
  object_class->finalize = salon_mcp_auth_callback_finalize;
}

static void
salon_mcp_auth_callback_init (SalonMcpAuthCallback *self)
{
}

/**
 * salon_mcp_auth_callback_new:
 * @clock: what time-outs go by
 * @host: `127.0.0.1`, or `localhost` for authorization servers that insist on the name
 *
 * Returns: (transfer full): a listener that does not listen yet
 */
SalonMcpAuthCallback *
salon_mcp_auth_callback_new (SalonClock *clock,
                             const char *host)
{
  SalonMcpAuthCallback *self;

  g_return_val_if_fail (SALON_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (g_strcmp0 (host, "127.0.0.1") == 0 || g_strcmp0 (host, "localhost") == 0,
                        NULL);

  self = g_object_new (SALON_TYPE_MCP_AUTH_CALLBACK, NULL);
  self->clock = g_object_ref (clock);
  self->host = g_strdup (host);

  return self;
}

/**
 * salon_mcp_auth_callback_set_port:
 * @self: a listener that was not started
 * @port: the port to try first, 0 for any
 *
 * Many authorization servers know a client by one redirect URI, port included, although RFC 8252
 * section 7.3 says otherwise.
 */
void
salon_mcp_auth_callback_set_port (SalonMcpAuthCallback *self,
                                  guint16               port)
{
  g_return_if_fail (SALON_IS_MCP_AUTH_CALLBACK (self));
  g_return_if_fail (self->redirect_uri == NULL);

  self->preferred_port = port;
}

/* Reads up to the empty line; NULL with @status set to the answer's, or 0 for none. In a fiber. */
static char *
visitor_read_head (Visitor *self,
                   guint   *status)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (self->connection));
  g_autoptr(GByteArray) head = g_byte_array_new ();

  *status = 0;
  for (;;)
    {
      g_autoptr(GBytes) bytes = NULL;
      const guint8 *end;

      bytes = dex_await_boxed (dex_future_first (dex_input_stream_read_bytes (input, 4096,
                                                                              G_PRIORITY_DEFAULT),
                                                 dex_ref (self->deadline), dex_ref (self->end),
                                                 NULL),
                               NULL);
      if (bytes == NULL || g_bytes_get_size (bytes) == 0)
        return NULL;

      g_byte_array_append (head, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      end = memmem (head->data, head->len, "\r\n\r\n", 4);
      if (end == NULL && head->len > MAX_HEAD)
        *status = 431;
      else if (end == NULL)
        continue;
      else if ((gsize) (end - head->data) > MAX_HEAD)
        *status = 431;
      else if (memchr (head->data, '\0', (gsize) (end - head->data)) != NULL)
        *status = 400;

      return *status == 0 ? g_strndup ((const char *) head->data, (gsize) (end - head->data))
                          : NULL;
    }
}

/* In a fiber. */
static void
visitor_answer (Visitor  *self,
                guint     status,
                gboolean  is_head)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));
  g_autofree char *page = salon_mcp_auth_page_write (status, is_head);
  g_autoptr(GBytes) rest = g_bytes_new (page, strlen (page));

  while (g_bytes_get_size (rest) > 0)
    {
      g_autoptr(GBytes) whole = g_steal_pointer (&rest);
      gint64 n_bytes = dex_await_int64 (dex_future_first (dex_output_stream_write_bytes
                                                            (output, whole, G_PRIORITY_DEFAULT),
                                                          dex_ref (self->deadline), NULL),
                                        NULL);

      if (n_bytes <= 0)
        return;
      rest = g_bytes_new_from_bytes (whole, (gsize) n_bytes,
                                     g_bytes_get_size (whole) - (gsize) n_bytes);
    }

  g_socket_shutdown (g_socket_connection_get_socket (self->connection), FALSE, TRUE, NULL);
}

/* Not faster for a state that begins right. */
static gboolean
is_same (const char *a,
         const char *b)
{
  gsize length = strlen (a);
  guint difference = 0;
  gsize i;

  if (strlen (b) != length)
    return FALSE;

  for (i = 0; i < length; i++)
    difference |= (guint) (guchar) (a[i] ^ b[i]);

  return difference == 0;
}

/* Returns the status that the page has, 0 for no page. */
static guint
salon_mcp_auth_callback_take (SalonMcpAuthCallback *self,
                              SalonMcpAuthResponse *response)
{
  const char *state = salon_mcp_auth_response_get_state (response);
  g_autoptr(DexPromise) answer = NULL;

  if (self->answer == NULL || state == NULL || !is_same (state, self->state))
    return 400;

  /* The first one is the only one. */
  answer = salon_mcp_auth_callback_take_answer (self);
  salon_mcp_auth_callback_close (self);
  dex_promise_resolve_boxed (answer, SALON_TYPE_MCP_AUTH_RESPONSE,
                             salon_mcp_auth_response_ref (response));

  return salon_mcp_auth_response_get_error (response) != NULL ? 403 : 200;
}

static DexFuture *
visitor_fiber (gpointer data)
{
  Visitor *self = data;
  g_auto(SalonMcpAuthVisit) visit = { 0 };
  g_autofree char *head = NULL;
  guint status;

  head = visitor_read_head (self, &status);
  if (head != NULL)
    {
      g_autoptr(SalonMcpAuthCallback) callback = g_weak_ref_get (&self->callback);

      if (callback == NULL || callback->service == NULL)
        return dex_future_new_for_boolean (FALSE);

      salon_mcp_auth_visit_read (&visit, head, callback->authority, PATH);
      status = visit.response != NULL ? salon_mcp_auth_callback_take (callback, visit.response)
                                      : visit.status;
    }

  if (status != 0)
    visitor_answer (self, status, visit.is_head);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
on_visitor_too_slow (DexFuture *future,
                     gpointer   user_data)
{
  return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "Too slow");
}

static gboolean
on_incoming_cb (GSocketService    *service,
                GSocketConnection *connection,
                GObject           *source,
                gpointer           user_data)
{
  SalonMcpAuthCallback *self = user_data;
  Visitor *visitor;

  /* Closed by nobody keeping it. */
  if (self->n_visitors >= MAX_VISITORS || self->end == NULL)
    return TRUE;

  self->n_visitors++;
  visitor = g_new0 (Visitor, 1);
  g_weak_ref_init (&visitor->callback, self);
  visitor->connection = g_object_ref (connection);
  visitor->deadline = dex_future_then (salon_clock_sleep (self->clock, VISITOR_SECONDS *
                                                                       G_TIME_SPAN_SECOND),
                                       on_visitor_too_slow, NULL, NULL);
  visitor->end = dex_ref (DEX_FUTURE (self->end));
  dex_future_disown (dex_scheduler_spawn (NULL, 0, visitor_fiber, visitor, visitor_free));

  return TRUE;
}

/* Returns the port; 0 with an error. */
static guint16
listen_on (GSocketService  *service,
           GSocketFamily    family,
           guint16          port,
           GError         **error)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (family);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  g_autoptr(GSocketAddress) effective = NULL;

  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &effective, error))
    return 0;

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
}

/* One attempt. Returns the port; 0 with an error. */
static guint16
salon_mcp_auth_callback_open (SalonMcpAuthCallback  *self,
                              guint16                port,
                              GError               **error)
{
  g_autoptr(GSocketService) service = g_socket_service_new ();
  g_autoptr(GError) failure = NULL;

  g_socket_service_stop (service);
  port = listen_on (service, G_SOCKET_FAMILY_IPV4, port, error);
  if (port == 0)
    return 0;

  /* A browser may take “localhost” for either. A computer without IPv6 has no [::1], and no one
   * else can have the port there. */
  if (strcmp (self->host, "localhost") == 0 &&
      listen_on (service, G_SOCKET_FAMILY_IPV6, port, &failure) == 0 &&
      g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      g_socket_listener_close (G_SOCKET_LISTENER (service));
      return 0;
    }

  self->service = g_steal_pointer (&service);
  return port;
}

/**
 * salon_mcp_auth_callback_start:
 * @self: a listener that was not started
 * @error: return location for an error
 *
 * Opens a port on this computer, reachable from nowhere else.
 *
 * Returns: whether there is one; otherwise %SALON_MCP_AUTH_ERROR_FAILED
 */
gboolean
salon_mcp_auth_callback_start (SalonMcpAuthCallback  *self,
                               GError               **error)
{
  g_autoptr(GError) failure = NULL;
  guint16 port = 0;
  guint i;

  g_return_val_if_fail (SALON_IS_MCP_AUTH_CALLBACK (self), FALSE);
  g_return_val_if_fail (self->redirect_uri == NULL, FALSE);

  if (self->preferred_port != 0)
    port = salon_mcp_auth_callback_open (self, self->preferred_port, NULL);
  for (i = 0; port == 0 && i < MAX_ATTEMPTS; i++)
    {
      g_clear_error (&failure);
      port = salon_mcp_auth_callback_open (self, 0, &failure);
    }
  if (port == 0)
    {
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_FAILED,
                   _("Salon can’t open a port for the browser to come back to (%s)."),
                   failure->message);
      return FALSE;
    }

  self->authority = g_strdup_printf ("%s:%u", self->host, port);
  self->redirect_uri = g_strdup_printf ("http://%s" PATH, self->authority);
  self->end = dex_promise_new ();
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming_cb), self);
  g_socket_service_start (self->service);

  return TRUE;
}

/**
 * salon_mcp_auth_callback_get_redirect_uri:
 * @self: a listener
 *
 * Returns: (transfer none) (nullable): the address to have the browser sent to; %NULL before the
 *   start
 */
const char *
salon_mcp_auth_callback_get_redirect_uri (SalonMcpAuthCallback *self)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_CALLBACK (self), NULL);

  return self->redirect_uri;
}

static DexFuture *
on_timed_out (DexFuture *future,
              gpointer   user_data)
{
  SalonMcpAuthCallback *self = user_data;

  salon_mcp_auth_callback_reject (self,
                                  g_error_new_literal (SALON_MCP_AUTH_ERROR,
                                                       SALON_MCP_AUTH_ERROR_TIMED_OUT,
                                                       _("Nobody signed in within five minutes. "
                                                         "Try again, and finish in the "
                                                         "browser.")));
  return NULL;
}

static void
on_dropped_cb (GCancellable *dropped,
               gpointer      user_data)
{
  SalonMcpAuthCallback *self = user_data;
  g_autoptr(DexPromise) answer = NULL;

  /* Its cancellable is in the middle of telling this; so no disconnecting here. */
  answer = g_steal_pointer (&self->answer);
  salon_mcp_auth_callback_close (self);
}

static DexFuture *
pass_on (DexFuture *future,
         gpointer   user_data)
{
  return dex_ref (future);
}

/**
 * salon_mcp_auth_callback_wait:
 * @self: a listener that was started
 * @state: the state in the authorization request
 *
 * Waits for the browser to come back with the right state. Whatever else comes is told so and
 * changes nothing. Dropping the future closes the port.
 *
 * Returns: (transfer full): a future of a boxed #SalonMcpAuthResponse, be it a success or an error.
 *   Rejected with %SALON_MCP_AUTH_ERROR_TIMED_OUT, or %G_IO_ERROR_CANCELLED when the listener was
 *   stopped
 */
DexFuture *
salon_mcp_auth_callback_wait (SalonMcpAuthCallback *self,
                              const char           *state)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_CALLBACK (self), dex_future_new_infinite ());
  g_return_val_if_fail (state != NULL && *state != '\0', dex_future_new_infinite ());

  if (self->service == NULL || self->has_waited)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                  _("Nobody waits for the browser any more."));

  self->has_waited = TRUE;
  self->state = g_strdup (state);
  self->answer = dex_promise_new_cancellable ();
  self->dropped_handler =
    g_signal_connect_object (dex_promise_get_cancellable (self->answer), "cancelled",
                             G_CALLBACK (on_dropped_cb), self, G_CONNECT_DEFAULT);
  self->timer = dex_future_then (salon_clock_sleep (self->clock, SALON_MCP_AUTH_CALLBACK_SECONDS *
                                                                 G_TIME_SPAN_SECOND),
                                 on_timed_out, self, NULL);

  /* Without somebody chained to it, a promise does not hear of being dropped. */
  return dex_future_then (dex_ref (DEX_FUTURE (self->answer)), pass_on, NULL, NULL);
}

/**
 * salon_mcp_auth_callback_stop:
 * @self: a listener
 *
 * Closes the port. Who waits is rejected with %G_IO_ERROR_CANCELLED.
 */
void
salon_mcp_auth_callback_stop (SalonMcpAuthCallback *self)
{
  g_return_if_fail (SALON_IS_MCP_AUTH_CALLBACK (self));

  salon_mcp_auth_callback_reject (self,
                                  g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                       _("Nobody waits for the browser any "
                                                         "more.")));
}

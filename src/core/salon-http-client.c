/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-http-client.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>

#include "salon-core-error.h"
#include "salon-http-pin-private.h"
#include "salon-http-private.h"

/* Every open event stream holds a connection; libsoup's own two per host would make the
 * third request wait for the end of a stream that has none. */
#define MAX_CONNECTIONS 1024
#define MAX_CONNECTIONS_PER_HOST 256

/* How long an idle connection is kept for the next request, in seconds. */
#define IDLE_TIMEOUT 60

/* More connections than this are not in use at once, so older ones are history. */
#define REMEMBERED_CONNECTIONS (2 * MAX_CONNECTIONS)

struct _SalonHttpClient
{
  GObject      parent_instance;

  SoupSession *session;
  SalonClock  *clock;
  /* The numbers of connections that have brought an answer, as keys. */
  GHashTable  *used_connections;
};

enum
{
  PROP_0,
  PROP_USER_AGENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SalonHttpClient, salon_http_client, G_TYPE_OBJECT)

/* A request on its way, until the head of the answer is there. */
typedef struct
{
  SalonHttpClient  *client;
  SalonHttpRequest *request;
  /* The client's, or one of its own when the host's addresses were given. */
  SoupSession      *session;
  SoupMessage      *message;
  GCancellable     *cancellable;
  DexPromise       *promise;
  gulong            dropped_handler;
  DexFuture        *timer;
  gboolean          has_timed_out;
  gboolean          is_retry;
} Sending;

static void sending_start (Sending *self);

static void
sending_free (Sending *self)
{
  g_signal_handler_disconnect (dex_promise_get_cancellable (self->promise),
                               self->dropped_handler);
  dex_clear (&self->timer);
  dex_clear (&self->promise);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->message);
  g_clear_object (&self->session);
  g_clear_pointer (&self->request, salon_http_request_unref);
  g_clear_object (&self->client);
  g_free (self);
}

static void
salon_http_client_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SalonHttpClient *self = SALON_HTTP_CLIENT (object);

  switch (property_id)
    {
    case PROP_USER_AGENT:
      g_value_set_string (value, salon_http_client_get_user_agent (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
salon_http_client_set_property (GObject      *object,
                                guint         property_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SalonHttpClient *self = SALON_HTTP_CLIENT (object);

  switch (property_id)
    {
    case PROP_USER_AGENT:
      salon_http_client_set_user_agent (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
salon_http_client_dispose (GObject *object)
{
  SalonHttpClient *self = SALON_HTTP_CLIENT (object);

  g_clear_object (&self->session);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->used_connections, g_hash_table_unref);

  G_OBJECT_CLASS (salon_http_client_parent_class)->dispose (object);
}

static void
salon_http_client_class_init (SalonHttpClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = salon_http_client_get_property;
  object_class->set_property = salon_http_client_set_property;
  object_class->dispose = salon_http_client_dispose;

  /**
   * SalonHttpClient:user-agent:
   *
   * What the client calls itself.
   */
  properties[PROP_USER_AGENT] =
    g_param_spec_string ("user-agent", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

/* @connectable: (nullable): the only place to connect to, instead of any request's host */
static SoupSession *
create_session (GSocketConnectable *connectable)
{
  SoupSession *session;

  /* Quiet streams and calls that take their time are no errors: no time-out here. */
  session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS,
                                           "max-conns-per-host", MAX_CONNECTIONS_PER_HOST,
                                           "timeout", 0,
                                           "idle-timeout", IDLE_TIMEOUT,
                                           "remote-connectable", connectable,
                                           NULL);
  /* It would swallow the 401s that authorization begins with. */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);

  return session;
}

static void
salon_http_client_init (SalonHttpClient *self)
{
  self->session = create_session (NULL);
  soup_session_set_user_agent (self->session, "Salon/" PACKAGE_VERSION);

  self->clock = g_object_ref (salon_clock_get_system ());
  self->used_connections = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/* A session that knows of one host only, where that is, and otherwise what the client's does. */
static SoupSession *
salon_http_client_create_pinned_session (SalonHttpClient  *self,
                                         SalonHttpRequest *request)
{
  g_autoptr(GUri) uri = g_uri_parse (salon_http_request_get_url (request),
                                     SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr(GSocketConnectable) pin = NULL;
  SoupSession *session;

  /* What is no address is found out and described when the message is made of it. */
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return g_object_ref (self->session);

  pin = _salon_http_pin_new (uri, _salon_http_request_get_addresses (request));
  session = create_session (pin);
  soup_session_set_user_agent (session, soup_session_get_user_agent (self->session));
  soup_session_set_proxy_resolver (session, soup_session_get_proxy_resolver (self->session));
  soup_session_set_tls_database (session, soup_session_get_tls_database (self->session));

  return session;
}

/**
 * salon_http_client_new:
 *
 * Returns: (transfer full): a client
 */
SalonHttpClient *
salon_http_client_new (void)
{
  return g_object_new (SALON_TYPE_HTTP_CLIENT, NULL);
}

/**
 * salon_http_client_get_user_agent:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): what the client calls itself
 */
const char *
salon_http_client_get_user_agent (SalonHttpClient *self)
{
  g_return_val_if_fail (SALON_IS_HTTP_CLIENT (self), NULL);

  return soup_session_get_user_agent (self->session);
}

/**
 * salon_http_client_set_user_agent:
 * @self: a client
 * @user_agent: (nullable): what the client is to call itself; %NULL for nothing
 */
void
salon_http_client_set_user_agent (SalonHttpClient *self,
                                  const char      *user_agent)
{
  g_return_if_fail (SALON_IS_HTTP_CLIENT (self));

  if (g_strcmp0 (user_agent, salon_http_client_get_user_agent (self)) == 0)
    return;

  soup_session_set_user_agent (self->session, user_agent);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USER_AGENT]);
}

/**
 * salon_http_client_set_clock:
 * @self: a client
 * @clock: the clock that time-outs go by from now on
 */
void
salon_http_client_set_clock (SalonHttpClient *self,
                             SalonClock      *clock)
{
  g_return_if_fail (SALON_IS_HTTP_CLIENT (self));
  g_return_if_fail (SALON_IS_CLOCK (clock));

  g_set_object (&self->clock, clock);
}

/**
 * salon_http_client_set_proxy:
 * @self: a client
 * @uri: (nullable): the proxy, such as `http://proxy.example:3128` or `socks5://localhost:1080`;
 *   %NULL for what the system says
 *
 * Sends everything through a proxy of its own from now on.
 */
void
salon_http_client_set_proxy (SalonHttpClient *self,
                             const char      *uri)
{
  g_autoptr (GProxyResolver) resolver = NULL;

  g_return_if_fail (SALON_IS_HTTP_CLIENT (self));

  resolver = uri != NULL ? g_simple_proxy_resolver_new (uri, NULL)
                         : g_object_ref (g_proxy_resolver_get_default ());
  soup_session_set_proxy_resolver (self->session, resolver);
}

/**
 * salon_http_client_get_proxy_resolver:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): what tells the proxies; %NULL when none are used
 */
GProxyResolver *
salon_http_client_get_proxy_resolver (SalonHttpClient *self)
{
  g_return_val_if_fail (SALON_IS_HTTP_CLIENT (self), NULL);

  return soup_session_get_proxy_resolver (self->session);
}

/**
 * salon_http_client_set_proxy_resolver:
 * @self: a client
 * @resolver: (nullable): what tells the proxies, in place of the system; %NULL for none
 */
void
salon_http_client_set_proxy_resolver (SalonHttpClient *self,
                                      GProxyResolver  *resolver)
{
  g_return_if_fail (SALON_IS_HTTP_CLIENT (self));
  g_return_if_fail (resolver == NULL || G_IS_PROXY_RESOLVER (resolver));

  soup_session_set_proxy_resolver (self->session, resolver);
}

/**
 * salon_http_client_set_tls_database:
 * @self: a client
 * @database: (nullable): the authorities to trust, in place of the system's; %NULL for none
 */
void
salon_http_client_set_tls_database (SalonHttpClient *self,
                                    GTlsDatabase    *database)
{
  g_return_if_fail (SALON_IS_HTTP_CLIENT (self));
  g_return_if_fail (database == NULL || G_IS_TLS_DATABASE (database));

  soup_session_set_tls_database (self->session, database);
}

static gboolean
is_history (gpointer key,
            gpointer value,
            gpointer newest)
{
  return *(gint64 *) key < *(gint64 *) newest - REMEMBERED_CONNECTIONS;
}

static void
salon_http_client_remember_connection (SalonHttpClient *self,
                                       SoupMessage     *message)
{
  gint64 number = (gint64) soup_message_get_connection_id (message);

  g_hash_table_add (self->used_connections, g_memdup2 (&number, sizeof number));
  if (g_hash_table_size (self->used_connections) > 2 * REMEMBERED_CONNECTIONS)
    g_hash_table_foreach_remove (self->used_connections, is_history, &number);
}

/* A server may close a connection that it said it would keep, in the very moment in which
 * the next request goes out. libsoup sends again what can't do harm twice (GET and so on).
 * For POST, of which all our protocols are made, it is safe enough when the server has
 * given no sign of life on a connection on which it had answered before. Once only. */
static gboolean
sending_may_try_again (Sending      *self,
                       const GError *cause)
{
  gint64 number = (gint64) soup_message_get_connection_id (self->message);
  SoupMessageMetrics *metrics = soup_message_get_metrics (self->message);

  if (self->is_retry || self->has_timed_out)
    return FALSE;

  /* A connection of its own is always a new one. */
  if (self->session != self->client->session)
    return FALSE;

  /* Over HTTP/2 one lost stream says nothing about the connection. */
  if (soup_message_get_http_version (self->message) == SOUP_HTTP_2_0)
    return FALSE;

  if (!g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) &&
      !g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) &&
      !g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED) &&
      !g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_EOF))
    return FALSE;

  return g_hash_table_contains (self->client->used_connections, &number) &&
         metrics != NULL &&
         soup_message_metrics_get_response_header_bytes_received (metrics) == 0;
}

static GError *
sending_describe_error (Sending      *self,
                        const GError *cause)
{
  if (!self->has_timed_out)
    return _salon_http_error_new (self->message, cause, FALSE);

  return g_error_new (SALON_CORE_ERROR, SALON_CORE_ERROR_TIMED_OUT,
                      ngettext ("%s did not answer within %u second.",
                                "%s did not answer within %u seconds.",
                                salon_http_request_get_timeout (self->request)),
                      g_uri_get_host (soup_message_get_uri (self->message)),
                      salon_http_request_get_timeout (self->request));
}

static void
on_sent_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Sending *self = user_data;
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GError) cause = NULL;

  stream = soup_session_send_finish (SOUP_SESSION (object), result, &cause);
  if (stream != NULL && g_cancellable_set_error_if_cancelled (self->cancellable, &cause))
    _salon_http_abort_stream (stream);

  if (cause != NULL && sending_may_try_again (self, cause))
    {
      g_debug ("%s was not answered on a kept connection; sending it again",
               salon_http_request_get_method (self->request));
      self->is_retry = TRUE;
      sending_start (self);
      return;
    }

  if (cause != NULL)
    {
      dex_promise_reject (self->promise, sending_describe_error (self, cause));
    }
  else
    {
      if (self->session == self->client->session)
        salon_http_client_remember_connection (self->client, self->message);
      dex_promise_resolve_object (self->promise,
                                  _salon_http_response_new (self->session, self->message,
                                                            stream, self->cancellable));
    }

  sending_free (self);
}

static void
sending_start (Sending *self)
{
  g_autoptr(GError) error = NULL;
  SoupMessageFlags flags;

  g_clear_object (&self->message);
  self->message = _salon_http_request_create_message (self->request, &error);
  if (self->message == NULL)
    {
      dex_promise_reject (self->promise, g_steal_pointer (&error));
      sending_free (self);
      return;
    }

  /* What to do about a redirect depends on the protocol: a POST must not become a GET, and
   * credentials must not go elsewhere. */
  flags = SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_COLLECT_METRICS;
  /* libsoup makes a new connection for every POST, as it can't send one again when a kept
   * one turns out dead. We can (sending_may_try_again), so a kept one will do; told by a
   * flag whose name says more than it does. */
  flags |= self->is_retry ? SOUP_MESSAGE_NEW_CONNECTION : SOUP_MESSAGE_IDEMPOTENT;
  soup_message_set_flags (self->message, flags);

  soup_session_send_async (self->session, self->message, G_PRIORITY_DEFAULT,
                           self->cancellable, on_sent_cb, self);
}

static void
on_send_dropped_cb (GCancellable *dropped,
                    gpointer      user_data)
{
  Sending *self = user_data;

  g_cancellable_cancel (self->cancellable);
}

static DexFuture *
on_timed_out (DexFuture *future,
              gpointer   user_data)
{
  Sending *self = user_data;

  self->has_timed_out = TRUE;
  g_cancellable_cancel (self->cancellable);

  return dex_future_new_for_boolean (TRUE);
}

/**
 * salon_http_client_send:
 * @self: a client
 * @request: a request
 *
 * Sends a request and waits for the head of the answer. Every answer is an answer,
 * whatever its status: redirects are not followed. Dropping the future closes the
 * connection.
 *
 * A request that the server has not answered with a single byte, on a connection that was
 * kept from an earlier answer, is sent again, once, on a new connection.
 *
 * Returns: (transfer full): a future of a [class@HttpResponse]. Rejected with
 *   %SALON_CORE_ERROR_SYNTAX when the request can't be sent, %SALON_CORE_ERROR_NETWORK,
 *   %SALON_CORE_ERROR_HUNG_UP, %SALON_CORE_ERROR_TLS, %SALON_CORE_ERROR_TIMED_OUT or
 *   %SALON_CORE_ERROR_PROTOCOL
 */
DexFuture *
salon_http_client_send (SalonHttpClient  *self,
                        SalonHttpRequest *request)
{
  DexFuture *future;
  Sending *sending;
  guint timeout;

  g_return_val_if_fail (SALON_IS_HTTP_CLIENT (self) && request != NULL,
                        dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                                               "No client or request"));

  sending = g_new0 (Sending, 1);
  sending->client = g_object_ref (self);
  sending->request = salon_http_request_ref (request);
  if (_salon_http_request_get_addresses (request) != NULL)
    sending->session = salon_http_client_create_pinned_session (self, request);
  else
    sending->session = g_object_ref (self->session);
  sending->cancellable = g_cancellable_new ();
  sending->promise = dex_promise_new_cancellable ();
  sending->dropped_handler =
    g_signal_connect (dex_promise_get_cancellable (sending->promise), "cancelled",
                      G_CALLBACK (on_send_dropped_cb), sending);
  future = _salon_http_guard_promise (sending->promise);

  timeout = salon_http_request_get_timeout (request);
  if (timeout > 0)
    sending->timer = dex_future_then (salon_clock_sleep (self->clock,
                                                         (gint64) timeout * G_USEC_PER_SEC),
                                      on_timed_out, sending, NULL);

  sending_start (sending);

  return future;
}

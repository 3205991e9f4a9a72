/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-http-ways"

#include "config.h"

#include <string.h>

#include "salon-mcp-error.h"
#include "salon-mcp-sse-transport.h"
#include "web-fixture.h"

/* Other ways to a server: HTTP+SSE, through a sign-in, through a proxy. */

static void
assert_contains (const char *text,
                 const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in “%s”", part, text);
}

/* HTTP+SSE. */

typedef struct
{
  const char      *endpoint;     /* what the stream says first; NULL for nothing */
  HttpPeerRequest *stream;
  HttpPeer        *peer;
} Old;

static void
on_old_request_cb (HttpPeerRequest *request,
                   gpointer         user_data)
{
  Old *old = user_data;
  const char *method = http_peer_rpc_method (request);
  g_autofree char *event = NULL;

  if (strcmp (request->method, "GET") == 0)
    {
      old->stream = request;
      http_peer_begin_stream (request, NULL);
      event = old->endpoint != NULL ? g_strdup_printf ("event: endpoint\ndata: %s\n\n",
                                                       old->endpoint) : NULL;
      if (event != NULL)
        http_peer_send (request, event);
      return;
    }
  if (g_str_equal (request->path, "/mcp"))
    {
      http_peer_respond (request, 405, NULL, NULL, NULL);
      return;
    }
  http_peer_respond (request, 202, NULL, NULL, NULL);
  if (g_strcmp0 (method, "initialize") == 0)
    http_peer_send_result (old->stream, request,
                           "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{}}");
  else if (g_strcmp0 (method, "a/b") == 0)
    http_peer_send_result (old->stream, request, "{\"c\":1}");
}

static SalonMcpClient *
old_client_new (Old                *old,
                gboolean            is_direct,
                SalonManualClock   *clock,
                SalonMcpTransport **transport)
{
  g_autoptr (SalonHttpClient) http_client = salon_http_client_new ();
  const char *url = http_peer_get_url (old->peer);

  *transport = is_direct ? SALON_MCP_TRANSPORT (salon_mcp_sse_transport_new (url, NULL, http_client,
                                                                             SALON_CLOCK (clock)))
                         : SALON_MCP_TRANSPORT (salon_mcp_http_transport_new (
                             url, NULL, http_client, SALON_CLOCK (clock)));
  return salon_mcp_client_new (*transport, NULL, SALON_CLOCK (clock));
}

static void
old_close (Old               *old,
           SalonMcpClient    *client,
           SalonMcpTransport *transport)
{
  g_object_unref (transport);
  mcp_test_close (client);
  http_peer_free (old->peer);
}

static gboolean
has_failed (gpointer user_data)
{
  return salon_mcp_client_get_state (user_data) == SALON_MCP_CLIENT_FAILED;
}

static gboolean
has_stream (gpointer user_data)
{
  return ((Old *) user_data)->stream != NULL;
}

static void
test_old (gconstpointer data)
{
  gboolean is_direct = GPOINTER_TO_INT (data);
  Old old = { "/messages?id=1" };
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  SalonMcpTransport *transport = NULL;
  SalonMcpClient *client = NULL;
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  old.peer = http_peer_new (on_old_request_cb, &old);
  client = old_client_new (&old, is_direct, clock, &transport);
  mcp_test_await (salon_mcp_client_open (client), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (salon_mcp_client_get_protocol_version (client), ==, "2024-11-05");
  g_assert_cmpuint (http_peer_count (old.peer, "POST", "server/discover"), ==, is_direct ? 0 : 1);
  exchange = salon_mcp_client_request (client, "a/b", NULL);
  text = web_await_text (exchange, NULL);
  g_assert_cmpstr (text, ==, "{\"c\":1}");
  g_assert_cmpstr (http_peer_find (old.peer, "POST", "a/b", 0)->path, ==, "/messages?id=1");

  /* The end of the stream is that of the session. */
  http_peer_end_stream (old.stream);
  mcp_test_run_until (has_failed, client);
  assert_contains (salon_mcp_client_get_failure (client)->message, "ended the stream");
  old_close (&old, client, transport);
}

static void
test_old_endpoint (gconstpointer data)
{
  Old old = { data };
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  SalonMcpTransport *transport = NULL;
  SalonMcpClient *client = NULL;
  DexFuture *opening = NULL;
  g_autoptr (GError) error = NULL;

  old.peer = http_peer_new (on_old_request_cb, &old);
  client = old_client_new (&old, TRUE, clock, &transport);
  opening = salon_mcp_client_open (client);
  if (data == NULL)
    {
      mcp_test_run_until (has_stream, &old);
      salon_manual_clock_advance (clock, 30 * G_TIME_SPAN_SECOND);
    }
  g_assert_false (mcp_test_await (opening, &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_START);
  assert_contains (error->message, data != NULL ? "not the same server" : "did not say where");
  g_assert_cmpuint (http_peer_count (old.peer, "POST", NULL), ==, 0);
  old_close (&old, client, transport);
}

/* A sign-in. */

#define TEST_TYPE_AUTHORIZER (test_authorizer_get_type ())

G_DECLARE_FINAL_TYPE (TestAuthorizer, test_authorizer, TEST, AUTHORIZER, GObject)

struct _TestAuthorizer
{
  GObject     parent_instance;
  guint       n_refusals;
  guint       n_answers;
  guint       attempt;
  char       *challenge;
  char       *operation;
  DexPromise *sign_in;      /* to be settled by the test; NULL: at once */
};

static void authorizer_iface_init (SalonMcpAuthorizerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestAuthorizer, test_authorizer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_AUTHORIZER,
                                                      authorizer_iface_init))

static void
test_authorizer_finalize (GObject *object)
{
  g_free (TEST_AUTHORIZER (object)->challenge);
  g_free (TEST_AUTHORIZER (object)->operation);
  dex_clear (&TEST_AUTHORIZER (object)->sign_in);
  G_OBJECT_CLASS (test_authorizer_parent_class)->finalize (object);
}

static void
test_authorizer_class_init (TestAuthorizerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_authorizer_finalize;
}

static void
test_authorizer_init (TestAuthorizer *self)
{
}

static DexFuture *
test_authorizer_get_headers (SalonMcpAuthorizer              *authorizer,
                             const SalonMcpAuthorizerRequest *request)
{
  GHashTable *headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_insert (headers, g_strdup ("Authorization"),
                       g_strdup_printf ("Bearer %u", TEST_AUTHORIZER (authorizer)->n_refusals));
  return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, headers);
}

static DexFuture *
test_authorizer_handle_refusal (SalonMcpAuthorizer              *authorizer,
                                const SalonMcpAuthorizerRequest *request,
                                const SalonMcpAuthorizerRefusal *refusal)
{
  TestAuthorizer *self = TEST_AUTHORIZER (authorizer);
  g_autofree char *number = g_strdup_printf ("Bearer %u", self->n_refusals);

  g_assert_cmpstr (g_hash_table_lookup (refusal->credentials, "Authorization"), ==, number);
  g_assert_cmpuint (refusal->status, ==, 401);
  g_assert_cmpstr (refusal->nonce, ==, "n1");
  g_set_str (&self->operation, request->operation);
  self->attempt = refusal->attempt;
  self->n_refusals++;
  g_set_str (&self->challenge, refusal->challenge);
  return self->sign_in != NULL ? DEX_FUTURE (dex_ref (self->sign_in)) : dex_future_new_true ();
}

static void
test_authorizer_take_answer (SalonMcpAuthorizer              *authorizer,
                             const SalonMcpAuthorizerRequest *request,
                             const char                      *nonce)
{
  TEST_AUTHORIZER (authorizer)->n_answers++;
}

static void
authorizer_iface_init (SalonMcpAuthorizerInterface *iface)
{
  iface->get_headers = test_authorizer_get_headers;
  iface->handle_refusal = test_authorizer_handle_refusal;
  iface->take_answer = test_authorizer_take_answer;
}

/* Lets in whoever has the right number. */
static gboolean
guard (Web             *web,
       HttpPeerRequest *request)
{
  const char *authorization = http_peer_header (request, "Authorization");

  if (g_strcmp0 (authorization, web->data) == 0)
    return FALSE;
  http_peer_respond (request, 401, "WWW-Authenticate: Bearer realm=\"a, b\"\r\nWWW-Authenticate: "
                                   "Basic\r\nDPoP-Nonce: n1\r\n", NULL, NULL);
  return TRUE;
}

static void
test_sign_in (void)
{
  g_autoptr (TestAuthorizer) authorizer = g_object_new (TEST_TYPE_AUTHORIZER, NULL);
  Web web = { .func = guard, .data = "Bearer 1" };
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  web_init (&web, NULL);
  salon_mcp_http_transport_set_authorizer (web.transport, SALON_MCP_AUTHORIZER (authorizer));
  web_open (&web);
  g_assert_cmpuint (authorizer->n_refusals, ==, 1);
  g_assert_cmpstr (authorizer->challenge, ==, "Bearer realm=\"a, b\", Basic");
  g_assert_cmpstr (http_peer_header (http_peer_find (web.peer, "GET", NULL, 0), "Authorization"),
                   ==, "Bearer 1");

  /* While the user signs in, the clock stands still; and nobody is let try for ever. */
  web.data = "Bearer 3";
  authorizer->sign_in = dex_promise_new ();
  exchange = web_request (&web, "a/b", NULL);
  web_await (&web, "POST", "a/b", 0);
  web_await_number (&authorizer->n_refusals, 2);
  salon_manual_clock_advance (web.clock, G_TIME_SPAN_HOUR);
  mcp_test_settle ();
  g_assert_false (salon_mcp_exchange_is_finished (exchange));
  dex_promise_resolve_boolean (authorizer->sign_in, TRUE);
  text = web_await_text (exchange, NULL);
  g_assert_cmpstr (text, ==, "{}");
  g_assert_cmpuint (authorizer->n_refusals, ==, 3);
  g_assert_cmpstr (authorizer->operation, ==, "a/b");
  g_assert_cmpuint (authorizer->attempt, ==, 1);
  g_assert_cmpuint (authorizer->n_answers, >, 0);

  web.data = "Bearer never";
  g_clear_object (&exchange);
  g_clear_pointer (&text, g_free);
  exchange = web_request (&web, "c/d", NULL);
  text = web_await_text (exchange, &error);
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_UNAUTHORIZED);
  g_assert_cmpuint (authorizer->n_refusals, ==, 9);
  g_assert_cmpuint (http_peer_count (web.peer, "POST", "c/d"), ==, 7);
  web_clear (&web);
}

static void
test_sign_in_fails (void)
{
  g_autoptr (TestAuthorizer) authorizer = g_object_new (TEST_TYPE_AUTHORIZER, NULL);
  Web web = { .is_modern = TRUE, .func = guard, .data = "Bearer never" };
  g_autoptr (GError) error = NULL;

  web_init (&web, NULL);
  salon_mcp_client_set_era (web.client, SALON_MCP_ERA_AUTO);
  salon_mcp_http_transport_set_authorizer (web.transport, SALON_MCP_AUTHORIZER (authorizer));
  authorizer->sign_in = dex_promise_new ();
  dex_promise_reject (authorizer->sign_in,
                      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Not now."));
  g_assert_false (mcp_test_await (salon_mcp_client_open (web.client), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* That says nothing about what the server speaks. */
  g_assert_cmpstr (web.log->str, ==, "POST server/discover;");
  web_clear (&web);
}

/* The user's own headers go along, but do not change what the protocol says. */
static void
test_own_headers (void)
{
  Web web = { .session_id = "s" };
  g_autoptr (GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);
  HttpPeerRequest *request = NULL;

  g_hash_table_insert (headers, (gpointer) "X-Key", (gpointer) "k");
  g_hash_table_insert (headers, (gpointer) "mcp-session-id", (gpointer) "forged");
  web_init (&web, NULL);
  g_clear_object (&web.client);
  g_clear_object (&web.transport);
  web.transport = salon_mcp_http_transport_new (http_peer_get_url (web.peer), headers,
                                                web.http_client,
                                                SALON_CLOCK (web.clock));
  web.client = salon_mcp_client_new (SALON_MCP_TRANSPORT (web.transport), NULL,
                                     SALON_CLOCK (web.clock));
  salon_mcp_client_set_era (web.client, SALON_MCP_ERA_LEGACY);
  web_open (&web);
  request = http_peer_find (web.peer, "GET", NULL, 0);
  g_assert_cmpstr (http_peer_header (request, "X-Key"), ==, "k");
  g_assert_cmpstr (http_peer_header (request, "Mcp-Session-Id"), ==, "s");
  web_clear (&web);
}

/* Tells the client whatever it was told, in an answer and in an error. */
static gboolean
repeat_headers (Web             *web,
                HttpPeerRequest *request)
{
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *result = NULL;
  GHashTableIter iter;
  gpointer name = NULL;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, request->headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_string_append_printf (all, "%s: %s; ", (char *) name, (char *) value);
  g_string_append (all, request->path);
  if (g_strcmp0 (http_peer_rpc_method (request), "tools/call") == 0)
    {
      g_string_replace (all, "/", "\\/", 0);
      result = g_strdup_printf ("{\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}", all->str);
      http_peer_reply (request, NULL, result);
      return TRUE;
    }
  if (g_strcmp0 (http_peer_rpc_method (request), "tools/list") != 0)
    return FALSE;
  http_peer_refuse (request, 422, -32602, all->str, NULL);
  return TRUE;
}

static void
assert_hidden (const char *text,
               const char *what)
{
  mcp_test_assert_contains (text, what);
  mcp_test_assert_contains (text, SALON_RING_HIDDEN);
  g_assert_null (strstr (text, "abc\\/def+12="));
  g_assert_null (strstr (text, "abc/def+12="));
  g_assert_null (strstr (text, "key-of-mine"));
  g_assert_null (strstr (text, "session-of-mine"));
  g_assert_null (strstr (text, "query-of-mine"));
}

/* What lets the user in stands in no log, not even when the server repeats it. */
static void
test_secrets_are_not_logged (void)
{
  Web web = { .session_id = "session-of-mine", .func = repeat_headers };
  g_autoptr (GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (SalonMcpExchange) call = NULL;
  g_autoptr (SalonMcpExchange) list = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  g_autofree char *text = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *traffic = NULL;
  g_autofree char *diagnostics = NULL;

  g_hash_table_insert (headers, (gpointer) "Authorization", (gpointer) "Bearer abc/def+12=");
  g_hash_table_insert (headers, (gpointer) "X-Api-Key", (gpointer) "key-of-mine");
  web_init (&web, NULL);
  g_clear_object (&web.client);
  g_clear_object (&web.transport);
  url = g_strconcat (http_peer_get_url (web.peer), "?a=1&key=query-of-mine", NULL);
  web.transport = salon_mcp_http_transport_new (url, headers, web.http_client,
                                                SALON_CLOCK (web.clock));
  web.client = salon_mcp_client_new (SALON_MCP_TRANSPORT (web.transport), NULL,
                                     SALON_CLOCK (web.clock));
  salon_mcp_client_set_era (web.client, SALON_MCP_ERA_LEGACY);
  web_open (&web);
  call = web_request (&web, "tools/call", "{\"name\":\"t\"}");
  text = web_await_text (call, &error);
  g_assert_no_error (error);
  /* The answer itself is nobody's log. */
  mcp_test_assert_contains (text, "Bearer abc");
  list = web_request (&web, "tools/list", NULL);
  refused = web_await_text (list, &error);
  g_assert_nonnull (error);
  salon_ring_add (salon_mcp_transport_get_diagnostics (SALON_MCP_TRANSPORT (web.transport)), 0,
                  "test", error->message, -1);
  traffic =
    salon_ring_to_text (salon_mcp_transport_get_traffic (SALON_MCP_TRANSPORT (web.transport)));
  diagnostics =
    salon_ring_to_text (salon_mcp_transport_get_diagnostics (SALON_MCP_TRANSPORT (web.transport)));
  assert_hidden (traffic, "authorization: ");
  assert_hidden (diagnostics, "x-api-key: ");
  web_clear (&web);
}

/* A proxy: what the desktop says it is. */

static HttpPeer *proxy;

#define TEST_TYPE_RESOLVER (test_resolver_get_type ())

G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GObject)

struct _TestResolver
{
  GObject parent_instance;
};

static void resolver_iface_init (GProxyResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestResolver, test_resolver, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, resolver_iface_init))

static void
test_resolver_class_init (TestResolverClass *klass)
{
}

static void
test_resolver_init (TestResolver *self)
{
}

static gboolean
test_resolver_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static char **
test_resolver_lookup (GProxyResolver  *resolver,
                      const char      *uri,
                      GCancellable    *cancellable,
                      GError         **error)
{
  g_auto (GStrv) parts = NULL;

  if (proxy == NULL)
    return g_strsplit ("direct://", " ", -1);
  parts = g_strsplit (http_peer_get_url (proxy), "/mcp", 2);
  return g_strsplit (parts[0], " ", -1);
}

static void
test_resolver_lookup_async (GProxyResolver      *resolver,
                            const char          *uri,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_pointer (task, test_resolver_lookup (resolver, uri, NULL, NULL),
                         (GDestroyNotify) g_strfreev);
}

static char **
test_resolver_lookup_finish (GProxyResolver  *resolver,
                             GAsyncResult    *result,
                             GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
resolver_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = test_resolver_is_supported;
  iface->lookup = test_resolver_lookup;
  iface->lookup_async = test_resolver_lookup_async;
  iface->lookup_finish = test_resolver_lookup_finish;
}

static void
on_proxied_request_cb (HttpPeerRequest *request,
                       gpointer         user_data)
{
  if (g_strcmp0 (http_peer_rpc_method (request), "server/discover") == 0 && user_data == NULL)
    http_peer_reply (request, NULL, "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}}");
  else
    http_peer_respond (request, GPOINTER_TO_UINT (user_data), NULL, "text/html", "<html>");
}

static void
test_proxy (gconstpointer data)
{
  g_autoptr (SalonHttpClient) http_client = NULL;
  g_autoptr (SalonMcpHttpTransport) transport = NULL;
  SalonMcpClient *client = NULL;
  g_autoptr (GError) error = NULL;
  gboolean opened = FALSE;

  proxy = http_peer_new (on_proxied_request_cb, (gpointer) data);
  http_client = salon_http_client_new ();
  transport = salon_mcp_http_transport_new ("http://mcp.example/mcp", NULL, http_client, NULL);
  client = salon_mcp_client_new (SALON_MCP_TRANSPORT (transport), NULL, NULL);
  opened = mcp_test_await (salon_mcp_client_open (client), &error);
  g_assert_cmpuint (http_peer_get_n_requests (proxy), ==, 1);
  g_assert_cmpstr (http_peer_get_request (proxy, 0)->path, ==, "http://mcp.example/mcp");
  if (data == NULL)
    g_assert_no_error (error);
  else
    g_assert_nonnull (error);
  g_assert_cmpint (opened, ==, data == NULL);
  g_clear_object (&transport);
  mcp_test_close (client);
  g_clear_object (&http_client);
  http_peer_free (g_steal_pointer (&proxy));
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "salon-test", TRUE);
  /* GIO's own extension points come first. */
  g_type_ensure (G_TYPE_PROXY_RESOLVER);
  g_io_extension_point_register (G_PROXY_RESOLVER_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_PROXY_RESOLVER_EXTENSION_POINT_NAME, TEST_TYPE_RESOLVER,
                                  "salon-test", 1000);
  g_test_add_data_func ("/mcp/sse/direct", GINT_TO_POINTER (TRUE), test_old);
  g_test_add_data_func ("/mcp/sse/found-out", GINT_TO_POINTER (FALSE), test_old);
  g_test_add_data_func ("/mcp/sse/endpoint-elsewhere", "http://localhost:1/messages",
                        test_old_endpoint);
  g_test_add_data_func ("/mcp/sse/endpoint-at-other-port", "http://127.0.0.1:1/messages",
                        test_old_endpoint);
  g_test_add_data_func ("/mcp/sse/endpoint-without-a-scheme", "//127.0.0.2/messages",
                        test_old_endpoint);
  g_test_add_data_func ("/mcp/sse/no-endpoint", NULL, test_old_endpoint);
  g_test_add_func ("/mcp/authorizer/sign-in", test_sign_in);
  g_test_add_func ("/mcp/authorizer/sign-in-fails", test_sign_in_fails);
  g_test_add_func ("/mcp/http/own-headers", test_own_headers);
  g_test_add_func ("/mcp/http/secrets-are-not-logged", test_secrets_are_not_logged);
  g_test_add_data_func ("/mcp/http/proxy", NULL, test_proxy);
  g_test_add_data_func ("/mcp/http/proxy-in-the-way", GUINT_TO_POINTER (502), test_proxy);
  return g_test_run ();
}

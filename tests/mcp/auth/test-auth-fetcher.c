/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include <string.h>

#include "auth-tls-server.h"
#include "fetcher-fixture.h"
#include "salon-core-error.h"

static SalonMcpAuthAnswer *
get (FetcherFixture *self,
     const char     *path)
{
  g_autofree char *url = g_strconcat (self->base, path, NULL);
  g_autoptr(GError) error = NULL;
  SalonMcpAuthAnswer *answer =
    auth_test_await_boxed (salon_mcp_auth_fetcher_get (self->fetcher, url, NULL), &error);

  g_assert_no_error (error);
  return answer;
}

static void
get_error (FetcherFixture *self,
           const char     *path,
           GQuark          domain,
           int             code,
           const char     *words)
{
  g_autofree char *url = g_strconcat (self->base, path, NULL);

  auth_test_await_error (salon_mcp_auth_fetcher_get (self->fetcher, url, NULL), domain, code,
                         words);
}

static void
test_names_without_hosts (void)
{
  FetcherFixture fixture;

  fetcher_fixture_init (&fixture, fetcher_fixture_answer_json,
                        "https://mcp.example.com/mcp", FALSE);
  auth_test_await_error (salon_mcp_auth_fetcher_get (fixture.fetcher, "https://none.example/",
                                                     NULL),
                         SALON_CORE_ERROR, SALON_CORE_ERROR_NETWORK,
                         "There is no host called none.example.");
  auth_test_await_error (salon_mcp_auth_fetcher_get (fixture.fetcher, "https://later.example/",
                                                     NULL),
                         SALON_CORE_ERROR, SALON_CORE_ERROR_NETWORK, "looked up right now");
  fetcher_fixture_clear (&fixture);
}

/* What is fetched. */

static void
test_get (void)
{
  FetcherFixture fixture;
  g_autoptr(SalonMcpAuthAnswer) answer = NULL;
  g_autoptr(SalonMcpAuthAnswer) again = NULL;
  g_autofree char *url = NULL;
  g_autofree char *foreign = NULL;
  HttpPeerRequest *request;
  gint64 number = 0;

  fetcher_fixture_init (&fixture, fetcher_fixture_answer_json, NULL, FALSE);
  url = g_strconcat (fixture.base, "/.well-known/x?y=%20z#fragment", NULL);
  answer = auth_test_await_boxed (salon_mcp_auth_fetcher_get (fixture.fetcher, url, "2025-11-25"),
                                  NULL);
  g_assert_cmpuint (salon_mcp_auth_answer_get_status (answer), ==, 200);
  g_assert_true (salon_json_as_int64 (salon_json_get_member
                                        (salon_mcp_auth_answer_get_object (answer), "a"), &number));
  g_assert_cmpint (number, ==, 1);
  g_assert_null (salon_mcp_auth_answer_get_problem (answer));
  g_assert_cmpstr (salon_mcp_auth_answer_get_header (answer, "CONTENT-TYPE"), ==,
                   "application/json; charset=utf-8");
  g_assert_null (salon_mcp_auth_answer_get_header (answer, "set-cookie"));

  request = http_peer_get_request (fixture.peer, 0);
  g_assert_cmpstr (request->path, ==, "/.well-known/x?y=%20z");
  g_assert_cmpstr (http_peer_header (request, "accept"), ==, "application/json");
  g_assert_cmpstr (http_peer_header (request, "mcp-protocol-version"), ==, "2025-11-25");
  g_assert_null (http_peer_header (request, "authorization"));
  g_assert_null (http_peer_header (request, "referer"));

  /* Of another origin, even on this computer. */
  foreign = g_strdup_printf ("http://localhost:%s/x", fixture.port);
  again = auth_test_await_boxed (salon_mcp_auth_fetcher_get (fixture.fetcher, foreign,
                                                             "2025-11-25"), NULL);
  g_assert_nonnull (again);
  request = http_peer_get_request (fixture.peer, 1);
  g_assert_null (http_peer_header (request, "mcp-protocol-version"));
  g_assert_null (http_peer_header (request, "cookie"));
  fetcher_fixture_clear (&fixture);
}

static const struct {
  const char *type;
  const char *body;
  const char *words; /* of the problem; NULL for JSON */
} bodies[] = {
  { "application/json", "{}", NULL },
  { "Application/JSON", "{}", NULL },
  { "application/oauth-authz-req+json", "{}", NULL },
  { "text/plain", "{}", NULL },
  { NULL, "{}", NULL },
  { "application/json", "\xef\xbb\xbf{}", NULL },
  { "text/html", "<html>", "answered with text/html in place of JSON" },
  { "text/html", "{}", "answered with text/html in place of JSON" },
  { "application/xml", "<a/>", "answered with application/xml" },
  { "application/json", "", "is empty" },
  { "application/json", "[]", "has to be a JSON object, not an array" },
  { "application/json", "null", "has to be a JSON object" },
  { "application/json", "\"x\"", "has to be a JSON object, not a string" },
  { "application/json", "{\"a\":1", "no JSON that can be read" },
  { "application/json", "{\"a\":1}{}", "no JSON that can be read" },
  { "application/json", "{\"a\":\"\xff\"}", "no JSON that can be read" },
  { "application/json", "{\"issuer\":1,\"b\":2,\"issuer\":3}", "has the member “issuer” twice" },
  { "application/json", "{\"a\":{\"b\":1,\"b\":2}}", NULL },
  { "application/json", "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1"
                        "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}", "no JSON that can be read" },
};

static void
answer_body (HttpPeerRequest *request,
             gpointer         user_data)
{
  guint index = (guint) atoi (request->path + 1);

  http_peer_respond (request, 200, NULL, bodies[index].type, bodies[index].body);
}

static void
test_bodies (void)
{
  FetcherFixture fixture;
  guint i;

  fetcher_fixture_init (&fixture, answer_body, NULL, FALSE);
  for (i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autofree char *path = g_strdup_printf ("/%u", i);
      g_autoptr(SalonMcpAuthAnswer) answer = get (&fixture, path);
      const char *problem = salon_mcp_auth_answer_get_problem (answer);

      g_test_message ("%u: %s", i, problem);
      g_assert_true ((salon_mcp_auth_answer_get_json (answer) != NULL) ==
                     (bodies[i].words == NULL));
      g_assert_true ((problem == NULL) == (bodies[i].words == NULL));
      if (bodies[i].words != NULL)
        {
          mcp_test_assert_contains (problem, bodies[i].words);
          mcp_test_assert_contains (problem, "127.0.0.1:");
        }
    }
  fetcher_fixture_clear (&fixture);
}

static void
answer_status (HttpPeerRequest *request,
               gpointer         user_data)
{
  http_peer_respond (request, (guint) atoi (request->path + 1),
                     "WWW-Authenticate: Basic realm=\"a\"\r\nWWW-Authenticate: Bearer\r\n"
                     "DPoP-Nonce: n1\r\n",
                     "text/plain", "no\x1b[31m w\xe2\x80\xaey \n  because\xff");
}

static void
test_statuses (void)
{
  static const guint statuses[] = { 200, 201, 300, 304, 400, 401, 404, 405, 500, 503 };
  FetcherFixture fixture;
  guint i;

  fetcher_fixture_init (&fixture, answer_status, NULL, FALSE);
  for (i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *path = g_strdup_printf ("/%u", statuses[i]);
      g_autoptr(SalonMcpAuthAnswer) answer = get (&fixture, path);

      g_assert_cmpuint (salon_mcp_auth_answer_get_status (answer), ==, statuses[i]);
      g_assert_cmpstr (salon_mcp_auth_answer_get_header (answer, "www-authenticate"), ==,
                       "Basic realm=\"a\", Bearer");
      g_assert_cmpstr (salon_mcp_auth_answer_get_header (answer, "dpop-nonce"), ==, "n1");
      if (statuses[i] != 304)
        g_assert_cmpstr (salon_mcp_auth_answer_get_text (answer), ==,
                         "no[31m wy because\xef\xbf\xbd");
    }
  fetcher_fixture_clear (&fixture);
}

static void
test_post (void)
{
  static const char * const form[] = {
    "grant_type", "authorization_code", "resource", "https://a.example/b?c=d&e", "x", "\xc3\xa4 +",
    "empty", "", NULL,
  };
  static const char * const headers[] = { "Authorization", "Basic abc", "DPoP", "x.y.z", NULL };
  FetcherFixture fixture;
  g_autofree char *url = NULL;
  g_autoptr(SalonMcpAuthAnswer) one = NULL;
  g_autoptr(SalonMcpAuthAnswer) two = NULL;
  HttpPeerRequest *request;

  fetcher_fixture_init (&fixture, fetcher_fixture_answer_json, NULL, FALSE);
  url = g_strconcat (fixture.base, "/token", NULL);
  one = auth_test_await_boxed (salon_mcp_auth_fetcher_post_form (fixture.fetcher, url, form,
                                                                 headers), NULL);
  g_assert_cmpuint (salon_mcp_auth_answer_get_status (one), ==, 200);
  request = http_peer_get_request (fixture.peer, 0);
  g_assert_cmpstr (request->method, ==, "POST");
  g_assert_cmpstr (http_peer_header (request, "content-type"), ==,
                   "application/x-www-form-urlencoded");
  g_assert_cmpstr (http_peer_header (request, "authorization"), ==, "Basic abc");
  g_assert_cmpstr (http_peer_header (request, "dpop"), ==, "x.y.z");
  g_assert_cmpstr (request->body, ==,
                   "grant_type=authorization_code&resource=https%3A%2F%2Fa.example%2Fb%3Fc%3Dd%26e&"
                   "x=%C3%A4+%2B&empty=");

  two = auth_test_await_boxed (salon_mcp_auth_fetcher_post_json (fixture.fetcher, url,
                                                                 "{\"a\":[]}", NULL), NULL);
  g_assert_cmpuint (salon_mcp_auth_answer_get_status (two), ==, 200);
  request = http_peer_get_request (fixture.peer, 1);
  g_assert_cmpstr (http_peer_header (request, "content-type"), ==, "application/json");
  g_assert_cmpstr (request->body, ==, "{\"a\":[]}");
  g_assert_null (http_peer_header (request, "authorization"));
  fetcher_fixture_clear (&fixture);
}

/* Redirects. */

static void
redirect (HttpPeerRequest *request,
          gpointer         user_data)
{
  FetcherFixture *fixture = user_data;
  g_autoptr(GString) header = g_string_new (NULL);
  guint status = 302;
  int left;

  if (g_str_has_prefix (request->path, "/chain/"))
    {
      left = atoi (request->path + strlen ("/chain/"));
      if (left == 0)
        {
          http_peer_respond (request, 200, NULL, "application/json", "{\"end\":true}");
          return;
        }
      g_string_append_printf (header, "Location: %d\r\n", left - 1);
    }
  else if (g_str_equal (request->path, "/loop"))
    g_string_append (header, "Location: /loop\r\n");
  else if (g_str_equal (request->path, "/nowhere"))
    status = 301;
  else if (g_str_equal (request->path, "/broken"))
    g_string_append (header, "Location: http://[::1\r\n");
  else if (g_str_equal (request->path, "/elsewhere"))
    g_string_append_printf (header, "Location: http://localhost:%s/chain/0\r\n", fixture->port);
  else if (g_str_has_prefix (request->path, "/to/"))
    {
      g_autofree char *target = g_uri_unescape_string (request->path + strlen ("/to/"), NULL);

      g_string_append_printf (header, "Location: %s\r\n", target);
    }
  else if (g_str_has_prefix (request->path, "/status/"))
    {
      status = (guint) atoi (request->path + strlen ("/status/"));
      g_string_append (header, "Location: /chain/0\r\n");
    }

  http_peer_respond (request, status, header->str, NULL, NULL);
}

static void
test_redirects (void)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };
  static const char * const blocked[] = {
    "https://10.0.0.1/", "http://169.254.169.254/latest", "https://private.example/",
    "javascript:alert(1)", "file:///etc/passwd", "http://public.example/", "https://0x7f.1/",
    "https://user@public.example/", "//10.0.0.1/", "ftp://127.0.0.1/",
  };
  FetcherFixture fixture;
  guint i;

  fetcher_fixture_init (&fixture, redirect, NULL, FALSE);
  for (i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *path = g_strdup_printf ("/status/%u", statuses[i]);
      g_autoptr(SalonMcpAuthAnswer) answer = get (&fixture, path);
      g_autofree char *end = g_strconcat (fixture.base, "/chain/0", NULL);

      g_assert_nonnull (salon_mcp_auth_answer_get_json (answer));
      g_assert_cmpstr (salon_mcp_auth_answer_get_url (answer), ==, end);
    }

  {
    g_autoptr(SalonMcpAuthAnswer) three = get (&fixture, "/chain/3");
    g_autoptr(SalonMcpAuthAnswer) other = get (&fixture, "/elsewhere");

    g_assert_nonnull (salon_mcp_auth_answer_get_json (three));
    g_assert_nonnull (salon_mcp_auth_answer_get_json (other));
    mcp_test_assert_contains (salon_mcp_auth_answer_get_url (other), "http://localhost:");
  }

  get_error (&fixture, "/chain/4", SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
             "redirects again and again");
  i = http_peer_get_n_requests (fixture.peer);
  get_error (&fixture, "/loop", SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
             "redirects again and again");
  g_assert_cmpuint (http_peer_get_n_requests (fixture.peer) - i, ==, 4);
  get_error (&fixture, "/nowhere", SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
             "without saying where");
  get_error (&fixture, "/broken", SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
             "without saying where");

  for (i = 0; i < G_N_ELEMENTS (blocked); i++)
    {
      g_autofree char *escaped = g_uri_escape_string (blocked[i], NULL, FALSE);
      g_autofree char *path = g_strconcat ("/to/", escaped, NULL);
      guint before = http_peer_get_n_requests (fixture.peer);

      g_test_message ("%s", blocked[i]);
      get_error (&fixture, path, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS, "");
      g_assert_cmpuint (http_peer_get_n_requests (fixture.peer) - before, ==, 1);
    }
  fetcher_fixture_clear (&fixture);
}

static void
test_post_is_not_redirected (void)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };
  static const char * const form[] = { "code", "secret", NULL };
  FetcherFixture fixture;
  guint i;

  fetcher_fixture_init (&fixture, redirect, NULL, FALSE);
  for (i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *url = g_strdup_printf ("%s/status/%u", fixture.base, statuses[i]);

      auth_test_await_error (salon_mcp_auth_fetcher_post_form (fixture.fetcher, url, form, NULL),
                             SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
                             "to be sent elsewhere");
      g_assert_cmpuint (http_peer_get_n_requests (fixture.peer), ==, i + 1);
    }
  fetcher_fixture_clear (&fixture);
}

/* What does not end. */

static void
answer_without_end (HttpPeerRequest *request,
                    gpointer         user_data)
{
  if (g_str_equal (request->path, "/silent"))
    return;

  http_peer_begin_stream (request, NULL);
  http_peer_send (request, "{\"a\":");
}

typedef struct
{
  FetcherFixture *fixture;
  guint    n_requests;
} Arrival;

static gboolean
has_arrived (gpointer user_data)
{
  Arrival *arrival = user_data;

  return http_peer_get_n_requests (arrival->fixture->peer) >= arrival->n_requests;
}

static gboolean
has_hung_up (gpointer user_data)
{
  HttpPeerRequest *request = user_data;

  return request->hung_up;
}

static void
test_never_ending (void)
{
  static const char * const paths[] = { "/silent", "/stream" };
  FetcherFixture fixture;
  guint i;

  fetcher_fixture_init (&fixture, answer_without_end, NULL, FALSE);
  for (i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *url = g_strconcat (fixture.base, paths[i], NULL);
      DexFuture *future = salon_mcp_auth_fetcher_get (fixture.fetcher, url, NULL);
      Arrival arrival = { &fixture, 2 * i + 1 };

      mcp_test_run_until (has_arrived, &arrival);
      mcp_test_settle ();
      salon_manual_clock_advance (fixture.clock, 29 * G_USEC_PER_SEC);
      mcp_test_settle ();
      g_assert_true (dex_future_is_pending (future));
      salon_manual_clock_advance (fixture.clock, 2 * G_USEC_PER_SEC);
      auth_test_await_error (future, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_TIMED_OUT,
                             "did not answer within 30 seconds");
      mcp_test_run_until (has_hung_up, http_peer_get_request (fixture.peer, 2 * i));

      /* And when nobody wants it any more. */
      future = salon_mcp_auth_fetcher_get (fixture.fetcher, url, NULL);
      arrival.n_requests++;
      mcp_test_run_until (has_arrived, &arrival);
      dex_unref (future);
      mcp_test_run_until (has_hung_up, http_peer_get_request (fixture.peer, 2 * i + 1));
    }
  fetcher_fixture_clear (&fixture);
}

static void
test_never_ending_look_up (void)
{
  FetcherFixture fixture;
  DexFuture *future;

  fetcher_fixture_init (&fixture, fetcher_fixture_answer_json,
                        "https://mcp.example.com/mcp", FALSE);
  future = salon_mcp_auth_fetcher_get (fixture.fetcher, "https://never.example/", NULL);
  mcp_test_settle ();
  g_assert_cmpuint (auth_resolver_get_n_lookups (fixture.resolver), ==, 1);
  salon_manual_clock_advance (fixture.clock, 31 * G_USEC_PER_SEC);
  auth_test_await_error (future, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_TIMED_OUT,
                         "never.example did not answer");
  fetcher_fixture_clear (&fixture);
}

static void
answer_much (HttpPeerRequest *request,
             gpointer         user_data)
{
  gsize size = (gsize) atoi (request->path + 1);
  g_autofree char *filler = g_strnfill (size - 7, ' ');
  g_autofree char *body = g_strdup_printf ("{\"a\":1%s}", filler);

  g_assert_cmpuint (strlen (body), ==, size);
  http_peer_respond (request, 200, NULL, "application/json", body);
}

static void
test_oversize (void)
{
  FetcherFixture fixture;
  g_autoptr(SalonMcpAuthAnswer) answer = NULL;

  fetcher_fixture_init (&fixture, answer_much, NULL, FALSE);
  answer = get (&fixture, "/262144");
  g_assert_nonnull (salon_mcp_auth_answer_get_json (answer));
  get_error (&fixture, "/262145", SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY, "256 KiB");
  get_error (&fixture, "/600000", SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
             "256 KiB");
  fetcher_fixture_clear (&fixture);
}

/* Encryption: the connection goes where the address was judged, the certificate to the name. */

#define TLS_ANSWER "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 7\r\n" \
                   "Connection: close\r\n\r\n{\"a\":1}"

static void
test_certificate_is_the_names (void)
{
  g_autoptr(AuthTlsServer) server = auth_tls_server_new (TLS_ANSWER);
  g_autoptr(GTlsDatabase) database = auth_tls_server_dup_database ();
  g_autoptr(SalonMcpAuthAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *right = NULL;
  g_autofree char *wrong = NULL;
  FetcherFixture fixture;

  right = g_strdup_printf ("https://other.example:%u/x", auth_tls_server_get_port (server));
  wrong = g_strdup_printf ("https://loop.example:%u/x", auth_tls_server_get_port (server));

  fetcher_fixture_init (&fixture, fetcher_fixture_answer_json, right, FALSE);
  salon_http_client_set_tls_database (fixture.http_client, database);
  answer = auth_test_await_boxed (salon_mcp_auth_fetcher_get (fixture.fetcher, right, NULL),
                                  &error);
  g_assert_no_error (error);
  g_assert_nonnull (salon_mcp_auth_answer_get_json (answer));
  /* Once, for the judgement; the connection asks nobody. */
  g_assert_cmpuint (auth_resolver_get_n_lookups (fixture.resolver), ==, 1);
  fetcher_fixture_clear (&fixture);

  fetcher_fixture_init (&fixture, fetcher_fixture_answer_json, wrong, FALSE);
  salon_http_client_set_tls_database (fixture.http_client, database);
  auth_test_await_error (salon_mcp_auth_fetcher_get (fixture.fetcher, wrong, NULL),
                         SALON_CORE_ERROR, SALON_CORE_ERROR_TLS,
                         "The certificate of loop.example:");
  fetcher_fixture_clear (&fixture);
  g_assert_cmpuint (auth_tls_server_get_n_requests (server), ==, 1);
}

static void
test_no_way_back_from_https (void)
{
  g_autoptr(AuthTlsServer) server =
    auth_tls_server_new ("HTTP/1.1 302 Found\r\nLocation: http://other.example/\r\n"
                         "Content-Length: 0\r\nConnection: close\r\n\r\n");
  g_autoptr(GTlsDatabase) database = auth_tls_server_dup_database ();
  g_autofree char *url = g_strdup_printf ("https://other.example:%u/x",
                                          auth_tls_server_get_port (server));
  FetcherFixture fixture;

  fetcher_fixture_init (&fixture, fetcher_fixture_answer_json, url, FALSE);
  salon_http_client_set_tls_database (fixture.http_client, database);
  auth_test_await_error (salon_mcp_auth_fetcher_get (fixture.fetcher, url, NULL),
                         SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
                         "from https to http");
  fetcher_fixture_clear (&fixture);
}

/* A proxy: the one who connects, but not the one who judges. */

static void
answer_as_proxy (HttpPeerRequest *request,
                 gpointer         user_data)
{
  http_peer_respond (request, 502, NULL, NULL, NULL);
}

static void
test_proxy (void)
{
  static const char * const through[] = { "public.example", "inside.example" };
  static const char * const blocked[][2] = {
    { "https://loop.example/", "this computer" },
    { "https://10.0.0.1/", "a private network" },
    { "https://x.localhost/", "this computer" },
  };
  g_autoptr(GProxyResolver) proxies = NULL;
  FetcherFixture fixture;
  g_autofree char *proxy = NULL;
  guint i;

  fetcher_fixture_init (&fixture, answer_as_proxy, "https://mcp.example.com/mcp", FALSE);
  proxy = g_strdup_printf ("http://127.0.0.1:%s", fixture.port);
  proxies = g_simple_proxy_resolver_new (proxy, NULL);
  salon_http_client_set_proxy_resolver (fixture.http_client, proxies);

  /* Judged here; nothing of it gets to the proxy. */
  for (i = 0; i < G_N_ELEMENTS (blocked); i++)
    auth_test_await_error (salon_mcp_auth_fetcher_get (fixture.fetcher, blocked[i][0], NULL),
                           SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
                           blocked[i][1]);
  g_assert_cmpuint (http_peer_get_n_requests (fixture.peer), ==, 0);

  /* A public one, and one that only the proxy may know, go there by name. */
  for (i = 0; i < G_N_ELEMENTS (through); i++)
    {
      g_autofree char *url = g_strdup_printf ("https://%s/", through[i]);
      g_autofree char *path = g_strdup_printf ("%s:443", through[i]);
      g_autoptr(SalonMcpAuthAnswer) answer =
        auth_test_await_boxed (salon_mcp_auth_fetcher_get (fixture.fetcher, url, NULL), NULL);

      /* It is the proxy that said so. */
      g_assert_cmpuint (salon_mcp_auth_answer_get_status (answer), ==, 502);
      g_assert_cmpuint (http_peer_get_n_requests (fixture.peer), ==, i + 1);
      g_assert_cmpstr (http_peer_get_request (fixture.peer, i)->method, ==, "CONNECT");
      g_assert_cmpstr (http_peer_get_request (fixture.peer, i)->path, ==, path);
    }
  fetcher_fixture_clear (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  mcp_test_init (&argc, &argv);

  g_test_add_func ("/mcp/auth/fetcher/names-without-hosts", test_names_without_hosts);
  g_test_add_func ("/mcp/auth/fetcher/get", test_get);
  g_test_add_func ("/mcp/auth/fetcher/bodies", test_bodies);
  g_test_add_func ("/mcp/auth/fetcher/every-status-is-an-answer", test_statuses);
  g_test_add_func ("/mcp/auth/fetcher/post", test_post);
  g_test_add_func ("/mcp/auth/fetcher/redirects-are-judged", test_redirects);
  g_test_add_func ("/mcp/auth/fetcher/post-is-not-redirected", test_post_is_not_redirected);
  g_test_add_func ("/mcp/auth/fetcher/never-ending", test_never_ending);
  g_test_add_func ("/mcp/auth/fetcher/never-ending-look-up", test_never_ending_look_up);
  g_test_add_func ("/mcp/auth/fetcher/oversize", test_oversize);
  g_test_add_func ("/mcp/auth/fetcher/certificate-is-the-names", test_certificate_is_the_names);
  g_test_add_func ("/mcp/auth/fetcher/no-way-back-from-https", test_no_way_back_from_https);
  g_test_add_func ("/mcp/auth/fetcher/proxy", test_proxy);

  return g_test_run ();
}

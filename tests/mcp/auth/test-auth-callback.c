/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include <string.h>

#include "auth-browser.h"
#include "auth-test.h"
#include "salon-mcp-auth-callback.h"

#define RIGHT "code=abc&state=right%20one&iss=https%3A%2F%2Fas.example"

typedef struct
{
  SalonManualClock     *clock;
  SalonMcpAuthCallback *callback;
  DexFuture            *answer;
  guint16               port;
} Fixture;

static void
fixture_init (Fixture    *self,
              const char *host)
{
  g_autoptr(GError) error = NULL;

  self->clock = salon_manual_clock_new ();
  self->callback = salon_mcp_auth_callback_new (SALON_CLOCK (self->clock), host);
  g_assert_null (salon_mcp_auth_callback_get_redirect_uri (self->callback));
  g_assert_true (salon_mcp_auth_callback_start (self->callback, &error));
  g_assert_no_error (error);
  self->port = auth_browser_port_of (salon_mcp_auth_callback_get_redirect_uri (self->callback));
  self->answer = salon_mcp_auth_callback_wait (self->callback, "right one");
}

static void
fixture_clear (Fixture *self)
{
  dex_clear (&self->answer);
  mcp_test_settle ();
  g_assert_finalize_object (self->callback);
  mcp_test_settle ();
  g_assert_cmpuint (salon_manual_clock_get_n_sleepers (self->clock), ==, 0);
  g_assert_finalize_object (self->clock);
}

/* A request with this first line and these header lines. */
static char *
ask (Fixture    *self,
     const char *first,
     const char *headers)
{
  g_autoptr(AuthBrowser) browser = auth_browser_new (G_SOCKET_FAMILY_IPV4, self->port);
  g_autofree char *text = g_strdup_printf ("%s\r\n%s\r\n", first, headers);

  g_assert_nonnull (browser);
  auth_browser_send (browser, text, -1);
  return g_strdup (auth_browser_read (browser));
}

static char *
dup_host_line (Fixture *self)
{
  return g_strdup_printf ("Host: 127.0.0.1:%u\r\n", self->port);
}

static gboolean
is_listening (guint16 port)
{
  g_autoptr(AuthBrowser) browser = auth_browser_new (G_SOCKET_FAMILY_IPV4, port);

  return browser != NULL;
}

/* The right answer comes through. */
static void
assert_still_works (Fixture *self)
{
  g_autofree char *host = dup_host_line (self);
  g_autofree char *page = NULL;
  g_autoptr(SalonMcpAuthResponse) response = NULL;

  g_assert_true (dex_future_is_pending (self->answer));
  page = ask (self, "GET /callback?" RIGHT " HTTP/1.1", host);
  g_assert_true (g_str_has_prefix (page, "HTTP/1.1 200 OK\r\n"));
  response = auth_test_await_boxed (g_steal_pointer (&self->answer), NULL);
  g_assert_cmpstr (salon_mcp_auth_response_get_code (response), ==, "abc");
  g_assert_false (is_listening (self->port));
}

static void
test_success (void)
{
  Fixture fixture;
  g_autoptr(SalonMcpAuthResponse) response = NULL;
  g_autofree char *page = NULL;
  g_autofree char *url = NULL;

  fixture_init (&fixture, "127.0.0.1");
  g_assert_true (g_str_has_prefix (salon_mcp_auth_callback_get_redirect_uri (fixture.callback),
                                   "http://127.0.0.1:"));
  url = g_strdup_printf ("%s?%s", salon_mcp_auth_callback_get_redirect_uri (fixture.callback),
                         RIGHT);
  page = auth_browser_get (url);

  response = auth_test_await_boxed (g_steal_pointer (&fixture.answer), NULL);
  g_assert_cmpstr (salon_mcp_auth_response_get_code (response), ==, "abc");
  g_assert_cmpstr (salon_mcp_auth_response_get_state (response), ==, "right one");
  g_assert_cmpstr (salon_mcp_auth_response_get_iss (response), ==, "https://as.example");
  g_assert_null (salon_mcp_auth_response_get_error (response));

  mcp_test_assert_contains (page, "You can close this window");
  mcp_test_assert_contains (page, "Content-Security-Policy: default-src 'none'");
  mcp_test_assert_contains (page, "Cache-Control: no-store");
  mcp_test_assert_contains (page, "Referrer-Policy: no-referrer");
  g_assert_null (strstr (page, "abc"));
  g_assert_null (strstr (page, "src="));
  g_assert_null (strstr (page, "<script"));

  /* Nobody is there a second time. */
  g_assert_null (auth_browser_get (url));
  fixture_clear (&fixture);
}

static void
test_error (void)
{
  Fixture fixture;
  g_autoptr(SalonMcpAuthResponse) response = NULL;
  g_autofree char *host = NULL;
  g_autofree char *page = NULL;

  fixture_init (&fixture, "127.0.0.1");
  host = dup_host_line (&fixture);
  page = ask (&fixture, "GET /callback?error=access_denied&error_description=%3Cscript%3Ex&"
                        "error_uri=https://x.example&state=right+one HTTP/1.1", host);

  response = auth_test_await_boxed (g_steal_pointer (&fixture.answer), NULL);
  g_assert_cmpstr (salon_mcp_auth_response_get_error (response), ==, "access_denied");
  g_assert_cmpstr (salon_mcp_auth_response_get_error_description (response), ==, "<script>x");
  g_assert_cmpstr (salon_mcp_auth_response_get_error_uri (response), ==, "https://x.example");
  g_assert_null (salon_mcp_auth_response_get_code (response));

  /* Whether it is the right server's word is not known here (RFC 9207 section 2.4). */
  g_assert_true (g_str_has_prefix (page, "HTTP/1.1 403 "));
  mcp_test_assert_contains (page, "Not signed in");
  g_assert_null (strstr (page, "script"));
  g_assert_null (strstr (page, "access_denied"));
  fixture_clear (&fixture);
}

static void
test_strangers (void)
{
  static const struct {
    const char *first;
    const char *headers; /* NULL: the right Host */
    guint       status;
  } table[] = {
    { "GET / HTTP/1.1", NULL, 404 },
    { "GET /favicon.ico HTTP/1.1", NULL, 404 },
    { "GET /callbac?" RIGHT " HTTP/1.1", NULL, 404 },
    { "GET /callbackx?" RIGHT " HTTP/1.1", NULL, 404 },
    { "GET /callback/?" RIGHT " HTTP/1.1", NULL, 404 },
    { "GET /callback/../callback?" RIGHT " HTTP/1.1", NULL, 404 },
    { "GET //callback?" RIGHT " HTTP/1.1", NULL, 404 },
    { "GET /CALLBACK?" RIGHT " HTTP/1.1", NULL, 404 },
    { "GET http://127.0.0.1/callback?" RIGHT " HTTP/1.1", NULL, 404 },
    { "HEAD /callback?" RIGHT " HTTP/1.1", NULL, 405 },
    { "POST /callback?" RIGHT " HTTP/1.1", NULL, 405 },
    { "PUT /callback?" RIGHT " HTTP/1.1", NULL, 405 },
    { "OPTIONS /callback?" RIGHT " HTTP/1.1", NULL, 405 },
    { "GET /callback HTTP/1.1", NULL, 400 },
    { "GET /callback? HTTP/1.1", NULL, 400 },
    { "GET /callback?code=abc HTTP/1.1", NULL, 400 },
    { "GET /callback?code=abc&state= HTTP/1.1", NULL, 400 },
    { "GET /callback?code=abc&state=wrong HTTP/1.1", NULL, 400 },
    { "GET /callback?code=abc&state=right HTTP/1.1", NULL, 400 },
    { "GET /callback?code=abc&state=right+one+ HTTP/1.1", NULL, 400 },
    { "GET /callback?code=abc&state=Right+one HTTP/1.1", NULL, 400 },
    { "GET /callback?code=abc&state=right+one&state=right+one HTTP/1.1", NULL, 400 },
    { "GET /callback?code=abc&state=right+one&code=def HTTP/1.1", NULL, 400 },
    { "GET /callback?code=%zz&state=right+one HTTP/1.1", NULL, 400 },
    { "GET /callback?code=%00&state=right+one HTTP/1.1", NULL, 400 },
    { "GET /callback?code=%ff&state=right+one HTTP/1.1", NULL, 400 },
    { "GET /callback?code=abc&state=right+one", NULL, 400 },
    { "GET  /callback?" RIGHT " HTTP/1.1", NULL, 400 },
    { "GET /callback?" RIGHT " HTTP/2.0", NULL, 400 },
    { "GET /callback?" RIGHT " SPDY", NULL, 400 },
    { "", NULL, 400 },
    { "\x16\x03\x01 hello tls", NULL, 400 },
    /* DNS rebinding: a stranger's page whose host leads here. */
    { "GET /callback?" RIGHT " HTTP/1.1", "", 400 },
    { "GET /callback?" RIGHT " HTTP/1.1", "Host: evil.example\r\n", 400 },
    { "GET /callback?" RIGHT " HTTP/1.1", "Host: 127.0.0.1\r\n", 400 },
    { "GET /callback?" RIGHT " HTTP/1.1", "Host: 127.0.0.1:1\r\n", 400 },
    { "GET /callback?" RIGHT " HTTP/1.1", "Host: localhost:PORT\r\n", 400 },
    { "GET /callback?" RIGHT " HTTP/1.1", "Host: 127.0.0.1:PORT.evil.example\r\n", 400 },
    { "GET /callback?" RIGHT " HTTP/1.1", "Host: 127.0.0.1:PORT\r\nHost: evil.example\r\n", 400 },
    { "GET /callback?" RIGHT " HTTP/1.1", "Host: 127.0.0.1:PORT\r\nhost: 127.0.0.1:PORT\r\n", 400 },
  };
  Fixture fixture;
  g_autofree char *port = NULL;
  g_autofree char *host = NULL;
  guint i;

  fixture_init (&fixture, "127.0.0.1");
  host = dup_host_line (&fixture);
  port = g_strdup_printf ("%u", fixture.port);
  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const char *chosen = table[i].headers != NULL ? table[i].headers : host;
      g_autoptr(GString) headers = g_string_new (chosen);
      g_autofree char *page = NULL;
      g_autofree char *status = g_strdup_printf ("HTTP/1.1 %u ", table[i].status);

      g_string_replace (headers, "PORT", port, 0);
      page = ask (&fixture, table[i].first, headers->str);
      if (!g_str_has_prefix (page, status))
        g_error ("%s: %s", table[i].first, page);
      if (table[i].status == 405)
        mcp_test_assert_contains (page, "\r\nAllow: GET\r\n");
      if (g_str_has_prefix (table[i].first, "HEAD"))
        g_assert_true (g_str_has_suffix (page, "\r\n\r\n"));
      else
        g_assert_true (g_str_has_suffix (page, "</html>\n"));
      g_assert_true (dex_future_is_pending (fixture.answer));
    }

  assert_still_works (&fixture);
  fixture_clear (&fixture);
}

static void
test_not_waiting_yet (void)
{
  g_autoptr(SalonManualClock) clock = salon_manual_clock_new ();
  g_autoptr(SalonMcpAuthCallback) callback =
    salon_mcp_auth_callback_new (SALON_CLOCK (clock), "127.0.0.1");
  g_autofree char *url = NULL;
  g_autofree char *page = NULL;

  g_assert_true (salon_mcp_auth_callback_start (callback, NULL));
  url = g_strdup_printf ("%s?%s", salon_mcp_auth_callback_get_redirect_uri (callback), RIGHT);
  page = auth_browser_get (url);
  g_assert_true (g_str_has_prefix (page, "HTTP/1.1 400 "));
}

static void
test_huge_request (void)
{
  Fixture fixture;
  g_autofree char *filler = g_strnfill (100 * 1024, 'x');
  AuthBrowser *browser;
  g_autofree char *host = NULL;
  g_autofree char *line = NULL;
  g_autofree char *page = NULL;

  fixture_init (&fixture, "127.0.0.1");
  browser = auth_browser_new (G_SOCKET_FAMILY_IPV4, fixture.port);
  auth_browser_send (browser, "GET /callback?state=right+one&code=", -1);
  auth_browser_send (browser, filler, -1);
  /* The rest of it may be answered with a reset that eats the page. */
  auth_browser_read (browser);
  g_assert_true (browser->answer->len == 0 ||
                 g_str_has_prefix (browser->answer->str, "HTTP/1.1 431 "));
  auth_browser_free (browser);

  /* In one piece and with an end, but too long all the same. */
  host = dup_host_line (&fixture);
  filler[33 * 1024] = '\0';
  line = g_strdup_printf ("GET /callback?state=right+one&code=%s HTTP/1.1", filler);
  page = ask (&fixture, line, host);
  g_assert_true (*page == '\0' || g_str_has_prefix (page, "HTTP/1.1 431 "));
  assert_still_works (&fixture);
  fixture_clear (&fixture);
}

static void
test_nul (void)
{
  static const char text[] = "GET /callback?" RIGHT "\0 HTTP/1.1\r\nHost: x\r\n\r\n";
  Fixture fixture;
  AuthBrowser *browser;

  fixture_init (&fixture, "127.0.0.1");
  browser = auth_browser_new (G_SOCKET_FAMILY_IPV4, fixture.port);
  auth_browser_send (browser, text, sizeof text - 1);
  g_assert_true (g_str_has_prefix (auth_browser_read (browser), "HTTP/1.1 400 "));
  auth_browser_free (browser);
  assert_still_works (&fixture);
  fixture_clear (&fixture);
}

static void
test_slow_client (void)
{
  Fixture fixture;
  AuthBrowser *slow;
  g_autofree char *host = NULL;

  fixture_init (&fixture, "127.0.0.1");
  slow = auth_browser_new (G_SOCKET_FAMILY_IPV4, fixture.port);
  auth_browser_send (slow, "GET /callb", -1);
  mcp_test_settle ();
  salon_manual_clock_advance (fixture.clock, 9 * G_USEC_PER_SEC);
  mcp_test_settle ();
  g_assert_false (slow->is_closed);
  auth_browser_send (slow, "ack?", -1);
  mcp_test_settle ();
  salon_manual_clock_advance (fixture.clock, 2 * G_USEC_PER_SEC);
  g_assert_cmpstr (auth_browser_read (slow), ==, "");
  auth_browser_free (slow);
  assert_still_works (&fixture);
  fixture_clear (&fixture);
}

static void
test_byte_by_byte (void)
{
  Fixture fixture;
  g_autofree char *host = NULL;
  g_autofree char *text = NULL;
  g_autoptr(SalonMcpAuthResponse) response = NULL;
  AuthBrowser *browser;
  gsize i;

  fixture_init (&fixture, "127.0.0.1");
  host = dup_host_line (&fixture);
  text = g_strdup_printf ("GET /callback?%s HTTP/1.1\r\nX: y\r\n%s\r\n", RIGHT, host);
  browser = auth_browser_new (G_SOCKET_FAMILY_IPV4, fixture.port);
  for (i = 0; text[i] != '\0'; i++)
    {
      auth_browser_send (browser, text + i, 1);
      mcp_test_settle ();
    }
  g_assert_true (g_str_has_prefix (auth_browser_read (browser), "HTTP/1.1 200 "));
  auth_browser_free (browser);
  response = auth_test_await_boxed (g_steal_pointer (&fixture.answer), NULL);
  g_assert_cmpstr (salon_mcp_auth_response_get_code (response), ==, "abc");
  fixture_clear (&fixture);
}

/* Silent connections keep nobody out for long, nor cost much. */
static void
test_crowd (void)
{
  Fixture fixture;
  g_autoptr(GPtrArray) crowd = g_ptr_array_new_with_free_func ((GDestroyNotify) auth_browser_free);
  AuthBrowser *late;
  guint i;

  fixture_init (&fixture, "127.0.0.1");
  for (i = 0; i < 16; i++)
    {
      g_ptr_array_add (crowd, auth_browser_new (G_SOCKET_FAMILY_IPV4, fixture.port));
      mcp_test_settle ();
    }
  late = auth_browser_new (G_SOCKET_FAMILY_IPV4, fixture.port);
  g_assert_cmpstr (auth_browser_read (late), ==, "");
  auth_browser_free (late);

  mcp_test_settle ();
  salon_manual_clock_advance (fixture.clock, 11 * G_USEC_PER_SEC);
  for (i = 0; i < crowd->len; i++)
    g_assert_cmpstr (auth_browser_read (g_ptr_array_index (crowd, i)), ==, "");
  assert_still_works (&fixture);
  g_ptr_array_set_size (crowd, 0);
  fixture_clear (&fixture);
}

static void
test_two_at_once (void)
{
  Fixture fixture;
  AuthBrowser *browsers[4];
  g_autofree char *host = NULL;
  g_autofree char *end = NULL;
  g_autoptr(SalonMcpAuthResponse) response = NULL;
  guint n_pages = 0;
  guint winner = 0;
  guint i;

  fixture_init (&fixture, "127.0.0.1");
  host = dup_host_line (&fixture);
  end = g_strdup_printf ("&state=right+one HTTP/1.1\r\n%s\r\n", host);
  for (i = 0; i < G_N_ELEMENTS (browsers); i++)
    {
      g_autofree char *text = g_strdup_printf ("GET /callback?code=%u%s", i, end);

      browsers[i] = auth_browser_new (G_SOCKET_FAMILY_IPV4, fixture.port);
      auth_browser_send (browsers[i], text, -1);
    }
  for (i = 0; i < G_N_ELEMENTS (browsers); i++)
    {
      if (*auth_browser_read (browsers[i]) == '\0')
        continue;
      g_assert_true (g_str_has_prefix (browsers[i]->answer->str, "HTTP/1.1 200 "));
      n_pages++;
      winner = i;
    }
  g_assert_cmpuint (n_pages, ==, 1);
  response = auth_test_await_boxed (g_steal_pointer (&fixture.answer), NULL);
  g_assert_cmpint (atoi (salon_mcp_auth_response_get_code (response)), ==, (int) winner);
  for (i = 0; i < G_N_ELEMENTS (browsers); i++)
    auth_browser_free (browsers[i]);
  fixture_clear (&fixture);
}

static void
test_time_out (void)
{
  Fixture fixture;
  AuthBrowser *waiting;

  fixture_init (&fixture, "127.0.0.1");
  salon_manual_clock_advance (fixture.clock, 299 * G_USEC_PER_SEC);
  mcp_test_settle ();
  g_assert_true (dex_future_is_pending (fixture.answer));
  waiting = auth_browser_new (G_SOCKET_FAMILY_IPV4, fixture.port);
  mcp_test_settle ();
  salon_manual_clock_advance (fixture.clock, 2 * G_USEC_PER_SEC);
  auth_test_await_error (g_steal_pointer (&fixture.answer), SALON_MCP_AUTH_ERROR,
                         SALON_MCP_AUTH_ERROR_TIMED_OUT, "five minutes");
  g_assert_false (is_listening (fixture.port));
  g_assert_cmpstr (auth_browser_read (waiting), ==, "");
  auth_browser_free (waiting);
  fixture_clear (&fixture);
}

static void
test_dropped (void)
{
  Fixture fixture;

  fixture_init (&fixture, "127.0.0.1");
  g_assert_true (is_listening (fixture.port));
  mcp_test_settle ();
  dex_clear (&fixture.answer);
  mcp_test_settle ();
  g_assert_false (is_listening (fixture.port));
  fixture_clear (&fixture);
}

static void
test_stopped (void)
{
  Fixture fixture;

  fixture_init (&fixture, "127.0.0.1");
  salon_mcp_auth_callback_stop (fixture.callback);
  auth_test_await_error (g_steal_pointer (&fixture.answer), G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  g_assert_false (is_listening (fixture.port));
  salon_mcp_auth_callback_stop (fixture.callback);
  auth_test_await_error (salon_mcp_auth_callback_wait (fixture.callback, "x"), G_IO_ERROR,
                         G_IO_ERROR_CANCELLED, "");
  fixture_clear (&fixture);

  fixture_init (&fixture, "127.0.0.1");
  auth_test_await_error (salon_mcp_auth_callback_wait (fixture.callback, "x"), G_IO_ERROR,
                         G_IO_ERROR_CANCELLED, "");
  g_clear_object (&fixture.callback);
  auth_test_await_error (g_steal_pointer (&fixture.answer), G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  g_assert_false (is_listening (fixture.port));
  g_object_unref (fixture.clock);
}

static void
test_localhost (void)
{
  Fixture fixture;
  g_autoptr(AuthBrowser) six = NULL;
  g_autofree char *text = NULL;
  g_autoptr(SalonMcpAuthResponse) response = NULL;
  g_autofree char *page = NULL;
  g_autofree char *numeric = NULL;

  fixture_init (&fixture, "localhost");
  g_assert_true (g_str_has_prefix (salon_mcp_auth_callback_get_redirect_uri (fixture.callback),
                                   "http://localhost:"));
  numeric = dup_host_line (&fixture);
  page = ask (&fixture, "GET /callback?" RIGHT " HTTP/1.1", numeric);
  g_assert_true (g_str_has_prefix (page, "HTTP/1.1 400 "));

  six = auth_browser_new (G_SOCKET_FAMILY_IPV6, fixture.port);
  if (six == NULL)
    six = auth_browser_new (G_SOCKET_FAMILY_IPV4, fixture.port);
  text = g_strdup_printf ("GET /callback?%s HTTP/1.1\r\nHost: LOCALHOST:%u\r\n\r\n", RIGHT,
                          fixture.port);
  auth_browser_send (six, text, -1);
  g_assert_true (g_str_has_prefix (auth_browser_read (six), "HTTP/1.1 200 "));
  response = auth_test_await_boxed (g_steal_pointer (&fixture.answer), NULL);
  g_assert_nonnull (response);
  g_assert_false (is_listening (fixture.port));
  fixture_clear (&fixture);
}

static void
test_preferred_port (void)
{
  Fixture fixture;
  g_autoptr(SalonManualClock) clock = salon_manual_clock_new ();
  g_autoptr(SalonMcpAuthCallback) same =
    salon_mcp_auth_callback_new (SALON_CLOCK (clock), "127.0.0.1");
  g_autoptr(SalonMcpAuthCallback) other =
    salon_mcp_auth_callback_new (SALON_CLOCK (clock), "127.0.0.1");
  g_autofree char *uri = NULL;

  fixture_init (&fixture, "127.0.0.1");
  uri = g_strdup (salon_mcp_auth_callback_get_redirect_uri (fixture.callback));

  salon_mcp_auth_callback_set_port (other, fixture.port);
  g_assert_true (salon_mcp_auth_callback_start (other, NULL));
  g_assert_cmpstr (salon_mcp_auth_callback_get_redirect_uri (other), !=, uri);

  salon_mcp_auth_callback_stop (fixture.callback);
  dex_clear (&fixture.answer);
  salon_mcp_auth_callback_set_port (same, fixture.port);
  g_assert_true (salon_mcp_auth_callback_start (same, NULL));
  g_assert_cmpstr (salon_mcp_auth_callback_get_redirect_uri (same), ==, uri);
  fixture_clear (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  mcp_test_init (&argc, &argv);

  g_test_add_func ("/mcp/auth/callback/success", test_success);
  g_test_add_func ("/mcp/auth/callback/error", test_error);
  g_test_add_func ("/mcp/auth/callback/strangers-change-nothing", test_strangers);
  g_test_add_func ("/mcp/auth/callback/not-waiting-yet", test_not_waiting_yet);
  g_test_add_func ("/mcp/auth/callback/huge-request", test_huge_request);
  g_test_add_func ("/mcp/auth/callback/nul", test_nul);
  g_test_add_func ("/mcp/auth/callback/slow-client", test_slow_client);
  g_test_add_func ("/mcp/auth/callback/byte-by-byte", test_byte_by_byte);
  g_test_add_func ("/mcp/auth/callback/a-crowd-keeps-nobody-out", test_crowd);
  g_test_add_func ("/mcp/auth/callback/two-at-once", test_two_at_once);
  g_test_add_func ("/mcp/auth/callback/time-out", test_time_out);
  g_test_add_func ("/mcp/auth/callback/dropped", test_dropped);
  g_test_add_func ("/mcp/auth/callback/stopped", test_stopped);
  g_test_add_func ("/mcp/auth/callback/localhost", test_localhost);
  g_test_add_func ("/mcp/auth/callback/preferred-port", test_preferred_port);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "http-utilities.h"
#include "salon-core-error.h"
#include "salon-manual-clock.h"
#include "test-utilities.h"

/* The request's head as the answer's body. */
static RawServerNext
echo (guint       request,
      guint       connection,
      const char *head,
      GString    *answer,
      gpointer    user_data)
{
  g_string_append_printf (answer, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s",
                          strlen (head), head);
  return RAW_SERVER_KEEP;
}

static void
test_request_as_told (void)
{
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (echo, NULL);
  g_autoptr(SalonHttpRequest) request = new_request (server, "POST");
  g_autoptr(SalonHttpResponse) response = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  salon_http_request_set_header (request, "X-One", "1");
  salon_http_request_set_header (request, "x-one", "one");
  salon_http_request_set_header (request, "X-Empty", "");
  salon_http_request_set_header (request, "X-Gone", "gone");
  salon_http_request_set_header (request, "X-Gone", NULL);
  salon_http_request_set_header (request, "Authorization", "Bearer abc");

  response = send_and_wait (client, request);
  g_assert_cmpuint (salon_http_response_get_status (response), ==, 200);
  g_assert_cmpstr (salon_http_response_get_reason (response), ==, "OK");
  bytes = test_await_bytes (salon_http_response_read_all (response, 10000));
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_true (g_str_has_prefix (text, "POST /path?a=b HTTP/1.1\n"));
  g_assert_nonnull (strstr (text, "\nx-one: one\n"));
  g_assert_null (strstr (text, ": 1\n"));
  g_assert_nonnull (strstr (text, "\nX-Empty: \n"));
  g_assert_null (strstr (text, "Gone"));
  g_assert_nonnull (strstr (text, "\nAuthorization: Bearer abc\n"));
  g_assert_nonnull (strstr (text, "\nContent-Type: application/json\n"));
  g_assert_nonnull (strstr (text, "\nUser-Agent: Salon/" PACKAGE_VERSION "\n"));
  g_assert_true (g_str_has_suffix (text, "\n\n{}"));
}

static void
test_user_agent (void)
{
  g_autoptr(SalonHttpClient) client = g_object_new (SALON_TYPE_HTTP_CLIENT,
                                                    "user-agent", "Test/1", NULL);
  g_autofree char *agent = NULL;

  g_object_get (client, "user-agent", &agent, NULL);
  g_assert_cmpstr (agent, ==, "Test/1");
  salon_http_client_set_user_agent (client, "Test/2");
  g_assert_cmpstr (salon_http_client_get_user_agent (client), ==, "Test/2");
}

static void
test_every_status_is_an_answer (void)
{
  static const char * const statuses[] = {
    "200 OK", "204 No Content", "301 Moved", "302 Found", "303 See Other", "307 Temporary",
    "308 Permanent", "400 Bad", "401 Unauthorized", "404 Nope", "407 Proxy", "429 Slow", "500 Oops",
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *text =
        g_strdup_printf ("HTTP/1.1 %s\r\nContent-Length: 0\r\nLocation: http://127.0.0.1:1/\r\n"
                         "WWW-Authenticate: Basic realm=\"x\"\r\n"
                         "WWW-Authenticate: Bearer scope=\"y\"\r\n\r\n", statuses[i]);
      const Answer answer = { text, RAW_SERVER_KEEP };
      g_autoptr(SalonHttpClient) client = salon_http_client_new ();
      g_autoptr(RawServer) server = raw_server_new (say, (gpointer) &answer);
      g_autoptr(SalonHttpRequest) request = new_request (server, "POST");
      g_autoptr(SalonHttpResponse) response = send_and_wait (client, request);

      g_assert_cmpuint (salon_http_response_get_status (response), ==, atoi (statuses[i]));
      g_assert_cmpstr (salon_http_response_get_reason (response), ==, statuses[i] + 4);
      g_assert_cmpstr (salon_http_response_get_header (response, "location"), ==,
                       "http://127.0.0.1:1/");
      g_assert_cmpstr (salon_http_response_get_header (response, "www-authenticate"), ==,
                       "Basic realm=\"x\", Bearer scope=\"y\"");
      g_assert_null (salon_http_response_get_header (response, "x-absent"));
      assert_body (response, "");
      g_assert_cmpuint (raw_server_get_n_requests (server), ==, 1);
    }
}

static void
test_many_streams_at_once (void)
{
  const Answer answer = { STREAM_HEAD "1\r\nx\r\n", RAW_SERVER_HOLD };
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (say, (gpointer) &answer);
  g_autoptr(SalonHttpRequest) request = new_request (server, "GET");
  g_autoptr(GPtrArray) responses = g_ptr_array_new_with_free_func (g_object_unref);
  guint i;

  for (i = 0; i < 20; i++)
    g_ptr_array_add (responses, send_and_wait (client, request));
  g_assert_cmpuint (raw_server_get_n_connections (server), ==, 20);
}

static void
test_dropped_send_closes (void)
{
  const Answer answer = { "", RAW_SERVER_HOLD };
  SalonHttpClient *client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (say, (gpointer) &answer);
  g_autoptr(SalonHttpRequest) request = new_request (server, "POST");
  DexFuture *pending = salon_http_client_send (client, request);

  run_until_requests (server, 1);
  g_assert_true (dex_future_is_pending (pending));
  dex_unref (pending);
  run_until_hangups (server, 1);

  /* Before anything has happened at all. */
  pending = salon_http_client_send (client, request);
  dex_unref (pending);
  test_run_pending ();
  g_assert_finalize_object (client);
}

static void
test_broken_answers (void)
{
  static const struct {
    const char     *answer;
    RawServerNext   next;
    SalonCoreError  code;
    const char     *words;
    gboolean        in_body;
  } table[] = {
    { "", RAW_SERVER_CLOSE, SALON_CORE_ERROR_HUNG_UP, "without an answer", FALSE },
    { "", RAW_SERVER_RESET, SALON_CORE_ERROR_HUNG_UP, "without an answer", FALSE },
    { "HTTP/1.1 200 OK\r\nContent-", RAW_SERVER_CLOSE, SALON_CORE_ERROR_PROTOCOL,
      "the way a web server does", FALSE },
    { "SSH-2.0-OpenSSH_9.2\r\n\r\n", RAW_SERVER_CLOSE, SALON_CORE_ERROR_PROTOCOL,
      "the way a web server does", FALSE },
    { "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", RAW_SERVER_CLOSE,
      SALON_CORE_ERROR_NETWORK, "in the middle of its answer", TRUE },
    { STREAM_HEAD "5\r\nabc", RAW_SERVER_CLOSE, SALON_CORE_ERROR_NETWORK,
      "in the middle of its answer", TRUE },
    { STREAM_HEAD "5\r\nabc", RAW_SERVER_RESET, SALON_CORE_ERROR_NETWORK,
      "in the middle of its answer", TRUE },
    { STREAM_HEAD "3\r\nabc\r\n", RAW_SERVER_CLOSE, SALON_CORE_ERROR_NETWORK,
      "in the middle of its answer", TRUE },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const Answer answer = { table[i].answer, table[i].next };
      g_autoptr(SalonHttpClient) client = salon_http_client_new ();
      g_autoptr(RawServer) server = raw_server_new (say, (gpointer) &answer);
      g_autoptr(SalonHttpRequest) request = new_request (server, "POST");
      g_autoptr(SalonHttpResponse) response = NULL;
      g_autofree char *message = NULL;

      g_test_message ("%u: %s", i, table[i].answer);
      if (!table[i].in_body)
        {
          test_await_error (salon_http_client_send (client, request),
                            SALON_CORE_ERROR, table[i].code, &message);
        }
      else
        {
          response = send_and_wait (client, request);
          test_await_error (salon_http_response_read_all (response, 1000),
                            SALON_CORE_ERROR, table[i].code, &message);
          /* And so it stays. */
          test_await_error (salon_http_response_read (response),
                            SALON_CORE_ERROR, table[i].code, NULL);
        }
      g_assert_true (g_str_has_prefix (message, "127.0.0.1:"));
      if (strstr (message, table[i].words) == NULL)
        g_error ("%u: “%s” does not say “%s”", i, message, table[i].words);
      /* Never again on a new connection. */
      g_assert_cmpuint (raw_server_get_n_requests (server), ==, 1);
    }
}

/* Keeps the first connection for one answer, and goes away instead of giving a second. */
static RawServerNext
answer_once_a_connection (guint       request,
                          guint       connection,
                          const char *head,
                          GString    *answer,
                          gpointer    user_data)
{
  const Answer *second = user_data;

  if (connection == 1 && request > 1)
    {
      g_string_append (answer, second->answer);
      return second->next;
    }

  g_string_append (answer, OK_ANSWER);
  return RAW_SERVER_KEEP;
}

static void
test_dead_kept_connection (void)
{
  static const struct {
    const char    *method;
    const char    *second;
    RawServerNext  next;
    int            code;     /* of the error; -1 for an answer */
  } table[] = {
    { "POST", "", RAW_SERVER_CLOSE, -1 },
    { "POST", "", RAW_SERVER_RESET, -1 },
    { "GET", "", RAW_SERVER_CLOSE, -1 },
    /* A single byte is an answer: it may have been done. */
    { "POST", "H", RAW_SERVER_CLOSE, SALON_CORE_ERROR_PROTOCOL },
    { "POST", "HTTP/1.1 200 OK\r\nContent-", RAW_SERVER_CLOSE, SALON_CORE_ERROR_PROTOCOL },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const Answer second = { table[i].second, table[i].next };
      g_autoptr(SalonHttpClient) client = salon_http_client_new ();
      g_autoptr(RawServer) server = raw_server_new (answer_once_a_connection, (gpointer) &second);
      g_autoptr(SalonHttpRequest) request = new_request (server, table[i].method);
      g_autoptr(SalonHttpResponse) first = send_and_wait (client, request);
      g_autoptr(SalonHttpResponse) response = NULL;

      g_test_message ("%u", i);
      assert_body (first, "ok");

      if (table[i].code == -1)
        {
          response = send_and_wait (client, request);
          assert_body (response, "ok");
          g_assert_cmpuint (raw_server_get_n_requests (server), ==, 3);
          g_assert_cmpuint (raw_server_get_n_connections (server), ==, 2);
        }
      else
        {
          test_await_error (salon_http_client_send (client, request),
                            SALON_CORE_ERROR, table[i].code, NULL);
          g_assert_cmpuint (raw_server_get_n_requests (server), ==, 2);
        }
    }
}

/* Answers the very first request only. */
static RawServerNext
answer_once (guint       request,
             guint       connection,
             const char *head,
             GString    *answer,
             gpointer    user_data)
{
  if (request > 1)
    return RAW_SERVER_CLOSE;

  g_string_append (answer, OK_ANSWER);
  return RAW_SERVER_KEEP;
}

static void
test_again_only_once (void)
{
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (answer_once, NULL);
  g_autoptr(SalonHttpRequest) request = new_request (server, "POST");
  g_autoptr(SalonHttpResponse) first = send_and_wait (client, request);

  assert_body (first, "ok");
  test_await_error (salon_http_client_send (client, request),
                    SALON_CORE_ERROR, SALON_CORE_ERROR_HUNG_UP, NULL);
  g_assert_cmpuint (raw_server_get_n_requests (server), ==, 3);
}

static void
test_refused (void)
{
  const Answer answer = { OK_ANSWER, RAW_SERVER_KEEP };
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  RawServer *server = raw_server_new (say, (gpointer) &answer);
  g_autoptr(SalonHttpRequest) request = new_request (server, "POST");
  g_autofree char *message = NULL;

  /* Nobody listens there any more. */
  raw_server_free (server);
  test_await_error (salon_http_client_send (client, request),
                    SALON_CORE_ERROR, SALON_CORE_ERROR_NETWORK, &message);
  g_assert_true (g_str_has_prefix (message, "127.0.0.1:"));
  g_assert_nonnull (strstr (message, "refused the connection"));
}

/* A resolver that finds nobody, without asking anybody. */
#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver
{
  GResolver      parent_instance;
  GResolverError code;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static void
test_resolver_lookup_async (GResolver                *resolver,
                            const char               *hostname,
                            GResolverNameLookupFlags  flags,
                            GCancellable             *cancellable,
                            GAsyncReadyCallback       callback,
                            gpointer                  user_data)
{
  g_task_report_new_error (resolver, callback, user_data, NULL, G_RESOLVER_ERROR,
                           (int) TEST_RESOLVER (resolver)->code, "“%s” is not found", hostname);
}

static GList *
test_resolver_lookup_finish (GResolver     *resolver,
                             GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_with_flags_async = test_resolver_lookup_async;
  resolver_class->lookup_by_name_with_flags_finish = test_resolver_lookup_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

static void
test_unknown_host (void)
{
  static const struct {
    GResolverError  code;
    const char     *message;
  } table[] = {
    { G_RESOLVER_ERROR_NOT_FOUND,
      "There is no host called salon.example:8080. Check the address and the network "
      "connection." },
    { G_RESOLVER_ERROR_TEMPORARY_FAILURE,
      "The address of salon.example:8080 can’t be looked up right now. Check the network "
      "connection." },
  };
  g_autoptr(GResolver) resolver = g_resolver_get_default ();
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(SalonHttpClient) client = salon_http_client_new ();
      g_autoptr(SalonHttpRequest) request = NULL;
      g_autoptr(TestResolver) nobody = g_object_new (TEST_TYPE_RESOLVER, NULL);
      g_autofree char *message = NULL;

      nobody->code = table[i].code;
      g_resolver_set_default (G_RESOLVER (nobody));
      request = salon_http_request_new ("GET", "http://salon.example:8080/");
      test_await_error (salon_http_client_send (client, request),
                        SALON_CORE_ERROR, SALON_CORE_ERROR_NETWORK, &message);
      g_assert_cmpstr (message, ==, table[i].message);
    }

  g_resolver_set_default (resolver);
}

static void
test_no_tls_there (void)
{
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (echo, NULL);
  g_autofree char *http = raw_server_dup_url (server, "/");
  g_autofree char *https = g_strconcat ("https", http + strlen ("http"), NULL);
  g_autoptr(SalonHttpRequest) request = salon_http_request_new ("GET", https);
  g_autofree char *message = NULL;

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("There is no TLS library here");
      return;
    }

  raw_server_set_greeting (server, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
  test_await_error (salon_http_client_send (client, request),
                    SALON_CORE_ERROR, SALON_CORE_ERROR_TLS, &message);
  g_assert_nonnull (strstr (message, "http:// instead of https://"));
}

/* The certificates in data/ are signed by their own keys, which are secret to nobody. */
static void
test_certificates (void)
{
  static const char * const table[][2] = {
    { "unknown-authority.pem", "is from an authority this system does not know" },
    { "other-host.pem", "is for another host" },
    { "expired.pem", "has expired" },
    { "not-yet-valid.pem", "is not valid yet" },
  };
  guint i;

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("There is no TLS library here");
      return;
    }

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "core", "data", table[i][0],
                                                     NULL);
      g_autoptr(SalonHttpClient) client = salon_http_client_new ();
      g_autoptr(SalonHttpRequest) request = NULL;
      g_autoptr(GTlsCertificate) certificate = NULL;
      g_autoptr(RawServer) server = raw_server_new (echo, NULL);
      g_autofree char *http = raw_server_dup_url (server, "/");
      g_autofree char *https = g_strconcat ("https", http + strlen ("http"), NULL);
      g_autoptr(GError) error = NULL;
      g_autofree char *message = NULL;

      certificate = g_tls_certificate_new_from_file (path, &error);
      g_assert_no_error (error);
      raw_server_set_certificate (server, certificate);

      request = salon_http_request_new ("POST", https);
      test_await_error (salon_http_client_send (client, request),
                        SALON_CORE_ERROR, SALON_CORE_ERROR_TLS, &message);
      if (strstr (message, table[i][1]) == NULL)
        g_error ("%s: “%s” does not say “%s”", table[i][0], message, table[i][1]);
      g_assert_nonnull (strstr (message, "127.0.0.1:"));
    }
}

static void
test_requests_that_cannot_be (void)
{
  static const struct {
    const char *url;
    const char *name;
    const char *value;
    const char *words;
  } table[] = {
    { "", NULL, NULL, "“”" },
    { "localhost:8080", NULL, NULL, "“localhost:8080”" },
    { "ftp://localhost/", NULL, NULL, "“ftp://localhost/”" },
    { "file:///etc/passwd", NULL, NULL, "“file:///etc/passwd”" },
    { "http://", NULL, NULL, "“http://”" },
    { "ws://host/?key=secret", NULL, NULL, "“ws://host/”" },
    { "http://localhost/", "X-A", "a\r\nX-B: b", "“X-A”" },
    { "http://localhost/", "X A", "a", "“X A”" },
    { "http://localhost/", "X:A", "a", "“X:A”" },
    { "http://localhost/", "", "a", "“”" },
  };
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(SalonHttpRequest) request = salon_http_request_new ("GET", table[i].url);
      g_autofree char *message = NULL;

      if (table[i].name != NULL)
        salon_http_request_set_header (request, table[i].name, table[i].value);
      test_await_error (salon_http_client_send (client, request),
                        SALON_CORE_ERROR, SALON_CORE_ERROR_SYNTAX, &message);
      if (strstr (message, table[i].words) == NULL)
        g_error ("%u: “%s” does not say “%s”", i, message, table[i].words);
    }
}

static void
test_time_out (void)
{
  const Answer answer = { "", RAW_SERVER_HOLD };
  g_autoptr(SalonManualClock) clock = salon_manual_clock_new ();
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (say, (gpointer) &answer);
  g_autoptr(SalonHttpRequest) request = new_request (server, "POST");
  g_autoptr(DexFuture) future = NULL;
  g_autofree char *message = NULL;

  salon_http_client_set_clock (client, SALON_CLOCK (clock));
  salon_http_request_set_timeout (request, 30);
  g_assert_cmpuint (salon_http_request_get_timeout (request), ==, 30);

  future = salon_http_client_send (client, request);
  run_until_requests (server, 1);
  salon_manual_clock_advance (clock, 30 * G_USEC_PER_SEC - 1);
  test_run_pending ();
  g_assert_true (dex_future_is_pending (future));

  salon_manual_clock_advance (clock, 1);
  test_await_error (g_steal_pointer (&future),
                    SALON_CORE_ERROR, SALON_CORE_ERROR_TIMED_OUT, &message);
  g_assert_cmpstr (message, ==, "127.0.0.1 did not answer within 30 seconds.");
  run_until_hangups (server, 1);
  g_assert_cmpuint (salon_manual_clock_get_n_sleepers (clock), ==, 0);
}

static void
test_time_out_ends_with_the_head (void)
{
  const Answer answer = { STREAM_HEAD "1\r\nx\r\n", RAW_SERVER_HOLD };
  g_autoptr(SalonManualClock) clock = salon_manual_clock_new ();
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (say, (gpointer) &answer);
  g_autoptr(SalonHttpRequest) request = new_request (server, "POST");
  g_autoptr(SalonHttpResponse) response = NULL;
  g_autoptr(GBytes) bytes = NULL;

  salon_http_client_set_clock (client, SALON_CLOCK (clock));
  salon_http_request_set_timeout (request, 30);
  response = send_and_wait (client, request);
  g_assert_cmpuint (salon_manual_clock_get_n_sleepers (clock), ==, 0);
  salon_manual_clock_advance (clock, 1000 * G_USEC_PER_SEC);
  bytes = test_await_bytes (salon_http_response_read (response));
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/core/http-client/request-goes-out-as-told", test_request_as_told);
  g_test_add_func ("/core/http-client/user-agent", test_user_agent);
  g_test_add_func ("/core/http-client/every-status-is-an-answer", test_every_status_is_an_answer);
  g_test_add_func ("/core/http-client/many-streams-at-once", test_many_streams_at_once);
  g_test_add_func ("/core/http-client/dropped-send-closes", test_dropped_send_closes);
  g_test_add_func ("/core/http-client/broken-answers-are-told-apart", test_broken_answers);
  g_test_add_func ("/core/http-client/dead-kept-connection-is-replaced",
                   test_dead_kept_connection);
  g_test_add_func ("/core/http-client/again-only-once", test_again_only_once);
  g_test_add_func ("/core/http-client/refused-connection-is-worded", test_refused);
  g_test_add_func ("/core/http-client/unknown-host-is-worded", test_unknown_host);
  g_test_add_func ("/core/http-client/missing-encryption-is-worded", test_no_tls_there);
  g_test_add_func ("/core/http-client/certificates-that-fail-are-told-apart",
                   test_certificates);
  g_test_add_func ("/core/http-client/requests-that-cannot-be-are-refused",
                   test_requests_that_cannot_be);
  g_test_add_func ("/core/http-client/time-out-goes-by-the-clock", test_time_out);
  g_test_add_func ("/core/http-client/time-out-ends-with-the-head",
                   test_time_out_ends_with_the_head);

  return g_test_run ();
}

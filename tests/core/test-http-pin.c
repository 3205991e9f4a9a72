/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <stdarg.h>
#include <string.h>

#include "http-utilities.h"
#include "salon-core-error.h"
#include "test-utilities.h"

/* Requests that are told where their host is. */

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

static RawServerNext
hang_up (guint       request,
         guint       connection,
         const char *head,
         GString    *answer,
         gpointer    user_data)
{
  return RAW_SERVER_CLOSE;
}

/* A request to a name that nobody knows, with these addresses. */
static SalonHttpRequest *
new_pinned_request (RawServer  *server,
                    const char *method,
                    const char *first,
                    ...)
{
  g_autofree char *own = raw_server_dup_url (server, "/path");
  g_autofree char *url = g_strdup_printf ("http://nowhere.invalid%s", strrchr (own, ':'));
  SalonHttpRequest *request = salon_http_request_new (method, url);
  g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func (g_object_unref);
  const char *text;
  va_list arguments;

  va_start (arguments, first);
  for (text = first; text != NULL; text = va_arg (arguments, const char *))
    g_ptr_array_add (addresses, g_inet_address_new_from_string (text));
  va_end (arguments);
  salon_http_request_set_addresses (request, addresses);

  return request;
}

static void
test_name_stays (void)
{
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (echo, NULL);
  g_autoptr(SalonHttpRequest) request = new_pinned_request (server, "GET", "127.0.0.1", NULL);
  g_autoptr(SalonHttpResponse) response = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  salon_http_client_set_user_agent (client, "Test/1");
  response = send_and_wait (client, request);
  bytes = test_await_bytes (salon_http_response_read_all (response, 10000));
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_nonnull (strstr (text, "\nHost: nowhere.invalid:"));
  g_assert_nonnull (strstr (text, "\nUser-Agent: Test/1\n"));
}

static void
test_one_after_the_other (void)
{
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (echo, NULL);
  g_autoptr(SalonHttpRequest) request =
    new_pinned_request (server, "GET", "127.9.9.9", "127.0.0.1", NULL);
  g_autoptr(SalonHttpResponse) response = send_and_wait (client, request);

  g_assert_cmpuint (salon_http_response_get_status (response), ==, 200);
}

static void
test_nowhere (void)
{
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (echo, NULL);
  g_autoptr(SalonHttpRequest) none = new_pinned_request (server, "GET", NULL, NULL);
  g_autoptr(SalonHttpRequest) wrong = new_pinned_request (server, "GET", "127.9.9.9", NULL);
  g_autofree char *message = NULL;

  test_await_error (salon_http_client_send (client, none), SALON_CORE_ERROR,
                    SALON_CORE_ERROR_NETWORK, &message);
  g_assert_nonnull (strstr (message, "nowhere.invalid"));
  test_await_error (salon_http_client_send (client, wrong), SALON_CORE_ERROR,
                    SALON_CORE_ERROR_NETWORK, NULL);
  g_assert_cmpuint (raw_server_get_n_requests (server), ==, 0);
}

/* No kept connection is used, which may have been made to somewhere else. */
static void
test_connections_of_their_own (void)
{
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (echo, NULL);
  guint i;

  for (i = 0; i < 3; i++)
    {
      g_autoptr(SalonHttpRequest) request = new_pinned_request (server, "GET", "127.0.0.1", NULL);
      g_autoptr(SalonHttpResponse) response = send_and_wait (client, request);
      g_autoptr(GBytes) bytes = test_await_bytes (salon_http_response_read_all (response, 10000));

      g_assert_cmpuint (g_bytes_get_size (bytes), >, 0);
      g_assert_cmpuint (raw_server_get_n_connections (server), ==, i + 1);
    }
}

static void
test_never_sent_twice (void)
{
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (hang_up, NULL);
  g_autoptr(SalonHttpRequest) request = new_pinned_request (server, "POST", "127.0.0.1", NULL);
  g_autofree char *message = NULL;

  test_await_error (salon_http_client_send (client, request), SALON_CORE_ERROR,
                    SALON_CORE_ERROR_HUNG_UP, &message);
  g_assert_nonnull (strstr (message, "without an answer"));
  g_assert_cmpuint (raw_server_get_n_requests (server), ==, 1);
}

static void
test_dropped (void)
{
  const Answer answer = { STREAM_HEAD "1\r\nx\r\n", RAW_SERVER_HOLD };
  SalonHttpClient *client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (say, (gpointer) &answer);
  g_autoptr(SalonHttpRequest) request = new_pinned_request (server, "GET", "127.0.0.1", NULL);
  SalonHttpResponse *response = send_and_wait (client, request);

  g_object_unref (response);
  run_until_hangups (server, 1);
  g_assert_finalize_object (client);
}

static void
test_no_address_at_all (void)
{
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(SalonHttpRequest) request = salon_http_request_new ("GET", "nonsense");
  g_autoptr(GPtrArray) addresses = g_ptr_array_new ();

  salon_http_request_set_addresses (request, addresses);
  test_await_error (salon_http_client_send (client, request), SALON_CORE_ERROR,
                    SALON_CORE_ERROR_SYNTAX, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/core/http-pin/name-stays", test_name_stays);
  g_test_add_func ("/core/http-pin/one-after-the-other", test_one_after_the_other);
  g_test_add_func ("/core/http-pin/nowhere", test_nowhere);
  g_test_add_func ("/core/http-pin/connections-of-their-own", test_connections_of_their_own);
  g_test_add_func ("/core/http-pin/never-sent-twice", test_never_sent_twice);
  g_test_add_func ("/core/http-pin/dropped", test_dropped);
  g_test_add_func ("/core/http-pin/no-address-at-all", test_no_address_at_all);

  return g_test_run ();
}

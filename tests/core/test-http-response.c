/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "http-utilities.h"
#include "salon-core-error.h"
#include "test-utilities.h"

static void
test_stream_comes_in_pieces (void)
{
  const Answer answer = { STREAM_HEAD "3\r\nabc\r\n", RAW_SERVER_HOLD };
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (say, (gpointer) &answer);
  g_autoptr(SalonHttpRequest) request = new_request (server, "GET");
  g_autoptr(SalonHttpResponse) response = send_and_wait (client, request);
  g_autofree char *type = salon_http_response_dup_content_type (response);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(DexFuture) next = NULL;

  g_assert_cmpstr (type, ==, "text/event-stream");
  bytes = test_await_bytes (salon_http_response_read (response));
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "abc", 3);

  next = salon_http_response_read (response);
  test_run_pending ();
  g_assert_true (dex_future_is_pending (next));
  test_await_error (salon_http_response_read (response), G_IO_ERROR, G_IO_ERROR_PENDING, NULL);

  salon_http_response_close (response);
  test_run_until_done (next);
  g_assert_true (dex_future_is_rejected (next));
  run_until_hangups (server, 1);
  test_await_error (salon_http_response_read (response), G_IO_ERROR, G_IO_ERROR_CANCELLED, NULL);
}

static void
test_end_of_body (void)
{
  const Answer answer = { OK_ANSWER, RAW_SERVER_KEEP };
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (say, (gpointer) &answer);
  g_autoptr(SalonHttpRequest) request = new_request (server, "GET");
  g_autoptr(SalonHttpResponse) response = send_and_wait (client, request);
  guint i;

  assert_body (response, "ok");
  for (i = 0; i < 2; i++)
    {
      g_autoptr(GBytes) end = test_await_bytes (salon_http_response_read (response));

      g_assert_cmpuint (g_bytes_get_size (end), ==, 0);
    }
  salon_http_response_close (response);
}

static void
test_connection_is_kept (void)
{
  const Answer answer = { OK_ANSWER, RAW_SERVER_KEEP };
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (say, (gpointer) &answer);
  g_autoptr(SalonHttpRequest) request = new_request (server, "POST");
  guint i;

  for (i = 0; i < 3; i++)
    {
      g_autoptr(SalonHttpResponse) response = send_and_wait (client, request);

      assert_body (response, "ok");
    }
  g_assert_cmpuint (raw_server_get_n_requests (server), ==, 3);
  g_assert_cmpuint (raw_server_get_n_connections (server), ==, 1);
}

static void
test_connection_is_kept_without_body (void)
{
  static const char * const answers[] = {
    "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  };
  guint i, j;

  for (i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      const Answer answer = { answers[i], RAW_SERVER_KEEP };
      g_autoptr(SalonHttpClient) client = salon_http_client_new ();
      g_autoptr(RawServer) server = raw_server_new (say, (gpointer) &answer);
      g_autoptr(SalonHttpRequest) request = new_request (server, "POST");

      /* Dropped unread. */
      for (j = 0; j < 3; j++)
        g_object_unref (send_and_wait (client, request));
      g_assert_cmpuint (raw_server_get_n_requests (server), ==, 3);
      g_assert_cmpuint (raw_server_get_n_connections (server), ==, 1);
    }
}

static void
test_dropped_response_closes (void)
{
  const Answer answer = { STREAM_HEAD "1\r\nx\r\n", RAW_SERVER_HOLD };
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (say, (gpointer) &answer);
  g_autoptr(SalonHttpRequest) request = new_request (server, "GET");
  SalonHttpResponse *response = send_and_wait (client, request);
  DexFuture *pending;

  /* Unread. */
  g_assert_finalize_object (response);
  run_until_hangups (server, 1);

  /* With a read under way, whose future is still held. */
  response = send_and_wait (client, request);
  g_bytes_unref (test_await_bytes (salon_http_response_read (response)));
  pending = salon_http_response_read (response);
  test_run_pending ();
  g_assert_finalize_object (response);
  run_until_hangups (server, 2);
  test_await_error (pending, G_IO_ERROR, G_IO_ERROR_CANCELLED, NULL);
}

static void
test_dropped_read_closes (void)
{
  const Answer answer = { STREAM_HEAD "1\r\nx\r\n", RAW_SERVER_HOLD };
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (say, (gpointer) &answer);
  g_autoptr(SalonHttpRequest) request = new_request (server, "GET");
  SalonHttpResponse *response = send_and_wait (client, request);
  DexFuture *pending;

  g_bytes_unref (test_await_bytes (salon_http_response_read (response)));
  pending = salon_http_response_read (response);
  test_run_pending ();
  dex_unref (pending);
  run_until_hangups (server, 1);
  test_await_error (salon_http_response_read (response), G_IO_ERROR, G_IO_ERROR_CANCELLED, NULL);
  g_object_unref (response);

  response = send_and_wait (client, request);
  pending = salon_http_response_read_all (response, 1000);
  g_object_unref (response);
  test_run_pending ();
  g_assert_true (dex_future_is_pending (pending));
  dex_unref (pending);
  run_until_hangups (server, 2);
}

static DexFuture *
read_to_the_end (gpointer user_data)
{
  SalonHttpResponse *response = user_data;

  for (;;)
    {
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(GError) error = NULL;

      bytes = dex_await_boxed (salon_http_response_read (response), &error);
      if (bytes == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
      if (g_bytes_get_size (bytes) == 0)
        return dex_future_new_for_boolean (TRUE);
    }
}

static void
test_cancelled_fiber_closes (void)
{
  const Answer answer = { STREAM_HEAD "1\r\nx\r\n", RAW_SERVER_HOLD };
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (say, (gpointer) &answer);
  g_autoptr(SalonHttpRequest) request = new_request (server, "GET");
  SalonHttpResponse *response = send_and_wait (client, request);
  DexFuture *race;

  race = dex_future_first (dex_scheduler_spawn (NULL, 0, read_to_the_end,
                                                g_object_ref (response), g_object_unref),
                           dex_future_new_infinite (), NULL);
  test_run_pending ();
  g_assert_true (dex_future_is_pending (race));
  dex_unref (race);
  run_until_hangups (server, 1);
  test_run_pending ();
  g_assert_finalize_object (response);
}

static void
test_client_may_go_first (void)
{
  const Answer answer = { STREAM_HEAD "1\r\nx\r\n1\r\ny\r\n0\r\n\r\n", RAW_SERVER_KEEP };
  SalonHttpClient *client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (say, (gpointer) &answer);
  g_autoptr(SalonHttpRequest) request = new_request (server, "GET");
  g_autoptr(SalonHttpResponse) response = send_and_wait (client, request);

  g_object_unref (client);
  assert_body (response, "xy");
}

static void
test_limit_of_read_all (void)
{
  const Answer answer = { STREAM_HEAD "6\r\nabcdef\r\n", RAW_SERVER_HOLD };
  const Answer exact = { OK_ANSWER, RAW_SERVER_KEEP };
  g_autoptr(SalonHttpClient) client = salon_http_client_new ();
  g_autoptr(RawServer) server = raw_server_new (say, (gpointer) &answer);
  g_autoptr(RawServer) exact_server = raw_server_new (say, (gpointer) &exact);
  g_autoptr(SalonHttpRequest) request = new_request (server, "GET");
  g_autoptr(SalonHttpRequest) exact_request = new_request (exact_server, "GET");
  g_autoptr(SalonHttpResponse) response = send_and_wait (client, request);
  g_autoptr(SalonHttpResponse) exact_response = send_and_wait (client, exact_request);
  g_autoptr(GBytes) bytes = NULL;

  test_await_error (salon_http_response_read_all (response, 5),
                    SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE, NULL);
  run_until_hangups (server, 1);

  bytes = test_await_bytes (salon_http_response_read_all (exact_response, 2));
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/core/http-response/stream-comes-in-pieces", test_stream_comes_in_pieces);
  g_test_add_func ("/core/http-response/end-of-body-stays", test_end_of_body);
  g_test_add_func ("/core/http-response/connection-is-kept", test_connection_is_kept);
  g_test_add_func ("/core/http-response/connection-is-kept-without-body",
                   test_connection_is_kept_without_body);
  g_test_add_func ("/core/http-response/dropped-response-closes", test_dropped_response_closes);
  g_test_add_func ("/core/http-response/dropped-read-closes", test_dropped_read_closes);
  g_test_add_func ("/core/http-response/cancelled-fiber-closes", test_cancelled_fiber_closes);
  g_test_add_func ("/core/http-response/client-may-go-first", test_client_may_go_first);
  g_test_add_func ("/core/http-response/size-of-all-is-limited", test_limit_of_read_all);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-http-legacy"

#include "config.h"

#include <string.h>

#include "salon-mcp-error.h"
#include "web-fixture.h"

/* Streamable HTTP with sessions. */

static const char *
get_header (Web        *web,
            const char *http_method,
            const char *rpc_method,
            const char *header)
{
  return http_peer_header (http_peer_find (web->peer, http_method, rpc_method, 0), header);
}

static void
test_session (void)
{
  Web web = { .session_id = "s-1" };

  web_init (&web, NULL);
  web_open (&web);
  g_assert_null (get_header (&web, "POST", "initialize", "Mcp-Session-Id"));
  g_assert_null (get_header (&web, "POST", "initialize", "MCP-Protocol-Version"));
  g_assert_cmpstr (get_header (&web, "POST", "initialize", "Accept"), ==,
                   "application/json, text/event-stream");
  g_assert_cmpstr (get_header (&web, "POST", "initialize", "Content-Type"), ==, "application/json");
  g_assert_cmpstr (get_header (&web, "POST", "notifications/initialized", "Mcp-Session-Id"), ==,
                   "s-1");
  g_assert_cmpstr (get_header (&web, "POST", "notifications/initialized", "MCP-Protocol-Version"),
                   ==, "2025-11-25");
  g_assert_cmpstr (get_header (&web, "GET", NULL, "Mcp-Session-Id"), ==, "s-1");
  g_assert_cmpstr (get_header (&web, "GET", NULL, "Accept"), ==, "text/event-stream");
  g_assert_null (get_header (&web, "GET", NULL, "Mcp-Method"));

  mcp_test_await (salon_mcp_client_close (web.client), NULL);
  g_assert_cmpstr (get_header (&web, "DELETE", NULL, "Mcp-Session-Id"), ==, "s-1");
  /* GET was answered with 405, and was not tried again. */
  g_assert_cmpstr (web.log->str, ==, "DELETE;");
  web_clear (&web);
}

static void
test_no_session (void)
{
  Web web = { 0 };

  web_init (&web, NULL);
  web_open (&web);
  g_assert_null (get_header (&web, "POST", "notifications/initialized", "Mcp-Session-Id"));
  mcp_test_await (salon_mcp_client_close (web.client), NULL);
  g_assert_cmpstr (web.log->str, ==, "");
  web_clear (&web);
}

static gboolean
hold_farewell (Web             *web,
               HttpPeerRequest *request)
{
  return strcmp (request->method, "DELETE") == 0;
}

static void
test_farewell_is_bounded (void)
{
  Web web = { .session_id = "s", .func = hold_farewell };
  DexFuture *closing = NULL;

  web_init (&web, NULL);
  web_open (&web);
  closing = salon_mcp_client_close (web.client);
  web_await (&web, "DELETE", NULL, 0);
  mcp_test_settle ();
  g_assert_true (dex_future_is_pending (closing));
  salon_manual_clock_advance (web.clock, 2 * G_TIME_SPAN_SECOND);
  g_assert_true (mcp_test_await (closing, NULL));
  web_clear (&web);
}

/* The session is lost at the first request that is no handshake. */
static gboolean
lose_session (Web             *web,
              HttpPeerRequest *request)
{
  const char *id = http_peer_header (request, "Mcp-Session-Id");
  const char *method = http_peer_rpc_method (request);

  if (g_strcmp0 (id, "s-1") != 0 || g_strcmp0 (method, "notifications/initialized") == 0 ||
      strcmp (request->method, "POST") != 0)
    return FALSE;
  web->session_id = "s-2";
  if (web->data != NULL)
    http_peer_respond (request, 400, NULL, "application/json", web->data);
  else
    http_peer_respond (request, 404, NULL, NULL, NULL);
  return TRUE;
}

static void
count_cb (SalonMcpClient *client,
          gpointer        user_data)
{
  (*(guint *) user_data)++;
}

static void
test_lost_session (gconstpointer data)
{
  Web web = { .session_id = "s-1", .func = lose_session, .data = data };
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  HttpPeerRequest *again = NULL;
  guint renewals = 0;

  web_init (&web, NULL);
  web_open (&web);
  g_signal_connect (web.client, "session-renewed", G_CALLBACK (count_cb), &renewals);
  exchange = web_request (&web, "tools/list", "{\"cursor\":\"c\"}");
  text = web_await_text (exchange, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "{\"tools\":[]}");
  g_assert_true (g_str_has_prefix (web.log->str, "POST tools/list;POST initialize;"
                                                 "POST notifications/initialized;"));
  g_assert_null (http_peer_header (http_peer_find (web.peer, "POST", "initialize", 1),
                                   "Mcp-Session-Id"));
  again = http_peer_find (web.peer, "POST", "tools/list", 1);
  g_assert_cmpstr (http_peer_header (again, "Mcp-Session-Id"), ==, "s-2");
  mcp_test_assert_contains (again->body, "\"cursor\":\"c\"");
  web_await (&web, "GET", NULL, 1);
  g_assert_cmpuint (renewals, ==, 1);
  g_assert_cmpint (salon_mcp_client_get_state (web.client), ==, SALON_MCP_CLIENT_READY);
  web_clear (&web);
}

static void
test_many_lose_it_at_once (void)
{
  Web web = { .session_id = "s-1", .func = lose_session };
  g_autoptr (GPtrArray) exchanges = g_ptr_array_new_with_free_func (g_object_unref);

  web_init (&web, NULL);
  web_open (&web);
  for (guint i = 0; i < 5; i++)
    g_ptr_array_add (exchanges, web_request (&web, "resources/list", NULL));
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *text = web_await_text (g_ptr_array_index (exchanges, i), NULL);

      g_assert_cmpstr (text, ==, "{}");
    }
  g_assert_cmpuint (http_peer_count (web.peer, "POST", "initialize"), ==, 2);
  web_clear (&web);
}

/* A call may have been made before the server forgot. */
static void
test_calls_are_not_repeated (void)
{
  Web web = {
    .session_id = "s-1",
    .func = NULL,
    .tools = "[{\"name\":\"write\",\"inputSchema\":{}},"
             "{\"name\":\"read\",\"inputSchema\":{},\"annotations\":{\"readOnlyHint\":true}}]",
  };
  g_autoptr (SalonMcpExchange) list = NULL;
  g_autoptr (SalonMcpExchange) call = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *tools = NULL;
  g_autofree char *text = NULL;

  web_init (&web, NULL);
  web_open (&web);
  list = web_request (&web, "tools/list", NULL);
  tools = web_await_text (list, NULL);
  web.func = lose_session;
  call = salon_mcp_client_call_tool (web.client, "write", NULL);
  text = web_await_text (call, &error);
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_SESSION_LOST);
  g_assert_cmpuint (http_peer_count (web.peer, "POST", "tools/call"), ==, 1);
  web_await (&web, "POST", "notifications/initialized", 1);
  g_clear_object (&call);
  web.session_id = "s-1";
  web_clear (&web);

  web = (Web) { .session_id = "s-1", .tools = web.tools };
  web_init (&web, NULL);
  web_open (&web);
  g_clear_object (&list);
  list = web_request (&web, "tools/list", NULL);
  g_free (tools);
  tools = web_await_text (list, NULL);
  web.func = lose_session;
  call = salon_mcp_client_call_tool (web.client, "read", NULL);
  text = web_await_text (call, NULL);
  g_assert_cmpstr (text, ==, "{}");
  g_assert_cmpuint (http_peer_count (web.peer, "POST", "tools/call"), ==, 2);
  web_clear (&web);
}

static gboolean
refuse_everything (Web             *web,
                   HttpPeerRequest *request)
{
  http_peer_respond (request, 404, NULL, NULL, NULL);
  return TRUE;
}

static void
test_lost_for_good (void)
{
  Web web = { .session_id = "s-1" };
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  web_init (&web, NULL);
  web_open (&web);
  web.func = refuse_everything;
  exchange = web_request (&web, "tools/list", NULL);
  text = web_await_text (exchange, &error);
  g_assert_null (text);
  g_assert_cmpuint (salon_mcp_error_get_http_status (error), ==, 404);
  g_assert_cmpint (salon_mcp_client_get_state (web.client), ==, SALON_MCP_CLIENT_FAILED);
  g_assert_cmpuint (http_peer_count (web.peer, "POST", "initialize"), ==, 2);
  web_clear (&web);
}

/* Streams. */

static gboolean
hold_calls (Web             *web,
            HttpPeerRequest *request)
{
  return g_strcmp0 (http_peer_rpc_method (request), "tools/call") == 0 ||
         (strcmp (request->method, "GET") == 0 &&
          http_peer_header (request, "Last-Event-ID") != NULL);
}

static void
on_progress_cb (SalonMcpExchange *exchange,
                double            progress,
                double            total,
                const char       *message,
                gpointer          user_data)
{
  g_string_append_printf (user_data, "%g/%g;", progress, total);
}

static void
test_stream (void)
{
  Web web = { .func = hold_calls };
  g_autoptr (SalonMcpExchange) call = NULL;
  g_autoptr (GString) progress = g_string_new (NULL);
  HttpPeerRequest *request = NULL;
  g_autofree char *text = NULL;

  web_init (&web, NULL);
  web_open (&web);
  call = salon_mcp_client_call_tool (web.client, "t", NULL);
  g_signal_connect (call, "progress", G_CALLBACK (on_progress_cb), progress);
  request = web_await (&web, "POST", "tools/call", 0);
  http_peer_begin_stream (request, NULL);
  http_peer_send (request, ": keep-alive\n\n"
                           "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                           "\"params\":{\"progressToken\":2,\"progress\":1,\"total\":4}}\n\n");
  http_peer_send (request, "data: no JSON\n\n"
                           "data: [{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\n"
                           "data: \"params\":{\"progressToken\":2,\"progress\":2}}]\n\n");
  http_peer_send_result (request, request, "{\"content\":[]}");
  http_peer_end_stream (request);
  text = web_await_text (call, NULL);
  g_assert_cmpstr (text, ==, "{\"content\":[]}");
  g_assert_cmpstr (progress->str, ==, "1/4;2/-1;");
  web_clear (&web);
}

/* The server gives a position, wants to be left alone for half a second, and hangs up: no error. */
static void
test_polling (void)
{
  Web web = { .func = hold_calls, .session_id = "s" };
  g_autoptr (SalonMcpExchange) call = NULL;
  HttpPeerRequest *request = NULL;
  HttpPeerRequest *rest = NULL;
  g_autofree char *text = NULL;

  web_init (&web, NULL);
  web_open (&web);
  call = salon_mcp_client_call_tool (web.client, "t", NULL);
  request = web_await (&web, "POST", "tools/call", 0);
  http_peer_begin_stream (request, NULL);
  http_peer_send (request, "id: e-1\nretry: 500\ndata: \n\n");
  http_peer_end_stream (request);
  for (guint i = 0; i < 2; i++)
    {
      web_await_sleep (&web, 500000, 500000);
      salon_manual_clock_advance (web.clock, 499999);
      mcp_test_settle ();
      g_assert_cmpuint (http_peer_count (web.peer, "GET", NULL), ==, 1 + i);
      salon_manual_clock_advance (web.clock, 1);
      rest = web_await (&web, "GET", NULL, 1 + i);
      g_assert_cmpstr (http_peer_header (rest, "Last-Event-ID"), ==, i == 0 ? "e-1" : "e-2");
      g_assert_cmpstr (http_peer_header (rest, "Mcp-Session-Id"), ==, "s");
      http_peer_begin_stream (rest, NULL);
      if (i == 0)
        {
          http_peer_send (rest, "id: e-2\ndata:\n\n");
          http_peer_end_stream (rest);
        }
    }
  http_peer_send_result (rest, request, "{\"content\":[]}");
  text = web_await_text (call, NULL);
  g_assert_cmpstr (text, ==, "{\"content\":[]}");
  web_clear (&web);
}

static void
test_broken_stream_is_resumed (void)
{
  Web web = { .func = hold_calls };
  g_autoptr (SalonMcpExchange) call = NULL;
  HttpPeerRequest *request = NULL;
  HttpPeerRequest *rest = NULL;
  g_autofree char *text = NULL;

  web_init (&web, NULL);
  web_open (&web);
  call = salon_mcp_client_call_tool (web.client, "t", NULL);
  request = web_await (&web, "POST", "tools/call", 0);
  http_peer_begin_stream (request, NULL);
  http_peer_send (request, "id: 7\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}\n\n");
  mcp_test_settle ();
  http_peer_break (request);
  web_await_sleep (&web, 1000000, 1200000);
  salon_manual_clock_advance (web.clock, 1200000);
  rest = web_await (&web, "GET", NULL, 1);
  g_assert_cmpstr (http_peer_header (rest, "Last-Event-ID"), ==, "7");
  http_peer_begin_stream (rest, NULL);
  http_peer_send_result (rest, request, "{\"content\":[]}");
  text = web_await_text (call, NULL);
  g_assert_cmpstr (text, ==, "{\"content\":[]}");
  web_clear (&web);
}

static void
test_stream_without_position (void)
{
  Web web = { .func = hold_calls };
  g_autoptr (SalonMcpExchange) call = NULL;
  g_autoptr (GError) error = NULL;
  HttpPeerRequest *request = NULL;
  g_autofree char *text = NULL;

  web_init (&web, NULL);
  web_open (&web);
  call = salon_mcp_client_call_tool (web.client, "t", NULL);
  request = web_await (&web, "POST", "tools/call", 0);
  http_peer_begin_stream (request, NULL);
  http_peer_end_stream (request);
  text = web_await_text (call, &error);
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_INTERRUPTED);
  g_assert_cmpuint (http_peer_count (web.peer, "POST", "tools/call"), ==, 1);
  web_clear (&web);
}

static void
test_cancel (void)
{
  Web web = { .func = hold_calls };
  g_autoptr (SalonMcpExchange) call = NULL;
  g_autoptr (GError) error = NULL;
  HttpPeerRequest *request = NULL;
  HttpPeerRequest *notification = NULL;
  g_autofree char *text = NULL;

  web_init (&web, NULL);
  web_open (&web);
  call = salon_mcp_client_call_tool (web.client, "t", NULL);
  request = web_await (&web, "POST", "tools/call", 0);
  http_peer_begin_stream (request, NULL);
  mcp_test_settle ();
  salon_mcp_exchange_cancel (call, "enough");
  text = web_await_text (call, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  notification = web_await (&web, "POST", "notifications/cancelled", 0);
  mcp_test_assert_contains (notification->body, "\"requestId\":2");
  web_await_hang_up (&web, request);
  web_clear (&web);
}

/* A question of the server comes on the stream of a call, and is answered with a POST. */
static void
test_server_request (void)
{
  Web web = { .func = hold_calls };
  g_autoptr (SalonMcpExchange) call = NULL;
  HttpPeerRequest *request = NULL;
  HttpPeerRequest *reply = NULL;
  g_autofree char *text = NULL;

  web_init (&web, NULL);
  web_open (&web);
  call = salon_mcp_client_call_tool (web.client, "t", NULL);
  request = web_await (&web, "POST", "tools/call", 0);
  http_peer_begin_stream (request, NULL);
  http_peer_send (request, "data: {\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"ping\"}\n\n");
  reply = web_await (&web, "POST", NULL, 3);
  g_assert_cmpstr (reply->body, ==, "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"result\":{}}");
  http_peer_send_result (request, request, "{}");
  text = web_await_text (call, NULL);
  g_assert_cmpstr (text, ==, "{}");
  web_clear (&web);
}

/* The stream for what the server says unasked. */

static void
test_listener (void)
{
  Web web = { .has_listener = TRUE, .session_id = "s" };
  HttpPeerRequest *stream = NULL;
  guint changes = 0;

  web_init (&web, NULL);
  web_open (&web);
  g_signal_connect (web.client, "tools-changed", G_CALLBACK (count_cb), &changes);
  stream = web_await (&web, "GET", NULL, 0);
  http_peer_send (stream, "retry: 3000\nid: 1\n"
                          "data: {\"jsonrpc\":\"2.0\","
                          "\"method\":\"notifications/tools/list_changed\"}\n\n");
  web_await_number (&changes, 1);
  http_peer_end_stream (stream);
  web_await_sleep (&web, 3000000, 3000000);
  salon_manual_clock_advance (web.clock, 3000000);
  stream = web_await (&web, "GET", NULL, 1);
  g_assert_cmpstr (http_peer_header (stream, "Last-Event-ID"), ==, "1");
  http_peer_send (stream, "data: {\"jsonrpc\":\"2.0\","
                          "\"method\":\"notifications/tools/list_changed\"}\n\n");
  web_await_number (&changes, 2);
  web_clear (&web);
}

/* A server whose stream ends at once is not asked for it for ever. */
static gboolean
end_listener (Web             *web,
              HttpPeerRequest *request)
{
  if (strcmp (request->method, "GET") != 0)
    return FALSE;
  http_peer_begin_stream (request, NULL);
  http_peer_end_stream (request);
  return TRUE;
}

static void
test_listener_storm (void)
{
  Web web = { .func = end_listener };

  web_init (&web, NULL);
  web_open (&web);
  for (guint i = 0; i < 60; i++)
    {
      gint64 end = g_get_monotonic_time () + 5 * G_TIME_SPAN_MILLISECOND;

      while (g_get_monotonic_time () < end)
        g_main_context_iteration (NULL, FALSE);
      salon_manual_clock_advance (web.clock, 9 * G_TIME_SPAN_SECOND);
    }
  g_assert_cmpuint (http_peer_count (web.peer, "GET", NULL), <=, 9);
  g_assert_cmpuint (http_peer_count (web.peer, "GET", NULL), >=, 2);
  web_clear (&web);
}

/* Open streams must not keep calls waiting. */
static void
test_many_streams (void)
{
  Web web = { .func = hold_calls, .has_listener = TRUE };
  g_autoptr (GPtrArray) calls = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SalonMcpExchange) list = NULL;
  g_autofree char *text = NULL;

  web_init (&web, NULL);
  web_open (&web);
  for (guint i = 0; i < 40; i++)
    g_ptr_array_add (calls, salon_mcp_client_call_tool (web.client, "t", NULL));
  web_await (&web, "POST", "tools/call", 39);
  list = web_request (&web, "tools/list", NULL);
  text = web_await_text (list, NULL);
  g_assert_cmpstr (text, ==, "{\"tools\":[]}");
  web_clear (&web);
}

/* Hangs up on calls without a word. */
static gboolean
hang_up (Web             *web,
         HttpPeerRequest *request)
{
  if (g_strcmp0 (http_peer_rpc_method (request), "tools/call") != 0)
    return FALSE;
  http_peer_break (request);
  return TRUE;
}

/* The legacy versions have no rule that would allow to ask again what was not answered: there is
 * no position in a stream that never began. */
static void
test_broken_before_the_head (void)
{
  Web web = { .session_id = "s", .func = hang_up };
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  web_init (&web, NULL);
  web_open (&web);
  g_string_truncate (web.log, 0);
  exchange = web_request (&web, "tools/call", "{\"name\":\"t\"}");
  text = web_await_text (exchange, &error);
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_INTERRUPTED);
  mcp_test_assert_contains (error->message, "tools/call");
  /* The second is the same message on a new connection. */
  g_assert_cmpuint (http_peer_count (web.peer, "POST", "tools/call"), <=, 2);
  g_assert_cmpuint (http_peer_count (web.peer, "POST", "initialize"), ==, 1);
  web_clear (&web);
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/http/session-id-and-version-go-along", test_session);
  g_test_add_func ("/mcp/http/works-without-a-session", test_no_session);
  g_test_add_func ("/mcp/http/farewell-is-bounded", test_farewell_is_bounded);
  g_test_add_data_func ("/mcp/http/lost-session-is-begun-anew", NULL, test_lost_session);
  g_test_add_data_func ("/mcp/http/lost-session-said-with-400",
                        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,"
                        "\"message\":\"Bad Request: No valid session ID provided\"}}",
                        test_lost_session);
  g_test_add_func ("/mcp/http/many-lose-the-session-at-once", test_many_lose_it_at_once);
  g_test_add_func ("/mcp/http/calls-are-not-repeated-blindly", test_calls_are_not_repeated);
  g_test_add_func ("/mcp/http/session-lost-for-good", test_lost_for_good);
  g_test_add_func ("/mcp/http/answer-comes-on-a-stream", test_stream);
  g_test_add_func ("/mcp/http/server-that-wants-to-be-polled", test_polling);
  g_test_add_func ("/mcp/http/broken-stream-is-resumed", test_broken_stream_is_resumed);
  g_test_add_func ("/mcp/http/stream-without-position-fails", test_stream_without_position);
  g_test_add_func ("/mcp/http/broken-before-the-head-fails", test_broken_before_the_head);
  g_test_add_func ("/mcp/http/cancel-tells-and-hangs-up", test_cancel);
  g_test_add_func ("/mcp/http/server-request-is-answered-with-a-post", test_server_request);
  g_test_add_func ("/mcp/http/listener-resumes", test_listener);
  g_test_add_func ("/mcp/http/listener-gives-up", test_listener_storm);
  g_test_add_func ("/mcp/http/open-streams-leave-room-for-calls", test_many_streams);
  return g_test_run ();
}

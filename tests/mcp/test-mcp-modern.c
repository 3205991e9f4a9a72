/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-modern"

#include "config.h"

#include <string.h>

#include "modern-fixture.h"
#include "salon-mcp-error.h"

/* The era without sessions, over HTTP. */

/* Requests. */

static void
test_stamps (void)
{
  g_autoptr (WebUser) user = web_user_new ();
  Web web = { .is_modern = TRUE, .session_id = "ignored" };
  HttpPeerRequest *request = NULL;
  g_autoptr (SalonMcpExchange) first = NULL;
  g_autoptr (SalonMcpExchange) second = NULL;
  g_autofree char *text = NULL;
  g_autofree char *other = NULL;
  g_autofree char *capabilities = NULL;
  const SalonJson *said = NULL;
  const SalonJson *logging = NULL;

  web_init (&web, SALON_MCP_INPUT_HANDLER (user));
  web_open (&web);
  first = web_request (&web, "resources/read",
                       "{\"uri\":\"file:///a%20b\",\"_meta\":{\"mine\":1}}");
  text = web_await_text (first, NULL);
  request = web_await (&web, "POST", "resources/read", 0);
  g_assert_cmpstr (modern_get_meta (request, META "protocolVersion"), ==, "2026-07-28");
  mcp_test_assert_contains (request->body, "\"" META "clientInfo\":{\"name\":\"salon\"");
  said = salon_json_get_member (modern_get_param (request, "_meta"), META "clientCapabilities");
  capabilities = salon_json_to_text (said, FALSE);
  g_assert_cmpstr (capabilities, ==, "{\"elicitation\":{\"form\":{}}}");
  mcp_test_assert_contains (request->body, "\"mine\":1");
  g_assert_null (modern_get_meta (request, META "logLevel"));
  g_assert_cmpstr (http_peer_header (request, "MCP-Protocol-Version"), ==, "2026-07-28");
  g_assert_cmpstr (http_peer_header (request, "Mcp-Method"), ==, "resources/read");
  g_assert_cmpstr (http_peer_header (request, "Mcp-Name"), ==, "file:///a%20b");
  g_assert_null (http_peer_header (request, "Mcp-Session-Id"));

  /* What the user allows now counts for the next request. */
  user->can_elicit = FALSE;
  logging =
    salon_json_get_member (salon_mcp_client_get_server_capabilities (web.client), "logging");
  g_assert_true (mcp_test_await (salon_mcp_client_set_log_level (web.client,
                                                                 SALON_MCP_LOG_WARNING),
                                 NULL) ||
                 !salon_json_is_object (logging));
  second = web_request (&web, "prompts/get", "{\"name\":\"né\"}");
  other = web_await_text (second, NULL);
  request = web_await (&web, "POST", "prompts/get", 0);
  g_clear_pointer (&capabilities, g_free);
  said = salon_json_get_member (modern_get_param (request, "_meta"), META "clientCapabilities");
  capabilities = salon_json_to_text (said, FALSE);
  g_assert_cmpstr (capabilities, ==, "{}");
  g_assert_cmpstr (http_peer_header (request, "Mcp-Name"), ==, "=?base64?bsOp?=");

  g_assert_true (mcp_test_await (salon_mcp_client_ping (web.client), NULL));
  mcp_test_await (salon_mcp_client_close (web.client), NULL);
  /* No GET, no DELETE, no notification. */
  g_assert_cmpstr (web.log->str, ==, "POST resources/read;POST prompts/get;POST server/discover;");
  web_clear (&web);
}

/* Methods of an extension are mirrored the way it says. */
static void
test_extension_name (void)
{
  Web web = { .is_modern = TRUE };
  static const char * const methods[] = { "tasks/get", "tasks/update", "tasks/cancel" };
  g_autoptr (SalonMcpExtension) tasks = salon_mcp_extension_new_tasks ();

  web_init (&web, NULL);
  salon_mcp_client_add_extension (web.client, tasks);
  web_open (&web);
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (SalonMcpExchange) exchange = web_request (&web, methods[i],
                                                           "{\"taskId\":\"t \u00e9\"}");
      g_autofree char *text = web_await_text (exchange, NULL);
      HttpPeerRequest *request = web_await (&web, "POST", methods[i], 0);

      g_assert_cmpstr (http_peer_header (request, "Mcp-Name"), ==, "=?base64?dCDDqQ==?=");
      g_assert_cmpstr (http_peer_header (request, "Mcp-Method"), ==, methods[i]);
    }
  web_clear (&web);
}

#define SCHEMA(properties) "\"inputSchema\":{\"type\":\"object\",\"properties\":{" properties "}}"

static void
test_mirrors (void)
{
  Web web = {
    .is_modern = TRUE,
    .tools = "[{\"name\":\"good\"," SCHEMA (
      "\"text\":{\"type\":\"string\",\"x-mcp-header\":\"Text\"},"
      "\"n\":{\"type\":\"integer\",\"x-mcp-header\":\"Number\"},"
      "\"b\":{\"type\":\"boolean\",\"x-mcp-header\":\"Method\"},"
      "\"deep\":{\"type\":\"object\",\"properties\":"
      "{\"in\":{\"type\":\"string\",\"x-mcp-header\":\"In\"}}},"
      "\"free\":{\"type\":\"string\",\"default\":{\"x-mcp-header\":\"no\"}}") "},"
      "{\"name\":\"number\"," SCHEMA ("\"a\":{\"type\":\"number\",\"x-mcp-header\":\"A\"}") "},"
      "{\"name\":\"empty\"," SCHEMA ("\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}") "},"
      "{\"name\":\"blank\"," SCHEMA ("\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A B\"}") "},"
      "{\"name\":\"twice\"," SCHEMA ("\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"},"
                                     "\"b\":{\"type\":\"string\",\"x-mcp-header\":\"a\"}") "},"
      "{\"name\":\"items\"," SCHEMA ("\"a\":{\"type\":\"array\",\"items\":"
                                     "{\"type\":\"string\",\"x-mcp-header\":\"A\"}}") "},"
      "{\"name\":\"defs\",\"inputSchema\":{\"$defs\":"
      "{\"x\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}}]",
  };
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GListModel) tools = NULL;
  g_autofree char *text = NULL;
  HttpPeerRequest *request = NULL;

  web_init (&web, NULL);
  web_open (&web);
  tools = mcp_test_await_object (salon_mcp_client_list_tools (web.client), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (tools), ==, 1);
  modern_call (&web, "good",
               "{\"text\":\" lead\",\"n\":42,\"b\":false,\"deep\":{\"in\":\"\"},\"free\":\"x\"}",
               &exchange);
  text = web_await_text (exchange, NULL);
  request = web_await (&web, "POST", "tools/call", 0);
  g_assert_cmpstr (http_peer_header (request, "Mcp-Name"), ==, "good");
  g_assert_cmpstr (http_peer_header (request, "Mcp-Param-Text"), ==, "=?base64?IGxlYWQ=?=");
  g_assert_cmpstr (http_peer_header (request, "Mcp-Param-Number"), ==, "42");
  g_assert_cmpstr (http_peer_header (request, "Mcp-Param-Method"), ==, "false");
  g_assert_cmpstr (http_peer_header (request, "Mcp-Method"), ==, "tools/call");
  g_assert_cmpstr (http_peer_header (request, "Mcp-Param-In"), ==, "");
  g_assert_null (http_peer_header (request, "Mcp-Param-free"));

  g_clear_object (&exchange);
  modern_call (&web, "good", "{\"text\":null,\"n\":-3.0}", &exchange);
  g_free (text);
  text = web_await_text (exchange, NULL);
  request = web_await (&web, "POST", "tools/call", 1);
  g_assert_null (http_peer_header (request, "Mcp-Param-Text"));
  g_assert_cmpstr (http_peer_header (request, "Mcp-Param-Number"), ==, "-3");
  web_clear (&web);
}

static gboolean
want_header (Web             *web,
             HttpPeerRequest *request)
{
  if (g_strcmp0 (http_peer_rpc_method (request), "tools/call") != 0 ||
      (web->data == NULL && http_peer_header (request, "Mcp-Param-A") != NULL))
    return FALSE;
  http_peer_refuse (request, 400, -32020, "Header mismatch", NULL);
  return TRUE;
}

static void
test_header_mismatch (void)
{
  Web web = {
    .is_modern = TRUE,
    .func = want_header,
    .tools = "[{\"name\":\"t\"," SCHEMA ("\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}") "}]",
  };
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  web_init (&web, NULL);
  web_open (&web);
  /* Nothing is known of the tools yet. */
  modern_call (&web, "t", "{\"a\":\"x\"}", &exchange);
  text = web_await_text (exchange, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (web.log->str, ==, "POST tools/call;POST tools/list;POST tools/call;");
  g_assert_cmpint (modern_get_id (http_peer_find (web.peer, "POST", "tools/call", 0)), !=,
                   modern_get_id (http_peer_find (web.peer, "POST", "tools/call", 1)));

  /* Once is enough. */
  web.data = "always";
  g_string_truncate (web.log, 0);
  g_clear_object (&exchange);
  g_clear_pointer (&text, g_free);
  modern_call (&web, "t", "{\"a\":\"x\"}", &exchange);
  text = web_await_text (exchange, &error);
  g_assert_cmpint (salon_mcp_error_get_code (error), ==, -32020);
  g_assert_cmpstr (web.log->str, ==, "POST tools/call;POST tools/list;POST tools/call;");
  web_clear (&web);
}

static void
count_cb (SalonMcpClient *client,
          gpointer        user_data)
{
  (*(guint *) user_data)++;
}

/* What the refresh brings to light is told to whoever has listed the tools; no change is not. */
static void
test_header_mismatch_tells (void)
{
  Web web = {
    .is_modern = TRUE,
    .func = want_header,
    .tools = "[{\"name\":\"t\"," SCHEMA ("\"a\":{\"type\":\"string\"}") "}]",
  };
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GListModel) tools = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n_changes = 0;

  web_init (&web, NULL);
  web_open (&web);
  g_signal_connect (web.client, "tools-changed", G_CALLBACK (count_cb), &n_changes);
  tools = mcp_test_await_object (salon_mcp_client_list_tools (web.client), &error);
  g_assert_no_error (error);
  web.tools =
    "[{\"name\":\"t\"," SCHEMA ("\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}") "}]";
  modern_call (&web, "t", "{\"a\":\"x\"}", &exchange);
  text = web_await_text (exchange, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_changes, ==, 1);

  g_clear_object (&tools);
  tools = mcp_test_await_object (salon_mcp_client_list_tools (web.client), &error);
  g_assert_no_error (error);
  web.data = "always";
  g_clear_object (&exchange);
  g_clear_pointer (&text, g_free);
  modern_call (&web, "t", "{\"a\":\"x\"}", &exchange);
  text = web_await_text (exchange, &error);
  g_assert_cmpint (salon_mcp_error_get_code (error), ==, -32020);
  g_assert_cmpuint (n_changes, ==, 1);
  g_signal_handlers_disconnect_by_func (web.client, count_cb, &n_changes);
  web_clear (&web);
}

static gboolean
refuse_version (Web             *web,
                HttpPeerRequest *request)
{
  if (g_strcmp0 (http_peer_rpc_method (request), "tools/list") != 0)
    return FALSE;
  http_peer_refuse (request, 400, -32022, "Version",
                    "{\"supported\":[\"2026-07-28\"],\"requested\":\"2026-07-28\"}");
  return TRUE;
}

static void
test_version_loop (void)
{
  Web web = { .is_modern = TRUE, .func = refuse_version };
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  web_init (&web, NULL);
  web_open (&web);
  exchange = web_request (&web, "tools/list", NULL);
  text = web_await_text (exchange, &error);
  g_assert_cmpint (salon_mcp_error_get_code (error), ==, -32022);
  g_assert_cmpstr (web.log->str, ==, "POST tools/list;POST tools/list;");
  web_clear (&web);
}

/* Streams. */

static gboolean
hold (Web             *web,
      HttpPeerRequest *request)
{
  const char *method = http_peer_rpc_method (request);

  return g_strcmp0 (method, "tools/call") == 0 || g_strcmp0 (method, "resources/read") == 0;
}

static void
test_cancel (void)
{
  Web web = { .is_modern = TRUE, .func = hold };
  g_autoptr (SalonMcpExchange) early = NULL;
  g_autoptr (SalonMcpExchange) late = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  HttpPeerRequest *request = NULL;

  web_init (&web, NULL);
  web_open (&web);
  /* Before the answer has begun, and after. */
  modern_call (&web, "t", "{}", &early);
  request = web_await (&web, "POST", "tools/call", 0);
  salon_mcp_exchange_cancel (early, NULL);
  web_await_hang_up (&web, request);
  modern_call (&web, "t", "{}", &late);
  request = web_await (&web, "POST", "tools/call", 1);
  http_peer_begin_stream (request, NULL);
  http_peer_send (request, ": here\n\n");
  mcp_test_settle ();
  salon_mcp_exchange_cancel (late, "enough");
  web_await_hang_up (&web, request);
  text = web_await_text (late, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (web.log->str, ==, "POST tools/call;POST tools/call;");
  web_clear (&web);
}

static void
test_time_out_hangs_up (void)
{
  Web web = { .is_modern = TRUE, .func = hold };
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  HttpPeerRequest *request = NULL;

  web_init (&web, NULL);
  web_open (&web);
  modern_call (&web, "t", "{}", &exchange);
  request = web_await (&web, "POST", "tools/call", 0);
  salon_manual_clock_advance (web.clock, 61 * G_TIME_SPAN_SECOND);
  text = web_await_text (exchange, &error);
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_TIMED_OUT);
  web_await_hang_up (&web, request);
  web_clear (&web);
}

/* Breaks the stream of the first request of its kind. */
static gboolean
break_first (Web             *web,
             HttpPeerRequest *request)
{
  const char *method = http_peer_rpc_method (request);

  if (g_strcmp0 (method, "server/discover") == 0 || http_peer_count (web->peer, "POST", method) > 1)
    return FALSE;
  http_peer_begin_stream (request, NULL);
  http_peer_send (request, "id: 1\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}\n\n");
  http_peer_end_stream (request);
  return TRUE;
}

static void
test_broken_stream (void)
{
  Web web = {
    .is_modern = TRUE,
    .tools = "[{\"name\":\"write\",\"inputSchema\":{}},"
             "{\"name\":\"read\",\"inputSchema\":{},\"annotations\":{\"idempotentHint\":true}}]",
  };
  g_autoptr (GListModel) tools = NULL;
  g_autoptr (SalonMcpExchange) read = NULL;
  g_autoptr (SalonMcpExchange) write = NULL;
  g_autoptr (SalonMcpExchange) list = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *other = NULL;
  g_autofree char *third = NULL;

  web_init (&web, NULL);
  web_open (&web);
  tools = mcp_test_await_object (salon_mcp_client_list_tools (web.client), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (tools), ==, 2);
  g_string_truncate (web.log, 0);
  web.func = break_first;
  /* Reading again does no harm; there is no way to go on with what was broken off. */
  list = web_request (&web, "resources/list", NULL);
  text = web_await_text (list, NULL);
  g_assert_cmpstr (text, ==, "{}");
  modern_call (&web, "read", "{}", &read);
  other = web_await_text (read, NULL);
  g_assert_cmpstr (other, ==, "{}");
  g_assert_cmpstr (web.log->str, ==,
                   "POST resources/list;POST resources/list;POST tools/call;POST tools/call;");
  g_assert_cmpint (modern_get_id (http_peer_find (web.peer, "POST", "tools/call", 0)), !=,
                   modern_get_id (http_peer_find (web.peer, "POST", "tools/call", 1)));
  web_clear (&web);

  web = (Web) { .is_modern = TRUE, .func = break_first };
  web_init (&web, NULL);
  web_open (&web);
  modern_call (&web, "write", "{}", &write);
  third = web_await_text (write, &error);
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_INTERRUPTED);
  g_assert_cmpstr (web.log->str, ==, "POST tools/call;");
  web_clear (&web);
}

/* Hangs up on the first requests of their kind without a word. The connection is one on which
 * the server has answered before, so the first is sent again as it is: that much is no new
 * request. */
static gboolean
hang_up_first (Web             *web,
               HttpPeerRequest *request)
{
  const char *method = http_peer_rpc_method (request);

  if (g_strcmp0 (method, "server/discover") == 0 || http_peer_count (web->peer, "POST", method) > 2)
    return FALSE;
  http_peer_break (request);
  return TRUE;
}

/* A connection that breaks before there is a head loses a request just as one that breaks after
 * it (MCP 2026-07-28 “Transports”): what does no harm is asked again, under a new id. */
static void
test_broken_before_the_head (void)
{
  Web web = {
    .is_modern = TRUE,
    .tools = "[{\"name\":\"write\",\"inputSchema\":{}},"
             "{\"name\":\"read\",\"inputSchema\":{},\"annotations\":{\"readOnlyHint\":true}}]",
  };
  g_autoptr (GListModel) tools = NULL;
  g_autoptr (SalonMcpExchange) list = NULL;
  g_autoptr (SalonMcpExchange) read = NULL;
  g_autoptr (SalonMcpExchange) write = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *other = NULL;
  g_autofree char *third = NULL;

  web_init (&web, NULL);
  web_open (&web);
  tools = mcp_test_await_object (salon_mcp_client_list_tools (web.client), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (tools), ==, 2);
  g_string_truncate (web.log, 0);
  web.func = hang_up_first;
  list = web_request (&web, "resources/list", NULL);
  text = web_await_text (list, NULL);
  g_assert_cmpstr (text, ==, "{}");
  modern_call (&web, "read", "{}", &read);
  other = web_await_text (read, NULL);
  g_assert_cmpstr (other, ==, "{}");
  g_assert_cmpstr (web.log->str, ==,
                   "POST resources/list;POST resources/list;POST resources/list;"
                   "POST tools/call;POST tools/call;POST tools/call;");
  g_assert_cmpint (modern_get_id (http_peer_find (web.peer, "POST", "tools/call", 0)), ==,
                   modern_get_id (http_peer_find (web.peer, "POST", "tools/call", 1)));
  g_assert_cmpint (modern_get_id (http_peer_find (web.peer, "POST", "tools/call", 1)), !=,
                   modern_get_id (http_peer_find (web.peer, "POST", "tools/call", 2)));
  web_clear (&web);

  /* What might have been done is not done again, and the reason is that of any broken answer. */
  web = (Web) { .is_modern = TRUE, .func = hang_up_first };
  web_init (&web, NULL);
  web_open (&web);
  modern_call (&web, "write", "{}", &write);
  third = web_await_text (write, &error);
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_INTERRUPTED);
  g_assert_cmpstr (web.log->str, ==, "POST tools/call;POST tools/call;");
  web_clear (&web);
}

/* Result types. */

static gboolean
answer_with (Web             *web,
             HttpPeerRequest *request)
{
  if (g_strcmp0 (http_peer_rpc_method (request), "server/discover") == 0)
    return FALSE;
  http_peer_reply (request, NULL, web->data);
  return TRUE;
}

static void
test_result_types (void)
{
  static const struct
  {
    const char *method;
    const char *result;
    gboolean    is_valid;
  } cases[] = {
    { "resources/read", "{\"contents\":[]}", TRUE },
    { "resources/read", "{\"resultType\":\"complete\",\"contents\":[]}", TRUE },
    { "resources/read", "{\"resultType\":\"later\"}", FALSE },
    { "resources/read", "{\"resultType\":7}", FALSE },
    { "resources/list", "{\"resultType\":\"input_required\",\"requestState\":\"x\"}", FALSE },
    { "tools/call", "{\"resultType\":\"task\",\"taskId\":\"1\"}", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Web web = { .is_modern = TRUE, .func = answer_with, .data = cases[i].result };
      g_autoptr (SalonMcpExchange) exchange = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      web_init (&web, NULL);
      web_open (&web);
      exchange = web_request (&web, cases[i].method, NULL);
      text = web_await_text (exchange, &error);
      g_assert_cmpstr (text, ==, cases[i].is_valid ? cases[i].result : NULL);
      if (!cases[i].is_valid)
        g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL);
      web_clear (&web);
    }
}

/* Behind a pipe. */

static void
on_pipe_message_cb (SalonMcpMemoryTransport *transport,
                    const SalonJson         *message,
                    gpointer                 user_data)
{
  const char *method = salon_json_as_string (salon_json_get_member (message, "method"));
  g_autofree char *text = salon_json_to_text (message, FALSE);

  g_string_append_printf (user_data, "%s\n", text);
  if (strcmp (method, "server/discover") == 0)
    salon_mcp_memory_transport_reply (transport, message,
                                      "{\"supportedVersions\":[\"2026-07-28\"],"
                                      "\"capabilities\":{\"logging\":{}}}");
}

static void
test_pipe (void)
{
  g_autoptr (GString) sent = g_string_new (NULL);
  g_autoptr (SalonMcpMemoryTransport) transport =
    salon_mcp_memory_transport_new (on_pipe_message_cb, sent, NULL);
  SalonMcpClient *client = salon_mcp_client_new (SALON_MCP_TRANSPORT (transport), NULL, NULL);
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (SalonMcpExchange) listen = NULL;
  g_autoptr (GError) error = NULL;

  salon_mcp_client_set_era (client, SALON_MCP_ERA_MODERN);
  g_assert_true (mcp_test_await (salon_mcp_client_open (client), NULL));
  g_assert_true (mcp_test_await (salon_mcp_client_set_log_level (client, SALON_MCP_LOG_WARNING),
                                 NULL));
  /* There is nothing to be said about levels but with requests. */
  g_assert_null (strstr (sent->str, "logging"));
  g_string_truncate (sent, 0);
  exchange = salon_mcp_client_request (client, "tools/call", NULL);
  salon_mcp_exchange_cancel (exchange, "enough");
  mcp_test_settle ();
  mcp_test_assert_contains (sent->str, "\"" META "logLevel\":\"warning\"");
  mcp_test_assert_contains (sent->str,
                            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                            "\"params\":{\"requestId\":2,\"reason\":\"enough\"}}");

  /* Servers ask nothing in this era, and are not answered; but they end subscriptions. */
  g_string_truncate (sent, 0);
  listen = salon_mcp_client_request (client, "subscriptions/listen", NULL);
  salon_mcp_memory_transport_deliver (transport,
                                      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
  salon_mcp_memory_transport_deliver (transport,
                                      "{\"jsonrpc\":\"2.0\","
                                      "\"method\":\"notifications/cancelled\","
                                      "\"params\":{\"requestId\":3}}");
  g_assert_false (mcp_test_await (salon_mcp_exchange_await_result (listen), &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_INTERRUPTED);
  g_assert_null (strstr (sent->str, "\"result\""));
  g_assert_null (strstr (sent->str, "\"error\""));
  g_clear_object (&transport);
  mcp_test_close (client);
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/modern/requests-say-all", test_stamps);
  g_test_add_func ("/mcp/modern/the-name-of-a-task-is-mirrored", test_extension_name);
  g_test_add_func ("/mcp/modern/arguments-are-mirrored", test_mirrors);
  g_test_add_func ("/mcp/modern/header-mismatch-refreshes-once", test_header_mismatch);
  g_test_add_func ("/mcp/modern/header-mismatch-tells-of-changes", test_header_mismatch_tells);
  g_test_add_func ("/mcp/modern/version-is-refused-for-ever", test_version_loop);
  g_test_add_func ("/mcp/modern/cancel-hangs-up", test_cancel);
  g_test_add_func ("/mcp/modern/time-out-hangs-up", test_time_out_hangs_up);
  g_test_add_func ("/mcp/modern/broken-stream", test_broken_stream);
  g_test_add_func ("/mcp/modern/broken-before-the-head", test_broken_before_the_head);
  g_test_add_func ("/mcp/modern/result-types", test_result_types);
  g_test_add_func ("/mcp/modern/pipe", test_pipe);
  return g_test_run ();
}

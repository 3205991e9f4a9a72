/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-modern"

#include "config.h"

#include <string.h>

#include "salon-mcp-error.h"
#include "web-fixture.h"

/* The era without sessions, over HTTP. */

#define META "io.modelcontextprotocol/"
#define ASK(key) "{\"resultType\":\"input_required\",\"inputRequests\":{\"" key "\":{\"method\":\"elicitation/create\"," \
  "\"params\":{\"message\":\"Sure?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}}}"

static void
assert_contains (const char *text,
                 const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in “%s”", part, text);
}

static const SalonJson *
get_param (HttpPeerRequest *request,
           const char      *name)
{
  return salon_json_get_member (salon_json_get_member (salon_json_document_get_root (request->message), "params"), name);
}

static void
assert_param (HttpPeerRequest *request,
              const char      *name,
              const char      *expected)
{
  g_autofree char *text = salon_json_to_text (get_param (request, name), FALSE);

  g_assert_cmpstr (text, ==, expected);
}

static const char *
get_meta (HttpPeerRequest *request,
          const char      *name)
{
  return salon_json_as_string (salon_json_get_member (get_param (request, "_meta"), name));
}

static gint64
get_id (HttpPeerRequest *request)
{
  gint64 id = 0;

  g_assert_true (salon_json_as_int64 (salon_json_get_member (salon_json_document_get_root (request->message), "id"), &id));
  return id;
}

static void
call (Web        *web,
      const char *tool,
      const char *arguments,
      SalonMcpExchange **exchange)
{
  g_autoptr (SalonJsonDocument) document = mcp_test_json (arguments);

  *exchange = salon_mcp_client_call_tool (web->client, tool, salon_json_document_get_root (document));
}

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

  web_init (&web, SALON_MCP_INPUT_HANDLER (user));
  web_open (&web);
  first = web_request (&web, "resources/read", "{\"uri\":\"file:///a%20b\",\"_meta\":{\"mine\":1}}");
  text = web_await_text (first, NULL);
  request = web_await (&web, "POST", "resources/read", 0);
  g_assert_cmpstr (get_meta (request, META "protocolVersion"), ==, "2026-07-28");
  assert_contains (request->body, "\"" META "clientInfo\":{\"name\":\"salon\"");
  capabilities = salon_json_to_text (salon_json_get_member (get_param (request, "_meta"), META "clientCapabilities"), FALSE);
  g_assert_cmpstr (capabilities, ==, "{\"elicitation\":{\"form\":{}}}");
  assert_contains (request->body, "\"mine\":1");
  g_assert_null (get_meta (request, META "logLevel"));
  g_assert_cmpstr (http_peer_header (request, "MCP-Protocol-Version"), ==, "2026-07-28");
  g_assert_cmpstr (http_peer_header (request, "Mcp-Method"), ==, "resources/read");
  g_assert_cmpstr (http_peer_header (request, "Mcp-Name"), ==, "file:///a%20b");
  g_assert_null (http_peer_header (request, "Mcp-Session-Id"));

  /* What the user allows now counts for the next request. */
  user->can_elicit = FALSE;
  g_assert_true (mcp_test_await (salon_mcp_client_set_log_level (web.client, SALON_MCP_LOG_WARNING), NULL) ||
                 !salon_json_is_object (salon_json_get_member (salon_mcp_client_get_server_capabilities (web.client), "logging")));
  second = web_request (&web, "prompts/get", "{\"name\":\"né\"}");
  other = web_await_text (second, NULL);
  request = web_await (&web, "POST", "prompts/get", 0);
  g_clear_pointer (&capabilities, g_free);
  capabilities = salon_json_to_text (salon_json_get_member (get_param (request, "_meta"), META "clientCapabilities"), FALSE);
  g_assert_cmpstr (capabilities, ==, "{}");
  g_assert_cmpstr (http_peer_header (request, "Mcp-Name"), ==, "=?base64?bsOp?=");

  g_assert_true (mcp_test_await (salon_mcp_client_ping (web.client), NULL));
  mcp_test_await (salon_mcp_client_close (web.client), NULL);
  /* No GET, no DELETE, no notification. */
  g_assert_cmpstr (web.log->str, ==, "POST resources/read;POST prompts/get;POST server/discover;");
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
      "\"deep\":{\"type\":\"object\",\"properties\":{\"in\":{\"type\":\"string\",\"x-mcp-header\":\"In\"}}},"
      "\"free\":{\"type\":\"string\",\"default\":{\"x-mcp-header\":\"no\"}}") "},"
      "{\"name\":\"number\"," SCHEMA ("\"a\":{\"type\":\"number\",\"x-mcp-header\":\"A\"}") "},"
      "{\"name\":\"empty\"," SCHEMA ("\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}") "},"
      "{\"name\":\"blank\"," SCHEMA ("\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A B\"}") "},"
      "{\"name\":\"twice\"," SCHEMA ("\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"},"
                                     "\"b\":{\"type\":\"string\",\"x-mcp-header\":\"a\"}") "},"
      "{\"name\":\"items\"," SCHEMA ("\"a\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}") "},"
      "{\"name\":\"defs\",\"inputSchema\":{\"$defs\":{\"x\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}}]",
  };
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GListModel) tools = NULL;
  g_autofree char *text = NULL;
  HttpPeerRequest *request = NULL;

  web_init (&web, NULL);
  web_open (&web);
  tools = mcp_test_await_object (salon_mcp_client_list_tools (web.client), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (tools), ==, 1);
  call (&web, "good", "{\"text\":\" lead\",\"n\":42,\"b\":false,\"deep\":{\"in\":\"\"},\"free\":\"x\"}", &exchange);
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
  call (&web, "good", "{\"text\":null,\"n\":-3.0}", &exchange);
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
  call (&web, "t", "{\"a\":\"x\"}", &exchange);
  text = web_await_text (exchange, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (web.log->str, ==, "POST tools/call;POST tools/list;POST tools/call;");
  g_assert_cmpint (get_id (http_peer_find (web.peer, "POST", "tools/call", 0)), !=,
                   get_id (http_peer_find (web.peer, "POST", "tools/call", 1)));

  /* Once is enough. */
  web.data = "always";
  g_string_truncate (web.log, 0);
  g_clear_object (&exchange);
  g_clear_pointer (&text, g_free);
  call (&web, "t", "{\"a\":\"x\"}", &exchange);
  text = web_await_text (exchange, &error);
  g_assert_cmpint (salon_mcp_error_get_code (error), ==, -32020);
  g_assert_cmpstr (web.log->str, ==, "POST tools/call;POST tools/list;POST tools/call;");
  web_clear (&web);
}

static gboolean
refuse_version (Web             *web,
                HttpPeerRequest *request)
{
  if (g_strcmp0 (http_peer_rpc_method (request), "tools/list") != 0)
    return FALSE;
  http_peer_refuse (request, 400, -32022, "Version", "{\"supported\":[\"2026-07-28\"],\"requested\":\"2026-07-28\"}");
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
  call (&web, "t", "{}", &early);
  request = web_await (&web, "POST", "tools/call", 0);
  salon_mcp_exchange_cancel (early, NULL);
  web_await_hang_up (&web, request);
  call (&web, "t", "{}", &late);
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
  call (&web, "t", "{}", &exchange);
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
  call (&web, "read", "{}", &read);
  other = web_await_text (read, NULL);
  g_assert_cmpstr (other, ==, "{}");
  g_assert_cmpstr (web.log->str, ==, "POST resources/list;POST resources/list;POST tools/call;POST tools/call;");
  g_assert_cmpint (get_id (http_peer_find (web.peer, "POST", "tools/call", 0)), !=,
                   get_id (http_peer_find (web.peer, "POST", "tools/call", 1)));
  web_clear (&web);

  web = (Web) { .is_modern = TRUE, .func = break_first };
  web_init (&web, NULL);
  web_open (&web);
  call (&web, "write", "{}", &write);
  third = web_await_text (write, &error);
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_INTERRUPTED);
  g_assert_cmpstr (web.log->str, ==, "POST tools/call;");
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

/* Rounds of questions. */

static gboolean
ask_once (Web             *web,
          HttpPeerRequest *request)
{
  if (g_strcmp0 (http_peer_rpc_method (request), "tools/call") != 0)
    return FALSE;
  if (get_param (request, "inputResponses") == NULL && get_param (request, "requestState") == NULL)
    http_peer_reply (request, NULL, web->data);
  else
    http_peer_reply (request, NULL, "{\"content\":[]}");
  return TRUE;
}

static gboolean
has_question (gpointer user_data)
{
  return WEB_USER (user_data)->questions->len > 0;
}

static void
resolve (WebUser    *user,
         guint       index,
         const char *text)
{
  dex_promise_resolve_boxed (g_ptr_array_index (user->questions, index), SALON_TYPE_JSON_DOCUMENT,
                             mcp_test_json (text));
}

static void
test_round (void)
{
  g_autoptr (WebUser) user = web_user_new ();
  Web web = { .is_modern = TRUE, .func = ask_once, .data = ASK ("k") ",\"requestState\":\"s\\u00e9\\\"1 \"}" };
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autofree char *text = NULL;
  HttpPeerRequest *first = NULL;
  HttpPeerRequest *second = NULL;

  web_init (&web, SALON_MCP_INPUT_HANDLER (user));
  web_open (&web);
  call (&web, "t", "{\"a\":1.50}", &exchange);
  mcp_test_run_until (has_question, user);
  /* The user may take as long as they like. */
  salon_manual_clock_advance (web.clock, 2 * G_TIME_SPAN_HOUR);
  mcp_test_settle ();
  g_assert_false (salon_mcp_exchange_is_finished (exchange));
  resolve (user, 0, "{\"action\":\"accept\",\"content\":{}}");
  text = web_await_text (exchange, NULL);
  g_assert_cmpstr (text, ==, "{\"content\":[]}");
  first = http_peer_find (web.peer, "POST", "tools/call", 0);
  second = http_peer_find (web.peer, "POST", "tools/call", 1);
  g_assert_cmpint (get_id (first), !=, get_id (second));
  assert_param (second, "name", "\"t\"");
  assert_param (second, "arguments", "{\"a\":1.50}");
  assert_param (second, "inputResponses", "{\"k\":{\"action\":\"accept\",\"content\":{}}}");
  assert_param (second, "requestState", "\"sé\\\"1 \"");
  g_assert_cmpstr (get_meta (second, META "protocolVersion"), ==, "2026-07-28");
  g_assert_cmpstr (http_peer_header (second, "Mcp-Name"), ==, "t");
  web_clear (&web);
}

static void
test_declined (void)
{
  g_autoptr (WebUser) user = web_user_new ();
  Web web = { .is_modern = TRUE, .func = ask_once, .data = ASK ("k") "}" };
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autofree char *text = NULL;

  web_init (&web, SALON_MCP_INPUT_HANDLER (user));
  web_open (&web);
  call (&web, "t", "{}", &exchange);
  mcp_test_run_until (has_question, user);
  resolve (user, 0, "{\"action\":\"decline\"}");
  text = web_await_text (exchange, NULL);
  g_assert_cmpstr (text, ==, "{\"content\":[]}");
  assert_param (http_peer_find (web.peer, "POST", "tools/call", 1), "inputResponses", "{\"k\":{\"action\":\"decline\"}}");
  g_assert_null (get_param (http_peer_find (web.peer, "POST", "tools/call", 1), "requestState"));
  web_clear (&web);
}

static void
test_refused (void)
{
  g_autoptr (WebUser) user = web_user_new ();
  Web web = { .is_modern = TRUE, .func = ask_once, .data = ASK ("k") "}" };
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  web_init (&web, SALON_MCP_INPUT_HANDLER (user));
  web_open (&web);
  call (&web, "t", "{}", &exchange);
  mcp_test_run_until (has_question, user);
  dex_promise_reject (g_ptr_array_index (user->questions, 0),
                      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "No."));
  text = web_await_text (exchange, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (web.log->str, ==, "POST tools/call;");
  web_clear (&web);
}

static void
test_cancelled_while_asking (void)
{
  g_autoptr (WebUser) user = web_user_new ();
  Web web = { .is_modern = TRUE, .func = ask_once, .data = ASK ("k") "}" };
  g_autoptr (SalonMcpExchange) exchange = NULL;

  web_init (&web, SALON_MCP_INPUT_HANDLER (user));
  web_open (&web);
  call (&web, "t", "{}", &exchange);
  mcp_test_run_until (has_question, user);
  salon_mcp_exchange_cancel (exchange, NULL);
  mcp_test_settle ();
  /* The question is withdrawn. */
  g_assert_true (g_cancellable_is_cancelled (dex_promise_get_cancellable (g_ptr_array_index (user->questions, 0))));
  g_assert_cmpstr (web.log->str, ==, "POST tools/call;");
  web_clear (&web);
}

/* What is asked for without need of an answer, or against the rules. */
static void
test_state_only (void)
{
  Web web = { .is_modern = TRUE, .func = ask_once, .data = "{\"resultType\":\"input_required\",\"requestState\":\"\"}" };
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autofree char *text = NULL;

  web_init (&web, NULL);
  web_open (&web);
  call (&web, "t", "{}", &exchange);
  web_await (&web, "POST", "tools/call", 0);
  web_await_sleep (&web, 250000, 250000);
  g_assert_cmpuint (http_peer_count (web.peer, "POST", "tools/call"), ==, 1);
  salon_manual_clock_advance (web.clock, 250000);
  text = web_await_text (exchange, NULL);
  g_assert_cmpstr (text, ==, "{\"content\":[]}");
  assert_param (http_peer_find (web.peer, "POST", "tools/call", 1), "requestState", "\"\"");
  g_assert_null (get_param (http_peer_find (web.peer, "POST", "tools/call", 1), "inputResponses"));
  web_clear (&web);
}

static void
test_invalid_questions (void)
{
  static const char * const results[] = {
    "{\"resultType\":\"input_required\"}",
    "{\"resultType\":\"input_required\",\"requestState\":1}",
    "{\"resultType\":\"input_required\",\"inputRequests\":[]}",
    "{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":{\"method\":\"tools/call\"}}}",
    "{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":{}}}",
    "{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":{\"method\":\"sampling/createMessage\"}}}",
    "{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":{\"method\":\"elicitation/create\"}}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (WebUser) user = web_user_new ();
      Web web = { .is_modern = TRUE, .func = ask_once, .data = results[i] };
      g_autoptr (SalonMcpExchange) exchange = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      web_init (&web, SALON_MCP_INPUT_HANDLER (user));
      web_open (&web);
      call (&web, "t", "{}", &exchange);
      text = web_await_text (exchange, &error);
      g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL);
      g_assert_cmpuint (user->questions->len, ==, 0);
      g_assert_cmpstr (web.log->str, ==, "POST tools/call;");
      web_clear (&web);
    }
}

static gboolean
ask_for_ever (Web             *web,
              HttpPeerRequest *request)
{
  g_autofree char *result = NULL;

  if (g_strcmp0 (http_peer_rpc_method (request), "tools/call") != 0)
    return FALSE;
  result = g_strdup_printf ("{\"resultType\":\"input_required\",\"requestState\":\"%u\"}",
                            http_peer_count (web->peer, "POST", "tools/call"));
  http_peer_reply (request, NULL, result);
  return TRUE;
}

static void
test_rounds_are_capped (void)
{
  Web web = { .is_modern = TRUE, .func = ask_for_ever };
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  web_init (&web, NULL);
  web_open (&web);
  /* Nobody but the rounds may sleep for seconds. */
  salon_mcp_client_set_timeout (web.client, 0);
  call (&web, "t", "{}", &exchange);
  for (guint i = 0; i < 16; i++)
    {
      web_await (&web, "POST", "tools/call", i);
      web_await_sleep (&web, 1, 5 * G_TIME_SPAN_SECOND);
      salon_manual_clock_advance (web.clock, 5 * G_TIME_SPAN_SECOND);
    }
  text = web_await_text (exchange, &error);
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL);
  g_assert_cmpuint (http_peer_count (web.peer, "POST", "tools/call"), ==, 17);
  /* Each state went back once, and no older one. */
  assert_param (http_peer_find (web.peer, "POST", "tools/call", 16), "requestState", "\"16\"");
  web_clear (&web);
}

static gboolean
ask_by_name (Web             *web,
             HttpPeerRequest *request)
{
  g_autofree char *result = NULL;
  const char *name = salon_json_as_string (get_param (request, "name"));

  if (g_strcmp0 (http_peer_rpc_method (request), "tools/call") != 0)
    return FALSE;
  if (get_param (request, "requestState") != NULL || g_str_equal (name, "plain"))
    result = g_strdup ("{\"content\":[]}");
  else
    result = g_strdup_printf (ASK ("k") ",\"requestState\":\"%s\"}", name);
  http_peer_reply (request, NULL, result);
  return TRUE;
}

static gboolean
has_two_questions (gpointer user_data)
{
  return WEB_USER (user_data)->questions->len == 2;
}

static void
test_parallel_rounds (void)
{
  g_autoptr (WebUser) user = web_user_new ();
  Web web = { .is_modern = TRUE, .func = ask_by_name };
  g_autoptr (SalonMcpExchange) a = NULL;
  g_autoptr (SalonMcpExchange) b = NULL;
  g_autoptr (SalonMcpExchange) plain = NULL;
  g_autofree char *text = NULL;
  g_autofree char *other = NULL;
  g_autofree char *third = NULL;

  web_init (&web, SALON_MCP_INPUT_HANDLER (user));
  web_open (&web);
  call (&web, "a", "{}", &a);
  call (&web, "b", "{}", &b);
  mcp_test_run_until (has_two_questions, user);
  call (&web, "plain", "{}", &plain);
  third = web_await_text (plain, NULL);
  resolve (user, 1, "{\"action\":\"decline\"}");
  resolve (user, 0, "{\"action\":\"decline\"}");
  text = web_await_text (a, NULL);
  other = web_await_text (b, NULL);
  g_assert_cmpstr (text, ==, "{\"content\":[]}");
  g_assert_cmpstr (other, ==, "{\"content\":[]}");
  g_assert_null (get_param (http_peer_find (web.peer, "POST", "tools/call", 2), "requestState"));
  for (guint i = 3; i < 5; i++)
    {
      HttpPeerRequest *request = http_peer_find (web.peer, "POST", "tools/call", i);

      g_assert_cmpstr (salon_json_as_string (get_param (request, "requestState")), ==,
                       salon_json_as_string (get_param (request, "name")));
    }
  web_clear (&web);
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
                                      "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"logging\":{}}}");
}

static void
test_pipe (void)
{
  g_autoptr (GString) sent = g_string_new (NULL);
  g_autoptr (SalonMcpMemoryTransport) transport = salon_mcp_memory_transport_new (on_pipe_message_cb, sent, NULL);
  SalonMcpClient *client = salon_mcp_client_new (SALON_MCP_TRANSPORT (transport), NULL, NULL);
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (SalonMcpExchange) listen = NULL;
  g_autoptr (GError) error = NULL;

  salon_mcp_client_set_era (client, SALON_MCP_ERA_MODERN);
  g_assert_true (mcp_test_await (salon_mcp_client_open (client), NULL));
  g_assert_true (mcp_test_await (salon_mcp_client_set_log_level (client, SALON_MCP_LOG_WARNING), NULL));
  /* There is nothing to be said about levels but with requests. */
  g_assert_null (strstr (sent->str, "logging"));
  g_string_truncate (sent, 0);
  exchange = salon_mcp_client_request (client, "tools/call", NULL);
  salon_mcp_exchange_cancel (exchange, "enough");
  mcp_test_settle ();
  assert_contains (sent->str, "\"" META "logLevel\":\"warning\"");
  assert_contains (sent->str, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":"
                              "{\"requestId\":2,\"reason\":\"enough\"}}");

  /* Servers ask nothing in this era, and are not answered; but they end subscriptions. */
  g_string_truncate (sent, 0);
  listen = salon_mcp_client_request (client, "subscriptions/listen", NULL);
  salon_mcp_memory_transport_deliver (transport, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
  salon_mcp_memory_transport_deliver (transport, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
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
  g_test_add_func ("/mcp/modern/arguments-are-mirrored", test_mirrors);
  g_test_add_func ("/mcp/modern/header-mismatch-refreshes-once", test_header_mismatch);
  g_test_add_func ("/mcp/modern/version-is-refused-for-ever", test_version_loop);
  g_test_add_func ("/mcp/modern/cancel-hangs-up", test_cancel);
  g_test_add_func ("/mcp/modern/time-out-hangs-up", test_time_out_hangs_up);
  g_test_add_func ("/mcp/modern/broken-stream", test_broken_stream);
  g_test_add_func ("/mcp/modern/result-types", test_result_types);
  g_test_add_func ("/mcp/modern/round/question-and-answer", test_round);
  g_test_add_func ("/mcp/modern/round/declined-is-an-answer", test_declined);
  g_test_add_func ("/mcp/modern/round/refused-is-the-end", test_refused);
  g_test_add_func ("/mcp/modern/round/cancelled-while-asking", test_cancelled_while_asking);
  g_test_add_func ("/mcp/modern/round/state-only", test_state_only);
  g_test_add_func ("/mcp/modern/round/invalid-questions", test_invalid_questions);
  g_test_add_func ("/mcp/modern/round/capped", test_rounds_are_capped);
  g_test_add_func ("/mcp/modern/round/parallel-calls-are-apart", test_parallel_rounds);
  g_test_add_func ("/mcp/modern/pipe", test_pipe);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-modern-rounds"

#include "config.h"

#include "modern-fixture.h"
#include "salon-mcp-error.h"

/* Rounds of questions in the era without sessions. */

#define ASK(key) \
  "{\"resultType\":\"input_required\",\"inputRequests\":{\"" key "\":" \
  "{\"method\":\"elicitation/create\",\"params\":{\"message\":\"Sure?\"," \
  "\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}}}"

static void
assert_param (HttpPeerRequest *request,
              const char      *name,
              const char      *expected)
{
  g_autofree char *text = salon_json_to_text (modern_get_param (request, name), FALSE);

  g_assert_cmpstr (text, ==, expected);
}

static gboolean
ask_once (Web             *web,
          HttpPeerRequest *request)
{
  if (g_strcmp0 (http_peer_rpc_method (request), "tools/call") != 0)
    return FALSE;
  if (modern_get_param (request, "inputResponses") == NULL &&
      modern_get_param (request, "requestState") == NULL)
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
  Web web = {
    .is_modern = TRUE,
    .func = ask_once,
    .data = ASK ("k") ",\"requestState\":\"s\\u00e9\\\"1 \"}",
  };
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autofree char *text = NULL;
  HttpPeerRequest *first = NULL;
  HttpPeerRequest *second = NULL;

  web_init (&web, SALON_MCP_INPUT_HANDLER (user));
  web_open (&web);
  modern_call (&web, "t", "{\"a\":1.50}", &exchange);
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
  g_assert_cmpint (modern_get_id (first), !=, modern_get_id (second));
  assert_param (second, "name", "\"t\"");
  assert_param (second, "arguments", "{\"a\":1.50}");
  assert_param (second, "inputResponses", "{\"k\":{\"action\":\"accept\",\"content\":{}}}");
  assert_param (second, "requestState", "\"sé\\\"1 \"");
  g_assert_cmpstr (modern_get_meta (second, META "protocolVersion"), ==, "2026-07-28");
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
  modern_call (&web, "t", "{}", &exchange);
  mcp_test_run_until (has_question, user);
  resolve (user, 0, "{\"action\":\"decline\"}");
  text = web_await_text (exchange, NULL);
  g_assert_cmpstr (text, ==, "{\"content\":[]}");
  assert_param (http_peer_find (web.peer, "POST", "tools/call", 1), "inputResponses",
                "{\"k\":{\"action\":\"decline\"}}");
  g_assert_null (modern_get_param (http_peer_find (web.peer, "POST", "tools/call", 1),
                                   "requestState"));
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
  modern_call (&web, "t", "{}", &exchange);
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
  DexPromise *question = NULL;

  web_init (&web, SALON_MCP_INPUT_HANDLER (user));
  web_open (&web);
  modern_call (&web, "t", "{}", &exchange);
  mcp_test_run_until (has_question, user);
  salon_mcp_exchange_cancel (exchange, NULL);
  mcp_test_settle ();
  /* The question is withdrawn. */
  question = g_ptr_array_index (user->questions, 0);
  g_assert_true (g_cancellable_is_cancelled (dex_promise_get_cancellable (question)));
  g_assert_cmpstr (web.log->str, ==, "POST tools/call;");
  web_clear (&web);
}

/* What is asked for without need of an answer, or against the rules. */
static void
test_state_only (void)
{
  Web web = {
    .is_modern = TRUE,
    .func = ask_once,
    .data = "{\"resultType\":\"input_required\",\"requestState\":\"\"}",
  };
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autofree char *text = NULL;

  web_init (&web, NULL);
  web_open (&web);
  modern_call (&web, "t", "{}", &exchange);
  web_await (&web, "POST", "tools/call", 0);
  web_await_sleep (&web, 250000, 250000);
  g_assert_cmpuint (http_peer_count (web.peer, "POST", "tools/call"), ==, 1);
  salon_manual_clock_advance (web.clock, 250000);
  text = web_await_text (exchange, NULL);
  g_assert_cmpstr (text, ==, "{\"content\":[]}");
  assert_param (http_peer_find (web.peer, "POST", "tools/call", 1), "requestState", "\"\"");
  g_assert_null (modern_get_param (http_peer_find (web.peer, "POST", "tools/call", 1),
                                   "inputResponses"));
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
    "{\"resultType\":\"input_required\",\"inputRequests\":"
    "{\"a\":{\"method\":\"sampling/createMessage\"}}}",
    "{\"resultType\":\"input_required\",\"inputRequests\":"
    "{\"a\":{\"method\":\"elicitation/create\"}}}",
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
      modern_call (&web, "t", "{}", &exchange);
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
  modern_call (&web, "t", "{}", &exchange);
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
  const char *name = salon_json_as_string (modern_get_param (request, "name"));

  if (g_strcmp0 (http_peer_rpc_method (request), "tools/call") != 0)
    return FALSE;
  if (modern_get_param (request, "requestState") != NULL || g_str_equal (name, "plain"))
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
  modern_call (&web, "a", "{}", &a);
  modern_call (&web, "b", "{}", &b);
  mcp_test_run_until (has_two_questions, user);
  modern_call (&web, "plain", "{}", &plain);
  third = web_await_text (plain, NULL);
  resolve (user, 1, "{\"action\":\"decline\"}");
  resolve (user, 0, "{\"action\":\"decline\"}");
  text = web_await_text (a, NULL);
  other = web_await_text (b, NULL);
  g_assert_cmpstr (text, ==, "{\"content\":[]}");
  g_assert_cmpstr (other, ==, "{\"content\":[]}");
  g_assert_null (modern_get_param (http_peer_find (web.peer, "POST", "tools/call", 2),
                                   "requestState"));
  for (guint i = 3; i < 5; i++)
    {
      HttpPeerRequest *request = http_peer_find (web.peer, "POST", "tools/call", i);

      g_assert_cmpstr (salon_json_as_string (modern_get_param (request, "requestState")), ==,
                       salon_json_as_string (modern_get_param (request, "name")));
    }
  web_clear (&web);
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/modern/round/question-and-answer", test_round);
  g_test_add_func ("/mcp/modern/round/declined-is-an-answer", test_declined);
  g_test_add_func ("/mcp/modern/round/refused-is-the-end", test_refused);
  g_test_add_func ("/mcp/modern/round/cancelled-while-asking", test_cancelled_while_asking);
  g_test_add_func ("/mcp/modern/round/state-only", test_state_only);
  g_test_add_func ("/mcp/modern/round/invalid-questions", test_invalid_questions);
  g_test_add_func ("/mcp/modern/round/capped", test_rounds_are_capped);
  g_test_add_func ("/mcp/modern/round/parallel-calls-are-apart", test_parallel_rounds);
  return g_test_run ();
}

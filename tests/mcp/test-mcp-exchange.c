/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-exchange"

#include "config.h"

#include <string.h>

#include "mcp-fixture.h"
#include "salon-mcp-error.h"

/* Exchanges. */

static void
test_call (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (SalonJsonDocument) arguments =
    mcp_test_json ("{\"big\":123456789012345678901234567890,\"a\":[1.10]}");
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (SalonMcpToolResult) result = NULL;
  g_autofree char *text = NULL;

  open_client (fixture);
  exchange = salon_mcp_client_call_tool (fixture->client, "calc",
                                         salon_json_document_get_root (arguments));
  assert_json (get_last (fixture),
               "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\","
               "\"params\":{\"name\":\"calc\","
               "\"arguments\":{\"big\":123456789012345678901234567890,\"a\":[1.10]},"
               "\"_meta\":{\"progressToken\":2}}}");
  answer (fixture, "{\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}");
  g_assert_true (salon_mcp_exchange_is_finished (exchange));
  result = mcp_test_await_object (salon_mcp_exchange_await_tool_result (exchange), NULL);
  text = salon_mcp_tool_result_dup_text (result);
  g_assert_cmpstr (text, ==, "hi");
}

static void
test_remote_error (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy = NULL;

  open_client (fixture);
  exchange = call (fixture);
  mcp_test_settle ();
  salon_mcp_memory_transport_deliver (fixture->transport,
                                      "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32602,"
                                      "\"message\":\"No such tool\",\"data\":{\"hint\":\"x\"}}}");
  g_assert_false (mcp_test_await (salon_mcp_exchange_await_tool_result (exchange), &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_REMOTE);
  copy = g_error_copy (error);
  g_assert_cmpint (salon_mcp_error_get_code (copy), ==, -32602);
  g_assert_cmpstr (salon_mcp_error_get_remote_message (copy), ==, "No such tool");
  assert_json (salon_mcp_error_get_data (copy), "{\"hint\":\"x\"}");
}

static void
test_missing_capability (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;

  open_client (fixture);
  exchange = call (fixture);
  mcp_test_settle ();
  salon_mcp_memory_transport_deliver (fixture->transport,
                                      "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32021,"
                                      "\"message\":\"No\",\"data\":{\"requiredCapabilities\":{"
                                      "\"sampling\":{\"tools\":{}},\"extensions\":{"
                                      "\"com.example/x\":{}},\"elicitation\":{}}}}}");
  g_assert_false (mcp_test_await (salon_mcp_exchange_await_result (exchange), &error));
  g_assert_cmpint (salon_mcp_error_get_code (error), ==, -32021);
  mcp_test_assert_contains (error->message, ": sampling, elicitation, com.example/x.");
}

static void
test_broken_answers (Fixture       *fixture,
                     gconstpointer  data)
{
  static const char * const answers[] = {
    "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":[]}",
    "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":null,\"error\":7}",
  };
  g_autoptr (SalonMcpExchange) exchange = NULL;

  open_client (fixture);
  exchange = call (fixture);
  mcp_test_settle ();
  salon_mcp_memory_transport_deliver (fixture->transport, answers[GPOINTER_TO_UINT (data)]);
  assert_rejected (exchange, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL);
}

static void
test_unknown_ids (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char * const ids[] = {
    "99", "\"2\"", "-2", "0", "2.5", "18446744073709551618", "null", "{}", "[2]", "true",
  };
  g_autoptr (SalonMcpExchange) exchange = NULL;

  open_client (fixture);
  exchange = call (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *text =
        g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"content\":[]}}", ids[i]);

      mcp_test_settle ();
      salon_mcp_memory_transport_deliver (fixture->transport, text);
    }
  salon_mcp_memory_transport_deliver (fixture->transport, "{}");
  salon_mcp_memory_transport_deliver (fixture->transport, "[]");
  salon_mcp_memory_transport_deliver (fixture->transport, "7");
  mcp_test_settle ();
  g_assert_false (salon_mcp_exchange_is_finished (exchange));
  answer (fixture, "{}");
  g_assert_true (salon_mcp_exchange_is_finished (exchange));
}

static void
test_late_reply (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (SalonMcpExchange) exchange = NULL;

  open_client (fixture);
  exchange = call (fixture);
  mcp_test_settle ();
  salon_mcp_exchange_cancel (exchange, "Not needed");
  assert_rejected (exchange, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_json (get_last (fixture),
               "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":"
               "{\"requestId\":2,\"reason\":\"Not needed\"}}");
  salon_mcp_memory_transport_deliver (fixture->transport,
                                      "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"content\":[]}}");
  mcp_test_settle ();
  assert_rejected (exchange, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* A second cancel says nothing more. */
  salon_mcp_exchange_cancel (exchange, NULL);
  mcp_test_settle ();
  g_assert_cmpuint (fixture->received->len, ==, 4);
  g_assert_cmpint (salon_mcp_client_get_state (fixture->client), ==, SALON_MCP_CLIENT_READY);
}

static void
test_batch (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (SalonMcpExchange) first = NULL;
  g_autoptr (SalonMcpExchange) second = NULL;

  open_client (fixture);
  first = call (fixture);
  second = call (fixture);
  mcp_test_settle ();
  salon_mcp_memory_transport_deliver (fixture->transport,
                                      "[{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"n\":3}},7,"
                                      "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"n\":2}},"
                                      "{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}]");
  g_assert_true (mcp_test_await (salon_mcp_exchange_await_result (first), NULL));
  g_assert_true (mcp_test_await (salon_mcp_exchange_await_result (second), NULL));
  assert_json (get_last (fixture), "{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"result\":{}}");
}

static void
test_ping (Fixture       *fixture,
           gconstpointer  data)
{
  static const char * const ids[] = { "1", "\"1\"", "1.0", "-7", "\"\"", "12345678901234567890" };
  DexFuture *ping = NULL;

  open_client (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *request =
        g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"ping\"}", ids[i]);
      g_autofree char *expected =
        g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{}}", ids[i]);

      salon_mcp_memory_transport_deliver (fixture->transport, request);
      assert_json (get_last (fixture), expected);
    }
  ping = salon_mcp_client_ping (fixture->client);
  assert_json (salon_json_get_member (get_last (fixture), "method"), "\"ping\"");
  answer (fixture, "{}");
  g_assert_true (mcp_test_await (ping, NULL));
}

/* Deadlines. */

static void
advance (Fixture *fixture,
         gint64   seconds)
{
  salon_manual_clock_advance (fixture->clock, seconds * G_TIME_SPAN_SECOND);
  mcp_test_settle ();
}

static void
test_time_out (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (SalonMcpExchange) early = NULL;
  g_autoptr (SalonMcpExchange) late = NULL;

  open_client (fixture);
  salon_mcp_client_set_timeout (fixture->client, 10000);
  early = call (fixture);
  advance (fixture, 4);
  late = call (fixture);
  advance (fixture, 5);
  g_assert_false (salon_mcp_exchange_is_finished (early));
  advance (fixture, 1);
  assert_rejected (early, SALON_MCP_ERROR, SALON_MCP_ERROR_TIMED_OUT);
  assert_json (salon_json_get_member (get_last (fixture), "method"), "\"notifications/cancelled\"");
  advance (fixture, 3);
  g_assert_false (salon_mcp_exchange_is_finished (late));
  advance (fixture, 1);
  assert_rejected (late, SALON_MCP_ERROR, SALON_MCP_ERROR_TIMED_OUT);
  /* Nothing is left to wait for. */
  g_assert_cmpuint (salon_manual_clock_get_n_sleepers (fixture->clock), ==, 0);
}

static void
test_own_timeout (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (SalonMcpExchange) patient = NULL;
  g_autoptr (SalonMcpExchange) hasty = NULL;

  open_client (fixture);
  patient = call (fixture);
  hasty = call (fixture);
  salon_mcp_exchange_set_timeout (patient, 0);
  salon_mcp_exchange_set_timeout (hasty, 1000);
  advance (fixture, 1);
  assert_rejected (hasty, SALON_MCP_ERROR, SALON_MCP_ERROR_TIMED_OUT);
  advance (fixture, 3000);
  g_assert_false (salon_mcp_exchange_is_finished (patient));
  advance (fixture, 600);
  assert_rejected (patient, SALON_MCP_ERROR, SALON_MCP_ERROR_TIMED_OUT);
}

static void
on_progress_cb (SalonMcpExchange *exchange,
                double            progress,
                double            total,
                const char       *message,
                gpointer          user_data)
{
  g_string_append_printf (user_data, "%g/%g %s;", progress, total, message != NULL ? message : "-");
}

static void
send_progress (Fixture    *fixture,
               const char *params)
{
  g_autofree char *text =
    g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                     "\"params\":{\"progressToken\":%s}}", params);

  salon_mcp_memory_transport_deliver (fixture->transport, text);
}

static void
test_progress (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GString) seen = g_string_new (NULL);

  open_client (fixture);
  salon_mcp_client_set_timeout (fixture->client, 10000);
  salon_mcp_client_set_maximum_time (fixture->client, 25000);
  exchange = call (fixture);
  g_signal_connect (exchange, "progress", G_CALLBACK (on_progress_cb), seen);
  for (guint i = 0; i < 3; i++)
    {
      advance (fixture, 8);
      g_assert_false (salon_mcp_exchange_is_finished (exchange));
      send_progress (fixture, i == 0 ? "2,\"progress\":0.5"
                                     : "2,\"progress\":1,\"total\":4,\"message\":\"m\"");
      send_progress (fixture, "\"2\",\"progress\":9");
      mcp_test_settle ();
    }
  g_assert_cmpstr (seen->str, ==, "0.5/-1 -;1/4 m;1/4 m;");
  /* 24 s have gone by; no progress can move the end beyond 25 s. */
  advance (fixture, 1);
  assert_rejected (exchange, SALON_MCP_ERROR, SALON_MCP_ERROR_TIMED_OUT);
}

static void
test_pause (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (SalonMcpExchange) exchange = NULL;

  open_client (fixture);
  salon_mcp_client_set_timeout (fixture->client, 10000);
  salon_mcp_client_set_maximum_time (fixture->client, 20000);
  exchange = call (fixture);
  advance (fixture, 9);
  salon_mcp_exchange_pause_deadline (exchange);
  salon_mcp_exchange_pause_deadline (exchange);
  advance (fixture, 1000);
  salon_mcp_exchange_resume_deadline (exchange);
  advance (fixture, 1000);
  g_assert_false (salon_mcp_exchange_is_finished (exchange));
  salon_mcp_exchange_resume_deadline (exchange);
  mcp_test_settle ();
  g_assert_false (salon_mcp_exchange_is_finished (exchange));
  advance (fixture, 1);
  assert_rejected (exchange, SALON_MCP_ERROR, SALON_MCP_ERROR_TIMED_OUT);
}

#define ADD(name, function, data) \
  g_test_add ("/mcp/exchange/" name, Fixture, data, setup, function, teardown)

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  ADD ("arguments-go-out-as-they-are", test_call, NULL);
  ADD ("errors-keep-code-and-data", test_remote_error, NULL);
  ADD ("a-missing-capability-is-named", test_missing_capability, NULL);
  ADD ("a-result-of-the-wrong-type-is-an-error", test_broken_answers, GUINT_TO_POINTER (0));
  ADD ("an-error-of-the-wrong-type-is-an-error", test_broken_answers, GUINT_TO_POINTER (1));
  ADD ("unknown-ids-are-ignored", test_unknown_ids, NULL);
  ADD ("late-reply-after-cancel-is-ignored", test_late_reply, NULL);
  ADD ("batches-are-taken-apart", test_batch, NULL);
  ADD ("ids-are-echoed-as-they-came", test_ping, NULL);
  ADD ("requests-time-out", test_time_out, NULL);
  ADD ("an-exchange-may-have-its-own-time-out", test_own_timeout, NULL);
  ADD ("progress-moves-the-deadline-up-to-a-maximum", test_progress, NULL);
  ADD ("a-paused-deadline-does-not-run", test_pause, NULL);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-client"

#include "config.h"

#include <string.h>

#include "mcp-test.h"
#include "salon-mcp-error.h"
#include "salon-mcp-tool.h"

/* A client and a server in this process. The server answers the handshake; what else the
 * client sends is kept, for the test to look at and to answer. */
typedef struct
{
  SalonMcpMemoryTransport *transport;
  SalonMcpClient          *client;
  SalonManualClock        *clock;
  GPtrArray               *received;     /* SalonJsonDocument */
  const char              *version;
  const char              *capabilities;
} Fixture;

static void
on_client_message (SalonMcpMemoryTransport *transport,
                   const SalonJson         *message,
                   gpointer                 user_data)
{
  Fixture *fixture = user_data;
  const char *method = salon_json_as_string (salon_json_get_member (message, "method"));

  g_ptr_array_add (fixture->received, salon_json_document_copy (message));
  if (g_strcmp0 (method, "initialize") == 0 && fixture->version != NULL)
    {
      g_autofree char *result =
        g_strdup_printf ("{\"protocolVersion\":\"%s\",\"capabilities\":%s,\"serverInfo\":"
                         "{\"name\":\"memory\",\"version\":\"1\"},\"instructions\":\"Be kind.\"}",
                         fixture->version, fixture->capabilities);

      salon_mcp_memory_transport_reply (transport, message, result);
    }
}

static void
setup (Fixture       *fixture,
       gconstpointer  data)
{
  fixture->version = "2025-11-25";
  fixture->capabilities = "{\"tools\":{},\"logging\":{}}";
  fixture->received = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_json_document_unref);
  fixture->clock = salon_manual_clock_new ();
  fixture->transport = salon_mcp_memory_transport_new (on_client_message, fixture, NULL);
  fixture->client = salon_mcp_client_new (SALON_MCP_TRANSPORT (fixture->transport), NULL,
                                          SALON_CLOCK (fixture->clock));
}

static void
teardown (Fixture       *fixture,
          gconstpointer  data)
{
  mcp_test_close (fixture->client);
  g_assert_finalize_object (fixture->transport);
  g_assert_finalize_object (fixture->clock);
  g_ptr_array_unref (fixture->received);
}

static void
open_client (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  mcp_test_await (salon_mcp_client_open (fixture->client), &error);
  g_assert_no_error (error);
  mcp_test_settle ();
}

static const SalonJson *
get_received (Fixture *fixture,
              guint    index)
{
  mcp_test_settle ();
  g_assert_cmpuint (index, <, fixture->received->len);
  return salon_json_document_get_root (g_ptr_array_index (fixture->received, index));
}

static const SalonJson *
get_last (Fixture *fixture)
{
  mcp_test_settle ();
  return get_received (fixture, fixture->received->len - 1);
}

static void
assert_json (const SalonJson *value,
             const char      *expected)
{
  g_autofree char *text = salon_json_to_text (value, FALSE);

  g_assert_cmpstr (text, ==, expected);
}

static SalonMcpExchange *
call (Fixture *fixture)
{
  return salon_mcp_client_call_tool (fixture->client, "t", NULL);
}

static void
assert_rejected (SalonMcpExchange *exchange,
                 GQuark            domain,
                 int               code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (mcp_test_await (salon_mcp_exchange_await_result (exchange), &error));
  g_assert_error (error, domain, code);
}

static void
answer (Fixture    *fixture,
        const char *result)
{
  g_autoptr (SalonJsonDocument) request = salon_json_document_copy (get_last (fixture));

  salon_mcp_memory_transport_reply (fixture->transport, salon_json_document_get_root (request),
                                    result);
  mcp_test_settle ();
}

/* The handshake. */

static void
test_handshake (Fixture       *fixture,
                gconstpointer  data)
{
  const SalonJson *params = NULL;

  open_client (fixture);
  g_assert_cmpuint (fixture->received->len, ==, 2);
  params = salon_json_get_member (get_received (fixture, 0), "params");
  assert_json (salon_json_get_member (params, "protocolVersion"), "\"2025-11-25\"");
  assert_json (salon_json_get_member (params, "capabilities"), "{}");
  assert_json (salon_json_get_member (params, "clientInfo"),
               "{\"name\":\"salon\",\"title\":\"Salon\",\"version\":\"" PACKAGE_VERSION "\"}");
  assert_json (get_received (fixture, 1),
               "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
  g_assert_cmpstr (salon_mcp_client_get_protocol_version (fixture->client), ==, "2025-11-25");
  g_assert_cmpstr (salon_mcp_client_get_server_title (fixture->client), ==, "memory");
  g_assert_cmpstr (salon_mcp_client_get_instructions (fixture->client), ==, "Be kind.");
  assert_json (salon_mcp_client_get_server_capabilities (fixture->client),
               "{\"tools\":{},\"logging\":{}}");
}

static void
test_old_version (Fixture       *fixture,
                  gconstpointer  data)
{
  fixture->version = data;
  open_client (fixture);
  g_assert_cmpstr (salon_mcp_client_get_protocol_version (fixture->client), ==, data);
}

static void
test_unknown_version (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->version = "1999-01-01";
  g_assert_false (mcp_test_await (salon_mcp_client_open (fixture->client), &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_UNSUPPORTED_VERSION);
  g_assert_nonnull (strstr (error->message, "1999-01-01"));
  g_assert_nonnull (strstr (error->message, "2025-11-25"));
  g_assert_cmpint (salon_mcp_client_get_state (fixture->client), ==, SALON_MCP_CLIENT_FAILED);
}

static void
test_start_failure (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GError) failure = g_error_new_literal (SALON_MCP_ERROR, SALON_MCP_ERROR_START, "No.");
  g_autoptr (GError) error = NULL;

  salon_mcp_memory_transport_fail_start (fixture->transport, failure);
  g_assert_false (mcp_test_await (salon_mcp_client_open (fixture->client), &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_START);
  g_assert_cmpint (salon_mcp_client_get_state (fixture->client), ==, SALON_MCP_CLIENT_FAILED);
}

static void
test_initialize_times_out (Fixture       *fixture,
                           gconstpointer  data)
{
  DexFuture *opening = NULL;
  g_autoptr (GError) error = NULL;

  fixture->version = NULL;
  salon_mcp_client_set_open_timeout (fixture->client, 5000);
  opening = salon_mcp_client_open (fixture->client);
  mcp_test_settle ();
  salon_manual_clock_advance (fixture->clock, 5 * G_TIME_SPAN_SECOND);
  g_assert_false (mcp_test_await (opening, &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_TIMED_OUT);
  /* initialize must not be cancelled. */
  g_assert_cmpuint (fixture->received->len, ==, 1);
}

static void
test_initialize_without_id (Fixture       *fixture,
                            gconstpointer  data)
{
  DexFuture *opening = NULL;
  g_autoptr (GError) error = NULL;

  fixture->version = NULL;
  opening = salon_mcp_client_open (fixture->client);
  mcp_test_settle ();
  salon_mcp_memory_transport_deliver (fixture->transport,
                                      "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":"
                                      "{\"code\":-32700,\"message\":\"Parse error\"}}");
  g_assert_false (mcp_test_await (opening, &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_REMOTE);
  g_assert_cmpint (salon_mcp_error_get_code (error), ==, -32700);
}

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
               "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"calc\","
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
      salon_mcp_memory_transport_deliver (fixture->transport,
                                          i == 0 ? "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                                                   "\"params\":{\"progressToken\":2,\"progress\":0.5}}"
                                                 : "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                                                   "\"params\":{\"progressToken\":2,\"progress\":1,"
                                                   "\"total\":4,\"message\":\"m\"}}");
      salon_mcp_memory_transport_deliver (fixture->transport,
                                          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                                          "\"params\":{\"progressToken\":\"2\",\"progress\":9}}");
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

/* Notifications. */

static void
on_count_cb (SalonMcpClient *client,
             gpointer        user_data)
{
  (*(guint *) user_data)++;
}

static void
on_log_cb (SalonMcpClient    *client,
           int                level,
           const char        *logger,
           SalonJsonDocument *document,
           gpointer           user_data)
{
  g_autofree char *text = salon_json_to_text (salon_json_document_get_root (document), FALSE);

  g_string_append_printf (user_data, "%d %s %s;", level, logger != NULL ? logger : "-", text);
}

static void
notify (Fixture    *fixture,
        const char *method,
        const char *params)
{
  g_autofree char *text = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":%s}",
                                           method, params);

  salon_mcp_memory_transport_deliver (fixture->transport, text);
  mcp_test_settle ();
}

static void
test_notifications (Fixture       *fixture,
                    gconstpointer  data)
{
  guint tools = 0;
  guint prompts = 0;
  guint resources = 0;
  g_autoptr (GString) log = g_string_new (NULL);

  open_client (fixture);
  g_signal_connect (fixture->client, "tools-changed", G_CALLBACK (on_count_cb), &tools);
  g_signal_connect (fixture->client, "prompts-changed", G_CALLBACK (on_count_cb), &prompts);
  g_signal_connect (fixture->client, "resources-changed", G_CALLBACK (on_count_cb), &resources);
  g_signal_connect (fixture->client, "log-message", G_CALLBACK (on_log_cb), log);
  notify (fixture, "notifications/tools/list_changed", "{}");
  notify (fixture, "notifications/tools/list_changed", "null");
  notify (fixture, "notifications/prompts/list_changed", "{}");
  notify (fixture, "notifications/resources/list_changed", "{}");
  notify (fixture, "notifications/unheard/of", "{}");
  notify (fixture, "notifications/message", "{\"level\":\"error\",\"logger\":\"l\",\"data\":{\"a\":1}}");
  notify (fixture, "notifications/message", "{\"level\":7,\"data\":\"x\"}");
  notify (fixture, "notifications/message", "{\"level\":\"error\"}");
  g_assert_cmpuint (tools, ==, 2);
  g_assert_cmpuint (prompts, ==, 1);
  g_assert_cmpuint (resources, ==, 1);
  g_assert_cmpstr (log->str, ==, "4 l {\"a\":1};1 - \"x\";");
}

static void
test_log_level (Fixture       *fixture,
                gconstpointer  data)
{
  DexFuture *future = NULL;
  g_autoptr (GError) error = NULL;

  open_client (fixture);
  future = salon_mcp_client_set_log_level (fixture->client, SALON_MCP_LOG_NOTICE);
  assert_json (salon_json_get_member (get_last (fixture), "params"), "{\"level\":\"notice\"}");
  answer (fixture, "{}");
  g_assert_true (mcp_test_await (future, &error));
}

static void
test_undeclared (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GListModel) tools = NULL;
  g_autoptr (GError) error = NULL;

  fixture->capabilities = "{}";
  open_client (fixture);
  g_assert_false (mcp_test_await (salon_mcp_client_set_log_level (fixture->client, SALON_MCP_LOG_INFO),
                                  &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_UNSUPPORTED);
  tools = mcp_test_await_object (salon_mcp_client_list_tools (fixture->client), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (tools), ==, 0);
  g_assert_cmpuint (fixture->received->len, ==, 2);
}

/* The end. */

static void
on_closed_cb (SalonMcpClient *client,
              GError         *error,
              gpointer        user_data)
{
  g_string_append_printf (user_data, "%d:%s;", salon_mcp_client_get_state (client),
                          error != NULL ? error->message : "-");
}

static void
test_disconnect (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GError) gone = g_error_new_literal (SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED, "Gone.");
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (SalonMcpExchange) later = NULL;
  g_autoptr (GString) closed = g_string_new (NULL);

  open_client (fixture);
  g_signal_connect (fixture->client, "closed", G_CALLBACK (on_closed_cb), closed);
  exchange = call (fixture);
  salon_mcp_memory_transport_disconnect (fixture->transport, gone);
  assert_rejected (exchange, SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED);
  later = call (fixture);
  assert_rejected (later, SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED);
  g_assert_cmpstr (salon_mcp_client_get_failure (fixture->client)->message, ==, "Gone.");
  mcp_test_await (salon_mcp_client_close (fixture->client), NULL);
  g_assert_cmpstr (closed->str, ==, "5:Gone.;");
}

static void
test_close (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (GString) closed = g_string_new (NULL);

  open_client (fixture);
  g_signal_connect (fixture->client, "closed", G_CALLBACK (on_closed_cb), closed);
  exchange = call (fixture);
  mcp_test_await (salon_mcp_client_close (fixture->client), NULL);
  g_assert_true (salon_mcp_exchange_is_finished (exchange));
  assert_rejected (exchange, SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED);
  mcp_test_await (salon_mcp_client_close (fixture->client), NULL);
  g_assert_cmpstr (closed->str, ==, "4:-;");
}

#define ADD(name, function, data) \
  g_test_add ("/mcp/client/" name, Fixture, data, setup, function, teardown)

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  ADD ("shakes-hands", test_handshake, NULL);
  ADD ("accepts-2025-06-18", test_old_version, "2025-06-18");
  ADD ("accepts-2025-03-26", test_old_version, "2025-03-26");
  ADD ("accepts-2024-11-05", test_old_version, "2024-11-05");
  ADD ("an-unknown-version-is-named", test_unknown_version, NULL);
  ADD ("a-failed-start-is-told", test_start_failure, NULL);
  ADD ("initialize-times-out-and-is-never-cancelled", test_initialize_times_out, NULL);
  ADD ("an-error-without-id-ends-the-only-request", test_initialize_without_id, NULL);
  ADD ("arguments-go-out-as-they-are", test_call, NULL);
  ADD ("errors-keep-code-and-data", test_remote_error, NULL);
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
  ADD ("notifications-become-signals", test_notifications, NULL);
  ADD ("the-log-level-is-set", test_log_level, NULL);
  ADD ("what-is-not-declared-is-not-asked-for", test_undeclared, NULL);
  ADD ("a-lost-connection-ends-all-exchanges", test_disconnect, NULL);
  ADD ("closing-ends-all-exchanges", test_close, NULL);
  return g_test_run ();
}

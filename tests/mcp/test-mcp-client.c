/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-client"

#include "config.h"

#include <string.h>

#include "mcp-fixture.h"
#include "salon-mcp-error.h"

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
  notify (fixture, "notifications/message",
          "{\"level\":\"error\",\"logger\":\"l\",\"data\":{\"a\":1}}");
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
  g_assert_false (mcp_test_await (salon_mcp_client_set_log_level (fixture->client,
                                                                  SALON_MCP_LOG_INFO),
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
  ADD ("notifications-become-signals", test_notifications, NULL);
  ADD ("the-log-level-is-set", test_log_level, NULL);
  ADD ("what-is-not-declared-is-not-asked-for", test_undeclared, NULL);
  ADD ("a-lost-connection-ends-all-exchanges", test_disconnect, NULL);
  ADD ("closing-ends-all-exchanges", test_close, NULL);
  return g_test_run ();
}

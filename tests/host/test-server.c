/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "salon-server.h"

#include <signal.h>
#include <string.h>

#include "host-test.h"
#include "salon-host-error.h"
#include "salon-mcp-error.h"
#include "server-fixture.h"

static void
test_failures (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *again = NULL;
  g_autofree char *remote = NULL;
  g_autofree char *broken = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *off = NULL;
  g_autofree char *red = NULL;

  host_test_write (fixture->path,
                   "{\"mcpServers\":{\"missing\":{\"command\":\"salon-no-such-program\"},"
                   "\"remote\":{\"url\":\"https://example.org/mcp\"},"
                   "\"broken\":{\"command\":\"a\",\"args\":1},"
                   "\"red\":{\"command\":\"sh\",\"args\":[\"-c\","
                   "\"printf '\\\\033[31mNo key\\\\033[0m\\\\n' >&2; exit 3\"]},"
                   "\"off\":{\"command\":\"a\",\"disabled\":true}}}");
  open_manager (fixture);

  missing = host_test_await_error (salon_server_use (server (fixture, "missing")),
                                   SALON_HOST_ERROR, SALON_HOST_ERROR_SERVER);
  host_test_assert_contains (missing, "The server “missing” is not available. The program "
                                      "“salon-no-such-program” was not found.");
  g_assert_cmpint (salon_server_get_state (server (fixture, "missing")), ==, SALON_SERVER_FAILED);
  /* It is not tried again each time. */
  again = host_test_await_error (salon_server_use (server (fixture, "missing")),
                                 SALON_HOST_ERROR, SALON_HOST_ERROR_SERVER);
  g_assert_cmpstr (again, ==, missing);

  remote = host_test_await_error (salon_server_use (server (fixture, "remote")),
                                  SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_SUPPORTED);
  host_test_assert_contains (remote, "There is no way to reach it.");
  g_assert_cmpint (salon_server_get_state (server (fixture, "remote")), ==, SALON_SERVER_FAILED);

  /* Its last words, once and without their colour. */
  red = host_test_await_error (salon_server_use (server (fixture, "red")),
                               SALON_HOST_ERROR, SALON_HOST_ERROR_SERVER);
  host_test_assert_contains (red, "“No key”");
  g_assert_null (strstr (strstr (red, "No key") + 1, "No key"));
  g_assert_null (strchr (red, '\033'));

  g_assert_cmpint (salon_server_get_state (server (fixture, "broken")), ==, SALON_SERVER_FAILED);
  host_test_assert_contains (salon_server_get_status_text (server (fixture, "broken")),
                             "“args” has to be an array of strings, not a number.");
  broken = host_test_await_error (salon_server_use (server (fixture, "broken")),
                                  SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION);
  host_test_assert_contains (broken, "“args”");

  off = host_test_await_error (salon_server_start (server (fixture, "off")),
                               SALON_HOST_ERROR, SALON_HOST_ERROR_DISABLED);
  host_test_assert_contains (off, "Switched off.");
}

static void
test_crash (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *text = NULL;
  g_autofree char *refused = NULL;
  SalonServer *a;

  write_servers (fixture, "a", "", NULL);
  open_manager (fixture);
  a = server (fixture, "a");
  host_test_await (salon_server_use (a));

  kill_by_call (a, "die", "{\"code\":7}");
  host_test_assert_contains (salon_server_get_status_text (a), "7");
  host_test_assert_contains (salon_server_get_status_text (a), "fake: dying on request");
  g_assert_null (salon_server_get_client (a));
  g_assert_cmpuint (g_list_model_get_n_items (salon_server_get_tools (a)), ==, 0);
  g_assert_nonnull (salon_server_get_diagnostics (a));

  /* The next use starts it again… */
  finish (fixture, salon_server_use (a));
  g_assert_cmpint (salon_server_get_state (a), ==, SALON_SERVER_READY);
  text = call_text (a, "echo", "{\"text\":\"again\"}");
  g_assert_cmpstr (text, ==, "again");

  /* …once. */
  kill_by_call (a, "crash", "{}");
  refused = host_test_await_error (salon_server_use (a), SALON_HOST_ERROR, SALON_HOST_ERROR_SERVER);
  host_test_assert_contains (refused, "The server “a” is not available.");

  /* The user may, and after a good minute its next use, too. */
  finish (fixture, salon_server_start (a));
  kill_by_call (a, "crash", "{}");
  finish (fixture, salon_server_use (a));
  g_assert_cmpint (salon_server_get_state (a), ==, SALON_SERVER_READY);
  salon_manual_clock_advance (fixture->clock, 61 * G_USEC_PER_SEC);
  kill_by_call (a, "crash", "{}");
  finish (fixture, salon_server_use (a));
  g_assert_cmpint (salon_server_get_state (a), ==, SALON_SERVER_READY);
}

static void
test_hostile (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *garbage = NULL;
  g_autofree char *flood = NULL;
  g_autofree char *oversize = NULL;
  g_autofree char *after = NULL;
  g_autofree char *other = NULL;
  g_autoptr(SalonMcpExchange) exchange = NULL;
  g_autoptr(SalonJsonDocument) arguments =
    salon_json_document_parse ("{\"bytes\":50000000}", -1, NULL, NULL);

  write_servers (fixture, "garbage", "\"--garbage\"", "flood", "\"--stderr-flood\",\"20000000\"",
                 "oversize", "", "other", "", NULL);
  open_manager (fixture);
  host_test_await (salon_server_manager_start_enabled (fixture->manager, -1));

  g_assert_cmpint (salon_server_get_state (server (fixture, "garbage")), ==, SALON_SERVER_READY);
  garbage = call_text (server (fixture, "garbage"), "echo", "{\"text\":\"through\"}");
  g_assert_cmpstr (garbage, ==, "through");

  g_assert_cmpint (salon_server_get_state (server (fixture, "flood")), ==, SALON_SERVER_READY);
  flood = call_text (server (fixture, "flood"), "flood", "{\"bytes\":100000000}");
  g_assert_nonnull (flood);

  /* The call is lost, and nothing else. */
  exchange = salon_mcp_client_call_tool (salon_server_get_client (server (fixture, "oversize")),
                                         "oversize", salon_json_document_get_root (arguments));
  oversize = host_test_await_error (salon_mcp_exchange_await_tool_result (exchange),
                                    SALON_MCP_ERROR, SALON_MCP_ERROR_TOO_LARGE);
  after = call_text (server (fixture, "oversize"), "echo", "{\"text\":\"after\"}");
  g_assert_cmpstr (after, ==, "after");
  g_assert_cmpint (salon_server_get_state (server (fixture, "oversize")), ==, SALON_SERVER_READY);

  other = call_text (server (fixture, "other"), "echo", "{\"text\":\"untouched\"}");
  g_assert_cmpstr (other, ==, "untouched");
}

static void
test_stop_while_starting (Fixture       *fixture,
                          gconstpointer  data)
{
  SalonServer *a;
  DexFuture *starting;
  g_autofree char *message = NULL;

  write_servers (fixture, "a", "\"--hang\"", NULL);
  open_manager (fixture);
  a = server (fixture, "a");

  starting = salon_server_use (a);
  host_test_run_until (salon_server_get_traffic (a) != NULL);
  finish (fixture, salon_server_stop (a));
  message = host_test_await_error (starting, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (salon_server_get_state (a), ==, SALON_SERVER_STOPPED);

  /* Nobody waits, and it is stopped before it has begun. */
  dex_future_disown (salon_server_use (a));
  finish (fixture, salon_server_stop (a));
  host_test_settle ();
  g_assert_cmpint (salon_server_get_state (a), ==, SALON_SERVER_STOPPED);
}

static void
test_no_orphans (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *arguments = g_strdup_printf ("\"--pid-file\",\"%s\",\"--spawn\",\"stubborn\","
                                                "\"--spawn\",\"daemon\",\"--ignore-sigterm\","
                                                "\"--ignore-end-of-input\"", fixture->pid_path);
  g_autofree char *contents = NULL;
  g_auto(GStrv) pids = NULL;
  guint n_pids = 0;

  write_servers (fixture, "a", arguments, NULL);
  open_manager (fixture);
  host_test_await (salon_server_use (server (fixture, "a")));
  contents = host_test_read (fixture->pid_path);

  finish (fixture, salon_server_manager_close (fixture->manager));
  pids = g_strsplit (contents, "\n", -1);
  for (guint i = 0; pids[i] != NULL; i++)
    {
      const pid_t pid = atoi (pids[i]);

      if (pid <= 0)
        continue;
      n_pids++;
      host_test_run_until (kill (pid, 0) != 0);
    }
  g_assert_cmpuint (n_pids, >=, 3);
}

#define ADD(path, function) \
  g_test_add ("/host/server/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  ADD ("what-cannot-start-says-why", test_failures);
  ADD ("a-crashed-server-is-started-again-once", test_crash);
  ADD ("hostile-servers-hurt-nobody", test_hostile);
  ADD ("a-start-can-be-stopped", test_stop_while_starting);
  ADD ("closing-leaves-nothing-behind", test_no_orphans);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-stdio-lifetime"

#include "config.h"

#include <signal.h>
#include <string.h>

#include "mcp-test.h"
#include "salon-mcp-error.h"

/* How servers in a process of their own begin and end. */

static gboolean
is_over (gpointer user_data)
{
  return salon_mcp_client_get_state (user_data) == SALON_MCP_CLIENT_FAILED;
}

static void
assert_dies (const char *tool,
             const char *arguments,
             const char *sentence)
{
  SalonMcpClient *client = mcp_test_open (mcp_test_transport (NULL, NULL, NULL), NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) later = NULL;

  g_assert_null (mcp_test_call (client, tool, arguments, &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED);
  mcp_test_assert_contains (error->message, sentence);
  g_assert_true (is_over (client));
  g_assert_cmpstr (salon_mcp_client_get_failure (client)->message, ==, error->message);
  g_assert_null (mcp_test_call (client, "echo", "{}", &later));
  g_assert_error (later, SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED);
  mcp_test_close (client);
}

static void
test_exit_code (void)
{
  assert_dies ("die", "{\"code\":7}", "The server ended with exit code 7. The last thing it wrote "
               "was: “fake: dying on request”");
}

static void
test_signal (void)
{
  assert_dies ("crash", "{}", "The server was ended by signal 9");
}

static void
test_cut (void)
{
  assert_dies ("cut", "{}", "The server ended with exit code 0.");
}

static void
test_close_output (void)
{
  assert_dies ("close-output", "{}", "The server closed its output");
}

static void
test_dead_when_idle (void)
{
  SalonMcpStdioTransport *transport = mcp_test_transport (NULL, NULL, NULL);
  SalonMcpClient *client = mcp_test_open (g_object_ref (transport), NULL);

  kill (salon_mcp_stdio_transport_get_server_pid (transport), SIGKILL);
  mcp_test_run_until (is_over, client);
  mcp_test_assert_contains (salon_mcp_client_get_failure (client)->message, "signal 9");
  g_object_unref (transport);
  mcp_test_close (client);
}

static void
test_exit_at_start (void)
{
  g_autoptr (SalonMcpStdioTransport) transport = mcp_test_transport (NULL, "--exit", "4", NULL);
  g_autoptr (SalonMcpClient) client =
    salon_mcp_client_new (SALON_MCP_TRANSPORT (transport), NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (mcp_test_await (salon_mcp_client_open (client), &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED);
  mcp_test_assert_contains (error->message, "exit code 4");
  mcp_test_assert_contains (error->message, "“Cannot start: no licence”");
  g_assert_cmpint (salon_mcp_client_get_state (client), ==, SALON_MCP_CLIENT_FAILED);
}

static void
test_secrets_in_logs (void)
{
  const char *argv[] = {
    "/bin/sh", "-c", "echo \"$KEY on stdout\"; echo \"401 for $KEY, $KEY.\" >&2; exit 1", NULL
  };
  const char *environment[] = { "KEY=sk-0123456789", "PATH=/usr/bin:/bin", NULL };
  const char *secrets[] = { "sk-0123456789", NULL };
  g_autoptr (SalonMcpCommand) command = salon_mcp_command_new (argv, environment, "/");
  g_autoptr (SalonMcpStdioTransport) transport = NULL;
  g_autoptr (SalonMcpClient) client = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *diagnostics = NULL;
  SalonRing *ring = NULL;

  salon_mcp_command_set_secrets (command, secrets);
  transport = salon_mcp_stdio_transport_new (command, NULL);
  client = salon_mcp_client_new (SALON_MCP_TRANSPORT (transport), NULL, NULL);
  g_assert_false (mcp_test_await (salon_mcp_client_open (client), &error));
  mcp_test_assert_contains (error->message, "“401 for •••, •••.”");
  ring = salon_mcp_transport_get_diagnostics (SALON_MCP_TRANSPORT (transport));
  diagnostics = salon_ring_to_text (ring);
  mcp_test_assert_contains (diagnostics, "••• on stdout");
  mcp_test_assert_contains (diagnostics, "401 for •••, •••.");
  g_assert_null (strstr (diagnostics, "sk-"));
}

static void
assert_start_fails (const char *program,
                    const char *directory,
                    const char *guard,
                    const char *sentence)
{
  const char *argv[] = { program, NULL };
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (SalonMcpCommand) command =
    salon_mcp_command_new (argv, (const char * const *) environment, directory);
  g_autoptr (SalonMcpStdioTransport) transport = salon_mcp_stdio_transport_new (command, NULL);
  g_autoptr (SalonMcpClient) client =
    salon_mcp_client_new (SALON_MCP_TRANSPORT (transport), NULL, NULL);
  g_autoptr (GError) error = NULL;

  if (guard != NULL)
    salon_mcp_stdio_transport_set_guard_path (transport, guard);
  g_assert_false (mcp_test_await (salon_mcp_client_open (client), &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_START);
  mcp_test_assert_contains (error->message, sentence);
  g_assert_cmpint (salon_mcp_client_get_state (client), ==, SALON_MCP_CLIENT_FAILED);
}

static void
test_start_failures (void)
{
  assert_start_fails ("no-such-command", NULL, NULL, "“no-such-command” was not found");
  assert_start_fails ("/etc/passwd", NULL, NULL, "“/etc/passwd” may not be run");
  assert_start_fails ("true", "/no/such/folder", NULL, "in the folder “/no/such/folder”");
  assert_start_fails ("true", NULL, "/no/such/guard", "“/no/such/guard” can’t be run");
}

static void
test_environment (void)
{
  g_autofree char *server =
    g_test_build_filename (G_TEST_BUILT, "fakes", "fake-mcp-server", NULL);
  const char *argv[] = { server, NULL };
  const char *environment[] = { "ONLY=this; $(one)", NULL };
  g_autoptr (SalonMcpCommand) command = salon_mcp_command_new (argv, environment, "/usr");
  SalonMcpClient *client = mcp_test_open (salon_mcp_stdio_transport_new (command, NULL), NULL);
  g_autofree char *only = mcp_test_call (client, "environment", "{\"name\":\"ONLY\"}", NULL);
  g_autofree char *path = mcp_test_call (client, "environment", "{\"name\":\"HOME\"}", NULL);
  g_autofree char *directory = mcp_test_call (client, "directory", "{}", NULL);

  g_assert_cmpstr (only, ==, "this; $(one)");
  g_assert_cmpstr (path, ==, "(unset)");
  g_assert_cmpstr (directory, ==, "/usr");
  mcp_test_close (client);
}

static void
test_restart (void)
{
  for (guint i = 0; i < 3; i++)
    {
      SalonMcpClient *client = mcp_test_open (mcp_test_transport (NULL, NULL, NULL), NULL);

      g_assert_null (mcp_test_call (client, "crash", "{}", NULL));
      mcp_test_close (client);
    }
}

typedef struct
{
  SalonManualClock *clock;
  guint             n_sleepers;
} Sleepers;

static gboolean
has_sleeper_for (gpointer user_data)
{
  Sleepers *sleepers = user_data;

  return salon_manual_clock_get_n_sleepers (sleepers->clock) >= sleepers->n_sleepers;
}

static void
test_shutdown (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  SalonMcpStdioTransport *transport =
    mcp_test_transport (SALON_CLOCK (clock), "--ignore-sigterm", "--ignore-end-of-input", NULL);
  SalonMcpClient *client = mcp_test_open (g_object_ref (transport), SALON_CLOCK (clock));
  GPid pid = salon_mcp_stdio_transport_get_server_pid (transport);
  DexFuture *closing = NULL;

  closing = salon_mcp_client_close (client);
  mcp_test_settle ();
  g_assert_true (mcp_test_is_alive (pid));
  salon_manual_clock_advance (clock, 2 * G_TIME_SPAN_SECOND);
  mcp_test_settle ();
  g_assert_true (dex_future_is_pending (closing));
  g_assert_true (mcp_test_is_alive (pid));
  salon_manual_clock_advance (clock, 2 * G_TIME_SPAN_SECOND);
  g_assert_true (mcp_test_await (closing, NULL));
  g_assert_false (mcp_test_is_alive (pid));
  g_object_unref (transport);
  mcp_test_close (client);
}

/* A server that goes when its input ends needs no signal, and no time of the clock. */
static void
test_orderly_shutdown (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  SalonMcpStdioTransport *transport =
    mcp_test_transport (SALON_CLOCK (clock), "--ignore-sigterm", NULL);
  SalonMcpClient *client = mcp_test_open (g_object_ref (transport), SALON_CLOCK (clock));
  GPid pid = salon_mcp_stdio_transport_get_server_pid (transport);

  g_assert_true (mcp_test_await (salon_mcp_client_close (client), NULL));
  g_assert_false (mcp_test_is_alive (pid));
  g_assert_cmpint (salon_mcp_client_get_state (client), ==, SALON_MCP_CLIENT_CLOSED);
  g_object_unref (transport);
  mcp_test_close (client);
}

static void
test_close_while_opening (void)
{
  g_autoptr (SalonMcpStdioTransport) transport = mcp_test_transport (NULL, "--hang", NULL);
  SalonMcpClient *client = salon_mcp_client_new (SALON_MCP_TRANSPORT (transport), NULL, NULL);
  DexFuture *opening = salon_mcp_client_open (client);
  g_autoptr (GError) error = NULL;

  mcp_test_settle ();
  mcp_test_await (salon_mcp_client_close (client), NULL);
  g_assert_false (mcp_test_await (opening, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (salon_mcp_client_get_state (client), ==, SALON_MCP_CLIENT_CLOSED);
  mcp_test_close (client);
}

static gboolean
is_settled_state (gpointer user_data)
{
  SalonMcpClientState state = salon_mcp_client_get_state (user_data);

  return state == SALON_MCP_CLIENT_READY || state == SALON_MCP_CLIENT_FAILED;
}

/* Whoever drops the future of opening leaves nothing half-open behind. */
static void
test_dropped_opening (void)
{
  g_autoptr (SalonMcpStdioTransport) transport = mcp_test_transport (NULL, NULL, NULL);
  SalonMcpClient *client = salon_mcp_client_new (SALON_MCP_TRANSPORT (transport), NULL, NULL);
  DexFuture *opening = salon_mcp_client_open (client);

  mcp_test_settle ();
  dex_unref (opening);
  mcp_test_run_until (is_settled_state, client);
  mcp_test_close (client);
}

static void
test_hang_at_start (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  Sleepers sleepers = { clock, 1 };
  g_autoptr (SalonMcpStdioTransport) transport =
    mcp_test_transport (SALON_CLOCK (clock), "--hang", NULL);
  SalonMcpClient *client =
    salon_mcp_client_new (SALON_MCP_TRANSPORT (transport), NULL, SALON_CLOCK (clock));
  DexFuture *opening = NULL;
  g_autoptr (GError) error = NULL;

  salon_mcp_client_set_era (client, SALON_MCP_ERA_LEGACY);
  opening = salon_mcp_client_open (client);
  mcp_test_run_until (has_sleeper_for, &sleepers);
  salon_manual_clock_advance (clock, 60 * G_TIME_SPAN_SECOND);
  g_assert_false (mcp_test_await (opening, &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_TIMED_OUT);
  mcp_test_assert_contains (error->message, "“initialize” within 60 seconds");
  mcp_test_close (client);
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/stdio/the-exit-code-and-last-words-are-told", test_exit_code);
  g_test_add_func ("/mcp/stdio/secrets-are-masked-in-logs", test_secrets_in_logs);
  g_test_add_func ("/mcp/stdio/the-signal-is-told", test_signal);
  g_test_add_func ("/mcp/stdio/half-a-message-at-the-end-is-no-message", test_cut);
  g_test_add_func ("/mcp/stdio/a-server-that-closes-its-output-is-over", test_close_output);
  g_test_add_func ("/mcp/stdio/a-dead-server-is-noticed-without-a-call", test_dead_when_idle);
  g_test_add_func ("/mcp/stdio/a-server-that-exits-at-once-says-why", test_exit_at_start);
  g_test_add_func ("/mcp/stdio/start-failures-are-sentences", test_start_failures);
  g_test_add_func ("/mcp/stdio/environment-and-folder-are-as-given", test_environment);
  g_test_add_func ("/mcp/stdio/a-crashed-server-can-be-started-again", test_restart);
  g_test_add_func ("/mcp/stdio/shutdown-ends-by-force", test_shutdown);
  g_test_add_func ("/mcp/stdio/shutdown-begins-with-the-end-of-input", test_orderly_shutdown);
  g_test_add_func ("/mcp/stdio/closing-while-opening", test_close_while_opening);
  g_test_add_func ("/mcp/stdio/dropping-the-future-of-opening-is-safe", test_dropped_opening);
  g_test_add_func ("/mcp/stdio/a-server-that-never-answers-times-out", test_hang_at_start);
  return g_test_run ();
}

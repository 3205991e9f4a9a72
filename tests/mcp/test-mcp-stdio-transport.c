/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-stdio-transport"

#include "config.h"

#include <signal.h>
#include <string.h>

#include <glib/gstdio.h>

#include "mcp-test.h"
#include "salon-mcp-error.h"

static guint64
get_resident_bytes (void)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  return g_ascii_strtoull (strchr (text, ' '), NULL, 10) * 4096;
}

/* AddressSanitizer keeps what is freed, so nothing can be said about memory there. */
static void
assert_grown_less_than (guint64 before,
                        guint64 megabytes)
{
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpuint (get_resident_bytes (), <, before + megabytes * 1024 * 1024);
#endif
}

static SalonRing *
get_diagnostics (SalonMcpClient *client)
{
  return salon_mcp_transport_get_diagnostics (salon_mcp_client_get_transport (client));
}

static gboolean
has_entry (SalonRing  *ring,
           const char *kind,
           const char *part)
{
  for (guint i = 0; i < salon_ring_get_count (ring); i++)
    if (strcmp (salon_ring_get (ring, i)->kind, kind) == 0 &&
        strstr (salon_ring_get (ring, i)->text, part) != NULL)
      return TRUE;
  return FALSE;
}

static void
assert_contains (const char *text,
                 const char *part)
{
  if (text == NULL || strstr (text, part) == NULL)
    g_error ("“%s” is not in “%s”", part, text);
}

static void
assert_echo_works (SalonMcpClient *client)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = mcp_test_call (client, "echo", "{\"text\":\"still there\"}", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "still there");
}

static void
test_call (void)
{
  SalonMcpClient *client = mcp_test_open (mcp_test_transport (NULL, NULL, NULL), NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *sum = mcp_test_call (client, "add", "{\"a\":2,\"b\":40.5}", &error);
  SalonRing *traffic = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (sum, ==, "42.5");
  assert_echo_works (client);
  g_assert_cmpstr (salon_mcp_client_get_server_title (client), ==, "Fake server");
  g_assert_cmpstr (salon_mcp_client_get_server_version (client), ==, "1.2.3");
  traffic = salon_mcp_transport_get_traffic (salon_mcp_client_get_transport (client));
  g_assert_true (has_entry (traffic, "sent", "\"method\":\"initialize\""));
  g_assert_true (has_entry (traffic, "received", "42.5"));
  mcp_test_close (client);
}

static void
test_garbage (void)
{
  SalonMcpClient *client = mcp_test_open (mcp_test_transport (NULL, "--garbage", NULL), NULL);

  assert_echo_works (client);
  g_assert_true (has_entry (get_diagnostics (client), "skipped", "listening on stdio"));
  g_assert_true (has_entry (get_diagnostics (client), "skipped", "{broken"));
  mcp_test_close (client);
}

static void
test_batch (void)
{
  SalonMcpClient *client =
    mcp_test_open (mcp_test_transport (NULL, "--batch", "--version", "2025-03-26", NULL), NULL);

  assert_echo_works (client);
  mcp_test_close (client);
}

static void
test_invalid_utf8 (void)
{
  SalonMcpClient *client = mcp_test_open (mcp_test_transport (NULL, NULL, NULL), NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = mcp_test_call (client, "invalid-utf8", "{}", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "a\xef\xbf\xbd" "b");
  mcp_test_close (client);
}

static void
test_oversize (void)
{
  SalonMcpClient *client = mcp_test_open (mcp_test_transport (NULL, NULL, NULL), NULL);
  g_autoptr (GError) error = NULL;
  guint64 before = get_resident_bytes ();

  g_assert_null (mcp_test_call (client, "oversize", "{\"bytes\":52428800}", &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_TOO_LARGE);
  assert_contains (error->message, "larger than 16.0");
  assert_grown_less_than (before, 40);
  assert_echo_works (client);
  mcp_test_close (client);
}

static void
test_deep (void)
{
  SalonMcpClient *client = mcp_test_open (mcp_test_transport (NULL, NULL, NULL), NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (mcp_test_call (client, "deep", "{\"levels\":5000}", &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_TOO_LARGE);
  assert_echo_works (client);
  mcp_test_close (client);
}

static void
on_resolved_cb (GString    *order,
                const char *what)
{
  g_string_append (order, what);
}

static DexFuture *
on_big_cb (DexFuture *future,
           gpointer   user_data)
{
  on_resolved_cb (user_data, "big ");
  return NULL;
}

static DexFuture *
on_small_cb (DexFuture *future,
             gpointer   user_data)
{
  on_resolved_cb (user_data, "small ");
  return NULL;
}

static gboolean
has_both (gpointer user_data)
{
  return ((GString *) user_data)->len >= strlen ("big small ");
}

/* The long answer is parsed on another thread, the short one behind it is not. */
static void
test_order (void)
{
  SalonMcpClient *client = mcp_test_open (mcp_test_transport (NULL, NULL, NULL), NULL);
  g_autoptr (SalonJsonDocument) big = mcp_test_json ("{\"bytes\":8000000}");
  g_autoptr (SalonJsonDocument) small = mcp_test_json ("{\"text\":\"x\"}");
  g_autoptr (SalonMcpExchange) first =
    salon_mcp_client_call_tool (client, "big", salon_json_document_get_root (big));
  g_autoptr (SalonMcpExchange) second =
    salon_mcp_client_call_tool (client, "echo", salon_json_document_get_root (small));
  g_autoptr (GString) order = g_string_new (NULL);
  g_autoptr (SalonMcpToolResult) result = NULL;
  g_autofree char *text = NULL;

  dex_future_disown (dex_future_finally (salon_mcp_exchange_await_result (first),
                                         on_big_cb, order, NULL));
  dex_future_disown (dex_future_finally (salon_mcp_exchange_await_result (second),
                                         on_small_cb, order, NULL));
  mcp_test_run_until (has_both, order);
  g_assert_cmpstr (order->str, ==, "big small ");
  result = mcp_test_await_object (salon_mcp_exchange_await_tool_result (first), NULL);
  text = salon_mcp_tool_result_dup_text (result);
  g_assert_cmpuint (strlen (text), ==, 8000000);
  mcp_test_close (client);
}

static gboolean
on_frame_cb (gpointer user_data)
{
  guint *frames = user_data;

  (*frames)++;
  return G_SOURCE_CONTINUE;
}

/* Something of GTK's redraw priority has to get its turns while a server floods. */
static void
flood (const char *tool,
       const char *arguments)
{
  SalonMcpClient *client = mcp_test_open (mcp_test_transport (NULL, NULL, NULL), NULL);
  guint frames = 0;
  guint source = g_timeout_add_full (G_PRIORITY_HIGH_IDLE + 20, 1, on_frame_cb, &frames, NULL);
  guint64 before = get_resident_bytes ();
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = mcp_test_call (client, tool, arguments, &error);
  gint64 milliseconds = (g_get_monotonic_time () - begin) / 1000;

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "flooded");
  g_source_remove (source);
  g_test_message ("%u frames in %d ms", frames, (int) milliseconds);
  g_assert_cmpuint (frames, >=, MIN (milliseconds / 30, 1000));
  assert_grown_less_than (before, 32);
  assert_echo_works (client);
  mcp_test_close (client);
}

static void
test_flood (void)
{
  flood ("flood", "{\"bytes\":104857600}");
}

static void
test_flood_messages (void)
{
  flood ("flood-log", "{\"count\":200000}");
}

static void
test_flood_stderr (void)
{
  flood ("flood-stderr", "{\"bytes\":104857600}");
}

static gboolean
is_over (gpointer user_data)
{
  return salon_mcp_client_get_state (user_data) == SALON_MCP_CLIENT_FAILED;
}

static void
test_deaf (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  SalonMcpStdioTransport *transport = mcp_test_transport (SALON_CLOCK (clock), "--deaf", NULL);
  SalonMcpClient *client = mcp_test_open (transport, SALON_CLOCK (clock));
  g_autofree char *megabyte = g_strnfill (1000000, 'x');
  g_autofree char *text = g_strconcat ("{\"text\":\"", megabyte, "\"}", NULL);
  g_autoptr (SalonJsonDocument) arguments = mcp_test_json (text);
  const SalonJson *root = salon_json_document_get_root (arguments);
  g_autoptr (GPtrArray) exchanges = g_ptr_array_new_with_free_func (g_object_unref);
  guint64 before = get_resident_bytes ();
  guint refused = 0;

  for (guint i = 0; i < 50; i++)
    g_ptr_array_add (exchanges, salon_mcp_client_call_tool (client, "echo", root));
  mcp_test_settle ();
  for (guint i = 0; i < exchanges->len; i++)
    if (salon_mcp_exchange_is_finished (g_ptr_array_index (exchanges, i)))
      {
        g_autoptr (GError) error = NULL;

        mcp_test_await (salon_mcp_exchange_await_result (g_ptr_array_index (exchanges, i)), &error);
        g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED);
        assert_contains (error->message, "does not read");
        refused++;
      }
  g_assert_cmpuint (refused, >=, 44);
  g_assert_cmpuint (refused, <, 50);
  assert_grown_less_than (before, 24);

  /* The ones that wait in the queue time out like others. */
  salon_manual_clock_advance (clock, 61 * G_TIME_SPAN_SECOND);
  for (guint i = 0; i < exchanges->len; i++)
    g_assert_false (mcp_test_await (salon_mcp_exchange_await_result (g_ptr_array_index (exchanges,
                                                                                        i)),
                                    NULL));
  salon_mcp_stdio_transport_set_grace_times (transport, 0, 0);
  mcp_test_close (client);
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
  assert_contains (error->message, sentence);
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
  assert_contains (salon_mcp_client_get_failure (client)->message, "signal 9");
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
  assert_contains (error->message, "exit code 4");
  assert_contains (error->message, "“Cannot start: no licence”");
  g_assert_cmpint (salon_mcp_client_get_state (client), ==, SALON_MCP_CLIENT_FAILED);
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
  assert_contains (error->message, sentence);
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
  DexFuture *opening = salon_mcp_client_open (client);
  g_autoptr (GError) error = NULL;

  mcp_test_run_until (has_sleeper_for, &sleepers);
  salon_manual_clock_advance (clock, 60 * G_TIME_SPAN_SECOND);
  g_assert_false (mcp_test_await (opening, &error));
  g_assert_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_TIMED_OUT);
  assert_contains (error->message, "“initialize” within 60 seconds");
  mcp_test_close (client);
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/stdio/calls-a-tool", test_call);
  g_test_add_func ("/mcp/stdio/garbage-lines-are-skipped", test_garbage);
  g_test_add_func ("/mcp/stdio/batches-are-received", test_batch);
  g_test_add_func ("/mcp/stdio/broken-utf8-is-repaired", test_invalid_utf8);
  g_test_add_func ("/mcp/stdio/a-50-mb-line-is-a-clear-error", test_oversize);
  g_test_add_func ("/mcp/stdio/a-deep-message-is-a-clear-error", test_deep);
  g_test_add_func ("/mcp/stdio/order-is-kept-around-long-messages", test_order);
  g_test_add_func ("/mcp/stdio/a-100-mb-flood-starves-nobody", test_flood);
  g_test_add_func ("/mcp/stdio/a-flood-of-messages-starves-nobody", test_flood_messages);
  g_test_add_func ("/mcp/stdio/a-100-mb-flood-of-stderr-starves-nobody", test_flood_stderr);
  g_test_add_func ("/mcp/stdio/a-server-that-does-not-read-costs-no-memory", test_deaf);
  g_test_add_func ("/mcp/stdio/the-exit-code-and-last-words-are-told", test_exit_code);
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

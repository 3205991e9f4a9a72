/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-stdio-transport"

#include "config.h"

#include <string.h>

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
  mcp_test_assert_contains (error->message, "larger than 16.0");
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

/* Parsing elsewhere may be over before anybody waits for it. */
static void
test_long_messages (void)
{
  SalonMcpClient *client = mcp_test_open (mcp_test_transport (NULL, NULL, NULL), NULL);

  salon_mcp_client_set_timeout (client, 10000);
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = mcp_test_call (client, "big", "{\"bytes\":270000}", &error);

      g_assert_no_error (error);
      g_assert_cmpuint (strlen (text), ==, 270000);
    }
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
        mcp_test_assert_contains (error->message, "does not read");
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
  g_test_add_func ("/mcp/stdio/no-long-message-is-lost", test_long_messages);
  g_test_add_func ("/mcp/stdio/a-100-mb-flood-starves-nobody", test_flood);
  g_test_add_func ("/mcp/stdio/a-flood-of-messages-starves-nobody", test_flood_messages);
  g_test_add_func ("/mcp/stdio/a-100-mb-flood-of-stderr-starves-nobody", test_flood_stderr);
  g_test_add_func ("/mcp/stdio/a-server-that-does-not-read-costs-no-memory", test_deaf);
  return g_test_run ();
}

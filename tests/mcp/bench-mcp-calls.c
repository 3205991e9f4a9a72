/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "bench-mcp-calls"

/* How many small calls a second go through, one after the other, to a server that echoes. */

#include "config.h"

#include <stdio.h>
#include <time.h>

#include "mcp-test.h"

#define CALLS 100000

static DexFuture *
run_fiber (gpointer user_data)
{
  SalonMcpClient *client = user_data;
  g_autoptr (SalonJsonDocument) arguments = mcp_test_json ("{\"text\":\"hello\"}");

  for (guint i = 0; i < CALLS; i++)
    {
      g_autoptr (SalonMcpExchange) exchange =
        salon_mcp_client_call_tool (client, "echo", salon_json_document_get_root (arguments));
      g_autoptr (SalonMcpToolResult) result =
        dex_await_object (salon_mcp_exchange_await_tool_result (exchange), NULL);

      g_assert_nonnull (result);
    }
  return dex_future_new_true ();
}

static double
get_processor_seconds (void)
{
  return (double) clock () / CLOCKS_PER_SEC;
}

int
main (int    argc,
      char **argv)
{
  SalonMcpClient *client = NULL;
  gint64 begin = 0;
  double seconds = 0;
  double processor = 0;

  mcp_test_init (&argc, &argv);
  client = mcp_test_open (mcp_test_transport (NULL, NULL, NULL), NULL);
  begin = g_get_monotonic_time ();
  processor = get_processor_seconds ();
  mcp_test_await (dex_scheduler_spawn (NULL, 0, run_fiber, client, NULL), NULL);
  seconds = (double) (g_get_monotonic_time () - begin) / G_TIME_SPAN_SECOND;
  processor = get_processor_seconds () - processor;
  printf ("%.0f calls/s (%.1f µs a call, %.1f µs of them this side's processor time)\n",
          CALLS / seconds, seconds / CALLS * 1e6, processor / CALLS * 1e6);
  mcp_test_close (client);
  return 0;
}

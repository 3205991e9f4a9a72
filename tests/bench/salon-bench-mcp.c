/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-bench"

/* Salon's MCP client, measured on its public interface against salon-bench-server. Prints
 * one line of JSON; tests/bench/run does the rest. */

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <libdex.h>

#include "bench-probe.h"
#include "salon-mcp-client.h"
#include "salon-mcp-exchange.h"
#include "salon-mcp-http-transport.h"
#include "salon-mcp-stdio-transport.h"
#include "salon-mcp-tool-result.h"

#define IN_FLIGHT 64
#define ARGUMENTS "{\"text\":\"The quick brown fox jumps over the lazy dog, again and again.\"}"
/* Nothing here may take longer; a benchmark that hangs is one that failed. */
#define LONGEST_SECONDS 300

static char *transport_name = NULL;   /* stdio, http or fleet */
static char *target = NULL;           /* the server's program or address */
static int calls = 1000;
static int bigs = 3;
static int big_size = 10 * 1000 * 1000;
static int n_servers = 100;
static int n_tools = 50;
static gboolean calls_only = FALSE;

static const GOptionEntry entries[] = {
  { "calls", 0, 0, G_OPTION_ARG_INT, &calls, "How many calls to make, each way", "N" },
  { "bigs", 0, 0, G_OPTION_ARG_INT, &bigs, "How many large results to fetch", "N" },
  { "big-size", 0, 0, G_OPTION_ARG_INT, &big_size, "How large they are", "BYTES" },
  { "servers", 0, 0, G_OPTION_ARG_INT, &n_servers, "How many servers a fleet has", "N" },
  { "tools", 0, 0, G_OPTION_ARG_INT, &n_tools, "How many tools each of them has", "N" },
  { "calls-only", 0, 0, G_OPTION_ARG_NONE, &calls_only, "Nothing but the calls, to profile", NULL },
  { NULL },
};

/* Calls, so many of them under way at any time. */
typedef struct
{
  SalonMcpClient    *client;
  SalonJsonDocument *arguments;
  int                left;      /* calls still to begin */
  int                under_way;
  DexPromise        *done;
  DexFuture         *results[IN_FLIGHT];
  GArray            *times;     /* of each call in microseconds, if that is of interest */
  gint64             before;
} Load;

/* One after the other, each begun by the result of the one before. */
typedef struct
{
  Load *load;
  int   number;
} Chain;

static void
fail (const char   *what,
      const GError *error)
{
  fprintf (stderr, "salon-bench-mcp: %s: %s\n", what,
           error != NULL ? error->message : "wrong answer");
  _exit (1);
}

static SalonMcpTransport *
make_transport (void)
{
  g_auto (GStrv) environment = g_get_environ ();
  g_autofree char *tools = g_strdup_printf ("%d", n_tools);
  g_autofree char *size = g_strdup_printf ("%d", big_size);
  const char *argv[] = { target, "--tools", tools, "--big", size, NULL };
  g_autoptr (SalonMcpCommand) command = NULL;

  if (strcmp (transport_name, "http") == 0)
    {
      g_autoptr (SalonHttpClient) http_client = salon_http_client_new ();

      return SALON_MCP_TRANSPORT (salon_mcp_http_transport_new (target, NULL, http_client, NULL));
    }
  command = salon_mcp_command_new (argv, (const char * const *) environment, NULL);
  return SALON_MCP_TRANSPORT (salon_mcp_stdio_transport_new (command, NULL));
}

static SalonMcpClient *
open_client (void)
{
  g_autoptr (SalonMcpTransport) transport = make_transport ();
  g_autoptr (SalonMcpClient) client = salon_mcp_client_new (transport, NULL, NULL);
  g_autoptr (GError) error = NULL;

  if (!dex_await (salon_mcp_client_open (client), &error))
    fail ("open", error);
  return g_steal_pointer (&client);
}

static void begin_call (Chain *chain);

static void
take_time (Load *load)
{
  gint64 now = g_get_monotonic_time ();
  double time = (double) (now - load->before);

  g_array_append_val (load->times, time);
  load->before = now;
}

static void
check_result (const GValue *value,
              const GError *error)
{
  if (value == NULL || salon_mcp_tool_result_is_error (g_value_get_object (value)))
    fail ("echo", error);
}

static DexFuture *
on_result_cb (DexFuture *future,
              gpointer   user_data)
{
  Chain *chain = user_data;
  Load *load = chain->load;
  g_autoptr (GError) error = NULL;

  check_result (dex_future_get_value (future, &error), error);
  if (load->times != NULL)
    take_time (load);
  load->under_way--;
  if (load->left > 0)
    begin_call (chain);
  else if (load->under_way == 0)
    dex_promise_resolve_boolean (load->done, TRUE);
  return NULL;
}

static void
begin_call (Chain *chain)
{
  Load *load = chain->load;
  g_autoptr (SalonMcpExchange) exchange =
    salon_mcp_client_call_tool (load->client, "echo",
                                salon_json_document_get_root (load->arguments));

  load->left--;
  load->under_way++;
  dex_clear (&load->results[chain->number]);
  load->results[chain->number] =
    dex_future_finally (salon_mcp_exchange_await_tool_result (exchange), on_result_cb, chain, NULL);
}

/* So many calls, each begun by the result of another one, as continuations of promises do
 * it in JavaScript. Returns the seconds. */
static double
run (Load *load,
     int   count,
     int   in_flight)
{
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();
  Chain chains[IN_FLIGHT];

  load->left = count;
  load->done = dex_promise_new ();
  load->before = begin;
  for (int i = 0; i < MIN (in_flight, count); i++)
    {
      chains[i] = (Chain) { load, i };
      begin_call (&chains[i]);
    }
  if (!dex_await (dex_ref (load->done), &error))
    fail ("echo", error);
  dex_clear (&load->done);
  for (int i = 0; i < IN_FLIGHT; i++)
    dex_clear (&load->results[i]);
  return bench_seconds_since (begin);
}

/* The same, one at a time, in a fiber that waits for each. */
static double
run_awaiting (Load *load,
              int   count)
{
  gint64 begin = g_get_monotonic_time ();

  for (int i = 0; i < count; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonMcpExchange) exchange =
        salon_mcp_client_call_tool (load->client, "echo",
                                    salon_json_document_get_root (load->arguments));
      g_autoptr (DexFuture) result = salon_mcp_exchange_await_tool_result (exchange);

      dex_await (dex_ref (result), NULL);
      check_result (dex_future_get_value (result, &error), error);
    }
  return bench_seconds_since (begin);
}

static void
measure_sequential (Load    *load,
                    GString *report)
{
  g_autoptr (GArray) times = g_array_sized_new (FALSE, FALSE, sizeof (double), (guint) calls);
  double work = 0;

  run (load, calls / 10, 1);
  load->times = times;
  work = bench_get_work ();
  bench_add_number (report, "sequential", calls / run (load, calls, 1));
  bench_add_number (report, "work_us", (bench_get_work () - work) / calls * 1e6);
  load->times = NULL;
  bench_add_number (report, "p50_us", bench_take_percentile (times, 50));
  bench_add_number (report, "p95_us", bench_take_percentile (times, 95));
  work = bench_get_work ();
  bench_add_number (report, "awaiting", calls / run_awaiting (load, calls));
  bench_add_number (report, "work_awaiting_us", (bench_get_work () - work) / calls * 1e6);
}

static void
fetch_big (Load *load)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonMcpExchange) exchange = salon_mcp_client_call_tool (load->client, "big", NULL);
  g_autoptr (SalonMcpToolResult) result =
    dex_await_object (salon_mcp_exchange_await_tool_result (exchange), &error);
  const SalonJson *block = NULL;
  SalonJsonIter iter;
  gsize length = 0;

  if (result == NULL)
    fail ("big", error);
  salon_json_iter_init (&iter, salon_mcp_tool_result_get_content (result));
  salon_json_iter_next (&iter, NULL, &block);
  salon_json_as_string_length (salon_json_get_member (block, "text"), &length);
  if (length != (gsize) big_size)
    fail ("big", NULL);
}

static void
measure_big (Load    *load,
             GString *report)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (int i = 0; i < bigs; i++)
    {
      gint64 begin = g_get_monotonic_time ();
      double time = 0;

      fetch_big (load);
      time = bench_seconds_since (begin) * 1000;
      g_array_append_val (times, time);
    }
  bench_add_number (report, "big_ms", bench_take_percentile (times, 50));
}

/* The first figure is what this machine does to a loop that has nothing else to do. */
static void
measure_stalls (Load    *load,
                GString *report)
{
  BenchStall stall;

  bench_stall_begin (&stall);
  dex_await (dex_timeout_new_msec (200), NULL);
  bench_stall_end (&stall, report, "stall_idle_ms");
  bench_stall_begin (&stall);
  run (load, calls, IN_FLIGHT);
  bench_stall_end (&stall, report, "stall_calls_ms");
  bench_stall_begin (&stall);
  for (int i = 0; i < bigs; i++)
    fetch_big (load);
  bench_stall_end (&stall, report, "stall_big_ms");
}

static void
measure_client (GString *report)
{
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (SalonMcpClient) client = open_client ();
  g_autoptr (SalonJsonDocument) arguments = salon_json_document_parse (ARGUMENTS, -1, NULL, NULL);
  g_autoptr (GListModel) tools = dex_await_object (salon_mcp_client_list_tools (client), NULL);
  Load load = { .client = client, .arguments = arguments };
  double work = 0;

  if (tools == NULL || g_list_model_get_n_items (tools) < 2)
    fail ("tools/list", NULL);
  bench_add_number (report, "ready_ms", bench_seconds_since (begin) * 1000);
  bench_add_memory (report, "connected");
  measure_sequential (&load, report);
  work = bench_get_work ();
  bench_add_number (report, "in_flight", calls / run (&load, calls, IN_FLIGHT));
  bench_add_number (report, "work_in_flight_us", (bench_get_work () - work) / calls * 1e6);
  bench_add_memory (report, "called");
  if (!calls_only)
    {
      measure_big (&load, report);
      bench_add_memory (report, "big");
      measure_stalls (&load, report);
    }
  dex_await (salon_mcp_client_close (client), NULL);
}

/* A hundred servers at once. */

static DexFuture *
server_fiber (gpointer user_data)
{
  GPtrArray *clients = user_data;
  SalonMcpClient *client = open_client ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) tools = NULL;

  g_ptr_array_add (clients, client);
  tools = dex_await_object (salon_mcp_client_list_tools (client), &error);
  if (tools == NULL || g_list_model_get_n_items (tools) != (guint) n_tools)
    fail ("tools/list", error);
  return dex_future_new_take_object (g_steal_pointer (&tools));
}

static void
measure_fleet (GString *report)
{
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) fibers = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();
  BenchStall stall;

  bench_stall_begin (&stall);
  for (int i = 0; i < n_servers; i++)
    g_ptr_array_add (fibers, dex_scheduler_spawn (NULL, 0, server_fiber, clients, NULL));
  if (!dex_await (dex_future_allv ((DexFuture **) fibers->pdata, fibers->len), &error))
    fail ("fleet", error);
  bench_add_number (report, "fleet_ms", bench_seconds_since (begin) * 1000);
  bench_stall_end (&stall, report, "fleet_stall_ms");
  bench_add_memory (report, "fleet");
  begin = g_get_monotonic_time ();
  g_ptr_array_set_size (fibers, 0);
  for (guint i = 0; i < clients->len; i++)
    g_ptr_array_add (fibers, salon_mcp_client_close (g_ptr_array_index (clients, i)));
  dex_await (dex_future_allv ((DexFuture **) fibers->pdata, fibers->len), NULL);
  bench_add_number (report, "fleet_close_ms", bench_seconds_since (begin) * 1000);
}

static DexFuture *
main_fiber (gpointer user_data)
{
  GMainLoop *loop = user_data;
  g_autoptr (GString) report = g_string_new ("{");

  if (strcmp (transport_name, "fleet") == 0)
    measure_fleet (report);
  else
    measure_client (report);
  puts (g_string_append_c (report, '}')->str);
  g_main_loop_quit (loop);
  return dex_future_new_true ();
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("stdio|fleet SERVER | http URL");
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 3 ||
      calls < 10 || bigs < 1)
    {
      fprintf (stderr, "salon-bench-mcp: %s\n", error != NULL ? error->message : "see --help");
      return 2;
    }
  transport_name = argv[1];
  target = argv[2];
  alarm (LONGEST_SECONDS);
  dex_init ();
  dex_future_disown (dex_scheduler_spawn (NULL, 256 * 1024, main_fiber, loop, NULL));
  g_main_loop_run (loop);
  return 0;
}

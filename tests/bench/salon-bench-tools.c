/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-bench"

#include "config.h"

#include <stdio.h>

#include "salon-manual-clock.h"
#include "salon-tool-budget.h"
#include "salon-tool-catalog.h"

#include "tool-crowd.h"

/* What it is worth that a model looks for its tools, and what it costs: 5,000 tools of 100 servers,
 * among them those of tests/host/data/tool-questions.json. */

#define REPETITIONS 20

static double
elapsed_ms (gint64 since)
{
  return (double) (g_get_monotonic_time () - since) / 1000;
}

static SalonToolSet *
make_set (ToolCrowd *crowd)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  g_autoptr (GHashTable) servers = NULL;
  SalonToolSet *set = salon_tool_set_new ();

  servers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  for (guint i = 0; i < crowd->tools->len; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      SalonServer *server = g_hash_table_lookup (servers, crowd->servers->pdata[i]);

      if (server == NULL)
        {
          g_autoptr (SalonServerConfig) config = salon_server_config_new (crowd->servers->pdata[i]);

          salon_server_config_set_command (config, "none", NULL);
          salon_server_config_seal (config);
          server = salon_server_new (config, SALON_CLOCK (clock));
          g_hash_table_insert (servers, crowd->servers->pdata[i], server);
        }
      g_ptr_array_add (one, crowd->tools->pdata[i]);
      salon_tool_set_add_server (set, server, one);
    }
  salon_tool_set_seal (set);
  return set;
}

static void
print_share (SalonToolSet *set)
{
  static const gint64 windows[] = { 32768, 128000, 200000, 1000000 };

  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      g_autoptr (SalonToolBudget) all = NULL;
      g_autoptr (SalonToolBudget) found = NULL;

      all = salon_tool_budget_new (set, SALON_TOOL_DISCOVERY_NEVER, windows[i]);
      found = salon_tool_budget_new (set, SALON_TOOL_DISCOVERY_AUTO, windows[i]);
      printf ("  window of %7" G_GINT64_FORMAT ": %6.1f %% with all definitions (≈ "
              "%" G_GINT64_FORMAT " tokens), %4.1f %% %s (≈ %" G_GINT64_FORMAT ")\n",
              windows[i], 100.0 * (double) all->sent_tokens / (double) windows[i],
              all->sent_tokens, 100.0 * (double) found->sent_tokens / (double) windows[i],
              found->discovers ? "when they are looked for" : "as they are not looked for",
              found->sent_tokens);
    }
}

static guint
find_place (SalonToolCatalog *catalog,
            ToolCrowd        *crowd,
            guint             question)
{
  g_autoptr (GArray) found = NULL;

  found = salon_tool_catalog_search (catalog, crowd->questions->pdata[question], 10);
  for (guint i = 0; i < found->len; i++)
    {
      guint number = g_array_index (found, guint, i);
      g_autofree char *name = NULL;

      name = g_strdup_printf ("%s/%s", (char *) crowd->servers->pdata[number],
                              salon_mcp_tool_get_name (crowd->tools->pdata[number]));
      if (g_str_equal (name, crowd->answers->pdata[question]))
        return i + 1;
    }
  return 0;
}

static void
print_recall (SalonToolCatalog *catalog,
              ToolCrowd        *crowd,
              const char       *what,
              guint             first,
              guint             end)
{
  guint at_one = 0;
  guint at_five = 0;
  double reciprocal = 0;

  for (guint i = first; i < end; i++)
    {
      guint place = find_place (catalog, crowd, i);

      at_one += place == 1;
      at_five += place >= 1 && place <= 5;
      reciprocal += place > 0 ? 1.0 / place : 0;
    }
  printf ("  %s: the right tool is the first for %.0f %%, among five for %.0f %% (mean reciprocal "
          "rank %.2f)\n", what, 100.0 * at_one / (end - first), 100.0 * at_five / (end - first),
          reciprocal / (end - first));
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

static void
print_times (SalonToolCatalog *catalog,
             ToolCrowd        *crowd)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  double middle, late, last;

  for (guint n = 0; n < REPETITIONS; n++)
    {
      for (guint i = 0; i < crowd->questions->len; i++)
        {
          gint64 begun = g_get_monotonic_time ();
          g_autoptr (GArray) found = NULL;
          double time;

          found = salon_tool_catalog_search (catalog, crowd->questions->pdata[i], 8);
          time = elapsed_ms (begun);
          g_array_append_val (times, time);
        }
    }
  g_array_sort (times, compare_times);
  middle = g_array_index (times, double, times->len / 2);
  late = g_array_index (times, double, times->len * 95 / 100);
  last = g_array_index (times, double, times->len - 1);
  printf ("  a search: p50 %.2f ms, p95 %.2f ms, at most %.2f ms (wanted: at most 2 ms: %s)\n",
          middle, late, last, late <= 2 ? "yes" : "NO");
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (ToolCrowd) crowd = NULL;
  g_autoptr (SalonToolCatalog) catalog = NULL;
  g_autoptr (SalonToolSet) set = NULL;
  guint n_first;
  gint64 begun;

  if (argc != 2)
    {
      fprintf (stderr, "usage: salon-bench-tools QUESTIONS.json\n");
      return 2;
    }
  crowd = tool_crowd_new (argv[1], 5000, 100);
  n_first = crowd->questions->len - crowd->n_later;
  printf ("%u tools of 100 servers, %u questions\n", crowd->tools->len, crowd->questions->len);
  set = make_set (crowd);
  begun = g_get_monotonic_time ();
  salon_tool_set_get_tokens (set);
  printf ("  counted once: %.1f ms\n", elapsed_ms (begun));
  print_share (set);
  begun = g_get_monotonic_time ();
  catalog = salon_tool_catalog_new ();
  for (guint i = 0; i < crowd->tools->len; i++)
    salon_tool_catalog_add (catalog, crowd->servers->pdata[i], crowd->titles->pdata[i],
                            crowd->tools->pdata[i]);
  salon_tool_catalog_seal (catalog);
  printf ("  indexed at the first search: %.1f ms\n", elapsed_ms (begun));
  print_recall (catalog, crowd, "questions written before the ranking", 0, n_first);
  print_recall (catalog, crowd, "questions written after it", n_first, crowd->questions->len);
  print_times (catalog, crowd);
  return 0;
}

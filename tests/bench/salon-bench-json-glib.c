/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-bench"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-glib/json-glib.h>

#include "bench-probe.h"

/* What salon-bench-llm parse is held against: json-glib parses the data of each event of the
 * same stream, and nothing else is done with it. The events are found beforehand.
 */
int
main (int   argc,
      char *argv[])
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) speeds = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GString) report = g_string_new ("{");
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (argc != 3 || !g_file_get_contents (argv[1], &text, &length, NULL))
    {
      g_printerr ("Usage: salon-bench-json-glib FILE ROUNDS\n");
      return 2;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "data: {"))
        g_ptr_array_add (events, g_strdup (lines[i] + strlen ("data: ")));
    }
  for (int round = 0; round < atoi (argv[2]); round++)
    {
      double begin = bench_get_work ();
      double speed;

      for (guint i = 0; i < events->len; i++)
        {
          g_autoptr (JsonParser) parser = json_parser_new ();

          if (!json_parser_load_from_data (parser, events->pdata[i], -1, NULL))
            g_error ("This is no JSON: %s", (char *) events->pdata[i]);
        }
      speed = (double) length / 1e6 / (bench_get_work () - begin);
      g_array_append_val (speeds, speed);
    }
  bench_add_number (report, "mb_per_s", bench_take_percentile (speeds, 50));
  printf ("%s}\n", report->str);
  return 0;
}

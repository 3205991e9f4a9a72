/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-probe.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Where GTK draws: what keeps this source waiting keeps a frame waiting. */
#define PRIORITY_REDRAW (G_PRIORITY_HIGH_IDLE + 20)
#define TICK_MS 1

static double
read_clock (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

/* The processor time of the process so far, in seconds. */
double
bench_get_work (void)
{
  return read_clock (CLOCK_PROCESS_CPUTIME_ID);
}

static gboolean
on_tick_cb (gpointer user_data)
{
  BenchStall *stall = user_data;
  gint64 now = g_get_monotonic_time ();
  double work = read_clock (CLOCK_THREAD_CPUTIME_ID);

  stall->greatest = MAX (stall->greatest, now - stall->last);
  stall->greatest_work = MAX (stall->greatest_work, work - stall->last_work);
  stall->last = now;
  stall->last_work = work;
  return G_SOURCE_CONTINUE;
}

void
bench_stall_begin (BenchStall *stall)
{
  *stall = (BenchStall) { .last = g_get_monotonic_time () };
  stall->last_work = read_clock (CLOCK_THREAD_CPUTIME_ID);
  stall->source = g_timeout_source_new (TICK_MS);
  g_source_set_priority (stall->source, PRIORITY_REDRAW);
  g_source_set_callback (stall->source, on_tick_cb, stall, NULL);
  g_source_attach (stall->source, NULL);
}

/* Reports the greatest gaps between two ticks, in milliseconds. */
void
bench_stall_end (BenchStall *stall,
                 GString    *report,
                 const char *name)
{
  g_autofree char *work_name = g_strconcat ("work_", name, NULL);

  on_tick_cb (stall);
  g_source_destroy (stall->source);
  g_clear_pointer (&stall->source, g_source_unref);
  bench_add_number (report, name, (double) stall->greatest / 1000);
  bench_add_number (report, work_name, stall->greatest_work * 1000);
}

double
bench_seconds_since (gint64 begin)
{
  return (double) (g_get_monotonic_time () - begin) / G_TIME_SPAN_SECOND;
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

/* Sorts @values, which are doubles. */
double
bench_take_percentile (GArray *values,
                       guint   percent)
{
  if (values->len == 0)
    return 0;
  qsort (values->data, values->len, sizeof (double), compare_doubles);
  return g_array_index (values, double, MIN (values->len - 1, values->len * percent / 100));
}

static double
read_megabytes (const char *path,
                const char *field)
{
  g_autofree char *text = NULL;
  const char *line = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (line = strstr (text, field)) == NULL)
    return -1;
  return (double) g_ascii_strtoull (line + strlen (field), NULL, 10) / 1024;
}

void
bench_add_number (GString    *report,
                  const char *name,
                  double      value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (report, "%s\"%s\":%s", report->len > 1 ? "," : "", name,
                          g_ascii_formatd (buffer, sizeof buffer, "%.3f", value));
}

/* The process' own memory in MiB: what it has now, and the most it ever had. */
void
bench_add_memory (GString    *report,
                  const char *when)
{
  g_autofree char *rss = g_strconcat ("rss_", when, NULL);
  g_autofree char *pss = g_strconcat ("pss_", when, NULL);
  g_autofree char *peak = g_strconcat ("peak_", when, NULL);

  bench_add_number (report, rss, read_megabytes ("/proc/self/status", "VmRSS:"));
  bench_add_number (report, pss, read_megabytes ("/proc/self/smaps_rollup", "\nPss:"));
  bench_add_number (report, peak, read_megabytes ("/proc/self/status", "VmHWM:"));
}

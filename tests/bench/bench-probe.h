/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest time in which a main loop did nothing else; and the most processor time that
 * this thread took meanwhile, which is what the program itself can be blamed for. */
typedef struct
{
  GSource *source;
  gint64   last;
  gint64   greatest;
  double   last_work;
  double   greatest_work;
} BenchStall;

void   bench_stall_begin     (BenchStall *stall);
void   bench_stall_end       (BenchStall *stall,
                              GString    *report,
                              const char *name);

double bench_seconds_since   (gint64      begin);
double bench_get_work        (void);
double bench_take_percentile (GArray     *values,
                              guint       percent);
void   bench_add_number      (GString    *report,
                              const char *name,
                              double      value);
void   bench_add_memory      (GString    *report,
                              const char *when);

G_END_DECLS

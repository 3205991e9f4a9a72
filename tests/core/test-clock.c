/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "salon-manual-clock.h"
#include "test-utilities.h"

typedef struct
{
  SalonManualClock *clock;
  GString          *log;
  char              name;
  GPtrArray        *kept;
} Sleeper;

static DexFuture *
note_waking (DexFuture *future,
             gpointer   user_data)
{
  Sleeper *sleeper = user_data;

  g_assert_true (g_value_get_boolean (dex_future_get_value (future, NULL)));
  g_string_append_printf (sleeper->log, "%c@%" G_GINT64_FORMAT " ", sleeper->name,
                          salon_clock_get_time (SALON_CLOCK (sleeper->clock)));
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
sleep_and_note (SalonManualClock *clock,
                gint64            microseconds,
                GString          *log,
                char              name)
{
  Sleeper *sleeper = g_new0 (Sleeper, 1);

  sleeper->clock = clock;
  sleeper->log = log;
  sleeper->name = name;

  return dex_future_then (salon_clock_sleep (SALON_CLOCK (clock), microseconds),
                          note_waking, sleeper, g_free);
}

static void
test_sleeps_end_in_order (void)
{
  g_autoptr(SalonManualClock) clock = salon_manual_clock_new ();
  g_autoptr(GString) log = g_string_new (NULL);
  gint64 begin = salon_clock_get_time (SALON_CLOCK (clock));
  g_autoptr(DexFuture) a = sleep_and_note (clock, 30, log, 'a');
  g_autoptr(DexFuture) b = sleep_and_note (clock, 10, log, 'b');
  g_autoptr(DexFuture) c = sleep_and_note (clock, 30, log, 'c');
  g_autoptr(DexFuture) d = sleep_and_note (clock, 100, log, 'd');
  g_autofree char *expected = NULL;

  g_assert_cmpuint (salon_manual_clock_get_n_sleepers (clock), ==, 4);
  g_assert_cmpint (salon_manual_clock_get_next_sleep (clock), ==, 10);

  salon_manual_clock_advance (clock, 9);
  g_assert_cmpstr (log->str, ==, "");
  g_assert_cmpint (salon_manual_clock_get_next_sleep (clock), ==, 1);

  salon_manual_clock_advance (clock, 90);
  expected = g_strdup_printf ("b@%d a@%d c@%d ", (int) begin + 10, (int) begin + 30,
                              (int) begin + 30);
  g_assert_cmpstr (log->str, ==, expected);
  g_assert_true (dex_future_is_resolved (a));
  g_assert_true (dex_future_is_resolved (b));
  g_assert_true (dex_future_is_resolved (c));
  g_assert_true (dex_future_is_pending (d));
  g_assert_cmpint (salon_clock_get_time (SALON_CLOCK (clock)), ==, begin + 99);
  g_assert_cmpuint (salon_manual_clock_get_n_sleepers (clock), ==, 1);
}

static void
test_dropped_sleeps_are_forgotten (void)
{
  SalonManualClock *clock = salon_manual_clock_new ();
  DexFuture *alone = salon_clock_sleep (SALON_CLOCK (clock), 10);
  DexFuture *chained = dex_future_first (salon_clock_sleep (SALON_CLOCK (clock), 20),
                                         dex_future_new_infinite (), NULL);
  DexFuture *kept = salon_clock_sleep (SALON_CLOCK (clock), 30);

  g_assert_cmpuint (salon_manual_clock_get_n_sleepers (clock), ==, 3);
  dex_clear (&alone);
  g_assert_cmpuint (salon_manual_clock_get_n_sleepers (clock), ==, 2);
  dex_clear (&chained);
  g_assert_cmpuint (salon_manual_clock_get_n_sleepers (clock), ==, 1);

  salon_manual_clock_advance (clock, 100);
  g_assert_true (dex_future_is_resolved (kept));
  dex_clear (&kept);
  g_assert_cmpint (salon_manual_clock_get_next_sleep (clock), ==, -1);
  g_assert_finalize_object (clock);
}

static void
test_clock_may_go_first (void)
{
  SalonManualClock *clock = salon_manual_clock_new ();
  g_autoptr(DexFuture) sleep = salon_clock_sleep (SALON_CLOCK (clock), 10);

  g_assert_finalize_object (clock);
  g_assert_true (dex_future_is_pending (sleep));
}

static void
test_no_time_is_over_at_once (void)
{
  g_autoptr(SalonManualClock) clock = salon_manual_clock_new ();
  g_autoptr(DexFuture) none = salon_clock_sleep (SALON_CLOCK (clock), 0);
  g_autoptr(DexFuture) less = salon_clock_sleep (SALON_CLOCK (clock), -5);
  g_autoptr(DexFuture) forever = salon_clock_sleep (SALON_CLOCK (clock), G_MAXINT64);

  g_assert_true (dex_future_is_resolved (none));
  g_assert_true (dex_future_is_resolved (less));
  salon_manual_clock_advance (clock, G_GINT64_CONSTANT (1000000000000000));
  g_assert_true (dex_future_is_pending (forever));
}

static DexFuture *
sleep_again (DexFuture *future,
             gpointer   user_data)
{
  Sleeper *sleeper = user_data;

  g_string_append_c (sleeper->log, sleeper->name);
  return salon_clock_sleep (SALON_CLOCK (sleeper->clock), 10);
}

static void
test_sleeping_again_when_woken (void)
{
  g_autoptr(SalonManualClock) clock = salon_manual_clock_new ();
  g_autoptr(GString) log = g_string_new (NULL);
  Sleeper sleeper = { .clock = clock, .log = log, .name = 'x' };
  g_autoptr(DexFuture) loop = NULL;

  loop = dex_future_then_loop (salon_clock_sleep (SALON_CLOCK (clock), 10), sleep_again,
                               &sleeper, NULL);
  salon_manual_clock_advance (clock, 35);
  g_assert_cmpstr (log->str, ==, "xxx");
}

static void
test_real_time (void)
{
  g_autoptr(SalonManualClock) clock = salon_manual_clock_new ();
  gint64 time = salon_clock_get_time (SALON_CLOCK (clock));

  salon_manual_clock_set_real_time (clock, 5000);
  g_assert_cmpint (salon_clock_get_real_time (SALON_CLOCK (clock)), ==, 5000);
  g_assert_cmpint (salon_clock_get_time (SALON_CLOCK (clock)), ==, time);
  salon_manual_clock_advance (clock, 7);
  g_assert_cmpint (salon_clock_get_real_time (SALON_CLOCK (clock)), ==, 5007);
}

static void
test_system_clock (void)
{
  SalonClock *clock = salon_clock_get_system ();
  gint64 begin = salon_clock_get_time (clock);
  g_autoptr(DexFuture) sleep = salon_clock_sleep (clock, 2000);
  DexFuture *dropped = salon_clock_sleep (clock, G_USEC_PER_SEC);

  g_assert_true (salon_clock_get_system () == clock);
  dex_clear (&dropped);
  test_run_until_done (sleep);
  g_assert_true (g_value_get_boolean (dex_future_get_value (sleep, NULL)));
  g_assert_cmpint (salon_clock_get_time (clock) - begin, >=, 2000);
  g_assert_cmpint (ABS (salon_clock_get_real_time (clock) - g_get_real_time ()), <,
                   10 * G_USEC_PER_SEC);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/core/clock/sleeps-end-in-order", test_sleeps_end_in_order);
  g_test_add_func ("/core/clock/dropped-sleeps-are-forgotten", test_dropped_sleeps_are_forgotten);
  g_test_add_func ("/core/clock/clock-may-go-first", test_clock_may_go_first);
  g_test_add_func ("/core/clock/no-time-is-over-at-once", test_no_time_is_over_at_once);
  g_test_add_func ("/core/clock/sleeping-again-when-woken", test_sleeping_again_when_woken);
  g_test_add_func ("/core/clock/real-time-is-apart", test_real_time);
  g_test_add_func ("/core/clock/system-clock-sleeps", test_system_clock);

  return g_test_run ();
}

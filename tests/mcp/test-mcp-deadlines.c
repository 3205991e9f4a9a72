/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-deadlines"

#include "config.h"

#include "mcp-test.h"
#include "salon-mcp-deadlines-private.h"
#include "salon-mcp-exchange-private.h"

/* Time that goes on while it is looked at, as the real one does. */
#define TEST_TYPE_CLOCK (test_clock_get_type ())
G_DECLARE_FINAL_TYPE (TestClock, test_clock, TEST, CLOCK, GObject)

struct _TestClock
{
  GObject           parent_instance;

  SalonManualClock *clock;
  gint64            drift;    /* microseconds that a look takes */
};

static gint64
test_clock_get_time (SalonClock *clock)
{
  TestClock *self = TEST_CLOCK (clock);
  gint64 now = salon_clock_get_time (SALON_CLOCK (self->clock));

  if (self->drift > 0)
    salon_manual_clock_advance (self->clock, self->drift);
  return now;
}

static gint64
test_clock_get_real_time (SalonClock *clock)
{
  return salon_clock_get_real_time (SALON_CLOCK (TEST_CLOCK (clock)->clock));
}

static DexFuture *
test_clock_sleep (SalonClock *clock,
                  gint64      microseconds)
{
  return salon_clock_sleep (SALON_CLOCK (TEST_CLOCK (clock)->clock), microseconds);
}

static void
clock_iface_init (SalonClockInterface *iface)
{
  iface->get_time = test_clock_get_time;
  iface->get_real_time = test_clock_get_real_time;
  iface->sleep = test_clock_sleep;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestClock, test_clock, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_CLOCK, clock_iface_init))

static void
test_clock_finalize (GObject *object)
{
  g_object_unref (TEST_CLOCK (object)->clock);
  G_OBJECT_CLASS (test_clock_parent_class)->finalize (object);
}

static void
test_clock_class_init (TestClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_clock_finalize;
}

static void
test_clock_init (TestClock *self)
{
  self->clock = salon_manual_clock_new ();
}

typedef struct
{
  TestClock         *clock;
  GHashTable        *exchanges;
  SalonMcpDeadlines *deadlines;
  GString           *log;
} Fixture;

static void
on_expired_cb (SalonMcpExchange *exchange,
               gpointer          user_data)
{
  Fixture *fixture = user_data;

  g_string_append_printf (fixture->log, "%" G_GINT64_FORMAT ";", exchange->id);
  g_hash_table_remove (fixture->exchanges, GUINT_TO_POINTER ((guint) exchange->id));
}

static void
setup (Fixture       *fixture,
       gconstpointer  data)
{
  fixture->clock = g_object_new (TEST_TYPE_CLOCK, NULL);
  fixture->exchanges = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  fixture->log = g_string_new (NULL);
  fixture->deadlines = salon_mcp_deadlines_new (SALON_CLOCK (fixture->clock), fixture->exchanges,
                                                on_expired_cb, fixture);
}

static void
teardown (Fixture       *fixture,
          gconstpointer  data)
{
  salon_mcp_deadlines_stop (fixture->deadlines);
  salon_mcp_deadlines_unref (fixture->deadlines);
  g_hash_table_unref (fixture->exchanges);
  g_string_free (fixture->log, TRUE);
  g_assert_finalize_object (fixture->clock);
}

/* Begins with a time-out in milliseconds. */
static void
begin (Fixture *fixture,
       guint    id,
       gint64   timeout)
{
  SalonMcpExchange *exchange = salon_mcp_exchange_new (NULL, "x", id);

  g_hash_table_insert (fixture->exchanges, GUINT_TO_POINTER (id), exchange);
  salon_mcp_deadlines_begin (fixture->deadlines, exchange, timeout * 1000, 0);
}

static void
advance (Fixture *fixture,
         gint64   milliseconds)
{
  salon_manual_clock_advance (fixture->clock->clock, milliseconds * 1000);
  mcp_test_settle ();
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  begin (fixture, 1, 300);
  begin (fixture, 2, 100);
  begin (fixture, 3, 200);
  advance (fixture, 99);
  g_assert_cmpstr (fixture->log->str, ==, "");
  for (guint i = 0; i < 3; i++)
    advance (fixture, 100);
  g_assert_cmpstr (fixture->log->str, ==, "2;3;1;");
}

/* The next deadline passes between the look for what is due and the sleep until it: that sleep
 * would be over before it has begun. */
static void
test_passed_meanwhile (Fixture       *fixture,
                       gconstpointer  data)
{
  begin (fixture, 1, 100);
  begin (fixture, 2, 101);
  fixture->clock->drift = 2000;
  advance (fixture, 100);
  fixture->clock->drift = 0;
  g_assert_true (g_str_has_prefix (fixture->log->str, "1;"));
  advance (fixture, 1);
  g_assert_cmpstr (fixture->log->str, ==, "1;2;");
  /* Those that come later expire as well. */
  begin (fixture, 3, 50);
  advance (fixture, 50);
  g_assert_cmpstr (fixture->log->str, ==, "1;2;3;");
}

/* The same for one whose time is over as it begins. */
static void
test_no_time_at_all (Fixture       *fixture,
                     gconstpointer  data)
{
  fixture->clock->drift = 2000;
  begin (fixture, 1, 1);
  fixture->clock->drift = 0;
  advance (fixture, 1);
  g_assert_cmpstr (fixture->log->str, ==, "1;");
  begin (fixture, 2, 50);
  advance (fixture, 50);
  g_assert_cmpstr (fixture->log->str, ==, "1;2;");
}

static void
test_pauses (Fixture       *fixture,
             gconstpointer  data)
{
  begin (fixture, 1, 100);
  advance (fixture, 60);
  salon_mcp_deadlines_pause_all (fixture->deadlines);
  begin (fixture, 2, 100);
  advance (fixture, 1000);
  g_assert_cmpstr (fixture->log->str, ==, "");
  salon_mcp_deadlines_resume_all (fixture->deadlines);
  advance (fixture, 40);
  g_assert_cmpstr (fixture->log->str, ==, "1;");
  advance (fixture, 60);
  g_assert_cmpstr (fixture->log->str, ==, "1;2;");
}

#define ADD(name, function) \
  g_test_add ("/mcp/deadlines/" name, Fixture, NULL, setup, function, teardown)

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  ADD ("expire-in-their-order", test_order);
  ADD ("one-that-passed-while-it-was-looked-for-stops-nothing", test_passed_meanwhile);
  ADD ("one-without-any-time-stops-nothing", test_no_time_at_all);
  ADD ("rest-while-all-are-paused", test_pauses);
  return g_test_run ();
}

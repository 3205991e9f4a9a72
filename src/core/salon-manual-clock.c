/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-manual-clock.h"

/* 1 January 2026, noon, UTC. */
#define FIRST_REAL_TIME (G_GINT64_CONSTANT (1767268800) * G_USEC_PER_SEC)

typedef struct
{
  gint64      deadline;
  DexPromise *promise;
} Sleep;

struct _SalonManualClock
{
  GObject  parent_instance;

  /* Of Sleep, the next one first; those of one deadline in the order they came. */
  GQueue   sleeps;
  gint64   time;
  gint64   real_time_offset;
};

static void salon_manual_clock_clock_init (SalonClockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonManualClock, salon_manual_clock, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_CLOCK,
                                                      salon_manual_clock_clock_init))

static void
sleep_free (Sleep *self)
{
  dex_clear (&self->promise);
  g_free (self);
}

/* Whoever slept and is gone has cancelled the promise. */
static void
salon_manual_clock_forget_dropped (SalonManualClock *self)
{
  GList *link, *next;

  for (link = self->sleeps.head; link != NULL; link = next)
    {
      Sleep *sleep = link->data;

      next = link->next;
      if (g_cancellable_is_cancelled (dex_promise_get_cancellable (sleep->promise)))
        {
          g_queue_delete_link (&self->sleeps, link);
          sleep_free (sleep);
        }
    }
}

static gint64
salon_manual_clock_get_time (SalonClock *clock)
{
  return SALON_MANUAL_CLOCK (clock)->time;
}

static gint64
salon_manual_clock_get_real_time (SalonClock *clock)
{
  SalonManualClock *self = SALON_MANUAL_CLOCK (clock);

  return self->time + self->real_time_offset;
}

static int
compare_deadlines (gconstpointer a,
                   gconstpointer b,
                   gpointer      user_data)
{
  /* Never 0, so that a new one comes behind those with the same deadline. */
  return ((const Sleep *) a)->deadline > ((const Sleep *) b)->deadline ? 1 : -1;
}

static DexFuture *
pass_on (DexFuture *future,
         gpointer   user_data)
{
  return dex_ref (future);
}

static DexFuture *
salon_manual_clock_sleep (SalonClock *clock,
                          gint64      microseconds)
{
  SalonManualClock *self = SALON_MANUAL_CLOCK (clock);
  Sleep *sleep;

  salon_manual_clock_forget_dropped (self);

  sleep = g_new0 (Sleep, 1);
  sleep->deadline = microseconds > G_MAXINT64 - self->time ? G_MAXINT64
                                                           : self->time + microseconds;
  sleep->promise = dex_promise_new_cancellable ();
  g_queue_insert_sorted (&self->sleeps, sleep, compare_deadlines, NULL);

  /* A promise hears of being dropped from a future that was chained to it; the one
   * reference the sleeper would hold alone tells nothing. */
  return dex_future_then (dex_ref (sleep->promise), pass_on, NULL, NULL);
}

static void
salon_manual_clock_clock_init (SalonClockInterface *iface)
{
  iface->get_time = salon_manual_clock_get_time;
  iface->get_real_time = salon_manual_clock_get_real_time;
  iface->sleep = salon_manual_clock_sleep;
}

static void
salon_manual_clock_finalize (GObject *object)
{
  SalonManualClock *self = SALON_MANUAL_CLOCK (object);

  g_queue_clear_full (&self->sleeps, (GDestroyNotify) sleep_free);

  G_OBJECT_CLASS (salon_manual_clock_parent_class)->finalize (object);
}

static void
salon_manual_clock_class_init (SalonManualClockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_manual_clock_finalize;
}

static void
salon_manual_clock_init (SalonManualClock *self)
{
  g_queue_init (&self->sleeps);
  self->time = G_USEC_PER_SEC;
  self->real_time_offset = FIRST_REAL_TIME - self->time;
}

/**
 * salon_manual_clock_new:
 *
 * Returns: (transfer full): a clock that stands at noon of 1 January 2026 UTC
 */
SalonManualClock *
salon_manual_clock_new (void)
{
  return g_object_new (SALON_TYPE_MANUAL_CLOCK, NULL);
}

/**
 * salon_manual_clock_advance:
 * @self: a clock
 * @microseconds: how far
 *
 * Moves the time on and resolves the sleeps that are over, in the order of their
 * deadlines, each at its own time. What fibers do after their sleep they do when the
 * main context runs next: a sleep they begin then counts from the end of this advance.
 */
void
salon_manual_clock_advance (SalonManualClock *self,
                            gint64            microseconds)
{
  g_autoptr(SalonManualClock) kept = NULL;
  gint64 end;

  g_return_if_fail (SALON_IS_MANUAL_CLOCK (self));
  g_return_if_fail (microseconds >= 0);

  kept = g_object_ref (self);
  end = self->time + microseconds;

  for (;;)
    {
      Sleep *sleep;

      /* Every time anew: those woken may drop others, or sleep again. */
      salon_manual_clock_forget_dropped (self);
      sleep = g_queue_peek_head (&self->sleeps);
      if (sleep == NULL || sleep->deadline > end)
        break;

      g_queue_pop_head (&self->sleeps);
      self->time = MAX (self->time, sleep->deadline);
      dex_promise_resolve_boolean (sleep->promise, TRUE);
      sleep_free (sleep);
    }

  self->time = MAX (self->time, end);
}

/**
 * salon_manual_clock_set_real_time:
 * @self: a clock
 * @microseconds: the time of day, in microseconds since 1970 UTC
 *
 * Sets the time of day, and nothing else, as a user does who corrects the date.
 */
void
salon_manual_clock_set_real_time (SalonManualClock *self,
                                  gint64            microseconds)
{
  g_return_if_fail (SALON_IS_MANUAL_CLOCK (self));

  self->real_time_offset = microseconds - self->time;
}

/**
 * salon_manual_clock_get_n_sleepers:
 * @self: a clock
 *
 * Returns: how many sleeps are waited for
 */
guint
salon_manual_clock_get_n_sleepers (SalonManualClock *self)
{
  g_return_val_if_fail (SALON_IS_MANUAL_CLOCK (self), 0);

  salon_manual_clock_forget_dropped (self);
  return g_queue_get_length (&self->sleeps);
}

/**
 * salon_manual_clock_get_next_sleep:
 * @self: a clock
 *
 * Returns: in how many microseconds the next sleep is over, or -1 when nobody sleeps
 */
gint64
salon_manual_clock_get_next_sleep (SalonManualClock *self)
{
  Sleep *sleep;

  g_return_val_if_fail (SALON_IS_MANUAL_CLOCK (self), -1);

  salon_manual_clock_forget_dropped (self);
  sleep = g_queue_peek_head (&self->sleeps);
  return sleep != NULL ? sleep->deadline - self->time : -1;
}

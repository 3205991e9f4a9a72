/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-deadlines-private.h"

#include "salon-mcp-exchange-private.h"

/* One sleep serves all exchanges, and it is not moved when an exchange ends: it wakes up,
 * finds nothing due, and sleeps until the next deadline. So a call that is answered in time
 * costs no timer at all. */
struct _SalonMcpDeadlines
{
  SalonClock           *clock;
  GHashTable           *exchanges;   /* id → SalonMcpExchange, the client's own table */
  SalonMcpDeadlineFunc  expired;
  gpointer              user_data;
  DexFuture            *sleep;
  gint64                wakes_at;    /* meaningful while there is a sleep */
  guint                 pauses;      /* of all exchanges together */
};

static void sleep_until (SalonMcpDeadlines *self,
                         gint64             time);

SalonMcpDeadlines *
salon_mcp_deadlines_new (SalonClock           *clock,
                         GHashTable           *exchanges,
                         SalonMcpDeadlineFunc  expired,
                         gpointer              user_data)
{
  SalonMcpDeadlines *self = g_rc_box_new0 (SalonMcpDeadlines);

  self->clock = g_object_ref (clock);
  self->exchanges = g_hash_table_ref (exchanges);
  self->expired = expired;
  self->user_data = user_data;
  return self;
}

static void
deadlines_clear (gpointer data)
{
  SalonMcpDeadlines *self = data;

  dex_clear (&self->sleep);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->exchanges, g_hash_table_unref);
}

void
salon_mcp_deadlines_unref (SalonMcpDeadlines *self)
{
  g_rc_box_release_full (self, deadlines_clear);
}

/* Nothing expires any more. */
void
salon_mcp_deadlines_stop (SalonMcpDeadlines *self)
{
  self->expired = NULL;
  dex_clear (&self->sleep);
}

static GPtrArray *
take_due (SalonMcpDeadlines *self,
          gint64             now,
          gint64            *next)
{
  g_autoptr (GPtrArray) due = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value = NULL;

  *next = G_MAXINT64;
  g_hash_table_iter_init (&iter, self->exchanges);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      SalonMcpExchange *exchange = value;

      if (exchange->pauses > 0)
        continue;
      if (exchange->deadline <= now)
        g_ptr_array_add (due, g_object_ref (exchange));
      else
        *next = MIN (*next, exchange->deadline);
    }
  return g_steal_pointer (&due);
}

static DexFuture *
on_awake_cb (DexFuture *future,
             gpointer   user_data)
{
  SalonMcpDeadlines *self = user_data;
  g_autoptr (GPtrArray) due = NULL;
  gint64 next = G_MAXINT64;

  if (self->expired == NULL || self->sleep == NULL)
    return NULL;
  dex_clear (&self->sleep);
  due = take_due (self, salon_clock_get_time (self->clock), &next);
  if (next < G_MAXINT64)
    sleep_until (self, next);
  for (guint i = 0; i < due->len && self->expired != NULL; i++)
    self->expired (g_ptr_array_index (due, i), self->user_data);
  return NULL;
}

static void
sleep_until (SalonMcpDeadlines *self,
             gint64             time)
{
  gint64 duration = time - salon_clock_get_time (self->clock);

  if (self->expired == NULL || time == G_MAXINT64 ||
      (self->sleep != NULL && self->wakes_at <= time))
    return;
  dex_clear (&self->sleep);
  self->wakes_at = time;
  /* No time at all would be over at once, and the callback come before there is a sleep: none
   * would come after it. */
  self->sleep = dex_future_finally (salon_clock_sleep (self->clock, MAX (duration, 1)),
                                    on_awake_cb, g_rc_box_acquire (self),
                                    (GDestroyNotify) salon_mcp_deadlines_unref);
}

static void
set_deadline (SalonMcpDeadlines *self,
              SalonMcpExchange  *exchange,
              gint64             from)
{
  exchange->deadline = exchange->last_deadline;
  if (exchange->timeout > 0)
    exchange->deadline = MIN (from + exchange->timeout, exchange->last_deadline);
  if (exchange->pauses == 0)
    sleep_until (self, exchange->deadline);
}

/*
 * salon_mcp_deadlines_begin:
 * @timeout: microseconds, 0 for none
 * @maximum: microseconds that no progress can exceed, 0 for none
 *
 * The clock of a new exchange begins to run.
 */
void
salon_mcp_deadlines_begin (SalonMcpDeadlines *self,
                           SalonMcpExchange  *exchange,
                           gint64             timeout,
                           gint64             maximum)
{
  gint64 now = salon_clock_get_time (self->clock);

  exchange->timeout = timeout;
  exchange->last_deadline = maximum > 0 ? now + maximum : G_MAXINT64;
  for (guint i = 0; i < self->pauses; i++)
    salon_mcp_deadlines_pause (self, exchange);
  set_deadline (self, exchange, now);
}

void
salon_mcp_deadlines_set_timeout (SalonMcpDeadlines *self,
                                 SalonMcpExchange  *exchange,
                                 gint64             timeout)
{
  exchange->timeout = timeout;
  salon_mcp_deadlines_extend (self, exchange);
}

/* The server showed that it is at work: the time-out begins anew. */
void
salon_mcp_deadlines_extend (SalonMcpDeadlines *self,
                            SalonMcpExchange  *exchange)
{
  gint64 now = exchange->pauses > 0 ? exchange->paused_at : salon_clock_get_time (self->clock);

  set_deadline (self, exchange, now);
}

void
salon_mcp_deadlines_pause (SalonMcpDeadlines *self,
                           SalonMcpExchange  *exchange)
{
  if (exchange->pauses++ == 0)
    exchange->paused_at = salon_clock_get_time (self->clock);
}

void
salon_mcp_deadlines_resume (SalonMcpDeadlines *self,
                            SalonMcpExchange  *exchange)
{
  gint64 pause = 0;

  g_return_if_fail (exchange->pauses > 0);

  if (--exchange->pauses > 0)
    return;
  pause = salon_clock_get_time (self->clock) - exchange->paused_at;
  if (exchange->last_deadline < G_MAXINT64)
    exchange->last_deadline += pause;
  if (exchange->deadline < G_MAXINT64)
    exchange->deadline += pause;
  sleep_until (self, exchange->deadline);
}

static void
change_all (SalonMcpDeadlines *self,
            void             (*change) (SalonMcpDeadlines *, SalonMcpExchange *))
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, self->exchanges);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    change (self, value);
}

/* Stops the clocks of all exchanges, those to come included; counted. */
void
salon_mcp_deadlines_pause_all (SalonMcpDeadlines *self)
{
  self->pauses++;
  change_all (self, salon_mcp_deadlines_pause);
}

void
salon_mcp_deadlines_resume_all (SalonMcpDeadlines *self)
{
  g_return_if_fail (self->pauses > 0);

  self->pauses--;
  change_all (self, salon_mcp_deadlines_resume);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-clock.h"

G_DEFINE_INTERFACE (SalonClock, salon_clock, G_TYPE_OBJECT)

#define SALON_TYPE_SYSTEM_CLOCK (salon_system_clock_get_type ())
G_DECLARE_FINAL_TYPE (SalonSystemClock, salon_system_clock, SALON, SYSTEM_CLOCK, GObject)

struct _SalonSystemClock
{
  GObject parent_instance;
};

static void salon_system_clock_clock_init (SalonClockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonSystemClock, salon_system_clock, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_CLOCK,
                                                      salon_system_clock_clock_init))

static gint64
salon_system_clock_get_time (SalonClock *clock)
{
  return g_get_monotonic_time ();
}

static gint64
salon_system_clock_get_real_time (SalonClock *clock)
{
  return g_get_real_time ();
}

/* A DexTimeout ends in an error, as it is made for races; a sleep ends well. */
static DexFuture *
wake_up (DexFuture *future,
         gpointer   user_data)
{
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
salon_system_clock_sleep (SalonClock *clock,
                          gint64      microseconds)
{
  return dex_future_catch (dex_timeout_new_usec (microseconds), wake_up, NULL, NULL);
}

static void
salon_system_clock_clock_init (SalonClockInterface *iface)
{
  iface->get_time = salon_system_clock_get_time;
  iface->get_real_time = salon_system_clock_get_real_time;
  iface->sleep = salon_system_clock_sleep;
}

static void
salon_system_clock_class_init (SalonSystemClockClass *klass)
{
}

static void
salon_system_clock_init (SalonSystemClock *self)
{
}

static void
salon_clock_default_init (SalonClockInterface *iface)
{
}

/**
 * salon_clock_get_system:
 *
 * Returns: (transfer none): the clock of the computer; lives as long as the process
 */
SalonClock *
salon_clock_get_system (void)
{
  static gsize system_clock;

  if (g_once_init_enter (&system_clock))
    g_once_init_leave (&system_clock, (gsize) g_object_new (SALON_TYPE_SYSTEM_CLOCK, NULL));

  return SALON_CLOCK ((GObject *) system_clock);
}

/**
 * salon_clock_get_time:
 * @self: a clock
 *
 * Returns: the time from some beginning, in microseconds, which only ever goes forward
 */
gint64
salon_clock_get_time (SalonClock *self)
{
  SalonClockInterface *iface = NULL;

  g_return_val_if_fail (self != NULL, 0);

  /* Asked for with every message: the lookup of the interface is check enough. */
  iface = SALON_CLOCK_GET_IFACE (self);
  g_return_val_if_fail (iface != NULL, 0);
  return iface->get_time (self);
}

/**
 * salon_clock_get_real_time:
 * @self: a clock
 *
 * Returns: the time of day, in microseconds since 1970 UTC
 */
gint64
salon_clock_get_real_time (SalonClock *self)
{
  SalonClockInterface *iface = NULL;

  g_return_val_if_fail (self != NULL, 0);

  /* Asked for with every message: the lookup of the interface is check enough. */
  iface = SALON_CLOCK_GET_IFACE (self);
  g_return_val_if_fail (iface != NULL, 0);
  return iface->get_real_time (self);
}

/**
 * salon_clock_sleep:
 * @self: a clock
 * @microseconds: how long
 *
 * Waits. Dropping the future forgets the wait.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the time is over, at
 *   once when @microseconds is not above 0; it is never rejected
 */
DexFuture *
salon_clock_sleep (SalonClock *self,
                   gint64      microseconds)
{
  g_return_val_if_fail (SALON_IS_CLOCK (self), dex_future_new_for_boolean (TRUE));

  if (microseconds <= 0)
    return dex_future_new_for_boolean (TRUE);

  return SALON_CLOCK_GET_IFACE (self)->sleep (self, microseconds);
}

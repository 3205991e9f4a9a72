/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

#define SALON_TYPE_CLOCK (salon_clock_get_type ())

/**
 * SalonClock:
 *
 * The time, handed to whatever waits or measures, so that tests can move it
 * ([class@ManualClock]) instead of sleeping.
 */
G_DECLARE_INTERFACE (SalonClock, salon_clock, SALON, CLOCK, GObject)

/**
 * SalonClockInterface:
 * @get_time: see salon_clock_get_time()
 * @get_real_time: see salon_clock_get_real_time()
 * @sleep: see salon_clock_sleep()
 */
struct _SalonClockInterface
{
  GTypeInterface parent_interface;

  gint64     (*get_time)      (SalonClock *self);
  gint64     (*get_real_time) (SalonClock *self);
  DexFuture *(*sleep)         (SalonClock *self,
                               gint64      microseconds);
};

SalonClock *salon_clock_get_system    (void);
gint64      salon_clock_get_time      (SalonClock *self);
gint64      salon_clock_get_real_time (SalonClock *self);
DexFuture  *salon_clock_sleep         (SalonClock *self,
                                       gint64      microseconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

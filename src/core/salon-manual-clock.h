/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"

G_BEGIN_DECLS

#define SALON_TYPE_MANUAL_CLOCK (salon_manual_clock_get_type ())

/**
 * SalonManualClock:
 *
 * A [iface@Clock] that stands still until it is told to advance. Part of core, so
 * that the tests of every room can use it.
 */
G_DECLARE_FINAL_TYPE (SalonManualClock, salon_manual_clock, SALON, MANUAL_CLOCK, GObject)

SalonManualClock *salon_manual_clock_new            (void);
void              salon_manual_clock_advance        (SalonManualClock *self,
                                                     gint64            microseconds);
void              salon_manual_clock_set_real_time  (SalonManualClock *self,
                                                     gint64            microseconds);
guint             salon_manual_clock_get_n_sleepers (SalonManualClock *self);
gint64            salon_manual_clock_get_next_sleep (SalonManualClock *self);

G_END_DECLS

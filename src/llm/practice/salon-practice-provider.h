/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"

#include "salon-llm-provider.h"

G_BEGIN_DECLS

#define SALON_TYPE_PRACTICE_PROVIDER (salon_practice_provider_get_type ())

G_DECLARE_FINAL_TYPE (SalonPracticeProvider, salon_practice_provider,
                      SALON, PRACTICE_PROVIDER, GObject)

SalonPracticeProvider *salon_practice_provider_new (SalonClock *clock);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-markup"

#include "config.h"

#include "salon-markup-error.h"

G_DEFINE_QUARK (salon-markup-error-quark, salon_markup_error)

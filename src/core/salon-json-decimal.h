/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

G_BEGIN_DECLS

/**
 * SalonJsonDecimal:
 * @mantissa: the digits, without trailing zeros, signed
 * @exponent: the power of ten that they are multiplied by
 *
 * A JSON number as it is written, not as the nearest binary fraction: 0.3 is a
 * multiple of 0.1 here.
 */
typedef struct
{
  gint64 mantissa;
  gint64 exponent;
} SalonJsonDecimal;

gboolean salon_json_decimal_init           (SalonJsonDecimal       *self,
                                            const SalonJson        *number);
gboolean salon_json_decimal_is_integer     (const SalonJsonDecimal *self);
gboolean salon_json_decimal_is_multiple_of (const SalonJsonDecimal *self,
                                            const SalonJsonDecimal *divisor);

G_END_DECLS

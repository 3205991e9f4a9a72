/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-json-decimal.h"

#include <stdlib.h>
#include <string.h>

/* An exponent past this is as good as infinite, and its sums cannot overflow. */
#define GREATEST_EXPONENT 1000000

/**
 * salon_json_decimal_init:
 * @self: the decimal
 * @number: a JSON number
 *
 * Reads the digits of @number.
 *
 * Returns: %FALSE when they are more than 64 bits hold
 */
gboolean
salon_json_decimal_init (SalonJsonDecimal *self,
                         const SalonJson  *number)
{
  g_autofree char *text = salon_json_dup_number_text (number);
  gboolean negative = FALSE;
  gboolean fraction = FALSE;
  gint64 zeros = 0;
  const char *c = text;

  g_return_val_if_fail (text != NULL, FALSE);

  self->mantissa = 0;
  self->exponent = 0;
  if (*c == '-')
    {
      negative = TRUE;
      c++;
    }
  for (; *c != '\0' && *c != 'e' && *c != 'E'; c++)
    {
      if (*c == '.')
        {
          fraction = TRUE;
          continue;
        }
      if (fraction)
        self->exponent--;
      /* Zeros wait: trailing ones need no room in the mantissa. */
      if (*c == '0')
        {
          zeros++;
          continue;
        }
      for (; zeros > 0 && self->mantissa != 0; zeros--)
        if (__builtin_mul_overflow (self->mantissa, 10, &self->mantissa))
          return FALSE;
      zeros = 0;
      if (__builtin_mul_overflow (self->mantissa, 10, &self->mantissa)
          || __builtin_add_overflow (self->mantissa, *c - '0', &self->mantissa))
        return FALSE;
    }
  self->exponent += zeros;
  if (*c != '\0')
    self->exponent += CLAMP (g_ascii_strtoll (c + 1, NULL, 10),
                             -GREATEST_EXPONENT, GREATEST_EXPONENT);
  if (self->mantissa == 0)
    self->exponent = 0;
  if (negative)
    self->mantissa = -self->mantissa;
  return TRUE;
}

/**
 * salon_json_decimal_is_integer:
 * @self: the decimal
 *
 * Returns: whether the number has no fraction, however it is written: 1.0 has none
 */
gboolean
salon_json_decimal_is_integer (const SalonJsonDecimal *self)
{
  return self->exponent >= 0;
}

/* (base to the power of exponent) modulo modulus, by squaring. */
static guint64
power_modulo (guint64 base,
              guint64 exponent,
              guint64 modulus)
{
  unsigned __int128 result = 1 % modulus;
  unsigned __int128 square = base % modulus;

  for (; exponent > 0; exponent >>= 1)
    {
      if (exponent & 1)
        result = result * square % modulus;
      square = square * square % modulus;
    }
  return (guint64) result;
}

/**
 * salon_json_decimal_is_multiple_of:
 * @self: the decimal
 * @divisor: another, not zero
 *
 * Returns: whether @self divided by @divisor is an integer, exactly
 */
gboolean
salon_json_decimal_is_multiple_of (const SalonJsonDecimal *self,
                                   const SalonJsonDecimal *divisor)
{
  guint64 value = (guint64) ABS (self->mantissa);
  guint64 modulus = (guint64) ABS (divisor->mantissa);
  gint64 shift = self->exponent - divisor->exponent;

  g_return_val_if_fail (modulus != 0, FALSE);

  if (value == 0)
    return TRUE;
  if (shift >= 0)
    {
      unsigned __int128 product = value % modulus;

      return product * power_modulo (10, (guint64) shift, modulus) % modulus == 0;
    }
  /* The value would have to end in that many zeros, but a mantissa has none. */
  for (; shift < 0; shift++)
    {
      if (modulus > G_MAXUINT64 / 10)
        return FALSE;
      modulus *= 10;
    }
  return value % modulus == 0;
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include <math.h>
#include <string.h>

#include "salon-json-private.h"

/* Far beyond every exponent a number is written with, and far from overflow. */
#define GREATEST_EXPONENT G_GINT64_CONSTANT (1000000000000)

/* A number as ±digits × 10^exponent, its digits being those between the first and the
 * last that are not zero, a decimal point perhaps among them. Zero has no digits. */
typedef struct
{
  const char *first;
  const char *end;
  gint64      exponent;
  gboolean    is_negative;
} Decimal;

static gint64
parse_exponent (const char *text,
                const char *end)
{
  gboolean is_negative = FALSE;
  gint64 exponent = 0;

  if (text < end && (*text == '+' || *text == '-'))
    is_negative = *text++ == '-';
  for (; text < end && exponent < GREATEST_EXPONENT; text++)
    exponent = exponent * 10 + (*text - '0');

  return is_negative ? -exponent : exponent;
}

/* The grammar has been checked by the parser. Returns FALSE for exponents that no
 * computer can count to. */
static gboolean
decimal_init (Decimal    *self,
              const char *text,
              gsize       length)
{
  const char *end = text + length, *mantissa_end, *p;
  const char *point = NULL, *last = NULL;

  memset (self, 0, sizeof *self);

  if (text < end && *text == '-')
    {
      self->is_negative = TRUE;
      text++;
    }

  for (mantissa_end = text; mantissa_end < end; mantissa_end++)
    {
      if (*mantissa_end == 'e' || *mantissa_end == 'E')
        break;
      if (*mantissa_end == '.')
        point = mantissa_end;
      else if (*mantissa_end != '0')
        {
          if (self->first == NULL)
            self->first = mantissa_end;
          last = mantissa_end;
        }
    }

  if (self->first == NULL)
    {
      self->is_negative = FALSE;
      return TRUE;
    }
  self->end = last + 1;

  if (mantissa_end < end)
    self->exponent = parse_exponent (mantissa_end + 1, end);
  if (ABS (self->exponent) >= GREATEST_EXPONENT)
    return FALSE;

  /* What the last digit is worth. */
  p = point != NULL ? point : mantissa_end;
  if (last < p)
    self->exponent += p - last - 1;
  else
    self->exponent -= last - p;

  return TRUE;
}

static gboolean
next_digit (const char **text,
            const char  *end,
            char        *digit)
{
  if (*text < end && **text == '.')
    (*text)++;
  if (*text >= end)
    return FALSE;

  *digit = *(*text)++;
  return TRUE;
}

/* 1, 1.0 and 10e-1 are one number: compared as decimals there is nothing to round. */
gboolean
_salon_json_number_equal (const char *a,
                          gsize       a_length,
                          const char *b,
                          gsize       b_length)
{
  Decimal left, right;
  char left_digit, right_digit;
  gboolean more;

  if (a_length == b_length && memcmp (a, b, a_length) == 0)
    return TRUE;
  if (!decimal_init (&left, a, a_length) || !decimal_init (&right, b, b_length))
    return FALSE;
  if (left.is_negative != right.is_negative || left.exponent != right.exponent)
    return FALSE;

  do
    {
      more = next_digit (&left.first, left.end, &left_digit);
      if (more != next_digit (&right.first, right.end, &right_digit))
        return FALSE;
      if (more && left_digit != right_digit)
        return FALSE;
    }
  while (more);

  return TRUE;
}

gboolean
_salon_json_number_to_int64 (const char *text,
                             gsize       length,
                             gint64     *out)
{
  guint64 magnitude = 0;
  Decimal decimal;
  gint64 i;
  char digit;

  if (!decimal_init (&decimal, text, length))
    return FALSE;
  if (decimal.first != NULL && (decimal.exponent < 0 || decimal.exponent > 18))
    return FALSE;

  while (next_digit (&decimal.first, decimal.end, &digit))
    {
      if (!g_uint64_checked_mul (&magnitude, magnitude, 10) ||
          !g_uint64_checked_add (&magnitude, magnitude, (guint64) (digit - '0')))
        return FALSE;
    }
  for (i = 0; i < decimal.exponent; i++)
    {
      if (!g_uint64_checked_mul (&magnitude, magnitude, 10))
        return FALSE;
    }

  if (magnitude > (guint64) G_MAXINT64 + (decimal.is_negative ? 1 : 0))
    return FALSE;

  /* By way of unsigned, as the smallest number has no positive twin. */
  *out = decimal.is_negative ? (gint64) (0 - magnitude) : (gint64) magnitude;
  return TRUE;
}

gboolean
_salon_json_number_to_double (const char *text,
                              gsize       length,
                              double     *out)
{
  char buffer[64];
  g_autofree char *copy = NULL;
  double number;

  if (length < sizeof buffer)
    {
      memcpy (buffer, text, length);
      buffer[length] = '\0';
    }
  else
    {
      copy = g_strndup (text, length);
    }

  number = g_ascii_strtod (copy != NULL ? copy : buffer, NULL);
  if (!isfinite (number))
    return FALSE;

  *out = number;
  return TRUE;
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-uri-value-private.h"

G_DEFINE_BOXED_TYPE (SalonUriValue, salon_uri_value, salon_uri_value_ref, salon_uri_value_unref)

/* @strings: (transfer full) */
static SalonUriValue *
value_new (SalonUriValueKind   kind,
           char              **strings)
{
  SalonUriValue *self = g_new0 (SalonUriValue, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->strings = strings;
  return self;
}

/**
 * salon_uri_value_new_string:
 * @string: UTF-8
 *
 * Returns: (transfer full): a value of one string, which may be empty
 */
SalonUriValue *
salon_uri_value_new_string (const char *string)
{
  const char *strings[] = { string, NULL };

  g_return_val_if_fail (string != NULL, NULL);

  return value_new (SALON_URI_VALUE_STRING, g_strdupv ((char **) strings));
}

/**
 * salon_uri_value_new_list:
 * @strings: (array zero-terminated=1): UTF-8
 *
 * Returns: (transfer full): a value of several strings; none is as good as no value
 */
SalonUriValue *
salon_uri_value_new_list (const char * const *strings)
{
  g_return_val_if_fail (strings != NULL, NULL);

  return value_new (SALON_URI_VALUE_LIST, g_strdupv ((char **) strings));
}

/**
 * salon_uri_value_new_map:
 * @pairs: (array zero-terminated=1): names and values in turn, UTF-8
 *
 * Returns: (transfer full): a value of several named strings; none is as good as no value
 */
SalonUriValue *
salon_uri_value_new_map (const char * const *pairs)
{
  g_return_val_if_fail (pairs != NULL, NULL);
  g_return_val_if_fail (g_strv_length ((char **) pairs) % 2 == 0, NULL);

  return value_new (SALON_URI_VALUE_MAP, g_strdupv ((char **) pairs));
}

/**
 * salon_uri_value_ref:
 * @self: a value
 *
 * Returns: (transfer full): @self
 */
SalonUriValue *
salon_uri_value_ref (SalonUriValue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * salon_uri_value_unref:
 * @self: (transfer full): a value
 *
 * Gives up a reference.
 */
void
salon_uri_value_unref (SalonUriValue *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_strfreev (self->strings);
  g_free (self);
}

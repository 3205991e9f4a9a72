/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <yyjson.h>

#include "salon-json.h"

G_BEGIN_DECLS

/* A SalonJson is a yyjson_val under another name. yyjson's readers take it without
 * const and change nothing. */
static inline yyjson_val *
_salon_json_unwrap (const SalonJson *value)
{
  return (yyjson_val *) value;
}

static inline const SalonJson *
_salon_json_wrap (yyjson_val *value)
{
  return (const SalonJson *) value;
}

/* A number's text, verbatim. Not terminated by NUL as far as its length says. */
const char *_salon_json_get_number_text   (const SalonJson *value,
                                           gsize           *length);

/* Numbers as decimals of any size: exact where double and int64 are not. */
gboolean    _salon_json_number_equal      (const char      *a,
                                           gsize            a_length,
                                           const char      *b,
                                           gsize            b_length);
gboolean    _salon_json_number_to_int64   (const char      *text,
                                           gsize            length,
                                           gint64          *out);
gboolean    _salon_json_number_to_double  (const char      *text,
                                           gsize            length,
                                           double          *out);

/* Memory that a hostile text can make large is asked for, not demanded. */
const yyjson_alc *_salon_json_get_allocator (void);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json-document.h"
#include "salon-json-equal.h"
#include "salon-json-members.h"
#include "salon-json-types.h"

G_BEGIN_DECLS

/**
 * SalonJsonIter:
 *
 * Walks the elements of an array or the members of an object, in their order. It
 * lives on the stack and needs no clean-up.
 */
typedef struct
{
  /*< private >*/
  const SalonJson *next;
  gsize            remaining;
  gboolean         is_object;
} SalonJsonIter;

SalonJsonKind    salon_json_get_kind         (const SalonJson  *value);
const char      *salon_json_kind_to_string   (SalonJsonKind     kind);
gboolean         salon_json_is_object        (const SalonJson  *value);
gboolean         salon_json_is_array         (const SalonJson  *value);
gboolean         salon_json_is_string        (const SalonJson  *value);
const SalonJson *salon_json_get_member       (const SalonJson  *object,
                                              const char       *name);
gsize            salon_json_get_length       (const SalonJson  *value);
const char      *salon_json_as_string        (const SalonJson  *value);
const char      *salon_json_as_string_length (const SalonJson  *value,
                                              gsize            *length);
gboolean         salon_json_as_int64         (const SalonJson  *value,
                                              gint64           *out);
gboolean         salon_json_as_double        (const SalonJson  *value,
                                              double           *out);
gboolean         salon_json_as_boolean       (const SalonJson  *value,
                                              gboolean         *out);
char            *salon_json_dup_number_text  (const SalonJson  *value);
char            *salon_json_to_text          (const SalonJson  *value,
                                              gboolean          pretty);

void             salon_json_iter_init        (SalonJsonIter    *iter,
                                              const SalonJson  *array_or_object);
gboolean         salon_json_iter_next        (SalonJsonIter    *iter,
                                              const char      **name,
                                              const SalonJson **value);

G_END_DECLS

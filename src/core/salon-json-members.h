/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json-types.h"

G_BEGIN_DECLS

/**
 * SalonJsonPresence:
 * @SALON_JSON_REQUIRED: a missing member is an error
 * @SALON_JSON_OPTIONAL: a missing member, or null, leaves the result untouched
 */
typedef enum
{
  SALON_JSON_REQUIRED,
  SALON_JSON_OPTIONAL,
} SalonJsonPresence;

gboolean salon_json_read_string  (const SalonJson  *object,
                                  const char       *name,
                                  SalonJsonPresence presence,
                                  const char      **out,
                                  GError          **error);
gboolean salon_json_read_int64   (const SalonJson  *object,
                                  const char       *name,
                                  SalonJsonPresence presence,
                                  gint64           *out,
                                  GError          **error);
gboolean salon_json_read_double  (const SalonJson  *object,
                                  const char       *name,
                                  SalonJsonPresence presence,
                                  double           *out,
                                  GError          **error);
gboolean salon_json_read_boolean (const SalonJson  *object,
                                  const char       *name,
                                  SalonJsonPresence presence,
                                  gboolean         *out,
                                  GError          **error);
gboolean salon_json_read_object  (const SalonJson  *object,
                                  const char       *name,
                                  SalonJsonPresence presence,
                                  const SalonJson **out,
                                  GError          **error);
gboolean salon_json_read_array   (const SalonJson  *object,
                                  const char       *name,
                                  SalonJsonPresence presence,
                                  const SalonJson **out,
                                  GError          **error);
gboolean salon_json_read_value   (const SalonJson  *object,
                                  const char       *name,
                                  SalonJsonPresence presence,
                                  const SalonJson **out,
                                  GError          **error);

G_END_DECLS

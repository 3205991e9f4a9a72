/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

G_BEGIN_DECLS

/**
 * SalonJsonWriter:
 *
 * Builds one JSON text from the first to the last character, without white space.
 *
 * Inside an object every function wants the member's name; inside an array and for
 * the root value the name is %NULL. Names and strings that are no UTF-8 are repaired
 * with U+FFFD. Wrong nesting is a programmer's error and reported with g_critical().
 */
typedef struct _SalonJsonWriter SalonJsonWriter;

SalonJsonWriter   *salon_json_writer_new               (void);
void               salon_json_writer_free              (SalonJsonWriter *self);
void               salon_json_writer_begin_object      (SalonJsonWriter *self,
                                                        const char      *name);
void               salon_json_writer_end_object        (SalonJsonWriter *self);
void               salon_json_writer_begin_array       (SalonJsonWriter *self,
                                                        const char      *name);
void               salon_json_writer_end_array         (SalonJsonWriter *self);
void               salon_json_writer_add_string        (SalonJsonWriter *self,
                                                        const char      *name,
                                                        const char      *value);
void               salon_json_writer_add_string_length (SalonJsonWriter *self,
                                                        const char      *name,
                                                        const char      *value,
                                                        gsize            length);
void               salon_json_writer_add_int64         (SalonJsonWriter *self,
                                                        const char      *name,
                                                        gint64           value);
void               salon_json_writer_add_double        (SalonJsonWriter *self,
                                                        const char      *name,
                                                        double           value);
void               salon_json_writer_add_boolean       (SalonJsonWriter *self,
                                                        const char      *name,
                                                        gboolean         value);
void               salon_json_writer_add_null          (SalonJsonWriter *self,
                                                        const char      *name);
void               salon_json_writer_add_value         (SalonJsonWriter *self,
                                                        const char      *name,
                                                        const SalonJson *value);
void               salon_json_writer_add_text          (SalonJsonWriter *self,
                                                        const char      *name,
                                                        const char      *json_text);
char              *salon_json_writer_finish            (SalonJsonWriter *self)
  G_GNUC_WARN_UNUSED_RESULT;
SalonJsonDocument *salon_json_writer_finish_document   (SalonJsonWriter *self)
  G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonJsonWriter, salon_json_writer_free)

G_END_DECLS

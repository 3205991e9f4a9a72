/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

G_BEGIN_DECLS

/**
 * SalonJsonSchema:
 *
 * A JSON Schema of draft 2020-12, ready to judge values. It is bounded: in its
 * number of subschemas, and for each judgement in depth and steps. Nothing is ever
 * fetched: a reference leads into the schema itself or into a document that was
 * handed over with it.
 */
typedef struct _SalonJsonSchema SalonJsonSchema;

#define SALON_TYPE_JSON_SCHEMA (salon_json_schema_get_type ())

GType            salon_json_schema_get_type     (void) G_GNUC_CONST;
SalonJsonSchema *salon_json_schema_new          (const SalonJson    *schema,
                                                 GError            **error);
SalonJsonSchema *salon_json_schema_new_with     (const SalonJson    *schema,
                                                 GHashTable         *documents,
                                                 GError            **error);
SalonJsonSchema *salon_json_schema_ref          (SalonJsonSchema    *self);
void             salon_json_schema_unref        (SalonJsonSchema    *self);
gboolean         salon_json_schema_validate     (SalonJsonSchema    *self,
                                                 const SalonJson    *value,
                                                 GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonJsonSchema, salon_json_schema_unref)

G_END_DECLS

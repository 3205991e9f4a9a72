/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

G_BEGIN_DECLS

const SalonJson *salon_practice_schema_resolve     (const SalonJson *root,
                                                    const SalonJson *schema);
const char      *salon_practice_schema_get_type    (const SalonJson *schema);
const SalonJson *salon_practice_schema_get_properties
                                                   (const SalonJson *schema);
gboolean         salon_practice_schema_is_number   (const SalonJson *root,
                                                    const SalonJson *schema);
gboolean         salon_practice_schema_is_path     (const char      *name);
gboolean         salon_practice_schema_is_url      (const char      *name,
                                                    const SalonJson *schema);
gboolean         salon_practice_schema_is_zone     (const char      *name);
gboolean         salon_practice_schema_is_required (const SalonJson *schema,
                                                    const char      *name);

G_END_DECLS

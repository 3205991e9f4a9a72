/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json-writer.h"

G_BEGIN_DECLS

/* The shapes that mcp.json and models.json have in common, read with sentences that name the
 * path of the key and written back. */

gboolean salon_json_shape_read_strings  (const SalonJson     *object,
                                         const char          *name,
                                         char              ***strings,
                                         GError             **error);
gboolean salon_json_shape_read_pairs    (const SalonJson     *object,
                                         const char          *name,
                                         const char          *separator,
                                         char              ***pairs,
                                         GError             **error);
gboolean salon_json_shape_read_text     (const SalonJson     *object,
                                         const char          *name,
                                         char               **text,
                                         GError             **error);
void     salon_json_shape_write_strings (SalonJsonWriter     *writer,
                                         const char          *name,
                                         const char * const  *strings);
void     salon_json_shape_write_pairs   (SalonJsonWriter     *writer,
                                         const char          *name,
                                         const char          *separator,
                                         const char * const  *pairs);

G_END_DECLS

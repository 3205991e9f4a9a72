/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SALON_TYPE_URI_VALUE (salon_uri_value_get_type ())

/**
 * SalonUriValue:
 *
 * What fills a gap of a #SalonUriTemplate: a string, a list of strings, or a map of
 * strings in an order of its own. It is immutable.
 */
typedef struct _SalonUriValue SalonUriValue;

GType               salon_uri_value_get_type              (void) G_GNUC_CONST;
SalonUriValue      *salon_uri_value_new_string            (const char         *string);
SalonUriValue      *salon_uri_value_new_list              (const char * const *strings);
SalonUriValue      *salon_uri_value_new_map               (const char * const *pairs);
SalonUriValue      *salon_uri_value_ref                   (SalonUriValue      *self);
void                salon_uri_value_unref                 (SalonUriValue      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonUriValue, salon_uri_value_unref)

G_END_DECLS

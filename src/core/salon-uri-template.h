/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-uri-value.h"

G_BEGIN_DECLS

#define SALON_TYPE_URI_TEMPLATE (salon_uri_template_get_type ())

/**
 * SalonUriTemplate:
 *
 * An address with gaps, RFC 6570 up to level 4: `{name}`, the operators `+ # . / ; ? &`,
 * prefixes (`{name:3}`) and `*` for lists and maps. It is immutable and bounded: in its
 * length, its number of variables, and in what an expansion may grow to.
 */
typedef struct _SalonUriTemplate SalonUriTemplate;

GType               salon_uri_template_get_type           (void) G_GNUC_CONST;
SalonUriTemplate   *salon_uri_template_new                (const char        *text,
                                                           GError           **error);
SalonUriTemplate   *salon_uri_template_ref                (SalonUriTemplate  *self);
void                salon_uri_template_unref              (SalonUriTemplate  *self);
const char * const *salon_uri_template_get_variables      (SalonUriTemplate  *self);
char               *salon_uri_template_expand             (SalonUriTemplate  *self,
                                                           GHashTable        *values,
                                                           GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonUriTemplate, salon_uri_template_unref)

G_END_DECLS

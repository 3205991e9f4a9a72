/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SALON_TYPE_HEADERS_GROUP (salon_headers_group_get_type ())

G_DECLARE_FINAL_TYPE (SalonHeadersGroup, salon_headers_group, SALON, HEADERS_GROUP,
                      AdwPreferencesGroup)

void      salon_headers_group_set_headers      (SalonHeadersGroup  *self,
                                                const char * const *headers);
char    **salon_headers_group_dup_headers      (SalonHeadersGroup  *self);
char    **salon_headers_group_dup_secret_names (SalonHeadersGroup  *self);
gboolean  salon_headers_group_check            (SalonHeadersGroup  *self);

G_END_DECLS

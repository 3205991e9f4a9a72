/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-sign-in-options.h"

G_BEGIN_DECLS

#define SALON_TYPE_SIGN_IN_ROW (salon_sign_in_row_get_type ())

G_DECLARE_FINAL_TYPE (SalonSignInRow, salon_sign_in_row, SALON, SIGN_IN_ROW, AdwExpanderRow)

void      salon_sign_in_row_set_options (SalonSignInRow      *self,
                                         SalonSignInOptions  *options);
gboolean  salon_sign_in_row_read        (SalonSignInRow      *self,
                                         SalonSignInOptions **options,
                                         GError             **error);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SALON_TYPE_ENVIRONMENT_ROW (salon_environment_row_get_type ())

G_DECLARE_FINAL_TYPE (SalonEnvironmentRow, salon_environment_row,
                      SALON, ENVIRONMENT_ROW, AdwPreferencesRow)

GtkWidget *salon_environment_row_new       (const char          *assignment);
char      *salon_environment_row_dup_name  (SalonEnvironmentRow *self);
char      *salon_environment_row_dup_value (SalonEnvironmentRow *self);

G_END_DECLS

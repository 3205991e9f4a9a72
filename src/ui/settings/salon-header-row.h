/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SALON_TYPE_HEADER_ROW (salon_header_row_get_type ())

G_DECLARE_FINAL_TYPE (SalonHeaderRow, salon_header_row, SALON, HEADER_ROW, AdwPreferencesRow)

GtkWidget *salon_header_row_new       (const char     *line);
char      *salon_header_row_dup_name  (SalonHeaderRow *self);
char      *salon_header_row_dup_value (SalonHeaderRow *self);
gboolean   salon_header_row_is_secret (SalonHeaderRow *self);
gboolean   salon_header_row_check     (SalonHeaderRow *self);

G_END_DECLS

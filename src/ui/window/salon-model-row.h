/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-model.h"

G_BEGIN_DECLS

#define SALON_TYPE_MODEL_ROW (salon_model_row_get_type ())

G_DECLARE_FINAL_TYPE (SalonModelRow, salon_model_row, SALON, MODEL_ROW, GtkBox)

GtkWidget *salon_model_row_new        (void);
void       salon_model_row_set_model  (SalonModelRow *self,
                                       SalonModel    *model);
void       salon_model_row_set_chosen (SalonModelRow *self,
                                       gboolean       chosen);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-model.h"

G_BEGIN_DECLS

#define SALON_TYPE_PROVIDER_MODEL_ROW (salon_provider_model_row_get_type ())

G_DECLARE_FINAL_TYPE (SalonProviderModelRow, salon_provider_model_row, SALON, PROVIDER_MODEL_ROW,
                      GtkBox)

GtkWidget *salon_provider_model_row_new          (void);
void       salon_provider_model_row_set_model    (SalonProviderModelRow *self,
                                                  SalonModel            *model);
void       salon_provider_model_row_set_favorite (SalonProviderModelRow *self,
                                                  gboolean               favorite);

G_END_DECLS

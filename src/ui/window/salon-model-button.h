/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-model-registry.h"

G_BEGIN_DECLS

#define SALON_TYPE_MODEL_BUTTON (salon_model_button_get_type ())

G_DECLARE_FINAL_TYPE (SalonModelButton, salon_model_button, SALON, MODEL_BUTTON, AdwBin)

GtkWidget          *salon_model_button_new          (void);
SalonModelRegistry *salon_model_button_get_registry (SalonModelButton   *self);
void                salon_model_button_set_registry (SalonModelButton   *self,
                                                     SalonModelRegistry *registry);
const char         *salon_model_button_get_model    (SalonModelButton   *self);
void                salon_model_button_set_model    (SalonModelButton   *self,
                                                     const char         *model);
void                salon_model_button_popup        (SalonModelButton   *self);

G_END_DECLS

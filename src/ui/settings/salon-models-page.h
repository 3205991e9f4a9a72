/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-model-registry.h"

G_BEGIN_DECLS

#define SALON_TYPE_MODELS_PAGE (salon_models_page_get_type ())

G_DECLARE_FINAL_TYPE (SalonModelsPage, salon_models_page, SALON, MODELS_PAGE, AdwNavigationPage)

GtkWidget *salon_models_page_new          (SalonModelRegistry *registry);
void       salon_models_page_add_provider (SalonModelsPage    *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-model-registry.h"

G_BEGIN_DECLS

#define SALON_TYPE_WELCOME_PAGE (salon_welcome_page_get_type ())

G_DECLARE_FINAL_TYPE (SalonWelcomePage, salon_welcome_page, SALON, WELCOME_PAGE, AdwBin)

GtkWidget          *salon_welcome_page_new          (void);
SalonModelRegistry *salon_welcome_page_get_registry (SalonWelcomePage   *self);
void                salon_welcome_page_set_registry (SalonWelcomePage   *self,
                                                     SalonModelRegistry *registry);
void                salon_welcome_page_look_around  (SalonWelcomePage   *self);

G_END_DECLS

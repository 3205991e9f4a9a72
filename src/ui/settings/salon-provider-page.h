/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-model-registry.h"

G_BEGIN_DECLS

#define SALON_TYPE_PROVIDER_PAGE (salon_provider_page_get_type ())

G_DECLARE_FINAL_TYPE (SalonProviderPage, salon_provider_page, SALON, PROVIDER_PAGE,
                      AdwNavigationPage)

GtkWidget *salon_provider_page_new (SalonModelRegistry *registry,
                                    SalonModelProvider *provider);

G_END_DECLS

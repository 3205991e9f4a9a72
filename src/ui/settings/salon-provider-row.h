/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-model-provider.h"

G_BEGIN_DECLS

#define SALON_TYPE_PROVIDER_ROW (salon_provider_row_get_type ())

G_DECLARE_FINAL_TYPE (SalonProviderRow, salon_provider_row, SALON, PROVIDER_ROW, AdwActionRow)

GtkWidget          *salon_provider_row_new          (SalonModelProvider *provider);
SalonModelProvider *salon_provider_row_get_provider (SalonProviderRow   *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-model-provider.h"
#include "salon-model-registry.h"

G_BEGIN_DECLS

#define SALON_TYPE_PROVIDER_DIALOG (salon_provider_dialog_get_type ())

G_DECLARE_FINAL_TYPE (SalonProviderDialog, salon_provider_dialog, SALON, PROVIDER_DIALOG, AdwDialog)

AdwDialog *salon_provider_dialog_new (SalonModelRegistry *registry,
                                      SalonModelProvider *provider);

G_END_DECLS

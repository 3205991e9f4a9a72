/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-model-registry.h"

G_BEGIN_DECLS

DexFuture *salon_model_adoption_run (SalonModelRegistry *registry,
                                     const char         *provider_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-model.h"

#include "salon-model-provider.h"

G_BEGIN_DECLS

SalonModelProvider *salon_model_provider_new          (SalonModelProviderConfig *config);
SalonModelProvider *salon_model_provider_new_practice (void);
void                salon_model_provider_set_config   (SalonModelProvider       *self,
                                                       SalonModelProviderConfig *config);
void                salon_model_provider_set_state    (SalonModelProvider       *self,
                                                       SalonModelProviderState   state,
                                                       const char               *status);
SalonLlmModel      *salon_model_provider_complete     (SalonModelProvider       *self,
                                                       const char               *id,
                                                       SalonLlmModel            *listed);
void                salon_model_provider_take_models  (SalonModelProvider       *self,
                                                       GPtrArray                *models);

G_END_DECLS

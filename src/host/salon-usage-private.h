/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"
#include "salon-llm-model.h"
#include "salon-llm-usage.h"
#include "salon-usage.h"

G_BEGIN_DECLS

/**
 * salon_usage_add_reply:
 * @self: a usage
 * @reply: what one reply took
 * @estimated: whether some of it is an estimate
 * @facts: (nullable): what is known about the model, for its prices
 *
 * Adds one reply to @self.
 */
void        salon_usage_add_reply (SalonUsage               *self,
                                   const SalonLlmUsage      *reply,
                                   gboolean                  estimated,
                                   const SalonLlmModelFacts *facts);
char       *salon_usage_to_text   (const SalonUsage         *self);

/**
 * salon_usage_new_from_json:
 * @json: (nullable): what was stored
 *
 * Returns: (transfer full) (nullable): the usage; %NULL if that is none
 */
SalonUsage *salon_usage_new_from_json (const SalonJson *json);

G_END_DECLS

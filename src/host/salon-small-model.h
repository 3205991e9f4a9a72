/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-turn.h"

G_BEGIN_DECLS

/**
 * SECTION: salon-small-model
 *
 * What Salon asks a model for itself: titles and summaries. The model is the one set for that, or
 * else the chat's own; never the practice model, which could only pretend.
 */

/**
 * salon_small_model_choose:
 * @services: what turns work with
 * @chat_model: (nullable): "provider/model" of the chat
 *
 * Returns: (transfer none) (nullable): which model to ask; %NULL for none
 */
const char *salon_small_model_choose (const SalonTurnServices *services,
                                      const char              *chat_model);

/**
 * salon_small_model_ask:
 * @services: what turns work with
 * @model: "provider/model"
 * @instructions: what to do
 * @text: with what
 * @max_tokens: how long the answer may be, in tokens
 *
 * Asks once, without tools, and waits at most a minute.
 *
 * Returns: (transfer full): a future of the answer, a string that is not empty; rejected when there
 *   is none
 */
DexFuture  *salon_small_model_ask    (const SalonTurnServices *services,
                                      const char              *model,
                                      const char              *instructions,
                                      const char              *text,
                                      guint                    max_tokens)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

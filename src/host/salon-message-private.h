/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-model.h"
#include "salon-llm-usage.h"
#include "salon-message.h"
#include "salon-store-message.h"
#include "salon-store-part.h"

G_BEGIN_DECLS

/**
 * salon_message_new:
 * @role: whose it is
 * @parent_id: (nullable): the message it follows
 * @model: (nullable): "provider/model" that writes it
 * @created_at: microseconds since 1970
 *
 * Returns: (transfer full): an empty message; one of the user is finished, one of the
 *   assistant streaming
 */
SalonMessage      *salon_message_new           (SalonRole                role,
                                                const char              *parent_id,
                                                const char              *model,
                                                gint64                   created_at);
SalonMessage      *salon_message_new_from_row  (const SalonStoreMessage *row);
SalonStoreMessage *salon_message_to_row        (SalonMessage            *self,
                                                const char              *chat_id);
void               salon_message_add_part      (SalonMessage            *self,
                                                SalonPart               *part);
void               salon_message_insert_part   (SalonMessage            *self,
                                                guint                    position,
                                                SalonPart               *part);
SalonPart         *salon_message_get_part      (SalonMessage            *self,
                                                guint                    position);
guint              salon_message_get_n_parts   (SalonMessage            *self);

/**
 * salon_message_add_usage:
 * @self: a message
 * @reply: what one reply of the model took
 * @estimated: whether some of it is an estimate
 * @facts: (nullable): what is known about the model, for its prices
 *
 * Counts one more reply.
 */
void               salon_message_add_usage     (SalonMessage            *self,
                                                const SalonLlmUsage     *reply,
                                                gboolean                 estimated,
                                                const SalonLlmModelFacts *facts);

/**
 * salon_message_usage_to_row:
 * @self: a message
 *
 * What a message took is kept beside its parts, as a row that no other part resembles.
 *
 * Returns: (transfer full) (nullable): that row; %NULL when nothing is known
 */
SalonStorePart    *salon_message_usage_to_row  (SalonMessage            *self);
void               salon_message_set_state     (SalonMessage            *self,
                                                SalonMessageState        state);

G_END_DECLS

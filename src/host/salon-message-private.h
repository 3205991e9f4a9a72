/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-message.h"
#include "salon-store-message.h"

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
void               salon_message_set_state     (SalonMessage            *self,
                                                SalonMessageState        state);

G_END_DECLS

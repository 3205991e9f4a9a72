/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-chat-private.h"
#include "salon-clock.h"
#include "salon-history.h"
#include "salon-store.h"

G_BEGIN_DECLS

/**
 * SalonHistory::deleting:
 * @self: the history
 * @id: a chat
 *
 * The chat is about to be deleted: whoever writes to it has to stop.
 */

/**
 * SalonHistory::chat-changed:
 * @self: the history
 * @id: a chat
 *
 * Another program has added something to the chat.
 */

/**
 * SalonHistory::store-failed:
 * @self: the history
 * @error: what the store said
 *
 * Something could not be saved.
 */

SalonHistory *salon_history_new        (SalonClock   *clock);

/**
 * salon_history_load:
 * @self: the history
 * @store: (nullable): where chats are kept; %NULL keeps them in memory
 *
 * Returns: (transfer full): a future that resolves when the list is there
 */
DexFuture    *salon_history_load       (SalonHistory *self,
                                        SalonStore   *store) G_GNUC_WARN_UNUSED_RESULT;

SalonStore   *salon_history_get_store  (SalonHistory *self);
SalonChat    *salon_history_new_chat   (SalonHistory *self);
void          salon_history_add_chat   (SalonHistory *self,
                                        SalonChat    *chat);

/**
 * salon_history_save_chat:
 * @self: the history
 * @chat: a chat
 * @touched: whether something happened in it just now
 *
 * Stores @chat and puts it where it belongs in the list.
 *
 * Returns: (transfer full): a future that resolves when it is stored
 */
DexFuture    *salon_history_save_chat  (SalonHistory *self,
                                        SalonChat    *chat,
                                        gboolean      touched) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_history_report:
 * @self: the history
 * @future: (transfer full): a call of the store
 *
 * Lets @future go its way and reports its failure as [signal@History::store-failed].
 */
void          salon_history_report     (SalonHistory *self,
                                        DexFuture    *future);

G_END_DECLS

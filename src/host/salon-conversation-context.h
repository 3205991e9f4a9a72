/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-context.h"
#include "salon-conversation.h"

G_BEGIN_DECLS

/**
 * salon_conversation_dup_context:
 * @self: a conversation
 *
 * Tells how full the window of its model is now. Ask again when a turn is over, and when the model,
 * the tools or a setting have changed.
 *
 * Returns: (transfer full): how full, and of what
 */
SalonContext *salon_conversation_dup_context     (SalonConversation *self);

/**
 * salon_conversation_shorten:
 * @self: a conversation that is not running
 *
 * Has all but the last exchange summarised for the model now; where that fails, it is left out.
 * The chat itself keeps everything.
 *
 * Returns: (transfer full): a future that resolves when that is done; rejected with
 *   `G_IO_ERROR_BUSY` while a turn is running, and with `G_IO_ERROR_INVALID_ARGUMENT` when there
 *   is nothing to shorten
 */
DexFuture    *salon_conversation_shorten         (SalonConversation *self)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_conversation_use_whole_chat:
 * @self: a conversation
 *
 * Sends the whole chat from the next turn on, and shortens it no more by itself.
 */
void          salon_conversation_use_whole_chat  (SalonConversation *self);

/**
 * salon_conversation_is_shortened:
 * @self: a conversation
 *
 * Returns: whether the beginning of the chat is told in short
 */
gboolean      salon_conversation_is_shortened    (SalonConversation *self);

G_END_DECLS

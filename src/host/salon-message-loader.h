/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-message.h"
#include "salon-store.h"

G_BEGIN_DECLS

/**
 * salon_message_loader_load:
 * @store: the store
 * @chat_id: a chat
 *
 * Reads the messages of a chat. They are made on a thread: ten thousand of them, or a few with
 * pictures in their results, take longer than a frame may.
 *
 * Returns: (transfer full): a future of a #GPtrArray of #SalonMessage; rejected as
 *   salon_store_load_messages()
 */
DexFuture *salon_message_loader_load (SalonStore *store,
                                      const char *chat_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

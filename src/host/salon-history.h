/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-chat.h"
#include "salon-search-hit.h"

G_BEGIN_DECLS

/**
 * SalonHistory:
 *
 * All chats: a `GListModel` of [class@Chat], pinned ones first, then newest first.
 * A chat appears with its first message or draft.
 */
#define SALON_TYPE_HISTORY (salon_history_get_type ())
G_DECLARE_FINAL_TYPE (SalonHistory, salon_history, SALON, HISTORY, GObject)

/**
 * salon_history_find:
 * @self: the history
 * @id: a chat's id
 *
 * Returns: (transfer none) (nullable): the row of that chat
 */
SalonChat *salon_history_find       (SalonHistory *self,
                                     const char   *id);

/**
 * salon_history_rename:
 * @self: the history
 * @id: a chat's id
 * @title: its new title; surrounding space is dropped
 *
 * Returns: (transfer full): a future that resolves when it is stored, or rejects with
 *   %SALON_HOST_ERROR or `SALON_STORE_ERROR`
 */
DexFuture *salon_history_rename     (SalonHistory *self,
                                     const char   *id,
                                     const char   *title) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_history_delete:
 * @self: the history
 * @id: a chat's id
 *
 * Deletes a chat with all its messages; stops it first when it is running.
 *
 * Returns: (transfer full): a future that resolves when it is gone
 */
DexFuture *salon_history_delete     (SalonHistory *self,
                                     const char   *id) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_history_set_pinned:
 * @self: the history
 * @id: a chat's id
 * @pinned: whether it stays at the top
 *
 * Returns: (transfer full): a future that resolves when it is stored
 */
DexFuture *salon_history_set_pinned (SalonHistory *self,
                                     const char   *id,
                                     gboolean      pinned) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_history_refresh:
 * @self: the history
 *
 * Looks whether another program (`salon ask` in a terminal) has added chats, or messages to a
 * chat, and takes them in. Costs next to nothing when none has.
 *
 * Returns: (transfer full): a future that resolves when the list is up to date
 */
DexFuture *salon_history_refresh    (SalonHistory *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_history_search:
 * @self: the history
 * @text: what the user typed
 *
 * Returns: (transfer full): a future of a `GListModel` of [class@SearchHit], best first,
 *   at most 100
 */
DexFuture *salon_history_search     (SalonHistory *self,
                                     const char   *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SALON_TYPE_STORE_CHAT (salon_store_chat_get_type ())

typedef struct _SalonStoreChat SalonStoreChat;

/**
 * SalonStoreChat:
 * @id: unique name of the chat
 * @title: what the sidebar shows; may be empty
 * @model: (nullable): “provider/model” of the last turn
 * @draft: (nullable): text in the composer that was not sent
 * @created_at: microseconds since 1970
 * @updated_at: microseconds since 1970
 * @pinned: whether it stands above the others
 * @settings: (nullable): JSON text of one object: what is set for this chat alone
 * @active_message_id: (nullable): the last message of the branch on show
 *
 * A row of the table of chats. All strings belong to the row.
 */
struct _SalonStoreChat
{
  char *id;
  char *title;
  char *model;
  char *draft;
  gint64 created_at;
  gint64 updated_at;
  gboolean pinned;
  char *settings;
  char *active_message_id;
};

GType salon_store_chat_get_type (void) G_GNUC_CONST;

/**
 * salon_store_chat_new: (skip)
 *
 * Returns: (transfer full): a chat with nothing filled in; the fields are set
 *   with g_set_str() or given strings to own
 */
SalonStoreChat *salon_store_chat_new (void);

/**
 * salon_store_chat_copy:
 * @self: a chat
 *
 * Returns: (transfer full): a deep copy
 */
SalonStoreChat *salon_store_chat_copy (const SalonStoreChat *self);

/**
 * salon_store_chat_free:
 * @self: (transfer full) (nullable): a chat
 *
 * Frees it with all that belongs to it.
 */
void salon_store_chat_free (SalonStoreChat *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonStoreChat, salon_store_chat_free)

G_END_DECLS

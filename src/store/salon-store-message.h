/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SALON_TYPE_STORE_MESSAGE (salon_store_message_get_type ())

typedef struct _SalonStoreMessage SalonStoreMessage;

/**
 * SalonStoreMessage:
 * @id: unique name of the message
 * @chat_id: the chat it belongs to
 * @parent_id: (nullable): the message it answers or follows; %NULL for a first one.
 *   Messages with one parent are branches.
 * @role: “user” or “assistant”
 * @state: “streaming”, “finished”, “stopped” or “failed”
 * @model: (nullable): “provider/model” that wrote it
 * @created_at: microseconds since 1970
 * @parts: (element-type SalonStorePart) (nullable): filled when loaded, in order;
 *   not looked at by [method@Store.save_message]
 *
 * A row of the table of messages. All strings belong to the row.
 */
struct _SalonStoreMessage
{
  char *id;
  char *chat_id;
  char *parent_id;
  char *role;
  char *state;
  char *model;
  gint64 created_at;
  GPtrArray *parts;
};

GType salon_store_message_get_type (void) G_GNUC_CONST;

/**
 * salon_store_message_new: (skip)
 *
 * Returns: (transfer full): a message with nothing filled in; the fields are set
 *   with g_set_str() or given strings to own
 */
SalonStoreMessage *salon_store_message_new (void);

/**
 * salon_store_message_copy:
 * @self: a message
 *
 * Returns: (transfer full): a deep copy
 */
SalonStoreMessage *salon_store_message_copy (const SalonStoreMessage *self);

/**
 * salon_store_message_free:
 * @self: (transfer full) (nullable): a message
 *
 * Frees it with all that belongs to it.
 */
void salon_store_message_free (SalonStoreMessage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonStoreMessage, salon_store_message_free)

G_END_DECLS

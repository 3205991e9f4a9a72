/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-part.h"
#include "salon-usage.h"

G_BEGIN_DECLS

/**
 * SalonRole:
 * @SALON_ROLE_USER: written by the user
 * @SALON_ROLE_ASSISTANT: written by a model
 */
typedef enum
{
  SALON_ROLE_USER,
  SALON_ROLE_ASSISTANT,
} SalonRole;

#define SALON_TYPE_ROLE (salon_role_get_type ())

GType              salon_role_get_type (void) G_GNUC_CONST;

/**
 * SalonMessageState:
 * @SALON_MESSAGE_STREAMING: still growing
 * @SALON_MESSAGE_FINISHED: whole
 * @SALON_MESSAGE_STOPPED: stopped by the user, or interrupted by the end of Salon
 * @SALON_MESSAGE_FAILED: ended by an error; its last part says which
 */
typedef enum
{
  SALON_MESSAGE_STREAMING,
  SALON_MESSAGE_FINISHED,
  SALON_MESSAGE_STOPPED,
  SALON_MESSAGE_FAILED,
} SalonMessageState;

#define SALON_TYPE_MESSAGE_STATE (salon_message_state_get_type ())

GType              salon_message_state_get_type (void) G_GNUC_CONST;

/**
 * SalonMessage:
 *
 * One message of a chat: a `GListModel` of [class@Part] in reading order. While a reply
 * grows, parts are only added at the end; when it is over, parts without text may come between
 * them, which are kept for a provider alone.
 *
 * Properties: "id", "role", "state" (notifies), "created-at", "model", "usage" (notifies).
 */
#define SALON_TYPE_MESSAGE (salon_message_get_type ())
G_DECLARE_FINAL_TYPE (SalonMessage, salon_message, SALON, MESSAGE, GObject)

/**
 * salon_message_get_id:
 * @self: a message
 *
 * Returns: (transfer none): an id that is unique among all messages
 */
const char        *salon_message_get_id         (SalonMessage *self);
SalonRole          salon_message_get_role       (SalonMessage *self);
SalonMessageState  salon_message_get_state      (SalonMessage *self);

/**
 * salon_message_get_created_at:
 * @self: a message
 *
 * Returns: microseconds of wall-clock time since 1970
 */
gint64             salon_message_get_created_at (SalonMessage *self);

/**
 * salon_message_get_model:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): "provider/model" that wrote an assistant message
 */
const char        *salon_message_get_model      (SalonMessage *self);

/**
 * salon_message_get_usage:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): what it took to write it, as far as that is known
 */
const SalonUsage  *salon_message_get_usage      (SalonMessage *self);

/**
 * salon_message_dup_text:
 * @self: a message
 *
 * Returns: (transfer full): the text parts joined by an empty line, to copy them
 */
char              *salon_message_dup_text       (SalonMessage *self);

/**
 * salon_message_get_last_part:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): the last part
 */
SalonPart         *salon_message_get_last_part  (SalonMessage *self);

G_END_DECLS

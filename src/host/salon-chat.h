/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SalonChat:
 *
 * A row of the history: what a chat is called and when something last happened in it.
 *
 * Properties (all notify): "id", "title", "updated-at", "pinned", "running".
 */
#define SALON_TYPE_CHAT (salon_chat_get_type ())
G_DECLARE_FINAL_TYPE (SalonChat, salon_chat, SALON, CHAT, GObject)

const char *salon_chat_get_id         (SalonChat *self);

/**
 * salon_chat_get_title:
 * @self: a chat
 *
 * Returns: (transfer none): the title, or the beginning of the draft; "" for neither
 */
const char *salon_chat_get_title      (SalonChat *self);

/**
 * salon_chat_get_updated_at:
 * @self: a chat
 *
 * Returns: microseconds of wall-clock time since 1970
 */
gint64      salon_chat_get_updated_at (SalonChat *self);
gboolean    salon_chat_get_pinned     (SalonChat *self);

/**
 * salon_chat_get_running:
 * @self: a chat
 *
 * Returns: whether a model is answering in it at this moment
 */
gboolean    salon_chat_get_running    (SalonChat *self);

G_END_DECLS

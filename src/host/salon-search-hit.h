/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SalonSearchHit:
 *
 * A message that was found. Properties (constant): "chat-id", "title", "message-id", "snippet".
 */
#define SALON_TYPE_SEARCH_HIT (salon_search_hit_get_type ())
G_DECLARE_FINAL_TYPE (SalonSearchHit, salon_search_hit, SALON, SEARCH_HIT, GObject)

/**
 * salon_search_hit_new:
 * @chat_id: the chat
 * @title: its title
 * @message_id: (nullable): the message
 * @snippet: plain text around the place that matched
 *
 * Returns: (transfer full): a hit
 */
SalonSearchHit *salon_search_hit_new            (const char *chat_id,
                                                 const char *title,
                                                 const char *message_id,
                                                 const char *snippet);
const char     *salon_search_hit_get_chat_id    (SalonSearchHit *self);
const char     *salon_search_hit_get_title      (SalonSearchHit *self);

/**
 * salon_search_hit_get_message_id:
 * @self: a hit
 *
 * Returns: (transfer none) (nullable): the message, or %NULL when only the title matched
 */
const char     *salon_search_hit_get_message_id (SalonSearchHit *self);

/**
 * salon_search_hit_get_snippet:
 * @self: a hit
 *
 * Returns: (transfer none): plain text around the place that matched
 */
const char     *salon_search_hit_get_snippet    (SalonSearchHit *self);

G_END_DECLS

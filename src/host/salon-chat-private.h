/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-chat.h"
#include "salon-json.h"
#include "salon-store-chat.h"

G_BEGIN_DECLS

SalonChat      *salon_chat_new            (gint64                created_at);
SalonChat      *salon_chat_new_from_row   (const SalonStoreChat *row);
SalonStoreChat *salon_chat_to_row         (SalonChat            *self);

/**
 * salon_chat_is_empty:
 * @self: a chat
 *
 * Returns: whether there is neither a message nor a draft: nothing to keep
 */
gboolean        salon_chat_is_empty       (SalonChat            *self);
const char     *salon_chat_get_own_title  (SalonChat            *self);
const char     *salon_chat_get_model      (SalonChat            *self);
const char     *salon_chat_get_draft      (SalonChat            *self);
void            salon_chat_set_title      (SalonChat            *self,
                                           const char           *title);
gboolean        salon_chat_set_model      (SalonChat            *self,
                                           const char           *model);
gboolean        salon_chat_set_draft      (SalonChat            *self,
                                           const char           *draft);

/**
 * salon_chat_get_setting:
 * @self: a chat
 * @name: a setting's name
 *
 * Returns: (transfer none) (nullable): what is set for this chat alone
 */
const SalonJson *salon_chat_get_setting   (SalonChat            *self,
                                           const char           *name);

/**
 * salon_chat_set_setting:
 * @self: a chat
 * @name: a setting's name
 * @value: (nullable): copied; %NULL to have none
 *
 * Returns: whether that changed anything
 */
gboolean        salon_chat_set_setting    (SalonChat            *self,
                                           const char           *name,
                                           const SalonJson      *value);
void            salon_chat_set_pinned     (SalonChat            *self,
                                           gboolean              pinned);
void            salon_chat_set_running    (SalonChat            *self,
                                           gboolean              running);
void            salon_chat_set_updated_at (SalonChat            *self,
                                           gint64                updated_at);

/**
 * salon_chat_dup_title_for:
 * @text: a message
 *
 * Returns: (transfer full): the first line of @text that says something, cut at a word
 */
char           *salon_chat_dup_title_for  (const char           *text);

G_END_DECLS

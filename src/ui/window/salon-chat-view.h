/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-conversation.h"
#include "salon-host.h"

G_BEGIN_DECLS

#define SALON_TYPE_CHAT_VIEW (salon_chat_view_get_type ())

G_DECLARE_FINAL_TYPE (SalonChatView, salon_chat_view, SALON, CHAT_VIEW, AdwBin)

GtkWidget         *salon_chat_view_new              (void);
SalonHost         *salon_chat_view_get_host         (SalonChatView     *self);
void               salon_chat_view_set_host         (SalonChatView     *self,
                                                     SalonHost         *host);
SalonConversation *salon_chat_view_get_conversation (SalonChatView     *self);
void               salon_chat_view_set_conversation (SalonChatView     *self,
                                                     SalonConversation *conversation);
void               salon_chat_view_show_welcome     (SalonChatView     *self);
void               salon_chat_view_focus_composer   (SalonChatView     *self);
void               salon_chat_view_add_toast        (SalonChatView     *self,
                                                     AdwToast          *toast);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-chat.h"

G_BEGIN_DECLS

#define SALON_TYPE_CHAT_ROW (salon_chat_row_get_type ())

G_DECLARE_FINAL_TYPE (SalonChatRow, salon_chat_row, SALON, CHAT_ROW, GtkWidget)

SalonChat *salon_chat_row_get_chat   (SalonChatRow *self);
void       salon_chat_row_set_chat   (SalonChatRow *self,
                                      SalonChat    *chat);
void       salon_chat_row_popup_menu (SalonChatRow *self,
                                      double        x,
                                      double        y);

G_END_DECLS

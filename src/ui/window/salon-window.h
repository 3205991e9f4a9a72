/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-conversation.h"
#include "salon-host.h"

G_BEGIN_DECLS

#define SALON_TYPE_WINDOW (salon_window_get_type ())

G_DECLARE_FINAL_TYPE (SalonWindow, salon_window, SALON, WINDOW, AdwApplicationWindow)

GtkWidget         *salon_window_new              (GtkApplication *application,
                                                  SalonHost      *host,
                                                  GSettings      *settings);
SalonHost         *salon_window_get_host         (SalonWindow    *self);
SalonConversation *salon_window_get_conversation (SalonWindow    *self);
void               salon_window_begin            (SalonWindow    *self);
void               salon_window_new_chat         (SalonWindow    *self);
void               salon_window_open_chat        (SalonWindow    *self,
                                                  const char     *chat_id);
void               salon_window_add_toast        (SalonWindow    *self,
                                                  const char     *title);

G_END_DECLS

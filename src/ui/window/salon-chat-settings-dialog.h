/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-conversation.h"

G_BEGIN_DECLS

#define SALON_TYPE_CHAT_SETTINGS_DIALOG (salon_chat_settings_dialog_get_type ())

G_DECLARE_FINAL_TYPE (SalonChatSettingsDialog, salon_chat_settings_dialog,
                      SALON, CHAT_SETTINGS_DIALOG, AdwDialog)

AdwDialog *salon_chat_settings_dialog_new (SalonConversation *conversation);

G_END_DECLS

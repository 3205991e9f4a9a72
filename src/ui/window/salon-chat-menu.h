/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-chat.h"

G_BEGIN_DECLS

GMenuModel *salon_chat_menu_new (SalonChat *chat);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-history.h"

G_BEGIN_DECLS

#define SALON_TYPE_SIDEBAR (salon_sidebar_get_type ())

G_DECLARE_FINAL_TYPE (SalonSidebar, salon_sidebar, SALON, SIDEBAR, AdwBin)

GtkWidget *salon_sidebar_new          (void);
void       salon_sidebar_set_history  (SalonSidebar *self,
                                       SalonHistory *history);
void       salon_sidebar_select       (SalonSidebar *self,
                                       const char   *chat_id);
void       salon_sidebar_hide_chat    (SalonSidebar *self,
                                       const char   *chat_id);
void       salon_sidebar_unhide_chat  (SalonSidebar *self,
                                       const char   *chat_id);
void       salon_sidebar_begin_search (SalonSidebar *self);
void       salon_sidebar_popup_menu   (SalonSidebar *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-chat-view.h"
#include "salon-context-meter.h"
#include "salon-model-button.h"
#include "salon-sidebar.h"
#include "salon-window.h"

G_BEGIN_DECLS

struct _SalonWindow
{
  AdwApplicationWindow  parent_instance;

  SalonHost            *host;
  GSettings            *settings;
  /* The chat that is being loaded; a later wish replaces it. */
  char                 *wanted_chat;
  gboolean              wanted_focus;
  /* Chats that are deleted when their toast goes, by id. */
  GHashTable           *deleted;
  gboolean              begun;
  /* Servers that the user did not want to sign in to when asked, by name. */
  GHashTable           *not_now;

  AdwBanner            *banner;
  GtkMenuButton        *chat_menu_button;
  SalonContextMeter    *context_meter;
  SalonChatView        *chat_view;
  SalonModelButton     *model_button;
  GtkWidget            *new_chat_button;
  SalonSidebar         *sidebar;
  AdwOverlaySplitView  *split_view;
};

void _salon_window_class_install_chat_actions (GtkWidgetClass *widget_class);
void _salon_window_finish_deletions           (SalonWindow    *self);
void _salon_window_update_banner              (SalonWindow    *self);
void _salon_window_on_banner_clicked_cb       (SalonWindow    *self);
void _salon_window_watch_servers              (SalonWindow    *self);

G_END_DECLS

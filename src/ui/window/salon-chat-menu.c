/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-chat-menu.h"

#include <glib/gi18n.h>

static void
append_item (GMenu      *menu,
             const char *label,
             const char *action,
             const char *chat_id)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", chat_id);
  g_menu_append_item (menu, item);
}

/**
 * salon_chat_menu_new:
 * @chat: a chat
 *
 * Returns: (transfer full): the menu of what can be done with @chat, for a widget in
 *   a [class@Window]
 */
GMenuModel *
salon_chat_menu_new (SalonChat *chat)
{
  g_autoptr(GMenu) menu = NULL;
  g_autoptr(GMenu) change = NULL;
  g_autoptr(GMenu) remove = NULL;
  const char *id;

  g_return_val_if_fail (SALON_IS_CHAT (chat), NULL);

  menu = g_menu_new ();
  change = g_menu_new ();
  remove = g_menu_new ();
  id = salon_chat_get_id (chat);

  append_item (change, _("_Rename…"), "win.rename-chat", id);
  append_item (change, salon_chat_get_pinned (chat) ? _("Un_pin") : _("_Pin"),
               "win.toggle-chat-pinned", id);
  append_item (change, _("Chat _Settings…"), "win.chat-settings", id);
  append_item (remove, _("_Delete"), "win.delete-chat", id);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (change));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (remove));

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-sidebar.h"

#include "salon-chat-section.h"
#include "salon-chat.h"
#include "salon-sidebar-private.h"

/* How the list of chats falls into sections, and their headings. */

void
_salon_sidebar_on_header_setup_cb (GtkSignalListItemFactory *factory,
                                   GtkListHeader            *header,
                                   gpointer                  user_data)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "xalign", 0.0,
                                   "ellipsize", PANGO_ELLIPSIZE_END,
                                   NULL);

  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_list_header_set_child (header, label);
}

void
_salon_sidebar_on_header_bind_cb (GtkSignalListItemFactory *factory,
                                  GtkListHeader            *header,
                                  gpointer                  user_data)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  GtkWidget *label = gtk_list_header_get_child (header);
  SalonChat *chat = gtk_list_header_get_item (header);
  g_autofree char *title = NULL;

  title = salon_chat_section_dup_title (salon_chat_get_updated_at (chat),
                                        salon_chat_get_pinned (chat), now);
  gtk_label_set_label (GTK_LABEL (label), title);
}

int
_salon_sidebar_compare_sections (gconstpointer first,
                                 gconstpointer second,
                                 gpointer      user_data)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  SalonChat *chat = SALON_CHAT ((gpointer) first);
  SalonChat *other = SALON_CHAT ((gpointer) second);
  int position = salon_chat_section_get_position (salon_chat_get_updated_at (chat),
                                                  salon_chat_get_pinned (chat), now);
  int other_position = salon_chat_section_get_position (salon_chat_get_updated_at (other),
                                                        salon_chat_get_pinned (other), now);

  return gtk_ordering_from_cmpfunc (position - other_position);
}

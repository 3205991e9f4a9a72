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

static int
get_position (SalonChat *chat,
              gpointer   user_data)
{
  GDateTime *now = user_data;

  if (chat == NULL)
    return 0;

  return salon_chat_section_get_position (salon_chat_get_updated_at (chat),
                                          salon_chat_get_pinned (chat), now);
}

/* Sorts by section, reckoned from this moment. The sorter keeps a key for each chat, so that
 * thousands of them cost one look at the calendar each. */
GtkSorter *
_salon_sidebar_create_section_sorter (void)
{
  GtkExpression *position;

  position = gtk_cclosure_expression_new (G_TYPE_INT, NULL, 0, NULL, G_CALLBACK (get_position),
                                          g_date_time_new_now_local (),
                                          (GClosureNotify) (void (*) (void)) g_date_time_unref);

  return GTK_SORTER (gtk_numeric_sorter_new (position));
}

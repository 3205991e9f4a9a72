/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-exact-text.h"

static void
apply (GtkWidget     *widget,
       PangoAttrList *attributes)
{
  if (GTK_IS_LABEL (widget))
    gtk_label_set_attributes (GTK_LABEL (widget), attributes);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    apply (child, attributes);
}

/**
 * salon_exact_text_apply:
 * @widget: a label, or a widget with labels in it
 *
 * Lets lines be broken without a hyphen: in a command each sign counts.
 */
void
salon_exact_text_apply (GtkWidget *widget)
{
  g_autoptr(PangoAttrList) attributes = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  apply (widget, attributes);
}

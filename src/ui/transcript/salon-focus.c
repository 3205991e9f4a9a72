/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-focus.h"

/* An answer that grows gets some of its widgets anew. Left to GTK, the focus would go from
 * one that is taken out to the first widget of the window, and a label that gets it that
 * way looks at the widget that had it, which is freed by then. */

/**
 * salon_focus_leave:
 * @widget: a widget that is about to be taken out
 *
 * Takes the focus from @widget and from what is inside of it.
 *
 * Returns: whether it had the focus, which what comes in its place should get then
 */
gboolean
salon_focus_leave (GtkWidget *widget)
{
  GtkRoot *root;
  GtkWidget *focus;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);

  root = gtk_widget_get_root (widget);
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  if (focus == NULL || (focus != widget && !gtk_widget_is_ancestor (focus, widget)))
    return FALSE;

  gtk_root_set_focus (root, NULL);

  return TRUE;
}

/**
 * salon_focus_enter:
 * @widget: a widget in a window
 *
 * Gives the focus to @widget or to the first inside of it that can have it.
 */
void
salon_focus_enter (GtkWidget *widget)
{
  GtkRoot *root;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  root = gtk_widget_get_root (widget);
  if (root == NULL)
    return;

  /* A label that is asked to take it selects all of its text. */
  if (gtk_widget_get_focusable (widget))
    gtk_root_set_focus (root, widget);
  else
    gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
}

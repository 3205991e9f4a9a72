/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-summary-view.h"

#include <glib/gi18n.h>

#include "salon-disclosure.h"
#include "salon-text-label.h"

static GtkWidget *
make_content (GtkWidget *owner)
{
  SalonPart *part = g_object_get_data (G_OBJECT (owner), "salon-part");
  GtkWidget *label = salon_text_label_new (NULL);

  salon_text_label_set_text (label, salon_part_get_details (part));
  gtk_widget_add_css_class (label, "reasoning");

  return label;
}

static GtkWidget *
make_line (GtkWidget *owner,
           SalonPart *part)
{
  GtkWidget *line;

  if (*salon_part_get_details (part) == '\0')
    {
      line = salon_text_label_new (NULL);
      salon_text_label_set_text (line, salon_part_get_text (part));
      gtk_widget_add_css_class (line, "caption");
      gtk_widget_add_css_class (line, "dimmed");
      return line;
    }
  line = salon_disclosure_new (owner, make_content);
  salon_disclosure_set_icon (SALON_DISCLOSURE (line), "view-list-symbolic", "dimmed");
  salon_disclosure_set_text (SALON_DISCLOSURE (line), salon_part_get_text (part), NULL, NULL);
  return line;
}

/**
 * salon_summary_view_new:
 * @part: a note with details
 *
 * Returns: (transfer floating): what says that the beginning of the chat is told to the model in
 *   short, opens to how, and has a way back
 */
GtkWidget *
salon_summary_view_new (SalonPart *part)
{
  GtkWidget *box;
  GtkWidget *button;

  g_return_val_if_fail (SALON_IS_PART (part), NULL);
  g_return_val_if_fail (salon_part_get_details (part) != NULL, NULL);

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_object_set_data_full (G_OBJECT (box), "salon-part", g_object_ref (part), g_object_unref);
  gtk_box_append (GTK_BOX (box), make_line (box, part));
  button = gtk_button_new_with_label (_("Use the Whole Chat Again"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "transcript.use-whole-chat");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), button);

  return box;
}

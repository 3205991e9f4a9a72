/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-summary-view.h"

#include <glib/gi18n.h>

#include "salon-disclosure.h"
#include "salon-text-label.h"

/**
 * SalonSummaryView:
 *
 * Says that the beginning of a chat is told to the model in short.
 */
struct _SalonSummaryView
{
  GtkWidget parent_instance;

  SalonPart *part;
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (SalonSummaryView, salon_summary_view, GTK_TYPE_WIDGET)

static GtkWidget *
make_content (GtkWidget *owner)
{
  SalonPart *part = SALON_SUMMARY_VIEW (owner)->part;
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

static void
salon_summary_view_dispose (GObject *object)
{
  SalonSummaryView *self = SALON_SUMMARY_VIEW (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->part);

  G_OBJECT_CLASS (salon_summary_view_parent_class)->dispose (object);
}

static void
salon_summary_view_class_init (SalonSummaryViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = salon_summary_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
salon_summary_view_init (SalonSummaryView *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
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
  SalonSummaryView *self;
  GtkWidget *button;

  g_return_val_if_fail (SALON_IS_PART (part), NULL);
  g_return_val_if_fail (salon_part_get_details (part) != NULL, NULL);

  self = g_object_new (SALON_TYPE_SUMMARY_VIEW, NULL);
  self->part = g_object_ref (part);
  gtk_box_append (GTK_BOX (self->box), make_line (GTK_WIDGET (self), part));
  button = gtk_button_new_with_label (_("Use the Whole Chat Again"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "transcript.use-whole-chat");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->box), button);

  return GTK_WIDGET (self);
}

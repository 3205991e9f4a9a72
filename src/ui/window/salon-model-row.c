/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-model-row.h"

#include "salon-model-words.h"

/**
 * SalonModelRow:
 *
 * A model in a list to choose from: its name, what it takes and costs, what it can do.
 */
struct _SalonModelRow
{
  GtkBox     parent_instance;

  GtkWidget *check;
  GtkLabel  *details;
  GtkLabel  *name;
  GtkBox    *symbols;
};

G_DEFINE_FINAL_TYPE (SalonModelRow, salon_model_row, GTK_TYPE_BOX)

static void
salon_model_row_class_init (SalonModelRowClass *klass)
{
}

static void
salon_model_row_init (SalonModelRow *self)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *facts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_set_spacing (GTK_BOX (self), 12);
  self->name = g_object_new (GTK_TYPE_LABEL,
                             "xalign", 0.0,
                             "ellipsize", PANGO_ELLIPSIZE_MIDDLE,
                             "max-width-chars", 36,
                             NULL);
  self->details = g_object_new (GTK_TYPE_LABEL,
                                "xalign", 0.0,
                                "ellipsize", PANGO_ELLIPSIZE_END,
                                NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->details), "caption");
  gtk_widget_add_css_class (facts, "dim-label");
  self->symbols = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  self->check = g_object_new (GTK_TYPE_IMAGE,
                              "icon-name", "object-select-symbolic",
                              "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                              NULL);

  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (facts), GTK_WIDGET (self->details));
  gtk_box_append (GTK_BOX (facts), GTK_WIDGET (self->symbols));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (texts), facts);
  gtk_box_append (GTK_BOX (self), texts);
  gtk_box_append (GTK_BOX (self), self->check);
}

/**
 * salon_model_row_new:
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
salon_model_row_new (void)
{
  return g_object_new (SALON_TYPE_MODEL_ROW, NULL);
}

/**
 * salon_model_row_set_model:
 * @self: a row
 * @model: the model to show
 */
void
salon_model_row_set_model (SalonModelRow *self,
                           SalonModel    *model)
{
  g_autofree char *details = NULL;

  g_return_if_fail (SALON_IS_MODEL_ROW (self));
  g_return_if_fail (SALON_IS_MODEL (model));

  details = salon_model_words_dup_details (model);
  gtk_label_set_label (self->name, salon_model_get_name (model));
  gtk_label_set_label (self->details, details);
  gtk_widget_set_visible (GTK_WIDGET (self->details), *details != '\0');
  salon_model_words_fill_symbols (self->symbols, model);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->symbols)),
                          *details != '\0'
                          || gtk_widget_get_first_child (GTK_WIDGET (self->symbols)) != NULL);
}

/**
 * salon_model_row_set_chosen:
 * @self: a row
 * @chosen: whether its model is the one in use
 */
void
salon_model_row_set_chosen (SalonModelRow *self,
                            gboolean       chosen)
{
  g_return_if_fail (SALON_IS_MODEL_ROW (self));

  gtk_widget_set_opacity (self->check, chosen);
}

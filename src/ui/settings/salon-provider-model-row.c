/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-provider-model-row.h"

#include <glib/gi18n.h>

#include "salon-model-words.h"

/**
 * SalonProviderModelRow:
 *
 * A model of a provider: a star for favourites, its name and id, and what is known about it.
 */
struct _SalonProviderModelRow
{
  GtkBox    parent_instance;

  GtkLabel *details;
  GtkLabel *id;
  GtkLabel *name;
  GtkImage *star;
  GtkBox   *symbols;
};

G_DEFINE_FINAL_TYPE (SalonProviderModelRow, salon_provider_model_row, GTK_TYPE_BOX)

static GtkLabel *
add_label (GtkWidget          *box,
           PangoEllipsizeMode  ellipsize,
           const char         *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "xalign", 0.0,
                                   "ellipsize", ellipsize,
                                   NULL);

  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);

  return GTK_LABEL (label);
}

static void
salon_provider_model_row_class_init (SalonProviderModelRowClass *klass)
{
}

static void
salon_provider_model_row_init (SalonProviderModelRow *self)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *facts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_widget_set_hexpand (texts, TRUE);
  self->star = g_object_new (GTK_TYPE_IMAGE,
                             "valign", GTK_ALIGN_CENTER,
                             "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                             NULL);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->star));
  gtk_box_append (GTK_BOX (self), texts);

  self->name = add_label (texts, PANGO_ELLIPSIZE_END, NULL);
  self->id = add_label (texts, PANGO_ELLIPSIZE_MIDDLE, "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->id), "dim-label");
  gtk_widget_add_css_class (facts, "dim-label");
  gtk_box_append (GTK_BOX (texts), facts);
  self->details = add_label (facts, PANGO_ELLIPSIZE_END, "caption");
  self->symbols = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  gtk_box_append (GTK_BOX (facts), GTK_WIDGET (self->symbols));
}

/**
 * salon_provider_model_row_new:
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
salon_provider_model_row_new (void)
{
  return g_object_new (SALON_TYPE_PROVIDER_MODEL_ROW, NULL);
}

/**
 * salon_provider_model_row_set_model:
 * @self: a row
 * @model: the model to show
 */
void
salon_provider_model_row_set_model (SalonProviderModelRow *self,
                                    SalonModel            *model)
{
  const SalonLlmModelFacts *facts;
  g_autoptr(GString) text = NULL;

  g_return_if_fail (SALON_IS_PROVIDER_MODEL_ROW (self));
  g_return_if_fail (SALON_IS_MODEL (model));

  facts = salon_model_get_facts (model);
  text = g_string_new (NULL);
  if (facts->output_limit > 0)
    {
      g_autofree char *tokens = salon_model_words_dup_tokens (facts->output_limit);

      /* Translators: how long an answer can be, such as “64K per answer” */
      g_string_append_printf (text, _("%s per answer"), tokens);
    }
  g_string_prepend (text, text->len > 0 ? " · " : "");
  {
    g_autofree char *details = salon_model_words_dup_details (model);

    g_string_prepend (text, details);
    if (*details == '\0' && text->len > 0)
      g_string_erase (text, 0, strlen (" · "));
  }

  gtk_label_set_label (self->name, salon_model_get_name (model));
  gtk_label_set_label (self->id, salon_model_get_id (model));
  gtk_widget_set_visible (GTK_WIDGET (self->id),
                          !g_str_equal (salon_model_get_id (model), salon_model_get_name (model)));
  gtk_label_set_label (self->details, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->details), text->len > 0);
  salon_model_words_fill_symbols (self->symbols, model);
}

/**
 * salon_provider_model_row_set_favorite:
 * @self: a row
 * @favorite: whether its model is a favourite
 */
void
salon_provider_model_row_set_favorite (SalonProviderModelRow *self,
                                       gboolean               favorite)
{
  g_return_if_fail (SALON_IS_PROVIDER_MODEL_ROW (self));

  gtk_image_set_from_icon_name (self->star, favorite ? "starred-symbolic"
                                                     : "non-starred-symbolic");
  if (favorite)
    gtk_widget_add_css_class (GTK_WIDGET (self->star), "accent");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->star), "accent");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->star),
                               favorite ? _("A favourite") : _("Make it a favourite"));
}

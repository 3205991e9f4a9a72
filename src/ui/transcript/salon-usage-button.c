/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-usage-button.h"

#include <glib/gi18n.h>

#include "salon-usage-words.h"

/**
 * SalonUsageButton:
 *
 * Tells what it took to write a message.
 */
struct _SalonUsageButton
{
  GtkWidget parent_instance;

  SalonMessage *message;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (SalonUsageButton, salon_usage_button, GTK_TYPE_WIDGET)

/* Made when it is asked for: most are never opened. */
static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       message)
{
  const SalonUsage *usage = salon_message_get_usage (message);
  g_autofree char *lines = usage != NULL ? salon_usage_words_dup_lines (usage) : NULL;
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "label", lines,
                                   "xalign", 0.0f,
                                   "margin-start", 6,
                                   "margin-end", 6,
                                   "margin-top", 6,
                                   "margin-bottom", 6,
                                   "css-classes", (const char * const []) { "numeric", NULL },
                                   NULL);
  GtkWidget *popover = gtk_popover_new ();

  gtk_popover_set_child (GTK_POPOVER (popover), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (popover), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Usage"), -1);
  gtk_menu_button_set_popover (button, popover);
}

static void
update (SalonUsageButton *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), salon_message_get_usage (self->message) != NULL);
}

static gboolean
on_query_tooltip_cb (GtkWidget    *button,
                     int           x,
                     int           y,
                     gboolean      keyboard,
                     GtkTooltip   *tooltip,
                     SalonMessage *message)
{
  const SalonUsage *usage = salon_message_get_usage (message);
  g_autofree char *lines = usage != NULL ? salon_usage_words_dup_lines (usage) : NULL;

  gtk_tooltip_set_text (tooltip, lines);
  return lines != NULL;
}

static void
salon_usage_button_dispose (GObject *object)
{
  SalonUsageButton *self = SALON_USAGE_BUTTON (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (salon_usage_button_parent_class)->dispose (object);
}

static void
salon_usage_button_class_init (SalonUsageButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = salon_usage_button_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
salon_usage_button_init (SalonUsageButton *self)
{
}

/**
 * salon_usage_button_new:
 * @message: a message of a model
 *
 * Returns: (transfer floating): a button that tells what it took to write it; it shows as soon as
 *   that is known
 */
GtkWidget *
salon_usage_button_new (SalonMessage *message)
{
  SalonUsageButton *self;

  g_return_val_if_fail (SALON_IS_MESSAGE (message), NULL);

  self = g_object_new (SALON_TYPE_USAGE_BUTTON, NULL);
  self->message = g_object_ref (message);
  self->button = g_object_new (GTK_TYPE_MENU_BUTTON,
                               "icon-name", "help-about-symbolic",
                               "has-frame", FALSE,
                               "has-tooltip", TRUE,
                               NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Usage"), -1);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), create_popup_cb,
                                         g_object_ref (message), g_object_unref);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  g_signal_connect_object (self->button, "query-tooltip", G_CALLBACK (on_query_tooltip_cb),
                           message, 0);
  g_signal_connect_object (message, "notify::usage", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-copy-button.h"

#include <glib/gi18n.h>

/* How long the button says that it has done it, in milliseconds. */
#define FEEDBACK_TIME 1500

/**
 * SalonCopyButton:
 *
 * A flat button that copies a text, and shows for a moment that it has.
 */
struct _SalonCopyButton
{
  GtkWidget parent_instance;

  GtkWidget *button;
  char *label;
  /* It is inside of its owner, so it cannot outlive it. */
  GtkWidget *owner;
  SalonCopyFunc get_text;
  guint timeout;
};

G_DEFINE_FINAL_TYPE (SalonCopyButton, salon_copy_button, GTK_TYPE_WIDGET)

static void
show_label (SalonCopyButton *self,
            const char      *icon_name,
            const char      *label)
{
  gtk_button_set_icon_name (GTK_BUTTON (self->button), icon_name);
  gtk_widget_set_tooltip_text (self->button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
on_feedback_over_cb (gpointer user_data)
{
  SalonCopyButton *self = user_data;

  self->timeout = 0;
  show_label (self, "edit-copy-symbolic", self->label);
}

static void
on_clicked_cb (SalonCopyButton *self)
{
  g_autofree char *text = self->get_text (self->owner);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  show_label (self, "object-select-symbolic", _("Copied"));
  gtk_accessible_announce (GTK_ACCESSIBLE (self), _("Copied"),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);

  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add_once (FEEDBACK_TIME, on_feedback_over_cb, self);
}

static void
salon_copy_button_dispose (GObject *object)
{
  SalonCopyButton *self = SALON_COPY_BUTTON (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->button, gtk_widget_unparent);

  G_OBJECT_CLASS (salon_copy_button_parent_class)->dispose (object);
}

static void
salon_copy_button_finalize (GObject *object)
{
  SalonCopyButton *self = SALON_COPY_BUTTON (object);

  g_free (self->label);

  G_OBJECT_CLASS (salon_copy_button_parent_class)->finalize (object);
}

static void
salon_copy_button_class_init (SalonCopyButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_copy_button_dispose;
  object_class->finalize = salon_copy_button_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
salon_copy_button_init (SalonCopyButton *self)
{
  self->button = gtk_button_new ();
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_clicked_cb), self);
}

/**
 * salon_copy_button_new:
 * @label: what it does, for the tooltip and the screen reader
 * @owner: the widget it will be inside of
 * @get_text: gives the text
 *
 * Returns: (transfer floating): a button
 */
GtkWidget *
salon_copy_button_new (const char    *label,
                       GtkWidget     *owner,
                       SalonCopyFunc  get_text)
{
  SalonCopyButton *self;

  g_return_val_if_fail (label != NULL, NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (owner), NULL);
  g_return_val_if_fail (get_text != NULL, NULL);

  self = g_object_new (SALON_TYPE_COPY_BUTTON, NULL);
  self->label = g_strdup (label);
  self->owner = owner;
  self->get_text = get_text;
  show_label (self, "edit-copy-symbolic", label);

  return GTK_WIDGET (self);
}

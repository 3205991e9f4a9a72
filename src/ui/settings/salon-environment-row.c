/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-environment-row.h"

#include <glib/gi18n.h>

/**
 * SalonEnvironmentRow:
 *
 * An environment variable of a server: name, value, and a button that removes it.
 */
struct _SalonEnvironmentRow
{
  AdwPreferencesRow  parent_instance;

  GtkEditable       *name_entry;
  GtkEditable       *value_entry;
};

enum
{
  CHANGED,
  REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SalonEnvironmentRow, salon_environment_row, ADW_TYPE_PREFERENCES_ROW)

static void
on_changed_cb (SalonEnvironmentRow *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_remove_clicked_cb (SalonEnvironmentRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
salon_environment_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SALON_TYPE_ENVIRONMENT_ROW);

  G_OBJECT_CLASS (salon_environment_row_parent_class)->dispose (object);
}

static void
salon_environment_row_class_init (SalonEnvironmentRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_environment_row_dispose;

  /**
   * SalonEnvironmentRow::changed:
   * @self: the row
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * SalonEnvironmentRow::remove:
   * @self: the row
   *
   * The user wants the variable to go.
   */
  signals[REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/settings/salon-environment-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonEnvironmentRow, name_entry);
  gtk_widget_class_bind_template_child (widget_class, SalonEnvironmentRow, value_entry);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked_cb);
}

static void
salon_environment_row_init (SalonEnvironmentRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * salon_environment_row_new:
 * @assignment: (nullable): `NAME=value`
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
salon_environment_row_new (const char *assignment)
{
  SalonEnvironmentRow *self = g_object_new (SALON_TYPE_ENVIRONMENT_ROW, NULL);
  const char *equals = assignment != NULL ? strchr (assignment, '=') : NULL;

  if (equals != NULL)
    {
      g_autofree char *name = g_strndup (assignment, equals - assignment);

      gtk_editable_set_text (self->name_entry, name);
      gtk_editable_set_text (self->value_entry, equals + 1);
    }

  return GTK_WIDGET (self);
}

/**
 * salon_environment_row_dup_name:
 * @self: the row
 *
 * Returns: (transfer full): the name of the variable; "" when none has been written
 */
char *
salon_environment_row_dup_name (SalonEnvironmentRow *self)
{
  g_return_val_if_fail (SALON_IS_ENVIRONMENT_ROW (self), NULL);

  return g_strstrip (g_strdup (gtk_editable_get_text (self->name_entry)));
}

/**
 * salon_environment_row_dup_value:
 * @self: the row
 *
 * Returns: (transfer full): the value of the variable
 */
char *
salon_environment_row_dup_value (SalonEnvironmentRow *self)
{
  g_return_val_if_fail (SALON_IS_ENVIRONMENT_ROW (self), NULL);

  return g_strdup (gtk_editable_get_text (self->value_entry));
}

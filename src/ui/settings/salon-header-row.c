/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-header-row.h"

#include <string.h>

#include "salon-server-intake.h"

/**
 * SalonHeaderRow:
 *
 * A header of a remote server: name, value, whether the value is kept in the keyring, and a
 * button that removes it. Names that tell of a secret switch the keyring on, until the user has
 * switched it.
 */
struct _SalonHeaderRow
{
  AdwPreferencesRow  parent_instance;

  GtkEditable       *name_entry;
  GtkEditable       *value_entry;
  GtkToggleButton   *secret_button;
  gboolean           is_chosen;    /* by the user */
  gboolean           is_judging;
};

enum
{
  CHANGED,
  REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SalonHeaderRow, salon_header_row, ADW_TYPE_PREFERENCES_ROW)

static gboolean
is_reference (const char *value)
{
  return strstr (value, "${") != NULL;
}

static void
on_changed_cb (SalonHeaderRow *self)
{
  g_autofree char *name = salon_header_row_dup_name (self);
  const char *value = gtk_editable_get_text (self->value_entry);

  /* A reference is no secret itself, wherever it leads. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->secret_button), !is_reference (value));
  if (!self->is_chosen)
    {
      self->is_judging = TRUE;
      gtk_toggle_button_set_active (self->secret_button,
                                    salon_server_intake_is_secret_header (name));
      self->is_judging = FALSE;
    }
  if (salon_header_row_check (self))
    gtk_widget_remove_css_class (GTK_WIDGET (self->name_entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->name_entry), "error");
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_secret_toggled_cb (SalonHeaderRow *self)
{
  if (!self->is_judging)
    self->is_chosen = TRUE;
}

static void
on_remove_clicked_cb (SalonHeaderRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
salon_header_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SALON_TYPE_HEADER_ROW);

  G_OBJECT_CLASS (salon_header_row_parent_class)->dispose (object);
}

static void
salon_header_row_class_init (SalonHeaderRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_header_row_dispose;

  /**
   * SalonHeaderRow::changed:
   * @self: the row
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * SalonHeaderRow::remove:
   * @self: the row
   *
   * The user wants the header to go.
   */
  signals[REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/settings/salon-header-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonHeaderRow, name_entry);
  gtk_widget_class_bind_template_child (widget_class, SalonHeaderRow, value_entry);
  gtk_widget_class_bind_template_child (widget_class, SalonHeaderRow, secret_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_secret_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked_cb);
}

static void
salon_header_row_init (SalonHeaderRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * salon_header_row_new:
 * @line: (nullable): `Name: value`
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
salon_header_row_new (const char *line)
{
  SalonHeaderRow *self = g_object_new (SALON_TYPE_HEADER_ROW, NULL);
  const char *colon = line != NULL ? strstr (line, ": ") : NULL;

  if (colon != NULL)
    {
      g_autofree char *name = g_strndup (line, colon - line);

      /* What stands in the file in plain text was meant to stand there. */
      self->is_chosen = !is_reference (colon + 2);
      gtk_editable_set_text (self->name_entry, name);
      gtk_editable_set_text (self->value_entry, colon + 2);
      self->is_judging = TRUE;
      gtk_toggle_button_set_active (self->secret_button, strstr (colon, "${secret:") != NULL);
      self->is_judging = FALSE;
    }

  return GTK_WIDGET (self);
}

/**
 * salon_header_row_dup_name:
 * @self: the row
 *
 * Returns: (transfer full): the name of the header; "" when none has been written
 */
char *
salon_header_row_dup_name (SalonHeaderRow *self)
{
  g_return_val_if_fail (SALON_IS_HEADER_ROW (self), NULL);

  return g_strstrip (g_strdup (gtk_editable_get_text (self->name_entry)));
}

/**
 * salon_header_row_dup_value:
 * @self: the row
 *
 * Returns: (transfer full): the value of the header, without white space around it
 */
char *
salon_header_row_dup_value (SalonHeaderRow *self)
{
  g_return_val_if_fail (SALON_IS_HEADER_ROW (self), NULL);

  return g_strstrip (g_strdup (gtk_editable_get_text (self->value_entry)));
}

/**
 * salon_header_row_is_secret:
 * @self: the row
 *
 * Returns: whether the value is to be kept in the keyring
 */
gboolean
salon_header_row_is_secret (SalonHeaderRow *self)
{
  g_return_val_if_fail (SALON_IS_HEADER_ROW (self), FALSE);

  return gtk_toggle_button_get_active (self->secret_button) &&
         !is_reference (gtk_editable_get_text (self->value_entry));
}

/**
 * salon_header_row_check:
 * @self: the row
 *
 * Returns: whether the name is none yet, or can be the name of a header
 */
gboolean
salon_header_row_check (SalonHeaderRow *self)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (SALON_IS_HEADER_ROW (self), FALSE);

  name = salon_header_row_dup_name (self);
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("!#$%&'*+-.^_`|~", *p) == NULL)
      return FALSE;

  return TRUE;
}

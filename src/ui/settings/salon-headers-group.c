/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-headers-group.h"

#include "salon-header-row.h"

/**
 * SalonHeadersGroup:
 *
 * The headers a remote server gets with every request.
 */
struct _SalonHeadersGroup
{
  AdwPreferencesGroup  parent_instance;

  GtkListBox          *list;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SalonHeadersGroup, salon_headers_group, ADW_TYPE_PREFERENCES_GROUP)

static SalonHeaderRow *
get_row (SalonHeadersGroup *self,
         int                index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, index);

  return row != NULL ? SALON_HEADER_ROW (row) : NULL;
}

static void
on_row_changed_cb (SalonHeadersGroup *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_row_remove_cb (SalonHeadersGroup *self,
                  GtkWidget         *row)
{
  gtk_list_box_remove (self->list, row);
  gtk_widget_set_visible (GTK_WIDGET (self->list), get_row (self, 0) != NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
salon_headers_group_add (SalonHeadersGroup *self,
                         const char        *line)
{
  GtkWidget *row = salon_header_row_new (line);

  g_signal_connect_object (row, "changed", G_CALLBACK (on_row_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "remove", G_CALLBACK (on_row_remove_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_append (self->list, row);
  gtk_widget_set_visible (GTK_WIDGET (self->list), TRUE);
  if (line == NULL)
    gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
}

static void
on_add_clicked_cb (SalonHeadersGroup *self)
{
  salon_headers_group_add (self, NULL);
}

static void
salon_headers_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SALON_TYPE_HEADERS_GROUP);

  G_OBJECT_CLASS (salon_headers_group_parent_class)->dispose (object);
}

static void
salon_headers_group_class_init (SalonHeadersGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_headers_group_dispose;

  /**
   * SalonHeadersGroup::changed:
   * @self: the group
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/settings/salon-headers-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonHeadersGroup, list);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked_cb);
}

static void
salon_headers_group_init (SalonHeadersGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * salon_headers_group_set_headers:
 * @self: the group
 * @headers: (nullable): headers to begin with, each `Name: value`
 */
void
salon_headers_group_set_headers (SalonHeadersGroup  *self,
                                 const char * const *headers)
{
  g_return_if_fail (SALON_IS_HEADERS_GROUP (self));

  for (gsize i = 0; headers != NULL && headers[i] != NULL; i++)
    salon_headers_group_add (self, headers[i]);
}

/**
 * salon_headers_group_dup_headers:
 * @self: the group
 *
 * Returns: (transfer full): those that have a name, each `Name: value`
 */
char **
salon_headers_group_dup_headers (SalonHeadersGroup *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  SalonHeaderRow *row;

  g_return_val_if_fail (SALON_IS_HEADERS_GROUP (self), NULL);

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    {
      g_autofree char *name = salon_header_row_dup_name (row);
      g_autofree char *value = salon_header_row_dup_value (row);

      if (*name != '\0')
        g_strv_builder_take (builder, g_strdup_printf ("%s: %s", name, value));
    }

  return g_strv_builder_end (builder);
}

/**
 * salon_headers_group_dup_secret_names:
 * @self: the group
 *
 * Returns: (transfer full): the names of those whose values are to be kept in the keyring
 */
char **
salon_headers_group_dup_secret_names (SalonHeadersGroup *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  SalonHeaderRow *row;

  g_return_val_if_fail (SALON_IS_HEADERS_GROUP (self), NULL);

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    if (salon_header_row_is_secret (row))
      g_strv_builder_take (builder, salon_header_row_dup_name (row));

  return g_strv_builder_end (builder);
}

/**
 * salon_headers_group_check:
 * @self: the group
 *
 * Returns: whether all names can be names of headers
 */
gboolean
salon_headers_group_check (SalonHeadersGroup *self)
{
  SalonHeaderRow *row;

  g_return_val_if_fail (SALON_IS_HEADERS_GROUP (self), FALSE);

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    if (!salon_header_row_check (row))
      return FALSE;

  return TRUE;
}

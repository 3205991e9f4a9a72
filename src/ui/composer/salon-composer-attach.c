/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-composer-private.h"

#include <glib/gi18n.h>

#include "salon-screenshot-portal.h"
#include "salon-ui-future.h"

static const char *image_types[] = { "image/png", "image/jpeg", "image/webp", "image/gif", NULL };

static void
add_files (SalonComposer *self,
           GdkFileList   *list)
{
  g_autoptr(GSList) files = gdk_file_list_get_files (list);

  for (GSList *item = files; item != NULL; item = item->next)
    salon_attachment_tray_add_file (self->tray, item->data);
}

static void
on_files_chosen_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(SalonComposer) self = user_data;
  g_autoptr(GListModel) files = NULL;
  g_autoptr(GError) error = NULL;

  files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, &error);
  if (files == NULL)
    {
      if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
        salon_attachment_tray_tell (self->tray, error->message);
      return;
    }
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(GFile) file = g_list_model_get_item (files, i);

      salon_attachment_tray_add_file (self->tray, file);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
salon_composer_attach_action (GtkWidget  *widget,
                              const char *action_name,
                              GVariant   *parameter)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _("Attach Files"));
  gtk_file_dialog_set_accept_label (dialog, _("_Attach"));
  gtk_file_dialog_open_multiple (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL,
                                 on_files_chosen_cb, g_object_ref (widget));
}

/* For files that are known by their address: tests, and what other parts of the window hand on. */
static void
salon_composer_attach_file_action (GtkWidget  *widget,
                                   const char *action_name,
                                   GVariant   *parameter)
{
  g_autoptr(GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  salon_attachment_tray_add_file (SALON_COMPOSER (widget)->tray, file);
}

static void
on_screenshot_taken (GObject      *object,
                     const GValue *value,
                     const GError *error)
{
  SalonComposer *self = SALON_COMPOSER (object);

  if (value != NULL)
    salon_attachment_tray_add_file (self->tray, g_value_get_object (value));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    salon_attachment_tray_tell (self->tray, error->message);
}

static void
salon_composer_screenshot_action (GtkWidget  *widget,
                                  const char *action_name,
                                  GVariant   *parameter)
{
  salon_ui_future_watch (salon_screenshot_portal_take (), widget, on_screenshot_taken);
}

static void
on_portal_found (GObject      *object,
                 const GValue *value,
                 const GError *error)
{
  gtk_widget_set_visible (SALON_COMPOSER (object)->screenshot_button, value != NULL);
}

static void
on_image_spliced_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(SalonComposer) self = user_data;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error) < 0)
    {
      salon_attachment_tray_tell (self->tray, error->message);
      return;
    }
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (source));
  salon_attachment_tray_add_bytes (self->tray, bytes, _("Pasted picture"));
}

static void
on_image_offered_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(SalonComposer) self = user_data;
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GOutputStream) memory = NULL;
  g_autoptr(GError) error = NULL;

  stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);
  if (stream == NULL)
    {
      salon_attachment_tray_tell (self->tray, error->message);
      return;
    }
  memory = g_memory_output_stream_new_resizable ();
  g_output_stream_splice_async (memory, stream,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE
                                | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, NULL, on_image_spliced_cb,
                                g_steal_pointer (&self));
}

static void
on_files_pasted_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(SalonComposer) self = user_data;
  g_autoptr(GError) error = NULL;
  const GValue *value;

  value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);
  if (value != NULL)
    add_files (self, g_value_get_boxed (value));
  else
    salon_attachment_tray_tell (self->tray, error->message);
}

/* Text stays text: office programs offer a picture of every text they copy. */
static void
on_paste_clipboard_cb (GtkTextView   *text_view,
                       SalonComposer *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (text_view));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (self->conversation == NULL)
    return;
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    {
      gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                      on_files_pasted_cb, g_object_ref (self));
      g_signal_stop_emission_by_name (text_view, "paste-clipboard");
      return;
    }
  if (gdk_content_formats_contain_gtype (formats, G_TYPE_STRING)
      || gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8")
      || gdk_content_formats_contain_mime_type (formats, "text/plain"))
    return;
  for (guint i = 0; image_types[i] != NULL; i++)
    {
      if (!gdk_content_formats_contain_mime_type (formats, image_types[i]))
        continue;
      gdk_clipboard_read_async (clipboard, image_types, G_PRIORITY_DEFAULT, NULL,
                                on_image_offered_cb, g_object_ref (self));
      g_signal_stop_emission_by_name (text_view, "paste-clipboard");
      return;
    }
}

static gboolean
on_drop_cb (SalonComposer *self,
            const GValue  *value)
{
  if (self->conversation == NULL || !G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;
  add_files (self, g_value_get_boxed (value));
  gtk_widget_grab_focus (GTK_WIDGET (self));
  return TRUE;
}

/**
 * salon_composer_new_drop_target:
 * @self: a composer
 *
 * Returns: (transfer full): a controller that attaches the files dropped on its widget
 */
GtkEventController *
salon_composer_new_drop_target (SalonComposer *self)
{
  GtkDropTarget *target;

  g_return_val_if_fail (SALON_IS_COMPOSER (self), NULL);

  target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  /* Before the text field takes the names of the files for text. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop_cb), self, G_CONNECT_SWAPPED);
  return GTK_EVENT_CONTROLLER (target);
}

/**
 * salon_composer_set_models:
 * @self: a composer
 * @models: (nullable): what is known of models: whether they see pictures
 */
void
salon_composer_set_models (SalonComposer      *self,
                           SalonModelRegistry *models)
{
  g_return_if_fail (SALON_IS_COMPOSER (self));

  salon_attachment_tray_set_models (self->tray, models);
}

void
salon_composer_install_attach_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "composer.attach", NULL,
                                   salon_composer_attach_action);
  gtk_widget_class_install_action (widget_class, "composer.attach-file", "s",
                                   salon_composer_attach_file_action);
  gtk_widget_class_install_action (widget_class, "composer.screenshot", NULL,
                                   salon_composer_screenshot_action);
}

void
salon_composer_prepare_attach (SalonComposer *self)
{
  g_signal_connect_object (self->text_view, "paste-clipboard", G_CALLBACK (on_paste_clipboard_cb),
                           self, G_CONNECT_DEFAULT);
  salon_ui_future_watch (salon_screenshot_portal_find (), self, on_portal_found);
}

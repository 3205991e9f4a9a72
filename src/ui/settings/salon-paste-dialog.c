/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-paste-dialog.h"

#include <glib/gi18n.h>

#include "salon-exact-text.h"
#include "salon-server-config.h"
#include "salon-server-intake.h"
#include "salon-server-manager.h"
#include "salon-server-paste.h"
#include "salon-ui-future.h"

/**
 * SalonPasteDialog:
 *
 * Adds servers from pasted JSON, after showing what will run.
 */
struct _SalonPasteDialog
{
  AdwDialog      parent_instance;

  SalonHost     *host;
  GPtrArray     *configs;

  GtkWidget     *add_button;
  AdwBanner     *banner;
  GtkTextBuffer *buffer;
  GtkWidget     *found_group;
  GtkListBox    *found_list;
  GtkWidget     *text_view;
};

G_DEFINE_FINAL_TYPE (SalonPasteDialog, salon_paste_dialog, ADW_TYPE_DIALOG)

static void
salon_paste_dialog_tell (SalonPasteDialog *self,
                         const char       *sentence)
{
  if (sentence != NULL)
    adw_banner_set_title (self->banner, sentence);
  adw_banner_set_revealed (self->banner, sentence != NULL);
}

static void
salon_paste_dialog_show_configs (SalonPasteDialog *self)
{
  gtk_list_box_remove_all (self->found_list);

  for (guint i = 0; self->configs != NULL && i < self->configs->len; i++)
    {
      SalonServerConfig *config = g_ptr_array_index (self->configs, i);
      g_autofree char *command_line = salon_server_config_dup_command_line (config);
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                     salon_server_config_get_name (config));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), command_line);
      gtk_widget_add_css_class (row, "monospace-subtitle");
      salon_exact_text_apply (row);
      gtk_list_box_append (self->found_list, row);
    }

  gtk_widget_set_visible (self->found_group, self->configs != NULL);
}

/* A server that is there already is not replaced behind the user's back. */
static char *
salon_paste_dialog_find_conflict (SalonPasteDialog *self)
{
  SalonServerManager *servers = salon_host_get_servers (self->host);

  for (guint i = 0; i < self->configs->len; i++)
    {
      const char *name = salon_server_config_get_name (g_ptr_array_index (self->configs, i));

      if (salon_server_manager_find (servers, name) != NULL)
        return g_strdup_printf (_("There is a server “%s” already; give this one another name."),
                                name);
    }

  return NULL;
}

static void
on_changed_cb (SalonPasteDialog *self)
{
  g_autofree char *text = NULL;
  g_autofree char *conflict = NULL;
  g_autoptr(GError) error = NULL;
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = g_strstrip (gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE));

  g_clear_pointer (&self->configs, g_ptr_array_unref);
  if (*text != '\0')
    self->configs = salon_server_paste_parse (text, &error);
  if (self->configs != NULL)
    conflict = salon_paste_dialog_find_conflict (self);

  salon_paste_dialog_tell (self, error != NULL ? error->message : conflict);
  salon_paste_dialog_show_configs (self);
  gtk_widget_set_sensitive (self->add_button, self->configs != NULL && conflict == NULL);
}

static void
on_cancel_clicked_cb (SalonPasteDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_added_cb (GObject      *object,
             const GValue *value,
             const GError *error)
{
  SalonPasteDialog *self = SALON_PASTE_DIALOG (object);

  if (error == NULL)
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }

  gtk_widget_set_sensitive (self->add_button, TRUE);
  salon_paste_dialog_tell (self, error->message);
}

static void
on_add_clicked_cb (SalonPasteDialog *self)
{
  g_autoptr(GPtrArray) copies = g_ptr_array_new_with_free_func (g_object_unref);

  /* Copies: what is in the dialog stays as it was when adding fails. */
  for (guint i = 0; i < self->configs->len; i++)
    g_ptr_array_add (copies, salon_server_config_copy (g_ptr_array_index (self->configs, i)));

  gtk_widget_set_sensitive (self->add_button, FALSE);
  salon_ui_future_watch (salon_server_intake_run (self->host, copies, NULL, NULL), self,
                         on_added_cb);
}

static void
salon_paste_dialog_dispose (GObject *object)
{
  SalonPasteDialog *self = SALON_PASTE_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_PASTE_DIALOG);
  g_clear_object (&self->host);
  g_clear_pointer (&self->configs, g_ptr_array_unref);

  G_OBJECT_CLASS (salon_paste_dialog_parent_class)->dispose (object);
}

static void
salon_paste_dialog_class_init (SalonPasteDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_paste_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/settings/salon-paste-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonPasteDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, SalonPasteDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, SalonPasteDialog, buffer);
  gtk_widget_class_bind_template_child (widget_class, SalonPasteDialog, found_group);
  gtk_widget_class_bind_template_child (widget_class, SalonPasteDialog, found_list);
  gtk_widget_class_bind_template_child (widget_class, SalonPasteDialog, text_view);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
}

static void
salon_paste_dialog_init (SalonPasteDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * salon_paste_dialog_new:
 * @host: the host the servers are for
 *
 * Returns: (transfer floating): a dialog that is not shown yet
 */
AdwDialog *
salon_paste_dialog_new (SalonHost *host)
{
  SalonPasteDialog *self;

  g_return_val_if_fail (SALON_IS_HOST (host), NULL);

  self = g_object_new (SALON_TYPE_PASTE_DIALOG, NULL);
  self->host = g_object_ref (host);

  return ADW_DIALOG (self);
}

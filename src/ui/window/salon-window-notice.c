/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-window.h"

#include <glib/gi18n.h>

#include "salon-model-registry.h"
#include "salon-paths.h"
#include "salon-server-manager.h"
#include "salon-window-private.h"

/* The banner about something that is wrong as long as it is so. */

/* The file whose mistake the banner is about. */
static char *
salon_window_dup_broken_file (SalonWindow *self)
{
  if (salon_server_manager_get_problem (salon_host_get_servers (self->host)) != NULL)
    return salon_paths_dup_servers_file ();

  if (salon_model_registry_get_problem (salon_host_get_models (self->host)) != NULL)
    return salon_paths_dup_models_file ();

  return NULL;
}

/* Shows or hides the host's notice, with what can be done about it. */
void
_salon_window_update_banner (SalonWindow *self)
{
  const char *notice;
  g_autofree char *file = NULL;

  g_assert (SALON_IS_WINDOW (self));

  notice = salon_host_get_notice (self->host);
  file = salon_window_dup_broken_file (self);

  if (notice != NULL)
    adw_banner_set_title (self->banner, notice);
  adw_banner_set_button_label (self->banner, file != NULL ? _("_Open File") : _("_Dismiss"));
  adw_banner_set_revealed (self->banner, notice != NULL);
}

static void
on_launched_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(SalonWindow) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (source), result, &error)
      && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    salon_window_add_toast (self, error->message);
}

void
_salon_window_on_banner_clicked_cb (SalonWindow *self)
{
  g_autofree char *path = salon_window_dup_broken_file (self);
  g_autoptr(GFile) file = NULL;
  g_autoptr(GtkFileLauncher) launcher = NULL;

  if (path == NULL)
    {
      salon_host_dismiss_notice (self->host);
      return;
    }

  file = g_file_new_for_path (path);
  launcher = gtk_file_launcher_new (file);
  gtk_file_launcher_launch (launcher, GTK_WINDOW (self), NULL, on_launched_cb,
                            g_object_ref (self));
}

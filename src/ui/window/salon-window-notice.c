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
#include "salon-sign-in-dialog.h"
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

/* A server that did not start because nobody is signed in to it. */
static SalonServer *
salon_window_find_server_to_sign_in (SalonWindow *self)
{
  GListModel *servers = G_LIST_MODEL (salon_host_get_servers (self->host));

  for (guint i = 0; i < g_list_model_get_n_items (servers); i++)
    {
      g_autoptr(SalonServer) server = g_list_model_get_item (servers, i);
      SalonSignIn *sign_in = salon_server_get_sign_in (server);

      if (sign_in != NULL && salon_server_get_state (server) == SALON_SERVER_FAILED
          && salon_sign_in_get_state (sign_in) == SALON_MCP_AUTH_NEEDED
          && !g_hash_table_contains (self->not_now, salon_server_get_name (server)))
        return server;
    }

  return NULL;
}

/* Shows or hides the host's notice, or else a server to sign in to, with what can be done. */
void
_salon_window_update_banner (SalonWindow *self)
{
  const char *notice;
  SalonServer *server;
  g_autofree char *file = NULL;
  g_autofree char *wish = NULL;

  g_assert (SALON_IS_WINDOW (self));

  notice = salon_host_get_notice (self->host);
  file = salon_window_dup_broken_file (self);
  server = notice == NULL ? salon_window_find_server_to_sign_in (self) : NULL;
  if (server != NULL)
    /* Translators: %s is the name of a server */
    notice = wish = g_strdup_printf (_("%s wants you to sign in"), salon_server_get_title (server));

  if (notice != NULL)
    adw_banner_set_title (self->banner, notice);
  adw_banner_set_button_label (self->banner, server != NULL ? _("_Sign In…")
                                             : file != NULL ? _("_Open File") : _("_Dismiss"));
  adw_banner_set_revealed (self->banner, notice != NULL);
}

/* Follows each server once, however often the list changes. */
void
_salon_window_watch_servers (SalonWindow *self)
{
  GListModel *servers = G_LIST_MODEL (salon_host_get_servers (self->host));

  for (guint i = 0; i < g_list_model_get_n_items (servers); i++)
    {
      g_autoptr(SalonServer) server = g_list_model_get_item (servers, i);

      g_signal_handlers_disconnect_by_func (server, _salon_window_update_banner, self);
      g_signal_connect_object (server, "notify::state", G_CALLBACK (_salon_window_update_banner),
                               self, G_CONNECT_SWAPPED);
    }
  _salon_window_update_banner (self);
}

/* Whoever closes the dialog without signing in is left alone until the next start; the server's
 * page has the button, too. */
static void
salon_window_sign_in (SalonWindow *self,
                      SalonServer *server)
{
  AdwDialog *dialog = salon_sign_in_dialog_new (server);

  g_hash_table_add (self->not_now, g_strdup (salon_server_get_name (server)));
  adw_dialog_present (dialog, GTK_WIDGET (self));
  _salon_window_update_banner (self);
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
  SalonServer *server = NULL;

  if (salon_host_get_notice (self->host) == NULL)
    server = salon_window_find_server_to_sign_in (self);
  if (server != NULL)
    {
      salon_window_sign_in (self, server);
      return;
    }
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

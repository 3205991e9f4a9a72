/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "salon-consent-presenter.h"
#include "salon-server-manager.h"
#include "salon-settings-window.h"
#include "salon-ui-future.h"
#include "salon-window.h"

/* Servers that don't stop when asked are killed before this is over. */
#define CLOSE_SECONDS 8

/**
 * SalonApplication:
 *
 * Ties the windows to the host: opens it once the first window shows, closes it in order at
 * the end.
 */
struct _SalonApplication
{
  AdwApplication         parent_instance;

  GSettings             *settings;
  SalonHost             *host;
  SalonConsentPresenter *presenter;
  GtkWindow             *settings_window;
  GtkWindow             *shortcuts_window;
  gboolean               opening;
  gboolean               opened;
  guint                  interrupt_source;
  guint                  terminate_source;
};

G_DEFINE_FINAL_TYPE (SalonApplication, salon_application, ADW_TYPE_APPLICATION)

/* The schema that is installed or, running from a build folder, the one beside the program:
 * a missing schema is no reason to abort. */
static GSettings *
create_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchemaSource) beside = NULL;
  g_autoptr(GSettingsSchema) schema = NULL;
  g_autofree char *program = NULL;
  g_autofree char *program_dir = NULL;
  g_autofree char *dir = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE);

  if (schema == NULL)
    {
      program = g_file_read_link ("/proc/self/exe", NULL);
      program_dir = g_path_get_dirname (program != NULL ? program : "");
      dir = g_build_filename (program_dir, "..", "data", NULL);
      beside = g_settings_schema_source_new_from_directory (dir, source, TRUE, NULL);
      if (beside != NULL)
        schema = g_settings_schema_source_lookup (beside, APPLICATION_ID, FALSE);
    }

  if (schema == NULL)
    {
      g_warning ("The settings schema %s is not installed; the size of the window will not be kept",
                 APPLICATION_ID);
      return NULL;
    }

  return g_settings_new_full (schema, NULL, NULL);
}

static SalonWindow *
salon_application_find_window (SalonApplication *self)
{
  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (self)); link; link = link->next)
    {
      if (SALON_IS_WINDOW (link->data))
        return link->data;
    }

  return NULL;
}

static void
on_opened_cb (GObject      *object,
              const GValue *value,
              const GError *error)
{
  SalonApplication *self = SALON_APPLICATION (object);
  SalonWindow *window = salon_application_find_window (self);

  self->opened = TRUE;
  g_application_release (G_APPLICATION (self));

  if (window == NULL)
    return;

  salon_window_begin (window);
  if (error != NULL)
    salon_window_add_toast (window, error->message);

  /* Each that fails says so on its own page. */
  dex_future_disown (salon_server_manager_start_automatic (salon_host_get_servers (self->host)));
}

static void
salon_application_open_host (gpointer user_data)
{
  SalonApplication *self = SALON_APPLICATION (user_data);

  salon_ui_future_watch (salon_host_open (self->host), self, on_opened_cb);
}

/* “salon ask” may have added to the history while the user was in the terminal. */
static void
on_window_active_cb (SalonApplication *self,
                     GParamSpec       *pspec,
                     GtkWindow        *window)
{
  if (gtk_window_is_active (window))
    dex_future_disown (salon_history_refresh (salon_host_get_history (self->host)));
}

static SalonWindow *
salon_application_present_window (SalonApplication *self)
{
  SalonWindow *window = salon_application_find_window (self);

  if (window == NULL)
    {
      window = SALON_WINDOW (salon_window_new (GTK_APPLICATION (self), self->host, self->settings));
      g_signal_connect_object (window, "notify::is-active", G_CALLBACK (on_window_active_cb), self,
                               G_CONNECT_SWAPPED);
    }

  gtk_window_present (GTK_WINDOW (window));

  if (self->opened)
    {
      salon_window_begin (window);
    }
  else if (!self->opening)
    {
      /* The first frame comes first. */
      self->opening = TRUE;
      g_application_hold (G_APPLICATION (self));
      g_idle_add_once (salon_application_open_host, self);
    }

  return window;
}

static GtkWindow *
salon_application_present_settings (SalonApplication *self,
                                    const char       *page)
{
  SalonWindow *window = salon_application_find_window (self);

  if (self->settings_window == NULL)
    {
      self->settings_window = GTK_WINDOW (salon_settings_window_new (self->host));
      gtk_window_set_application (self->settings_window, GTK_APPLICATION (self));
      gtk_window_set_transient_for (self->settings_window,
                                    window != NULL ? GTK_WINDOW (window) : NULL);
      g_object_add_weak_pointer (G_OBJECT (self->settings_window),
                                 (gpointer *) &self->settings_window);
    }

  salon_settings_window_show_page (SALON_SETTINGS_WINDOW (self->settings_window), page);
  gtk_window_present (self->settings_window);

  return self->settings_window;
}

static void
on_settings_activated_cb (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  salon_application_present_settings (SALON_APPLICATION (user_data),
                                      g_variant_get_string (parameter, NULL));
}

static void
on_connect_model_activated_cb (GSimpleAction *action,
                               GVariant      *parameter,
                               gpointer       user_data)
{
  GtkWindow *window = salon_application_present_settings (SALON_APPLICATION (user_data), "models");

  gtk_widget_activate_action (GTK_WIDGET (window), "settings.add-provider", NULL);
}

static void
on_new_chat_activated_cb (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  salon_window_new_chat (salon_application_present_window (SALON_APPLICATION (user_data)));
}

static void
on_show_chat_activated_cb (GSimpleAction *action,
                           GVariant      *parameter,
                           gpointer       user_data)
{
  salon_window_open_chat (salon_application_present_window (SALON_APPLICATION (user_data)),
                          g_variant_get_string (parameter, NULL));
}

static void
on_shortcuts_activated_cb (GSimpleAction *action,
                           GVariant      *parameter,
                           gpointer       user_data)
{
  SalonApplication *self = SALON_APPLICATION (user_data);
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr(GtkBuilder) builder = NULL;

  if (self->shortcuts_window == NULL)
    {
      builder = gtk_builder_new_from_resource (
        "/io/github/salon_chat/Salon/window/salon-shortcuts.ui");
      self->shortcuts_window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));
      g_object_add_weak_pointer (G_OBJECT (self->shortcuts_window),
                                 (gpointer *) &self->shortcuts_window);
    }

  gtk_window_set_transient_for (self->shortcuts_window, parent);
  gtk_window_present (self->shortcuts_window);
}

static void
on_about_activated_cb (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  SalonApplication *self = SALON_APPLICATION (user_data);
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (self));
  AdwDialog *dialog = adw_about_dialog_new ();
  const char *developers[] = { "The Salon contributors", NULL };

  adw_about_dialog_set_application_name (ADW_ABOUT_DIALOG (dialog), "Salon");
  adw_about_dialog_set_application_icon (ADW_ABOUT_DIALOG (dialog), APPLICATION_ID);
  adw_about_dialog_set_version (ADW_ABOUT_DIALOG (dialog), PACKAGE_VERSION);
  adw_about_dialog_set_developer_name (ADW_ABOUT_DIALOG (dialog), _("The Salon contributors"));
  adw_about_dialog_set_developers (ADW_ABOUT_DIALOG (dialog), developers);
  adw_about_dialog_set_comments (ADW_ABOUT_DIALOG (dialog),
                                 _("Chat with language models and let them use your tools, "
                                   "over the Model Context Protocol."));
  adw_about_dialog_set_license_type (ADW_ABOUT_DIALOG (dialog), GTK_LICENSE_GPL_3_0);
  /* Translators: replace with your own name or leave untranslated */
  adw_about_dialog_set_translator_credits (ADW_ABOUT_DIALOG (dialog), _("translator-credits"));
  adw_dialog_present (dialog, GTK_WIDGET (parent));
}

static void
on_quit_activated_cb (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  GtkApplication *application = GTK_APPLICATION (user_data);
  GList *windows = g_list_copy (gtk_application_get_windows (application));

  /* Closing lets a window keep its size and its last deletions. */
  g_list_foreach (windows, (GFunc) (void (*) (void)) gtk_window_close, NULL);
  g_list_free (windows);
  g_application_quit (G_APPLICATION (application));
}

static gboolean
on_signal_cb (gpointer user_data)
{
  g_action_group_activate_action (G_ACTION_GROUP (user_data), "quit", NULL);

  return G_SOURCE_CONTINUE;
}

static void
salon_application_add_actions (SalonApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "about", .activate = on_about_activated_cb },
    { .name = "connect-model", .activate = on_connect_model_activated_cb },
    { .name = "new-chat", .activate = on_new_chat_activated_cb },
    { .name = "quit", .activate = on_quit_activated_cb },
    { .name = "settings", .activate = on_settings_activated_cb, .parameter_type = "s" },
    { .name = "shortcuts", .activate = on_shortcuts_activated_cb },
    { .name = "show-chat", .activate = on_show_chat_activated_cb, .parameter_type = "s" },
  };
  static const struct
  {
    const char *action;
    const char *accelerators[3];
  } accelerators[] = {
    { "app.quit", { "<Control>q" } },
    { "app.settings::models", { "<Control>comma" } },
    { "app.shortcuts", { "<Control>question" } },
    { "win.choose-model", { "<Control>m" } },
    { "win.new-chat", { "<Control>n" } },
    { "win.search", { "<Control>f" } },
    { "win.show-menu", { "F10" } },
    { "win.toggle-sidebar", { "F9" } },
    { "window.close", { "<Control>w" } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action,
                                           accelerators[i].accelerators);
}

static void
on_uri_launched_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  GError *error = NULL;

  if (gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error))
    {
      dex_promise_resolve_boolean (promise, TRUE);
      return;
    }

  dex_promise_reject (promise, g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED,
                                            _("The web browser could not be opened: %s"),
                                            error->message));
  g_error_free (error);
}

/* The desktop, or the portal, knows which browser is the user's. */
static DexFuture *
open_uri (const char *uri,
          gpointer    user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));
  g_autoptr(GtkUriLauncher) launcher = gtk_uri_launcher_new (uri);
  DexPromise *promise = dex_promise_new_cancellable ();

  gtk_uri_launcher_launch (launcher, window, dex_promise_get_cancellable (promise),
                           on_uri_launched_cb, dex_ref (promise));
  return DEX_FUTURE (promise);
}

static void
salon_application_startup (GApplication *application)
{
  SalonApplication *self = SALON_APPLICATION (application);

  G_APPLICATION_CLASS (salon_application_parent_class)->startup (application);

  self->settings = create_settings ();
  self->host = salon_host_new (NULL, NULL);
  salon_host_set_titles (self->host, TRUE);
  salon_browser_set_opener (salon_host_get_browser (self->host), open_uri, self, NULL);
  self->presenter = salon_consent_presenter_new (GTK_APPLICATION (self), self->host);
  salon_application_add_actions (self);
  self->interrupt_source = g_unix_signal_add (SIGINT, on_signal_cb, self);
  self->terminate_source = g_unix_signal_add (SIGTERM, on_signal_cb, self);
}

static void
salon_application_activate (GApplication *application)
{
  salon_application_present_window (SALON_APPLICATION (application));
}

typedef struct
{
  gboolean closed;
  gboolean timed_out;
} Closing;

static DexFuture *
on_closed_cb (DexFuture *future,
              gpointer   user_data)
{
  ((Closing *) user_data)->closed = TRUE;

  return NULL;
}

static void
on_close_timeout_cb (gpointer user_data)
{
  ((Closing *) user_data)->timed_out = TRUE;
}

/* Servers are stopped and what is still to be written is written; but the end never waits
 * longer than a user would. */
static void
salon_application_close_host (SalonApplication *self)
{
  g_autoptr(DexFuture) future = NULL;
  Closing closing = { FALSE, FALSE };
  guint source;

  source = g_timeout_add_seconds_once (CLOSE_SECONDS, on_close_timeout_cb, &closing);
  future = dex_future_finally (salon_host_close (self->host), on_closed_cb, &closing, NULL);
  while (!closing.closed && !closing.timed_out)
    g_main_context_iteration (NULL, TRUE);

  if (closing.timed_out)
    g_warning ("Closing took longer than %d seconds; leaving now", CLOSE_SECONDS);
  else
    g_source_remove (source);
}

static void
salon_application_shutdown (GApplication *application)
{
  SalonApplication *self = SALON_APPLICATION (application);

  g_clear_handle_id (&self->interrupt_source, g_source_remove);
  g_clear_handle_id (&self->terminate_source, g_source_remove);
  if (self->settings_window != NULL)
    gtk_window_destroy (self->settings_window);
  g_clear_object (&self->presenter);
  if (self->opening)
    salon_application_close_host (self);
  if (self->host != NULL)
    salon_browser_set_opener (salon_host_get_browser (self->host), NULL, NULL, NULL);
  g_clear_object (&self->host);
  g_clear_object (&self->settings);

  G_APPLICATION_CLASS (salon_application_parent_class)->shutdown (application);
}

static void
salon_application_class_init (SalonApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->activate = salon_application_activate;
  application_class->shutdown = salon_application_shutdown;
  application_class->startup = salon_application_startup;
}

static void
salon_application_init (SalonApplication *self)
{
}

/**
 * salon_application_new:
 *
 * Returns: (transfer full): the application
 */
SalonApplication *
salon_application_new (void)
{
  return g_object_new (SALON_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "flags", G_APPLICATION_DEFAULT_FLAGS,
                       NULL);
}

/**
 * salon_application_get_host:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): the host, %NULL before startup and after shutdown
 */
SalonHost *
salon_application_get_host (SalonApplication *self)
{
  g_return_val_if_fail (SALON_IS_APPLICATION (self), NULL);

  return self->host;
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "salon-diagnostics-page.h"
#include "salon-folders-group.h"
#include "salon-model-registry.h"
#include "salon-paste-dialog.h"
#include "salon-provider-dialog.h"
#include "salon-server-dialog.h"
#include "salon-server-manager.h"
#include "salon-server-page.h"
#include "salon-settings-window.h"
#include "ui-test.h"

typedef struct
{
  SalonServerManager *servers;
  const char         *name;
} Wanted;

static gboolean
server_is_there (gpointer data)
{
  Wanted *wanted = data;

  return salon_server_manager_find (wanted->servers, wanted->name) != NULL;
}

static gboolean
provider_is_there (gpointer data)
{
  return salon_model_registry_find (data, "custom-thing") != NULL;
}

static void
test_pages (void)
{
  SalonHost *host = ui_test_open_host ();
  GtkWidget *window = salon_settings_window_new (host);
  AdwNavigationView *view = ui_test_child (window, "navigation_view");

  gtk_window_present (GTK_WINDOW (window));
  ui_test_settle ();
  g_assert_cmpstr (adw_navigation_view_get_visible_page_tag (view), ==, "models");
  ui_test_assert_named (window);

  salon_settings_window_show_page (SALON_SETTINGS_WINDOW (window), "servers");
  ui_test_settle ();
  g_assert_cmpstr (adw_navigation_view_get_visible_page_tag (view), ==, "servers");
  ui_test_assert_named (window);

  salon_settings_window_show_page (SALON_SETTINGS_WINDOW (window), "no such page");
  g_assert_cmpstr (adw_navigation_view_get_visible_page_tag (view), ==, "models");

  ui_test_finalize (window);
  ui_test_close_host (host);
}

static void
test_add_server (void)
{
  SalonHost *host = ui_test_open_host ();
  AdwDialog *dialog = g_object_ref_sink (salon_server_dialog_new (host, NULL));
  GtkWidget *save = ui_test_child (dialog, "save_button");
  GtkLabel *preview = ui_test_child (dialog, "preview_label");
  GtkEditable *command = ui_test_child (dialog, "command_row");
  Wanted wanted = { salon_host_get_servers (host), "files" };
  SalonServer *server;
  const char *arguments[] = { "-y", "with space", NULL };

  ui_test_assert_named (dialog);
  g_assert_false (gtk_widget_get_sensitive (save));
  gtk_editable_set_text (ui_test_child (dialog, "name_row"), "files");
  gtk_editable_set_text (command, "npx -y 'with space");
  g_assert_false (gtk_widget_get_sensitive (save));
  gtk_editable_set_text (command, "npx -y 'with space'");
  g_assert_true (gtk_widget_get_sensitive (save));
  g_assert_cmpstr (gtk_label_get_label (preview), ==, "npx -y 'with space'");

  g_signal_emit_by_name (save, "clicked");
  ui_test_wait (server_is_there, &wanted);
  server = salon_server_manager_find (wanted.servers, "files");
  g_assert_cmpstr (salon_server_config_get_command (salon_server_get_config (server)), ==, "npx");
  g_assert_cmpstrv (salon_server_config_get_arguments (salon_server_get_config (server)),
                    arguments);
  ui_test_finalize (dialog);

  /* The same name again is refused. */
  dialog = g_object_ref_sink (salon_server_dialog_new (host, NULL));
  gtk_editable_set_text (ui_test_child (dialog, "name_row"), "files");
  gtk_editable_set_text (ui_test_child (dialog, "command_row"), "true");
  g_assert_false (gtk_widget_get_sensitive (ui_test_child (dialog, "save_button")));
  ui_test_finalize (dialog);

  /* Editing shows what is there. */
  dialog = g_object_ref_sink (salon_server_dialog_new (host, server));
  g_assert_cmpstr (gtk_editable_get_text (ui_test_child (dialog, "command_row")), ==,
                   "npx -y 'with space'");
  g_assert_true (gtk_widget_get_sensitive (ui_test_child (dialog, "save_button")));
  ui_test_finalize (dialog);

  ui_test_await (salon_server_manager_remove (wanted.servers, "files"));
  ui_test_close_host (host);
}

static void
test_paste (void)
{
  SalonHost *host = ui_test_open_host ();
  AdwDialog *dialog = g_object_ref_sink (salon_paste_dialog_new (host));
  GtkTextBuffer *buffer = ui_test_child (dialog, "buffer");
  GtkWidget *add = ui_test_child (dialog, "add_button");
  AdwBanner *banner = ui_test_child (dialog, "banner");
  Wanted wanted = { salon_host_get_servers (host), "memory" };

  ui_test_assert_named (dialog);
  gtk_text_buffer_set_text (buffer, "{\"mcpServers\": {", -1);
  g_assert_false (gtk_widget_get_sensitive (add));
  g_assert_true (adw_banner_get_revealed (banner));

  gtk_text_buffer_set_text (buffer,
                            "{\"mcpServers\": {\"memory\": {\"command\": \"true\"}}}", -1);
  g_assert_true (gtk_widget_get_sensitive (add));
  g_assert_false (adw_banner_get_revealed (banner));
  g_assert_true (gtk_widget_get_visible (ui_test_child (dialog, "found_group")));

  g_signal_emit_by_name (add, "clicked");
  ui_test_wait (server_is_there, &wanted);
  ui_test_finalize (dialog);

  ui_test_await (salon_server_manager_remove (wanted.servers, "memory"));
  ui_test_close_host (host);
}

static gboolean
has_a_folder (gpointer data)
{
  const char * const *roots = salon_server_config_get_roots (salon_server_get_config (data));

  return roots != NULL && roots[0] != NULL;
}

static void
test_folders (void)
{
  SalonHost *host = ui_test_open_host ();
  SalonServerManager *servers = salon_host_get_servers (host);
  SalonServer *server = salon_server_manager_find (servers, SALON_DESKTOP_SERVER_NAME);
  GtkWidget *group = g_object_ref_sink (salon_folders_group_new ());
  const char *expected[] = { "/srv/files", NULL };

  g_assert_false (has_a_folder (server));
  salon_folders_group_set_server (SALON_FOLDERS_GROUP (group), servers, server);
  salon_folders_group_add_folder (SALON_FOLDERS_GROUP (group), "/srv/files");
  ui_test_wait (has_a_folder, server);
  g_assert_cmpstrv (salon_server_config_get_roots (salon_server_get_config (server)), expected);
  ui_test_assert_named (group);

  ui_test_finalize (group);
  ui_test_close_host (host);
}

static void
test_server_page (void)
{
  SalonHost *host = ui_test_open_host ();
  SalonServerManager *servers = salon_host_get_servers (host);
  SalonServer *server = salon_server_manager_find (servers, SALON_DESKTOP_SERVER_NAME);
  GtkWidget *page;

  g_assert_nonnull (server);
  page = g_object_ref_sink (salon_server_page_new (host, server));
  ui_test_assert_named (page);
  g_assert_false (gtk_widget_get_visible (ui_test_child (page, "manage_group")));
  g_assert_true (gtk_widget_get_visible (ui_test_child (page, "start_button")));
  g_assert_false (gtk_widget_get_visible (ui_test_child (page, "stop_button")));
  ui_test_finalize (page);

  page = g_object_ref_sink (salon_diagnostics_page_new (server));
  ui_test_assert_named (page);
  ui_test_finalize (page);

  ui_test_close_host (host);
}

static void
test_add_provider (void)
{
  SalonHost *host = ui_test_open_host ();
  SalonModelRegistry *models = salon_host_get_models (host);
  AdwDialog *dialog = g_object_ref_sink (salon_provider_dialog_new (models, NULL));
  GtkWidget *save = ui_test_child (dialog, "save_button");
  AdwComboRow *preset_row = ui_test_child (dialog, "preset_row");
  SalonModelProvider *provider;

  ui_test_assert_named (dialog);
  g_assert_true (gtk_widget_get_sensitive (save));
  adw_combo_row_set_selected (preset_row,
                              g_list_model_get_n_items (adw_combo_row_get_model (preset_row)) - 1);
  g_assert_false (gtk_widget_get_sensitive (save));
  gtk_editable_set_text (ui_test_child (dialog, "name_row"), "Custom Thing");
  gtk_editable_set_text (ui_test_child (dialog, "url_row"), "file:///etc");
  g_assert_false (gtk_widget_get_sensitive (save));
  gtk_editable_set_text (ui_test_child (dialog, "url_row"), "http://127.0.0.1:9/v1");
  g_assert_true (gtk_widget_get_sensitive (save));

  g_signal_emit_by_name (save, "clicked");
  ui_test_wait (provider_is_there, models);
  ui_test_finalize (dialog);

  provider = salon_model_registry_find (models, "custom-thing");
  dialog = g_object_ref_sink (salon_provider_dialog_new (models, provider));
  ui_test_assert_named (dialog);
  g_assert_cmpstr (gtk_editable_get_text (ui_test_child (dialog, "url_row")), ==,
                   "http://127.0.0.1:9/v1");
  ui_test_finalize (dialog);

  ui_test_await (salon_model_registry_remove_provider (models, "custom-thing"));
  ui_test_close_host (host);
}

int
main (int   argc,
      char *argv[])
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/ui/settings/pages", test_pages);
  g_test_add_func ("/ui/settings/server-is-added-as-shown", test_add_server);
  g_test_add_func ("/ui/settings/servers-are-pasted", test_paste);
  g_test_add_func ("/ui/settings/folders-of-the-built-in-server", test_folders);
  g_test_add_func ("/ui/settings/page-of-the-built-in-server", test_server_page);
  g_test_add_func ("/ui/settings/provider-is-added", test_add_provider);

  return g_test_run ();
}

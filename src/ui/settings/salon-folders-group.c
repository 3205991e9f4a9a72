/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-folders-group.h"

#include <glib/gi18n.h>

#include "salon-ui-future.h"

/**
 * SalonFoldersGroup:
 *
 * The folders that the built-in server may work in.
 */
struct _SalonFoldersGroup
{
  AdwPreferencesGroup  parent_instance;

  SalonServerManager  *manager;
  SalonServer         *server;
  GtkListBox          *list_box;
};

G_DEFINE_FINAL_TYPE (SalonFoldersGroup, salon_folders_group, ADW_TYPE_PREFERENCES_GROUP)

/* What the entry says or, as long as it says nothing, what the host takes instead. */
static char **
salon_folders_group_dup_folders (SalonFoldersGroup *self)
{
  static const GUserDirectory directories[] = {
    G_USER_DIRECTORY_DOCUMENTS,
    G_USER_DIRECTORY_DOWNLOAD,
  };
  const char * const *roots =
    salon_server_config_get_roots (salon_server_get_config (self->server));
  g_autoptr(GStrvBuilder) builder = NULL;

  if (roots != NULL)
    return g_strdupv ((char **) roots);

  builder = g_strv_builder_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (directories); i++)
    {
      const char *folder = g_get_user_special_dir (directories[i]);

      if (folder != NULL && g_strcmp0 (folder, g_get_home_dir ()) != 0)
        g_strv_builder_add (builder, folder);
    }

  return g_strv_builder_end (builder);
}

static void
on_stored_cb (GObject      *object,
              const GValue *value,
              const GError *error)
{
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (object),
                                         error != NULL
                                           ? error->message
                                           : _("Where it may read and write files"));
}

static void
salon_folders_group_store (SalonFoldersGroup  *self,
                           const char * const *folders)
{
  g_autoptr(SalonServerConfig) config =
    salon_server_config_copy (salon_server_get_config (self->server));

  salon_server_config_set_roots (config, folders);
  salon_ui_future_watch (salon_server_manager_update (self->manager,
                                                      salon_server_get_name (self->server),
                                                      config),
                         self, on_stored_cb);
}

static void
on_remove_clicked_cb (GtkButton         *button,
                      SalonFoldersGroup *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (button), ADW_TYPE_ACTION_ROW);
  const char *removed = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  g_auto(GStrv) folders = salon_folders_group_dup_folders (self);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) kept = NULL;

  for (gsize i = 0; folders[i] != NULL; i++)
    {
      if (!g_str_equal (folders[i], removed))
        g_strv_builder_add (builder, folders[i]);
    }

  kept = g_strv_builder_end (builder);
  salon_folders_group_store (self, (const char * const *) kept);
}

static GtkWidget *
salon_folders_group_create_row (SalonFoldersGroup *self,
                                const char        *folder)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE,
                                  "icon-name", "folder-symbolic",
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                  NULL);
  GtkWidget *button = g_object_new (GTK_TYPE_BUTTON,
                                    "icon-name", "user-trash-symbolic",
                                    "tooltip-text", _("Remove Folder"),
                                    "valign", GTK_ALIGN_CENTER,
                                    NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), folder);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Remove Folder"),
                                  -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove_clicked_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static void
salon_folders_group_update (SalonFoldersGroup *self)
{
  g_auto(GStrv) folders = salon_folders_group_dup_folders (self);

  gtk_list_box_remove_all (self->list_box);
  for (gsize i = 0; folders[i] != NULL; i++)
    gtk_list_box_append (self->list_box, salon_folders_group_create_row (self, folders[i]));
}

static void
on_folder_chosen_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(SalonFoldersGroup) self = user_data;
  g_autoptr(GFile) folder = NULL;

  /* A dialog that was closed without a choice changes nothing. */
  folder = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);
  if (folder != NULL && g_file_peek_path (folder) != NULL && self->server != NULL)
    salon_folders_group_add_folder (self, g_file_peek_path (folder));
}

static void
on_add_clicked_cb (SalonFoldersGroup *self)
{
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_file_dialog_set_title (dialog, _("Choose a Folder"));
  gtk_file_dialog_select_folder (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL,
                                 on_folder_chosen_cb, g_object_ref (self));
}

static void
salon_folders_group_dispose (GObject *object)
{
  SalonFoldersGroup *self = SALON_FOLDERS_GROUP (object);

  g_clear_object (&self->manager);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (salon_folders_group_parent_class)->dispose (object);
}

static void
salon_folders_group_class_init (SalonFoldersGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_folders_group_dispose;
}

static void
salon_folders_group_init (SalonFoldersGroup *self)
{
  GtkWidget *add = g_object_new (GTK_TYPE_BUTTON,
                                 "icon-name", "list-add-symbolic",
                                 "tooltip-text", _("Add Folder"),
                                 "valign", GTK_ALIGN_CENTER,
                                 NULL);
  GtkWidget *nothing = g_object_new (GTK_TYPE_LABEL,
                                     "label", _("No folder: it can’t work with files"),
                                     "wrap", TRUE,
                                     "margin-top", 18,
                                     "margin-bottom", 18,
                                     NULL);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Folders"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self),
                                         _("Where it may read and write files"));
  gtk_widget_add_css_class (add, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (add),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Add Folder"),
                                  -1);
  g_signal_connect_object (add, "clicked", G_CALLBACK (on_add_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), add);

  self->list_box = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list_box, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list_box), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_box),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Folders"),
                                  -1);
  gtk_widget_add_css_class (nothing, "dim-label");
  gtk_list_box_set_placeholder (self->list_box, nothing);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->list_box));
}

/**
 * salon_folders_group_new:
 *
 * Returns: (transfer floating): a group without a server
 */
GtkWidget *
salon_folders_group_new (void)
{
  return g_object_new (SALON_TYPE_FOLDERS_GROUP, NULL);
}

/**
 * salon_folders_group_set_server:
 * @self: the group
 * @manager: the manager of @server
 * @server: the built-in server
 *
 * Shows the folders of @server; to be called once.
 */
void
salon_folders_group_set_server (SalonFoldersGroup  *self,
                                SalonServerManager *manager,
                                SalonServer        *server)
{
  g_return_if_fail (SALON_IS_FOLDERS_GROUP (self));
  g_return_if_fail (SALON_IS_SERVER_MANAGER (manager));
  g_return_if_fail (SALON_IS_SERVER (server));
  g_return_if_fail (self->server == NULL);

  self->manager = g_object_ref (manager);
  self->server = g_object_ref (server);
  g_signal_connect_object (server, "notify::config", G_CALLBACK (salon_folders_group_update), self,
                           G_CONNECT_SWAPPED);
  salon_folders_group_update (self);
}

/**
 * salon_folders_group_add_folder:
 * @self: the group
 * @path: a folder
 *
 * Lets the server work in @path, too.
 */
void
salon_folders_group_add_folder (SalonFoldersGroup *self,
                                const char        *path)
{
  g_auto(GStrv) folders = NULL;
  g_autoptr(GStrvBuilder) builder = NULL;
  g_auto(GStrv) extended = NULL;

  g_return_if_fail (SALON_IS_FOLDERS_GROUP (self));
  g_return_if_fail (path != NULL);
  g_return_if_fail (self->server != NULL);

  folders = salon_folders_group_dup_folders (self);
  if (g_strv_contains ((const char * const *) folders, path))
    return;

  builder = g_strv_builder_new ();
  g_strv_builder_addv (builder, (const char **) folders);
  g_strv_builder_add (builder, path);
  extended = g_strv_builder_end (builder);
  salon_folders_group_store (self, (const char * const *) extended);
}

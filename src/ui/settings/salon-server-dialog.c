/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-server-dialog.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-command-line.h"
#include "salon-environment-row.h"
#include "salon-exact-text.h"
#include "salon-headers-group.h"
#include "salon-server-address.h"
#include "salon-server-config.h"
#include "salon-server-intake.h"
#include "salon-server-manager.h"
#include "salon-sign-in-row.h"
#include "salon-ui-future.h"

/**
 * SalonServerDialog:
 *
 * Adds a server, or changes one: a program on this computer, or an address. The exact command,
 * or whom Salon will connect to, is shown before: adding it is the consent to that.
 */
struct _SalonServerDialog
{
  AdwDialog          parent_instance;

  SalonHost         *host;
  SalonServer       *server;
  char             **command;

  GtkEditable       *address_row;
  AdwBanner         *banner;
  AdwEntryRow       *command_row;
  AdwComboRow       *connection_row;
  GtkEditable       *directory_row;
  GtkWidget         *environment_group;
  GtkListBox        *environment_list;
  AdwComboRow       *era_row;
  SalonHeadersGroup *headers_group;
  AdwToggleGroup    *kind_group;
  GtkEditable       *name_row;
  GtkLabel          *preview_caption;
  GtkWidget         *preview_group;
  GtkLabel          *preview_heading;
  GtkImage          *preview_image;
  GtkLabel          *preview_label;
  GtkButton         *save_button;
  SalonSignInRow    *sign_in_row;
  GtkEditable       *timeout_row;
};

/* Seconds: a day. */
#define MAX_TIMEOUT 86400

/* As they stand in the list of the form. */
static const char * const eras[] = { "auto", "modern", "legacy" };

G_DEFINE_FINAL_TYPE (SalonServerDialog, salon_server_dialog, ADW_TYPE_DIALOG)

static void
salon_server_dialog_tell (SalonServerDialog *self,
                          const char        *sentence)
{
  if (sentence != NULL)
    adw_banner_set_title (self->banner, sentence);
  adw_banner_set_revealed (self->banner, sentence != NULL);
}

static char *
dup_stripped (GtkEditable *editable)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (editable)));
}

static void
set_error_style (GtkWidget *row,
                 gboolean   wrong)
{
  if (wrong)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
}

static gboolean
salon_server_dialog_check_name (SalonServerDialog *self)
{
  SalonServerManager *servers = salon_host_get_servers (self->host);
  g_autofree char *name = dup_stripped (self->name_row);
  SalonServer *other = *name != '\0' ? salon_server_manager_find (servers, name) : NULL;
  gboolean taken = other != NULL && other != self->server;

  set_error_style (GTK_WIDGET (self->name_row), taken);
  if (taken)
    salon_server_dialog_tell (self, _("There is a server of this name already."));

  return *name != '\0' && !taken;
}

static gboolean
salon_server_dialog_is_remote (SalonServerDialog *self)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (self->kind_group), "address") == 0;
}

/* Says what adding means; @text is shown to the letter, %NULL for nothing yet. */
static void
salon_server_dialog_preview (SalonServerDialog *self,
                             const char        *text)
{
  gboolean remote = salon_server_dialog_is_remote (self);

  gtk_image_set_from_icon_name (self->preview_image,
                                remote ? "network-server-symbolic" : "computer-symbolic");
  gtk_label_set_label (self->preview_heading, remote
                                              ? _("Salon will connect to this server:")
                                              : _("This program will run on your computer:"));
  gtk_label_set_label (self->preview_caption,
                       remote ? _("It sees whatever models send to its tools. "
                                  "Add only what you trust.")
                              : _("It can do whatever you can do. Add only what you trust."));
  gtk_label_set_label (self->preview_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->preview_group, text != NULL);
}

static gboolean
salon_server_dialog_check_command (SalonServerDialog *self)
{
  g_autofree char *text = dup_stripped (GTK_EDITABLE (self->command_row));
  g_autofree char *shown = NULL;
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&self->command, g_strfreev);
  if (*text != '\0')
    self->command = salon_command_line_parse (text, &error);

  set_error_style (GTK_WIDGET (self->command_row), error != NULL);
  if (error != NULL)
    salon_server_dialog_tell (self, _("A quotation mark of the command is not closed."));

  if (self->command != NULL)
    shown = salon_command_line_format (self->command[0],
                                       (const char * const *) self->command + 1);
  salon_server_dialog_preview (self, shown);

  return self->command != NULL;
}

static gboolean
salon_server_dialog_check_address (SalonServerDialog *self)
{
  g_autofree char *address = dup_stripped (self->address_row);
  g_autofree char *origin = NULL;
  const char *sentence = NULL;
  gboolean usable = salon_server_address_check (address, &sentence);
  g_autoptr(GError) error = NULL;

  set_error_style (GTK_WIDGET (self->address_row), sentence != NULL);
  if (sentence != NULL)
    salon_server_dialog_tell (self, sentence);
  if (usable)
    origin = salon_server_address_dup_origin (address);
  salon_server_dialog_preview (self, origin);

  if (!salon_headers_group_check (self->headers_group))
    {
      salon_server_dialog_tell (self, _("The name of a header has a character in it that can not "
                                        "be there."));
      return FALSE;
    }
  if (!salon_sign_in_row_read (self->sign_in_row, NULL, &error))
    {
      salon_server_dialog_tell (self, error->message);
      return FALSE;
    }

  return usable;
}

/* 0 when there is no time in it. */
static guint
salon_server_dialog_read_timeout (SalonServerDialog *self)
{
  g_autofree char *text = dup_stripped (self->timeout_row);
  guint64 seconds = 0;

  if (!g_ascii_string_to_unsigned (text, 10, 1, MAX_TIMEOUT, &seconds, NULL))
    return 0;

  return (guint) seconds;
}

static gboolean
salon_server_dialog_check_timeout (SalonServerDialog *self)
{
  gboolean usable = salon_server_dialog_read_timeout (self) > 0;

  set_error_style (GTK_WIDGET (self->timeout_row), !usable);
  if (!usable)
    salon_server_dialog_tell (self, _("The time-out has to be a number of seconds, a day at "
                                      "most."));

  return usable;
}

static void
on_changed_cb (SalonServerDialog *self)
{
  gboolean remote = salon_server_dialog_is_remote (self);
  gboolean name_is_right;
  gboolean rest_is_right;
  gboolean timeout_is_right;

  salon_server_dialog_tell (self, NULL);
  name_is_right = salon_server_dialog_check_name (self);
  rest_is_right = remote ? salon_server_dialog_check_address (self)
                         : salon_server_dialog_check_command (self);
  timeout_is_right = salon_server_dialog_check_timeout (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button),
                            name_is_right && rest_is_right && timeout_is_right);
}

static void
on_kind_changed_cb (SalonServerDialog *self)
{
  gboolean remote = salon_server_dialog_is_remote (self);

  gtk_widget_set_visible (GTK_WIDGET (self->command_row), !remote);
  gtk_widget_set_visible (GTK_WIDGET (self->directory_row), !remote);
  gtk_widget_set_visible (self->environment_group, !remote);
  gtk_widget_set_visible (GTK_WIDGET (self->address_row), remote);
  gtk_widget_set_visible (GTK_WIDGET (self->headers_group), remote);
  gtk_widget_set_visible (GTK_WIDGET (self->connection_row), remote);
  gtk_widget_set_visible (GTK_WIDGET (self->sign_in_row), remote);
  on_changed_cb (self);
}

static void
on_cancel_clicked_cb (SalonServerDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_variable_remove_cb (SalonServerDialog *self,
                       GtkWidget         *row)
{
  gtk_list_box_remove (self->environment_list, row);
  gtk_widget_set_visible (GTK_WIDGET (self->environment_list),
                          gtk_list_box_get_row_at_index (self->environment_list, 0) != NULL);
}

static void
salon_server_dialog_add_variable (SalonServerDialog *self,
                                  const char        *assignment)
{
  GtkWidget *row = salon_environment_row_new (assignment);

  g_signal_connect_object (row, "remove", G_CALLBACK (on_variable_remove_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_append (self->environment_list, row);
  gtk_widget_set_visible (GTK_WIDGET (self->environment_list), TRUE);
  if (assignment == NULL)
    gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
}

static void
on_add_variable_clicked_cb (SalonServerDialog *self)
{
  salon_server_dialog_add_variable (self, NULL);
}

static void
on_folder_chosen_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(SalonServerDialog) self = user_data;
  g_autoptr(GFile) folder = NULL;

  /* A dialog that was closed without a choice changes nothing. */
  folder = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);
  if (folder != NULL && g_file_peek_path (folder) != NULL)
    gtk_editable_set_text (self->directory_row, g_file_peek_path (folder));
}

static void
on_choose_folder_clicked_cb (SalonServerDialog *self)
{
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_file_dialog_set_title (dialog, _("Choose the Working Folder"));
  gtk_file_dialog_select_folder (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL,
                                 on_folder_chosen_cb, g_object_ref (self));
}

static char **
salon_server_dialog_dup_environment (SalonServerDialog *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->environment_list, i)) != NULL; i++)
    {
      g_autofree char *name = salon_environment_row_dup_name (SALON_ENVIRONMENT_ROW (row));
      g_autofree char *value = salon_environment_row_dup_value (SALON_ENVIRONMENT_ROW (row));

      if (*name != '\0')
        g_strv_builder_take (builder, g_strdup_printf ("%s=%s", name, value));
    }

  return g_strv_builder_end (builder);
}

static void
salon_server_dialog_read_command (SalonServerDialog *self,
                                  SalonServerConfig *config)
{
  g_autofree char *directory = dup_stripped (self->directory_row);
  g_auto(GStrv) environment = salon_server_dialog_dup_environment (self);

  salon_server_config_set_command (config, self->command[0],
                                   (const char * const *) self->command + 1);
  salon_server_config_set_directory (config, *directory != '\0' ? directory : NULL);
  salon_server_config_set_environment (config, environment[0] != NULL
                                                 ? (const char * const *) environment
                                                 : NULL);
}

static void
salon_server_dialog_read_address (SalonServerDialog *self,
                                  SalonServerConfig *config)
{
  g_autofree char *address = dup_stripped (self->address_row);
  g_auto(GStrv) headers = salon_headers_group_dup_headers (self->headers_group);
  g_autoptr(SalonSignInOptions) sign_in = NULL;

  salon_server_config_set_url (config,
                               adw_combo_row_get_selected (self->connection_row) == 1
                                 ? SALON_SERVER_TRANSPORT_SSE
                                 : SALON_SERVER_TRANSPORT_HTTP,
                               address);
  salon_server_config_set_directory (config, NULL);
  salon_server_config_set_environment (config, NULL);
  salon_server_config_set_headers (config, (const char * const *) headers);
  /* What does not make sense can not be saved. */
  if (salon_sign_in_row_read (self->sign_in_row, &sign_in, NULL))
    salon_server_config_set_sign_in (config, sign_in);
}

static SalonServerConfig *
salon_server_dialog_create_config (SalonServerDialog *self)
{
  g_autofree char *name = dup_stripped (self->name_row);
  guint timeout = salon_server_dialog_read_timeout (self);
  SalonServerConfig *config;

  if (self->server != NULL)
    {
      config = salon_server_config_copy (salon_server_get_config (self->server));
      salon_server_config_set_name (config, name);
    }
  else
    {
      config = salon_server_config_new (name);
    }

  if (salon_server_dialog_is_remote (self))
    salon_server_dialog_read_address (self, config);
  else
    salon_server_dialog_read_command (self, config);
  salon_server_config_set_era (config, eras[adw_combo_row_get_selected (self->era_row)]);
  if (timeout != salon_server_config_get_timeout (config))
    salon_server_config_set_timeout (config, timeout);

  return config;
}

static void
on_saved_cb (GObject      *object,
             const GValue *value,
             const GError *error)
{
  SalonServerDialog *self = SALON_SERVER_DIALOG (object);

  if (error == NULL)
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }

  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), TRUE);
  salon_server_dialog_tell (self, error->message);
}

static void
on_save_clicked_cb (SalonServerDialog *self)
{
  g_autoptr(GPtrArray) configs = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto(GStrv) secrets = salon_headers_group_dup_secret_names (self->headers_group);

  g_ptr_array_add (configs, salon_server_dialog_create_config (self));
  salon_server_dialog_tell (self, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), FALSE);
  salon_ui_future_watch (
    salon_server_intake_run (self->host, configs,
                             self->server != NULL ? salon_server_get_name (self->server) : NULL,
                             (const char * const *) secrets),
    self, on_saved_cb);
}

static void
salon_server_dialog_fill_command (SalonServerDialog *self,
                                  SalonServerConfig *config)
{
  const char * const *environment = salon_server_config_get_environment (config);
  const char *directory = salon_server_config_get_directory (config);
  g_autofree char *command = NULL;

  command = salon_command_line_format (salon_server_config_get_command (config),
                                       salon_server_config_get_arguments (config));
  gtk_editable_set_text (GTK_EDITABLE (self->command_row), command);
  gtk_editable_set_text (self->directory_row, directory != NULL ? directory : "");
  for (gsize i = 0; environment != NULL && environment[i] != NULL; i++)
    salon_server_dialog_add_variable (self, environment[i]);
}

static void
salon_server_dialog_fill (SalonServerDialog *self)
{
  SalonServerConfig *config = salon_server_get_config (self->server);
  SalonServerTransport transport = salon_server_config_get_transport (config);
  const char *url = salon_server_config_get_url (config);
  g_autofree char *timeout = g_strdup_printf ("%u", salon_server_config_get_timeout (config));

  adw_dialog_set_title (ADW_DIALOG (self), _("Edit Server"));
  gtk_button_set_label (self->save_button, _("_Save"));
  gtk_editable_set_text (self->name_row, salon_server_config_get_name (config));
  gtk_editable_set_text (self->timeout_row, timeout);
  for (guint i = 0; i < G_N_ELEMENTS (eras); i++)
    if (g_str_equal (salon_server_config_get_era (config), eras[i]))
      adw_combo_row_set_selected (self->era_row, i);

  if (transport == SALON_SERVER_TRANSPORT_STDIO)
    {
      salon_server_dialog_fill_command (self, config);
      return;
    }

  gtk_editable_set_text (self->address_row, url != NULL ? url : "");
  adw_combo_row_set_selected (self->connection_row, transport == SALON_SERVER_TRANSPORT_SSE);
  salon_headers_group_set_headers (self->headers_group,
                                   salon_server_config_get_headers (config));
  salon_sign_in_row_set_options (self->sign_in_row, salon_server_config_get_sign_in (config));
  adw_toggle_group_set_active_name (self->kind_group, "address");
}

static void
salon_server_dialog_dispose (GObject *object)
{
  SalonServerDialog *self = SALON_SERVER_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_SERVER_DIALOG);
  g_clear_object (&self->host);
  g_clear_object (&self->server);
  g_clear_pointer (&self->command, g_strfreev);

  G_OBJECT_CLASS (salon_server_dialog_parent_class)->dispose (object);
}

static void
salon_server_dialog_class_init (SalonServerDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_server_dialog_dispose;

  g_type_ensure (SALON_TYPE_HEADERS_GROUP);
  g_type_ensure (SALON_TYPE_SIGN_IN_ROW);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/settings/salon-server-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, address_row);
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, command_row);
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, connection_row);
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, directory_row);
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, environment_group);
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, environment_list);
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, era_row);
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, headers_group);
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, kind_group);
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, preview_caption);
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, preview_group);
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, preview_heading);
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, preview_image);
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, preview_label);
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, sign_in_row);
  gtk_widget_class_bind_template_child (widget_class, SalonServerDialog, timeout_row);
  gtk_widget_class_bind_template_callback (widget_class, on_add_variable_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_folder_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked_cb);
}

static void
salon_server_dialog_init (SalonServerDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  salon_exact_text_apply (GTK_WIDGET (self->preview_label));
  adw_toggle_group_set_active_name (self->kind_group, "command");
}

/**
 * salon_server_dialog_new:
 * @host: the host the server is for
 * @server: (nullable): the server to change, %NULL to add one
 *
 * Returns: (transfer floating): a dialog that is not shown yet
 */
AdwDialog *
salon_server_dialog_new (SalonHost   *host,
                         SalonServer *server)
{
  SalonServerDialog *self;

  g_return_val_if_fail (SALON_IS_HOST (host), NULL);
  g_return_val_if_fail (server == NULL || SALON_IS_SERVER (server), NULL);

  self = g_object_new (SALON_TYPE_SERVER_DIALOG, NULL);
  self->host = g_object_ref (host);
  g_set_object (&self->server, server);
  if (server != NULL)
    salon_server_dialog_fill (self);
  on_kind_changed_cb (self);

  return ADW_DIALOG (self);
}

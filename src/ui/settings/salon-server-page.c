/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-server-page.h"

#include <glib/gi18n.h>

#include "salon-diagnostics-page.h"
#include "salon-exact-text.h"
#include "salon-folders-group.h"
#include "salon-mcp-tool.h"
#include "salon-server-dialog.h"
#include "salon-server-manager.h"
#include "salon-server-row.h"
#include "salon-settings-window.h"
#include "salon-sign-in-dialog.h"
#include "salon-tool-row.h"
#include "salon-ui-future.h"

/**
 * SalonServerPage:
 *
 * One server: how it is, what it runs, which tools it brings.
 */
struct _SalonServerPage
{
  AdwNavigationPage    parent_instance;

  SalonHost           *host;
  SalonServer         *server;

  AdwActionRow        *command_row;
  SalonFoldersGroup   *folders_group;
  GtkWidget           *manage_group;
  GtkWidget           *restart_button;
  GtkWidget           *sign_in_button;
  AdwActionRow        *sign_in_row;
  GtkWidget           *sign_out_button;
  GtkWidget           *spinner;
  GtkWidget           *start_button;
  GtkImage            *state_icon;
  AdwActionRow        *state_row;
  GtkWidget           *stop_button;
  AdwPreferencesGroup *tools_group;
  GtkListBox          *tools_list;
  AdwActionRow        *version_row;
};

G_DEFINE_FINAL_TYPE (SalonServerPage, salon_server_page, ADW_TYPE_NAVIGATION_PAGE)

static void
salon_server_page_update_version (SalonServerPage *self)
{
  const char *name = salon_server_get_server_title (self->server);
  const char *version = salon_server_get_server_version (self->server);
  const char *protocol = salon_server_get_protocol_version (self->server);
  g_autofree char *text = NULL;

  if (protocol != NULL)
    /* Translators: the name and version of a server's program, and of the protocol it speaks */
    text = g_strdup_printf (_("%s %s · MCP %s"), name != NULL ? name : "",
                            version != NULL ? version : "", protocol);

  adw_action_row_set_subtitle (self->version_row, text != NULL ? g_strstrip (text) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->version_row), text != NULL);
}

static void
salon_server_page_update_sign_in (SalonServerPage *self)
{
  SalonSignIn *sign_in = salon_server_get_sign_in (self->server);
  SalonMcpAuthState state = sign_in != NULL ? salon_sign_in_get_state (sign_in)
                                            : SALON_MCP_AUTH_NONE;
  SalonMcpAuthSession *session = sign_in != NULL ? salon_sign_in_get_session (sign_in) : NULL;
  const char *problem = sign_in != NULL ? salon_sign_in_get_problem (sign_in) : NULL;
  const char *issuer = session != NULL ? salon_mcp_auth_session_get_issuer (session) : NULL;
  g_autofree char *text = NULL;

  if (problem != NULL)
    text = g_strdup (problem);
  else if (state == SALON_MCP_AUTH_SIGNED_IN && issuer != NULL && !salon_sign_in_is_kept (sign_in))
    /* Translators: %s is the address of an authorization server */
    text = g_strdup_printf (_("By %s. There is no keyring, so it is forgotten when Salon quits."),
                            issuer);
  else if (state == SALON_MCP_AUTH_SIGNED_IN && issuer != NULL)
    /* Translators: %s is the address of an authorization server */
    text = g_strdup_printf (_("By %s"), issuer);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->sign_in_row),
                                 state == SALON_MCP_AUTH_SIGNED_IN ? _("Signed in")
                                 : state == SALON_MCP_AUTH_SIGNING_IN ? _("Signing in…")
                                                                      : _("Not signed in"));
  adw_action_row_set_subtitle (self->sign_in_row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->sign_in_row),
                          state != SALON_MCP_AUTH_NONE || problem != NULL);
  gtk_widget_set_visible (self->sign_in_button, state == SALON_MCP_AUTH_NEEDED || problem != NULL);
  gtk_widget_set_visible (self->sign_out_button, state == SALON_MCP_AUTH_SIGNED_IN);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "server.sign-in", sign_in != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "server.sign-out", sign_in != NULL);
}

static void
salon_server_page_update (SalonServerPage *self)
{
  SalonServerState state = salon_server_get_state (self->server);
  SalonServerConfig *config = salon_server_get_config (self->server);
  g_autofree char *command_line = salon_server_config_dup_command_line (config);
  gboolean can_start = state == SALON_SERVER_STOPPED;
  gboolean can_restart = state == SALON_SERVER_READY || state == SALON_SERVER_FAILED;
  gboolean can_stop = state == SALON_SERVER_READY || state == SALON_SERVER_STARTING;

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), salon_server_get_title (self->server));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->state_row),
                                 salon_server_get_status_text (self->server));
  adw_action_row_set_subtitle (self->state_row, "");
  salon_server_row_show_state (self->state_icon, state);
  gtk_widget_set_visible (GTK_WIDGET (self->state_icon), state != SALON_SERVER_STARTING);
  gtk_widget_set_visible (self->spinner, state == SALON_SERVER_STARTING);

  gtk_widget_set_visible (self->start_button, can_start);
  gtk_widget_set_visible (self->restart_button, can_restart);
  gtk_widget_set_visible (self->stop_button, can_stop);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "server.start", can_start);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "server.restart", can_restart);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "server.stop", can_stop);

  if (salon_server_config_get_transport (config) != SALON_SERVER_TRANSPORT_STDIO)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->command_row), _("Address"));
  adw_action_row_set_subtitle (self->command_row, command_line != NULL ? command_line : "");
  gtk_widget_set_visible (GTK_WIDGET (self->command_row),
                          command_line != NULL && !salon_server_is_built_in (self->server));
  gtk_widget_set_visible (self->manage_group, !salon_server_is_built_in (self->server));
  salon_server_page_update_version (self);
  salon_server_page_update_sign_in (self);
}

static void
salon_server_page_update_tools (SalonServerPage *self)
{
  guint n_tools = g_list_model_get_n_items (salon_server_get_tools (self->server));
  g_autofree char *text = NULL;

  if (n_tools > 0)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u tool", "%u tools", n_tools), n_tools);
  adw_preferences_group_set_description (self->tools_group, text);
}

static GtkWidget *
create_tool_row (gpointer item,
                 gpointer user_data)
{
  return salon_tool_row_new (SALON_MCP_TOOL (item));
}

static void
salon_server_page_start_action (GtkWidget  *widget,
                                const char *action_name,
                                GVariant   *parameter)
{
  /* What comes of it is the server's state. */
  dex_future_disown (salon_server_start (SALON_SERVER_PAGE (widget)->server));
}

static void
salon_server_page_restart_action (GtkWidget  *widget,
                                  const char *action_name,
                                  GVariant   *parameter)
{
  dex_future_disown (salon_server_restart (SALON_SERVER_PAGE (widget)->server));
}

static void
salon_server_page_stop_action (GtkWidget  *widget,
                               const char *action_name,
                               GVariant   *parameter)
{
  dex_future_disown (salon_server_stop (SALON_SERVER_PAGE (widget)->server));
}

static void
salon_server_page_diagnostics_action (GtkWidget  *widget,
                                      const char *action_name,
                                      GVariant   *parameter)
{
  GtkWidget *view = gtk_widget_get_ancestor (widget, ADW_TYPE_NAVIGATION_VIEW);
  GtkWidget *page = salon_diagnostics_page_new (SALON_SERVER_PAGE (widget)->server);

  adw_navigation_view_push (ADW_NAVIGATION_VIEW (view), ADW_NAVIGATION_PAGE (page));
}

static void
salon_server_page_edit_action (GtkWidget  *widget,
                               const char *action_name,
                               GVariant   *parameter)
{
  SalonServerPage *self = SALON_SERVER_PAGE (widget);

  adw_dialog_present (salon_server_dialog_new (self->host, self->server), widget);
}

static void
salon_server_page_sign_in_action (GtkWidget  *widget,
                                  const char *action_name,
                                  GVariant   *parameter)
{
  SalonServerPage *self = SALON_SERVER_PAGE (widget);

  if (salon_server_get_sign_in (self->server) != NULL)
    adw_dialog_present (salon_sign_in_dialog_new (self->server), widget);
}

static void
salon_server_page_sign_out_action (GtkWidget  *widget,
                                   const char *action_name,
                                   GVariant   *parameter)
{
  /* What goes wrong is the sign-in's problem, and shown in its row. */
  dex_future_disown (salon_server_sign_out (SALON_SERVER_PAGE (widget)->server));
}

static void
on_removed_cb (GObject      *object,
               const GValue *value,
               const GError *error)
{
  SalonServerPage *self = SALON_SERVER_PAGE (object);

  if (error != NULL)
    adw_action_row_set_subtitle (self->state_row, error->message);
}

static void
on_remove_response_cb (SalonServerPage *self)
{
  salon_ui_future_watch (
    salon_server_manager_remove (salon_host_get_servers (self->host),
                                 salon_server_get_name (self->server)),
    self, on_removed_cb);
}

static void
salon_server_page_remove_action (GtkWidget  *widget,
                                 const char *action_name,
                                 GVariant   *parameter)
{
  SalonServerPage *self = SALON_SERVER_PAGE (widget);
  AdwDialog *dialog = adw_alert_dialog_new (NULL, NULL);

  adw_alert_dialog_format_heading (ADW_ALERT_DIALOG (dialog), _("Remove “%s”?"),
                                   salon_server_get_title (self->server));
  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (dialog),
                             _("It is stopped and taken out of the configuration. "
                               "Models can no longer ask for its tools."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog),
                                  "cancel", _("_Cancel"),
                                  "remove", _("_Remove"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "remove",
                                            ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response::remove", G_CALLBACK (on_remove_response_cb), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, widget);
}

/* The server may also disappear from the file; its page has nothing to show then. */
static void
on_servers_changed_cb (SalonServerPage *self)
{
  SalonServerManager *servers = salon_host_get_servers (self->host);
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);

  if (view != NULL
      && salon_server_manager_find (servers, salon_server_get_name (self->server)) != self->server)
    adw_navigation_view_pop_to_tag (ADW_NAVIGATION_VIEW (view), "servers");
}

static void
salon_server_page_dispose (GObject *object)
{
  SalonServerPage *self = SALON_SERVER_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_SERVER_PAGE);
  g_clear_object (&self->host);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (salon_server_page_parent_class)->dispose (object);
}

static void
salon_server_page_class_init (SalonServerPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_server_page_dispose;

  g_type_ensure (SALON_TYPE_FOLDERS_GROUP);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/settings/salon-server-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonServerPage, command_row);
  gtk_widget_class_bind_template_child (widget_class, SalonServerPage, folders_group);
  gtk_widget_class_bind_template_child (widget_class, SalonServerPage, manage_group);
  gtk_widget_class_bind_template_child (widget_class, SalonServerPage, restart_button);
  gtk_widget_class_bind_template_child (widget_class, SalonServerPage, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, SalonServerPage, sign_in_row);
  gtk_widget_class_bind_template_child (widget_class, SalonServerPage, sign_out_button);
  gtk_widget_class_bind_template_child (widget_class, SalonServerPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, SalonServerPage, start_button);
  gtk_widget_class_bind_template_child (widget_class, SalonServerPage, state_icon);
  gtk_widget_class_bind_template_child (widget_class, SalonServerPage, state_row);
  gtk_widget_class_bind_template_child (widget_class, SalonServerPage, stop_button);
  gtk_widget_class_bind_template_child (widget_class, SalonServerPage, tools_group);
  gtk_widget_class_bind_template_child (widget_class, SalonServerPage, tools_list);
  gtk_widget_class_bind_template_child (widget_class, SalonServerPage, version_row);

  gtk_widget_class_install_action (widget_class, "server.diagnostics", NULL,
                                   salon_server_page_diagnostics_action);
  gtk_widget_class_install_action (widget_class, "server.edit", NULL,
                                   salon_server_page_edit_action);
  gtk_widget_class_install_action (widget_class, "server.remove", NULL,
                                   salon_server_page_remove_action);
  gtk_widget_class_install_action (widget_class, "server.restart", NULL,
                                   salon_server_page_restart_action);
  gtk_widget_class_install_action (widget_class, "server.sign-in", NULL,
                                   salon_server_page_sign_in_action);
  gtk_widget_class_install_action (widget_class, "server.sign-out", NULL,
                                   salon_server_page_sign_out_action);
  gtk_widget_class_install_action (widget_class, "server.start", NULL,
                                   salon_server_page_start_action);
  gtk_widget_class_install_action (widget_class, "server.stop", NULL,
                                   salon_server_page_stop_action);
}

static void
salon_server_page_init (SalonServerPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->command_row), FALSE);
  salon_exact_text_apply (GTK_WIDGET (self->command_row));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->version_row), FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->sign_in_row), FALSE);
}

/**
 * salon_server_page_new:
 * @host: the host of @server
 * @server: the server to show
 *
 * Returns: (transfer floating): a page
 */
GtkWidget *
salon_server_page_new (SalonHost   *host,
                       SalonServer *server)
{
  SalonServerPage *self;

  g_return_val_if_fail (SALON_IS_HOST (host), NULL);
  g_return_val_if_fail (SALON_IS_SERVER (server), NULL);

  self = g_object_new (SALON_TYPE_SERVER_PAGE, NULL);
  self->host = g_object_ref (host);
  self->server = g_object_ref (server);

  if (salon_server_is_built_in (server))
    {
      salon_folders_group_set_server (self->folders_group, salon_host_get_servers (host), server);
      gtk_widget_set_visible (GTK_WIDGET (self->folders_group), TRUE);
    }

  gtk_list_box_bind_model (self->tools_list, salon_server_get_tools (server), create_tool_row,
                           NULL, NULL);
  g_signal_connect_object (server, "notify", G_CALLBACK (salon_server_page_update), self,
                           G_CONNECT_SWAPPED);
  if (salon_server_get_sign_in (server) != NULL)
    g_signal_connect_object (salon_server_get_sign_in (server), "notify",
                             G_CALLBACK (salon_server_page_update_sign_in), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (salon_server_get_tools (server), "items-changed",
                           G_CALLBACK (salon_server_page_update_tools), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (salon_host_get_servers (host), "items-changed",
                           G_CALLBACK (on_servers_changed_cb), self, G_CONNECT_SWAPPED);
  salon_server_page_update (self);
  salon_server_page_update_tools (self);

  return GTK_WIDGET (self);
}

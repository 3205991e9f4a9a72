/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-server-row.h"

#include <glib/gi18n.h>

#include "salon-ui-future.h"

/**
 * SalonServerRow:
 *
 * A server with its state, in words, and the switch that turns it on and off.
 */
struct _SalonServerRow
{
  AdwActionRow        parent_instance;

  SalonServerManager *manager;
  SalonServer        *server;
  gboolean            updating;

  GtkImage           *icon;
  GtkWidget          *spinner;
  GtkSwitch          *enabled_switch;
};

G_DEFINE_FINAL_TYPE (SalonServerRow, salon_server_row, ADW_TYPE_ACTION_ROW)

/**
 * salon_server_row_show_state:
 * @image: an image
 * @state: the state of a server
 *
 * Gives @image the icon, the colour and the words of @state.
 */
void
salon_server_row_show_state (GtkImage         *image,
                             SalonServerState  state)
{
  const char *icon_name = "salon-stopped-symbolic";
  const char *style = "dim-label";
  const char *words = NULL;
  const char *classes[2] = { NULL, NULL };

  g_return_if_fail (GTK_IS_IMAGE (image));

  switch (state)
    {
    case SALON_SERVER_READY:
      icon_name = "salon-ready-symbolic";
      style = "success";
      words = _("Running");
      break;

    case SALON_SERVER_FAILED:
      icon_name = "dialog-warning-symbolic";
      style = "warning";
      words = _("Failed");
      break;

    case SALON_SERVER_STARTING:
      words = _("Starting");
      break;

    case SALON_SERVER_DISABLED:
      words = _("Switched off");
      break;

    case SALON_SERVER_STOPPED:
    default:
      words = _("Not running");
      break;
    }

  classes[0] = style;
  gtk_widget_set_css_classes (GTK_WIDGET (image), classes);
  gtk_image_set_from_icon_name (image, icon_name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (image), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
}

static void
salon_server_row_update (SalonServerRow *self)
{
  SalonServerState state = salon_server_get_state (self->server);
  g_autofree char *label = NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), salon_server_get_title (self->server));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), salon_server_get_status_text (self->server));
  salon_server_row_show_state (self->icon, state);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), state != SALON_SERVER_STARTING);
  gtk_widget_set_visible (self->spinner, state == SALON_SERVER_STARTING);

  self->updating = TRUE;
  gtk_switch_set_active (self->enabled_switch, state != SALON_SERVER_DISABLED);
  self->updating = FALSE;

  /* Translators: what a screen reader says for the switch; %s is the name of a server */
  label = g_strdup_printf (_("Use %s"), salon_server_get_title (self->server));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->enabled_switch),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
on_enabled_cb (GObject      *object,
               const GValue *value,
               const GError *error)
{
  SalonServerRow *self = SALON_SERVER_ROW (object);

  salon_server_row_update (self);
  if (error != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), error->message);
}

static void
on_active_cb (SalonServerRow *self)
{
  if (self->updating)
    return;

  salon_ui_future_watch (salon_server_manager_set_enabled (
                           self->manager, salon_server_get_name (self->server),
                           gtk_switch_get_active (self->enabled_switch)),
                         self, on_enabled_cb);
}

static void
salon_server_row_dispose (GObject *object)
{
  SalonServerRow *self = SALON_SERVER_ROW (object);

  g_clear_object (&self->manager);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (salon_server_row_parent_class)->dispose (object);
}

static void
salon_server_row_class_init (SalonServerRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_server_row_dispose;
}

static void
salon_server_row_init (SalonServerRow *self)
{
  GtkWidget *next = g_object_new (GTK_TYPE_IMAGE,
                                  "icon-name", "go-next-symbolic",
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                  NULL);

  /* Names and sentences come from outside. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 3);

  self->icon = GTK_IMAGE (gtk_image_new ());
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->icon));
  self->spinner = adw_spinner_new ();
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->spinner);

  self->enabled_switch = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->enabled_switch), GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->enabled_switch));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), next);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
}

/**
 * salon_server_row_new:
 * @manager: the manager of @server
 * @server: the server to show
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
salon_server_row_new (SalonServerManager *manager,
                      SalonServer        *server)
{
  SalonServerRow *self;

  g_return_val_if_fail (SALON_IS_SERVER_MANAGER (manager), NULL);
  g_return_val_if_fail (SALON_IS_SERVER (server), NULL);

  self = g_object_new (SALON_TYPE_SERVER_ROW, NULL);
  self->manager = g_object_ref (manager);
  self->server = g_object_ref (server);
  g_signal_connect_object (server, "notify", G_CALLBACK (salon_server_row_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->enabled_switch, "notify::active", G_CALLBACK (on_active_cb), self,
                           G_CONNECT_SWAPPED);
  salon_server_row_update (self);

  return GTK_WIDGET (self);
}

/**
 * salon_server_row_get_server:
 * @self: a row
 *
 * Returns: (transfer none): the server shown
 */
SalonServer *
salon_server_row_get_server (SalonServerRow *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_ROW (self), NULL);

  return self->server;
}

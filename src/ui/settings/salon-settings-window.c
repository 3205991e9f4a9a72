/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-settings-window.h"

#include <glib/gi18n.h>

#include "salon-models-page.h"
#include "salon-servers-page.h"

/**
 * SalonSettingsWindow:
 *
 * The settings: which models there are, and which servers bring tools. A window of its own,
 * because forms and lists of tools need room beside a chat.
 */
struct _SalonSettingsWindow
{
  AdwWindow               parent_instance;

  SalonHost              *host;
  SalonModelsPage        *models_page;
  SalonServersPage       *servers_page;

  AdwNavigationPage      *content_page;
  GtkListBox             *list_box;
  GtkListBoxRow          *models_row;
  AdwNavigationView      *navigation_view;
  GtkListBoxRow          *servers_row;
  AdwNavigationSplitView *split_view;
  AdwToastOverlay        *toast_overlay;
};

enum
{
  PROP_0,
  PROP_HOST,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SalonSettingsWindow, salon_settings_window, ADW_TYPE_WINDOW)

static void
on_row_activated_cb (SalonSettingsWindow *self,
                     GtkListBoxRow       *row)
{
  salon_settings_window_show_page (self, gtk_widget_get_name (GTK_WIDGET (row)));
}

static void
salon_settings_window_add_provider_action (GtkWidget  *widget,
                                           const char *action_name,
                                           GVariant   *parameter)
{
  SalonSettingsWindow *self = SALON_SETTINGS_WINDOW (widget);

  salon_settings_window_show_page (self, "models");
  salon_models_page_add_provider (self->models_page);
}

static void
salon_settings_window_add_server_action (GtkWidget  *widget,
                                         const char *action_name,
                                         GVariant   *parameter)
{
  SalonSettingsWindow *self = SALON_SETTINGS_WINDOW (widget);

  salon_settings_window_show_page (self, "servers");
  salon_servers_page_add_server (self->servers_page);
}

static void
salon_settings_window_constructed (GObject *object)
{
  SalonSettingsWindow *self = SALON_SETTINGS_WINDOW (object);

  G_OBJECT_CLASS (salon_settings_window_parent_class)->constructed (object);

  self->models_page =
    SALON_MODELS_PAGE (salon_models_page_new (salon_host_get_models (self->host)));
  self->servers_page = SALON_SERVERS_PAGE (salon_servers_page_new (self->host));
  g_object_ref_sink (self->models_page);
  g_object_ref_sink (self->servers_page);
  salon_settings_window_show_page (self, "models");
}

static void
salon_settings_window_dispose (GObject *object)
{
  SalonSettingsWindow *self = SALON_SETTINGS_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_SETTINGS_WINDOW);
  g_clear_object (&self->models_page);
  g_clear_object (&self->servers_page);
  g_clear_object (&self->host);

  G_OBJECT_CLASS (salon_settings_window_parent_class)->dispose (object);
}

static void
salon_settings_window_set_property (GObject      *object,
                                    guint         property_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  SalonSettingsWindow *self = SALON_SETTINGS_WINDOW (object);

  switch (property_id)
    {
    case PROP_HOST:
      self->host = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_settings_window_class_init (SalonSettingsWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = salon_settings_window_constructed;
  object_class->dispose = salon_settings_window_dispose;
  object_class->set_property = salon_settings_window_set_property;

  /**
   * SalonSettingsWindow:host:
   *
   * The host that is set up.
   */
  properties[PROP_HOST] =
    g_param_spec_object ("host", NULL, NULL, SALON_TYPE_HOST,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/settings/salon-settings-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonSettingsWindow, content_page);
  gtk_widget_class_bind_template_child (widget_class, SalonSettingsWindow, list_box);
  gtk_widget_class_bind_template_child (widget_class, SalonSettingsWindow, models_row);
  gtk_widget_class_bind_template_child (widget_class, SalonSettingsWindow, navigation_view);
  gtk_widget_class_bind_template_child (widget_class, SalonSettingsWindow, servers_row);
  gtk_widget_class_bind_template_child (widget_class, SalonSettingsWindow, split_view);
  gtk_widget_class_bind_template_child (widget_class, SalonSettingsWindow, toast_overlay);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);

  gtk_widget_class_install_action (widget_class, "settings.add-provider", NULL,
                                   salon_settings_window_add_provider_action);
  gtk_widget_class_install_action (widget_class, "settings.add-server", NULL,
                                   salon_settings_window_add_server_action);
}

static void
salon_settings_window_init (SalonSettingsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * salon_settings_window_new:
 * @host: the host that is set up
 *
 * Returns: (transfer none): a window that is not shown yet
 */
GtkWidget *
salon_settings_window_new (SalonHost *host)
{
  g_return_val_if_fail (SALON_IS_HOST (host), NULL);

  return g_object_new (SALON_TYPE_SETTINGS_WINDOW, "host", host, NULL);
}

/**
 * salon_settings_window_show_page:
 * @self: the window
 * @name: "models" or "servers"
 *
 * Shows a page; an unknown name shows the first one.
 */
void
salon_settings_window_show_page (SalonSettingsWindow *self,
                                 const char          *name)
{
  gboolean servers = g_strcmp0 (name, "servers") == 0;
  AdwNavigationPage *page;

  g_return_if_fail (SALON_IS_SETTINGS_WINDOW (self));

  page = servers ? ADW_NAVIGATION_PAGE (self->servers_page)
                 : ADW_NAVIGATION_PAGE (self->models_page);
  gtk_list_box_select_row (self->list_box, servers ? self->servers_row : self->models_row);
  adw_navigation_view_replace (self->navigation_view, &page, 1);
  adw_navigation_page_set_title (self->content_page, adw_navigation_page_get_title (page));
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

/**
 * salon_settings_window_add_toast:
 * @self: the window
 * @toast: (transfer full): what to tell
 */
void
salon_settings_window_add_toast (SalonSettingsWindow *self,
                                 AdwToast            *toast)
{
  g_return_if_fail (SALON_IS_SETTINGS_WINDOW (self));
  g_return_if_fail (ADW_IS_TOAST (toast));

  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

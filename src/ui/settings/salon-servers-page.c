/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-servers-page.h"

#include <glib/gi18n.h>

#include "salon-paste-dialog.h"
#include "salon-server-dialog.h"
#include "salon-server-manager.h"
#include "salon-server-page.h"
#include "salon-server-row.h"

/**
 * SalonServersPage:
 *
 * The servers, what state they are in, and the ways to add one.
 */
struct _SalonServersPage
{
  AdwNavigationPage  parent_instance;

  SalonHost         *host;

  AdwBanner         *banner;
  GtkListBox        *list_box;
};

enum
{
  PROP_0,
  PROP_HOST,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SalonServersPage, salon_servers_page, ADW_TYPE_NAVIGATION_PAGE)

static void
on_row_activated_cb (SalonServersPage *self,
                     GtkListBoxRow    *row)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);
  GtkWidget *page = salon_server_page_new (self->host,
                                           salon_server_row_get_server (SALON_SERVER_ROW (row)));

  adw_navigation_view_push (ADW_NAVIGATION_VIEW (view), ADW_NAVIGATION_PAGE (page));
}

static void
on_add_activated_cb (SalonServersPage *self)
{
  salon_servers_page_add_server (self);
}

static void
on_paste_activated_cb (SalonServersPage *self)
{
  adw_dialog_present (salon_paste_dialog_new (self->host), GTK_WIDGET (self));
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  SalonServersPage *self = SALON_SERVERS_PAGE (user_data);

  return salon_server_row_new (salon_host_get_servers (self->host), SALON_SERVER (item));
}

static void
salon_servers_page_update_banner (SalonServersPage *self)
{
  const char *problem = salon_server_manager_get_problem (salon_host_get_servers (self->host));

  if (problem != NULL)
    adw_banner_set_title (self->banner, problem);
  adw_banner_set_revealed (self->banner, problem != NULL);
}

static void
salon_servers_page_constructed (GObject *object)
{
  SalonServersPage *self = SALON_SERVERS_PAGE (object);
  SalonServerManager *servers = salon_host_get_servers (self->host);

  G_OBJECT_CLASS (salon_servers_page_parent_class)->constructed (object);

  gtk_list_box_bind_model (self->list_box, G_LIST_MODEL (servers), create_row, self, NULL);
  g_signal_connect_object (servers, "notify::problem",
                           G_CALLBACK (salon_servers_page_update_banner), self,
                           G_CONNECT_SWAPPED);
  salon_servers_page_update_banner (self);
}

static void
salon_servers_page_dispose (GObject *object)
{
  SalonServersPage *self = SALON_SERVERS_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_SERVERS_PAGE);
  g_clear_object (&self->host);

  G_OBJECT_CLASS (salon_servers_page_parent_class)->dispose (object);
}

static void
salon_servers_page_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  SalonServersPage *self = SALON_SERVERS_PAGE (object);

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
salon_servers_page_class_init (SalonServersPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = salon_servers_page_constructed;
  object_class->dispose = salon_servers_page_dispose;
  object_class->set_property = salon_servers_page_set_property;

  /**
   * SalonServersPage:host:
   *
   * The host whose servers are shown.
   */
  properties[PROP_HOST] =
    g_param_spec_object ("host", NULL, NULL, SALON_TYPE_HOST,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/settings/salon-servers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonServersPage, banner);
  gtk_widget_class_bind_template_child (widget_class, SalonServersPage, list_box);
  gtk_widget_class_bind_template_callback (widget_class, on_add_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_paste_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
}

static void
salon_servers_page_init (SalonServersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * salon_servers_page_new:
 * @host: the host whose servers are shown
 *
 * Returns: (transfer floating): a page
 */
GtkWidget *
salon_servers_page_new (SalonHost *host)
{
  g_return_val_if_fail (SALON_IS_HOST (host), NULL);

  return g_object_new (SALON_TYPE_SERVERS_PAGE, "host", host, NULL);
}

/**
 * salon_servers_page_add_server:
 * @self: the page
 *
 * Opens the dialog that adds a server.
 */
void
salon_servers_page_add_server (SalonServersPage *self)
{
  g_return_if_fail (SALON_IS_SERVERS_PAGE (self));

  adw_dialog_present (salon_server_dialog_new (self->host, NULL), GTK_WIDGET (self));
}

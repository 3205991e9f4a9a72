/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-diagnostics-page.h"

#include <glib/gi18n.h>

#include "salon-ring.h"

/**
 * SalonDiagnosticsPage:
 *
 * What a server wrote to its error output and the messages exchanged with it, as far as they
 * are still kept, as text to read and to copy.
 */
struct _SalonDiagnosticsPage
{
  AdwNavigationPage  parent_instance;

  SalonServer       *server;

  GtkTextView       *output_view;
  AdwViewStack      *stack;
  GtkTextView       *traffic_view;
};

G_DEFINE_FINAL_TYPE (SalonDiagnosticsPage, salon_diagnostics_page, ADW_TYPE_NAVIGATION_PAGE)

static char *
dup_ring_text (SalonRing *ring)
{
  return ring != NULL && salon_ring_get_count (ring) > 0 ? salon_ring_to_text (ring) : NULL;
}

static void
show_text (GtkTextView *view,
           SalonRing   *ring,
           const char  *nothing)
{
  g_autofree char *text = dup_ring_text (ring);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text != NULL ? text : nothing, -1);
}

static void
salon_diagnostics_page_refresh (SalonDiagnosticsPage *self)
{
  show_text (self->output_view, salon_server_get_diagnostics (self->server),
             _("The program has not written anything to its error output."));
  show_text (self->traffic_view, salon_server_get_traffic (self->server),
             _("No messages have been exchanged."));
}

static void
salon_diagnostics_page_refresh_action (GtkWidget  *widget,
                                       const char *action_name,
                                       GVariant   *parameter)
{
  salon_diagnostics_page_refresh (SALON_DIAGNOSTICS_PAGE (widget));
}

static void
salon_diagnostics_page_copy_action (GtkWidget  *widget,
                                    const char *action_name,
                                    GVariant   *parameter)
{
  SalonDiagnosticsPage *self = SALON_DIAGNOSTICS_PAGE (widget);
  const char *shown = adw_view_stack_get_visible_child_name (self->stack);
  gboolean traffic = g_strcmp0 (shown, "traffic") == 0;
  g_autofree char *text = NULL;

  text = dup_ring_text (traffic ? salon_server_get_traffic (self->server)
                                : salon_server_get_diagnostics (self->server));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text != NULL ? text : "");
}

static void
salon_diagnostics_page_dispose (GObject *object)
{
  SalonDiagnosticsPage *self = SALON_DIAGNOSTICS_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_DIAGNOSTICS_PAGE);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (salon_diagnostics_page_parent_class)->dispose (object);
}

static void
salon_diagnostics_page_class_init (SalonDiagnosticsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_diagnostics_page_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/settings/salon-diagnostics-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonDiagnosticsPage, output_view);
  gtk_widget_class_bind_template_child (widget_class, SalonDiagnosticsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SalonDiagnosticsPage, traffic_view);

  gtk_widget_class_install_action (widget_class, "diagnostics.copy", NULL,
                                   salon_diagnostics_page_copy_action);
  gtk_widget_class_install_action (widget_class, "diagnostics.refresh", NULL,
                                   salon_diagnostics_page_refresh_action);
}

static void
salon_diagnostics_page_init (SalonDiagnosticsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * salon_diagnostics_page_new:
 * @server: the server to look into
 *
 * Returns: (transfer floating): a page
 */
GtkWidget *
salon_diagnostics_page_new (SalonServer *server)
{
  SalonDiagnosticsPage *self;

  g_return_val_if_fail (SALON_IS_SERVER (server), NULL);

  self = g_object_new (SALON_TYPE_DIAGNOSTICS_PAGE, NULL);
  self->server = g_object_ref (server);
  salon_diagnostics_page_refresh (self);

  return GTK_WIDGET (self);
}

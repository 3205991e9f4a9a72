/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-start-page.h"

#include <glib/gi18n.h>

#include "salon-server.h"

/**
 * SalonStartPage:
 *
 * What a new chat shows: a few things to try that the tools at hand can do.
 */
struct _SalonStartPage
{
  AdwBin              parent_instance;

  SalonServerManager *servers;

  AdwWrapBox         *prompts;
};

typedef struct
{
  const char *icon_name;
  const char *prompt;
  gboolean    needs_desktop_server;
} Example;

static const Example examples[] = {
  { "salon-clock-symbolic", N_("What time is it?"), TRUE },
  { "folder-symbolic", N_("List the folders you can see"), TRUE },
  { "format-text-rich-symbolic", N_("Show me what Markdown looks like"), FALSE },
  { "salon-tools-symbolic", N_("What can you do with your tools?"), FALSE },
};

enum
{
  PROP_0,
  PROP_SERVERS,
  N_PROPS
};

enum
{
  PROMPT_CHOSEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SalonStartPage, salon_start_page, ADW_TYPE_BIN)

static void
salon_start_page_choose_action (GtkWidget  *widget,
                                const char *action_name,
                                GVariant   *parameter)
{
  g_signal_emit (widget, signals[PROMPT_CHOSEN], 0, g_variant_get_string (parameter, NULL));
}

static gboolean
salon_start_page_has_desktop_server (SalonStartPage *self)
{
  SalonServer *server = NULL;

  if (self->servers != NULL)
    server = salon_server_manager_find (self->servers, SALON_DESKTOP_SERVER_NAME);

  return server != NULL && salon_server_get_state (server) != SALON_SERVER_DISABLED;
}

static GtkWidget *
create_prompt_button (const Example *example)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE,
                                   "icon-name", example->icon_name,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   NULL);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "label", _(example->prompt),
                                   "ellipsize", PANGO_ELLIPSIZE_END,
                                   NULL);

  gtk_box_append (GTK_BOX (content), image);
  gtk_box_append (GTK_BOX (content), label);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "start.choose");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", _(example->prompt));
  gtk_widget_add_css_class (button, "prompt");

  return button;
}

static void
salon_start_page_update (SalonStartPage *self)
{
  gboolean has_desktop_server = salon_start_page_has_desktop_server (self);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->prompts))) != NULL)
    adw_wrap_box_remove (self->prompts, child);

  for (gsize i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      if (has_desktop_server || !examples[i].needs_desktop_server)
        adw_wrap_box_append (self->prompts, create_prompt_button (&examples[i]));
    }
}

static void
salon_start_page_map (GtkWidget *widget)
{
  /* Servers may have been switched on or off since the page was last seen. */
  salon_start_page_update (SALON_START_PAGE (widget));

  GTK_WIDGET_CLASS (salon_start_page_parent_class)->map (widget);
}

static void
salon_start_page_dispose (GObject *object)
{
  SalonStartPage *self = SALON_START_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_START_PAGE);
  g_clear_object (&self->servers);

  G_OBJECT_CLASS (salon_start_page_parent_class)->dispose (object);
}

static void
salon_start_page_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SalonStartPage *self = SALON_START_PAGE (object);

  switch (property_id)
    {
    case PROP_SERVERS:
      g_value_set_object (value, self->servers);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_start_page_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SalonStartPage *self = SALON_START_PAGE (object);

  switch (property_id)
    {
    case PROP_SERVERS:
      salon_start_page_set_servers (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_start_page_class_init (SalonStartPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_start_page_dispose;
  object_class->get_property = salon_start_page_get_property;
  object_class->set_property = salon_start_page_set_property;
  widget_class->map = salon_start_page_map;

  /**
   * SalonStartPage:servers: (nullable)
   *
   * The servers that decide what can be tried.
   */
  properties[PROP_SERVERS] =
    g_param_spec_object ("servers", NULL, NULL, SALON_TYPE_SERVER_MANAGER,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * SalonStartPage::prompt-chosen:
   * @self: the page
   * @prompt: what the user wants to ask
   */
  signals[PROMPT_CHOSEN] = g_signal_new ("prompt-chosen", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/window/salon-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonStartPage, prompts);
  gtk_widget_class_install_action (widget_class, "start.choose", "s",
                                   salon_start_page_choose_action);
}

static void
salon_start_page_init (SalonStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * salon_start_page_new:
 *
 * Returns: (transfer floating): a page
 */
GtkWidget *
salon_start_page_new (void)
{
  return g_object_new (SALON_TYPE_START_PAGE, NULL);
}

/**
 * salon_start_page_get_servers:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): the servers that decide what can be tried
 */
SalonServerManager *
salon_start_page_get_servers (SalonStartPage *self)
{
  g_return_val_if_fail (SALON_IS_START_PAGE (self), NULL);

  return self->servers;
}

/**
 * salon_start_page_set_servers:
 * @self: the page
 * @servers: (nullable): the servers that decide what can be tried
 */
void
salon_start_page_set_servers (SalonStartPage     *self,
                              SalonServerManager *servers)
{
  g_return_if_fail (SALON_IS_START_PAGE (self));
  g_return_if_fail (servers == NULL || SALON_IS_SERVER_MANAGER (servers));

  if (self->servers == servers)
    return;

  if (self->servers != NULL)
    g_signal_handlers_disconnect_by_data (self->servers, self);

  g_set_object (&self->servers, servers);

  if (servers != NULL)
    g_signal_connect_object (servers, "items-changed", G_CALLBACK (salon_start_page_update), self,
                             G_CONNECT_SWAPPED);

  salon_start_page_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVERS]);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-chat-view.h"

#include <glib/gi18n.h>

#include "salon-composer.h"
#include "salon-model-registry.h"
#include "salon-server-manager.h"
#include "salon-server.h"
#include "salon-start-page.h"
#include "salon-transcript.h"
#include "salon-welcome-page.h"

/**
 * SalonChatView:
 *
 * One chat: what has been said, or what could be asked, and the composer below it.
 */
struct _SalonChatView
{
  AdwBin               parent_instance;

  SalonHost           *host;
  SalonConversation   *conversation;
  GtkFlattenListModel *tools;
  gboolean             welcoming;

  SalonComposer       *composer;
  GtkWidget           *composer_clamp;
  GtkStack            *stack;
  SalonStartPage      *start_page;
  AdwToastOverlay     *toast_overlay;
  GtkWidget           *transcript;
  SalonWelcomePage    *welcome_page;
};

enum
{
  PROP_0,
  PROP_CONVERSATION,
  PROP_HOST,
  N_PROPS
};

enum
{
  WELCOMED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SalonChatView, salon_chat_view, ADW_TYPE_BIN)

static void
salon_chat_view_update_page (SalonChatView *self)
{
  const char *page;

  if (self->conversation == NULL)
    page = self->welcoming ? "welcome" : "loading";
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->conversation)) > 0)
    page = "transcript";
  else
    page = self->welcoming ? "welcome" : "start";

  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_visible (self->composer_clamp, !g_str_equal (page, "welcome"));
}

static guint
count_enabled_servers (SalonServerManager *servers)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (servers));
  guint n_enabled = 0;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(SalonServer) server = g_list_model_get_item (G_LIST_MODEL (servers), i);

      if (salon_server_get_state (server) != SALON_SERVER_DISABLED)
        n_enabled++;
    }

  return n_enabled;
}

/* Servers start when they are first needed; until one runs only they can be counted. */
static void
salon_chat_view_update_tools (SalonChatView *self)
{
  g_autofree char *label = NULL;
  guint n_tools;
  guint n_servers;

  if (self->host == NULL)
    {
      salon_composer_set_tools_label (self->composer, NULL);
      return;
    }

  n_tools = g_list_model_get_n_items (G_LIST_MODEL (self->tools));
  n_servers = count_enabled_servers (salon_host_get_servers (self->host));

  if (n_tools > 0)
    label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u tool", "%u tools", n_tools),
                             n_tools);
  else if (n_servers > 0)
    label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u server", "%u servers", n_servers),
                             n_servers);
  else
    label = g_strdup (_("No tools"));

  salon_composer_set_tools_label (self->composer, label);
}

static void
on_servers_changed_cb (SalonChatView *self,
                       guint          position,
                       guint          removed,
                       guint          added,
                       GListModel    *servers)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(SalonServer) server = g_list_model_get_item (servers, i);

      g_signal_connect_object (server, "notify::state",
                               G_CALLBACK (salon_chat_view_update_tools), self,
                               G_CONNECT_SWAPPED);
    }

  salon_chat_view_update_tools (self);
}

static gpointer
get_tools_of_server (gpointer item,
                     gpointer user_data)
{
  g_autoptr(SalonServer) server = item;

  return g_object_ref (salon_server_get_tools (server));
}

static void
on_prompt_chosen_cb (SalonChatView *self,
                     const char    *prompt)
{
  salon_composer_set_text (self->composer, prompt);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

static void
on_model_chosen_cb (SalonChatView *self)
{
  self->welcoming = FALSE;
  salon_chat_view_update_page (self);
  g_signal_emit (self, signals[WELCOMED], 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

/* A model that was connected in the settings settles the question as well. */
static void
on_configured_cb (SalonChatView *self)
{
  if (self->welcoming && salon_model_registry_is_configured (salon_host_get_models (self->host)))
    on_model_chosen_cb (self);
}

static void
salon_chat_view_dispose (GObject *object)
{
  SalonChatView *self = SALON_CHAT_VIEW (object);

  salon_chat_view_set_conversation (self, NULL);
  salon_chat_view_set_host (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_CHAT_VIEW);
  g_clear_object (&self->tools);

  G_OBJECT_CLASS (salon_chat_view_parent_class)->dispose (object);
}

static void
salon_chat_view_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SalonChatView *self = SALON_CHAT_VIEW (object);

  switch (property_id)
    {
    case PROP_CONVERSATION:
      g_value_set_object (value, self->conversation);
      break;

    case PROP_HOST:
      g_value_set_object (value, self->host);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_chat_view_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SalonChatView *self = SALON_CHAT_VIEW (object);

  switch (property_id)
    {
    case PROP_CONVERSATION:
      salon_chat_view_set_conversation (self, g_value_get_object (value));
      break;

    case PROP_HOST:
      salon_chat_view_set_host (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_chat_view_class_init (SalonChatViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = salon_chat_view_dispose;
  object_class->get_property = salon_chat_view_get_property;
  object_class->set_property = salon_chat_view_set_property;

  /**
   * SalonChatView:conversation: (nullable)
   *
   * The chat shown.
   */
  properties[PROP_CONVERSATION] =
    g_param_spec_object ("conversation", NULL, NULL, SALON_TYPE_CONVERSATION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * SalonChatView:host: (nullable)
   *
   * The host whose tools and models are offered.
   */
  properties[PROP_HOST] =
    g_param_spec_object ("host", NULL, NULL, SALON_TYPE_HOST,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * SalonChatView::welcomed:
   * @self: the view
   *
   * The user has settled on a first model.
   */
  signals[WELCOMED] = g_signal_new ("welcomed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SALON_TYPE_COMPOSER);
  g_type_ensure (SALON_TYPE_START_PAGE);
  g_type_ensure (SALON_TYPE_TRANSCRIPT);
  g_type_ensure (SALON_TYPE_WELCOME_PAGE);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/window/salon-chat-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonChatView, composer);
  gtk_widget_class_bind_template_child (widget_class, SalonChatView, composer_clamp);
  gtk_widget_class_bind_template_child (widget_class, SalonChatView, stack);
  gtk_widget_class_bind_template_child (widget_class, SalonChatView, start_page);
  gtk_widget_class_bind_template_child (widget_class, SalonChatView, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, SalonChatView, transcript);
  gtk_widget_class_bind_template_child (widget_class, SalonChatView, welcome_page);
  gtk_widget_class_bind_template_callback (widget_class, on_model_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_prompt_chosen_cb);
}

static void
salon_chat_view_init (SalonChatView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->tools = gtk_flatten_list_model_new (NULL);
  g_signal_connect_object (self->tools, "items-changed",
                           G_CALLBACK (salon_chat_view_update_tools), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), salon_composer_new_drop_target (self->composer));
  salon_chat_view_update_page (self);
}

/**
 * salon_chat_view_new:
 *
 * Returns: (transfer floating): a view without a chat
 */
GtkWidget *
salon_chat_view_new (void)
{
  return g_object_new (SALON_TYPE_CHAT_VIEW, NULL);
}

/**
 * salon_chat_view_get_host:
 * @self: the view
 *
 * Returns: (transfer none) (nullable): the host whose tools and models are offered
 */
SalonHost *
salon_chat_view_get_host (SalonChatView *self)
{
  g_return_val_if_fail (SALON_IS_CHAT_VIEW (self), NULL);

  return self->host;
}

/**
 * salon_chat_view_set_host:
 * @self: the view
 * @host: (nullable): the host whose tools and models are offered
 */
void
salon_chat_view_set_host (SalonChatView *self,
                          SalonHost     *host)
{
  SalonServerManager *servers = NULL;
  GtkMapListModel *lists;

  g_return_if_fail (SALON_IS_CHAT_VIEW (self));
  g_return_if_fail (host == NULL || SALON_IS_HOST (host));

  if (self->host == host)
    return;

  if (self->host != NULL)
    {
      g_signal_handlers_disconnect_by_data (salon_host_get_servers (self->host), self);
      g_signal_handlers_disconnect_by_data (salon_host_get_models (self->host), self);
    }
  gtk_flatten_list_model_set_model (self->tools, NULL);

  g_set_object (&self->host, host);

  if (host != NULL)
    {
      servers = salon_host_get_servers (host);
      lists = gtk_map_list_model_new (G_LIST_MODEL (g_object_ref (servers)), get_tools_of_server,
                                      NULL, NULL);
      gtk_flatten_list_model_set_model (self->tools, G_LIST_MODEL (lists));
      g_object_unref (lists);
      g_signal_connect_object (servers, "items-changed", G_CALLBACK (on_servers_changed_cb), self,
                               G_CONNECT_SWAPPED);
      on_servers_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (servers)),
                             G_LIST_MODEL (servers));
      g_signal_connect_object (salon_host_get_models (host), "notify::configured",
                               G_CALLBACK (on_configured_cb), self, G_CONNECT_SWAPPED);
    }

  salon_composer_set_models (self->composer, host != NULL ? salon_host_get_models (host) : NULL);
  salon_start_page_set_servers (self->start_page, servers);
  salon_welcome_page_set_registry (self->welcome_page,
                                   host != NULL ? salon_host_get_models (host) : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOST]);
}

/**
 * salon_chat_view_get_conversation:
 * @self: the view
 *
 * Returns: (transfer none) (nullable): the chat shown
 */
SalonConversation *
salon_chat_view_get_conversation (SalonChatView *self)
{
  g_return_val_if_fail (SALON_IS_CHAT_VIEW (self), NULL);

  return self->conversation;
}

/**
 * salon_chat_view_set_conversation:
 * @self: the view
 * @conversation: (nullable): the chat to show
 */
void
salon_chat_view_set_conversation (SalonChatView     *self,
                                  SalonConversation *conversation)
{
  g_return_if_fail (SALON_IS_CHAT_VIEW (self));
  g_return_if_fail (conversation == NULL || SALON_IS_CONVERSATION (conversation));

  if (self->conversation == conversation)
    return;

  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);

  g_set_object (&self->conversation, conversation);

  if (conversation != NULL)
    g_signal_connect_object (conversation, "items-changed",
                             G_CALLBACK (salon_chat_view_update_page), self, G_CONNECT_SWAPPED);

  salon_composer_set_conversation (self->composer, conversation);
  g_object_set (self->transcript, "conversation", conversation, NULL);
  salon_chat_view_update_page (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONVERSATION]);
}

/**
 * salon_chat_view_show_welcome:
 * @self: the view
 *
 * Begins an empty chat with the choice of a model, until one has been chosen.
 */
void
salon_chat_view_show_welcome (SalonChatView *self)
{
  g_return_if_fail (SALON_IS_CHAT_VIEW (self));

  self->welcoming = TRUE;
  salon_welcome_page_look_around (self->welcome_page);
  salon_chat_view_update_page (self);
}

/**
 * salon_chat_view_focus_composer:
 * @self: the view
 *
 * Puts the cursor into the composer.
 */
void
salon_chat_view_focus_composer (SalonChatView *self)
{
  g_return_if_fail (SALON_IS_CHAT_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

/**
 * salon_chat_view_add_toast:
 * @self: the view
 * @toast: (transfer full): what to tell
 *
 * Shows a toast above the composer, which must never be covered.
 */
void
salon_chat_view_add_toast (SalonChatView *self,
                           AdwToast      *toast)
{
  g_return_if_fail (SALON_IS_CHAT_VIEW (self));
  g_return_if_fail (ADW_IS_TOAST (toast));

  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

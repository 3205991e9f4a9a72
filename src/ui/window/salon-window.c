/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-window.h"

#include <glib/gi18n.h>

#include "salon-chat-menu.h"
#include "salon-history.h"
#include "salon-model-registry.h"
#include "salon-ui-future.h"
#include "salon-window-private.h"

/**
 * SalonWindow:
 *
 * The main window: the chats at the side, one of them in the middle. It shows at once, before
 * the host is open; [method@Window.begin] tells it that chatting can start.
 */
enum
{
  PROP_0,
  PROP_HOST,
  PROP_SETTINGS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SalonWindow, salon_window, ADW_TYPE_APPLICATION_WINDOW)

static void
salon_window_update_chat (SalonWindow *self)
{
  SalonConversation *conversation = salon_chat_view_get_conversation (self->chat_view);
  const char *title = conversation != NULL ? salon_conversation_get_title (conversation) : "";
  gboolean stored = conversation != NULL
                    && salon_history_find (salon_host_get_history (self->host),
                                           salon_conversation_get_id (conversation)) != NULL;

  gtk_window_set_title (GTK_WINDOW (self), *title != '\0' ? title : "Salon");
  gtk_widget_set_sensitive (GTK_WIDGET (self->chat_menu_button), stored);
  salon_model_button_set_model (self->model_button,
                                conversation != NULL ? salon_conversation_get_model (conversation)
                                                     : NULL);
}

static void
salon_window_show (SalonWindow       *self,
                   SalonConversation *conversation,
                   gboolean           focus)
{
  SalonConversation *previous = salon_chat_view_get_conversation (self->chat_view);

  g_clear_pointer (&self->wanted_chat, g_free);

  if (previous != NULL)
    g_signal_handlers_disconnect_by_data (previous, self);

  salon_chat_view_set_conversation (self->chat_view, conversation);
  salon_context_meter_set_conversation (self->context_meter, conversation);
  g_signal_connect_object (conversation, "notify::title", G_CALLBACK (salon_window_update_chat),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::model", G_CALLBACK (salon_window_update_chat),
                           self, G_CONNECT_SWAPPED);
  salon_sidebar_select (self->sidebar, salon_conversation_get_id (conversation));
  salon_window_update_chat (self);

  /* Who goes through the list with the arrow keys wants to stay in it. */
  if (!focus)
    return;

  if (adw_overlay_split_view_get_collapsed (self->split_view))
    adw_overlay_split_view_set_show_sidebar (self->split_view, FALSE);
  salon_chat_view_focus_composer (self->chat_view);
}

static void
on_loaded_cb (GObject      *object,
              const GValue *value,
              const GError *error)
{
  SalonWindow *self = SALON_WINDOW (object);
  SalonConversation *conversation;

  if (error != NULL)
    {
      SalonConversation *shown = salon_chat_view_get_conversation (self->chat_view);

      g_clear_pointer (&self->wanted_chat, g_free);
      salon_sidebar_select (self->sidebar,
                            shown != NULL ? salon_conversation_get_id (shown) : NULL);
      salon_window_add_toast (self, error->message);
      return;
    }

  conversation = g_value_get_object (value);
  if (g_strcmp0 (self->wanted_chat, salon_conversation_get_id (conversation)) == 0)
    salon_window_show (self, conversation, self->wanted_focus);
}

static void
salon_window_load (SalonWindow *self,
                   const char  *chat_id,
                   gboolean     focus)
{
  SalonConversation *shown = salon_chat_view_get_conversation (self->chat_view);

  if (shown != NULL && g_str_equal (salon_conversation_get_id (shown), chat_id))
    {
      salon_window_show (self, shown, focus);
      return;
    }

  /* A click selects and opens: the second wish is part of the first. */
  if (g_strcmp0 (self->wanted_chat, chat_id) == 0)
    {
      self->wanted_focus |= focus;
      return;
    }

  g_set_str (&self->wanted_chat, chat_id);
  self->wanted_focus = focus;
  salon_ui_future_watch (salon_host_load_conversation (self->host, chat_id), self, on_loaded_cb);
}

static void
on_open_chat_cb (SalonWindow *self,
                 const char  *chat_id,
                 gboolean     activated)
{
  salon_window_load (self, chat_id, activated);
}

static void
on_model_chosen_cb (SalonWindow *self,
                    const char  *model)
{
  SalonConversation *conversation = salon_chat_view_get_conversation (self->chat_view);

  if (conversation != NULL)
    salon_conversation_set_model (conversation, model);
  salon_chat_view_focus_composer (self->chat_view);
}

/* A chat that has not begun goes along with the default. */
static void
salon_window_follow_default_model (SalonWindow *self)
{
  SalonConversation *conversation = salon_chat_view_get_conversation (self->chat_view);
  SalonModelRegistry *models = salon_host_get_models (self->host);

  if (conversation != NULL && g_list_model_get_n_items (G_LIST_MODEL (conversation)) == 0)
    salon_conversation_set_model (conversation, salon_model_registry_get_default_model (models));
}

static void
on_welcomed_cb (SalonWindow *self)
{
  if (self->settings != NULL)
    g_settings_set_boolean (self->settings, "welcome-finished", TRUE);
}

static void
create_chat_menu (GtkMenuButton *button,
                  gpointer       user_data)
{
  SalonWindow *self = SALON_WINDOW (gtk_widget_get_root (GTK_WIDGET (button)));
  SalonConversation *conversation = salon_chat_view_get_conversation (self->chat_view);
  SalonChat *chat = NULL;
  g_autoptr(GMenuModel) menu = NULL;

  if (conversation != NULL)
    chat = salon_history_find (salon_host_get_history (self->host),
                               salon_conversation_get_id (conversation));
  if (chat != NULL)
    menu = salon_chat_menu_new (chat);

  gtk_menu_button_set_menu_model (button, menu);
}

static void
salon_window_new_chat_action (GtkWidget  *widget,
                              const char *action_name,
                              GVariant   *parameter)
{
  salon_window_new_chat (SALON_WINDOW (widget));
}

static void
salon_window_search_action (GtkWidget  *widget,
                            const char *action_name,
                            GVariant   *parameter)
{
  SalonWindow *self = SALON_WINDOW (widget);

  adw_overlay_split_view_set_show_sidebar (self->split_view, TRUE);
  salon_sidebar_begin_search (self->sidebar);
}

static void
salon_window_toggle_sidebar_action (GtkWidget  *widget,
                                    const char *action_name,
                                    GVariant   *parameter)
{
  SalonWindow *self = SALON_WINDOW (widget);

  adw_overlay_split_view_set_show_sidebar (
    self->split_view, !adw_overlay_split_view_get_show_sidebar (self->split_view));
}

static void
salon_window_choose_model_action (GtkWidget  *widget,
                                  const char *action_name,
                                  GVariant   *parameter)
{
  salon_model_button_popup (SALON_WINDOW (widget)->model_button);
}

static void
salon_window_show_menu_action (GtkWidget  *widget,
                               const char *action_name,
                               GVariant   *parameter)
{
  SalonWindow *self = SALON_WINDOW (widget);

  adw_overlay_split_view_set_show_sidebar (self->split_view, TRUE);
  salon_sidebar_popup_menu (self->sidebar);
}

static void
salon_window_load_size (SalonWindow *self)
{
  if (self->settings == NULL)
    return;

  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  adw_overlay_split_view_set_show_sidebar (
    self->split_view, g_settings_get_boolean (self->settings, "show-sidebar"));
}

static void
salon_window_save_size (SalonWindow *self)
{
  int width;
  int height;

  if (self->settings == NULL)
    return;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", MAX (width, 360));
  g_settings_set_int (self->settings, "window-height", MAX (height, 294));
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  if (!adw_overlay_split_view_get_collapsed (self->split_view))
    g_settings_set_boolean (self->settings, "show-sidebar",
                            adw_overlay_split_view_get_show_sidebar (self->split_view));
}

static gboolean
salon_window_close_request (GtkWindow *window)
{
  SalonWindow *self = SALON_WINDOW (window);

  salon_window_save_size (self);
  _salon_window_finish_deletions (self);

  return GTK_WINDOW_CLASS (salon_window_parent_class)->close_request (window);
}

static void
salon_window_constructed (GObject *object)
{
  SalonWindow *self = SALON_WINDOW (object);

  G_OBJECT_CLASS (salon_window_parent_class)->constructed (object);

  salon_window_load_size (self);
  salon_sidebar_set_history (self->sidebar, salon_host_get_history (self->host));
  salon_model_button_set_registry (self->model_button, salon_host_get_models (self->host));
  salon_chat_view_set_host (self->chat_view, self->host);
  g_signal_connect_object (self->host, "notify::notice", G_CALLBACK (_salon_window_update_banner),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (salon_host_get_history (self->host), "items-changed",
                           G_CALLBACK (salon_window_update_chat), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (salon_host_get_models (self->host), "notify::default-model",
                           G_CALLBACK (salon_window_follow_default_model), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (salon_host_get_servers (self->host), "items-changed",
                           G_CALLBACK (_salon_window_watch_servers), self, G_CONNECT_SWAPPED);
  _salon_window_watch_servers (self);
}

static void
salon_window_dispose (GObject *object)
{
  SalonWindow *self = SALON_WINDOW (object);

  _salon_window_finish_deletions (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), SALON_TYPE_WINDOW);
  g_clear_object (&self->host);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->wanted_chat, g_free);

  G_OBJECT_CLASS (salon_window_parent_class)->dispose (object);
}

static void
salon_window_finalize (GObject *object)
{
  SalonWindow *self = SALON_WINDOW (object);

  g_clear_pointer (&self->deleted, g_hash_table_unref);
  g_clear_pointer (&self->not_now, g_hash_table_unref);

  G_OBJECT_CLASS (salon_window_parent_class)->finalize (object);
}

static void
salon_window_set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  SalonWindow *self = SALON_WINDOW (object);

  switch (property_id)
    {
    case PROP_HOST:
      self->host = g_value_dup_object (value);
      break;

    case PROP_SETTINGS:
      self->settings = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
salon_window_bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (SALON_TYPE_CHAT_VIEW);
  g_type_ensure (SALON_TYPE_CONTEXT_METER);
  g_type_ensure (SALON_TYPE_MODEL_BUTTON);
  g_type_ensure (SALON_TYPE_SIDEBAR);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/salon_chat/Salon/window/salon-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SalonWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, SalonWindow, chat_menu_button);
  gtk_widget_class_bind_template_child (widget_class, SalonWindow, chat_view);
  gtk_widget_class_bind_template_child (widget_class, SalonWindow, context_meter);
  gtk_widget_class_bind_template_child (widget_class, SalonWindow, model_button);
  gtk_widget_class_bind_template_child (widget_class, SalonWindow, new_chat_button);
  gtk_widget_class_bind_template_child (widget_class, SalonWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, SalonWindow, split_view);
  gtk_widget_class_bind_template_callback (widget_class, _salon_window_on_banner_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_model_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_open_chat_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_welcomed_cb);
}

static void
salon_window_class_init (SalonWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->constructed = salon_window_constructed;
  object_class->dispose = salon_window_dispose;
  object_class->finalize = salon_window_finalize;
  object_class->set_property = salon_window_set_property;
  window_class->close_request = salon_window_close_request;

  /**
   * SalonWindow:host:
   *
   * The host that does the work.
   */
  properties[PROP_HOST] =
    g_param_spec_object ("host", NULL, NULL, SALON_TYPE_HOST,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * SalonWindow:settings: (nullable)
   *
   * Where the window's size is kept; without them it is not.
   */
  properties[PROP_SETTINGS] =
    g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  salon_window_bind_template (widget_class);

  gtk_widget_class_install_action (widget_class, "win.new-chat", NULL,
                                   salon_window_new_chat_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, salon_window_search_action);
  gtk_widget_class_install_action (widget_class, "win.toggle-sidebar", NULL,
                                   salon_window_toggle_sidebar_action);
  gtk_widget_class_install_action (widget_class, "win.choose-model", NULL,
                                   salon_window_choose_model_action);
  gtk_widget_class_install_action (widget_class, "win.show-menu", NULL,
                                   salon_window_show_menu_action);
  _salon_window_class_install_chat_actions (widget_class);
}

static void
salon_window_init (SalonWindow *self)
{
  self->deleted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->not_now = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->chat_menu_button, create_chat_menu, NULL, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.new-chat", FALSE);
}

/**
 * salon_window_new:
 * @application: the application
 * @host: the host that does the work; need not be open yet
 * @settings: (nullable): where the window's size is kept
 *
 * Returns: (transfer none): a window that is not shown yet
 */
GtkWidget *
salon_window_new (GtkApplication *application,
                  SalonHost      *host,
                  GSettings      *settings)
{
  g_return_val_if_fail (application == NULL || GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (SALON_IS_HOST (host), NULL);
  g_return_val_if_fail (settings == NULL || G_IS_SETTINGS (settings), NULL);

  return g_object_new (SALON_TYPE_WINDOW,
                       "application", application,
                       "host", host,
                       "settings", settings,
                       NULL);
}

/**
 * salon_window_get_host:
 * @self: a window
 *
 * Returns: (transfer none): the host that does the work
 */
SalonHost *
salon_window_get_host (SalonWindow *self)
{
  g_return_val_if_fail (SALON_IS_WINDOW (self), NULL);

  return self->host;
}

/**
 * salon_window_get_conversation:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the chat shown
 */
SalonConversation *
salon_window_get_conversation (SalonWindow *self)
{
  g_return_val_if_fail (SALON_IS_WINDOW (self), NULL);

  return salon_chat_view_get_conversation (self->chat_view);
}

/**
 * salon_window_begin:
 * @self: a window
 *
 * The host is open: shows a new chat, or the choice of a first model.
 */
void
salon_window_begin (SalonWindow *self)
{
  SalonModelRegistry *models;
  gboolean welcomed;

  g_return_if_fail (SALON_IS_WINDOW (self));

  if (self->begun)
    return;

  self->begun = TRUE;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.new-chat", TRUE);

  models = salon_host_get_models (self->host);
  welcomed = self->settings != NULL && g_settings_get_boolean (self->settings, "welcome-finished");
  if (!welcomed && !salon_model_registry_is_configured (models))
    salon_chat_view_show_welcome (self->chat_view);

  if (self->wanted_chat == NULL)
    salon_window_new_chat (self);
}

/**
 * salon_window_new_chat:
 * @self: a window
 *
 * Shows an empty chat. One that is shown already and still empty stays.
 */
void
salon_window_new_chat (SalonWindow *self)
{
  SalonConversation *shown;
  g_autoptr(SalonConversation) conversation = NULL;

  g_return_if_fail (SALON_IS_WINDOW (self));

  if (!self->begun)
    return;

  shown = salon_chat_view_get_conversation (self->chat_view);
  if (shown != NULL && g_list_model_get_n_items (G_LIST_MODEL (shown)) == 0
      && *salon_conversation_get_draft (shown) == '\0')
    conversation = g_object_ref (shown);
  else
    conversation = salon_host_new_conversation (self->host);

  salon_window_show (self, conversation, TRUE);
}

/**
 * salon_window_open_chat:
 * @self: a window
 * @chat_id: a chat's id
 *
 * Shows a chat as soon as it is loaded.
 */
void
salon_window_open_chat (SalonWindow *self,
                        const char  *chat_id)
{
  g_return_if_fail (SALON_IS_WINDOW (self));
  g_return_if_fail (chat_id != NULL);

  salon_window_load (self, chat_id, TRUE);
}

/**
 * salon_window_add_toast:
 * @self: a window
 * @title: a sentence
 *
 * Tells the user something that needs no answer.
 */
void
salon_window_add_toast (SalonWindow *self,
                        const char  *title)
{
  AdwToast *toast;

  g_return_if_fail (SALON_IS_WINDOW (self));
  g_return_if_fail (title != NULL);

  toast = adw_toast_new ("");
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_title (toast, title);
  salon_chat_view_add_toast (self->chat_view, toast);
}

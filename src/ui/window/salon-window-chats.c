/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-window.h"

#include <glib/gi18n.h>

#include "salon-chat-settings-dialog.h"
#include "salon-chat.h"
#include "salon-history.h"
#include "salon-ui-future.h"
#include "salon-window-private.h"

/* What the window does to chats as a whole: renaming, pinning, deleting with a way back. */

typedef struct
{
  GWeakRef  window;
  char     *chat_id;
} ChatClosure;

static ChatClosure *
chat_closure_new (SalonWindow *window,
                  const char  *chat_id)
{
  ChatClosure *closure = g_new0 (ChatClosure, 1);

  g_weak_ref_init (&closure->window, window);
  closure->chat_id = g_strdup (chat_id);

  return closure;
}

static void
chat_closure_free (ChatClosure *closure)
{
  g_weak_ref_clear (&closure->window);
  g_free (closure->chat_id);
  g_free (closure);
}

static void
chat_closure_notify (gpointer  data,
                     GClosure *closure)
{
  chat_closure_free (data);
}

static void
on_changed_cb (GObject      *object,
               const GValue *value,
               const GError *error)
{
  if (error != NULL)
    salon_window_add_toast (SALON_WINDOW (object), error->message);
}

static void
on_rename_response_cb (AdwAlertDialog *dialog,
                       const char     *response,
                       ChatClosure    *closure)
{
  g_autoptr(SalonWindow) self = g_weak_ref_get (&closure->window);
  GtkEditable *entry = GTK_EDITABLE (adw_alert_dialog_get_extra_child (dialog));
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  if (self == NULL || !g_str_equal (response, "rename") || *title == '\0')
    return;

  salon_ui_future_watch (salon_history_rename (salon_host_get_history (self->host),
                                               closure->chat_id, title),
                         self, on_changed_cb);
}

static void
on_title_changed_cb (GtkEditable    *entry,
                     AdwAlertDialog *dialog)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_alert_dialog_set_response_enabled (dialog, "rename", *title != '\0');
}

static void
salon_window_rename_chat_action (GtkWidget  *widget,
                                 const char *action_name,
                                 GVariant   *parameter)
{
  SalonWindow *self = SALON_WINDOW (widget);
  const char *chat_id = g_variant_get_string (parameter, NULL);
  SalonChat *chat = salon_history_find (salon_host_get_history (self->host), chat_id);
  AdwDialog *dialog;
  GtkWidget *entry;

  if (chat == NULL)
    return;

  dialog = adw_alert_dialog_new (_("Rename Chat"), NULL);
  entry = g_object_new (GTK_TYPE_ENTRY,
                        "text", salon_chat_get_title (chat),
                        "activates-default", TRUE,
                        NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Title"),
                                  -1);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), entry);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog),
                                  "cancel", _("_Cancel"),
                                  "rename", _("_Rename"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "rename",
                                            ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "rename");
  adw_dialog_set_focus (dialog, entry);

  g_signal_connect_object (entry, "changed", G_CALLBACK (on_title_changed_cb), dialog, 0);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_rename_response_cb),
                         chat_closure_new (self, chat_id), chat_closure_notify, 0);
  adw_dialog_present (dialog, widget);
}

static void
on_settings_loaded_cb (GObject      *object,
                       const GValue *value,
                       const GError *error)
{
  SalonWindow *self = SALON_WINDOW (object);

  if (error != NULL)
    salon_window_add_toast (self, error->message);
  else
    adw_dialog_present (salon_chat_settings_dialog_new (g_value_get_object (value)),
                        GTK_WIDGET (self));
}

/* An empty chat is not in the history, and has settings all the same. */
static void
salon_window_chat_settings_action (GtkWidget  *widget,
                                   const char *action_name,
                                   GVariant   *parameter)
{
  SalonWindow *self = SALON_WINDOW (widget);
  SalonConversation *shown = salon_window_get_conversation (self);
  const char *chat_id = g_variant_get_string (parameter, NULL);

  if (shown != NULL && g_str_equal (salon_conversation_get_id (shown), chat_id))
    adw_dialog_present (salon_chat_settings_dialog_new (shown), widget);
  else
    salon_ui_future_watch (salon_host_load_conversation (self->host, chat_id), self,
                           on_settings_loaded_cb);
}

/* Without a chat in the list that has the focus, the one that is open. */
static void
salon_window_rename_shown_chat_action (GtkWidget  *widget,
                                       const char *action_name,
                                       GVariant   *parameter)
{
  SalonConversation *shown = salon_window_get_conversation (SALON_WINDOW (widget));

  if (shown != NULL)
    gtk_widget_activate_action (widget, "win.rename-chat", "s", salon_conversation_get_id (shown));
}

static void
salon_window_toggle_chat_pinned_action (GtkWidget  *widget,
                                        const char *action_name,
                                        GVariant   *parameter)
{
  SalonWindow *self = SALON_WINDOW (widget);
  SalonHistory *history = salon_host_get_history (self->host);
  const char *chat_id = g_variant_get_string (parameter, NULL);
  SalonChat *chat = salon_history_find (history, chat_id);

  if (chat == NULL)
    return;

  salon_ui_future_watch (salon_history_set_pinned (history, chat_id,
                                                   !salon_chat_get_pinned (chat)),
                         self, on_changed_cb);
}

static void
on_undo_clicked_cb (AdwToast    *toast,
                    ChatClosure *closure)
{
  g_autoptr(SalonWindow) self = g_weak_ref_get (&closure->window);

  if (self == NULL || !g_hash_table_remove (self->deleted, closure->chat_id))
    return;

  salon_sidebar_unhide_chat (self->sidebar, closure->chat_id);
  salon_window_open_chat (self, closure->chat_id);
}

static void
on_toast_dismissed_cb (AdwToast    *toast,
                       ChatClosure *closure)
{
  g_autoptr(SalonWindow) self = g_weak_ref_get (&closure->window);

  /* Undone, or deleted when the window closed. */
  if (self == NULL || !g_hash_table_remove (self->deleted, closure->chat_id))
    return;

  salon_ui_future_watch (salon_history_delete (salon_host_get_history (self->host),
                                               closure->chat_id),
                         self, on_changed_cb);
}

static void
salon_window_delete_chat_action (GtkWidget  *widget,
                                 const char *action_name,
                                 GVariant   *parameter)
{
  SalonWindow *self = SALON_WINDOW (widget);
  const char *chat_id = g_variant_get_string (parameter, NULL);
  SalonConversation *shown = salon_window_get_conversation (self);
  SalonChat *chat = salon_history_find (salon_host_get_history (self->host), chat_id);
  AdwToast *toast;
  g_autofree char *title = NULL;

  if (chat == NULL || !g_hash_table_add (self->deleted, g_strdup (chat_id)))
    return;

  salon_sidebar_hide_chat (self->sidebar, chat_id);

  title = g_strdup_printf (_("“%s” deleted"), salon_chat_get_title (chat));
  toast = adw_toast_new ("");
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_title (toast, title);
  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo_clicked_cb),
                         chat_closure_new (self, chat_id), chat_closure_notify, 0);
  g_signal_connect_data (toast, "dismissed", G_CALLBACK (on_toast_dismissed_cb),
                         chat_closure_new (self, chat_id), chat_closure_notify, 0);
  salon_chat_view_add_toast (self->chat_view, toast);

  if (shown != NULL && g_str_equal (salon_conversation_get_id (shown), chat_id))
    {
      salon_conversation_stop (shown);
      salon_window_new_chat (self);
    }
}

void
_salon_window_class_install_chat_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.rename-chat", "s",
                                   salon_window_rename_chat_action);
  gtk_widget_class_install_action (widget_class, "win.chat-settings", "s",
                                   salon_window_chat_settings_action);
  gtk_widget_class_install_action (widget_class, "win.rename-shown-chat", NULL,
                                   salon_window_rename_shown_chat_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, GDK_NO_MODIFIER_MASK,
                                       "win.rename-shown-chat", NULL);
  gtk_widget_class_install_action (widget_class, "win.toggle-chat-pinned", "s",
                                   salon_window_toggle_chat_pinned_action);
  gtk_widget_class_install_action (widget_class, "win.delete-chat", "s",
                                   salon_window_delete_chat_action);
}

/* Once the window is gone there is no toast left to undo a deletion with. */
void
_salon_window_finish_deletions (SalonWindow *self)
{
  GHashTableIter iter;
  const char *chat_id;

  g_assert (SALON_IS_WINDOW (self));

  g_hash_table_iter_init (&iter, self->deleted);
  while (g_hash_table_iter_next (&iter, (gpointer *) &chat_id, NULL))
    {
      dex_future_disown (salon_history_delete (salon_host_get_history (self->host), chat_id));
      g_hash_table_iter_remove (&iter);
    }
}

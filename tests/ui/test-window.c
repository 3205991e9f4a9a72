/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "salon-chat-view.h"
#include "salon-chat.h"
#include "salon-composer.h"
#include "salon-history.h"
#include "salon-sidebar.h"
#include "salon-window.h"
#include "ui-test.h"

static const char *
get_page (SalonWindow *window)
{
  GtkWidget *view = ui_test_child (window, "chat_view");

  return gtk_stack_get_visible_child_name (ui_test_child (view, "stack"));
}

static SalonWindow *
open_window (SalonHost *host)
{
  SalonWindow *window = SALON_WINDOW (salon_window_new (NULL, host, NULL));

  gtk_window_present (GTK_WINDOW (window));
  salon_window_begin (window);

  return window;
}

static void
begin_with_practice_model (SalonWindow *window)
{
  GtkWidget *view = ui_test_child (window, "chat_view");

  g_signal_emit_by_name (ui_test_child (view, "welcome_page"), "chosen");
}

static gboolean
has_chats (gpointer data)
{
  return g_list_model_get_n_items (G_LIST_MODEL (data)) > 0;
}

static gboolean
has_stopped (gpointer data)
{
  SalonConversation *conversation = salon_window_get_conversation (data);

  return !salon_conversation_get_running (conversation);
}

/* Asks something that needs no tool, and waits for the answer. */
static char *
chat (SalonWindow *window,
      const char  *text)
{
  GtkWidget *view = ui_test_child (window, "chat_view");
  GtkWidget *composer = ui_test_child (view, "composer");

  salon_composer_set_text (SALON_COMPOSER (composer), text);
  g_assert_true (gtk_widget_activate_action (composer, "composer.send", NULL));
  ui_test_wait (has_stopped, window);

  return g_strdup (salon_conversation_get_id (salon_window_get_conversation (window)));
}

static void
test_before_host_is_open (void)
{
  SalonHost *host = salon_host_new (NULL, NULL);
  SalonWindow *window = SALON_WINDOW (salon_window_new (NULL, host, NULL));

  gtk_window_present (GTK_WINDOW (window));
  ui_test_settle ();
  g_assert_cmpstr (get_page (window), ==, "loading");
  g_assert_null (salon_window_get_conversation (window));
  ui_test_assert_named (window);

  ui_test_finalize (window);
  ui_test_await (salon_host_open (host));
  ui_test_close_host (host);
}

static void
test_first_run (void)
{
  SalonHost *host = ui_test_open_host ();
  SalonWindow *window = open_window (host);
  GtkWidget *view = ui_test_child (window, "chat_view");

  g_assert_cmpstr (get_page (window), ==, "welcome");
  g_assert_false (gtk_widget_get_visible (ui_test_child (view, "composer_clamp")));
  ui_test_settle ();
  ui_test_assert_named (window);

  begin_with_practice_model (window);
  g_assert_cmpstr (get_page (window), ==, "start");
  g_assert_true (gtk_widget_get_visible (ui_test_child (view, "composer_clamp")));
  ui_test_settle ();
  ui_test_assert_named (window);

  ui_test_finalize (window);
  ui_test_close_host (host);
}

static void
test_prompt (void)
{
  SalonHost *host = ui_test_open_host ();
  SalonWindow *window = open_window (host);
  GtkWidget *view = ui_test_child (window, "chat_view");
  SalonConversation *conversation;

  begin_with_practice_model (window);
  gtk_widget_activate_action (ui_test_child (view, "start_page"), "start.choose", "s", "Hello");
  conversation = salon_window_get_conversation (window);
  g_assert_cmpstr (salon_conversation_get_draft (conversation), ==, "Hello");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, 0);

  ui_test_finalize (window);
  ui_test_close_host (host);
}

static void
test_chat_and_back (void)
{
  SalonHost *host = ui_test_open_host ();
  SalonWindow *window = open_window (host);
  g_autofree char *id = NULL;

  begin_with_practice_model (window);
  id = chat (window, "fail");
  g_assert_cmpstr (get_page (window), ==, "transcript");
  ui_test_wait (has_chats, salon_host_get_history (host));
  ui_test_settle ();
  ui_test_assert_named (window);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-chat", NULL);
  g_assert_cmpstr (get_page (window), ==, "start");
  g_assert_cmpstr (salon_conversation_get_id (salon_window_get_conversation (window)), !=, id);

  /* A second new chat is the same as long as it is empty. */
  {
    SalonConversation *conversation = salon_window_get_conversation (window);

    gtk_widget_activate_action (GTK_WIDGET (window), "win.new-chat", NULL);
    g_assert_true (salon_window_get_conversation (window) == conversation);
  }

  ui_test_finalize (window);
  ui_test_close_host (host);
}

static gboolean
shows_wanted_chat (gpointer data)
{
  SalonWindow *window = ((gpointer *) data)[0];
  SalonConversation *conversation = salon_window_get_conversation (window);

  return g_str_equal (salon_conversation_get_id (conversation), ((gpointer *) data)[1]);
}

static gboolean
is_deleted (gpointer data)
{
  return salon_history_find (((gpointer *) data)[0], ((gpointer *) data)[1]) == NULL;
}

static void
test_delete_and_undo (void)
{
  SalonHost *host = ui_test_open_host ();
  SalonWindow *window = open_window (host);
  SalonHistory *history = salon_host_get_history (host);
  GtkWidget *sidebar = ui_test_child (window, "sidebar");
  GListModel *selection = ui_test_child (sidebar, "selection");
  g_autofree char *id = NULL;
  gpointer wanted[2];

  begin_with_practice_model (window);
  id = chat (window, "fail");
  ui_test_wait (has_chats, history);
  g_assert_cmpuint (g_list_model_get_n_items (selection), ==, 1);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.delete-chat", "s", id);
  g_assert_cmpuint (g_list_model_get_n_items (selection), ==, 0);
  g_assert_nonnull (salon_history_find (history, id));

  salon_sidebar_unhide_chat (SALON_SIDEBAR (sidebar), id);
  g_assert_cmpuint (g_list_model_get_n_items (selection), ==, 1);
  salon_window_open_chat (window, id);
  wanted[0] = window;
  wanted[1] = id;
  ui_test_wait (shows_wanted_chat, wanted);

  /* The deletion was not undone through its toast, so the end of the window carries it out. */
  ui_test_finalize (window);
  wanted[0] = history;
  ui_test_wait (is_deleted, wanted);
  ui_test_close_host (host);
}

static void
test_rename (void)
{
  SalonHost *host = ui_test_open_host ();
  SalonWindow *window = open_window (host);
  SalonHistory *history = salon_host_get_history (host);
  g_autofree char *id = NULL;
  AdwDialog *dialog;
  GtkWidget *entry;

  begin_with_practice_model (window);
  id = chat (window, "fail");
  ui_test_wait (has_chats, history);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.rename-chat", "s", id);
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
  g_assert_true (ADW_IS_ALERT_DIALOG (dialog));
  ui_test_assert_named (dialog);
  entry = adw_alert_dialog_get_extra_child (ADW_ALERT_DIALOG (dialog));
  gtk_editable_set_text (GTK_EDITABLE (entry), "   ");
  g_assert_false (adw_alert_dialog_get_response_enabled (ADW_ALERT_DIALOG (dialog), "rename"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "Another name");
  g_signal_emit_by_name (dialog, "response", "rename");
  ui_test_settle ();
  ui_test_await (salon_history_set_pinned (history, id, FALSE));
  g_assert_cmpstr (salon_chat_get_title (salon_history_find (history, id)), ==, "Another name");
  adw_dialog_force_close (dialog);

  ui_test_finalize (window);
  ui_test_close_host (host);
}

static void
test_sidebar_action (void)
{
  SalonHost *host = ui_test_open_host ();
  SalonWindow *window = open_window (host);
  AdwOverlaySplitView *split_view = ui_test_child (window, "split_view");
  gboolean shown = adw_overlay_split_view_get_show_sidebar (split_view);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.toggle-sidebar", NULL);
  g_assert_cmpint (adw_overlay_split_view_get_show_sidebar (split_view), ==, !shown);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.search", NULL);
  g_assert_true (adw_overlay_split_view_get_show_sidebar (split_view));

  ui_test_finalize (window);
  ui_test_close_host (host);
}

int
main (int   argc,
      char *argv[])
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/ui/window/shows-before-the-host-is-open", test_before_host_is_open);
  g_test_add_func ("/ui/window/first-run-asks-for-a-model", test_first_run);
  g_test_add_func ("/ui/window/example-goes-to-the-composer-unsent", test_prompt);
  g_test_add_func ("/ui/window/chat-and-new-chat", test_chat_and_back);
  g_test_add_func ("/ui/window/delete-can-be-undone-until-it-is-done", test_delete_and_undo);
  g_test_add_func ("/ui/window/rename", test_rename);
  g_test_add_func ("/ui/window/search-brings-the-sidebar-back", test_sidebar_action);

  return g_test_run ();
}

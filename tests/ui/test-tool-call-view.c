/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "salon-tool-call-view.h"

#include "salon-approval-card.h"
#include "salon-disclosure.h"
#include "salon-question.h"
#include "salon-text-pane.h"
#include "transcript-test-utilities.h"

typedef struct
{
  SalonMessage *message;
  SalonToolCall *call;
  SalonQuestion *question;
  GtkWidget *view;
  GtkWidget *window;
} Fixture;

static void
fixture_init (Fixture    *fixture,
              const char *arguments,
              gboolean    changed)
{
  fixture->message = transcript_test_message (SALON_ROLE_ASSISTANT, NULL);
  fixture->call = transcript_test_add_call (fixture->message, "Read File", arguments);
  fixture->question = salon_question_new_tool_call (fixture->call, NULL, changed);
  salon_tool_call_wait (fixture->call, fixture->question);
  fixture->view = salon_tool_call_view_new (fixture->call);
  fixture->window = transcript_test_window (fixture->view, 400, 500);
}

static void
fixture_clear (Fixture *fixture)
{
  g_object_ref (fixture->view);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->view);
  g_clear_object (&fixture->question);
  g_clear_object (&fixture->message);
}

static GtkWidget *
get_card (Fixture *fixture)
{
  return salon_tool_call_view_get_card (SALON_TOOL_CALL_VIEW (fixture->view));
}

static GtkTextBuffer *
get_editor (Fixture *fixture)
{
  GtkWidget *editor = transcript_test_find (get_card (fixture), GTK_TYPE_TEXT_VIEW, 0);

  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (editor));
}

static void
click (GtkWidget  *parent,
       const char *name)
{
  GtkWidget *button = transcript_test_find_button (parent, name);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
test_deny (void)
{
  Fixture fixture;

  fixture_init (&fixture, "{\"path\": \"a\"}", FALSE);
  click (get_card (&fixture), "Deny");
  g_assert_true (salon_question_get_answered (fixture.question));
  g_assert_false (salon_answer_is_allowed (salon_question_get_answer (fixture.question)));
  g_assert_null (get_card (&fixture));
  fixture_clear (&fixture);
}

static void
test_allow_once (void)
{
  Fixture fixture;
  SalonAnswer *answer;

  fixture_init (&fixture, "{\"path\": \"a\"}", FALSE);
  click (get_card (&fixture), "Allow Once");
  answer = salon_question_get_answer (fixture.question);
  g_assert_true (salon_answer_is_allowed (answer));
  g_assert_cmpint (salon_answer_get_scope (answer), ==, SALON_APPROVAL_ONCE);
  /* As the model wrote them, not as the card showed them. */
  g_assert_null (salon_answer_get_arguments (answer));
  g_assert_null (get_card (&fixture));
  fixture_clear (&fixture);
}

static void
check_scope (const char         *action,
             SalonApprovalScope  scope)
{
  Fixture fixture;
  GtkWidget *menu_button;

  fixture_init (&fixture, "{}", FALSE);
  menu_button = transcript_test_find (get_card (&fixture), GTK_TYPE_MENU_BUTTON, 0);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (menu_button), ==, "More Ways to Allow");
  g_assert_true (gtk_widget_activate_action (get_card (&fixture), action, NULL));
  g_assert_cmpint (salon_answer_get_scope (salon_question_get_answer (fixture.question)), ==,
                   scope);
  fixture_clear (&fixture);
}

static void
test_wider_scopes (void)
{
  check_scope ("approval.allow-chat", SALON_APPROVAL_CHAT);
  check_scope ("approval.allow-always", SALON_APPROVAL_ALWAYS);
}

static void
test_arguments_can_be_edited (void)
{
  Fixture fixture;
  GtkWidget *allow;

  fixture_init (&fixture, "{\"path\": \"a\"}", FALSE);
  allow = transcript_test_find_button (get_card (&fixture), "Allow Once");

  gtk_text_buffer_set_text (get_editor (&fixture), "{\"path\": ", -1);
  g_assert_false (gtk_widget_get_sensitive (allow));
  g_assert_false (salon_question_get_answered (fixture.question));
  gtk_text_buffer_set_text (get_editor (&fixture), "[1]", -1);
  g_assert_false (gtk_widget_get_sensitive (allow));

  gtk_text_buffer_set_text (get_editor (&fixture), "{\"path\": \"b\"}", -1);
  g_assert_true (gtk_widget_get_sensitive (allow));
  click (get_card (&fixture), "Allow Once");
  g_assert_cmpstr (salon_answer_get_arguments (salon_question_get_answer (fixture.question)), ==,
                   "{\"path\": \"b\"}");
  fixture_clear (&fixture);
}

static void
test_arguments_are_shown_in_full (void)
{
  Fixture fixture;
  g_autofree char *value = g_strnfill (20000, 'x');
  g_autofree char *arguments = g_strdup_printf ("{\"text\": \"%send\"}", value);
  g_autofree char *shown = NULL;
  GtkTextIter start;
  GtkTextIter end;

  fixture_init (&fixture, arguments, FALSE);
  gtk_text_buffer_get_bounds (get_editor (&fixture), &start, &end);
  shown = gtk_text_buffer_get_text (get_editor (&fixture), &start, &end, TRUE);
  g_assert_nonnull (strstr (shown, value));
  g_assert_nonnull (strstr (shown, "end\""));
  fixture_clear (&fixture);
}

static void
test_deny_gets_the_focus (void)
{
  Fixture fixture;
  GtkWidget *deny;

  fixture_init (&fixture, "{}", FALSE);
  deny = transcript_test_find_button (get_card (&fixture), "Deny");
  gtk_window_set_focus (GTK_WINDOW (fixture.window), NULL);
  g_assert_true (gtk_widget_child_focus (get_card (&fixture), GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture.window)) == deny);
  fixture_clear (&fixture);
}

static void
test_withdrawn_question_goes_away (void)
{
  Fixture fixture;

  fixture_init (&fixture, "{}", TRUE);
  g_assert_nonnull (get_card (&fixture));
  gtk_test_accessible_assert_property (get_card (&fixture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Allow “Read File” from “filesystem”?");
  salon_question_withdraw (fixture.question);
  g_assert_null (get_card (&fixture));
  fixture_clear (&fixture);
}

static void
test_line_opens_to_request_and_result (void)
{
  Fixture fixture;
  GtkWidget *disclosure;
  GtkWidget *request;
  GtkWidget *result;
  GtkWidget *raw;

  fixture_init (&fixture, "{\"path\": \"a\"}", FALSE);
  salon_question_deny (fixture.question, NULL);
  salon_tool_call_end (fixture.call, salon_clock_get_system (), SALON_TOOL_CALL_DENIED,
                       "You did not allow it.");
  disclosure = transcript_test_find (fixture.view, SALON_TYPE_DISCLOSURE, 0);
  g_assert_null (transcript_test_find (fixture.view, SALON_TYPE_TEXT_PANE, 0));
  g_signal_emit_by_name (salon_disclosure_get_button (SALON_DISCLOSURE (disclosure)), "clicked");
  g_assert_true (salon_disclosure_is_open (SALON_DISCLOSURE (disclosure)));

  request = transcript_test_find (fixture.view, SALON_TYPE_TEXT_PANE, 0);
  result = transcript_test_find (fixture.view, SALON_TYPE_TEXT_PANE, 1);
  raw = transcript_test_find (fixture.view, SALON_TYPE_TEXT_PANE, 2);
  g_assert_nonnull (strstr (salon_text_pane_get_shown_text (SALON_TEXT_PANE (request)), "\"a\""));
  g_assert_cmpstr (salon_text_pane_get_shown_text (SALON_TEXT_PANE (result)), ==,
                   "You did not allow it.");
  g_assert_nonnull (strstr (salon_text_pane_get_shown_text (SALON_TEXT_PANE (raw)), "call_1"));
  g_assert_nonnull (strstr (salon_text_pane_get_shown_text (SALON_TEXT_PANE (raw)), "denied"));

  salon_disclosure_set_open (SALON_DISCLOSURE (disclosure), FALSE);
  g_assert_false (salon_disclosure_is_open (SALON_DISCLOSURE (disclosure)));
  fixture_clear (&fixture);
}

static void
test_progress (void)
{
  Fixture fixture;
  GtkWidget *bar;

  fixture_init (&fixture, "{}", FALSE);
  bar = transcript_test_find (fixture.view, GTK_TYPE_PROGRESS_BAR, 0);
  g_assert_false (gtk_widget_get_visible (bar));
  salon_question_allow (fixture.question, SALON_APPROVAL_ONCE, NULL, NULL);
  salon_tool_call_begin (fixture.call, salon_clock_get_system ());
  salon_tool_call_set_progress (fixture.call, 1, 4, "Quarter");
  g_assert_true (gtk_widget_get_visible (bar));
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), ==, 0.25);
  salon_tool_call_end (fixture.call, salon_clock_get_system (), SALON_TOOL_CALL_CANCELLED,
                       "Stopped.");
  g_assert_false (gtk_widget_get_visible (bar));
  fixture_clear (&fixture);
}

static void
test_long_text_has_a_way_to_all_of_it (void)
{
  g_autofree char *text = g_strnfill (300000, 'y');
  GtkWidget *pane = salon_text_pane_new ("Result");
  GtkWidget *window;
  GtkTextBuffer *buffer;

  for (guint i = 99; i < 300000; i += 100)
    text[i] = '\n';
  salon_text_pane_set_text (SALON_TEXT_PANE (pane), text, NULL);
  window = transcript_test_window (pane, 500, 500);
  buffer = gtk_text_view_get_buffer (
    GTK_TEXT_VIEW (transcript_test_find (pane, GTK_TYPE_TEXT_VIEW, 0)));
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), <, 100000);
  click (pane, "Show All (300.0\302\240kB)");
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, 300000);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("LANGUAGE", "C", TRUE);
  transcript_test_init (&argc, &argv);

  g_test_add_func ("/ui/tool-call-view/deny", test_deny);
  g_test_add_func ("/ui/tool-call-view/allow-once", test_allow_once);
  g_test_add_func ("/ui/tool-call-view/wider-scopes", test_wider_scopes);
  g_test_add_func ("/ui/tool-call-view/arguments-can-be-edited", test_arguments_can_be_edited);
  g_test_add_func ("/ui/tool-call-view/arguments-are-shown-in-full",
                   test_arguments_are_shown_in_full);
  g_test_add_func ("/ui/tool-call-view/deny-gets-the-focus", test_deny_gets_the_focus);
  g_test_add_func ("/ui/tool-call-view/withdrawn-question-goes-away",
                   test_withdrawn_question_goes_away);
  g_test_add_func ("/ui/tool-call-view/line-opens-to-request-and-result",
                   test_line_opens_to_request_and_result);
  g_test_add_func ("/ui/tool-call-view/progress", test_progress);
  g_test_add_func ("/ui/tool-call-view/long-text-has-a-way-to-all-of-it",
                   test_long_text_has_a_way_to_all_of_it);

  return g_test_run ();
}

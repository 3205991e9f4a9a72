/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "salon-message-row.h"

#include "salon-code-view.h"
#include "salon-copy-button.h"
#include "salon-markup-document.h"
#include "salon-markup-view.h"
#include "salon-reasoning-view.h"
#include "transcript-test-utilities.h"

static const char everything[] =
  "# Title\n\ntext **b** *i* `c` ~~s~~ [l](https://e.org/?a=1&b=2) <tag> & more\n\n"
  "- one\n- two\n  1. deep\n\n> quote\n\n|a|b|\n|-|-:|\n|1|2|\n\n```c\nint x;\n```\n\n"
  "---\n\n- [x] done";

static void
add_to_part (gpointer user_data)
{
  salon_part_append (user_data, "word ");
}

static void
test_updates_are_collected (void)
{
  g_autoptr (SalonMessage) message = transcript_test_message (SALON_ROLE_ASSISTANT, NULL);
  SalonPart *part = transcript_test_add_text (message, NULL, FALSE);
  GtkWidget *view = salon_markup_view_new (part);
  GtkWidget *window = transcript_test_window (view, 400, 300);
  GtkWidget *label;

  for (guint i = 0; i < 1000; i++)
    add_to_part (part);
  g_assert_cmpuint (salon_markup_view_get_n_updates (SALON_MARKUP_VIEW (view)), ==, 0);
  transcript_test_frames (6);
  g_assert_cmpuint (salon_markup_view_get_n_updates (SALON_MARKUP_VIEW (view)), ==, 1);

  /* Growing, a block keeps its widget. */
  label = transcript_test_find (view, GTK_TYPE_LABEL, 0);
  salon_part_append (part, "**end**\n\nnext");
  transcript_test_frames (10);
  g_assert_cmpuint (salon_markup_view_get_n_updates (SALON_MARKUP_VIEW (view)), ==, 2);
  g_assert_true (transcript_test_find (view, GTK_TYPE_LABEL, 0) == label);
  g_assert_true (g_str_has_suffix (gtk_label_get_text (GTK_LABEL (label)), "word end"));
  g_assert_nonnull (transcript_test_find (view, GTK_TYPE_LABEL, 1));

  /* The end is shown at once. */
  salon_part_append (part, " last");
  salon_part_finish (part);
  label = transcript_test_find (view, GTK_TYPE_LABEL, 1);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "next last");

  g_object_ref (view);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (view);
}

/* The same widgets, with the same text, whether it came in pieces or at once. */
static void
dump (GtkWidget *widget,
      GString   *out,
      guint      depth)
{
  g_string_append_printf (out, "%*s%s", (int) depth, "", G_OBJECT_TYPE_NAME (widget));
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (out, " %s", gtk_label_get_label (GTK_LABEL (widget)));
  g_string_append_c (out, '\n');
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    dump (child, out, depth + 1);
}

static void
test_pieces_give_the_same_widgets (void)
{
  g_autoptr (SalonMessage) message = transcript_test_message (SALON_ROLE_ASSISTANT, NULL);
  SalonPart *whole = transcript_test_add_text (message, everything, TRUE);
  SalonPart *pieces = transcript_test_add_text (message, NULL, FALSE);
  GtkWidget *whole_view = g_object_ref_sink (salon_markup_view_new (whole));
  GtkWidget *view = salon_markup_view_new (pieces);
  GtkWidget *window = transcript_test_window (view, 400, 300);
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (GString) shown = g_string_new (NULL);

  for (gsize i = 0; i < strlen (everything); i += 9)
    {
      g_autofree char *piece = g_strndup (everything + i, 9);

      salon_part_append (pieces, piece);
      transcript_test_frames (4);
    }
  g_assert_cmpuint (salon_markup_view_get_n_updates (SALON_MARKUP_VIEW (view)), >, 5);
  salon_part_finish (pieces);

  dump (whole_view, expected, 0);
  dump (view, shown, 0);
  g_assert_cmpstr (shown->str, ==, expected->str);
  g_assert_finalize_object (whole_view);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
check_markup (SalonMarkupBlock *block)
{
  const char *markup = salon_markup_block_get_pango_markup (block);

  if (markup != NULL)
    {
      /* Links are the label's own addition to Pango's language. */
      g_autoptr (GRegex) links = g_regex_new ("</?a( href=\"[^\"]*\")?>", 0, 0, NULL);
      g_autofree char *plain = g_regex_replace_literal (links, markup, -1, 0, "", 0, NULL);
      g_autoptr (GError) error = NULL;
      GtkWidget *label = g_object_ref_sink (gtk_label_new (NULL));

      pango_parse_markup (plain, -1, 0, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      gtk_label_set_markup (GTK_LABEL (label), markup);
      g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==,
                       salon_markup_block_get_text (block));
      g_object_unref (label);
    }
  for (guint i = 0; i < salon_markup_block_get_n_children (block); i++)
    check_markup (salon_markup_block_get_child (block, i));
}

static void
test_markup_is_what_pango_reads (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "markup", "data", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (SalonMarkupDocument) document = NULL;
      g_autofree char *text = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &text, &length, NULL));
      document = salon_markup_parse (text, (gssize) length);
      for (guint i = 0; i < salon_markup_document_get_n_blocks (document); i++)
        check_markup (salon_markup_document_get_block (document, i));
    }
}

static gboolean
code_has_colors (gpointer user_data)
{
  return gtk_label_get_attributes (GTK_LABEL (user_data)) != NULL;
}

static void
test_code_gets_colors_when_it_is_whole (void)
{
  GtkWidget *view = salon_code_view_new ();
  GtkWidget *window;
  GtkWidget *label;
  g_autoptr (GString) code = g_string_new (NULL);

  salon_code_view_set_code (SALON_CODE_VIEW (view), "int x;", "c", FALSE);
  window = transcript_test_window (view, 400, 300);
  g_assert_nonnull (transcript_test_find_button (view, "Copy Code"));

  for (guint i = 0; i < 100; i++)
    {
      g_string_append_printf (code, "int x%u;\n", i);
      salon_code_view_set_code (SALON_CODE_VIEW (view), code->str, "c", FALSE);
    }
  /* The language, and three labels for a hundred lines. */
  g_assert_nonnull (transcript_test_find (view, GTK_TYPE_LABEL, 3));
  g_assert_null (transcript_test_find (view, GTK_TYPE_LABEL, 4));
  label = transcript_test_find (view, GTK_TYPE_LABEL, 1);
  g_assert_null (gtk_label_get_attributes (GTK_LABEL (label)));

  salon_code_view_set_code (SALON_CODE_VIEW (view), code->str, "c", TRUE);
  label = transcript_test_find (view, GTK_TYPE_LABEL, 1);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, code->str);
  transcript_test_wait (code_has_colors, label);

  g_object_ref (view);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (view);
}

static void
test_focus_stays_in_the_code (void)
{
  GtkWidget *view = salon_code_view_new ();
  GtkWidget *window;
  GtkWidget *label;
  g_autoptr (GString) code = g_string_new (NULL);

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (code, "int x%u;\n", i);
  salon_code_view_set_code (SALON_CODE_VIEW (view), code->str, "c", FALSE);
  window = transcript_test_window (view, 400, 300);
  label = transcript_test_find (view, GTK_TYPE_LABEL, 2);
  g_assert_true (gtk_widget_grab_focus (label));

  /* What was there has not changed: nor has who has the focus. */
  g_string_append (code, "int y;");
  salon_code_view_set_code (SALON_CODE_VIEW (view), code->str, "c", FALSE);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == label);

  salon_code_view_set_code (SALON_CODE_VIEW (view), code->str, "c", TRUE);
  label = transcript_test_find (view, GTK_TYPE_LABEL, 1);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, code->str);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == label);
  transcript_test_frames (2);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == label);
  g_assert_false (gtk_label_get_selection_bounds (GTK_LABEL (label), NULL, NULL));

  g_object_ref (view);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (view);
}

static void
test_long_code_gets_a_view (void)
{
  GtkWidget *view = salon_code_view_new ();
  g_autofree char *code = g_strnfill (200000, '\n');
  GtkWidget *window;

  salon_code_view_set_code (SALON_CODE_VIEW (view), code, NULL, TRUE);
  window = transcript_test_window (view, 400, 600);
  g_assert_nonnull (transcript_test_find (view, GTK_TYPE_TEXT_VIEW, 0));
  g_assert_cmpint (gtk_widget_get_height (view), <, 600);
  g_object_ref (view);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (view);
}

static void
check_row (SalonMessage *message)
{
  GtkWidget *row = salon_message_row_new (message);
  GtkWidget *window = transcript_test_window (row, 360, 600);
  int minimum;

  gtk_widget_measure (row, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 336);
  g_object_ref (row);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (row);
}

static void
test_rows_fit_and_go (void)
{
  g_autoptr (SalonMessage) user = transcript_test_message (SALON_ROLE_USER, "a\n\n**b** <i>");
  g_autoptr (SalonMessage) reply = transcript_test_message (SALON_ROLE_ASSISTANT, everything);
  g_autoptr (SalonMessage) failed = transcript_test_message (SALON_ROLE_ASSISTANT, NULL);
  g_autoptr (SalonPart) reasoning = salon_part_new (SALON_PART_REASONING, 0);
  g_autoptr (SalonPart) note = salon_part_new_note ("A note.", 0);
  g_autoptr (SalonPart) error = salon_part_new_error (SALON_PART_ERROR_AUTHENTICATION, TRUE,
                                                      "The key was not accepted.", 0);

  salon_message_add_part (failed, reasoning);
  salon_message_add_part (failed, note);
  transcript_test_add_call (failed, "A tool with a name that is much too long for a line",
                            "{\"text\": \"and arguments that are no shorter than that\"}");
  salon_message_add_part (failed, error);
  salon_message_set_state (failed, SALON_MESSAGE_FAILED);

  check_row (user);
  check_row (reply);
  check_row (failed);
}

static void
test_user_text_is_shown_as_written (void)
{
  g_autoptr (SalonMessage) user = transcript_test_message (SALON_ROLE_USER, "**a**\n<b>");
  GtkWidget *row = g_object_ref_sink (salon_message_row_new (user));

  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (transcript_test_find (row, GTK_TYPE_LABEL, 0))),
                   ==, "**a**\n<b>");
  g_assert_finalize_object (row);
}

static void
test_only_the_last_failed_message_can_be_retried (void)
{
  g_autoptr (SalonMessage) message = transcript_test_message (SALON_ROLE_ASSISTANT, NULL);
  GtkWidget *row = g_object_ref_sink (salon_message_row_new (message));
  GtkWidget *retry = transcript_test_find_button (row, "Retry");

  g_assert_false (gtk_widget_get_visible (retry));
  salon_message_set_state (message, SALON_MESSAGE_STOPPED);
  g_assert_false (gtk_widget_get_visible (retry));
  salon_message_row_set_last (SALON_MESSAGE_ROW (row), TRUE);
  g_assert_true (gtk_widget_get_visible (retry));
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (retry)), ==, "transcript.retry");
  gtk_test_accessible_assert_property (retry, GTK_ACCESSIBLE_PROPERTY_LABEL, "Retry");
  g_assert_finalize_object (row);
}

static void
test_reasoning_is_closed_until_it_is_opened (void)
{
  g_autoptr (SalonMessage) message = transcript_test_message (SALON_ROLE_ASSISTANT, NULL);
  g_autoptr (SalonPart) part = salon_part_new (SALON_PART_REASONING, 0);
  GtkWidget *view;
  GtkWidget *button;

  salon_part_append (part, "I *think*.");
  view = g_object_ref_sink (salon_reasoning_view_new (part));
  button = transcript_test_find (view, GTK_TYPE_BUTTON, 0);
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL, "Thinking…");
  salon_part_finish (part);
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL, "Thoughts");
  g_assert_null (transcript_test_find (view, SALON_TYPE_MARKUP_VIEW, 0));
  g_signal_emit_by_name (button, "clicked");
  g_assert_nonnull (transcript_test_find (view, SALON_TYPE_MARKUP_VIEW, 0));
  gtk_test_accessible_assert_state (button, GTK_ACCESSIBLE_STATE_EXPANDED, TRUE);
  g_assert_finalize_object (view);
}

static void
test_usage_is_told_on_demand (void)
{
  g_autoptr (SalonMessage) message = transcript_test_message (SALON_ROLE_ASSISTANT, "Hi");
  GtkWidget *row = salon_message_row_new (message);
  GtkWidget *window = transcript_test_window (row, 400, 300);
  GtkWidget *button = transcript_test_find (row, GTK_TYPE_MENU_BUTTON, 0);
  const SalonLlmUsage usage = { 12345, 20, 10000, 0, -1, 840000 };
  const SalonLlmModelFacts prices = { .input_price = 3, .output_price = 15, .cached_price = 0.3 };
  GtkWidget *label;

  g_assert_false (gtk_widget_is_visible (button));
  salon_message_add_usage (message, &usage, FALSE, &prices);
  g_assert_true (gtk_widget_is_visible (gtk_widget_get_parent (button)));
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL, "Usage");
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  label = gtk_popover_get_child (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==,
                   "Tokens in: 12345\nFrom the cache: 10000\nTokens out: 20\n"
                   "Time to the first token: 0.8 s\nCost: $0.0103");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_parts_without_words_are_not_seen (void)
{
  g_autoptr (SalonMessage) message = transcript_test_message (SALON_ROLE_ASSISTANT, NULL);
  g_autoptr (SalonPart) secret = salon_part_new (SALON_PART_REASONING, 0);
  GtkWidget *row;
  GtkWidget *window;
  GtkWidget *reasoning;

  transcript_test_add_text (message, "One", TRUE);
  transcript_test_add_text (message, "Two", TRUE);
  row = salon_message_row_new (message);
  window = transcript_test_window (row, 400, 300);
  salon_part_finish (secret);
  salon_message_insert_part (message, 1, secret);
  reasoning = transcript_test_find (row, SALON_TYPE_REASONING_VIEW, 0);
  g_assert_false (gtk_widget_get_visible (reasoning));
  g_assert_true (SALON_IS_MARKUP_VIEW (gtk_widget_get_prev_sibling (reasoning)));
  g_assert_true (SALON_IS_MARKUP_VIEW (gtk_widget_get_next_sibling (reasoning)));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  transcript_test_init (&argc, &argv);

  g_test_add_func ("/ui/markup-view/updates-are-collected", test_updates_are_collected);
  g_test_add_func ("/ui/markup-view/pieces-give-the-same-widgets",
                   test_pieces_give_the_same_widgets);
  g_test_add_func ("/ui/markup-view/markup-is-what-pango-reads", test_markup_is_what_pango_reads);
  g_test_add_func ("/ui/code-view/colors-come-when-it-is-whole",
                   test_code_gets_colors_when_it_is_whole);
  g_test_add_func ("/ui/code-view/focus-stays-in-the-code", test_focus_stays_in_the_code);
  g_test_add_func ("/ui/code-view/long-code-gets-a-view", test_long_code_gets_a_view);
  g_test_add_func ("/ui/message-row/rows-fit-and-go", test_rows_fit_and_go);
  g_test_add_func ("/ui/message-row/usage-is-told-on-demand", test_usage_is_told_on_demand);
  g_test_add_func ("/ui/message-row/parts-without-words-are-not-seen",
                   test_parts_without_words_are_not_seen);
  g_test_add_func ("/ui/message-row/user-text-is-shown-as-written",
                   test_user_text_is_shown_as_written);
  g_test_add_func ("/ui/message-row/only-the-last-failed-message-can-be-retried",
                   test_only_the_last_failed_message_can_be_retried);
  g_test_add_func ("/ui/reasoning-view/closed-until-opened",
                   test_reasoning_is_closed_until_it_is_opened);

  return g_test_run ();
}

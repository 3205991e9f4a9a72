/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "salon-transcript.h"

#include "transcript-test-utilities.h"

typedef struct
{
  GListStore *list;
  GtkWidget *transcript;
  GtkWidget *window;
  GtkAdjustment *adjustment;
} Fixture;

static SalonMessage *
make_message (guint number)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "Message %u", number);
  for (guint i = 0; i < number * 37 % 150; i++)
    g_string_append (text, " and more");

  return transcript_test_message (number % 2 == 0 ? SALON_ROLE_USER : SALON_ROLE_ASSISTANT,
                                  text->str);
}

static void
fixture_init (Fixture *fixture,
              guint    n_messages)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  fixture->list = g_list_store_new (SALON_TYPE_MESSAGE);
  for (guint i = 0; i < n_messages; i++)
    g_ptr_array_add (messages, make_message (i));
  g_list_store_splice (fixture->list, 0, 0, messages->pdata, messages->len);

  fixture->transcript = salon_transcript_new ();
  salon_transcript_set_conversation (SALON_TRANSCRIPT (fixture->transcript),
                                     G_LIST_MODEL (fixture->list));
  fixture->window = transcript_test_window (fixture->transcript, 700, 600);
  transcript_test_frames (10);
  g_object_get (fixture->transcript, "vadjustment", &fixture->adjustment, NULL);
}

static void
fixture_clear (Fixture *fixture)
{
  g_object_ref (fixture->transcript);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->transcript);
  g_object_unref (fixture->adjustment);
  g_assert_finalize_object (fixture->list);
}

static double
get_end (Fixture *fixture)
{
  return gtk_adjustment_get_upper (fixture->adjustment) -
         gtk_adjustment_get_page_size (fixture->adjustment);
}

static void
scroll_to (Fixture *fixture,
           double   value)
{
  gtk_adjustment_set_value (fixture->adjustment, value);
  transcript_test_frames (4);
}

static guint
count_live_rows (Fixture *fixture)
{
  return salon_transcript_get_n_live_rows (SALON_TRANSCRIPT (fixture->transcript));
}

/* The first row that starts inside of the view, and where. */
static guint
get_row_in_view (Fixture *fixture,
                 int     *y)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->list)); i++)
    {
      GtkWidget *row = salon_transcript_get_live_row (SALON_TRANSCRIPT (fixture->transcript), i);
      graphene_rect_t bounds;

      if (row != NULL && gtk_widget_compute_bounds (row, fixture->transcript, &bounds) &&
          bounds.origin.y >= 0 && bounds.origin.y < 500)
        {
          *y = (int) bounds.origin.y;
          return i;
        }
    }
  g_assert_not_reached ();
}

static int
get_row_y (Fixture *fixture,
           guint    position)
{
  GtkWidget *row = salon_transcript_get_live_row (SALON_TRANSCRIPT (fixture->transcript), position);
  graphene_rect_t bounds;

  g_assert_nonnull (row);
  g_assert_true (gtk_widget_compute_bounds (row, fixture->transcript, &bounds));

  return (int) bounds.origin.y;
}

static void
test_only_rows_in_sight_exist (void)
{
  Fixture fixture;
  guint most = 0;

  fixture_init (&fixture, 10000);
  for (guint i = 0; i <= 20; i++)
    {
      guint n_live;

      scroll_to (&fixture, get_end (&fixture) * i / 20);
      n_live = count_live_rows (&fixture);
      g_assert_cmpuint (n_live, >, 0);
      most = MAX (most, n_live);
    }
  g_test_message ("At most %u of 10000 rows were alive", most);
  g_assert_cmpuint (most, <, 60);
  fixture_clear (&fixture);
}

static void
test_starts_and_stays_at_the_end (void)
{
  Fixture fixture;
  g_autoptr (SalonMessage) message = transcript_test_message (SALON_ROLE_ASSISTANT, NULL);
  SalonPart *part = transcript_test_add_text (message, "Start.", FALSE);

  fixture_init (&fixture, 50);
  g_assert_true (salon_transcript_is_at_end (SALON_TRANSCRIPT (fixture.transcript)));
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, get_end (&fixture));

  g_list_store_append (fixture.list, message);
  for (guint i = 0; i < 10; i++)
    {
      double before = get_end (&fixture);

      salon_part_append (part, "\n\nAnother paragraph.\n\n- with\n- a list");
      transcript_test_frames (8);
      g_assert_cmpfloat (get_end (&fixture), >, before);
      g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, get_end (&fixture));
    }
  fixture_clear (&fixture);
}

static void
test_reader_elsewhere_is_left_there (void)
{
  Fixture fixture;
  g_autoptr (SalonMessage) reply = transcript_test_message (SALON_ROLE_ASSISTANT, NULL);
  SalonPart *part = transcript_test_add_text (reply, "Start.", FALSE);
  GtkWidget *button;
  guint row;
  int y;

  fixture_init (&fixture, 50);
  button = transcript_test_find_button (fixture.transcript, "Scroll to the End");
  g_assert_false (gtk_widget_get_child_visible (button));

  scroll_to (&fixture, get_end (&fixture) - 300);
  g_assert_false (salon_transcript_is_at_end (SALON_TRANSCRIPT (fixture.transcript)));
  g_assert_true (gtk_widget_get_child_visible (button));
  row = get_row_in_view (&fixture, &y);

  g_list_store_append (fixture.list, reply);
  for (guint i = 0; i < 5; i++)
    {
      salon_part_append (part, "\n\nAnother paragraph.");
      transcript_test_frames (8);
      g_assert_cmpint (get_row_y (&fixture, row), ==, y);
    }

  gtk_widget_activate_action (fixture.transcript, "transcript.scroll-to-end", NULL);
  transcript_test_frames (10);
  g_assert_true (salon_transcript_is_at_end (SALON_TRANSCRIPT (fixture.transcript)));
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, get_end (&fixture));
  g_assert_false (gtk_widget_get_child_visible (button));
  fixture_clear (&fixture);
}

static void
test_own_message_is_shown (void)
{
  Fixture fixture;
  g_autoptr (SalonMessage) message = make_message (3000);

  fixture_init (&fixture, 50);
  scroll_to (&fixture, 500);
  g_list_store_append (fixture.list, message);
  transcript_test_frames (10);
  g_assert_true (salon_transcript_is_at_end (SALON_TRANSCRIPT (fixture.transcript)));
  g_assert_nonnull (salon_transcript_get_live_row (SALON_TRANSCRIPT (fixture.transcript), 50));
  fixture_clear (&fixture);
}

static void
test_rows_above_change_and_nothing_moves (void)
{
  Fixture fixture;
  g_autoptr (SalonMessage) above = NULL;
  g_autoptr (SalonMessage) inserted = make_message (11);
  guint row;
  int y;

  fixture_init (&fixture, 400);
  scroll_to (&fixture, get_end (&fixture) / 2);
  row = get_row_in_view (&fixture, &y);

  /* One that exists as a widget, just above, gets longer. */
  g_assert_nonnull (salon_transcript_get_live_row (SALON_TRANSCRIPT (fixture.transcript), row - 1));
  above = g_list_model_get_item (G_LIST_MODEL (fixture.list), row - 1);
  transcript_test_add_text (above, "One\n\nTwo\n\nThree\n\nFour", TRUE);
  transcript_test_frames (10);
  /* It ends where the row in view begins, so that one makes room. */
  g_assert_cmpint (get_row_y (&fixture, row), >=, y);

  scroll_to (&fixture, gtk_adjustment_get_value (fixture.adjustment) + 600);
  row = get_row_in_view (&fixture, &y);
  above = (g_object_unref (above), g_list_model_get_item (G_LIST_MODEL (fixture.list), row - 3));
  transcript_test_add_text (above, "One\n\nTwo\n\nThree\n\nFour", TRUE);
  transcript_test_frames (10);
  g_assert_cmpint (get_row_y (&fixture, row), ==, y);

  /* Far above, rows come and go. */
  g_list_store_insert (fixture.list, 2, inserted);
  transcript_test_frames (10);
  g_assert_cmpint (get_row_y (&fixture, row + 1), ==, y);
  g_list_store_remove (fixture.list, 5);
  g_list_store_remove (fixture.list, 5);
  transcript_test_frames (10);
  g_assert_cmpint (get_row_y (&fixture, row - 1), ==, y);
  fixture_clear (&fixture);
}

static void
test_start_is_the_start (void)
{
  Fixture fixture;

  /* The first row is not alive, but the second is. */
  fixture_init (&fixture, 4);
  for (guint height = 200; height < 600; height += 80)
    {
      gtk_window_set_default_size (GTK_WINDOW (fixture.window), 360, (int) height);
      transcript_test_frames (5);
      scroll_to (&fixture, get_end (&fixture));
      scroll_to (&fixture, 0);
      g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, 0);
    }
  fixture_clear (&fixture);
}

/* Scrolled up through rows whose heights were only guessed, each step moves what is in
 * sight by the step, and by nothing else.
 */
static void
test_scrolling_up_does_not_jump (void)
{
  Fixture fixture;

  fixture_init (&fixture, 300);
  for (guint i = 0; i < 30; i++)
    {
      int y;
      guint row = get_row_in_view (&fixture, &y);

      scroll_to (&fixture, gtk_adjustment_get_value (fixture.adjustment) - 70);
      g_assert_cmpint (get_row_y (&fixture, row), ==, y + 70);
    }
  fixture_clear (&fixture);
}

static void
test_growth_inside_the_top_row_moves_nothing (void)
{
  Fixture fixture;
  g_autoptr (SalonMessage) message = transcript_test_message (SALON_ROLE_ASSISTANT, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *label;
  SalonToolCall *call;
  graphene_rect_t bounds;
  int y;

  call = transcript_test_add_call (message, "Read File", "{}");
  for (guint i = 0; i < 60; i++)
    g_string_append_printf (text, "Paragraph %u\n\n", i);
  transcript_test_add_text (message, text->str, TRUE);
  fixture_init (&fixture, 10);
  g_list_store_append (fixture.list, message);
  transcript_test_frames (10);
  scroll_to (&fixture, get_end (&fixture) - 500);

  label = transcript_test_find (salon_transcript_get_live_row (
                                  SALON_TRANSCRIPT (fixture.transcript), 10),
                                GTK_TYPE_LABEL, 60);
  g_assert_true (gtk_widget_compute_bounds (label, fixture.transcript, &bounds));
  y = (int) bounds.origin.y;

  /* The line far above gets an error under it. */
  salon_tool_call_end (call, salon_clock_get_system (), SALON_TOOL_CALL_FAILED,
                       "It did not work, for a reason.");
  transcript_test_frames (10);
  g_assert_true (gtk_widget_compute_bounds (label, fixture.transcript, &bounds));
  g_assert_cmpint ((int) bounds.origin.y, ==, y);
  fixture_clear (&fixture);
}

static void
test_another_width_keeps_the_row (void)
{
  Fixture fixture;
  guint row;
  int y;

  fixture_init (&fixture, 200);
  scroll_to (&fixture, get_end (&fixture) / 2);
  row = get_row_in_view (&fixture, &y);
  gtk_window_set_default_size (GTK_WINDOW (fixture.window), 400, 600);
  transcript_test_frames (20);
  g_assert_nonnull (salon_transcript_get_live_row (SALON_TRANSCRIPT (fixture.transcript), row));
  g_assert_cmpint (get_row_y (&fixture, row), <, 600);
  fixture_clear (&fixture);
}

static void
test_row_with_the_focus_stays_alive (void)
{
  Fixture fixture;
  GtkWidget *row;
  GtkWidget *label;

  fixture_init (&fixture, 400);
  scroll_to (&fixture, 0);
  row = salon_transcript_get_live_row (SALON_TRANSCRIPT (fixture.transcript), 1);
  label = transcript_test_find (row, GTK_TYPE_LABEL, 0);
  g_assert_true (gtk_widget_grab_focus (label));
  scroll_to (&fixture, get_end (&fixture) / 2);
  g_assert_true (salon_transcript_get_live_row (SALON_TRANSCRIPT (fixture.transcript), 1) == row);
  g_assert_true (gtk_root_get_focus (gtk_widget_get_root (row)) == label);
  g_assert_null (salon_transcript_get_live_row (SALON_TRANSCRIPT (fixture.transcript), 0));
  fixture_clear (&fixture);
}

static void
test_conversation_can_change (void)
{
  Fixture fixture;
  g_autoptr (GListStore) other = g_list_store_new (SALON_TYPE_MESSAGE);
  g_autoptr (SalonMessage) message = make_message (4);

  fixture_init (&fixture, 100);
  scroll_to (&fixture, 100);
  g_list_store_append (other, message);
  salon_transcript_set_conversation (SALON_TRANSCRIPT (fixture.transcript), G_LIST_MODEL (other));
  transcript_test_frames (5);
  g_assert_cmpuint (count_live_rows (&fixture), ==, 1);
  g_assert_true (salon_transcript_is_at_end (SALON_TRANSCRIPT (fixture.transcript)));
  salon_transcript_set_conversation (SALON_TRANSCRIPT (fixture.transcript), NULL);
  transcript_test_frames (5);
  g_assert_cmpuint (count_live_rows (&fixture), ==, 0);
  fixture_clear (&fixture);
}

static void
test_accessible (void)
{
  Fixture fixture;

  fixture_init (&fixture, 4);
  gtk_test_accessible_assert_role (fixture.transcript, GTK_ACCESSIBLE_ROLE_LOG);
  gtk_test_accessible_assert_property (fixture.transcript, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Conversation");
  gtk_test_accessible_assert_property (
    salon_transcript_get_live_row (SALON_TRANSCRIPT (fixture.transcript), 2),
    GTK_ACCESSIBLE_PROPERTY_LABEL, "You");
  gtk_test_accessible_assert_property (
    salon_transcript_get_live_row (SALON_TRANSCRIPT (fixture.transcript), 3),
    GTK_ACCESSIBLE_PROPERTY_LABEL, "Salon · practice");
  fixture_clear (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  transcript_test_init (&argc, &argv);

  g_test_add_func ("/ui/transcript/only-rows-in-sight-exist", test_only_rows_in_sight_exist);
  g_test_add_func ("/ui/transcript/starts-and-stays-at-the-end",
                   test_starts_and_stays_at_the_end);
  g_test_add_func ("/ui/transcript/reader-elsewhere-is-left-there",
                   test_reader_elsewhere_is_left_there);
  g_test_add_func ("/ui/transcript/own-message-is-shown", test_own_message_is_shown);
  g_test_add_func ("/ui/transcript/rows-above-change-and-nothing-moves",
                   test_rows_above_change_and_nothing_moves);
  g_test_add_func ("/ui/transcript/start-is-the-start", test_start_is_the_start);
  g_test_add_func ("/ui/transcript/scrolling-up-does-not-jump", test_scrolling_up_does_not_jump);
  g_test_add_func ("/ui/transcript/growth-inside-the-top-row-moves-nothing",
                   test_growth_inside_the_top_row_moves_nothing);
  g_test_add_func ("/ui/transcript/another-width-keeps-the-row", test_another_width_keeps_the_row);
  g_test_add_func ("/ui/transcript/row-with-the-focus-stays-alive",
                   test_row_with_the_focus_stays_alive);
  g_test_add_func ("/ui/transcript/conversation-can-change", test_conversation_can_change);
  g_test_add_func ("/ui/transcript/accessible", test_accessible);

  return g_test_run ();
}

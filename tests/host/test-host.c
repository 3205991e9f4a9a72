/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host-test"

#include "config.h"

#include <string.h>

#include "host-test.h"
#include "salon-host-error.h"
#include "salon-history-private.h"
#include "salon-host.h"
#include "salon-llm-request.h"
#include "salon-manual-clock.h"
#include "salon-message-private.h"
#include "salon-model-registry.h"
#include "salon-server-manager.h"

/* The whole host, with files of its own and the practice model. */

static SalonHost *
open_host (SalonManualClock *clock)
{
  SalonHost *host = salon_host_new (SALON_CLOCK (clock), NULL);
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "salon", "mcp.json", NULL);

  g_assert_cmpint (g_mkdir_with_parents (g_get_home_dir (), 0700), ==, 0);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    host_test_write (path, "{\"mcpServers\":{\"desktop\":{\"disabled\":true}}}");
  host_test_await (salon_host_open (host));
  return host;
}

static void
close_host (SalonHost *host)
{
  host_test_await (salon_host_close (host));
  host_test_settle ();
  g_object_unref (host);
}

/* The practice model speaks at a human pace: the clock is moved until it is done. */
static void
finish_turn (SalonManualClock *clock,
             DexFuture        *turn)
{
  gint64 until = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;

  while (dex_future_is_pending (turn))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      if (!g_main_context_iteration (NULL, FALSE) &&
          salon_manual_clock_get_n_sleepers (clock) > 0)
        salon_manual_clock_advance (clock, 50 * G_TIME_SPAN_MILLISECOND);
    }
  dex_unref (turn);
}

static void
test_chat_is_there_after_a_restart (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  SalonHost *host = open_host (clock);
  g_autoptr (SalonConversation) conversation = salon_host_new_conversation (host);
  g_autoptr (SalonConversation) again = NULL;
  g_autoptr (SalonMessage) reply = NULL;
  g_autofree char *id = g_strdup (salon_conversation_get_id (conversation));
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;

  g_assert_cmpstr (salon_conversation_get_model (conversation), ==, "practice/practice");
  finish_turn (clock, salon_conversation_send (conversation, "hello"));
  reply = g_list_model_get_item (G_LIST_MODEL (conversation), 1);
  g_assert_cmpint (salon_message_get_state (reply), ==, SALON_MESSAGE_FINISHED);
  text = salon_message_dup_text (reply);
  g_assert_cmpuint (strlen (text), >, 20);
  again = host_test_await_object (salon_host_load_conversation (host, id));
  g_assert_true (again == conversation);
  g_clear_object (&again);
  g_clear_object (&conversation);
  g_clear_object (&reply);
  close_host (host);

  host = open_host (clock);
  g_assert_null (salon_host_get_notice (host));
  g_assert_cmpstr (salon_chat_get_title (salon_history_find (salon_host_get_history (host), id)),
                   ==, "hello");
  conversation = host_test_await_object (salon_host_load_conversation (host, id));
  reply = g_list_model_get_item (G_LIST_MODEL (conversation), 1);
  text_again = salon_message_dup_text (reply);
  g_assert_cmpstr (text, ==, text_again);
  g_free (host_test_await_error (salon_host_load_conversation (host, "nope"), SALON_HOST_ERROR,
                                 SALON_HOST_ERROR_NOT_FOUND));
  g_clear_object (&conversation);
  close_host (host);
}

static void
test_close_stops_turns (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  SalonHost *host = open_host (clock);
  g_autoptr (SalonConversation) conversation = salon_host_new_conversation (host);
  g_autoptr (SalonMessage) reply = NULL;
  g_autoptr (DexFuture) turn = salon_conversation_send (conversation, "Show me long Markdown");

  host_test_await (salon_host_close (host));
  g_assert_false (salon_conversation_get_running (conversation));
  g_assert_false (dex_future_is_pending (turn));
  reply = g_list_model_get_item (G_LIST_MODEL (conversation), 1);
  g_assert_cmpint (salon_message_get_state (reply), ==, SALON_MESSAGE_STOPPED);
  g_clear_object (&reply);
  g_clear_object (&conversation);
  host_test_settle ();
  g_assert_finalize_object (host);
}

static void
test_delete_while_running (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  SalonHost *host = open_host (clock);
  g_autoptr (SalonConversation) conversation = salon_host_new_conversation (host);
  SalonHistory *history = salon_host_get_history (host);
  DexFuture *turn = salon_conversation_send (conversation, "Show me long Markdown");

  host_test_await (salon_history_delete (history, salon_conversation_get_id (conversation)));
  finish_turn (clock, turn);
  host_test_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history)), ==, 0);
  g_assert_null (salon_host_get_notice (host));
  g_clear_object (&conversation);
  close_host (host);
  host = open_host (clock);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (salon_host_get_history (host))), ==, 0);
  close_host (host);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_broken_files (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  g_autofree char *servers = g_build_filename (g_get_user_config_dir (), "salon", "mcp.json", NULL);
  g_autofree char *chats = g_build_filename (g_get_user_data_dir (), "salon", "history.db", NULL);
  g_autoptr (SalonConversation) conversation = NULL;
  SalonHost *host;
  guint n = 0;

  host_test_write (servers, "{\n\"mcpServers\": ]");
  host_test_write (chats, "This is no database, and longer than a header of one would have to be.");
  host = open_host (clock);
  host_test_assert_contains (salon_host_get_notice (host), "line 2");
  host_test_assert_contains (salon_host_get_notice (host), "history.db.corrupt");
  conversation = salon_host_new_conversation (host);
  finish_turn (clock, salon_conversation_send (conversation, "hello"));
  /* That a file was mended doesn't hide that the next one can't be written. */
  salon_history_report (salon_host_get_history (host),
                        dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                                               "The disk is full."));
  for (guint i = 0; i < 1000 && strstr (salon_host_get_notice (host), "full") == NULL; i++)
    g_main_context_iteration (NULL, FALSE);
  host_test_assert_contains (salon_host_get_notice (host), "not being saved: The disk is full.");
  host_test_assert_contains (salon_host_get_notice (host), "history.db.corrupt");
  g_signal_connect_swapped (host, "notify::notice", G_CALLBACK (count_cb), &n);
  salon_host_dismiss_notice (host);
  g_assert_null (salon_host_get_notice (host));
  g_assert_cmpuint (n, ==, 1);
  g_clear_object (&conversation);
  close_host (host);
}

/* A folder in which nothing can be made, also for root. */
static void
test_no_place_to_write (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "salon", NULL);
  g_autoptr (SalonConversation) conversation = NULL;
  g_autoptr (SalonMessage) reply = NULL;
  SalonHost *host;

  host_test_write (folder, "a file where the folder should be");
  host = open_host (clock);
  host_test_assert_contains (salon_host_get_notice (host), "Chats are not being saved");
  conversation = salon_host_new_conversation (host);
  finish_turn (clock, salon_conversation_send (conversation, "hello"));
  reply = g_list_model_get_item (G_LIST_MODEL (conversation), 1);
  g_assert_cmpint (salon_message_get_state (reply), ==, SALON_MESSAGE_FINISHED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (salon_host_get_history (host))), ==, 1);
  g_clear_object (&reply);
  g_clear_object (&conversation);
  close_host (host);
}

static void
test_call_of_a_real_server (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  g_autofree char *fake = g_test_build_filename (G_TEST_BUILT, "fakes", "fake-mcp-server", NULL);
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "salon", "mcp.json", NULL);
  g_autofree char *config = g_strdup_printf (
    "{\"mcpServers\":{\"desktop\":{\"disabled\":true},"
    "\"fake\":{\"command\":\"%s\",\"cwd\":\"/\"}}}",
    fake);
  g_autoptr (SalonConversation) conversation = NULL;
  g_autoptr (SalonQuestion) question = NULL;
  g_autoptr (SalonMessage) reply = NULL;
  SalonHost *host;
  SalonToolCall *call = NULL;
  DexFuture *turn;

  host_test_write (path, config);
  host = salon_host_new (NULL, NULL);
  g_assert_cmpint (g_mkdir_with_parents (g_get_home_dir (), 0700), ==, 0);
  host_test_await (salon_host_open (host));
  conversation = salon_host_new_conversation (host);
  turn = salon_conversation_send (conversation, "Use echo to say hi");
  host_test_run_until (!dex_future_is_pending (turn) ||
                       g_list_model_get_n_items (
                         G_LIST_MODEL (salon_host_get_consent (host))) == 1);
  g_assert_true (dex_future_is_pending (turn));
  question = g_list_model_get_item (G_LIST_MODEL (salon_host_get_consent (host)), 0);
  g_assert_true (salon_question_allow (question, SALON_APPROVAL_ONCE, NULL, NULL));
  host_test_await (turn);
  reply = g_list_model_get_item (G_LIST_MODEL (conversation), 1);
  for (guint i = 0; call == NULL && i < salon_message_get_n_parts (reply); i++)
    call = salon_part_get_tool_call (salon_message_get_part (reply, i));
  g_assert_nonnull (call);
  g_assert_cmpint (salon_tool_call_get_state (call), ==, SALON_TOOL_CALL_DONE);
  g_assert_cmpstr (salon_tool_call_get_result_text (call), ==, "hi");
  g_clear_object (&reply);
  g_clear_object (&question);
  g_clear_object (&conversation);
  close_host (host);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

#define ADD(name, function) g_test_add_func ("/host/host/" name, function)
  ADD ("chat-is-there-after-a-restart", test_chat_is_there_after_a_restart);
  ADD ("close-stops-turns-and-leaves-nothing", test_close_stops_turns);
  ADD ("deleted-chat-stops-and-stays-deleted", test_delete_while_running);
  ADD ("broken-files-are-told-and-kept", test_broken_files);
  ADD ("without-a-place-to-write-one-can-still-chat", test_no_place_to_write);
  ADD ("call-of-a-real-server", test_call_of_a_real_server);

  return g_test_run ();
}

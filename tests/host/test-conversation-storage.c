/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host-test"

#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "salon-host.h"
#include "salon-llm-error.h"
#include "salon-message-loader.h"
#include "salon-model-registry.h"
#include "salon-message-private.h"
#include "salon-tool-call-private.h"
#include "turn-fixture.h"

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "salon", "history.db", NULL);
}

static GPtrArray *
load_rows (Fixture    *f,
           const char *chat_id)
{
  g_autoptr (DexFuture) loading = salon_store_load_messages (f->store, chat_id);

  g_assert_true (fixture_finish (f, dex_ref (loading), NULL));
  return g_value_dup_boxed (dex_future_get_value (loading, NULL));
}

static GPtrArray *
load_messages (Fixture    *f,
               const char *chat_id)
{
  g_autoptr (DexFuture) loading = salon_message_loader_load (f->store, chat_id);

  g_assert_true (fixture_finish (f, dex_ref (loading), NULL));
  return g_value_dup_boxed (dex_future_get_value (loading, NULL));
}

static char *
describe (SalonConversation *conversation)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (conversation)); i++)
    {
      g_autoptr (SalonMessage) message = g_list_model_get_item (G_LIST_MODEL (conversation), i);

      g_string_append_printf (text, "%s %d %d %" G_GINT64_FORMAT " %s\n",
                              salon_message_get_id (message), salon_message_get_role (message),
                              salon_message_get_state (message),
                              salon_message_get_created_at (message),
                              salon_message_get_model (message));
      for (guint j = 0; j < salon_message_get_n_parts (message); j++)
        {
          SalonPart *part = salon_message_get_part (message, j);
          SalonToolCall *call = salon_part_get_tool_call (part);
          g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
          g_autofree char *json = NULL;

          salon_json_writer_begin_object (writer, NULL);
          if (call != NULL)
            salon_tool_call_write (call, writer);
          salon_json_writer_end_object (writer);
          json = salon_json_writer_finish (writer);
          g_string_append_printf (text, "  %s %d %d %d “%s” %s %s\n", salon_part_get_id (part),
                                  salon_part_get_kind (part), salon_part_get_error_code (part),
                                  salon_part_get_can_retry (part), salon_part_get_text (part), json,
                                  call != NULL ? salon_tool_call_get_result_text (call) : "");
        }
    }
  return g_string_free (text, FALSE);
}

static void
test_reload (void)
{
  g_autofree char *path = dup_path ();
  g_autoptr (Fixture) f = fixture_new_stored (path);
  g_autofree char *error = g_strdup_printf ("text Half\nerror %d", SALON_LLM_ERROR_CUT);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (SalonConversation) again = NULL;
  SalonChat *chat;

  fixture_add_server (f, "srv");
  fixture_allow_all (f);
  script_provider_add (f->provider, "think Hm\ntext One\ncall a srv__echo {\"text\":\"ä\"}\n"
                                    "call b srv__picture {}\ncall c nope {}");
  script_provider_add (f->provider, "text Two");
  fixture_send (f, "First **message**\nof two lines");
  script_provider_add (f->provider, error);
  fixture_send (f, "Second");
  before = describe (f->conversation);

  messages = load_messages (f, salon_conversation_get_id (f->conversation));
  chat = salon_history_find (f->history, salon_conversation_get_id (f->conversation));
  g_assert_cmpstr (salon_chat_get_title (chat), ==, "First **message**");
  again = salon_conversation_new (&f->services, chat);
  salon_conversation_take_messages (again, messages);
  after = describe (again);
  g_assert_cmpstr (after, ==, before);

  /* What the model is sent is the same, too, opaque data included. */
  g_set_object (&f->conversation, again);
  g_assert_true (fixture_finish (f, salon_conversation_retry (f->conversation), NULL));
  g_assert_cmpstr (fixture_get_result (f, "a"), ==, "ä");
  g_assert_nonnull (salon_llm_part_get_opaque (
    salon_llm_message_get_part (
      salon_llm_request_get_message (f->requests->pdata[f->requests->len - 1], 1), 0), "script"));
}

static void
test_user_message_first (void)
{
  g_autofree char *path = dup_path ();
  g_autoptr (Fixture) f = fixture_new_stored (path);
  g_autoptr (GPtrArray) rows = NULL;
  SalonStoreMessage *message;
  DexFuture *turn;

  script_provider_add (f->provider, "text Hello\nhang");
  turn = salon_conversation_send (f->conversation, "Keep me");
  fixture_wait_for (f, f->requests->len == 1);
  rows = load_rows (f, salon_conversation_get_id (f->conversation));
  g_assert_cmpuint (rows->len, ==, 2);
  message = rows->pdata[0];
  g_assert_cmpstr (((SalonStorePart *) message->parts->pdata[0])->text, ==, "Keep me");
  g_clear_pointer (&rows, g_ptr_array_unref);

  /* Growing text is there after 100 ms, not before. */
  fixture_wait_for (f, salon_manual_clock_get_n_sleepers (f->clock) > 0);
  g_assert_cmpint (salon_manual_clock_get_next_sleep (f->clock), <=, 100000);
  salon_manual_clock_advance (f->clock, 100000);
  fixture_wait_for (f, salon_manual_clock_get_n_sleepers (f->clock) == 0);
  for (guint i = 0; i < 100; i++)
    g_main_context_iteration (NULL, FALSE);
  rows = load_rows (f, salon_conversation_get_id (f->conversation));
  message = rows->pdata[1];
  g_assert_cmpstr (((SalonStorePart *) message->parts->pdata[0])->text, ==, "Hello");
  g_assert_cmpstr (message->state, ==, "streaming");

  salon_conversation_stop (f->conversation);
  fixture_finish (f, turn, NULL);
}

static void
test_interrupted_row (void)
{
  g_autoptr (SalonStoreMessage) row = salon_store_message_new ();
  g_autoptr (SalonMessage) message = NULL;
  SalonStorePart *part = salon_store_part_new ();
  SalonStorePart *call = salon_store_part_new ();

  row->id = g_strdup ("m");
  row->role = g_strdup ("assistant");
  row->state = g_strdup ("streaming");
  row->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_store_part_free);
  part->id = g_strdup ("p");
  part->kind = g_strdup ("text");
  part->text = g_strdup ("So far");
  g_ptr_array_add (row->parts, part);
  call->id = g_strdup ("q");
  call->kind = g_strdup ("tool-call");
  call->data = g_strdup ("{\"round\":0,\"callId\":\"a\",\"toolId\":\"s__t\","
                         "\"state\":\"running\"}");
  g_ptr_array_add (row->parts, call);
  message = salon_message_new_from_row (row);
  g_assert_cmpint (salon_message_get_state (message), ==, SALON_MESSAGE_STOPPED);
  g_assert_cmpstr (salon_part_get_text (salon_message_get_part (message, 0)), ==, "So far");
  g_assert_cmpint (salon_tool_call_get_state (
                     salon_part_get_tool_call (salon_message_get_part (message, 1))), ==,
                   SALON_TOOL_CALL_CANCELLED);
}

static void
test_draft (void)
{
  g_autofree char *path = dup_path ();
  g_autoptr (Fixture) f = fixture_new_stored (path);
  g_autoptr (DexFuture) loading = NULL;
  const char *id = salon_conversation_get_id (f->conversation);

  salon_conversation_set_draft (f->conversation, "Dear d");
  salon_conversation_set_draft (f->conversation, "Dear diary");
  fixture_wait_for (f, salon_manual_clock_get_n_sleepers (f->clock) == 1);
  g_assert_cmpint (salon_manual_clock_get_next_sleep (f->clock), <=, 250000);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->history)), ==, 0);
  salon_manual_clock_advance (f->clock, 250000);
  fixture_wait_for (f, g_list_model_get_n_items (G_LIST_MODEL (f->history)) == 1);
  g_assert_cmpstr (salon_chat_get_title (salon_history_find (f->history, id)), ==, "Dear diary");
  loading = salon_store_load_chat (f->store, id);
  g_assert_true (fixture_finish (f, dex_ref (loading), NULL));
  g_assert_cmpstr (((SalonStoreChat *) g_value_get_boxed (
                     dex_future_get_value (loading, NULL)))->draft, ==, "Dear diary");

  /* A chat without anything is no chat. */
  salon_conversation_set_draft (f->conversation, "");
  fixture_wait_for (f, salon_manual_clock_get_n_sleepers (f->clock) == 1);
  salon_manual_clock_advance (f->clock, 250000);
  fixture_wait_for (f, g_list_model_get_n_items (G_LIST_MODEL (f->history)) == 0);
}

static void
test_title (void)
{
  static const struct { const char *text, *title; } rows[] = {
    { "Hello", "Hello" },
    { "\n\n  Two\nlines", "Two" },
    { "What is the difference between a cursor and a pointer in the C programming language?",
      "What is the difference between a cursor and a pointer in the…" },
    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" },
    { " \n ", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *title = salon_chat_dup_title_for (rows[i].text);

      g_assert_cmpstr (title, ==, rows[i].title);
    }
}

/* A store that fails is no reason to stop talking. */
static void
on_store_failed_cb (guint *n_failures)
{
  (*n_failures)++;
}

static void
test_failing_store (void)
{
  g_autofree char *path = dup_path ();
  g_autoptr (Fixture) f = fixture_new_stored (path);
  g_autofree char *cut = NULL;
  guint n_failures = 0;

  g_signal_connect_swapped (f->history, "store-failed", G_CALLBACK (on_store_failed_cb),
                            &n_failures);
  /* The chat is pulled away from under its messages, as a full disk would refuse them. */
  script_provider_add (f->provider, "text One\nhang");
  {
    DexFuture *turn = salon_conversation_send (f->conversation, "Go");

    fixture_wait_for (f, f->requests->len == 1);
    g_assert_true (fixture_finish (
      f, salon_store_delete_chat (f->store, salon_conversation_get_id (f->conversation)), NULL));
    salon_conversation_stop (f->conversation);
    fixture_finish (f, turn, NULL);
  }
  g_assert_cmpstr (salon_part_get_text (fixture_get_part (f, 0)), ==, "One");
  fixture_wait_for (f, n_failures > 0);
  cut = describe (f->conversation);
  g_assert_nonnull (strstr (cut, "Go"));
}

static void
test_history (void)
{
  g_autofree char *path = dup_path ();
  g_autoptr (Fixture) f = fixture_new_stored (path);
  g_autofree char *first = g_strdup (salon_conversation_get_id (f->conversation));
  g_autoptr (SalonChat) second = salon_history_new_chat (f->history);
  g_autoptr (SalonChat) top = NULL;
  g_autoptr (DexFuture) searching = NULL;
  g_autoptr (SalonSearchHit) hit = NULL;
  GListModel *list = G_LIST_MODEL (f->history);

  fixture_send (f, "A walrus sings");
  salon_manual_clock_advance (f->clock, G_USEC_PER_SEC);
  g_clear_object (&f->conversation);
  f->conversation = salon_conversation_new (&f->services, second);
  salon_conversation_set_model (f->conversation, "script/one");
  fixture_send (f, "Second");
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 2);
  top = g_list_model_get_item (list, 0);
  g_assert_true (top == second);

  g_assert_true (fixture_finish (f, salon_history_set_pinned (f->history, first, TRUE), NULL));
  g_set_object (&top, salon_history_find (f->history, first));
  {
    g_autoptr (SalonChat) now = g_list_model_get_item (list, 0);

    g_assert_true (now == top);
  }
  g_assert_true (fixture_finish (f, salon_history_rename (f->history, first, "  Songs "), NULL));
  g_assert_cmpstr (salon_chat_get_title (top), ==, "Songs");
  g_assert_false (fixture_finish (f, salon_history_rename (f->history, first, "  "), NULL));
  g_assert_false (fixture_finish (f, salon_history_rename (f->history, "nope", "x"), NULL));

  searching = salon_history_search (f->history, "walrus");
  g_assert_true (fixture_finish (f, dex_ref (searching), NULL));
  hit = g_list_model_get_item (g_value_get_object (dex_future_get_value (searching, NULL)), 0);
  g_assert_cmpstr (salon_search_hit_get_chat_id (hit), ==, first);
  g_assert_cmpstr (salon_search_hit_get_title (hit), ==, "Songs");

  g_assert_true (fixture_finish (f, salon_history_delete (f->history, first), NULL));
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 1);
  g_assert_false (fixture_finish (f, salon_history_delete (f->history, first), NULL));
}

/* --- kill -9 ----------------------------------------------------------------------------- */

/* The child: streams with the practice model and says how far it is. */
static DexFuture *
stream_fiber (gpointer user_data)
{
  SalonHost *host = user_data;
  g_autoptr (SalonConversation) conversation = NULL;

  dex_await (salon_host_open (host), NULL);
  conversation = salon_host_new_conversation (host);
  salon_conversation_set_model (conversation, "practice/practice");
  printf ("chat %s\n", salon_conversation_get_id (conversation));
  fflush (stdout);
  *(SalonConversation **) g_object_get_data (G_OBJECT (host), "conversation") =
    g_object_ref (conversation);
  dex_await (salon_conversation_send (conversation, "Show me long Markdown"), NULL);
  return dex_future_new_true ();
}

static gboolean
report_cb (gpointer user_data)
{
  SalonConversation **conversation = user_data;
  g_autoptr (SalonMessage) reply = NULL;
  gsize length = 0;

  if (*conversation == NULL)
    return G_SOURCE_CONTINUE;
  reply = g_list_model_get_item (G_LIST_MODEL (*conversation), 1);
  for (guint i = 0; reply != NULL && i < salon_message_get_n_parts (reply); i++)
    length += salon_part_get_text_length (salon_message_get_part (reply, i));
  printf ("%" G_GINT64_FORMAT " %" G_GSIZE_FORMAT "\n", g_get_monotonic_time (), length);
  fflush (stdout);
  return G_SOURCE_CONTINUE;
}

static int
run_child (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (SalonHost) host = NULL;
  SalonConversation *conversation = NULL;

  dex_init ();
  host = salon_host_new (NULL, NULL);
  g_object_set_data (G_OBJECT (host), "conversation", &conversation);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, stream_fiber, host, NULL));
  g_timeout_add (10, report_cb, &conversation);
  g_main_loop_run (loop);
  return 0;
}

typedef struct
{
  char *chat_id;
  GArray *reports;
} Reports;

typedef struct
{
  gint64 time;
  gint64 length;
} Report;

/* Reads reports until @length is reached, kills the child, and reads what was left in the pipe. */
static void
kill_in_mid_stream (Reports *reports,
                    gint64   length,
                    gint64  *killed_at)
{
  const char *argv[] = { "/proc/self/exe", "--child", NULL };
  g_auto (GStrv) environment = g_get_environ ();
  g_autofree char *self_path = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  GPid pid;
  int output;
  FILE *file;
  size_t size = 0;
  gboolean killed = FALSE;

  argv[0] = self_path;
  /* The isolated directories are this process's only. */
  environment = g_environ_setenv (environment, "XDG_DATA_HOME", g_get_user_data_dir (), TRUE);
  environment = g_environ_setenv (environment, "XDG_CONFIG_HOME", g_get_user_config_dir (), TRUE);
  environment = g_environ_setenv (environment, "XDG_STATE_HOME", g_get_user_state_dir (), TRUE);
  g_assert_true (g_spawn_async_with_pipes (NULL, (char **) argv, environment,
                                           G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL,
                                           &output, NULL, &error));
  file = fdopen (output, "r");
  while (getline (&line, &size, file) > 0)
    {
      Report report;

      if (g_str_has_prefix (line, "chat "))
        {
          reports->chat_id = g_strstrip (g_strdup (line + 5));
          continue;
        }
      if (sscanf (line, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, &report.time,
                  &report.length) != 2)
        continue;
      g_array_append_val (reports->reports, report);
      if (!killed && report.length >= length)
        {
          *killed_at = g_get_monotonic_time ();
          kill (pid, SIGKILL);
          killed = TRUE;
        }
    }
  fclose (file);
  waitpid (pid, NULL, 0);
  g_assert_true (killed);
}

static void
test_kill (void)
{
  Reports reports = { NULL, g_array_new (FALSE, FALSE, sizeof (Report)) };
  g_autofree char *path = dup_path ();
  g_autoptr (Fixture) f = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (SalonMessage) reply = NULL;
  gint64 killed_at = 0;
  gint64 promised = 0;
  gsize found = 0;

  kill_in_mid_stream (&reports, 600, &killed_at);
  f = fixture_new_stored (path);
  rows = load_rows (f, reports.chat_id);
  g_assert_cmpuint (rows->len, ==, 2);
  reply = salon_message_new_from_row (rows->pdata[1]);
  g_assert_cmpint (salon_message_get_state (reply), ==, SALON_MESSAGE_STOPPED);
  for (guint i = 0; i < salon_message_get_n_parts (reply); i++)
    found += salon_part_get_text_length (salon_message_get_part (reply, i));
  for (guint i = 0; i < reports.reports->len; i++)
    {
      const Report *report = &g_array_index (reports.reports, Report, i);

      if (report->time <= killed_at - 250 * G_TIME_SPAN_MILLISECOND)
        promised = report->length;
    }
  g_test_message ("found %" G_GSIZE_FORMAT ", promised %" G_GINT64_FORMAT, found, promised);
  g_assert_cmpint (promised, >, 100);
  g_assert_cmpuint (found, >=, promised);
  g_array_unref (reports.reports);
  g_free (reports.chat_id);
}

/* A window and “salon ask” on one file. */
static void
test_another_program (void)
{
  g_autofree char *path = dup_path ();
  g_autoptr (Fixture) window = fixture_new_stored (path);
  g_autoptr (Fixture) terminal = fixture_new_stored (path);
  g_autoptr (GPtrArray) messages = NULL;
  g_autofree char *here = NULL;
  g_autofree char *there = NULL;
  SalonChat *chat;

  script_provider_add (terminal->provider, "text One.");
  script_provider_add (terminal->provider, "text Two.");
  fixture_send (terminal, "Hello from the terminal");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (window->history)), ==, 0);
  g_assert_true (fixture_finish (window, salon_history_refresh (window->history), NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (window->history)), ==, 1);
  chat = salon_history_find (window->history,
                             salon_conversation_get_id (terminal->conversation));
  g_assert_cmpstr (salon_chat_get_title (chat), ==, "Hello from the terminal");

  /* The chat is open when the other one goes on in it. */
  g_clear_object (&window->conversation);
  window->conversation = salon_conversation_new (&window->services, chat);
  messages = load_messages (window, salon_chat_get_id (chat));
  salon_conversation_take_messages (window->conversation, messages);
  salon_manual_clock_advance (terminal->clock, 5 * G_TIME_SPAN_SECOND);
  fixture_send (terminal, "More");
  g_assert_true (fixture_finish (window, salon_history_refresh (window->history), NULL));
  fixture_wait_for (window,
                    g_list_model_get_n_items (G_LIST_MODEL (window->conversation)) == 4);
  here = describe (window->conversation);
  there = describe (terminal->conversation);
  g_assert_cmpstr (here, ==, there);

  /* What was deleted here stays deleted. */
  g_assert_true (fixture_finish (window, salon_history_delete (window->history,
                                                               salon_chat_get_id (chat)), NULL));
  g_assert_true (fixture_finish (window, salon_history_refresh (window->history), NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (window->history)), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  if (argc > 1 && g_str_equal (argv[1], "--child"))
    return run_child ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

#define ADD(name, function) g_test_add_func ("/host/storage/" name, function)
  ADD ("reload-is-the-same-chat", test_reload);
  ADD ("user-message-is-stored-before-the-request-leaves", test_user_message_first);
  ADD ("interrupted-message-is-stopped-with-its-text", test_interrupted_row);
  ADD ("draft-is-stored-within-250-ms", test_draft);
  ADD ("title-is-the-first-line-cut-at-a-word", test_title);
  ADD ("failing-store-does-not-stop-the-chat", test_failing_store);
  ADD ("history-is-sorted-renamed-searched-deleted", test_history);
  ADD ("what-another-program-adds-is-seen", test_another_program);
  ADD ("kill-9-costs-at-most-250-ms-of-text", test_kill);

  return g_test_run ();
}

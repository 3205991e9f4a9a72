/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test-store"

#include "config.h"

#include <glib/gstdio.h>

#include "store-test-util.h"

static void
test_keeps_all_fields (void)
{
  g_autofree char *path = store_test_dup_path ("history.db");
  SalonStore *store = store_test_open (path);
  SalonStoreChat chat = {
    .id = (char *) "c1", .title = (char *) "Tïtle “quoted” 'x'", .model = (char *) "a/b",
    .draft = (char *) "half a sent", .created_at = 1700000000000001, .updated_at = 1700000000000002,
    .pinned = TRUE, .settings = (char *) "{\"temperature\":0.1}",
  };
  SalonStoreMessage message = {
    .id = (char *) "m1", .chat_id = (char *) "c1", .role = (char *) "assistant",
    .state = (char *) "finished", .model = (char *) "a/b", .created_at = 1700000000000003,
  };
  SalonStorePart parts[] = {
    { .id = (char *) "p2", .message_id = (char *) "m1", .position = 1, .kind = (char *) "tool-call",
      .data = (char *) "{\"a\":18446744073709551616}" },
    { .id = (char *) "p1", .message_id = (char *) "m1", .position = 0, .kind = (char *) "text",
      .text = (char *) "Zwölf Boxkämpfer 🎉\nsecond line" },
  };
  g_autoptr(GPtrArray) chats = NULL;
  g_autoptr(GPtrArray) messages = NULL;
  SalonStoreMessage *loaded;
  SalonStorePart *part;

  store_test_await_done (salon_store_save_chat (store, &chat));
  store_test_await_done (salon_store_save_message (store, &message));
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    store_test_await_done (salon_store_save_part (store, &parts[i]));
  store_test_close (store);

  store = store_test_open (path);
  g_assert_null (salon_store_get_notice (store));
  g_assert_false (salon_store_is_read_only (store));
  chats = store_test_await_boxed (salon_store_list_chats (store));
  g_assert_cmpuint (chats->len, ==, 1);
  g_assert_cmpstr (((SalonStoreChat *) chats->pdata[0])->title, ==, chat.title);
  g_assert_cmpstr (((SalonStoreChat *) chats->pdata[0])->model, ==, "a/b");
  g_assert_cmpstr (((SalonStoreChat *) chats->pdata[0])->draft, ==, "half a sent");
  g_assert_cmpint (((SalonStoreChat *) chats->pdata[0])->created_at, ==, 1700000000000001);
  g_assert_cmpint (((SalonStoreChat *) chats->pdata[0])->updated_at, ==, 1700000000000003);
  g_assert_true (((SalonStoreChat *) chats->pdata[0])->pinned);
  g_assert_cmpstr (((SalonStoreChat *) chats->pdata[0])->settings, ==, chat.settings);
  g_assert_cmpstr (((SalonStoreChat *) chats->pdata[0])->active_message_id, ==, "m1");

  messages = store_test_await_boxed (salon_store_load_messages (store, "c1"));
  g_assert_cmpuint (messages->len, ==, 1);
  loaded = messages->pdata[0];
  g_assert_cmpstr (loaded->chat_id, ==, "c1");
  g_assert_null (loaded->parent_id);
  g_assert_cmpstr (loaded->role, ==, "assistant");
  g_assert_cmpstr (loaded->state, ==, "finished");
  g_assert_cmpstr (loaded->model, ==, "a/b");
  g_assert_cmpint (loaded->created_at, ==, 1700000000000003);
  g_assert_cmpuint (loaded->parts->len, ==, 2);
  part = loaded->parts->pdata[0];
  g_assert_cmpstr (part->id, ==, "p1");
  g_assert_cmpstr (part->text, ==, parts[1].text);
  g_assert_null (part->data);
  part = loaded->parts->pdata[1];
  g_assert_cmpstr (part->kind, ==, "tool-call");
  g_assert_cmpint (part->position, ==, 1);
  g_assert_null (part->text);
  g_assert_cmpstr (part->data, ==, parts[0].data);
  store_test_close (store);
}

static void
test_lists_pinned_then_newest (void)
{
  SalonStore *store = store_test_open (NULL);
  SalonStoreChat pinned = { .id = (char *) "old", .title = (char *) "", .pinned = TRUE };
  g_autoptr(GPtrArray) chats = NULL;
  const char *expected[] = { "old", "c", "a", "b" };

  store_test_save_chat (store, "a", "", 20);
  store_test_save_chat (store, "b", "", 10);
  store_test_save_chat (store, "c", "", 30);
  store_test_await_done (salon_store_save_chat (store, &pinned));
  chats = store_test_await_boxed (salon_store_list_chats (store));
  g_assert_cmpuint (chats->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < chats->len; i++)
    g_assert_cmpstr (((SalonStoreChat *) chats->pdata[i])->id, ==, expected[i]);
  store_test_close (store);
}

static void
test_branches (void)
{
  SalonStore *store = store_test_open (NULL);
  SalonStoreChat choice = { .id = (char *) "c", .title = (char *) "t" };
  const struct { const char *chosen; const char *branch; } rows[] = {
    { "4", "1 2 3 4" },  /* a leaf */
    { "5", "1 2 5 6" },  /* the middle of the other branch: down to its leaf */
    { "1", "1 2 5 6" },  /* the root: along the newest children */
    { "3", "1 2 3 4" },
    { NULL, "1 2 3 4" }, /* stays */
    { "r", "r" },        /* another first message */
  };
  g_autofree char *first = NULL;

  store_test_save_chat (store, "c", "t", 1);
  store_test_save_message (store, "r", "c", NULL, "finished", 1);
  store_test_save_message (store, "1", "c", NULL, "finished", 2);
  store_test_save_message (store, "2", "c", "1", "finished", 3);
  store_test_save_message (store, "3", "c", "2", "finished", 4);
  store_test_save_message (store, "4", "c", "3", "finished", 5);
  store_test_save_message (store, "5", "c", "2", "finished", 6);
  store_test_save_message (store, "6", "c", "5", "finished", 7);
  first = store_test_dup_branch (store, "c");
  g_assert_cmpstr (first, ==, "1 2 5 6");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *branch = NULL;

      choice.active_message_id = (char *) rows[i].chosen;
      store_test_await_done (salon_store_save_chat (store, &choice));
      branch = store_test_dup_branch (store, "c");
      g_assert_cmpstr (branch, ==, rows[i].branch);
    }
  store_test_close (store);
}

static void
test_a_stale_row_does_not_hide_new_messages (void)
{
  SalonStore *store = store_test_open (NULL);
  g_autoptr(SalonStoreChat) stale = NULL;
  g_autoptr(SalonStoreChat) now = NULL;
  g_autofree char *branch = NULL;

  store_test_save_chat (store, "c", "t", 1);
  store_test_save_message (store, "1", "c", NULL, "finished", 2);
  stale = store_test_await_boxed (salon_store_load_chat (store, "c"));
  store_test_save_message (store, "2", "c", "1", "finished", 9);
  g_set_str (&stale->title, "renamed");
  store_test_await_done (salon_store_save_chat (store, stale));
  now = store_test_await_boxed (salon_store_load_chat (store, "c"));
  g_assert_cmpstr (now->title, ==, "renamed");
  g_assert_cmpint (now->updated_at, ==, 9);
  branch = store_test_dup_branch (store, "c");
  g_assert_cmpstr (branch, ==, "1 2");
  store_test_close (store);
}

static void
test_finishing_a_message_does_not_change_the_branch (void)
{
  SalonStore *store = store_test_open (NULL);
  SalonStoreChat choice = { .id = (char *) "c", .active_message_id = (char *) "2" };
  g_autofree char *branch = NULL;

  store_test_save_chat (store, "c", "t", 1);
  store_test_save_message (store, "1", "c", NULL, "finished", 1);
  store_test_save_message (store, "2", "c", "1", "finished", 2);
  store_test_save_message (store, "3", "c", "1", "streaming", 3);
  store_test_await_done (salon_store_save_chat (store, &choice));
  store_test_save_message (store, "3", "c", "1", "finished", 3);
  branch = store_test_dup_branch (store, "c");
  g_assert_cmpstr (branch, ==, "1 2");
  store_test_close (store);
}

static void
test_rows_without_an_owner_are_refused (void)
{
  SalonStore *store = store_test_open (NULL);
  SalonStoreMessage message = {
    .id = (char *) "m", .chat_id = (char *) "none", .role = (char *) "user",
    .state = (char *) "finished",
  };
  SalonStorePart part = { .id = (char *) "p", .message_id = (char *) "none",
                          .kind = (char *) "text" };
  SalonStoreChat chat = { .id = (char *) "b", .active_message_id = (char *) "1" };

  store_test_save_chat (store, "a", "", 1);
  store_test_save_chat (store, "b", "", 1);
  store_test_save_message (store, "1", "a", NULL, "finished", 1);
  store_test_await_error (salon_store_save_message (store, &message),
                          SALON_STORE_ERROR, SALON_STORE_ERROR_NOT_FOUND);
  /* A parent of another chat */
  message.chat_id = (char *) "b";
  message.parent_id = (char *) "1";
  store_test_await_error (salon_store_save_message (store, &message),
                          SALON_STORE_ERROR, SALON_STORE_ERROR_NOT_FOUND);
  store_test_await_error (salon_store_save_part (store, &part),
                          SALON_STORE_ERROR, SALON_STORE_ERROR_NOT_FOUND);
  store_test_await_error (salon_store_save_chat (store, &chat),
                          SALON_STORE_ERROR, SALON_STORE_ERROR_NOT_FOUND);
  store_test_await_error (salon_store_load_chat (store, "none"),
                          SALON_STORE_ERROR, SALON_STORE_ERROR_NOT_FOUND);
  store_test_close (store);
}

static void
test_deleting_leaves_nothing (void)
{
  g_autofree char *path = store_test_dup_path ("delete.db");
  SalonStore *store = store_test_open (path);
  g_autofree char *rows = NULL;
  g_autofree char *branch = NULL;
  DexFuture *last = NULL;

  store_test_save_chat (store, "a", "apples", 1);
  store_test_save_chat (store, "b", "pears", 1);
  store_test_save_message (store, "b0", "b", NULL, "finished", 1);
  store_test_save_text (store, "bp", "b0", "apples and pears");
  /* Longer than the depth at which SQLite stops recursion */
  for (guint i = 0; i < 1500; i++)
    {
      g_autofree char *id = g_strdup_printf ("a%u", i);
      g_autofree char *parent = i > 0 ? g_strdup_printf ("a%u", i - 1) : NULL;
      SalonStoreMessage message = {
        .id = id, .chat_id = (char *) "a", .parent_id = parent, .role = (char *) "user",
        .state = (char *) (i % 2 ? "finished" : "streaming"), .created_at = i,
      };
      SalonStorePart part = {
        .id = id, .message_id = id, .kind = (char *) "text", .text = (char *) "apples",
      };

      dex_future_disown (salon_store_save_message (store, &message));
      dex_clear (&last);
      last = salon_store_save_part (store, &part);
    }
  store_test_await_done (g_steal_pointer (&last));
  store_test_await_done (salon_store_delete_chat (store, "a"));
  store_test_await_done (salon_store_delete_chat (store, "never there"));
  branch = store_test_dup_branch (store, "a");
  g_assert_cmpstr (branch, ==, "");
  store_test_close (store);

  rows = store_test_query (path,
                           "SELECT (SELECT count(*) FROM chats), (SELECT count(*) FROM messages),"
                           " (SELECT count(*) FROM parts),"
                           " (SELECT count(*) FROM parts_search WHERE parts_search MATCH 'apples');"
                           "INSERT INTO parts_search (parts_search, rank) VALUES "
                           "('integrity-check', 1);"
                           "INSERT INTO chats_search (chats_search, rank) VALUES "
                           "('integrity-check', 1);");
  g_assert_cmpstr (rows, ==, "1|1|1|1\n");
}

static void
test_saving_goes_on_when_the_future_is_thrown_away (void)
{
  g_autofree char *path = store_test_dup_path ("thrown.db");
  SalonStore *store = store_test_open (path);
  SalonStoreChat chat = { .id = (char *) "c", .title = (char *) "kept" };
  g_autofree char *rows = NULL;
  DexFuture *future = salon_store_save_chat (store, &chat);

  dex_clear (&future);
  /* What opened it still holds it in the main context. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  /* Not even closed: the end of the object waits for its thread. */
  g_assert_finalize_object (store);
  rows = store_test_query (path, "SELECT title FROM chats");
  g_assert_cmpstr (rows, ==, "kept\n");
}

static void
test_calls_are_carried_out_in_order (void)
{
  SalonStore *store = store_test_open (NULL);
  g_autoptr(SalonStoreChat) chat = NULL;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *title = g_strdup_printf ("title %u", i);
      SalonStoreChat row = { .id = (char *) "c", .title = title };

      dex_future_disown (salon_store_save_chat (store, &row));
    }
  chat = store_test_await_boxed (salon_store_load_chat (store, "c"));
  g_assert_cmpstr (chat->title, ==, "title 299");
  store_test_close (store);
}

static void
test_calls_after_close_are_rejected (void)
{
  SalonStore *store = store_test_open (NULL);

  store_test_await_done (salon_store_close (store));
  store_test_await_done (salon_store_close (store));
  store_test_await_error (salon_store_list_chats (store), G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_finalize_object (store);
}

static void
test_streaming_of_a_dead_process_is_stopped (void)
{
  g_autofree char *path = store_test_dup_path ("stopped.db");
  SalonStore *store = store_test_open (path);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GPtrArray) messages = NULL;

  store_test_save_chat (store, "c", "t", 1);
  store_test_save_message (store, "m", "c", NULL, "streaming", 1);
  store_test_save_text (store, "p", "m", "halfway");
  before = store_test_dup_hits (store, "halfway");
  g_assert_cmpstr (before, ==, "");
  store_test_close (store);

  store = store_test_open (path);
  messages = store_test_await_boxed (salon_store_load_messages (store, "c"));
  g_assert_cmpstr (((SalonStoreMessage *) messages->pdata[0])->state, ==, "stopped");
  after = store_test_dup_hits (store, "halfway");
  g_assert_cmpstr (after, ==, "c:m");
  store_test_close (store);
}

static void
test_nobody_else_can_read_it (void)
{
  const char *suffixes[] = { "", "-wal", "-shm", "-owners" };
  g_autofree char *path = store_test_dup_path ("private.db");
  SalonStore *store = store_test_open (path);

  store_test_save_chat (store, "c", "t", 1);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);
      GStatBuf status;

      g_assert_cmpint (g_stat (name, &status), ==, 0);
      g_assert_cmpint (status.st_mode & 0777, ==, 0600);
    }
  store_test_close (store);
}

int
main (int   argc,
      char *argv[])
{
  store_test_init (&argc, &argv);
  g_test_add_func ("/store/keeps-all-fields", test_keeps_all_fields);
  g_test_add_func ("/store/lists-pinned-then-newest", test_lists_pinned_then_newest);
  g_test_add_func ("/store/branches", test_branches);
  g_test_add_func ("/store/a-stale-row-does-not-hide-new-messages",
                   test_a_stale_row_does_not_hide_new_messages);
  g_test_add_func ("/store/finishing-a-message-does-not-change-the-branch",
                   test_finishing_a_message_does_not_change_the_branch);
  g_test_add_func ("/store/rows-without-an-owner-are-refused",
                   test_rows_without_an_owner_are_refused);
  g_test_add_func ("/store/deleting-leaves-nothing", test_deleting_leaves_nothing);
  g_test_add_func ("/store/saving-goes-on-when-the-future-is-thrown-away",
                   test_saving_goes_on_when_the_future_is_thrown_away);
  g_test_add_func ("/store/calls-are-carried-out-in-order", test_calls_are_carried_out_in_order);
  g_test_add_func ("/store/calls-after-close-are-rejected", test_calls_after_close_are_rejected);
  g_test_add_func ("/store/streaming-of-a-dead-process-is-stopped",
                   test_streaming_of_a_dead_process_is_stopped);
  g_test_add_func ("/store/nobody-else-can-read-it", test_nobody_else_can_read_it);
  return g_test_run ();
}

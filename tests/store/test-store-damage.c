/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test-store"

#include "config.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "salon-store-jobs-private.h"
#include "store-test-util.h"

#define N_CHATS 40

static char *
dup_chat_id (guint i)
{
  return g_strdup_printf ("chat-%u", i);
}

/* A closed history of N_CHATS chats with a message of @length bytes each. */
static char *
make_history (const char *name,
              gsize       length)
{
  g_autofree char *path = store_test_dup_path (name);
  g_autofree char *text = g_strnfill (length, 'x');
  SalonStore *store = store_test_open (path);

  for (guint i = 0; i < N_CHATS; i++)
    {
      g_autofree char *id = dup_chat_id (i);

      store_test_save_chat (store, id, "apples", i);
      store_test_save_message (store, id, id, NULL, "finished", i);
      store_test_save_text (store, id, id, text);
    }
  store_test_close (store);
  return g_steal_pointer (&path);
}

static guint
count_whole_messages (SalonStore *store,
                      gsize       length)
{
  guint n = 0;

  for (guint i = 0; i < N_CHATS; i++)
    {
      g_autofree char *id = dup_chat_id (i);
      g_autoptr(GPtrArray) messages =
        store_test_await_boxed (salon_store_load_messages (store, id));
      SalonStoreMessage *message = messages->len == 1 ? messages->pdata[0] : NULL;
      SalonStorePart *part = message != NULL && message->parts->len == 1
        ? message->parts->pdata[0] : NULL;

      if (part != NULL && strlen (part->text) == length)
        n++;
    }
  return n;
}

static void
write_file (const char *path,
            const char *contents,
            gsize       length)
{
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, contents, (gssize) length, &error);
  g_assert_no_error (error);
}

/* Opens a damaged file and checks that the very bytes of it are kept beside. */
static SalonStore *
open_damaged (const char *path,
              const char *damaged,
              gsize       length)
{
  SalonStore *store;
  g_autofree char *aside = NULL;
  g_autofree char *kept = NULL;
  gsize kept_length;

  store = store_test_open (path);
  aside = store_test_find_aside (path, ".corrupt-");
  g_assert_nonnull (aside);
  g_assert_nonnull (salon_store_get_notice (store));
  g_assert_nonnull (strstr (salon_store_get_notice (store), aside));
  g_assert_true (g_file_get_contents (aside, &kept, &kept_length, NULL));
  g_assert_cmpmem (kept, kept_length, damaged, length);
  /* It can be used, and opening it again is quiet. */
  store_test_save_chat (store, "new", "pears", 1);
  return store;
}

static void
test_what_is_readable_is_saved (gconstpointer data)
{
  const char *what = data;
  g_autofree char *name = g_strconcat (what, ".db", NULL);
  g_autofree char *path = make_history (name, 3000);
  g_autofree char *contents = NULL;
  g_autofree char *hits = NULL;
  SalonStore *store;
  gsize length;
  guint n;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  if (g_str_equal (what, "zeros"))
    memset (contents + (length / 2 & ~(gsize) 4095), 0, 3 * 4096);
  else if (g_str_equal (what, "noise"))
    memset (contents + (length / 2 & ~(gsize) 4095), 0xa7, 3 * 4096);
  else if (g_str_equal (what, "truncated"))
    length = length / 2 + 100;
  else
    memset (contents, 0x5a, 100); /* the header: nothing can be read then */
  write_file (path, contents, length);

  store = open_damaged (path, contents, length);
  n = count_whole_messages (store, 3000);
  g_test_message ("%s: %u of %u", what, n, N_CHATS);
  if (g_str_equal (what, "header"))
    g_assert_cmpuint (n, ==, 0);
  else
    {
      /* Of a file cut in half: the schema alone takes up most of the rest. */
      g_assert_cmpuint (n, >=, N_CHATS / 8);
      g_assert_cmpuint (n, <, N_CHATS);
      hits = store_test_dup_hits (store, "apples");
      g_assert_cmpstr (hits, !=, "");
    }
  store_test_close (store);
  store = store_test_open (path);
  g_assert_null (salon_store_get_notice (store));
  g_assert_cmpuint (count_whole_messages (store, 3000), ==, n);
  store_test_close (store);
  store_test_execute (path, "INSERT INTO parts_search (parts_search, rank) VALUES "
                            "('integrity-check', 1);");
}

/* A page in the midst of a long text, which says which one comes next (SQLite file format, 1.6):
 * what lies exactly in the middle of the file is another thing in every version. */
static gsize
find_text_page (const char *contents,
                gsize       length)
{
  for (gsize page = length / 2 & ~(gsize) 4095; page < length; page += 4096)
    {
      guint32 next;

      memcpy (&next, contents + page, sizeof next);
      if (GUINT32_FROM_BE (next) == page / 4096 + 2 && contents[page + 4] == 'x'
          && memcmp (contents + page + 4, contents + page + 5, 4091) == 0)
        return page;
    }
  g_assert_not_reached ();
}

static void
test_damage_met_in_use_is_dealt_with_at_the_next_start (void)
{
  /* Beyond the size that is checked at every start */
  const gsize text_length = 600000;
  g_autofree char *path = make_history ("large.db", text_length);
  g_autofree char *contents = NULL;
  g_autoptr(GPtrArray) chats = NULL;
  SalonStore *store;
  gsize length, page;
  guint n_failures = 0;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpuint (length, >, 20 * 1024 * 1024);
  page = find_text_page (contents, length);
  memset (contents + page, 0, 4096);
  write_file (path, contents, length);

  store = store_test_open (path);
  g_assert_null (salon_store_get_notice (store));
  for (guint i = 0; i < N_CHATS; i++)
    {
      g_autofree char *id = dup_chat_id (i);
      g_autoptr(GError) error = NULL;

      if (store_test_await (salon_store_load_messages (store, id), &error))
        continue;
      g_assert_error (error, SALON_STORE_ERROR, SALON_STORE_ERROR_CORRUPT);
      n_failures++;
    }
  g_assert_cmpuint (n_failures, ==, 1);
  /* Until then everything else goes on. */
  store_test_save_chat (store, "later", "written later", 1);
  store_test_close (store);

  store = store_test_open (path);
  g_assert_nonnull (salon_store_get_notice (store));
  g_assert_cmpuint (count_whole_messages (store, text_length), >=, N_CHATS - 2);
  chats = store_test_await_boxed (salon_store_list_chats (store));
  g_assert_cmpuint (chats->len, ==, N_CHATS + 1);
  store_test_close (store);
}

static void
test_a_damaged_index_is_made_again (gconstpointer data)
{
  gboolean while_open = GPOINTER_TO_INT (data);
  const char *damage =
    "UPDATE parts_search_data SET block = zeroblob(length(block)) WHERE id > 10;"
    "UPDATE chats_search_data SET block = zeroblob(length(block)) WHERE id > 10;";
  g_autofree char *path = make_history ("index.db", 100);
  g_autofree char *aside = NULL;
  g_autofree char *hits = NULL;
  g_autofree char *new_hits = NULL;
  SalonStore *store;

  if (!while_open)
    store_test_execute (path, damage);
  store = store_test_open (path);
  if (while_open)
    store_test_execute (path, damage);
  hits = store_test_dup_hits (store, "apples");
  g_assert_true (g_str_has_prefix (hits, "chat-39:- chat-38:-"));
  store_test_save_message (store, "m", "chat-0", NULL, "finished", 1);
  store_test_save_text (store, "p", "m", "pears");
  new_hits = store_test_dup_hits (store, "pears");
  g_assert_cmpstr (new_hits, ==, "chat-0:m");
  store_test_close (store);

  store = store_test_open (path);
  g_assert_null (salon_store_get_notice (store));
  store_test_close (store);
  aside = store_test_find_aside (path, ".corrupt-");
  g_assert_null (aside);
}

static void
test_an_empty_file_is_a_new_one (void)
{
  g_autofree char *path = make_history ("empty.db", 10);
  SalonStore *store;

  write_file (path, "", 0);
  store = store_test_open (path);
  g_assert_null (salon_store_get_notice (store));
  store_test_save_chat (store, "c", "t", 1);
  store_test_close (store);
}

static gboolean
limit_pages_job (SalonStoreDatabase  *database,
                 gpointer             data,
                 GValue              *result,
                 GError             **error)
{
  return salon_store_database_execute (database, data, error) && salon_store_result_done (result);
}

static void
test_a_full_disk_loses_nothing_that_was_saved (void)
{
  g_autofree char *path = store_test_dup_path ("full.db");
  const SalonStoreKind kind = {
    .resource_folder = "/io/github/salon_chat/Salon/store/migrations/history",
  };
  g_autoptr(SalonStoreThread) thread = salon_store_thread_new (path, &kind);
  g_autofree char *text = g_strnfill (20000, 'x');
  g_autofree char *rows = NULL;
  g_autofree char *expected = NULL;
  g_autoptr(GError) error = NULL;
  SalonStoreChat chat = { .id = (char *) "c" };
  SalonStoreMessage message = {
    .id = (char *) "m", .chat_id = (char *) "c", .role = (char *) "user",
    .state = (char *) "finished",
  };
  guint n_saved = 0;

  store_test_await_done (salon_store_thread_open (thread));
  store_test_await_done (salon_store_thread_run (thread, salon_store_save_chat_job, &chat, NULL));
  store_test_await_done (salon_store_thread_run (thread, salon_store_save_message_job, &message,
                                                 NULL));
  store_test_await_done (salon_store_thread_run (thread, limit_pages_job,
                                                 (gpointer) "PRAGMA max_page_count = 80;", NULL));
  for (;;)
    {
      g_autofree char *id = g_strdup_printf ("p%u", n_saved);
      SalonStorePart part = {
        .id = id, .message_id = (char *) "m", .kind = (char *) "text", .text = text,
      };

      g_assert_cmpuint (n_saved, <, 100);
      if (!store_test_await (salon_store_thread_run (thread, salon_store_save_part_job, &part,
                                                     NULL),
                             &error))
        break;
      n_saved++;
    }
  g_assert_error (error, SALON_STORE_ERROR, SALON_STORE_ERROR_FULL);
  g_assert_cmpuint (n_saved, >, 1);
  /* Room again: it goes on without being opened anew. */
  store_test_await_done (salon_store_thread_run (thread, limit_pages_job,
                                                 (gpointer) "PRAGMA max_page_count = 1000;", NULL));
  store_test_await_done (salon_store_thread_run (thread, salon_store_save_chat_job, &chat, NULL));
  store_test_await_done (salon_store_thread_close (thread));
  rows = store_test_query (path, "PRAGMA integrity_check; SELECT count(*), sum(length(text)) "
                                 "FROM parts;");
  expected = g_strdup_printf ("ok\n%u|%u\n", n_saved, n_saved * 20000);
  g_assert_cmpstr (rows, ==, expected);
}

/* The test's own folders belong to the user that this process no longer is. */
static char *
make_strangers_folder (void)
{
  char *folder = g_build_filename (P_tmpdir, "salon-store-XXXXXX", NULL);

  g_assert_nonnull (g_mkdtemp (folder));
  return folder;
}

static void
remove_folder (const char *folder)
{
  g_autoptr(GDir) dir = NULL;
  const char *name;

  g_chmod (folder, 0700);
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
check_reading_only (const char *path)
{
  SalonStore *store;
  SalonStoreChat chat = { .id = (char *) "d" };
  g_autofree char *branch = NULL;
  g_autofree char *hits = NULL;

  store = store_test_open (path);
  g_assert_true (salon_store_is_read_only (store));
  g_assert_nonnull (salon_store_get_notice (store));
  g_assert_nonnull (strstr (salon_store_get_notice (store), path));
  branch = store_test_dup_branch (store, "c");
  g_assert_cmpstr (branch, ==, "m");
  hits = store_test_dup_hits (store, "pears");
  g_assert_cmpstr (hits, ==, "c:m");
  store_test_await_error (salon_store_save_chat (store, &chat),
                          SALON_STORE_ERROR, SALON_STORE_ERROR_READ_ONLY);
  store_test_close (store);
}

static void
test_a_file_that_cannot_be_written_is_read (gconstpointer data)
{
  gboolean also_folder = GPOINTER_TO_INT (data);

  if (g_test_subprocess ())
    {
      g_autofree char *folder = NULL;
      g_autofree char *path = NULL;
      g_autofree char *missing = NULL;
      g_autofree char *deeper = NULL;
      SalonStore *store;

      store_test_drop_root ();
      folder = make_strangers_folder ();
      path = g_build_filename (folder, "history.db", NULL);
      store = store_test_open (path);
      store_test_save_chat (store, "c", "t", 1);
      store_test_save_message (store, "m", "c", NULL, "finished", 1);
      store_test_save_text (store, "p", "m", "pears");
      store_test_close (store);
      g_assert_cmpint (g_chmod (path, 0400), ==, 0);
      if (also_folder)
        g_assert_cmpint (g_chmod (folder, 0500), ==, 0);
      check_reading_only (path);
      if (also_folder)
        {
          missing = g_build_filename (folder, "none.db", NULL);
          deeper = g_build_filename (folder, "new", "none.db", NULL);
          store_test_await_error (salon_store_open (missing),
                                  SALON_STORE_ERROR, SALON_STORE_ERROR_READ_ONLY);
          store_test_await_error (salon_store_open (deeper),
                                  SALON_STORE_ERROR, SALON_STORE_ERROR_READ_ONLY);
        }
      remove_folder (folder);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int   argc,
      char *argv[])
{
  store_test_init (&argc, &argv);
  g_test_add_data_func ("/store/damage/zeros-in-the-middle", "zeros",
                        test_what_is_readable_is_saved);
  g_test_add_data_func ("/store/damage/noise-in-the-middle", "noise",
                        test_what_is_readable_is_saved);
  g_test_add_data_func ("/store/damage/truncated", "truncated", test_what_is_readable_is_saved);
  g_test_add_data_func ("/store/damage/garbage-header", "header", test_what_is_readable_is_saved);
  g_test_add_func ("/store/damage/met-in-use-is-dealt-with-at-the-next-start",
                   test_damage_met_in_use_is_dealt_with_at_the_next_start);
  g_test_add_data_func ("/store/damage/a-damaged-index-is-made-again", GINT_TO_POINTER (FALSE),
                        test_a_damaged_index_is_made_again);
  g_test_add_data_func ("/store/damage/an-index-damaged-in-use-is-made-again",
                        GINT_TO_POINTER (TRUE), test_a_damaged_index_is_made_again);
  g_test_add_func ("/store/damage/an-empty-file-is-a-new-one", test_an_empty_file_is_a_new_one);
  g_test_add_func ("/store/damage/a-full-disk-loses-nothing-that-was-saved",
                   test_a_full_disk_loses_nothing_that_was_saved);
  g_test_add_data_func ("/store/damage/a-read-only-file-is-read", GINT_TO_POINTER (FALSE),
                        test_a_file_that_cannot_be_written_is_read);
  g_test_add_data_func ("/store/damage/a-read-only-folder-is-read", GINT_TO_POINTER (TRUE),
                        test_a_file_that_cannot_be_written_is_read);
  return g_test_run ();
}

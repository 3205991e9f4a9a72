/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test-store"

#include "config.h"

#include <glib/gstdio.h>

#include "salon-store-migrations-private.h"
#include "store-test-util.h"

#define TEST_FOLDER "/io/github/salon_chat/Salon/store/test"
#define HISTORY_FOLDER "/io/github/salon_chat/Salon/store/migrations/history"

static const char schema_query[] =
  "SELECT type, name, tbl_name, sql FROM sqlite_master"
  " WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name";

static const char *rows_queries[] = {
  "SELECT * FROM chats ORDER BY serial",
  "SELECT * FROM messages ORDER BY serial",
  "SELECT * FROM parts ORDER BY serial",
};

static void
make_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
}

/* The database that the dump of a released version makes, brought up to date. */
static char *
upgrade_dump (int version)
{
  g_autofree char *name = g_strdup_printf ("v%d.db", version);
  g_autofree char *dump = g_strdup_printf ("v%d.sql", version);
  g_autofree char *path = store_test_dup_path (name);
  g_autofree char *sql = NULL;
  const char *dump_path;
  SalonStore *store;

  make_folder_of (path);
  dump_path = g_test_get_filename (G_TEST_DIST, "store", "data", dump, NULL);
  g_assert_true (g_file_get_contents (dump_path, &sql, NULL, NULL));
  store_test_execute (path, sql);
  store = store_test_open (path);
  g_assert_null (salon_store_get_notice (store));
  store_test_close (store);
  return g_steal_pointer (&path);
}

static void
test_every_released_version_is_upgraded (void)
{
  g_autofree char *fresh_path = store_test_dup_path ("fresh.db");
  g_autofree char *newest_path = NULL;
  g_autofree char *schema = NULL;
  int newest;

  store_test_close (store_test_open (fresh_path));
  schema = store_test_query (fresh_path, schema_query);
  g_assert_true (salon_store_migrations_get_newest (HISTORY_FOLDER, &newest, NULL));
  g_assert_cmpint (newest, >=, 1);
  newest_path = upgrade_dump (newest);
  for (int version = 1; version <= newest; version++)
    {
      g_autofree char *path = NULL;
      g_autofree char *upgraded = NULL;
      g_autofree char *branch = NULL;
      g_autofree char *text_hits = NULL;
      g_autofree char *title_hits = NULL;
      SalonStore *store;

      path = version < newest ? upgrade_dump (version) : g_strdup (newest_path);
      upgraded = store_test_query (path, schema_query);
      g_assert_cmpstr (upgraded, ==, schema);
      for (guint i = 0; i < G_N_ELEMENTS (rows_queries); i++)
        {
          g_autofree char *rows = store_test_query (path, rows_queries[i]);
          g_autofree char *newest_rows = store_test_query (newest_path, rows_queries[i]);

          g_assert_cmpstr (rows, !=, "");
          g_assert_cmpstr (rows, ==, newest_rows);
        }
      store = store_test_open (path);
      branch = store_test_dup_branch (store, "chat-1");
      g_assert_cmpstr (branch, ==, "message-1 message-2");
      text_hits = store_test_dup_hits (store, "lighthouse");
      g_assert_cmpstr (text_hits, ==, "chat-1:message-3 chat-1:message-1");
      title_hits = store_test_dup_hits (store, "holidays");
      g_assert_cmpstr (title_hits, ==, "chat-1:-");
      store_test_close (store);
    }
}

static void
test_a_copy_is_kept_of_an_older_file (void)
{
  g_autofree char *path = store_test_dup_path ("older.db");
  g_autofree char *backup = NULL;
  g_autofree char *rows = NULL;
  g_autofree char *old_rows = NULL;
  GStatBuf status;
  g_autoptr(SalonStoreDatabase) database = NULL;
  g_autoptr(GError) error = NULL;

  make_folder_of (path);
  store_test_execute (path, "CREATE TABLE things (name TEXT); INSERT INTO things VALUES ('spoon');"
                            "PRAGMA user_version = 1;");
  database = salon_store_database_new (path, SALON_STORE_ACCESS_READ_WRITE, &error);
  g_assert_no_error (error);
  salon_store_migrations_apply (database, TEST_FOLDER "/good", &error);
  g_assert_no_error (error);
  g_clear_pointer (&database, salon_store_database_free);

  rows = store_test_query (path, "SELECT * FROM things; PRAGMA user_version;");
  g_assert_cmpstr (rows, ==, "spoon|7\n2\n");
  backup = store_test_find_aside (path, ".version-1-");
  g_assert_nonnull (backup);
  old_rows = store_test_query (backup, "SELECT * FROM things; PRAGMA user_version;");
  g_assert_cmpstr (old_rows, ==, "spoon\n1\n");
  g_assert_cmpint (g_stat (backup, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_no_copy_of_a_new_file (void)
{
  g_autofree char *path = store_test_dup_path ("new.db");
  g_autofree char *backup = NULL;

  store_test_close (store_test_open (path));
  backup = store_test_find_aside (path, ".version-");
  g_assert_null (backup);
}

static void
test_a_step_that_fails_changes_nothing (void)
{
  g_autofree char *path = store_test_dup_path ("broken.db");
  g_autofree char *rows = NULL;
  g_autoptr(SalonStoreDatabase) database = NULL;
  g_autoptr(GError) error = NULL;

  make_folder_of (path);
  store_test_execute (path, "CREATE TABLE things (name TEXT); INSERT INTO things VALUES ('spoon');"
                            "PRAGMA user_version = 1;");
  database = salon_store_database_new (path, SALON_STORE_ACCESS_READ_WRITE, &error);
  g_assert_no_error (error);
  g_assert_false (salon_store_migrations_apply (database, TEST_FOLDER "/broken", &error));
  g_assert_error (error, SALON_STORE_ERROR, SALON_STORE_ERROR_FAILED);
  g_clear_pointer (&database, salon_store_database_free);
  rows = store_test_query (path, "SELECT * FROM things; PRAGMA user_version;");
  g_assert_cmpstr (rows, ==, "spoon\n1\n");
}

static void
test_a_newer_file_is_left_alone (void)
{
  g_autofree char *path = store_test_dup_path ("newer.db");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *aside = NULL;
  gsize before_length, after_length;

  store_test_close (store_test_open (path));
  store_test_execute (path, "PRAGMA user_version = 999; CREATE TABLE future (x);");
  g_assert_true (g_file_get_contents (path, &before, &before_length, NULL));
  store_test_await_error (salon_store_open (path), SALON_STORE_ERROR, SALON_STORE_ERROR_TOO_NEW);
  g_assert_true (g_file_get_contents (path, &after, &after_length, NULL));
  g_assert_cmpmem (before, before_length, after, after_length);
  aside = store_test_find_aside (path, ".");
  g_assert_null (aside);
}

int
main (int   argc,
      char *argv[])
{
  store_test_init (&argc, &argv);
  g_test_add_func ("/store/migrations/every-released-version-is-upgraded",
                   test_every_released_version_is_upgraded);
  g_test_add_func ("/store/migrations/a-copy-is-kept-of-an-older-file",
                   test_a_copy_is_kept_of_an_older_file);
  g_test_add_func ("/store/migrations/no-copy-of-a-new-file", test_no_copy_of_a_new_file);
  g_test_add_func ("/store/migrations/a-step-that-fails-changes-nothing",
                   test_a_step_that_fails_changes_nothing);
  g_test_add_func ("/store/migrations/a-newer-file-is-left-alone", test_a_newer_file_is_left_alone);
  return g_test_run ();
}

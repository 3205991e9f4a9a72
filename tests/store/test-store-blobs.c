/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test-store"

#include "config.h"

#include <glib/gstdio.h>
#include <utime.h>

#include "store-test-util.h"

#define DAY (24 * 60 * 60)

static char *
dup_name (const char *content)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);
}

static char *
dup_blob_path (const char *path,
               const char *content)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = dup_name (content);

  return g_build_filename (folder, "attachments", name, NULL);
}

static gboolean
exists (const char *path,
        const char *content)
{
  g_autofree char *blob_path = dup_blob_path (path, content);
  g_autofree char *found = NULL;

  if (!g_file_get_contents (blob_path, &found, NULL, NULL))
    return FALSE;
  g_assert_cmpstr (found, ==, content);
  return TRUE;
}

static void
save_attachment (SalonStore *store,
                 const char *id,
                 const char *message_id,
                 const char *content)
{
  g_autofree char *name = dup_name (content);
  g_autofree char *data = g_strdup_printf ("{\"blob\":\"%s\"}", name);
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));
  SalonStorePart part = {
    .id = (char *) id, .message_id = (char *) message_id, .kind = (char *) "image",
    .text = (char *) "name.png", .data = data, .blob = name, .content = bytes,
  };

  store_test_await_done (salon_store_save_part (store, &part));
}

static void
make_old (const char *path,
          const char *content)
{
  g_autofree char *blob_path = dup_blob_path (path, content);
  struct utimbuf times = { 1000, 1000 };

  g_assert_cmpint (utime (blob_path, &times), ==, 0);
}

static SalonStore *
open_with_chats (const char *path)
{
  SalonStore *store = store_test_open (path);

  store_test_save_chat (store, "c1", "One", 1);
  store_test_save_chat (store, "c2", "Two", 2);
  store_test_save_message (store, "m1", "c1", NULL, "finished", 1);
  store_test_save_message (store, "m2", "c2", NULL, "finished", 2);
  return store;
}

static void
test_the_last_name_keeps_the_file (void)
{
  g_autofree char *path = store_test_dup_path ("history.db");
  g_autofree char *blob_path = dup_blob_path (path, "shared");
  g_autofree char *folder = g_path_get_dirname (blob_path);
  SalonStore *store = open_with_chats (path);
  g_autoptr (GPtrArray) messages = NULL;
  g_autofree char *name = dup_name ("shared");
  SalonStorePart *part;
  GStatBuf status;

  save_attachment (store, "p1", "m1", "shared");
  save_attachment (store, "p2", "m2", "shared");
  save_attachment (store, "p3", "m2", "alone");
  g_assert_true (exists (path, "shared"));
  g_assert_true (exists (path, "alone"));
  g_assert_cmpint (g_stat (blob_path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  store_test_close (store);

  store = store_test_open (path);
  messages = store_test_await_boxed (salon_store_load_messages (store, "c2"));
  part = ((SalonStoreMessage *) messages->pdata[0])->parts->pdata[0];
  g_assert_cmpstr (part->blob, ==, name);
  store_test_await_done (salon_store_delete_chat (store, "c2"));
  g_assert_true (exists (path, "shared"));
  g_assert_false (exists (path, "alone"));
  store_test_await_done (salon_store_delete_chat (store, "c1"));
  g_assert_false (exists (path, "shared"));
  store_test_close (store);
}

static void
test_a_file_is_written_once (void)
{
  g_autofree char *path = store_test_dup_path ("history.db");
  SalonStore *store = open_with_chats (path);
  g_autofree char *blob_path = dup_blob_path (path, "once");
  GStatBuf before, after;

  save_attachment (store, "p1", "m1", "once");
  make_old (path, "once");
  g_assert_cmpint (g_stat (blob_path, &before), ==, 0);
  save_attachment (store, "p2", "m2", "once");
  g_assert_cmpint (g_stat (blob_path, &after), ==, 0);
  g_assert_cmpint (after.st_ino, ==, before.st_ino);
  /* One that was cut is made whole. */
  g_assert_true (g_file_set_contents (blob_path, "on", -1, NULL));
  save_attachment (store, "p3", "m2", "once");
  g_assert_true (exists (path, "once"));
  store_test_close (store);
}

static void
test_a_draft_names_files (void)
{
  g_autofree char *path = store_test_dup_path ("history.db");
  SalonStore *store = open_with_chats (path);
  g_autofree char *name = dup_name ("draft");
  g_autofree char *settings = g_strdup_printf ("{\"draft_attachments\":[{\"blob\":\"%s\"},7]}",
                                               name);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("draft", 5);
  SalonStoreChat chat = {
    .id = (char *) "c1", .title = (char *) "One", .created_at = 1, .updated_at = 1,
    .settings = settings,
  };

  store_test_await_done (salon_store_save_blob (store, name, bytes));
  g_assert_true (exists (path, "draft"));
  make_old (path, "draft");
  store_test_await_done (salon_store_save_chat (store, &chat));
  store_test_await_done (salon_store_sweep_blobs (store, DAY));
  g_assert_true (exists (path, "draft"));

  /* What is no JSON, or no list, names nothing and stops nothing. */
  chat.id = (char *) "c2";
  chat.settings = (char *) "{\"draft_attachments\":";
  store_test_await_done (salon_store_save_chat (store, &chat));
  store_test_await_done (salon_store_delete_chat (store, "c1"));
  g_assert_false (exists (path, "draft"));
  store_test_close (store);
}

static void
test_the_sweep_takes_only_its_own (void)
{
  g_autofree char *path = store_test_dup_path ("history.db");
  SalonStore *store = open_with_chats (path);
  static const char *contents[] = { "old", "new", "named" };
  g_autofree char *other = dup_blob_path (path, "other");
  g_autofree char *corrupt = g_strconcat (path, ".corrupt-20260101-000000", NULL);

  save_attachment (store, "p1", "m1", "named");
  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (contents[i], strlen (contents[i]));
      g_autofree char *name = dup_name (contents[i]);

      store_test_await_done (salon_store_save_blob (store, name, bytes));
    }
  strcpy (strrchr (other, '/') + 1, "notes.txt");
  g_assert_true (g_file_set_contents (other, "mine", -1, NULL));
  make_old (path, "old");
  make_old (path, "named");

  g_assert_true (g_file_set_contents (corrupt, "", -1, NULL));
  store_test_await_done (salon_store_sweep_blobs (store, DAY));
  g_assert_true (exists (path, "old"));
  g_assert_cmpint (g_unlink (corrupt), ==, 0);

  store_test_await_done (salon_store_sweep_blobs (store, DAY));
  g_assert_false (exists (path, "old"));
  g_assert_true (exists (path, "new"));
  g_assert_true (exists (path, "named"));
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  store_test_close (store);
}

static void
test_what_cannot_be_written_is_told (void)
{
  g_autofree char *path = store_test_dup_path ("history.db");
  SalonStore *store = open_with_chats (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *file = g_build_filename (folder, "attachments", NULL);
  g_autofree char *name = dup_name ("x");
  g_autofree char *rows = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  SalonStorePart part = {
    .id = (char *) "p1", .message_id = (char *) "m1", .kind = (char *) "image", .blob = name,
    .content = bytes,
  };

  g_assert_true (g_file_set_contents (file, "in the way", -1, NULL));
  store_test_await_error (salon_store_save_part (store, &part), SALON_STORE_ERROR,
                          SALON_STORE_ERROR_FAILED);
  rows = store_test_query (path, "SELECT count(*) FROM parts");
  g_assert_true (g_str_has_prefix (rows, "0"));
  store_test_close (store);
}

int
main (int    argc,
      char **argv)
{
  store_test_init (&argc, &argv);

  g_test_add_func ("/store/blobs/a-file-goes-with-the-last-message-that-names-it",
                   test_the_last_name_keeps_the_file);
  g_test_add_func ("/store/blobs/the-same-content-is-kept-once", test_a_file_is_written_once);
  g_test_add_func ("/store/blobs/a-draft-names-files", test_a_draft_names_files);
  g_test_add_func ("/store/blobs/the-sweep-takes-only-what-is-old-and-nameless",
                   test_the_sweep_takes_only_its_own);
  g_test_add_func ("/store/blobs/what-cannot-be-written-is-told",
                   test_what_cannot_be_written_is_told);

  return g_test_run ();
}

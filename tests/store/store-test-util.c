/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test-store"

#include "config.h"

#include "store-test-util.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* Real time: only a hang fails by it. */
#define WATCHDOG_SECONDS 60

void
store_test_init (int    *argc,
                 char ***argv)
{
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();
}

/* A file that isn't there yet, in a folder that isn't, either. */
char *
store_test_dup_path (const char *name)
{
  return g_build_filename (g_get_user_data_dir (), "salon", name, NULL);
}

static DexFuture *
on_settled_cb (DexFuture *future,
               gpointer   user_data)
{
  gboolean *settled = user_data;

  *settled = TRUE;
  return dex_future_new_for_boolean (TRUE);
}

static gboolean
on_watchdog_cb (gpointer user_data)
{
  g_error ("Nothing came within %d s", WATCHDOG_SECONDS);
  return G_SOURCE_REMOVE;
}

static void
wait_for (DexFuture *future)
{
  g_autoptr(DexFuture) settled_future = NULL;
  gboolean settled = FALSE;
  guint watchdog = g_timeout_add_seconds (WATCHDOG_SECONDS, on_watchdog_cb, NULL);

  settled_future = dex_future_finally (dex_ref (future), on_settled_cb, &settled, NULL);
  while (!settled)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (watchdog);
}

/* @future: (transfer full) */
gboolean
store_test_await (DexFuture  *future,
                  GError    **error)
{
  g_autoptr(DexFuture) owned = future;

  wait_for (owned);
  return dex_future_get_value (owned, error) != NULL;
}

gpointer
store_test_await_boxed (DexFuture *future)
{
  g_autoptr(DexFuture) owned = future;
  g_autoptr(GError) error = NULL;
  const GValue *value;

  wait_for (owned);
  value = dex_future_get_value (owned, &error);
  g_assert_no_error (error);
  return g_value_dup_boxed (value);
}

void
store_test_await_done (DexFuture *future)
{
  g_autoptr(GError) error = NULL;

  store_test_await (future, &error);
  g_assert_no_error (error);
}

void
store_test_await_error (DexFuture *future,
                        GQuark     domain,
                        int        code)
{
  g_autoptr(GError) error = NULL;

  store_test_await (future, &error);
  g_assert_error (error, domain, code);
  /* A sentence, not a code. */
  g_assert_cmpuint (strlen (error->message), >, 20);
  g_assert_true (g_str_has_suffix (error->message, "."));
}

SalonStore *
store_test_open (const char *path)
{
  g_autoptr(DexFuture) future = salon_store_open (path);
  g_autoptr(GError) error = NULL;
  const GValue *value;

  wait_for (future);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  return g_value_dup_object (value);
}

/* @store: (transfer full) */
void
store_test_close (SalonStore *store)
{
  store_test_await_done (salon_store_close (store));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (store);
}

void
store_test_save_chat (SalonStore *store,
                      const char *id,
                      const char *title,
                      gint64      time)
{
  SalonStoreChat chat = {
    .id = (char *) id, .title = (char *) title, .created_at = time, .updated_at = time,
  };

  store_test_await_done (salon_store_save_chat (store, &chat));
}

void
store_test_save_message (SalonStore *store,
                         const char *id,
                         const char *chat_id,
                         const char *parent_id,
                         const char *state,
                         gint64      time)
{
  SalonStoreMessage message = {
    .id = (char *) id, .chat_id = (char *) chat_id, .parent_id = (char *) parent_id,
    .role = (char *) "user", .state = (char *) state, .created_at = time,
  };

  store_test_await_done (salon_store_save_message (store, &message));
}

void
store_test_save_text (SalonStore *store,
                      const char *id,
                      const char *message_id,
                      const char *text)
{
  SalonStorePart part = {
    .id = (char *) id, .message_id = (char *) message_id, .kind = (char *) "text",
    .text = (char *) text,
  };

  store_test_await_done (salon_store_save_part (store, &part));
}

/* "id id id" of the branch on show */
char *
store_test_dup_branch (SalonStore *store,
                       const char *chat_id)
{
  g_autoptr(GPtrArray) messages = NULL;
  g_autoptr(GString) ids = g_string_new (NULL);

  messages = store_test_await_boxed (salon_store_load_messages (store, chat_id));
  for (guint i = 0; i < messages->len; i++)
    {
      SalonStoreMessage *message = g_ptr_array_index (messages, i);

      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", message->id);
    }
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

/* "chat:message chat:-" in the order of the hits */
char *
store_test_dup_hits (SalonStore *store,
                     const char *query)
{
  g_autoptr(GPtrArray) hits = NULL;
  g_autoptr(GString) ids = g_string_new (NULL);

  hits = store_test_await_boxed (salon_store_search (store, query, 20));
  for (guint i = 0; i < hits->len; i++)
    {
      SalonStoreHit *hit = g_ptr_array_index (hits, i);

      g_assert_nonnull (hit->chat_title);
      g_assert_nonnull (hit->snippet);
      g_string_append_printf (ids, "%s%s:%s", i > 0 ? " " : "", hit->chat_id,
                              hit->message_id != NULL ? hit->message_id : "-");
    }
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

void
store_test_execute (const char *path,
                    const char *sql)
{
  sqlite3 *handle = NULL;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  sqlite3_exec (handle, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

static int
on_row_cb (void  *data,
           int    n_columns,
           char **values,
           char **names)
{
  for (int i = 0; i < n_columns; i++)
    g_string_append_printf (data, "%s%s", i > 0 ? "|" : "", values[i] != NULL ? values[i] : "NULL");
  g_string_append_c (data, '\n');
  return 0;
}

/* All rows as text, past the store: what is really in the file. */
char *
store_test_query (const char *path,
                  const char *sql)
{
  sqlite3 *handle = NULL;
  char *message = NULL;
  g_autoptr(GString) rows = g_string_new (NULL);

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  sqlite3_exec (handle, sql, on_row_cb, rows, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
  return g_string_free (g_steal_pointer (&rows), FALSE);
}

/* The file beside @path whose name goes on with @infix; %NULL when there is none. */
char *
store_test_find_aside (const char *path,
                       const char *infix)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (base, infix, NULL);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix)
        && !g_str_has_suffix (name, "-wal") && !g_str_has_suffix (name, "-shm"))
      return g_build_filename (folder, name, NULL);
  return NULL;
}

/* Permissions mean nothing to root. */
void
store_test_drop_root (void)
{
  if (geteuid () != 0)
    return;
  g_assert_cmpint (setresgid (65534, 65534, 65534), ==, 0);
  g_assert_cmpint (setresuid (65534, 65534, 65534), ==, 0);
  /* The leak checker looks into its own process. */
  g_assert_cmpint (prctl (PR_SET_DUMPABLE, 1), ==, 0);
}

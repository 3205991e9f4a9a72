/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test-store"

#include "config.h"

#include "salon-state-store.h"
#include "store-test-util.h"

static SalonStateStore *
open_state (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DexFuture) future = salon_state_store_open (path);
  const GValue *value;

  store_test_await (dex_ref (future), &error);
  g_assert_no_error (error);
  value = dex_future_get_value (future, NULL);
  return g_value_dup_object (value);
}

static void
close_state (SalonStateStore *store)
{
  store_test_await_done (salon_state_store_close (store));
  g_assert_finalize_object (store);
}

static void
save (SalonStateStore *store,
      const char      *server,
      const char      *tool,
      const char      *hash,
      const char      *decision)
{
  SalonStoreApproval approval = {
    .server_identity = (char *) server, .tool_name = (char *) tool,
    .definition_hash = (char *) hash, .decision = (char *) decision, .scope = (char *) "always",
    .granted_at = 17, .chat_id = (char *) "c",
  };

  store_test_await_done (salon_state_store_save_approval (store, &approval));
}

static char *
dup_rows (SalonStateStore *store)
{
  g_autoptr(GPtrArray) approvals = NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  approvals = store_test_await_boxed (salon_state_store_list_approvals (store));
  for (guint i = 0; i < approvals->len; i++)
    {
      SalonStoreApproval *row = approvals->pdata[i];

      g_assert_cmpint (row->granted_at, ==, 17);
      g_assert_cmpstr (row->scope, ==, "always");
      g_assert_cmpstr (row->chat_id, ==, "c");
      g_string_append_printf (text, "%s/%s/%s/%s ", row->server_identity, row->tool_name,
                              row->definition_hash, row->decision);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_one_decision_a_tool (void)
{
  g_autofree char *path = store_test_dup_path ("state.db");
  SalonStateStore *store = open_state (path);
  g_autofree char *rows = NULL;
  g_autofree char *after_one = NULL;
  g_autofree char *after_all = NULL;

  save (store, "s", "b", "h1", "allow");
  save (store, "s", "a", "h2", "allow");
  save (store, "t", "a", "h3", "never");
  save (store, "s", "b", "h4", "never");
  close_state (store);

  store = open_state (path);
  g_assert_null (salon_state_store_get_notice (store));
  rows = dup_rows (store);
  g_assert_cmpstr (rows, ==, "s/a/h2/allow s/b/h4/never t/a/h3/never ");
  store_test_await_done (salon_state_store_delete_approval (store, "s", "a"));
  after_one = dup_rows (store);
  g_assert_cmpstr (after_one, ==, "s/b/h4/never t/a/h3/never ");
  save (store, "s", "c", "h", "allow");
  store_test_await_done (salon_state_store_delete_approval (store, "s", NULL));
  after_all = dup_rows (store);
  g_assert_cmpstr (after_all, ==, "t/a/h3/never ");
  close_state (store);
}

static void
test_a_damaged_file_is_kept (void)
{
  g_autofree char *path = store_test_dup_path ("damaged.db");
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *aside = NULL;
  g_autofree char *contents = NULL;
  SalonStateStore *store;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "this is no database at all, but long enough", -1,
                                      NULL));
  store = open_state (path);
  aside = store_test_find_aside (path, ".corrupt-");
  g_assert_nonnull (aside);
  g_assert_nonnull (strstr (salon_state_store_get_notice (store), aside));
  g_assert_true (g_file_get_contents (aside, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "this is no database at all, but long enough");
  save (store, "s", "b", "h1", "allow");
  close_state (store);
}

int
main (int   argc,
      char *argv[])
{
  store_test_init (&argc, &argv);
  g_test_add_func ("/store/state/one-decision-a-tool", test_one_decision_a_tool);
  g_test_add_func ("/store/state/a-damaged-file-is-kept", test_a_damaged_file_is_kept);
  return g_test_run ();
}

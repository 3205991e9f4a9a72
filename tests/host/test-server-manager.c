/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "salon-server-manager.h"

#include "host-test.h"
#include "salon-host-error.h"
#include "server-fixture.h"

static void
test_built_in (Fixture       *fixture,
               gconstpointer  data)
{
  SalonServer *desktop = server (fixture, "desktop");
  g_autoptr(GObject) item = NULL;

  open_manager (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->manager)), ==, 1);
  item = g_list_model_get_item (G_LIST_MODEL (fixture->manager), 0);
  g_assert_true (item == G_OBJECT (desktop));
  g_assert_cmpstr (salon_server_get_title (desktop), ==, "Desktop");
  g_assert_true (salon_server_is_built_in (desktop));
  g_assert_cmpint (salon_server_get_state (desktop), ==, SALON_SERVER_STOPPED);
  g_assert_cmpstr (salon_server_get_status_text (desktop), ==,
                   "Not running. It starts when it is needed.");

  host_test_await (salon_server_manager_set_enabled (fixture->manager, "desktop", FALSE));
  g_assert_true (server (fixture, "desktop") == desktop);
  g_assert_cmpint (salon_server_get_state (desktop), ==, SALON_SERVER_DISABLED);

  host_test_await (salon_server_manager_set_enabled (fixture->manager, "desktop", TRUE));
  g_assert_cmpint (salon_server_get_state (desktop), ==, SALON_SERVER_STOPPED);
}

static void
test_starts (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *text = NULL;
  g_autoptr(GObject) client = NULL;
  SalonServer *a;
  DexFuture *first;
  DexFuture *second;

  write_servers (fixture, "a", "\"--instructions\",\"Be kind.\"", NULL);
  open_manager (fixture);
  a = server (fixture, "a");
  g_assert_cmpint (salon_server_get_state (a), ==, SALON_SERVER_STOPPED);
  g_assert_null (salon_server_get_client (a));
  g_assert_null (salon_server_get_traffic (a));

  /* Single flight. */
  first = salon_server_use (a);
  second = salon_server_start (a);
  g_assert_true (first == second);
  g_assert_cmpint (salon_server_get_state (a), ==, SALON_SERVER_STARTING);
  dex_unref (second);
  client = host_test_await_object (first);

  g_assert_true (client == G_OBJECT (salon_server_get_client (a)));
  g_assert_cmpint (salon_server_get_state (a), ==, SALON_SERVER_READY);
  g_assert_true (g_str_has_prefix (salon_server_get_status_text (a), "Running, with "));
  g_assert_cmpstr (salon_server_get_protocol_version (a), ==, "2025-11-25");
  g_assert_cmpstr (salon_server_get_instructions (a), ==, "Be kind.");
  g_assert_cmpstr (salon_server_get_title (a), ==, "a");
  g_assert_true (has_tool (a, "echo"));
  g_assert_nonnull (salon_server_get_traffic (a));

  text = call_text (a, "echo", "{\"text\":\"hello\"}");
  g_assert_cmpstr (text, ==, "hello");

  finish (fixture, salon_server_stop (a));
  g_assert_cmpint (salon_server_get_state (a), ==, SALON_SERVER_STOPPED);
  g_assert_null (salon_server_get_client (a));
  g_assert_cmpuint (g_list_model_get_n_items (salon_server_get_tools (a)), ==, 0);
}

static void
test_follows_tools (Fixture       *fixture,
                    gconstpointer  data)
{
  SalonServer *a;
  GListModel *tools;
  guint n_tools;
  g_autofree char *text = NULL;

  write_servers (fixture, "a", "", NULL);
  open_manager (fixture);
  a = server (fixture, "a");
  host_test_await (salon_server_use (a));
  tools = salon_server_get_tools (a);
  n_tools = g_list_model_get_n_items (tools);
  g_assert_false (has_tool (a, "added"));

  text = call_text (a, "add-tool", "{}");
  host_test_run_until (has_tool (a, "added"));
  g_assert_cmpuint (g_list_model_get_n_items (tools), ==, n_tools + 1);
  g_assert_true (tools == salon_server_get_tools (a));
  host_test_assert_contains (salon_server_get_status_text (a), "tools.");
}

static void
test_side_by_side (Fixture       *fixture,
                   gconstpointer  data)
{
  DexFuture *all;
  SalonServer *hanging;

  write_servers (fixture, "hangs", "\"--hang\"", "dies", "\"--exit\",\"3\"", "a", "", "b", "",
                 NULL);
  open_manager (fixture);
  hanging = server (fixture, "hangs");

  all = salon_server_manager_start_enabled (fixture->manager, -1);
  host_test_run_until (salon_server_get_state (server (fixture, "a")) == SALON_SERVER_READY &&
                       salon_server_get_state (server (fixture, "b")) == SALON_SERVER_READY &&
                       salon_server_get_state (server (fixture, "dies")) == SALON_SERVER_FAILED);
  g_assert_cmpint (salon_server_get_state (hanging), ==, SALON_SERVER_STARTING);
  g_assert_true (dex_future_is_pending (all));

  host_test_assert_contains (salon_server_get_status_text (server (fixture, "dies")),
                             "Cannot start: no licence");
  host_test_assert_contains (salon_server_get_status_text (server (fixture, "dies")), "3");
  g_assert_cmpint (salon_server_get_state (server (fixture, "desktop")), ==,
                   SALON_SERVER_DISABLED);

  /* The time that starting may take is over for the one that hangs. */
  salon_manual_clock_advance (fixture->clock, 60 * G_USEC_PER_SEC);
  host_test_run_until (salon_server_get_state (hanging) == SALON_SERVER_FAILED);
  g_assert_cmpstr (salon_server_get_status_text (hanging), ==,
                   "It was not ready within 60 seconds.");
  host_test_await (all);
}

static void
test_patience (Fixture       *fixture,
               gconstpointer  data)
{
  DexFuture *some;

  write_servers (fixture, "hangs", "\"--hang\"", "a", "", NULL);
  open_manager (fixture);

  some = salon_server_manager_start_enabled (fixture->manager, 3 * G_USEC_PER_SEC);
  host_test_run_until (salon_server_get_state (server (fixture, "a")) == SALON_SERVER_READY);
  g_assert_true (dex_future_is_pending (some));
  salon_manual_clock_advance (fixture->clock, 3 * G_USEC_PER_SEC);
  host_test_await (some);

  /* It goes on starting, and fails by its own time limit. */
  for (guint i = 0; i < 20; i++)
    {
      g_usleep (1000);
      host_test_settle ();
    }
  g_assert_cmpint (salon_server_get_state (server (fixture, "hangs")), ==, SALON_SERVER_STARTING);
  salon_manual_clock_advance (fixture->clock, 57 * G_USEC_PER_SEC);
  host_test_run_until (salon_server_get_state (server (fixture, "hangs")) == SALON_SERVER_FAILED);
  g_assert_cmpstr (salon_server_get_status_text (server (fixture, "hangs")), ==,
                   "It was not ready within 60 seconds.");
}

static void
test_file_changes (Fixture       *fixture,
                   gconstpointer  data)
{
  SalonServer *a;
  SalonServer *b;
  SalonMcpClient *client;
  g_autoptr(SalonMcpClient) old_client = NULL;
  g_autofree char *text = NULL;

  write_servers (fixture, "a", "", "b", "", "c", "", NULL);
  open_manager (fixture);
  a = server (fixture, "a");
  b = server (fixture, "b");
  host_test_await (salon_server_use (a));
  host_test_await (salon_server_use (b));
  client = salon_server_get_client (a);
  old_client = g_object_ref (salon_server_get_client (b));
  fixture->n_inserted = fixture->n_removed = 0;

  /* “b” gets other arguments, “c” goes, “d” comes. */
  write_servers (fixture, "a", "", "b", "\"--instructions\",\"new\"", "d", "", NULL);
  host_test_run_until (salon_server_manager_find (fixture->manager, "d") != NULL);
  g_assert_null (salon_server_manager_find (fixture->manager, "c"));
  g_assert_cmpuint (fixture->n_inserted, ==, 1);
  g_assert_cmpuint (fixture->n_removed, ==, 1);
  g_assert_true (server (fixture, "a") == a);
  g_assert_true (server (fixture, "b") == b);
  g_assert_true (salon_server_get_client (a) == client);
  g_assert_cmpint (salon_server_get_state (a), ==, SALON_SERVER_READY);
  g_assert_cmpint (salon_server_get_state (b), ==, SALON_SERVER_STARTING);

  finish (fixture, salon_server_use (b));
  g_assert_cmpstr (salon_server_get_instructions (b), ==, "new");
  g_assert_true (salon_server_get_client (b) != old_client);
  g_assert_cmpint (salon_server_get_state (server (fixture, "d")), ==, SALON_SERVER_STOPPED);

  /* Switched off while it runs. */
  host_test_await (salon_server_manager_set_enabled (fixture->manager, "b", FALSE));
  g_assert_cmpint (salon_server_get_state (b), ==, SALON_SERVER_DISABLED);
  g_assert_null (salon_server_get_client (b));
  host_test_await (salon_server_manager_set_enabled (fixture->manager, "b", TRUE));
  g_assert_cmpint (salon_server_get_state (b), ==, SALON_SERVER_STOPPED);

  text = call_text (a, "echo", "{\"text\":\"still here\"}");
  g_assert_cmpstr (text, ==, "still here");
}

static void
test_edits (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(SalonServerConfig) config = salon_server_config_new ("new");
  g_autoptr(SalonServerConfig) renamed = NULL;
  g_autofree char *fake = fake_server ();
  g_autofree char *exists = NULL;
  g_autofree char *contents = NULL;
  g_autofree char *unknown = NULL;

  open_manager (fixture);
  salon_server_config_set_command (config, fake, NULL);
  host_test_await (salon_server_manager_add (fixture->manager, config));
  g_assert_cmpint (salon_server_get_state (server (fixture, "new")), ==, SALON_SERVER_STOPPED);
  host_test_await (salon_server_use (server (fixture, "new")));

  exists = host_test_await_error (salon_server_manager_add (fixture->manager, config),
                                  SALON_HOST_ERROR, SALON_HOST_ERROR_EXISTS);
  host_test_assert_contains (exists, "“new”");

  renamed = salon_server_config_copy (salon_server_get_config (server (fixture, "new")));
  salon_server_config_set_name (renamed, "newer");
  host_test_await (salon_server_manager_update (fixture->manager, "new", renamed));
  g_assert_null (salon_server_manager_find (fixture->manager, "new"));
  g_assert_nonnull (server (fixture, "newer"));

  host_test_await (salon_server_manager_remove (fixture->manager, "newer"));
  g_assert_null (salon_server_manager_find (fixture->manager, "newer"));
  contents = host_test_read (fixture->path);
  g_assert_null (strstr (contents, "newer"));

  unknown = host_test_await_error (salon_server_manager_set_enabled (fixture->manager, "x", TRUE),
                                   SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_FOUND);
  host_test_assert_contains (unknown, "“x”");
}

static void
test_automatic (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *fake = fake_server ();
  g_autofree char *json =
    g_strdup_printf ("{\"mcpServers\":{\"a\":{\"command\":\"%s\",\"autoStart\":true},"
                     "\"b\":{\"command\":\"%s\"}}}", fake, fake);

  host_test_write (fixture->path, json);
  open_manager (fixture);
  host_test_await (salon_server_manager_start_automatic (fixture->manager));
  g_assert_cmpint (salon_server_get_state (server (fixture, "a")), ==, SALON_SERVER_READY);
  g_assert_cmpint (salon_server_get_state (server (fixture, "b")), ==, SALON_SERVER_STOPPED);
}

static void
test_secrets (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *fake = fake_server ();
  g_autofree char *json =
    g_strdup_printf ("{\"mcpServers\":{\"a\":{\"command\":\"%s\",\"env\":{\"KEY\":"
                     "\"${secret:key}\"}}}}", fake);
  g_autofree char *missing = NULL;
  g_autofree char *value = NULL;

  host_test_write (fixture->path, json);
  open_manager (fixture);
  missing = host_test_await_error (salon_server_use (server (fixture, "a")),
                                   SALON_HOST_ERROR, SALON_HOST_ERROR_SERVER);
  host_test_assert_contains (missing, "There is no secret “key”.");

  host_test_await (salon_secrets_store (fixture->secrets, "key", "s3cret"));
  host_test_await (salon_server_start (server (fixture, "a")));
  value = call_text (server (fixture, "a"), "environment", "{\"name\":\"KEY\"}");
  g_assert_cmpstr (value, ==, "s3cret");
}

#define ADD(path, function) \
  g_test_add ("/host/server-manager/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  ADD ("the-built-in-server-is-always-there", test_built_in);
  ADD ("a-server-starts-once-when-it-is-used", test_starts);
  ADD ("the-list-of-tools-follows-the-server", test_follows_tools);
  ADD ("servers-start-side-by-side", test_side_by_side);
  ADD ("patience-ends-the-wait-and-not-the-start", test_patience);
  ADD ("a-changed-entry-restarts-that-server-alone", test_file_changes);
  ADD ("edits-are-written-and-followed", test_edits);
  ADD ("automatic-servers-start-when-asked", test_automatic);
  ADD ("secrets-reach-the-server", test_secrets);

  return g_test_run ();
}

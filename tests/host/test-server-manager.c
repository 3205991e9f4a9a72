/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "salon-server-manager.h"

#include <signal.h>

#include "host-test.h"
#include "salon-host-error.h"
#include "salon-manual-clock.h"
#include "salon-mcp-error.h"
#include "salon-mcp-exchange.h"
#include "salon-mcp-tool-result.h"
#include "salon-mcp-tool.h"

typedef struct
{
  char *folder;
  char *path;
  char *pid_path;
  SalonManualClock *clock;
  SalonSecrets *secrets;
  SalonServersFile *file;
  SalonServerManager *manager;
  guint n_inserted;
  guint n_removed;
} Fixture;

static char *
fake_server (void)
{
  return g_test_build_filename (G_TEST_BUILT, "fakes", "fake-mcp-server", NULL);
}

static void
on_items_changed (GListModel *model,
                  guint       position,
                  guint       n_removed,
                  guint       n_inserted,
                  gpointer    user_data)
{
  Fixture *fixture = user_data;

  fixture->n_removed += n_removed;
  fixture->n_inserted += n_inserted;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_auto(GStrv) environment = g_environ_setenv (NULL, "PATH", "/usr/bin:/bin", TRUE);
  g_autoptr(SalonExpander) expander = NULL;
  g_autoptr(SalonLauncher) launcher = NULL;

  fixture->folder = host_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "mcp.json", NULL);
  fixture->pid_path = g_build_filename (fixture->folder, "pids", NULL);
  fixture->clock = salon_manual_clock_new ();
  fixture->secrets = salon_secrets_new_in_memory ();
  environment = g_environ_setenv (g_steal_pointer (&environment), "HOME", fixture->folder, TRUE);

  expander = salon_expander_new (fixture->secrets, (const char * const *) environment);
  launcher = salon_launcher_new (expander, (const char * const *) environment,
                                 SALON_CLOCK (fixture->clock));
  fixture->file = salon_servers_file_new (fixture->path);
  fixture->manager = salon_server_manager_new (fixture->file, launcher,
                                               SALON_CLOCK (fixture->clock));
  g_signal_connect (fixture->manager, "items-changed", G_CALLBACK (on_items_changed), fixture);
}

/* Closing follows the clock, too: its grace times have to pass. */
static void
finish (Fixture   *fixture,
        DexFuture *future)
{
  const gint64 end = g_get_monotonic_time () + HOST_TEST_WATCHDOG_SECONDS * G_USEC_PER_SEC;

  while (dex_future_is_pending (future))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
      salon_manual_clock_advance (fixture->clock, G_TIME_SPAN_MILLISECOND);
    }
  dex_unref (future);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  finish (fixture, salon_server_manager_close (fixture->manager));
  host_test_settle ();
  g_assert_finalize_object (fixture->manager);
  g_assert_finalize_object (fixture->file);
  g_clear_object (&fixture->secrets);
  g_clear_object (&fixture->clock);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->pid_path);
}

/* Writes mcp.json: pairs of a name and the fake server's arguments (JSON strings), then NULL. */
static void
write_servers (Fixture *fixture,
               ...)
{
  g_autofree char *fake = fake_server ();
  g_autoptr(GString) json = g_string_new ("{\"mcpServers\":{\"desktop\":{\"disabled\":true}");
  const char *name;
  va_list list;

  va_start (list, fixture);
  while ((name = va_arg (list, const char *)) != NULL)
    g_string_append_printf (json, ",\"%s\":{\"command\":\"%s\",\"args\":[%s]}", name, fake,
                            va_arg (list, const char *));
  va_end (list);
  g_string_append (json, "}}");
  host_test_write (fixture->path, json->str);
}

static SalonServer *
server (Fixture    *fixture,
        const char *name)
{
  SalonServer *found = salon_server_manager_find (fixture->manager, name);

  g_assert_nonnull (found);

  return found;
}

static char *
call_text (SalonServer *self,
           const char  *tool,
           const char  *arguments)
{
  g_autoptr(SalonJsonDocument) document = salon_json_document_parse (arguments, -1, NULL, NULL);
  g_autoptr(SalonMcpExchange) exchange = NULL;
  g_autoptr(SalonMcpToolResult) result = NULL;

  exchange = salon_mcp_client_call_tool (salon_server_get_client (self), tool,
                                         salon_json_document_get_root (document));
  result = host_test_await_object (salon_mcp_exchange_await_tool_result (exchange));

  return salon_mcp_tool_result_dup_text (result);
}

/* Asks for something that ends the server. */
static void
kill_by_call (SalonServer *self,
              const char  *tool,
              const char  *arguments)
{
  g_autoptr(SalonJsonDocument) document = salon_json_document_parse (arguments, -1, NULL, NULL);
  g_autoptr(SalonMcpExchange) exchange = NULL;
  DexFuture *future;

  exchange = salon_mcp_client_call_tool (salon_server_get_client (self), tool,
                                         salon_json_document_get_root (document));
  future = salon_mcp_exchange_await_result (exchange);
  host_test_wait (future);
  g_assert_true (dex_future_is_rejected (future));
  dex_unref (future);
  host_test_run_until (salon_server_get_state (self) == SALON_SERVER_FAILED);
}

static gboolean
has_tool (SalonServer *self,
          const char  *name)
{
  GListModel *tools = salon_server_get_tools (self);

  for (guint i = 0; i < g_list_model_get_n_items (tools); i++)
    {
      g_autoptr(SalonMcpTool) tool = g_list_model_get_item (tools, i);

      if (g_str_equal (salon_mcp_tool_get_name (tool), name))
        return TRUE;
    }

  return FALSE;
}

static void
open_manager (Fixture *fixture)
{
  host_test_await (salon_server_manager_open (fixture->manager));
}

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
test_failures (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *again = NULL;
  g_autofree char *remote = NULL;
  g_autofree char *broken = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *off = NULL;
  g_autofree char *red = NULL;

  host_test_write (fixture->path,
                   "{\"mcpServers\":{\"missing\":{\"command\":\"salon-no-such-program\"},"
                   "\"remote\":{\"url\":\"https://example.org/mcp\"},"
                   "\"broken\":{\"command\":\"a\",\"args\":1},"
                   "\"red\":{\"command\":\"sh\",\"args\":[\"-c\","
                   "\"printf '\\\\033[31mNo key\\\\033[0m\\\\n' >&2; exit 3\"]},"
                   "\"off\":{\"command\":\"a\",\"disabled\":true}}}");
  open_manager (fixture);

  missing = host_test_await_error (salon_server_use (server (fixture, "missing")),
                                   SALON_HOST_ERROR, SALON_HOST_ERROR_SERVER);
  host_test_assert_contains (missing, "The server “missing” is not available. The program "
                                      "“salon-no-such-program” was not found.");
  g_assert_cmpint (salon_server_get_state (server (fixture, "missing")), ==, SALON_SERVER_FAILED);
  /* It is not tried again each time. */
  again = host_test_await_error (salon_server_use (server (fixture, "missing")),
                                 SALON_HOST_ERROR, SALON_HOST_ERROR_SERVER);
  g_assert_cmpstr (again, ==, missing);

  remote = host_test_await_error (salon_server_use (server (fixture, "remote")),
                                  SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_SUPPORTED);
  host_test_assert_contains (remote, "There is no way to reach it.");
  g_assert_cmpint (salon_server_get_state (server (fixture, "remote")), ==, SALON_SERVER_FAILED);

  /* Its last words, once and without their colour. */
  red = host_test_await_error (salon_server_use (server (fixture, "red")),
                               SALON_HOST_ERROR, SALON_HOST_ERROR_SERVER);
  host_test_assert_contains (red, "“No key”");
  g_assert_null (strstr (strstr (red, "No key") + 1, "No key"));
  g_assert_null (strchr (red, '\033'));

  g_assert_cmpint (salon_server_get_state (server (fixture, "broken")), ==, SALON_SERVER_FAILED);
  host_test_assert_contains (salon_server_get_status_text (server (fixture, "broken")),
                             "“args” has to be an array of strings, not a number.");
  broken = host_test_await_error (salon_server_use (server (fixture, "broken")),
                                  SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION);
  host_test_assert_contains (broken, "“args”");

  off = host_test_await_error (salon_server_start (server (fixture, "off")),
                               SALON_HOST_ERROR, SALON_HOST_ERROR_DISABLED);
  host_test_assert_contains (off, "Switched off.");
}

static void
test_crash (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *text = NULL;
  g_autofree char *refused = NULL;
  SalonServer *a;

  write_servers (fixture, "a", "", NULL);
  open_manager (fixture);
  a = server (fixture, "a");
  host_test_await (salon_server_use (a));

  kill_by_call (a, "die", "{\"code\":7}");
  host_test_assert_contains (salon_server_get_status_text (a), "7");
  host_test_assert_contains (salon_server_get_status_text (a), "fake: dying on request");
  g_assert_null (salon_server_get_client (a));
  g_assert_cmpuint (g_list_model_get_n_items (salon_server_get_tools (a)), ==, 0);
  g_assert_nonnull (salon_server_get_diagnostics (a));

  /* The next use starts it again… */
  finish (fixture, salon_server_use (a));
  g_assert_cmpint (salon_server_get_state (a), ==, SALON_SERVER_READY);
  text = call_text (a, "echo", "{\"text\":\"again\"}");
  g_assert_cmpstr (text, ==, "again");

  /* …once. */
  kill_by_call (a, "crash", "{}");
  refused = host_test_await_error (salon_server_use (a), SALON_HOST_ERROR, SALON_HOST_ERROR_SERVER);
  host_test_assert_contains (refused, "The server “a” is not available.");

  /* The user may, and after a good minute its next use, too. */
  finish (fixture, salon_server_start (a));
  kill_by_call (a, "crash", "{}");
  finish (fixture, salon_server_use (a));
  g_assert_cmpint (salon_server_get_state (a), ==, SALON_SERVER_READY);
  salon_manual_clock_advance (fixture->clock, 61 * G_USEC_PER_SEC);
  kill_by_call (a, "crash", "{}");
  finish (fixture, salon_server_use (a));
  g_assert_cmpint (salon_server_get_state (a), ==, SALON_SERVER_READY);
}

static void
test_hostile (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *garbage = NULL;
  g_autofree char *flood = NULL;
  g_autofree char *oversize = NULL;
  g_autofree char *after = NULL;
  g_autofree char *other = NULL;
  g_autoptr(SalonMcpExchange) exchange = NULL;
  g_autoptr(SalonJsonDocument) arguments =
    salon_json_document_parse ("{\"bytes\":50000000}", -1, NULL, NULL);

  write_servers (fixture, "garbage", "\"--garbage\"", "flood", "\"--stderr-flood\",\"20000000\"",
                 "oversize", "", "other", "", NULL);
  open_manager (fixture);
  host_test_await (salon_server_manager_start_enabled (fixture->manager, -1));

  g_assert_cmpint (salon_server_get_state (server (fixture, "garbage")), ==, SALON_SERVER_READY);
  garbage = call_text (server (fixture, "garbage"), "echo", "{\"text\":\"through\"}");
  g_assert_cmpstr (garbage, ==, "through");

  g_assert_cmpint (salon_server_get_state (server (fixture, "flood")), ==, SALON_SERVER_READY);
  flood = call_text (server (fixture, "flood"), "flood", "{\"bytes\":100000000}");
  g_assert_nonnull (flood);

  /* The call is lost, and nothing else. */
  exchange = salon_mcp_client_call_tool (salon_server_get_client (server (fixture, "oversize")),
                                         "oversize", salon_json_document_get_root (arguments));
  oversize = host_test_await_error (salon_mcp_exchange_await_tool_result (exchange),
                                    SALON_MCP_ERROR, SALON_MCP_ERROR_TOO_LARGE);
  after = call_text (server (fixture, "oversize"), "echo", "{\"text\":\"after\"}");
  g_assert_cmpstr (after, ==, "after");
  g_assert_cmpint (salon_server_get_state (server (fixture, "oversize")), ==, SALON_SERVER_READY);

  other = call_text (server (fixture, "other"), "echo", "{\"text\":\"untouched\"}");
  g_assert_cmpstr (other, ==, "untouched");
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
test_stop_while_starting (Fixture       *fixture,
                          gconstpointer  data)
{
  SalonServer *a;
  DexFuture *starting;
  g_autofree char *message = NULL;

  write_servers (fixture, "a", "\"--hang\"", NULL);
  open_manager (fixture);
  a = server (fixture, "a");

  starting = salon_server_use (a);
  host_test_run_until (salon_server_get_traffic (a) != NULL);
  finish (fixture, salon_server_stop (a));
  message = host_test_await_error (starting, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (salon_server_get_state (a), ==, SALON_SERVER_STOPPED);

  /* Nobody waits, and it is stopped before it has begun. */
  dex_future_disown (salon_server_use (a));
  finish (fixture, salon_server_stop (a));
  host_test_settle ();
  g_assert_cmpint (salon_server_get_state (a), ==, SALON_SERVER_STOPPED);
}

static void
test_no_orphans (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *arguments = g_strdup_printf ("\"--pid-file\",\"%s\",\"--spawn\",\"stubborn\","
                                                "\"--spawn\",\"daemon\",\"--ignore-sigterm\","
                                                "\"--ignore-end-of-input\"", fixture->pid_path);
  g_autofree char *contents = NULL;
  g_auto(GStrv) pids = NULL;
  guint n_pids = 0;

  write_servers (fixture, "a", arguments, NULL);
  open_manager (fixture);
  host_test_await (salon_server_use (server (fixture, "a")));
  contents = host_test_read (fixture->pid_path);

  finish (fixture, salon_server_manager_close (fixture->manager));
  pids = g_strsplit (contents, "\n", -1);
  for (guint i = 0; pids[i] != NULL; i++)
    {
      const pid_t pid = atoi (pids[i]);

      if (pid <= 0)
        continue;
      n_pids++;
      host_test_run_until (kill (pid, 0) != 0);
    }
  g_assert_cmpuint (n_pids, >=, 3);
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
  ADD ("what-cannot-start-says-why", test_failures);
  ADD ("a-crashed-server-is-started-again-once", test_crash);
  ADD ("hostile-servers-hurt-nobody", test_hostile);
  ADD ("a-changed-entry-restarts-that-server-alone", test_file_changes);
  ADD ("edits-are-written-and-followed", test_edits);
  ADD ("a-start-can-be-stopped", test_stop_while_starting);
  ADD ("closing-leaves-nothing-behind", test_no_orphans);
  ADD ("automatic-servers-start-when-asked", test_automatic);
  ADD ("secrets-reach-the-server", test_secrets);

  return g_test_run ();
}

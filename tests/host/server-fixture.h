/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "host-test.h"
#include "salon-manual-clock.h"
#include "salon-mcp-exchange.h"
#include "salon-mcp-tool-result.h"
#include "salon-mcp-tool.h"
#include "salon-server-manager.h"

/* A manager with a clock of the test's own, over an mcp.json full of fake servers that run as real
 * processes. */

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

G_GNUC_UNUSED static char *
fake_server (void)
{
  return g_test_build_filename (G_TEST_BUILT, "fakes", "fake-mcp-server", NULL);
}

G_GNUC_UNUSED static void
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

G_GNUC_UNUSED static void
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
G_GNUC_UNUSED static void
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

G_GNUC_UNUSED static void
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
G_GNUC_UNUSED static void
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

G_GNUC_UNUSED static SalonServer *
server (Fixture    *fixture,
        const char *name)
{
  SalonServer *found = salon_server_manager_find (fixture->manager, name);

  g_assert_nonnull (found);

  return found;
}

G_GNUC_UNUSED static char *
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
G_GNUC_UNUSED static void
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

G_GNUC_UNUSED static gboolean
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

G_GNUC_UNUSED static void
open_manager (Fixture *fixture)
{
  host_test_await (salon_server_manager_open (fixture->manager));
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "mcp-test.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>

/* In real time, generous: it only decides when a test that hangs has failed. */
#define WATCHDOG_SECONDS 60

void
mcp_test_init (int    *argc,
               char ***argv)
{
  g_autofree char *guard = NULL;

  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();
  guard = g_test_build_filename (G_TEST_BUILT, "..", "src", "salon-server-guard", NULL);
  g_setenv ("SALON_SERVER_GUARD", guard, TRUE);
}

static G_NORETURN gboolean
on_watchdog_cb (gpointer user_data)
{
  g_error ("Nothing happened for %d seconds", WATCHDOG_SECONDS);
}

void
mcp_test_run_until (McpTestCondition condition,
                    gpointer         user_data)
{
  guint watchdog = g_timeout_add_seconds (WATCHDOG_SECONDS, on_watchdog_cb, NULL);

  while (!condition (user_data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (watchdog);
}

static gboolean
is_settled (gpointer user_data)
{
  return !dex_future_is_pending (user_data);
}

/* Waits for a future, which it takes. */
gboolean
mcp_test_await (DexFuture  *future,
                GError    **error)
{
  gboolean success = FALSE;

  mcp_test_run_until (is_settled, future);
  success = dex_future_get_value (future, error) != NULL;
  dex_unref (future);
  return success;
}

gpointer
mcp_test_await_object (DexFuture  *future,
                       GError    **error)
{
  const GValue *value = NULL;
  gpointer object = NULL;

  mcp_test_run_until (is_settled, future);
  value = dex_future_get_value (future, error);
  if (value != NULL)
    object = g_value_dup_object (value);
  dex_unref (future);
  return object;
}

/* Lets happen what can happen without waiting. */
void
mcp_test_settle (void)
{
  for (int i = 0; i < 200 && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

/* A path in a folder of the test's own. */
char *
mcp_test_path (const char *name)
{
  static guint number;
  g_autofree char *unique = g_strdup_printf ("%u-%s", ++number, name);

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  return g_build_filename (g_get_user_data_dir (), unique, NULL);
}

SalonJsonDocument *
mcp_test_json (const char *text)
{
  g_autoptr (GError) error = NULL;
  SalonJsonDocument *document = salon_json_document_parse (text, -1, NULL, &error);

  g_assert_no_error (error);
  return document;
}

void
mcp_test_assert_contains (const char *text,
                          const char *part)
{
  if (text == NULL || strstr (text, part) == NULL)
    g_error ("“%s” is not in “%s”", part, text);
}

/* Calls a tool and returns its text. */
char *
mcp_test_call (SalonMcpClient  *client,
               const char      *tool,
               const char      *arguments,
               GError         **error)
{
  g_autoptr (SalonJsonDocument) document = mcp_test_json (arguments);
  g_autoptr (SalonMcpExchange) exchange =
    salon_mcp_client_call_tool (client, tool, salon_json_document_get_root (document));
  g_autoptr (SalonMcpToolResult) result =
    mcp_test_await_object (salon_mcp_exchange_await_tool_result (exchange), error);

  return result != NULL ? salon_mcp_tool_result_dup_text (result) : NULL;
}

SalonMcpStdioTransport *
mcp_test_transport (SalonClock *clock,
                    const char *first_argument,
                    ...)
{
  g_autofree char *server =
    g_test_build_filename (G_TEST_BUILT, "fakes", "fake-mcp-server", NULL);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (SalonMcpCommand) command = NULL;
  va_list arguments;

  g_ptr_array_add (argv, server);
  va_start (arguments, first_argument);
  for (const char *argument = first_argument; argument != NULL;
       argument = va_arg (arguments, const char *))
    g_ptr_array_add (argv, (char *) argument);
  va_end (arguments);
  g_ptr_array_add (argv, NULL);
  command = salon_mcp_command_new ((const char * const *) argv->pdata,
                                   (const char * const *) environment, NULL);
  return salon_mcp_stdio_transport_new (command, clock);
}

/* Opens a client on a transport, which it takes. */
SalonMcpClient *
mcp_test_open (SalonMcpStdioTransport *transport,
               SalonClock             *clock)
{
  SalonMcpClient *client = salon_mcp_client_new (SALON_MCP_TRANSPORT (transport), NULL, clock);
  g_autoptr (GError) error = NULL;

  mcp_test_await (salon_mcp_client_open (client), &error);
  g_assert_no_error (error);
  g_assert_cmpint (salon_mcp_client_get_state (client), ==, SALON_MCP_CLIENT_READY);
  g_object_unref (transport);
  return client;
}

/* Closes a client, which it takes, and sees that nothing else keeps it. */
void
mcp_test_close (SalonMcpClient *client)
{
  mcp_test_await (salon_mcp_client_close (client), NULL);
  mcp_test_settle ();
  g_assert_finalize_object (client);
}

/* A zombie is dead: whoever has to reap it may take their time. */
gboolean
mcp_test_is_alive (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;
  const char *after_name = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  after_name = strrchr (text, ')');
  return after_name != NULL && after_name[2] != 'Z' && after_name[2] != 'X';
}

GArray *
mcp_test_read_pids (const char *path)
{
  GArray *pids = g_array_new (FALSE, FALSE, sizeof (int));
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return pids;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      int pid = atoi (lines[i]);

      if (pid > 0)
        g_array_append_val (pids, pid);
    }
  return pids;
}

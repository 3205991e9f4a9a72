/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-interop"

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "salon-host.h"
#include "salon-json-writer.h"
#include "salon-mcp-error.h"
#include "salon-mcp-prompt.h"
#include "salon-mcp-resource-template.h"
#include "salon-mcp-resource.h"
#include "salon-mcp-tool-result.h"
#include "salon-mcp-tool.h"
#include "salon-server-manager.h"

/* One side of tests/interop/compare, whose other side is tests/interop/peer.mjs: adds an entry of
 * mcp.json to Salon's host, starts its server, makes a plan's calls, and prints what came back
 * as one line of JSON. Everything of the user is below the XDG folders of the environment. */

#define SERVER_NAME "server"

typedef struct
{
  SalonHost *host;
  SalonServer *server;
  SalonMcpClient *client;
  SalonJsonWriter *writer;
} Probe;

static void
write_error (Probe        *probe,
             const GError *error)
{
  const char *remote = salon_mcp_error_get_remote_message (error);
  const char *kind = "failed";

  if (g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_REMOTE))
    kind = "remote";
  else if (g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_TIMED_OUT))
    kind = "timed-out";
  else if (g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED))
    kind = "closed";
  salon_json_writer_begin_object (probe->writer, "error");
  salon_json_writer_add_string (probe->writer, "kind", kind);
  if (g_str_equal (kind, "remote"))
    {
      salon_json_writer_add_int64 (probe->writer, "code", salon_mcp_error_get_code (error));
      salon_json_writer_add_value (probe->writer, "data", salon_mcp_error_get_data (error));
    }
  salon_json_writer_add_string (probe->writer, "message", remote != NULL ? remote : error->message);
  salon_json_writer_end_object (probe->writer);
}

/* Salon's own reading of the lists; one function for all of them, by the item's type. */
static SalonJsonDocument *
get_definition (gpointer item)
{
  if (SALON_IS_MCP_TOOL (item))
    return salon_mcp_tool_get_definition (item);
  if (SALON_IS_MCP_PROMPT (item))
    return salon_mcp_prompt_get_definition (item);
  if (SALON_IS_MCP_RESOURCE (item))
    return salon_mcp_resource_get_definition (item);
  return salon_mcp_resource_template_get_definition (item);
}

static void
write_list (Probe      *probe,
            const char *name,
            GListModel *items)
{
  salon_json_writer_begin_array (probe->writer, name);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (items, i);

      salon_json_writer_add_value (probe->writer, NULL,
                                   salon_json_document_get_root (get_definition (item)));
    }
  salon_json_writer_end_array (probe->writer);
}

/* Takes @future. */
static void
write_future_list (Probe      *probe,
                   const char *name,
                   DexFuture  *future)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) items = dex_await_object (future, &error);

  if (items != NULL)
    {
      write_list (probe, name, items);
      return;
    }
  salon_json_writer_begin_object (probe->writer, name);
  write_error (probe, error);
  salon_json_writer_end_object (probe->writer);
}

static gboolean
has (Probe      *probe,
     const char *capability)
{
  const SalonJson *all = salon_mcp_client_get_server_capabilities (probe->client);

  return salon_json_is_object (salon_json_get_member (all, capability));
}

static void
write_server (Probe *probe)
{
  salon_json_writer_add_string (probe->writer, "protocolVersion",
                                salon_server_get_protocol_version (probe->server));
  salon_json_writer_begin_object (probe->writer, "serverInfo");
  salon_json_writer_add_string (probe->writer, "name",
                                salon_mcp_client_get_server_name (probe->client));
  salon_json_writer_add_string (probe->writer, "title",
                                salon_server_get_server_title (probe->server));
  salon_json_writer_add_string (probe->writer, "version",
                                salon_server_get_server_version (probe->server));
  salon_json_writer_end_object (probe->writer);
  salon_json_writer_add_string (probe->writer, "instructions",
                                salon_server_get_instructions (probe->server));
  salon_json_writer_add_value (probe->writer, "capabilities",
                               salon_mcp_client_get_server_capabilities (probe->client));
  write_list (probe, "tools", salon_server_get_tools (probe->server));
  if (has (probe, "prompts"))
    write_future_list (probe, "prompts", salon_mcp_client_list_prompts (probe->client));
  if (has (probe, "resources"))
    {
      write_future_list (probe, "resources", salon_mcp_client_list_resources (probe->client));
      write_future_list (probe, "resourceTemplates",
                         salon_mcp_client_list_resource_templates (probe->client));
    }
}

static SalonMcpExchange *
begin_call (Probe           *probe,
            const SalonJson *call)
{
  const char *tool = salon_json_as_string (salon_json_get_member (call, "tool"));
  const char *method = salon_json_as_string (salon_json_get_member (call, "method"));

  if (tool != NULL)
    return salon_mcp_client_call_tool (probe->client, tool,
                                       salon_json_get_member (call, "arguments"));
  return salon_mcp_client_request (probe->client, method, salon_json_get_member (call, "params"));
}

/* A tool's result is read the way the host reads it, all others as they came. */
static SalonJsonDocument *
await_call (const SalonJson   *call,
            SalonMcpExchange  *exchange,
            GError           **error)
{
  g_autoptr (SalonMcpToolResult) result = NULL;

  if (salon_json_get_member (call, "tool") == NULL)
    return dex_await_boxed (salon_mcp_exchange_await_result (exchange), error);
  result = dex_await_object (salon_mcp_exchange_await_tool_result (exchange), error);
  return result != NULL ? salon_json_document_ref (salon_mcp_tool_result_get_json (result)) : NULL;
}

static void
write_calls (Probe           *probe,
             const SalonJson *calls)
{
  const SalonJson *call = NULL;
  SalonJsonIter iter;

  salon_json_writer_begin_array (probe->writer, "results");
  salon_json_iter_init (&iter, calls);
  while (salon_json_iter_next (&iter, NULL, &call))
    {
      g_autoptr (SalonMcpExchange) exchange = begin_call (probe, call);
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonJsonDocument) result = await_call (call, exchange, &error);

      salon_json_writer_begin_object (probe->writer, NULL);
      if (result != NULL)
        salon_json_writer_add_value (probe->writer, "result",
                                     salon_json_document_get_root (result));
      else
        write_error (probe, error);
      salon_json_writer_end_object (probe->writer);
    }
  salon_json_writer_end_array (probe->writer);
}

static gboolean
play (Probe            *probe,
      const SalonJson  *plan,
      GError          **error)
{
  g_autoptr (SalonServerConfig) config =
    salon_server_config_new_from_json (SERVER_NAME, salon_json_get_member (plan, "entry"));
  SalonServerManager *servers = salon_host_get_servers (probe->host);

  if (!salon_server_config_check (config, error) ||
      !dex_await (salon_server_manager_add (servers, config), error))
    return FALSE;
  probe->server = salon_server_manager_find (servers, SERVER_NAME);
  if (!dex_await (salon_server_start (probe->server), error))
    return FALSE;
  probe->client = salon_server_get_client (probe->server);
  write_server (probe);
  write_calls (probe, salon_json_get_member (plan, "calls"));
  return TRUE;
}

static void
on_asked (SalonConsent  *consent,
          SalonQuestion *question,
          gpointer       user_data)
{
  salon_question_deny (question, NULL);
}

static DexFuture *
play_fiber (gpointer user_data)
{
  const SalonJson *plan = user_data;
  Probe probe = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  probe.host = salon_host_new (NULL, NULL);
  probe.writer = salon_json_writer_new ();
  g_signal_connect (salon_host_get_consent (probe.host), "asked", G_CALLBACK (on_asked), NULL);
  dex_await (salon_host_open (probe.host), NULL);
  salon_json_writer_begin_object (probe.writer, NULL);
  if (!play (&probe, plan, &error))
    write_error (&probe, error);
  salon_json_writer_end_object (probe.writer);
  dex_await (salon_host_close (probe.host), NULL);
  g_clear_object (&probe.host);
  text = salon_json_writer_finish (probe.writer);
  g_clear_pointer (&probe.writer, salon_json_writer_free);
  /* JSON is UTF-8, whatever the locale; g_print() would follow that. */
  puts (text);
  return dex_future_new_true ();
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonJsonDocument) plan = NULL;
  g_autoptr (DexFuture) future = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  if (argc != 2)
    {
      g_printerr ("Usage: salon-interop-probe PLAN\n");
      return EXIT_FAILURE;
    }
  if (!g_file_get_contents (argv[1], &text, &length, &error) ||
      (plan = salon_json_document_parse (text, length, NULL, &error)) == NULL)
    {
      g_printerr ("%s: %s\n", argv[1], error->message);
      return EXIT_FAILURE;
    }
  dex_init ();
  future = dex_scheduler_spawn (NULL, 0, play_fiber,
                                (gpointer) salon_json_document_get_root (plan), NULL);
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  return EXIT_SUCCESS;
}

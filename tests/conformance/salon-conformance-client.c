/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-conformance"

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "automatic-handler.h"
#include "direct-agent.h"
#include "salon-json-writer.h"
#include "salon-mcp-auth-memory-store.h"
#include "salon-mcp-auth-session.h"
#include "salon-mcp-client.h"
#include "salon-mcp-error.h"
#include "salon-mcp-http-transport.h"
#include "salon-mcp-prompt.h"
#include "salon-mcp-resource.h"
#include "salon-mcp-skill.h"
#include "salon-mcp-tool-result.h"
#include "salon-mcp-tool.h"
#include "scenario-settings.h"

/* What the official conformance suite drives: plays one scenario against the server whose
 * address is the last argument, with the public interface of src/mcp alone, so that its score
 * is Salon's. The scenario's name and data come from the environment. */

typedef gboolean (*PlayFunc) (SalonMcpClient  *client,
                              GError         **error);

typedef struct
{
  const char *name;
  PlayFunc    play;
} Scenario;

static GListModel *
list_tools (SalonMcpClient  *client,
            GError         **error)
{
  return dex_await_object (salon_mcp_client_list_tools (client), error);
}

static SalonMcpToolResult *
call (SalonMcpClient   *client,
      const char       *tool,
      const SalonJson  *arguments,
      GError          **error)
{
  g_autoptr (SalonMcpExchange) exchange = salon_mcp_client_call_tool (client, tool, arguments);
  SalonMcpToolResult *result = dex_await_object (salon_mcp_exchange_await_tool_result (exchange),
                                                 error);

  if (result != NULL)
    {
      g_autofree char *text = salon_mcp_tool_result_dup_text (result);

      g_print ("%s: %s%s\n", tool, salon_mcp_tool_result_is_error (result) ? "failed: " : "", text);
    }
  return result;
}

static gboolean
call_once (SalonMcpClient   *client,
           const char       *tool,
           const char       *arguments,
           GError          **error)
{
  g_autoptr (SalonJsonDocument) document = salon_json_document_parse (arguments, -1, NULL, error);
  g_autoptr (SalonMcpToolResult) result = NULL;

  if (document == NULL)
    return FALSE;
  result = call (client, tool, salon_json_document_get_root (document), error);
  return result != NULL;
}

/* Something for every argument a tool must have. */
static SalonJsonDocument *
make_arguments (SalonMcpTool *tool)
{
  const SalonJson *schema = salon_mcp_tool_get_input_schema (tool);
  const SalonJson *properties = salon_json_get_member (schema, "properties");
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  const SalonJson *property = NULL;
  const char *name = NULL;
  SalonJsonIter iter;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_iter_init (&iter, salon_json_is_object (properties) ? properties : NULL);
  while (salon_json_iter_next (&iter, &name, &property))
    {
      const char *type = salon_json_as_string (salon_json_get_member (property, "type"));

      if (g_strcmp0 (type, "number") == 0 || g_strcmp0 (type, "integer") == 0)
        salon_json_writer_add_int64 (writer, name, 1);
      else if (g_strcmp0 (type, "boolean") == 0)
        salon_json_writer_add_boolean (writer, name, TRUE);
      else
        salon_json_writer_add_string (writer, name, "text");
    }
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish_document (writer);
}

/* Scenarios. */

static gboolean
play_list (SalonMcpClient  *client,
           GError         **error)
{
  g_autoptr (GListModel) tools = list_tools (client, error);

  return tools != NULL;
}

static gboolean
play_every_tool (SalonMcpClient  *client,
                 GError         **error)
{
  g_autoptr (GListModel) tools = list_tools (client, error);

  for (guint i = 0; tools != NULL && i < g_list_model_get_n_items (tools); i++)
    {
      g_autoptr (SalonMcpTool) tool = g_list_model_get_item (tools, i);
      g_autoptr (SalonJsonDocument) arguments = make_arguments (tool);
      g_autoptr (SalonMcpToolResult) result =
        call (client, salon_mcp_tool_get_name (tool), salon_json_document_get_root (arguments),
              error);

      if (result == NULL)
        return FALSE;
    }
  return tools != NULL;
}

/* A question in the middle of one call must leave no trace in another. */
static gboolean
play_rounds (SalonMcpClient  *client,
             GError         **error)
{
  g_autoptr (GListModel) tools = list_tools (client, error);

  return tools != NULL &&
         call_once (client, "test_mrtr_echo_state", "{}", error) &&
         call_once (client, "test_mrtr_unrelated", "{}", error) &&
         call_once (client, "test_mrtr_no_state", "{}", error) &&
         call_once (client, "test_mrtr_no_result_type", "{}", error);
}

/* A list the server may have without having declared it. */
static gboolean
request_list (SalonMcpClient     *client,
              const char         *method,
              const char         *member,
              SalonJsonDocument **list,
              GError            **error)
{
  g_autoptr (SalonMcpExchange) exchange = salon_mcp_client_request (client, method, NULL);

  *list = dex_await_boxed (salon_mcp_exchange_await_result (exchange), error);
  return *list != NULL;
}

static gboolean
read_every_resource (SalonMcpClient  *client,
                     GError         **error)
{
  g_autoptr (SalonJsonDocument) list = NULL;
  const SalonJson *definition = NULL;
  SalonJsonIter iter;

  if (!request_list (client, "resources/list", "resources", &list, error))
    return FALSE;
  salon_json_iter_init (&iter,
                        salon_json_get_member (salon_json_document_get_root (list), "resources"));
  while (salon_json_iter_next (&iter, NULL, &definition))
    {
      g_autoptr (SalonMcpResource) resource = salon_mcp_resource_new (definition, error);
      g_autoptr (GListModel) contents = NULL;

      if (resource == NULL)
        return FALSE;
      contents = dex_await_object (
          salon_mcp_client_read_resource (client, salon_mcp_resource_get_uri (resource)),
                                   error);
      if (contents == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
get_every_prompt (SalonMcpClient  *client,
                  GError         **error)
{
  g_autoptr (SalonJsonDocument) list = NULL;
  const SalonJson *definition = NULL;
  SalonJsonIter iter;

  if (!request_list (client, "prompts/list", "prompts", &list, error))
    return FALSE;
  salon_json_iter_init (&iter,
                        salon_json_get_member (salon_json_document_get_root (list), "prompts"));
  while (salon_json_iter_next (&iter, NULL, &definition))
    {
      g_autoptr (SalonMcpPrompt) prompt = salon_mcp_prompt_new (definition, error);
      g_autoptr (GObject) result = NULL;

      if (prompt == NULL)
        return FALSE;
      result = dex_await_object (
          salon_mcp_client_get_prompt (client, salon_mcp_prompt_get_name (prompt), NULL),
                                 error);
      if (result == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
play_standard_headers (SalonMcpClient  *client,
                       GError         **error)
{
  return play_every_tool (client, error) &&
         read_every_resource (client, error) &&
         get_every_prompt (client, error);
}

/* The calls are part of the scenario. */
static gboolean
play_custom_headers (SalonMcpClient  *client,
                     GError         **error)
{
  const char *text = g_getenv ("MCP_CONFORMANCE_CONTEXT");
  g_autoptr (SalonJsonDocument) context = salon_json_document_parse (text != NULL ? text : "", -1,
                                                                     NULL, error);
  g_autoptr (GListModel) tools = NULL;
  const SalonJson *entry = NULL;
  SalonJsonIter iter;

  if (context == NULL)
    return FALSE;
  tools = list_tools (client, error);
  if (tools == NULL)
    return FALSE;
  salon_json_iter_init (&iter, salon_json_get_member (salon_json_document_get_root (context),
                                                      "toolCalls"));
  while (salon_json_iter_next (&iter, NULL, &entry))
    {
      const char *name = NULL;
      g_autoptr (SalonMcpToolResult) result = NULL;

      if (!salon_json_read_string (entry, "name", SALON_JSON_REQUIRED, &name, error))
        return FALSE;
      result = call (client, name, salon_json_get_member (entry, "arguments"), error);
      if (result == NULL)
        return FALSE;
    }
  return TRUE;
}

/* The schema of one tool, as it came, is the argument of another. */
static gboolean
play_preservation (SalonMcpClient  *client,
                   GError         **error)
{
  g_autoptr (GListModel) tools = list_tools (client, error);

  for (guint i = 0; tools != NULL && i < g_list_model_get_n_items (tools); i++)
    {
      g_autoptr (SalonMcpTool) tool = g_list_model_get_item (tools, i);
      g_autoptr (SalonJsonWriter) writer = NULL;
      g_autoptr (SalonJsonDocument) arguments = NULL;
      g_autoptr (SalonMcpToolResult) result = NULL;

      if (strcmp (salon_mcp_tool_get_name (tool), "json_schema_2020_12_tool") != 0)
        continue;
      writer = salon_json_writer_new ();
      salon_json_writer_begin_object (writer, NULL);
      salon_json_writer_add_value (writer, "schema", salon_mcp_tool_get_input_schema (tool));
      salon_json_writer_end_object (writer);
      arguments = salon_json_writer_finish_document (writer);
      result = call (client, "json_schema_echo", salon_json_document_get_root (arguments), error);
      return result != NULL;
    }
  return FALSE;
}

static gboolean
play_list_skills (SalonMcpClient  *client,
                  GError         **error)
{
  g_autoptr (GListModel) skills = dex_await_object (salon_mcp_client_list_skills (client), error);

  return skills != NULL && g_list_model_get_n_items (skills) > 0;
}

/* Loads every skill and reads its files, as far as what comes is what was promised. */
static gboolean
play_load_skills (SalonMcpClient  *client,
                  GError         **error)
{
  g_autoptr (GListModel) skills = dex_await_object (salon_mcp_client_list_skills (client), error);

  for (guint i = 0; skills != NULL && i < g_list_model_get_n_items (skills); i++)
    {
      g_autoptr (SalonMcpSkill) skill = g_list_model_get_item (skills, i);
      g_autoptr (GBytes) instructions = dex_await_boxed (salon_mcp_skill_load (skill, client),
                                                         error);

      if (instructions == NULL)
        return FALSE;
      for (guint j = 0; j < salon_mcp_skill_get_n_files (skill); j++)
        {
          g_autoptr (GBytes) content =
            dex_await_boxed (salon_mcp_skill_read_file (
                skill, client, salon_mcp_skill_get_file (skill, j)->uri), error);

          if (content == NULL)
            return FALSE;
        }
    }
  return skills != NULL;
}

static const Scenario scenarios[] = {
  { "initialize", play_list },
  { "tools_call", play_every_tool },
  { "elicitation-sep1034-client-defaults", play_every_tool },
  { "sse-retry", play_every_tool },
  { "request-metadata", play_list },
  { "sep-2322-client-request-state", play_rounds },
  { "http-standard-headers", play_standard_headers },
  { "http-custom-headers", play_custom_headers },
  { "http-invalid-tool-headers", play_every_tool },
  { "json-schema-ref-no-deref", play_list },
  { "json-schema-2020-12-preservation", play_preservation },
  { "sep-2640-client-no-prefetch", play_list_skills },
  { "sep-2640-client-verify-digest", play_load_skills },
  { "sep-2640-client-verify-size", play_load_skills },
  { "sep-2640-client-verify-frontmatter", play_load_skills },
};

static PlayFunc
find_scenario (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    if (g_strcmp0 (name, scenarios[i].name) == 0)
      return scenarios[i].play;
  /* The ones on signing in differ in what happens on the way to the tools. */
  return name != NULL && g_str_has_prefix (name, "auth/") ? play_every_tool : NULL;
}

typedef struct
{
  const char *url;
  PlayFunc    play;
  gboolean    is_over;
  GError     *error;
} Run;

static gboolean
is_modern_wire (void)
{
  return g_strcmp0 (g_getenv ("MCP_CONFORMANCE_PROTOCOL_VERSION"), "2026-07-28") >= 0;
}

/* Nothing is kept: the scenarios are played at the same time. */
static SalonMcpAuthSession *
make_session (const char      *url,
              SalonHttpClient *http)
{
  const char *scenario = g_getenv ("MCP_CONFORMANCE_SCENARIO");
  const char *text = g_getenv ("MCP_CONFORMANCE_CONTEXT");
  g_autoptr (SalonJsonDocument) context =
    text != NULL ? salon_json_document_parse (text, -1, NULL, NULL) : NULL;
  g_autoptr (SalonMcpAuthSettings) settings =
    scenario_settings_new (scenario,
                           context != NULL ? salon_json_document_get_root (context) : NULL);
  g_autoptr (SalonMcpAuthMemoryStore) store = salon_mcp_auth_memory_store_new ();
  g_autoptr (DirectAgent) agent = direct_agent_new (http);

  return salon_mcp_auth_session_new (url, settings, SALON_MCP_AUTH_STORE (store),
                                     SALON_MCP_AUTH_USER_AGENT (agent), http, NULL);
}

static DexFuture *
run_fiber (gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (SalonHttpClient) http = salon_http_client_new ();
  g_autoptr (SalonMcpHttpTransport) transport = salon_mcp_http_transport_new (run->url, NULL, http,
                                                                              NULL);
  g_autoptr (AutomaticHandler) handler = automatic_handler_new ();
  g_autoptr (SalonMcpClient) client = salon_mcp_client_new (SALON_MCP_TRANSPORT (transport),
                                                            SALON_MCP_INPUT_HANDLER (
                                                                handler), NULL);
  g_autoptr (SalonMcpExtension) skills = salon_mcp_extension_new_skills ();
  g_autoptr (SalonMcpAuthSession) session = make_session (run->url, http);

  salon_mcp_http_transport_set_authorizer (transport, SALON_MCP_AUTHORIZER (session));
  salon_mcp_client_add_extension (client, skills);
  /* The servers of extensions speak both eras, and are to be played in both. */
  if (run->play == play_list_skills || run->play == play_load_skills)
    salon_mcp_client_set_era (client,
                              is_modern_wire () ? SALON_MCP_ERA_MODERN : SALON_MCP_ERA_LEGACY);
  if (dex_await (salon_mcp_client_open (client), &run->error))
    {
      g_print ("protocol version %s\n", salon_mcp_client_get_protocol_version (client));
      if (!run->play (client, &run->error) && run->error == NULL)
        g_set_error_literal (&run->error, SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED,
                             "The scenario could not be played: the server lacks what it needs.");
    }
  dex_await (salon_mcp_client_close (client), NULL);
  return dex_future_new_true ();
}

static DexFuture *
on_over_cb (DexFuture *future,
            gpointer   user_data)
{
  Run *run = user_data;

  run->is_over = TRUE;
  g_main_context_wakeup (NULL);
  return NULL;
}

int
main (int    argc,
      char **argv)
{
  const char *name = g_getenv ("MCP_CONFORMANCE_SCENARIO");
  Run run = { argc > 1 ? argv[argc - 1] : NULL, find_scenario (name) };
  g_autoptr (DexFuture) over = NULL;

  if (run.url == NULL || run.play == NULL)
    {
      g_printerr ("Usage: MCP_CONFORMANCE_SCENARIO=NAME salon-conformance-client URL\n");
      return 2;
    }
  dex_init ();
  over = dex_future_finally (dex_scheduler_spawn (NULL, 256 * 1024, run_fiber, &run, NULL),
                             on_over_cb, &run, NULL);
  while (!run.is_over)
    g_main_context_iteration (NULL, TRUE);
  if (run.error != NULL)
    {
      g_printerr ("%s\n", run.error->message);
      g_error_free (run.error);
      return 1;
    }
  return 0;
}

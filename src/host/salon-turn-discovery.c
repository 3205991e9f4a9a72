/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-turn-private.h"

#include <glib/gi18n.h>
#include <libdex.h>
#include <string.h>

#include "salon-json-writer.h"
#include "salon-mcp-tool-result.h"

/* Indexed before others on the main loop get their turn. */
#define TOOLS_AT_ONCE 100

/* What a turn does when the model looks for its tools. */

void
salon_turn_set_discovery (SalonTurn              *self,
                          SalonToolDiscoveryMode  mode)
{
  g_return_if_fail (SALON_IS_TURN (self));

  self->discovery_mode = mode;
}

void
salon_turn_decide_discovery (SalonTurn *self)
{
  SalonTurnServices *services = &self->services;
  const char *model = salon_message_get_model (self->reply);
  gint64 window = 0;

  if (services->get_window != NULL && model != NULL)
    window = services->get_window (model, services->get_window_data);
  self->discovers = salon_tool_discovery_decide (self->discovery_mode,
                                                 salon_tool_set_get_tokens (self->tools), window);
}

/* The three tools belong to no server; the user sees what they are for. */
static const char *
get_own_title (const char *id)
{
  if (strcmp (id, SALON_TOOL_DISCOVERY_SEARCH) == 0)
    return _("Find tools");
  if (strcmp (id, SALON_TOOL_DISCOVERY_DETAILS) == 0)
    return _("Look up tools");
  return _("Use a tool");
}

void
salon_turn_name_call (SalonTurn     *self,
                      SalonToolCall *call)
{
  const char *id = salon_tool_call_get_tool_id (call);
  const SalonTool *tool = salon_tool_set_find (self->tools, id);

  if (tool != NULL)
    salon_tool_call_set_tool (call, salon_server_get_name (tool->server),
                              salon_server_get_title (tool->server),
                              salon_mcp_tool_get_name (tool->tool),
                              salon_mcp_tool_get_title (tool->tool));
  else if (salon_tool_discovery_is_own (id))
    salon_tool_call_set_tool (call, NULL, NULL, id, get_own_title (id));
}

gboolean
salon_turn_unwrap_call (SalonTurn      *self,
                        SalonToolCall  *call,
                        GError        **error)
{
  g_autofree char *id = NULL;
  g_autofree char *inner = NULL;

  if (g_strcmp0 (salon_tool_call_get_tool_id (call), SALON_TOOL_DISCOVERY_CALL) != 0)
    return TRUE;
  if (!salon_tool_discovery_unwrap (salon_tool_call_get_arguments (call), &id, &inner, error))
    return FALSE;
  /* Wrapped twice it would be taken for one of the three. */
  if (strcmp (id, SALON_TOOL_DISCOVERY_CALL) == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _("call_tool can’t call itself."));
      return FALSE;
    }
  salon_tool_call_discovered (call, id, inner);
  salon_turn_name_call (self, call);
  return TRUE;
}

static SalonMcpToolResult *
make_result (const char *text,
             gboolean    is_error)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr (SalonJsonDocument) document = NULL;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_begin_array (writer, "content");
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "type", "text");
  salon_json_writer_add_string (writer, "text", text);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_array (writer);
  if (is_error)
    salon_json_writer_add_boolean (writer, "isError", TRUE);
  salon_json_writer_end_object (writer);
  document = salon_json_writer_finish_document (writer);
  return salon_mcp_tool_result_new (document, NULL);
}

gboolean
salon_turn_answer_itself (SalonTurn     *self,
                          SalonToolCall *call)
{
  const char *id = salon_tool_call_get_tool_id (call);
  SalonToolDiscovery *discovery;
  g_autoptr (SalonToolSet) tools = NULL;
  g_autoptr (SalonJsonDocument) arguments = NULL;
  g_autoptr (SalonMcpToolResult) result = NULL;
  g_autofree char *text = NULL;
  gboolean is_error = FALSE;

  if (!salon_tool_discovery_is_own (id))
    return FALSE;
  tools = salon_tool_set_ref (self->tools);
  discovery = salon_tool_discovery_get (tools);
  /* Nothing goes wrong when the turn is stopped meanwhile: the answer just is not sent. */
  while (!salon_tool_discovery_index (discovery, TOOLS_AT_ONCE))
    dex_await (dex_timeout_new_usec (0), NULL);
  arguments = salon_json_document_parse (salon_tool_call_get_arguments (call), -1, NULL, NULL);
  salon_tool_call_begin (call, self->services.clock);
  text = salon_tool_discovery_dup_answer (discovery, id,
                                          arguments != NULL
                                            ? salon_json_document_get_root (arguments) : NULL,
                                          &is_error);
  result = make_result (text, is_error);
  salon_tool_call_finish (call, self->services.clock, result);
  return TRUE;
}

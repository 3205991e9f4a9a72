/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include <glib/gi18n.h>

#include "salon-tool-call-private.h"

/* Elapsed and the like are read back as they were; the result's words are made anew. */
SalonToolCall *
salon_tool_call_new_from_json (const SalonJson *object)
{
  SalonToolCall *self = g_object_new (SALON_TYPE_TOOL_CALL, NULL);
  const SalonJson *result = salon_json_get_member (object, "result");
  const char *arguments = salon_json_as_string (salon_json_get_member (object, "arguments"));

#define READ(member) g_strdup (salon_json_as_string (salon_json_get_member (object, member)))
  self->call_id = READ ("callId");
  self->tool_id = READ ("toolId");
  self->server_name = READ ("server");
  self->server_title = READ ("serverTitle");
  self->tool_name = READ ("tool");
  self->title = READ ("title");
  self->sentence = READ ("sentence");
  self->error = READ ("error");
#undef READ
  g_string_assign (self->arguments, arguments != NULL ? arguments : "");
  self->state = salon_tool_call_state_from_nick (
    salon_json_as_string (salon_json_get_member (object, "state")));
  salon_json_as_int64 (salon_json_get_member (object, "startedAt"), &self->started_at);
  salon_json_as_int64 (salon_json_get_member (object, "elapsed"), &self->elapsed);
  salon_json_as_boolean (salon_json_get_member (object, "discovered"), &self->discovered);
  if (salon_json_is_object (result))
    {
      g_autoptr (SalonMcpToolResult) tool_result = NULL;

      self->result = salon_json_document_copy (result);
      tool_result = salon_mcp_tool_result_new (self->result, NULL);
      if (tool_result != NULL)
        self->result_text = salon_mcp_tool_result_dup_text (tool_result);
    }
  if (self->call_id == NULL)
    self->call_id = g_strdup ("");
  if (self->tool_id == NULL)
    self->tool_id = g_strdup ("");
  if (!salon_tool_call_is_over (self))
    {
      self->state = SALON_TOOL_CALL_CANCELLED;
      g_set_str (&self->error, _("Salon ended before the call did."));
    }
  return self;
}

void
salon_tool_call_write (SalonToolCall   *self,
                       SalonJsonWriter *writer)
{
  salon_json_writer_add_string (writer, "callId", self->call_id);
  salon_json_writer_add_string (writer, "toolId", self->tool_id);
  salon_json_writer_add_string (writer, "server", self->server_name);
  salon_json_writer_add_string (writer, "serverTitle", self->server_title);
  salon_json_writer_add_string (writer, "tool", self->tool_name);
  salon_json_writer_add_string (writer, "title", self->title);
  salon_json_writer_add_string (writer, "sentence", self->sentence);
  salon_json_writer_add_string (writer, "arguments", self->arguments->str);
  salon_json_writer_add_string (writer, "state", salon_tool_call_state_to_nick (self->state));
  salon_json_writer_add_string (writer, "error", self->error);
  if (self->discovered)
    salon_json_writer_add_boolean (writer, "discovered", TRUE);
  if (self->started_at != 0)
    salon_json_writer_add_int64 (writer, "startedAt", self->started_at);
  if (self->elapsed >= 0)
    salon_json_writer_add_int64 (writer, "elapsed", self->elapsed);
  if (self->result != NULL)
    salon_json_writer_add_value (writer, "result", salon_json_document_get_root (self->result));
}

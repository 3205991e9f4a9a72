/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-desktop-server"

#include "config.h"

#include "salon-desktop-message.h"

#include "salon-json-writer.h"

static const char * const revisions[] = { "2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25" };

G_STATIC_ASSERT (G_N_ELEMENTS (revisions) == SALON_DESKTOP_N_REVISIONS);

/* The revision asked for, or the newest known when that is another (MCP, “Lifecycle”). */
SalonDesktopRevision
salon_desktop_revision_choose (const char *wanted)
{
  for (guint i = 0; i < G_N_ELEMENTS (revisions); i++)
    if (g_str_equal (revisions[i], wanted))
      return (SalonDesktopRevision) i;
  return SALON_DESKTOP_N_REVISIONS - 1;
}

static SalonJsonWriter *
begin_message (const SalonJson *id)
{
  SalonJsonWriter *writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "jsonrpc", "2.0");
  if (id != NULL)
    salon_json_writer_add_value (writer, "id", id);
  else
    salon_json_writer_add_null (writer, "id");
  return writer;
}

static char *
end_message (SalonJsonWriter *writer)
{
  g_autoptr(SalonJsonWriter) owned = writer;

  salon_json_writer_end_object (owned);
  return salon_json_writer_finish (owned);
}

char *
salon_desktop_message_initialized (const SalonJson      *id,
                                   SalonDesktopRevision  revision)
{
  SalonJsonWriter *writer = begin_message (id);

  salon_json_writer_begin_object (writer, "result");
  salon_json_writer_add_string (writer, "protocolVersion", revisions[revision]);
  salon_json_writer_begin_object (writer, "capabilities");
  salon_json_writer_begin_object (writer, "tools");
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  salon_json_writer_begin_object (writer, "serverInfo");
  salon_json_writer_add_string (writer, "name", "salon-desktop-server");
  if (revision >= SALON_DESKTOP_2025_06_18)
    salon_json_writer_add_string (writer, "title", "Desktop");
  salon_json_writer_add_string (writer, "version", PACKAGE_VERSION);
  salon_json_writer_end_object (writer);
  if (revision >= SALON_DESKTOP_2025_03_26)
    salon_json_writer_add_string (writer, "instructions",
                                  "Tools of the user's own desktop. Files can be used inside the "
                                  "allowed "
                                  "folders only: list_directory without a path names them.");
  salon_json_writer_end_object (writer);
  return end_message (writer);
}

char *
salon_desktop_message_empty_result (const SalonJson *id)
{
  SalonJsonWriter *writer = begin_message (id);

  salon_json_writer_begin_object (writer, "result");
  salon_json_writer_end_object (writer);
  return end_message (writer);
}

static void
add_tool (SalonJsonWriter        *writer,
          const SalonDesktopTool *tool,
          SalonDesktopRevision    revision)
{
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "name", tool->name);
  if (revision >= SALON_DESKTOP_2025_06_18)
    salon_json_writer_add_string (writer, "title", tool->title);
  salon_json_writer_add_string (writer, "description", tool->description);
  salon_json_writer_add_text (writer, "inputSchema", tool->input_schema);
  if (revision >= SALON_DESKTOP_2025_06_18 && tool->output_schema != NULL)
    salon_json_writer_add_text (writer, "outputSchema", tool->output_schema);
  if (revision >= SALON_DESKTOP_2025_03_26)
    {
      salon_json_writer_begin_object (writer, "annotations");
      salon_json_writer_add_string (writer, "title", tool->title);
      salon_json_writer_add_boolean (writer, "readOnlyHint", tool->read_only);
      salon_json_writer_add_boolean (writer, "destructiveHint", tool->destructive);
      salon_json_writer_add_boolean (writer, "idempotentHint", tool->idempotent || tool->read_only);
      salon_json_writer_add_boolean (writer, "openWorldHint", tool->open_world);
      salon_json_writer_end_object (writer);
    }
  salon_json_writer_end_object (writer);
}

char *
salon_desktop_message_tools (const SalonJson      *id,
                             SalonDesktopRevision  revision)
{
  SalonJsonWriter *writer = begin_message (id);

  salon_json_writer_begin_object (writer, "result");
  salon_json_writer_begin_array (writer, "tools");
  for (guint i = 0; i < salon_desktop_n_tools; i++)
    add_tool (writer, &salon_desktop_tools[i], revision);
  salon_json_writer_end_array (writer);
  salon_json_writer_end_object (writer);
  return end_message (writer);
}

static void
add_text_content (SalonJsonWriter *writer,
                  const char      *text)
{
  if (text == NULL)
    return;
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "type", "text");
  salon_json_writer_add_string (writer, "text", text);
  salon_json_writer_end_object (writer);
}

char *
salon_desktop_message_tool_result (const SalonJson      *id,
                                   SalonDesktopRevision  revision,
                                   SalonDesktopResult   *result)
{
  SalonJsonWriter *writer = begin_message (id);

  salon_json_writer_begin_object (writer, "result");
  salon_json_writer_begin_array (writer, "content");
  add_text_content (writer, salon_desktop_result_get_text (result));
  add_text_content (writer, salon_desktop_result_get_note (result));
  salon_json_writer_end_array (writer);
  if (revision >= SALON_DESKTOP_2025_06_18)
    salon_json_writer_add_value (writer, "structuredContent",
                                 salon_desktop_result_get_structured (result));
  salon_json_writer_add_boolean (writer, "isError", salon_desktop_result_is_failed (result));
  salon_json_writer_end_object (writer);
  return end_message (writer);
}

/* @id: (nullable): %NULL when it could not be read (JSON-RPC 2.0, section 5) */
char *
salon_desktop_message_error (const SalonJson *id,
                             int              code,
                             const char      *sentence)
{
  SalonJsonWriter *writer = begin_message (id);

  salon_json_writer_begin_object (writer, "error");
  salon_json_writer_add_int64 (writer, "code", code);
  salon_json_writer_add_string (writer, "message", sentence);
  salon_json_writer_end_object (writer);
  return end_message (writer);
}

/* A request of the server's own, without parameters. */
char *
salon_desktop_message_request (const char *id,
                               const char *method)
{
  SalonJsonWriter *writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "jsonrpc", "2.0");
  salon_json_writer_add_string (writer, "id", id);
  salon_json_writer_add_string (writer, "method", method);
  return end_message (writer);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-server-answer-private.h"

#include <string.h>

#include <gio/gio.h>

#include "salon-core-error.h"
#include "salon-mcp-client-private.h"
#include "salon-mcp-error.h"

/* An answer is begun: @id goes back exactly as it came, be it 1, "1" or 1.0. */
static SalonJsonWriter *
begin (const SalonJson *id)
{
  SalonJsonWriter *writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "jsonrpc", "2.0");
  salon_json_writer_add_value (writer, "id", id);
  return writer;
}

/* Takes @writer. */
static void
send (SalonMcpClient  *client,
      SalonJsonWriter *writer)
{
  g_autofree char *text = NULL;

  salon_json_writer_end_object (writer);
  text = salon_json_writer_finish (writer);
  salon_json_writer_free (writer);
  salon_mcp_client_send (client, text);
}

void
salon_mcp_server_answer_result (SalonMcpClient  *client,
                                const SalonJson *id,
                                const SalonJson *result)
{
  SalonJsonWriter *writer = begin (id);

  salon_json_writer_add_value (writer, "result", result);
  send (client, writer);
}

static void
add_members (SalonJsonWriter *writer,
             const SalonJson *object,
             const char      *except)
{
  const SalonJson *value = NULL;
  const char *name = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_is_object (object) ? object : NULL);
  while (salon_json_iter_next (&iter, &name, &value))
    if (strcmp (name, except) != 0)
      salon_json_writer_add_value (writer, name, value);
}

/*
 * salon_mcp_server_answer_related:
 * @task_id: (nullable): the task the answer belongs to
 *
 * Whatever has to do with a task has its id in “_meta” (2025-11-25 “Tasks”, related-task).
 */
void
salon_mcp_server_answer_related (SalonMcpClient  *client,
                                 const SalonJson *id,
                                 const SalonJson *result,
                                 const char      *task_id)
{
  SalonJsonWriter *writer = NULL;

  if (task_id == NULL)
    {
      salon_mcp_server_answer_result (client, id, result);
      return;
    }
  writer = begin (id);
  salon_json_writer_begin_object (writer, "result");
  add_members (writer, result, "_meta");
  salon_json_writer_begin_object (writer, "_meta");
  add_members (writer, salon_json_get_member (result, "_meta"), SALON_MCP_RELATED_TASK);
  salon_json_writer_begin_object (writer, SALON_MCP_RELATED_TASK);
  salon_json_writer_add_string (writer, "taskId", task_id);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  send (client, writer);
}

void
salon_mcp_server_answer_error (SalonMcpClient  *client,
                               const SalonJson *id,
                               int              code,
                               const char      *message)
{
  SalonJsonWriter *writer = begin (id);

  salon_json_writer_begin_object (writer, "error");
  salon_json_writer_add_int64 (writer, "code", code);
  salon_json_writer_add_string (writer, "message", message);
  salon_json_writer_end_object (writer);
  send (client, writer);
}

/*
 * salon_mcp_server_answer_judge:
 * @code: (out): the code of the error for the server
 *
 * What went wrong on this side is the user's business, not the server's: it is told no more
 * than the kind of failure. Its own mistakes it is told in full.
 *
 * Returns: the message for the server; lives as long as @error
 */
const char *
salon_mcp_server_answer_judge (SalonMcpInputKind  kind,
                               const GError      *error,
                               int               *code)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    {
      *code = SALON_MCP_CODE_REFUSED;
      return kind == SALON_MCP_INPUT_SAMPLING ? "User rejected sampling request"
                                              : "User rejected the request";
    }
  if (error->domain == SALON_CORE_ERROR)
    {
      *code = SALON_MCP_CODE_INVALID_PARAMS;
      return error->message;
    }
  if (g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_UNSUPPORTED))
    {
      *code = SALON_MCP_CODE_METHOD_NOT_FOUND;
      return "Method not found";
    }
  *code = SALON_MCP_CODE_INTERNAL;
  return "The host could not answer the request";
}

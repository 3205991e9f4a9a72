/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-task-private.h"

#include <glib/gi18n.h>

#include "salon-json-writer.h"
#include "salon-mcp-client-private.h"
#include "salon-mcp-error.h"

/* A task as a text that can be stored, and taken up again by another client of the server. */

#define HANDLE_VERSION 1

typedef struct
{
  const char *form;
  const char *id;
  const char *tool;     /* NULL when it is not known what was called */
  const char *server;   /* NULL when the client did not know by what name it is remembered */
} Handle;

static gboolean
read_handle (const SalonJson  *root,
             Handle           *handle,
             GError          **error)
{
  return salon_json_read_string (root, "form", SALON_JSON_REQUIRED, &handle->form, error) &&
         salon_json_read_string (root, "taskId", SALON_JSON_REQUIRED, &handle->id, error) &&
         salon_json_read_string (root, "tool", SALON_JSON_OPTIONAL, &handle->tool, error) &&
         salon_json_read_string (root, "server", SALON_JSON_OPTIONAL, &handle->server, error);
}

/**
 * salon_mcp_task_new_from_handle:
 * @client: a ready client of the same server
 * @handle: what salon_mcp_task_dup_handle() gave
 * @error: return location for an error
 *
 * Takes up a task again, as after a restart. When the server does not know it any more, the
 * result rejects.
 *
 * Returns: (transfer full) (nullable): the call, under way, or %NULL with a #SalonCoreError when
 *   @handle is none, and with %SALON_MCP_ERROR_FAILED when it is one of another server
 */
SalonMcpTask *
salon_mcp_task_new_from_handle (SalonMcpClient  *client,
                                const char      *handle,
                                GError         **error)
{
  g_autoptr (SalonJsonDocument) document = NULL;
  g_autoptr (SalonMcpTask) self = NULL;
  Handle read = { 0 };

  g_return_val_if_fail (SALON_IS_MCP_CLIENT (client), NULL);
  g_return_val_if_fail (handle != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  document = salon_json_document_parse (handle, -1, NULL, error);
  if (document == NULL || !read_handle (salon_json_document_get_root (document), &read, error))
    return NULL;
  if (read.server != NULL && client->era_key != NULL &&
      !g_str_equal (read.server, client->era_key))
    {
      g_set_error_literal (error, SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED,
                           _("The task belongs to another server."));
      return NULL;
    }
  self = g_object_new (SALON_TYPE_MCP_TASK, NULL);
  self->client = g_object_ref (client);
  self->id = g_strdup (read.id);
  self->tool_name = g_strdup (read.tool);
  /* A server may have been brought up to date meanwhile. */
  self->is_core = g_str_equal (read.form, "core") && !salon_mcp_client_is_modern (client);
  if (read.tool != NULL)
    g_set_object (&self->tool, g_hash_table_lookup (client->tools, read.tool));
  self->state = SALON_MCP_TASK_WORKING;
  dex_future_disown (salon_mcp_task_run (self));
  return g_steal_pointer (&self);
}

/*
 * salon_mcp_task_write_handle:
 * @tool_name: (nullable): what was called, if that is known
 *
 * Returns: (transfer full): the handle
 */
char *
salon_mcp_task_write_handle (SalonMcpClient *client,
                             gboolean        is_core,
                             const char     *id,
                             const char     *tool_name)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_int64 (writer, "version", HANDLE_VERSION);
  salon_json_writer_add_string (writer, "form", is_core ? "core" : "extension");
  salon_json_writer_add_string (writer, "taskId", id);
  salon_json_writer_add_string (writer, "tool", tool_name);
  salon_json_writer_add_string (writer, "server", client->era_key);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

/**
 * salon_mcp_task_dup_handle:
 * @self: a task
 *
 * Returns: (transfer full) (nullable): what it takes to find the task again after a restart, a
 *   text to be stored; %NULL when it is (still) an ordinary call that ends with the connection
 */
char *
salon_mcp_task_dup_handle (SalonMcpTask *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TASK (self), NULL);

  if (self->id == NULL)
    return NULL;
  return salon_mcp_task_write_handle (self->client, self->is_core, self->id, self->tool_name);
}

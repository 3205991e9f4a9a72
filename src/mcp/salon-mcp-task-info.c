/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-task-info.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "salon-core-error.h"
#include "salon-mcp-client-private.h"
#include "salon-mcp-listing-private.h"
#include "salon-mcp-task-private.h"
#include "salon-mcp-value-private.h"

/* What a server says of one of its tasks in a list (2025-11-25 “Tasks”). */
struct _SalonMcpTaskInfo
{
  GObject            parent_instance;

  SalonJsonDocument *definition;
  SalonMcpTaskState  state;
};

G_DEFINE_FINAL_TYPE (SalonMcpTaskInfo, salon_mcp_task_info, G_TYPE_OBJECT)

static void
salon_mcp_task_info_finalize (GObject *object)
{
  SalonMcpTaskInfo *self = SALON_MCP_TASK_INFO (object);

  g_clear_pointer (&self->definition, salon_json_document_unref);

  G_OBJECT_CLASS (salon_mcp_task_info_parent_class)->finalize (object);
}

static void
salon_mcp_task_info_class_init (SalonMcpTaskInfoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_mcp_task_info_finalize;
}

static void
salon_mcp_task_info_init (SalonMcpTaskInfo *self)
{
}

/**
 * salon_mcp_task_info_new:
 * @definition: a Task object as in the answer to tasks/list; copied
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a new view of it, or %NULL with a #SalonCoreError when
 *   it is no task
 */
SalonMcpTaskInfo *
salon_mcp_task_info_new (const SalonJson  *definition,
                         GError          **error)
{
  SalonMcpTaskInfo *self = NULL;
  SalonMcpTaskState state = SALON_MCP_TASK_WORKING;
  const char *text = NULL;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!salon_json_read_string (definition, "taskId", SALON_JSON_REQUIRED, &text, error) ||
      !salon_json_read_string (definition, "status", SALON_JSON_REQUIRED, &text, error))
    return NULL;
  if (!salon_mcp_task_parse_state (text, &state))
    {
      g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_OUT_OF_RANGE,
                   _("“%s” is no state of a task."), text);
      return NULL;
    }
  self = g_object_new (SALON_TYPE_MCP_TASK_INFO, NULL);
  self->definition = salon_json_document_copy (definition);
  self->state = state;
  return self;
}

static const char *
peek (SalonMcpTaskInfo *self,
      const char       *member)
{
  return salon_mcp_value_peek_text (salon_json_document_get_root (self->definition), member);
}

/**
 * salon_mcp_task_info_get_id:
 * @self: a task of a list
 *
 * Returns: (transfer none): by what the server knows it
 */
const char *
salon_mcp_task_info_get_id (SalonMcpTaskInfo *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TASK_INFO (self), NULL);

  return salon_json_as_string (
    salon_json_get_member (salon_json_document_get_root (self->definition), "taskId"));
}

/**
 * salon_mcp_task_info_get_state:
 * @self: a task of a list
 *
 * Returns: where it was in its life when it was listed
 */
SalonMcpTaskState
salon_mcp_task_info_get_state (SalonMcpTaskInfo *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TASK_INFO (self), SALON_MCP_TASK_FAILED);

  return self->state;
}

/**
 * salon_mcp_task_info_get_status_message:
 * @self: a task of a list
 *
 * Returns: (transfer none) (nullable): what the server says it is doing
 */
const char *
salon_mcp_task_info_get_status_message (SalonMcpTaskInfo *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TASK_INFO (self), NULL);

  return peek (self, "statusMessage");
}

/**
 * salon_mcp_task_info_get_created_at:
 * @self: a task of a list
 *
 * Returns: (transfer none) (nullable): when it began, as ISO 8601
 */
const char *
salon_mcp_task_info_get_created_at (SalonMcpTaskInfo *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TASK_INFO (self), NULL);

  return peek (self, "createdAt");
}

/**
 * salon_mcp_task_info_get_updated_at:
 * @self: a task of a list
 *
 * Returns: (transfer none) (nullable): when something happened to it last, as ISO 8601
 */
const char *
salon_mcp_task_info_get_updated_at (SalonMcpTaskInfo *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TASK_INFO (self), NULL);

  return peek (self, "lastUpdatedAt");
}

/**
 * salon_mcp_task_info_dup_handle:
 * @self: a task of a list
 * @client: the client that listed it
 *
 * Returns: (transfer full): what salon_mcp_task_new_from_handle() takes it up with
 */
char *
salon_mcp_task_info_dup_handle (SalonMcpTaskInfo *self,
                                SalonMcpClient   *client)
{
  g_return_val_if_fail (SALON_IS_MCP_TASK_INFO (self), NULL);
  g_return_val_if_fail (SALON_IS_MCP_CLIENT (client), NULL);

  return salon_mcp_task_write_handle (client, TRUE, salon_mcp_task_info_get_id (self), NULL);
}

static const SalonMcpListing tasks_listing = {
  "tasks/list", "tasks", NULL, salon_mcp_task_info_get_type,
  (gpointer) salon_mcp_task_info_new, (gpointer) salon_mcp_task_info_get_id,
};

/**
 * salon_mcp_client_list_tasks:
 * @client: a ready client
 *
 * Asks for all tasks the server keeps for this client, page by page. Only servers of
 * 2025-11-25 can be asked; the extension of 2026-07-28 has no such list.
 *
 * Returns: (transfer full): a future of a #GListModel of #SalonMcpTaskInfo, empty when the
 *   server has not declared that it lists them
 */
DexFuture *
salon_mcp_client_list_tasks (SalonMcpClient *client)
{
  const SalonJson *tasks = NULL;

  g_return_val_if_fail (SALON_IS_MCP_CLIENT (client), dex_future_new_infinite ());

  tasks = salon_json_get_member (client->server_capabilities, "tasks");
  if (client->state == SALON_MCP_CLIENT_READY &&
      (salon_mcp_client_is_modern (client) ||
       !salon_json_is_object (salon_json_get_member (tasks, "list"))))
    return dex_future_new_take_object (g_list_store_new (SALON_TYPE_MCP_TASK_INFO));
  return salon_mcp_listing_run (client, &tasks_listing);
}

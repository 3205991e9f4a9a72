/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-task-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "salon-json-writer.h"
#include "salon-mcp-client-private.h"
#include "salon-mcp-error.h"
#include "salon-mcp-tool-result.h"
#include "salon-mcp-value-private.h"

/* A tool call that may go on for long, and even over a restart: as a task of the core
 * (2025-11-25) or of the extension (2026-07-28), whichever the server has, or else as the
 * ordinary call it then is. */

#define DEFAULT_POLL_US (1 * G_TIME_SPAN_SECOND)
#define MIN_POLL_US (100 * G_TIME_SPAN_MILLISECOND)
#define MAX_POLL_US (5 * G_TIME_SPAN_MINUTE)

G_DEFINE_FINAL_TYPE (SalonMcpTask, salon_mcp_task, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (SalonMcpTaskState, salon_mcp_task_state,
  G_DEFINE_ENUM_VALUE (SALON_MCP_TASK_STARTING, "starting"),
  G_DEFINE_ENUM_VALUE (SALON_MCP_TASK_WORKING, "working"),
  G_DEFINE_ENUM_VALUE (SALON_MCP_TASK_INPUT_REQUIRED, "input-required"),
  G_DEFINE_ENUM_VALUE (SALON_MCP_TASK_COMPLETED, "completed"),
  G_DEFINE_ENUM_VALUE (SALON_MCP_TASK_FAILED, "failed"),
  G_DEFINE_ENUM_VALUE (SALON_MCP_TASK_CANCELLED, "cancelled"))

enum
{
  PROP_0,
  PROP_STATE,
  PROP_STATUS_MESSAGE,
  N_PROPERTIES
};

enum
{
  SIGNAL_PROGRESS,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static void
salon_mcp_task_dispose (GObject *object)
{
  SalonMcpTask *self = SALON_MCP_TASK (object);

  dex_clear (&self->questions);
  g_clear_object (&self->exchange);
  g_clear_object (&self->client);
  g_clear_object (&self->tool);

  G_OBJECT_CLASS (salon_mcp_task_parent_class)->dispose (object);
}

static void
salon_mcp_task_finalize (GObject *object)
{
  SalonMcpTask *self = SALON_MCP_TASK (object);

  g_clear_pointer (&self->tool_name, g_free);
  g_clear_pointer (&self->arguments, salon_json_document_unref);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->status_message, g_free);
  g_clear_pointer (&self->immediate_response, g_free);
  g_clear_pointer (&self->answered, g_hash_table_unref);
  dex_clear (&self->result);

  G_OBJECT_CLASS (salon_mcp_task_parent_class)->finalize (object);
}

static void
salon_mcp_task_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  SalonMcpTask *self = SALON_MCP_TASK (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_STATUS_MESSAGE:
      g_value_set_string (value, self->status_message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
salon_mcp_task_class_init (SalonMcpTaskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_mcp_task_dispose;
  object_class->finalize = salon_mcp_task_finalize;
  object_class->get_property = salon_mcp_task_get_property;

  /**
   * SalonMcpTask:state:
   *
   * Where the call is in its life.
   */
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, SALON_TYPE_MCP_TASK_STATE, SALON_MCP_TASK_STARTING,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * SalonMcpTask:status-message:
   *
   * What the server says it is doing, if it says anything.
   */
  properties[PROP_STATUS_MESSAGE] =
    g_param_spec_string ("status-message", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * SalonMcpTask::progress:
   * @self: the task
   * @progress: how far it is, in whatever unit; grows
   * @total: how far it will go, -1 when the server does not say
   * @message: (nullable): what the server is doing
   */
  signals[SIGNAL_PROGRESS] =
    g_signal_new ("progress", SALON_TYPE_MCP_TASK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_DOUBLE, G_TYPE_DOUBLE,
                  G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
salon_mcp_task_init (SalonMcpTask *self)
{
  self->result = dex_promise_new ();
  self->answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->poll_interval = DEFAULT_POLL_US;
}

void
salon_mcp_task_set_state (SalonMcpTask      *self,
                          SalonMcpTaskState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
salon_mcp_task_emit_progress (SalonMcpTask *self,
                              double        progress,
                              double        total,
                              const char   *message)
{
  if (!self->is_over)
    g_signal_emit (self, signals[SIGNAL_PROGRESS], 0, progress, total, message);
}

gboolean
salon_mcp_task_parse_state (const char        *text,
                            SalonMcpTaskState *state)
{
  static const struct { const char *name; SalonMcpTaskState state; } states[] = {
    { "working", SALON_MCP_TASK_WORKING },
    { "input_required", SALON_MCP_TASK_INPUT_REQUIRED },
    { "completed", SALON_MCP_TASK_COMPLETED },
    { "failed", SALON_MCP_TASK_FAILED },
    { "cancelled", SALON_MCP_TASK_CANCELLED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (text, states[i].name) == 0)
      {
        *state = states[i].state;
        return TRUE;
      }
  return FALSE;
}

/* Takes over what the server says of the task. The state is left to the caller when it is a
 * final one, as there is more to read then. */
gboolean
salon_mcp_task_read (SalonMcpTask     *self,
                     const SalonJson  *task,
                     GError          **error)
{
  const char *id = salon_json_as_string (salon_json_get_member (task, "taskId"));
  const char *message = salon_mcp_value_peek_text (task, "statusMessage");
  SalonMcpTaskState state = SALON_MCP_TASK_WORKING;
  double interval = 0;

  if (id == NULL || (self->id != NULL && !g_str_equal (id, self->id)) ||
      !salon_mcp_task_parse_state (salon_json_as_string (salon_json_get_member (task, "status")),
                                   &state))
    {
      g_set_error_literal (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                           _("The server answered with something that is no task."));
      return FALSE;
    }
  g_set_str (&self->id, id);
  if (g_set_str (&self->status_message, message))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS_MESSAGE]);
  if (salon_json_as_double (salon_json_get_member (task, self->is_core ? "pollInterval"
                                                   : "pollIntervalMs"),
                            &interval) && interval > 0)
    self->poll_interval = (gint64) CLAMP (interval * 1000, (double) MIN_POLL_US,
                                          (double) MAX_POLL_US);
  if (!self->is_over)
    salon_mcp_task_set_state (self, state);
  return TRUE;
}

/* The result came. */
void
salon_mcp_task_finish (SalonMcpTask      *self,
                       SalonJsonDocument *result)
{
  GError *error = NULL;
  SalonMcpToolResult *tool_result = salon_mcp_tool_result_new (result, &error);

  if (self->is_over)
    {
      g_clear_object (&tool_result);
      g_clear_error (&error);
      return;
    }
  if (tool_result != NULL && self->tool != NULL &&
      !salon_mcp_tool_check_result (self->tool, tool_result, &error))
    g_clear_object (&tool_result);
  if (tool_result == NULL)
    {
      salon_mcp_task_fail (self, SALON_MCP_TASK_FAILED, error);
      return;
    }
  self->is_over = TRUE;
  salon_mcp_task_set_state (self, SALON_MCP_TASK_COMPLETED);
  dex_promise_resolve_object (self->result, tool_result);
}

/* There will be no result; takes @error. */
void
salon_mcp_task_fail (SalonMcpTask      *self,
                     SalonMcpTaskState  state,
                     GError            *error)
{
  if (self->is_over)
    {
      g_error_free (error);
      return;
    }
  self->is_over = TRUE;
  dex_clear (&self->questions);
  salon_mcp_task_set_state (self, state);
  dex_promise_reject (self->result, error);
}

/* A request about the task. */
SalonMcpExchange *
salon_mcp_task_request (SalonMcpTask    *self,
                        const char      *method,
                        const SalonJson *input_responses)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr (SalonJsonDocument) params = NULL;
  SalonMcpParams wrapped = { 0 };

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "taskId", self->id);
  salon_json_writer_add_value (writer, "inputResponses", input_responses);
  salon_json_writer_end_object (writer);
  params = salon_json_writer_finish_document (writer);
  wrapped.members = salon_json_document_get_root (params);
  return salon_mcp_client_start_exchange (self->client, method, &wrapped);
}

/**
 * salon_mcp_task_new:
 * @client: a ready client
 * @tool: one of its tools
 * @arguments: (nullable): an object; %NULL for none
 * @keep_milliseconds: how long the server should keep the result of a task, 0 for as long as it
 *   likes; a wish, and only to servers of 2025-11-25
 *
 * Calls a tool, as a task where tool and server can. Consent is the caller's business.
 *
 * Returns: (transfer full): the call, under way
 */
SalonMcpTask *
salon_mcp_task_new (SalonMcpClient  *client,
                    SalonMcpTool    *tool,
                    const SalonJson *arguments,
                    guint            keep_milliseconds)
{
  SalonMcpTask *self = NULL;

  g_return_val_if_fail (SALON_IS_MCP_CLIENT (client), NULL);
  g_return_val_if_fail (SALON_IS_MCP_TOOL (tool), NULL);

  self = g_object_new (SALON_TYPE_MCP_TASK, NULL);
  self->client = g_object_ref (client);
  self->tool = g_object_ref (tool);
  self->tool_name = g_strdup (salon_mcp_tool_get_name (tool));
  self->keep = keep_milliseconds;
  if (arguments != NULL)
    self->arguments = salon_json_document_copy (arguments);
  dex_future_disown (salon_mcp_task_run (self));
  return self;
}

/**
 * salon_mcp_task_get_state:
 * @self: a task
 *
 * Returns: where it is in its life
 */
SalonMcpTaskState
salon_mcp_task_get_state (SalonMcpTask *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TASK (self), SALON_MCP_TASK_FAILED);

  return self->state;
}

/**
 * salon_mcp_task_get_id:
 * @self: a task
 *
 * Returns: (transfer none) (nullable): by what the server knows it; %NULL for an ordinary call
 */
const char *
salon_mcp_task_get_id (SalonMcpTask *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TASK (self), NULL);

  return self->id;
}

/**
 * salon_mcp_task_get_status_message:
 * @self: a task
 *
 * Returns: (transfer none) (nullable): what the server says it is doing
 */
const char *
salon_mcp_task_get_status_message (SalonMcpTask *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TASK (self), NULL);

  return self->status_message;
}

/**
 * salon_mcp_task_get_immediate_response:
 * @self: a task
 *
 * Returns: (transfer none) (nullable): what the server wants the model to be told at once, while
 *   the task goes on
 */
const char *
salon_mcp_task_get_immediate_response (SalonMcpTask *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TASK (self), NULL);

  return self->immediate_response;
}

/**
 * salon_mcp_task_await_result:
 * @self: a task
 *
 * May be called again and at any time. Dropping the future does not cancel the task.
 *
 * Returns: (transfer full): a future of the #SalonMcpToolResult; rejected with a
 *   #SalonMcpError, or with %G_IO_ERROR_CANCELLED when it was given up
 */
DexFuture *
salon_mcp_task_await_result (SalonMcpTask *self)
{
  g_return_val_if_fail (SALON_IS_MCP_TASK (self), dex_future_new_infinite ());

  return DEX_FUTURE (dex_ref (self->result));
}

/**
 * salon_mcp_task_cancel:
 * @self: a task
 *
 * Gives it up and tells the server so. The result rejects with %G_IO_ERROR_CANCELLED at once,
 * whatever the server makes of it. Does nothing when it is over.
 */
void
salon_mcp_task_cancel (SalonMcpTask *self)
{
  g_return_if_fail (SALON_IS_MCP_TASK (self));

  if (self->is_over)
    return;
  salon_mcp_task_fail (self, SALON_MCP_TASK_CANCELLED,
                       g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                            _("The request was cancelled.")));
  if (self->id != NULL)
    {
      /* Not by the cancellation of a request (2025-11-25 “Tasks”): that would only end the
       * waiting. */
      g_autoptr (SalonMcpExchange) exchange = salon_mcp_task_request (self, "tasks/cancel", NULL);

      dex_future_disown (salon_mcp_exchange_await_result (exchange));
    }
  if (self->exchange != NULL)
    salon_mcp_exchange_cancel (self->exchange, NULL);
}

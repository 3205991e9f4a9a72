/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-task-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "salon-core-error.h"
#include "salon-json-writer.h"
#include "salon-mcp-client-private.h"
#include "salon-mcp-error.h"
#include "salon-mcp-exchange-private.h"
#include "salon-mcp-input-private.h"
#include "salon-mcp-value-private.h"

/* The course of a task: the call, the polling, the questions in between, the result. */

/* Polls that fail in a row because of the connection. */
#define MAX_FAILURES 8

#define IMMEDIATE_RESPONSE "io.modelcontextprotocol/model-immediate-response"

static gboolean
is_core_form (SalonMcpTask *self)
{
  const SalonJson *tasks = salon_json_get_member (self->client->server_capabilities, "tasks");
  const SalonJson *requests = salon_json_get_member (tasks, "requests");

  return !salon_mcp_client_is_modern (self->client) &&
         salon_mcp_tool_get_task_support (self->tool) != SALON_MCP_TASK_FORBIDDEN &&
         salon_json_is_object (salon_json_get_member (salon_json_get_member (requests, "tools"),
                                                      "call"));
}

static SalonMcpExchange *
start_call (SalonMcpTask *self)
{
  const SalonJson *arguments = self->arguments != NULL
      ? salon_json_document_get_root (self->arguments) : NULL;
  g_autoptr (SalonJsonWriter) writer = NULL;
  g_autoptr (SalonJsonDocument) params = NULL;

  self->is_core = is_core_form (self);
  if (!self->is_core)
    return salon_mcp_client_call_tool (self->client, self->tool_name, arguments);
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "name", self->tool_name);
  if (arguments != NULL)
    salon_json_writer_add_value (writer, "arguments", arguments);
  else
    salon_json_writer_add_text (writer, "arguments", "{}");
  salon_json_writer_begin_object (writer, "task");
  if (self->keep > 0)
    salon_json_writer_add_int64 (writer, "ttl", self->keep);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  params = salon_json_writer_finish_document (writer);
  return salon_mcp_client_request (self->client, "tools/call",
                                   salon_json_document_get_root (params));
}

/* The call was answered: with a task, or, where that was the server's choice, the result.
 * Returns whether there is a task. */
static gboolean
take_answer (SalonMcpTask      *self,
             SalonJsonDocument *answer)
{
  const SalonJson *root = salon_json_document_get_root (answer);
  const SalonJson *task = salon_mcp_value_peek_object (root, "task");
  const char *type = salon_json_as_string (salon_json_get_member (root, "resultType"));
  GError *error = NULL;

  if (!self->is_core)
    task = g_strcmp0 (type, "task") == 0 ? root : NULL;
  if (task == NULL)
    {
      salon_mcp_task_finish (self, answer);
      return FALSE;
    }
  g_set_str (&self->immediate_response,
             salon_mcp_value_peek_text (salon_json_get_member (root, "_meta"), IMMEDIATE_RESPONSE));
  if (!salon_mcp_task_read (self, task, &error))
    {
      salon_mcp_task_fail (self, SALON_MCP_TASK_FAILED, error);
      return FALSE;
    }
  return TRUE;
}

static GError *
describe_end (SalonMcpTask *self)
{
  if (self->state == SALON_MCP_TASK_CANCELLED)
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                _("The server gave up the task."));
  if (self->status_message != NULL)
    return g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED, _("The task failed: “%s”"),
                        self->status_message);
  return g_error_new_literal (SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED, _("The task failed."));
}

/* The end of a task of the extension: the result, or the error, is in the task itself. */
static void
take_end (SalonMcpTask    *self,
          const SalonJson *task)
{
  const SalonJson *result = salon_mcp_value_peek_object (task, "result");
  const SalonJson *error = salon_mcp_value_peek_object (task, "error");
  g_autoptr (SalonJsonDocument) own = NULL;
  gint64 code = 0;

  if (self->state == SALON_MCP_TASK_COMPLETED && result != NULL)
    {
      own = salon_json_document_copy (result);
      salon_mcp_task_finish (self, own);
    }
  else if (self->state == SALON_MCP_TASK_FAILED && error != NULL)
    {
      salon_json_as_int64 (salon_json_get_member (error, "code"), &code);
      salon_mcp_task_fail (self, SALON_MCP_TASK_FAILED,
                           salon_mcp_error_new_remote ((int) CLAMP (code, G_MININT, G_MAXINT),
                                                       salon_json_as_string (salon_json_get_member (
                                                           error, "message")),
                                                       salon_json_get_member (error, "data")));
    }
  else
    {
      salon_mcp_task_fail (self, self->state == SALON_MCP_TASK_CANCELLED ? SALON_MCP_TASK_CANCELLED
                                                                         : SALON_MCP_TASK_FAILED,
                           describe_end (self));
    }
}

/* The end of a task of the core: the result is asked for. At input_required it is asked for,
 * too: the server's questions come while that request is open (2025-11-25 “Tasks”). */
static void
fetch_result (SalonMcpTask *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonJsonDocument) result = NULL;
  gboolean is_cancelled = self->state == SALON_MCP_TASK_CANCELLED;

  g_clear_object (&self->exchange);
  self->exchange = salon_mcp_task_request (self, "tasks/result", NULL);
  /* It lasts as long as the task does. */
  self->exchange->last_deadline = G_MAXINT64;
  salon_mcp_exchange_set_timeout (self->exchange, 0);
  result = dex_await_boxed (salon_mcp_exchange_await_result (self->exchange), &error);
  if (result != NULL && !is_cancelled)
    salon_mcp_task_finish (self, result);
  else
    salon_mcp_task_fail (self, is_cancelled ? SALON_MCP_TASK_CANCELLED : SALON_MCP_TASK_FAILED,
                         is_cancelled ? describe_end (self) : g_steal_pointer (&error));
}

static gboolean
is_passing (const GError *error)
{
  return g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_INTERRUPTED) ||
         g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_TIMED_OUT) ||
         g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_SESSION_LOST) ||
         g_error_matches (error, SALON_CORE_ERROR, SALON_CORE_ERROR_NETWORK) ||
         g_error_matches (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TIMED_OUT);
}

static gboolean
is_final (SalonMcpTaskState state)
{
  return state == SALON_MCP_TASK_COMPLETED || state == SALON_MCP_TASK_FAILED ||
         state == SALON_MCP_TASK_CANCELLED;
}

static void
take_poll (SalonMcpTask      *self,
           SalonJsonDocument *answer)
{
  const SalonJson *task = salon_json_document_get_root (answer);
  GError *error = NULL;

  if (!salon_mcp_task_read (self, task, &error))
    salon_mcp_task_fail (self, SALON_MCP_TASK_FAILED, error);
  else if (self->is_core &&
           (is_final (self->state) || self->state == SALON_MCP_TASK_INPUT_REQUIRED))
    fetch_result (self);
  else if (is_final (self->state))
    take_end (self, task);
  else if (self->state == SALON_MCP_TASK_INPUT_REQUIRED)
    salon_mcp_task_ask (self, salon_json_get_member (task, "inputRequests"));
}

static void
poll (SalonMcpTask *self)
{
  guint failures = 0;

  while (!self->is_over)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonJsonDocument) answer = NULL;
      g_autoptr (SalonMcpExchange) exchange = salon_mcp_task_request (self, "tasks/get", NULL);

      answer = dex_await_boxed (salon_mcp_exchange_await_result (exchange), &error);
      if (answer != NULL)
        {
          failures = 0;
          take_poll (self, answer);
        }
      else if (!is_passing (error) || ++failures > MAX_FAILURES)
        {
          salon_mcp_task_fail (self, SALON_MCP_TASK_FAILED, g_steal_pointer (&error));
        }
      if (!self->is_over)
        dex_await (salon_clock_sleep (self->client->clock,
                                      self->poll_interval << MIN (failures, 4)), NULL);
    }
}

static void
on_call_progress_cb (SalonMcpExchange *exchange,
                     double            progress,
                     double            total,
                     const char       *message,
                     gpointer          user_data)
{
  salon_mcp_task_emit_progress (user_data, progress, total, message);
}

static void
on_progress_cb (SalonMcpClient    *client,
                const char        *method,
                SalonJsonDocument *document,
                gpointer           user_data)
{
  SalonMcpTask *self = user_data;
  const SalonJson *params = salon_json_document_get_root (document);
  double progress = 0;
  double total = -1;
  gint64 token = 0;

  if (!salon_json_as_int64 (salon_json_get_member (params, "progressToken"), &token) ||
      token != self->token ||
      !salon_json_as_double (salon_json_get_member (params, "progress"), &progress))
    return;
  if (!salon_json_as_double (salon_json_get_member (params, "total"), &total))
    total = -1;
  salon_mcp_task_emit_progress (self, progress, total,
                                salon_json_as_string (salon_json_get_member (params, "message")));
}

/* The call is answered, its progress goes on. */
static void
follow_progress (SalonMcpTask *self)
{
  self->token = self->exchange->id;
  g_signal_connect_object (self->client, "notification::notifications/progress",
                           G_CALLBACK (on_progress_cb), self, G_CONNECT_DEFAULT);
}

static DexFuture *
run_fiber (gpointer user_data)
{
  SalonMcpTask *self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->id == NULL)
    {
      g_autoptr (SalonJsonDocument) answer = NULL;

      self->exchange = start_call (self);
      g_signal_connect_object (self->exchange, "progress", G_CALLBACK (on_call_progress_cb), self,
                               G_CONNECT_DEFAULT);
      answer = dex_await_boxed (salon_mcp_exchange_await_result (self->exchange), &error);
      if (answer == NULL)
        {
          gboolean is_cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

          salon_mcp_task_fail (self,
                               is_cancelled ? SALON_MCP_TASK_CANCELLED : SALON_MCP_TASK_FAILED,
                               g_steal_pointer (&error));
          return dex_future_new_true ();
        }
      if (self->is_over || !take_answer (self, answer))
        return dex_future_new_true ();
      follow_progress (self);
      if (self->is_core || !is_final (self->state))
        dex_await (salon_clock_sleep (self->client->clock, self->poll_interval), NULL);
    }
  poll (self);
  return dex_future_new_true ();
}

/* Lives until the task is over or its connection is. */
DexFuture *
salon_mcp_task_run (SalonMcpTask *self)
{
  return dex_scheduler_spawn (NULL, 0, run_fiber, g_object_ref (self), g_object_unref);
}

/* Questions of a task of the extension. */

typedef struct
{
  SalonMcpTask *task;
  char         *key;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->task);
  g_free (question->key);
  g_free (question);
}

static DexFuture *
on_answer_cb (DexFuture *future,
              gpointer   user_data)
{
  Question *question = user_data;
  SalonMcpTask *self = question->task;
  const GValue *value = NULL;
  GError *error = NULL;
  g_autoptr (SalonJsonWriter) writer = NULL;
  g_autoptr (SalonJsonDocument) responses = NULL;
  g_autoptr (SalonMcpExchange) exchange = NULL;

  if (self->is_over)
    return NULL;
  value = dex_future_get_value (future, &error);
  if (value == NULL)
    {
      /* What is refused is not answered, and the task can't go on without. */
      g_error_free (error);
      salon_mcp_task_cancel (self);
      return NULL;
    }
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_value (writer, question->key,
                               salon_json_document_get_root (g_value_get_boxed (value)));
  salon_json_writer_end_object (writer);
  responses = salon_json_writer_finish_document (writer);
  exchange = salon_mcp_task_request (self, "tasks/update",
                                     salon_json_document_get_root (responses));
  dex_future_disown (salon_mcp_exchange_await_result (exchange));
  return NULL;
}

/* Asks what was not asked before: the same keys come with every poll until the server has seen
 * the answers. */
void
salon_mcp_task_ask (SalonMcpTask    *self,
                    const SalonJson *input_requests)
{
  const SalonJson *request = NULL;
  const char *key = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_is_object (input_requests) ? input_requests : NULL);
  while (!self->is_over && salon_json_iter_next (&iter, &key, &request))
    {
      const char *method = salon_json_as_string (salon_json_get_member (request, "method"));
      SalonMcpInputKind kind = SALON_MCP_INPUT_SAMPLING;
      Question *question = NULL;
      DexFuture *answer = NULL;

      if (!g_hash_table_add (self->answered, g_strdup (key)))
        continue;
      if (method == NULL || !salon_mcp_input_find_kind (method, &kind))
        {
          salon_mcp_task_fail (self, SALON_MCP_TASK_FAILED,
                               g_error_new_literal (SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                                                    _("The task asked for something that Salon "
                                                      "has not offered.")));
          return;
        }
      question = g_new0 (Question, 1);
      question->task = g_object_ref (self);
      question->key = g_strdup (key);
      answer = dex_future_finally (salon_mcp_input_ask (self->client, kind,
                                                        salon_json_get_member (request, "params")),
                                   on_answer_cb, question, question_free);
      /* Kept, so that the questions end with the task. */
      if (self->questions == NULL)
        self->questions = answer;
      else
        self->questions = dex_future_all (self->questions, answer, NULL);
    }
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-server-tasks-private.h"

#include <string.h>

#include <gio/gio.h>
#include <gnutls/crypto.h>

#include "salon-mcp-client-private.h"
#include "salon-mcp-input-private.h"
#include "salon-mcp-server-answer-private.h"

/* How long an answer is kept when the server does not say, and at most. */
#define DEFAULT_TTL_MS (10 * G_GINT64_CONSTANT (60000))
#define MAX_TTL_MS     (60 * G_GINT64_CONSTANT (60000))

/* People answer, so there is no use in asking more often. */
#define POLL_INTERVAL_MS 1000

/* Answers that are kept; the oldest goes first. */
#define MAX_KEPT 32

/* Requests for the same result that wait at once. */
#define MAX_WAITING 8

#define PAGE_SIZE 10
#define ID_BYTES 18

typedef enum
{
  WORKING,
  COMPLETED,
  FAILED,
  CANCELLED,
} Status;

static const char * const status_names[] = { "working", "completed", "failed", "cancelled" };

struct _SalonMcpServerTasks
{
  SalonMcpClient *client;   /* owns this through its era */
  GPtrArray      *tasks;    /* Task, the oldest first */
};

typedef struct
{
  SalonMcpServerTasks *owner;       /* NULL once it is of no interest any more */
  char                *id;
  SalonMcpInputKind    kind;
  Status               status;
  char                *created_at;
  char                *updated_at;
  gint64               ttl;         /* milliseconds */
  gint64               expires_at;  /* of the clock, microseconds */
  DexFuture           *answer;
  SalonJsonDocument   *result;
  int                  code;        /* of the error in place of a result */
  char                *message;
  GPtrArray           *waiting;     /* SalonJsonDocument: ids of requests for the result */
} Task;

static void
task_clear (gpointer data)
{
  Task *task = data;

  dex_clear (&task->answer);
  g_clear_pointer (&task->result, salon_json_document_unref);
  g_clear_pointer (&task->waiting, g_ptr_array_unref);
  g_free (task->id);
  g_free (task->created_at);
  g_free (task->updated_at);
  g_free (task->message);
}

static void
task_unref (gpointer data)
{
  g_rc_box_release_full (data, task_clear);
}

SalonMcpServerTasks *
salon_mcp_server_tasks_new (SalonMcpClient *client)
{
  SalonMcpServerTasks *self = g_new0 (SalonMcpServerTasks, 1);

  self->client = client;
  self->tasks = g_ptr_array_new_with_free_func (task_unref);
  return self;
}

void
salon_mcp_server_tasks_free (SalonMcpServerTasks *self)
{
  salon_mcp_server_tasks_drop (self);
  g_ptr_array_unref (self->tasks);
  g_free (self);
}

static gboolean
can (SalonMcpClient    *client,
     SalonMcpInputKind  kind)
{
  SalonMcpInputHandler *handler = salon_mcp_client_get_input_handler (client);

  return handler != NULL && salon_mcp_input_handler_can (handler, kind);
}

/* Whether there are tasks on this side: in the one version that has them, of what is answered.
 * In any other, what is said of tasks in a request has no meaning. */
gboolean
salon_mcp_server_tasks_can (SalonMcpClient *client)
{
  return g_strcmp0 (client->protocol_version, "2025-11-25") == 0 &&
         (can (client, SALON_MCP_INPUT_SAMPLING) || can (client, SALON_MCP_INPUT_ELICITATION));
}

/* The member “tasks” of ClientCapabilities, if there is anything to declare. */
void
salon_mcp_server_tasks_declare (SalonMcpClient  *client,
                                SalonJsonWriter *writer)
{
  gboolean can_sample = can (client, SALON_MCP_INPUT_SAMPLING);
  gboolean can_elicit = can (client, SALON_MCP_INPUT_ELICITATION);

  if (!can_sample && !can_elicit)
    return;
  salon_json_writer_begin_object (writer, "tasks");
  salon_json_writer_add_text (writer, "list", "{}");
  salon_json_writer_add_text (writer, "cancel", "{}");
  salon_json_writer_begin_object (writer, "requests");
  if (can_sample)
    salon_json_writer_add_text (writer, "sampling", "{\"createMessage\":{}}");
  if (can_elicit)
    salon_json_writer_add_text (writer, "elicitation", "{\"create\":{}}");
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
}

/* Those that still wait for somebody's answer. */
guint
salon_mcp_server_tasks_count (SalonMcpServerTasks *self)
{
  guint count = 0;

  for (guint i = 0; i < self->tasks->len; i++)
    if (((Task *) g_ptr_array_index (self->tasks, i))->status == WORKING)
      count++;
  return count;
}

/* Lets go of answers nobody came for in time, and of the oldest when there are too many. */
static void
forget_old (SalonMcpServerTasks *self,
            guint                room)
{
  gint64 now = salon_clock_get_time (self->client->clock);
  guint over = self->tasks->len + room > MAX_KEPT ? self->tasks->len + room - MAX_KEPT : 0;

  for (guint i = 0; i < self->tasks->len;)
    {
      Task *task = g_ptr_array_index (self->tasks, i);

      if (task->status != WORKING && (over > 0 || task->expires_at <= now))
        {
          g_ptr_array_remove_index (self->tasks, i);
          over -= MIN (over, 1);
        }
      else
        {
          i++;
        }
    }
}

/* What is said of a task. */

static char *
dup_time (SalonMcpServerTasks *self)
{
  g_autoptr (GDateTime) time =
    g_date_time_new_from_unix_utc_usec (salon_clock_get_real_time (self->client->clock));

  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%S.%fZ") : g_strdup ("");
}

static void
write_task (Task            *task,
            SalonJsonWriter *writer)
{
  salon_json_writer_add_string (writer, "taskId", task->id);
  salon_json_writer_add_string (writer, "status", status_names[task->status]);
  salon_json_writer_add_string (writer, "statusMessage", task->message);
  salon_json_writer_add_string (writer, "createdAt", task->created_at);
  salon_json_writer_add_string (writer, "lastUpdatedAt", task->updated_at);
  salon_json_writer_add_int64 (writer, "ttl", task->ttl);
  salon_json_writer_add_int64 (writer, "pollInterval", POLL_INTERVAL_MS);
}

static void
send_task (Task            *task,
           const SalonJson *id,
           const char      *member)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr (SalonJsonDocument) result = NULL;

  salon_json_writer_begin_object (writer, NULL);
  if (member != NULL)
    salon_json_writer_begin_object (writer, member);
  write_task (task, writer);
  if (member != NULL)
    salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  result = salon_json_writer_finish_document (writer);
  salon_mcp_server_answer_result (task->owner->client, id, salon_json_document_get_root (result));
}

static void
send_status (Task *task)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *text = NULL;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "jsonrpc", "2.0");
  salon_json_writer_add_string (writer, "method", "notifications/tasks/status");
  salon_json_writer_begin_object (writer, "params");
  write_task (task, writer);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  text = salon_json_writer_finish (writer);
  salon_mcp_client_send (task->owner->client, text);
}

/* What the request would have been answered with, were it no task. */
static void
send_outcome (Task            *task,
              const SalonJson *id)
{
  if (task->result != NULL)
    salon_mcp_server_answer_related (task->owner->client, id,
                                     salon_json_document_get_root (task->result), task->id);
  else
    salon_mcp_server_answer_error (task->owner->client, id, task->code, task->message);
}

/* The life of a task. */

/* Takes @result and @message. */
static void
settle (Task              *task,
        Status             status,
        SalonJsonDocument *result,
        int                code,
        const char        *message)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&task->waiting);
  SalonMcpServerTasks *self = task->owner;

  task->status = status;
  task->result = result;
  task->code = code;
  g_set_str (&task->message, message);
  g_free (task->updated_at);
  task->updated_at = dup_time (self);
  salon_mcp_deadlines_resume_all (salon_mcp_client_get_deadlines (self->client));
  send_status (task);
  for (guint i = 0; i < waiting->len; i++)
    send_outcome (task, salon_json_document_get_root (g_ptr_array_index (waiting, i)));
}

static DexFuture *
on_answer_cb (DexFuture *future,
              gpointer   user_data)
{
  Task *task = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = NULL;
  const char *message = NULL;
  int code = 0;

  if (task->owner == NULL || task->status != WORKING)
    return NULL;
  value = dex_future_get_value (future, &error);
  if (value != NULL && G_VALUE_HOLDS (value, SALON_TYPE_JSON_DOCUMENT))
    {
      settle (task, COMPLETED, g_value_dup_boxed (value), 0, NULL);
      return NULL;
    }
  if (error == NULL)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_FAILED, "");
  message = salon_mcp_server_answer_judge (task->kind, error, &code);
  settle (task, FAILED, NULL, code, message);
  return NULL;
}

/* Not to be guessed: who knows the id can have the answer. */
static char *
make_id (void)
{
  guint8 bytes[ID_BYTES];

  if (gnutls_rnd (GNUTLS_RND_RANDOM, bytes, sizeof bytes) != 0)
    return NULL;
  return g_base64_encode (bytes, sizeof bytes);
}

static gboolean
read_ttl (const SalonJson *params,
          gint64          *ttl)
{
  const SalonJson *task = salon_json_get_member (params, "task");
  const SalonJson *given = salon_json_get_member (task, "ttl");
  double wish = 0;

  *ttl = DEFAULT_TTL_MS;
  if (!salon_json_is_object (task))
    return FALSE;
  if (given == NULL)
    return TRUE;
  /* “No limit” is not for this side to promise. */
  if (salon_json_get_kind (given) == SALON_JSON_NULL)
    *ttl = MAX_TTL_MS;
  else if (salon_json_as_double (given, &wish) && wish >= 0)
    *ttl = (gint64) MIN (wish, (double) MAX_TTL_MS);
  else
    return FALSE;
  return TRUE;
}

/* @id_text and @answer are taken. */
static Task *
task_new (SalonMcpServerTasks *self,
          char                *id_text,
          SalonMcpInputKind    kind,
          gint64               ttl)
{
  Task *task = g_rc_box_new0 (Task);

  task->owner = self;
  task->id = id_text;
  task->kind = kind;
  task->created_at = dup_time (self);
  task->updated_at = g_strdup (task->created_at);
  task->ttl = ttl;
  task->expires_at = salon_clock_get_time (self->client->clock) + ttl * 1000;
  task->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_json_document_unref);
  return task;
}

/*
 * salon_mcp_server_tasks_start:
 * @params: the parameters of the request, with a member “task”
 *
 * Answers with a task, while somebody is asked; or with an error when there is nothing to ask.
 */
void
salon_mcp_server_tasks_start (SalonMcpServerTasks *self,
                              const SalonJson     *id,
                              SalonMcpInputKind    kind,
                              const SalonJson     *params)
{
  g_autoptr (DexFuture) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id_text = NULL;
  Task *task = NULL;
  gint64 ttl = 0;
  int code = 0;

  if (!read_ttl (params, &ttl))
    {
      salon_mcp_server_answer_error (self->client, id, SALON_MCP_CODE_INVALID_PARAMS,
                                     "“task” is not valid");
      return;
    }
  id_text = make_id ();
  if (id_text == NULL)
    {
      salon_mcp_server_answer_error (self->client, id, SALON_MCP_CODE_INTERNAL,
                                     "There can be no task at the moment");
      return;
    }
  answer = salon_mcp_input_ask (self->client, kind, params);
  if (dex_future_is_rejected (answer))
    {
      const char *message = NULL;

      dex_future_get_value (answer, &error);
      message = salon_mcp_server_answer_judge (kind, error, &code);
      salon_mcp_server_answer_error (self->client, id, code, message);
      return;
    }
  forget_old (self, 1);
  task = task_new (self, g_steal_pointer (&id_text), kind, ttl);
  g_ptr_array_add (self->tasks, task);
  /* What the server does for us meanwhile may depend on the answer. */
  salon_mcp_deadlines_pause_all (salon_mcp_client_get_deadlines (self->client));
  send_task (task, id, "task");
  g_rc_box_acquire (task);
  task->answer = dex_future_finally (g_steal_pointer (&answer), on_answer_cb,
                                     g_rc_box_acquire (task), task_unref);
  task_unref (task);
}

/* What the server asks of its tasks. */

static Task *
find (SalonMcpServerTasks *self,
      const SalonJson     *params)
{
  const char *id = salon_json_as_string (salon_json_get_member (params, "taskId"));

  for (guint i = 0; id != NULL && i < self->tasks->len; i++)
    {
      Task *task = g_ptr_array_index (self->tasks, i);

      if (strcmp (task->id, id) == 0)
        return task;
    }
  return NULL;
}

static void
handle_result (Task              *task,
               const SalonJson   *id)
{
  if (task->status != WORKING)
    send_outcome (task, id);
  else if (task->waiting->len >= MAX_WAITING)
    salon_mcp_server_answer_error (task->owner->client, id, SALON_MCP_CODE_INTERNAL,
                                   "Too many requests at once");
  else
    g_ptr_array_add (task->waiting, salon_json_document_copy (id));
}

static void
handle_cancel (Task            *task,
               const SalonJson *id)
{
  if (task->status != WORKING)
    {
      salon_mcp_server_answer_error (task->owner->client, id, SALON_MCP_CODE_INVALID_PARAMS,
                                     "The task is over already");
      return;
    }
  /* The question is withdrawn; the state is another one before the answer goes out. */
  dex_clear (&task->answer);
  settle (task, CANCELLED, NULL, SALON_MCP_CODE_REFUSED, "The task was cancelled");
  send_task (task, id, NULL);
}

/* A page of the tasks; the cursor is the id of the last one before it. */
static void
handle_list (SalonMcpServerTasks *self,
             const SalonJson     *id,
             const SalonJson     *params)
{
  const SalonJson *cursor = salon_json_get_member (params, "cursor");
  g_autoptr (SalonJsonWriter) writer = NULL;
  g_autoptr (SalonJsonDocument) result = NULL;
  guint first = 0;
  guint last = 0;

  while (cursor != NULL && first < self->tasks->len &&
         g_strcmp0 (((Task *) g_ptr_array_index (self->tasks, first))->id,
                    salon_json_as_string (cursor)) != 0)
    first++;
  if (cursor != NULL && first++ >= self->tasks->len)
    {
      salon_mcp_server_answer_error (self->client, id, SALON_MCP_CODE_INVALID_PARAMS,
                                     "The cursor is not valid");
      return;
    }
  last = MIN (first + PAGE_SIZE, self->tasks->len);
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_begin_array (writer, "tasks");
  for (guint i = first; i < last; i++)
    {
      salon_json_writer_begin_object (writer, NULL);
      write_task (g_ptr_array_index (self->tasks, i), writer);
      salon_json_writer_end_object (writer);
    }
  salon_json_writer_end_array (writer);
  if (last < self->tasks->len)
    salon_json_writer_add_string (writer, "nextCursor",
                                  ((Task *) g_ptr_array_index (self->tasks, last - 1))->id);
  salon_json_writer_end_object (writer);
  result = salon_json_writer_finish_document (writer);
  salon_mcp_server_answer_result (self->client, id, salon_json_document_get_root (result));
}

/*
 * salon_mcp_server_tasks_handle:
 *
 * Returns: whether the request was one about tasks, and so is answered or will be
 */
gboolean
salon_mcp_server_tasks_handle (SalonMcpServerTasks *self,
                               SalonJsonDocument   *document,
                               const SalonJson     *id,
                               const char          *method,
                               const SalonJson     *params)
{
  static const char * const methods[] = {
    "tasks/get", "tasks/result", "tasks/cancel", "tasks/list", NULL,
  };
  Task *task = NULL;

  if (!g_strv_contains (methods, method) || !salon_mcp_server_tasks_can (self->client))
    return FALSE;
  forget_old (self, 0);
  if (strcmp (method, "tasks/list") == 0)
    {
      handle_list (self, id, params);
      return TRUE;
    }
  task = find (self, params);
  if (task == NULL)
    salon_mcp_server_answer_error (self->client, id, SALON_MCP_CODE_INVALID_PARAMS,
                                   "There is no such task");
  else if (strcmp (method, "tasks/get") == 0)
    send_task (task, id, NULL);
  else if (strcmp (method, "tasks/result") == 0)
    handle_result (task, id);
  else
    handle_cancel (task, id);
  return TRUE;
}

/* The server does not wait for a result any more; @id_text is the id of that request. */
void
salon_mcp_server_tasks_forget (SalonMcpServerTasks *self,
                               const char          *id_text)
{
  for (guint i = 0; i < self->tasks->len; i++)
    {
      Task *task = g_ptr_array_index (self->tasks, i);

      for (guint k = 0; task->waiting != NULL && k < task->waiting->len; k++)
        {
          SalonJsonDocument *id = g_ptr_array_index (task->waiting, k);
          g_autofree char *text = salon_json_to_text (salon_json_document_get_root (id), FALSE);

          if (strcmp (text, id_text) == 0)
            {
              g_ptr_array_remove_index (task->waiting, k);
              return;
            }
        }
    }
}

/* Gives up all tasks without a word: they end with the session. */
void
salon_mcp_server_tasks_drop (SalonMcpServerTasks *self)
{
  guint open = salon_mcp_server_tasks_count (self);

  for (guint i = 0; i < self->tasks->len; i++)
    {
      Task *task = g_ptr_array_index (self->tasks, i);

      task->owner = NULL;
      dex_clear (&task->answer);
    }
  g_ptr_array_set_size (self->tasks, 0);
  for (guint i = 0; i < open; i++)
    salon_mcp_deadlines_resume_all (salon_mcp_client_get_deadlines (self->client));
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-server-requests-private.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <libdex.h>

#include "salon-json-writer.h"
#include "salon-mcp-client-private.h"
#include "salon-mcp-error.h"
#include "salon-mcp-input-private.h"
#include "salon-mcp-server-answer-private.h"
#include "salon-mcp-server-tasks-private.h"
#include "salon-mcp-value-private.h"

/* Questions wait for a person; a server that asks more at once means no good. */
#define MAX_OUTSTANDING 16

struct _SalonMcpServerRequests
{
  SalonMcpClient      *client;       /* owns this through its era */
  GHashTable          *outstanding;  /* JSON text of the id → Request */
  SalonMcpServerTasks *tasks;
};

typedef struct
{
  SalonMcpServerRequests *owner;     /* NULL once it is of no interest any more */
  SalonJsonDocument      *document;  /* owns id and params */
  const SalonJson        *id;
  char                   *key;
  SalonMcpInputKind       kind;
  const char             *task_id;   /* of the server's own task that the question belongs to */
  DexFuture              *answer;
} Request;

static void
request_clear (gpointer data)
{
  Request *request = data;

  g_clear_pointer (&request->document, salon_json_document_unref);
  g_clear_pointer (&request->key, g_free);
  dex_clear (&request->answer);
}

static void
request_unref (gpointer data)
{
  g_rc_box_release_full (data, request_clear);
}

SalonMcpServerRequests *
salon_mcp_server_requests_new (SalonMcpClient *client)
{
  SalonMcpServerRequests *self = g_new0 (SalonMcpServerRequests, 1);

  self->client = client;
  self->outstanding = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, request_unref);
  self->tasks = salon_mcp_server_tasks_new (client);
  return self;
}

void
salon_mcp_server_requests_free (SalonMcpServerRequests *self)
{
  salon_mcp_server_requests_drop (self);
  g_hash_table_unref (self->outstanding);
  salon_mcp_server_tasks_free (self->tasks);
  g_free (self);
}

/* Takes a request out of the table and lets the clocks run on; transfer full. */
static Request *
steal_request (SalonMcpServerRequests *self,
               const char             *key)
{
  Request *request = NULL;

  if (!g_hash_table_steal_extended (self->outstanding, key, NULL, (gpointer *) &request))
    return NULL;
  request->owner = NULL;
  salon_mcp_deadlines_resume_all (salon_mcp_client_get_deadlines (self->client));
  return request;
}

static DexFuture *
on_answer_cb (DexFuture *future,
              gpointer   user_data)
{
  Request *request = user_data;
  SalonMcpServerRequests *self = request->owner;
  g_autoptr (GError) error = NULL;
  const GValue *value = NULL;
  SalonJsonDocument *result = NULL;
  const char *message = NULL;
  int code = 0;

  if (self == NULL)
    return NULL;
  steal_request (self, request->key);
  value = dex_future_get_value (future, &error);
  if (value != NULL && G_VALUE_HOLDS (value, SALON_TYPE_JSON_DOCUMENT))
    result = g_value_get_boxed (value);
  if (result != NULL)
    {
      salon_mcp_server_answer_related (self->client, request->id,
                                       salon_json_document_get_root (result), request->task_id);
    }
  else
    {
      if (error == NULL)
        g_set_error_literal (&error, SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED,
                             _("The answer to the server’s request is missing."));
      message = salon_mcp_server_answer_judge (request->kind, error, &code);
      salon_mcp_server_answer_error (self->client, request->id, code, message);
    }
  /* The table's reference; the one of this callback is released after it. */
  request_unref (request);
  return NULL;
}

/* Requests. */

static void
start_request (SalonMcpServerRequests *self,
               SalonJsonDocument      *document,
               const SalonJson        *id,
               SalonMcpInputKind       kind,
               const SalonJson        *params)
{
  Request *request = g_rc_box_new0 (Request);
  DexFuture *answer = NULL;

  request->owner = self;
  request->document = salon_json_document_ref (document);
  request->id = id;
  request->key = salon_json_to_text (id, FALSE);
  request->kind = kind;
  request->task_id =
    salon_mcp_value_peek_text (salon_json_get_member (salon_json_get_member (params, "_meta"),
                                                      SALON_MCP_RELATED_TASK), "taskId");
  g_hash_table_insert (self->outstanding, request->key, request);
  /* Whoever is asked may take their time: the server can't finish what it was asked
   * before it has its answer (MCP “Timeouts”; interop: time-outs while the user answers). */
  salon_mcp_deadlines_pause_all (salon_mcp_client_get_deadlines (self->client));
  g_rc_box_acquire (request);
  answer = dex_future_finally (salon_mcp_input_ask (self->client, kind, params), on_answer_cb,
                               g_rc_box_acquire (request), request_unref);
  /* An answer that was there at once has been sent by now, and the request is out of the table. */
  if (request->owner != NULL)
    request->answer = answer;
  else
    dex_unref (answer);
  request_unref (request);
}

static void
answer_ping (SalonMcpServerRequests *self,
             const SalonJson        *id)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr (SalonJsonDocument) empty = NULL;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_end_object (writer);
  empty = salon_json_writer_finish_document (writer);
  salon_mcp_server_answer_result (self->client, id, salon_json_document_get_root (empty));
}

/* What was not declared to be possible as a task is answered as if nothing was said of one
 * (2025-11-25 “Tasks”). */
static gboolean
is_task (SalonMcpServerRequests *self,
         SalonMcpInputKind       kind,
         const SalonJson        *params)
{
  return kind != SALON_MCP_INPUT_ROOTS && salon_json_get_member (params, "task") != NULL &&
         salon_mcp_server_tasks_can (self->client);
}

/*
 * salon_mcp_server_requests_handle:
 *
 * Answers a request, now or when the input handler has.
 */
void
salon_mcp_server_requests_handle (SalonMcpServerRequests *self,
                                  SalonJsonDocument      *document,
                                  const SalonJson        *id,
                                  const char             *method,
                                  const SalonJson        *params)
{
  SalonMcpInputHandler *handler = salon_mcp_client_get_input_handler (self->client);
  SalonMcpInputKind kind = SALON_MCP_INPUT_SAMPLING;
  g_autofree char *key = salon_json_to_text (id, FALSE);

  if (strcmp (method, "ping") == 0)
    answer_ping (self, id);
  else if (salon_mcp_server_tasks_handle (self->tasks, document, id, method, params))
    return;
  else if (!salon_mcp_input_find_kind (method, &kind) || handler == NULL ||
           !salon_mcp_input_handler_can (handler, kind))
    salon_mcp_server_answer_error (self->client, id, SALON_MCP_CODE_METHOD_NOT_FOUND,
                                   "Method not found");
  else if (g_hash_table_contains (self->outstanding, key))
    salon_mcp_server_answer_error (self->client, id, SALON_MCP_CODE_INVALID_REQUEST,
                                   "A request with this id is being answered");
  else if (g_hash_table_size (self->outstanding) +
           salon_mcp_server_tasks_count (self->tasks) >= MAX_OUTSTANDING)
    salon_mcp_server_answer_error (self->client, id, SALON_MCP_CODE_INTERNAL,
                                   "Too many requests at once");
  else if (is_task (self, kind, params))
    salon_mcp_server_tasks_start (self->tasks, id, kind, params);
  else
    start_request (self, document, id, kind, params);
}

/*
 * salon_mcp_server_requests_cancel:
 *
 * The server withdraws a request: the handler's future is dropped, and no answer is sent
 * (MCP “Cancellation”).
 */
void
salon_mcp_server_requests_cancel (SalonMcpServerRequests *self,
                                  const SalonJson        *id)
{
  g_autofree char *key = NULL;
  Request *request = NULL;

  if (!salon_json_is_string (id) && salon_json_get_kind (id) != SALON_JSON_NUMBER)
    return;
  key = salon_json_to_text (id, FALSE);
  request = steal_request (self, key);
  if (request == NULL)
    {
      salon_mcp_server_tasks_forget (self->tasks, key);
      return;
    }
  dex_clear (&request->answer);
  request_unref (request);
}

/* Gives up all requests without answering. */
void
salon_mcp_server_requests_drop (SalonMcpServerRequests *self)
{
  g_autoptr (GPtrArray) keys = g_hash_table_get_keys_as_ptr_array (self->outstanding);

  for (guint i = 0; i < keys->len; i++)
    {
      Request *request = steal_request (self, g_ptr_array_index (keys, i));

      dex_clear (&request->answer);
      request_unref (request);
    }
  salon_mcp_server_tasks_drop (self->tasks);
}

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

#include "salon-core-error.h"
#include "salon-json-writer.h"
#include "salon-mcp-client-private.h"
#include "salon-mcp-error.h"
#include "salon-mcp-input-private.h"

/* Questions wait for a person; a server that asks more at once means no good. */
#define MAX_OUTSTANDING 16

#define CODE_REFUSED (-1)
#define CODE_INVALID_REQUEST (-32600)
#define CODE_METHOD_NOT_FOUND (-32601)
#define CODE_INVALID_PARAMS (-32602)
#define CODE_INTERNAL (-32603)

struct _SalonMcpServerRequests
{
  SalonMcpClient *client;       /* owns this through its era */
  GHashTable     *outstanding;  /* JSON text of the id → Request */
};

typedef struct
{
  SalonMcpServerRequests *owner;     /* NULL once it is of no interest any more */
  SalonJsonDocument      *document;  /* owns id and params */
  const SalonJson        *id;
  char                   *key;
  SalonMcpInputKind       kind;
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
  return self;
}

void
salon_mcp_server_requests_free (SalonMcpServerRequests *self)
{
  salon_mcp_server_requests_drop (self);
  g_hash_table_unref (self->outstanding);
  g_free (self);
}

/* Answers. */

/* @id goes back exactly as it came, be it 1, "1" or 1.0. */
static void
send_answer (SalonMcpServerRequests *self,
             const SalonJson        *id,
             const SalonJson        *result,
             int                     code,
             const char             *message)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *text = NULL;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "jsonrpc", "2.0");
  salon_json_writer_add_value (writer, "id", id);
  if (result != NULL)
    {
      salon_json_writer_add_value (writer, "result", result);
    }
  else
    {
      salon_json_writer_begin_object (writer, "error");
      salon_json_writer_add_int64 (writer, "code", code);
      salon_json_writer_add_string (writer, "message", message);
      salon_json_writer_end_object (writer);
    }
  salon_json_writer_end_object (writer);
  text = salon_json_writer_finish (writer);
  salon_mcp_client_send (self->client, text);
}

static void
send_error (SalonMcpServerRequests *self,
            const SalonJson        *id,
            int                     code,
            const char             *message)
{
  send_answer (self, id, NULL, code, message);
}

/* What went wrong on this side is the user's business, not the server's: it is told no more
 * than the kind of failure. Its own mistakes it is told in full. */
static void
send_failure (SalonMcpServerRequests *self,
              Request                *request,
              const GError           *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    send_error (self, request->id, CODE_REFUSED,
                request->kind == SALON_MCP_INPUT_SAMPLING ? "User rejected sampling request"
                                                          : "User rejected the request");
  else if (error->domain == SALON_CORE_ERROR)
    send_error (self, request->id, CODE_INVALID_PARAMS, error->message);
  else if (g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_UNSUPPORTED))
    send_error (self, request->id, CODE_METHOD_NOT_FOUND, "Method not found");
  else
    send_error (self, request->id, CODE_INTERNAL, "The host could not answer the request");
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

  if (self == NULL)
    return NULL;
  steal_request (self, request->key);
  value = dex_future_get_value (future, &error);
  if (value != NULL && G_VALUE_HOLDS (value, SALON_TYPE_JSON_DOCUMENT))
    result = g_value_get_boxed (value);
  if (result != NULL)
    {
      send_answer (self, request->id, salon_json_document_get_root (result), 0, NULL);
    }
  else
    {
      if (error == NULL)
        g_set_error_literal (&error, SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED,
                             _("The answer to the server’s request is missing."));
      send_failure (self, request, error);
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
  send_answer (self, id, salon_json_document_get_root (empty), 0, NULL);
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
  else if (!salon_mcp_input_find_kind (method, &kind) || handler == NULL ||
           !salon_mcp_input_handler_can (handler, kind))
    send_error (self, id, CODE_METHOD_NOT_FOUND, "Method not found");
  else if (g_hash_table_contains (self->outstanding, key))
    send_error (self, id, CODE_INVALID_REQUEST, "A request with this id is being answered");
  else if (g_hash_table_size (self->outstanding) >= MAX_OUTSTANDING)
    send_error (self, id, CODE_INTERNAL, "Too many requests at once");
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
    return;
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
}

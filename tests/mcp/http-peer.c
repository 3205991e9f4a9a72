/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "http-peer.h"

#include <stdlib.h>
#include <string.h>

struct _HttpPeer
{
  GSocketService *service;
  HttpPeerFunc    func;
  gpointer        user_data;
  char           *url;
  GPtrArray      *requests;
  GCancellable   *cancellable;
};

/* A connection between two requests. */
typedef struct
{
  HttpPeer          *peer;
  GSocketConnection *connection;
  GString           *input;
  HttpPeerRequest   *request;     /* the last one; not owned */
  char               buffer[4096];
} Connection;

static void read_more (Connection *self);

static void
connection_free (Connection *self)
{
  g_object_unref (self->connection);
  g_string_free (self->input, TRUE);
  g_free (self);
}

static void
request_free (gpointer data)
{
  HttpPeerRequest *request = data;

  g_object_unref (request->connection);
  g_free (request->method);
  g_free (request->path);
  g_free (request->body);
  g_hash_table_unref (request->headers);
  g_clear_pointer (&request->message, salon_json_document_unref);
  g_free (request);
}

static HttpPeerRequest *
parse_head (Connection *self,
            const char *head)
{
  HttpPeerRequest *request = g_new0 (HttpPeerRequest, 1);
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);
  g_auto (GStrv) words = g_strsplit (lines[0], " ", 3);

  request->peer = self->peer;
  request->connection = g_object_ref (self->connection);
  request->method = g_strdup (words[0]);
  request->path = g_strdup (words[1]);
  request->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (lines[i], ":", 2);

      if (pair[0] != NULL && pair[1] != NULL)
        g_hash_table_insert (request->headers, g_ascii_strdown (pair[0], -1),
                             g_strdup (*pair[1] == ' ' ? pair[1] + 1 : pair[1]));
    }
  return request;
}

/* Takes a request out of the input, when a whole one is there. */
static HttpPeerRequest *
take_request (Connection *self)
{
  const char *end = strstr (self->input->str, "\r\n\r\n");
  g_autofree char *head = NULL;
  HttpPeerRequest *request = NULL;
  const char *length_text = NULL;
  gsize head_length = 0;
  gsize length = 0;

  if (end == NULL)
    return NULL;
  head = g_strndup (self->input->str, (gsize) (end - self->input->str));
  head_length = strlen (head) + 4;
  request = parse_head (self, head);
  length_text = http_peer_header (request, "content-length");
  length = length_text != NULL ? strtoul (length_text, NULL, 10) : 0;
  if (self->input->len < head_length + length)
    {
      request_free (request);
      return NULL;
    }
  request->body = g_strndup (self->input->str + head_length, length);
  request->message = salon_json_document_parse (request->body, -1, NULL, NULL);
  g_string_erase (self->input, 0, (gssize) (head_length + length));
  return request;
}

static void
on_read_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Connection *self = user_data;
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (object), result, &error);

  if (n <= 0)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->request != NULL)
        self->request->hung_up = TRUE;
      connection_free (self);
      return;
    }
  g_string_append_len (self->input, self->buffer, n);
  for (HttpPeerRequest *request = take_request (self); request != NULL; request = take_request (
      self))
    {
      self->request = request;
      g_ptr_array_add (self->peer->requests, request);
      self->peer->func (request, self->peer->user_data);
    }
  read_more (self);
}

static void
read_more (Connection *self)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)),
                             self->buffer, sizeof self->buffer, G_PRIORITY_DEFAULT,
                             self->peer->cancellable, on_read_cb, self);
}

static gboolean
on_incoming_cb (GSocketService    *service,
                GSocketConnection *socket,
                GObject           *source,
                gpointer           user_data)
{
  Connection *self = g_new0 (Connection, 1);

  self->peer = user_data;
  self->connection = g_object_ref (socket);
  self->input = g_string_new (NULL);
  read_more (self);
  return TRUE;
}

HttpPeer *
http_peer_new (HttpPeerFunc func,
               gpointer     user_data)
{
  HttpPeer *self = g_new0 (HttpPeer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->func = func;
  self->user_data = user_data;
  self->requests = g_ptr_array_new_with_free_func (request_free);
  self->cancellable = g_cancellable_new ();
  self->service = g_socket_service_new ();
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->url = g_strdup_printf ("http://127.0.0.1:%u/mcp",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming_cb), self);
  return self;
}

void
http_peer_free (HttpPeer *self)
{
  g_cancellable_cancel (self->cancellable);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->requests);
  g_free (self->url);
  g_free (self);
}

const char *
http_peer_get_url (HttpPeer *self)
{
  return self->url;
}

guint
http_peer_get_n_requests (HttpPeer *self)
{
  return self->requests->len;
}

HttpPeerRequest *
http_peer_get_request (HttpPeer *self,
                       guint     index)
{
  g_assert_cmpuint (index, <, self->requests->len);
  return g_ptr_array_index (self->requests, index);
}

/* The requests so far; a NULL stands for any method. */
guint
http_peer_count (HttpPeer   *self,
                 const char *http_method,
                 const char *rpc_method)
{
  guint count = 0;

  while (http_peer_find (self, http_method, rpc_method, count) != NULL)
    count++;
  return count;
}

HttpPeerRequest *
http_peer_find (HttpPeer   *self,
                const char *http_method,
                const char *rpc_method,
                guint       nth)
{
  for (guint i = 0; i < self->requests->len; i++)
    {
      HttpPeerRequest *request = g_ptr_array_index (self->requests, i);

      if ((http_method == NULL || g_str_equal (request->method, http_method)) &&
          (rpc_method == NULL || g_strcmp0 (http_peer_rpc_method (request), rpc_method) == 0) &&
          nth-- == 0)
        return request;
    }
  return NULL;
}

const char *
http_peer_header (HttpPeerRequest *request,
                  const char      *name)
{
  g_autofree char *small = g_ascii_strdown (name, -1);

  return g_hash_table_lookup (request->headers, small);
}

const char *
http_peer_rpc_method (HttpPeerRequest *request)
{
  if (request->message == NULL)
    return NULL;
  return salon_json_as_string (
      salon_json_get_member (salon_json_document_get_root (request->message), "method"));
}

static void
write_text (HttpPeerRequest *request,
            const char      *text)
{
  GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (request->connection));

  /* The client may have gone; a test that minds sees what it gets. */
  g_output_stream_write_all (stream, text, strlen (text), NULL, NULL, NULL);
}

void
http_peer_respond (HttpPeerRequest *request,
                   guint            status,
                   const char      *headers,
                   const char      *content_type,
                   const char      *body)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "HTTP/1.1 %u Scripted\r\n%s", status,
                          headers != NULL ? headers : "");
  if (content_type != NULL)
    g_string_append_printf (text, "Content-Type: %s\r\n", content_type);
  g_string_append_printf (text, "Content-Length: %zu\r\n\r\n%s", body != NULL ? strlen (body) : 0,
                          body != NULL ? body : "");
  write_text (request, text->str);
}

static char *
dup_id (HttpPeerRequest *request)
{
  return salon_json_to_text (salon_json_get_member (salon_json_document_get_root (request->message),
                                                    "id"), FALSE);
}

void
http_peer_reply (HttpPeerRequest *request,
                 const char      *headers,
                 const char      *result)
{
  g_autofree char *id = dup_id (request);
  g_autofree char *body = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}", id,
                                           result);

  http_peer_respond (request, 200, headers, "application/json", body);
}

void
http_peer_refuse (HttpPeerRequest *request,
                  guint            status,
                  int              code,
                  const char      *message,
                  const char      *data)
{
  g_autofree char *id = dup_id (request);
  g_autofree char *body =
    g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":%d,"
                     "\"message\":\"%s\"%s%s}}", id, code,
                     message, data != NULL ? ",\"data\":" : "", data != NULL ? data : "");

  http_peer_respond (request, status, NULL, "application/json", body);
}

void
http_peer_begin_stream (HttpPeerRequest *request,
                        const char      *headers)
{
  g_autofree char *text =
    g_strdup_printf ("HTTP/1.1 200 OK\r\n%sContent-Type: text/event-stream\r\n"
                                           "Transfer-Encoding: chunked\r\n\r\n",
                                           headers != NULL ? headers : "");

  write_text (request, text);
}

void
http_peer_send (HttpPeerRequest *request,
                const char      *text)
{
  g_autofree char *chunk = g_strdup_printf ("%zx\r\n%s\r\n", strlen (text), text);

  write_text (request, chunk);
}

/* Sends on the stream of @request what answers @question. */
void
http_peer_send_result (HttpPeerRequest *request,
                       HttpPeerRequest *question,
                       const char      *result)
{
  g_autofree char *id = dup_id (question);
  g_autofree char *event =
    g_strdup_printf ("data: {\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}\n\n", id, result);

  http_peer_send (request, event);
}

void
http_peer_end_stream (HttpPeerRequest *request)
{
  write_text (request, "0\r\n\r\n");
}

void
http_peer_break (HttpPeerRequest *request)
{
  g_io_stream_close (G_IO_STREAM (request->connection), NULL, NULL);
}

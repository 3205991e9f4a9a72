/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "salon-core-error.h"
#include "salon-mcp-error.h"
#include "salon-mcp-exchange-private.h"
#include "salon-mcp-http-session-private.h"

/* One message to the server, and what comes back on its own stream: an answer in JSON, or a
 * stream of events that ends with it and may have to be fetched in pieces. */

/* Attempts to go on with a stream that bring nothing new. */
#define MAX_FRUITLESS 5

/* How long the end of a stream may lag behind its last message: a connection that was read
 * to the end can be used again. */
#define END_LAG_US G_TIME_SPAN_SECOND

typedef struct
{
  SalonMcpHttpSession *session;
  char                *text;
  SalonMcpExchange    *exchange;     /* NULL for notifications and answers */
  gint64               id;
  gboolean             is_handshake;
  GPtrArray           *headers;
  char                *session_id;   /* with which it was sent */
  DexPromise          *stop;
} Post;

static void
post_free (gpointer data)
{
  Post *self = data;

  salon_mcp_http_session_remove_stop (self->session, self->stop);
  dex_clear (&self->stop);
  g_clear_pointer (&self->headers, g_ptr_array_unref);
  g_clear_object (&self->exchange);
  g_free (self->session_id);
  g_free (self->text);
  salon_mcp_http_session_unref (self->session);
  g_free (self);
}

/* Whether the exchange waits for nothing more from this stream. */
static gboolean
is_answered (Post *self)
{
  return self->exchange->client == NULL || self->exchange->id != self->id ||
         self->exchange->is_suspended;
}

static GError *
new_no_answer_error (Post *self)
{
  return g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_INTERRUPTED,
                      _("The connection to %s broke before the answer to “%s” was there."),
                      self->session->link->name, self->exchange->method);
}

static SalonHttpResponse *
send_message (Post    *self,
              GError **error)
{
  SalonMcpHttpCall call = {
    .method = "POST",
    .url = self->session->link->url,
    .body = self->text,
    .accept = "application/json, text/event-stream",
    .headers = self->headers,
    .stop = DEX_FUTURE (self->stop),
    .exchange = self->exchange,
  };

  SalonHttpResponse *response = NULL;

  salon_ring_add (self->session->link->traffic,
                  salon_clock_get_real_time (self->session->link->clock),
                  "sent", self->text, -1);
  response = salon_mcp_http_link_send (self->session->link, &call, error);
  /* The request may have been read or not: the same as a stream that breaks before the answer
   * is on it. What never reached anybody stays what it is. */
  if (response == NULL && self->exchange != NULL &&
      g_error_matches (*error, SALON_CORE_ERROR, SALON_CORE_ERROR_HUNG_UP))
    {
      g_clear_error (error);
      g_propagate_error (error, new_no_answer_error (self));
    }
  return response;
}

/* An answer that is one piece. */
static gboolean
read_json (Post               *self,
           SalonHttpResponse  *response,
           GError            **error)
{
  guint status = salon_http_response_get_status (response);
  g_autoptr (GBytes) body = dex_await_boxed (
    dex_future_first (salon_http_response_read_all (response, self->session->link->max_message),
                      dex_ref (self->stop), NULL),
    error);
  g_autoptr (SalonJsonDocument) message = NULL;
  g_autoptr (GError) failure = NULL;

  if (body == NULL)
    {
      if (error != NULL && g_error_matches (*error, SALON_CORE_ERROR, SALON_CORE_ERROR_NETWORK))
        {
          g_clear_error (error);
          g_propagate_error (error, new_no_answer_error (self));
        }
      return FALSE;
    }
  if (g_bytes_get_size (body) > 0)
    message = salon_mcp_http_link_parse (self->session->link, body, &failure);
  if (message == NULL)
    {
      g_propagate_error (error, salon_mcp_error_set_http_status (
        g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                     _("%s answered “%s” with something that is no message of the protocol. "
                       "Perhaps it is not "
                       "the address of an MCP server."),
                     self->session->link->name, self->exchange->method),
        status));
      return FALSE;
    }
  salon_mcp_http_session_emit (self->session, message, self->exchange);
  if (is_answered (self))
    return TRUE;
  g_propagate_error (error, salon_mcp_error_set_http_status (
    g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                 _("%s answered “%s” with the answer to something else."),
                 self->session->link->name, self->exchange->method),
    status));
  return FALSE;
}

/* Lets a stream that has served its purpose end. */
static void
read_end (Post                *self,
          SalonMcpEventStream *stream)
{
  dex_await (dex_future_first (salon_http_response_read (stream->response),
                               salon_clock_sleep (self->session->link->clock, END_LAG_US),
                               dex_ref (self->stop), NULL),
             NULL);
}

/* Reads events until the answer is there, or nothing more comes. */
static gboolean
read_events (Post                 *self,
             SalonMcpEventStream  *stream,
             GError              **error)
{
  SalonSseEvent *next = NULL;

  while (!is_answered (self) &&
         (next = salon_mcp_event_stream_next (stream, DEX_FUTURE (self->stop), error)) != NULL)
    {
      g_autoptr (SalonSseEvent) event = next;
      g_autoptr (GError) failure = NULL;
      g_autoptr (SalonJsonDocument) message =
        salon_mcp_event_stream_read_message (stream, event, &failure);

      if (failure != NULL)
        salon_mcp_http_link_note (self->session->link, failure->message);
      if (message != NULL)
        salon_mcp_http_session_emit (self->session, message, self->exchange);
    }
  return is_answered (self);
}

/* Asks for the rest of the stream (MCP 2025-11-25 “Transports”, resumability). Returns NULL
 * when this attempt failed; with an error when there is no use in another one. */
static SalonHttpResponse *
resume (Post                 *self,
        SalonMcpEventStream  *stream,
        GError              **error)
{
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);
  SalonMcpHttpCall call = {
    .method = "GET",
    .url = self->session->link->url,
    .accept = "text/event-stream",
    .headers = headers,
    .stop = DEX_FUTURE (self->stop),
    .exchange = self->exchange,
  };
  g_autoptr (SalonHttpResponse) response = NULL;
  guint status = 0;

  salon_mcp_http_session_add_headers (self->session, headers);
  g_ptr_array_add (headers, g_strdup ("Last-Event-ID"));
  g_ptr_array_add (headers, g_strdup (stream->last_id));
  response = salon_mcp_http_link_send (self->session->link, &call, NULL);
  if (response == NULL)
    return NULL;
  if (salon_mcp_event_stream_is_one (response))
    return g_steal_pointer (&response);
  status = salon_http_response_get_status (response);
  if (status == 404)
    salon_mcp_http_session_lose (self->session, self->session_id);
  if (status < 500)
    g_propagate_error (error, new_no_answer_error (self));
  return NULL;
}

/* A stream of events; when it ends early, the rest of it is fetched if that is possible. An end
 * is not a failure where the server has given a position: it wants to be asked again later. */
static gboolean
read_stream (Post               *self,
             SalonHttpResponse  *response,
             GError            **error)
{
  g_autoptr (SalonMcpEventStream) stream = salon_mcp_event_stream_new (self->session->link);

  salon_mcp_event_stream_take (stream, g_object_ref (response));
  for (;;)
    {
      g_autoptr (GError) failure = NULL;
      SalonHttpResponse *rest = NULL;

      if (read_events (self, stream, &failure))
        {
          read_end (self, stream);
          return TRUE;
        }
      if (!dex_future_is_pending (DEX_FUTURE (self->stop)))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      do
        {
          if (self->session->era == SALON_MCP_ERA_MODERN || stream->last_id == NULL ||
              stream->fruitless >= MAX_FRUITLESS)
            {
              g_propagate_error (error, new_no_answer_error (self));
              return FALSE;
            }
          if (!salon_mcp_event_stream_wait (stream, DEX_FUTURE (self->stop)))
            return is_answered (self);
          rest = resume (self, stream, error);
          if (*error != NULL)
            return FALSE;
        }
      while (rest == NULL);
      salon_mcp_event_stream_take (stream, rest);
    }
}

static gboolean
read_answer (Post               *self,
             SalonHttpResponse  *response,
             GError            **error)
{
  guint status = salon_http_response_get_status (response);
  g_autofree char *type = salon_http_response_dup_content_type (response);

  if (salon_mcp_event_stream_is_one (response))
    return read_stream (self, response, error);
  if (status == 200 && (type == NULL || g_str_has_suffix (type, "json")))
    return read_json (self, response, error);
  g_propagate_error (error, salon_mcp_error_set_http_status (
    g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                 _("%s answered “%s” with %u and content of the type “%s”. Perhaps it is not the "
                   "address of "
                   "an MCP server."),
                 self->session->link->name, self->exchange->method, status,
                 type != NULL ? type : ""),
    status));
  return FALSE;
}

/* Waits while a session that was lost is begun anew. */
static gboolean
wait_for_session (Post    *self,
                  GError **error)
{
  SalonMcpHttpSession *session = self->session;

  if (self->is_handshake ||
      (session->phase != SALON_MCP_HTTP_LOST && session->phase != SALON_MCP_HTTP_REOPENING))
    return TRUE;
  if (self->exchange != NULL)
    return dex_await (dex_future_first (dex_ref (session->reopened), dex_ref (self->stop), NULL),
                      error);
  /* What belongs to the old session is of no interest to the new one. */
  if (session->phase == SALON_MCP_HTTP_REOPENING)
    return TRUE;
  g_set_error_literal (error, SALON_MCP_ERROR, SALON_MCP_ERROR_SESSION_LOST,
                       _("The server has forgotten the session."));
  return FALSE;
}

static void
prepare_headers (Post *self)
{
  if (self->session->era == SALON_MCP_ERA_MODERN || self->is_handshake)
    return;
  g_clear_pointer (&self->headers, g_ptr_array_unref);
  self->headers = g_ptr_array_new_with_free_func (g_free);
  salon_mcp_http_session_add_headers (self->session, self->headers);
  self->session_id = g_strdup (self->session->session_id);
}

static DexFuture *
fail (Post              *self,
      SalonHttpResponse *response)
{
  g_autoptr (GError) error = salon_mcp_http_link_read_failure (self->session->link, response,
                                                               DEX_FUTURE (self->stop));

  if (self->session_id == NULL || !salon_mcp_http_session_is_missing (error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  salon_mcp_http_session_lose (self->session, self->session_id);
  return dex_future_new_for_error (salon_mcp_error_set_http_status (
    g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_SESSION_LOST,
                 _("%s had forgotten the session and began a new one. What it was asked was not "
                   "asked again, as "
                   "it might have been done already."),
                 self->session->link->name),
    salon_http_response_get_status (response)));
}

static DexFuture *
post_fiber (gpointer user_data)
{
  Post *self = user_data;
  g_autoptr (SalonHttpResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  guint status = 0;

  if (!wait_for_session (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  prepare_headers (self);
  response = send_message (self, &error);
  if (response == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  status = salon_http_response_get_status (response);
  if (status < 200 || status >= 300)
    return fail (self, response);
  if (self->is_handshake)
    salon_mcp_http_session_take_id (self->session, response);
  if (self->exchange == NULL)
    salon_http_response_close (response);
  else if (!read_answer (self, response, &error))
    return dex_future_new_for_error (error != NULL ? g_steal_pointer (&error)
                                                   : new_no_answer_error (self));
  return dex_future_new_true ();
}

/*
 * salon_mcp_http_post_start:
 * @exchange: (nullable): whose request it is
 * @stop: (out) (transfer full): reject it to give the answer up
 *
 * Sends a message.
 *
 * Returns: (transfer full): a future of %TRUE, when the answer is in
 */
DexFuture *
salon_mcp_http_post_start (SalonMcpHttpSession  *session,
                           const char           *message,
                           SalonMcpExchange     *exchange,
                           DexPromise          **stop)
{
  Post *self = g_new0 (Post, 1);

  self->session = salon_mcp_http_session_ref (session);
  self->text = g_strdup (message);
  self->stop = salon_mcp_http_session_add_stop (session);
  if (exchange != NULL)
    {
      self->exchange = g_object_ref (exchange);
      self->id = exchange->id;
      self->is_handshake = strcmp (exchange->method, "initialize") == 0;
      self->headers = exchange->headers != NULL ? g_ptr_array_ref (exchange->headers) : NULL;
    }
  *stop = dex_ref (self->stop);
  return dex_scheduler_spawn (NULL, SALON_MCP_HTTP_STACK_SIZE, post_fiber, self, post_free);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "salon-mcp-error.h"
#include "salon-mcp-http-session-private.h"

/* The stream on which a server of the legacy era speaks unasked, for as long as the session lasts
 * (MCP 2025-11-25 “Transports”, listening for messages). */

/* Attempts that bring nothing; a stream that lasted was none of them. */
#define MAX_FRUITLESS 8
#define LASTING_US (10 * G_TIME_SPAN_SECOND)

typedef struct
{
  SalonMcpHttpSession *session;
  char                *session_id;
  DexPromise          *stop;
} Listener;

static void
listener_free (gpointer data)
{
  Listener *self = data;

  salon_mcp_http_session_remove_stop (self->session, self->stop);
  dex_clear (&self->stop);
  g_free (self->session_id);
  salon_mcp_http_session_unref (self->session);
  g_free (self);
}

static gboolean
is_wanted (Listener *self)
{
  return dex_future_is_pending (DEX_FUTURE (self->stop));
}

/* One attempt to open the stream. Returns NULL when it failed, with @goes_on telling whether
 * another one makes sense. */
static SalonHttpResponse *
open_stream (Listener            *self,
             SalonMcpEventStream *stream,
             gboolean             was_open,
             gboolean            *goes_on)
{
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);
  SalonMcpHttpCall call = {
    .method = "GET",
    .url = self->session->link->url,
    .accept = "text/event-stream",
    .headers = headers,
    .stop = DEX_FUTURE (self->stop),
  };
  g_autoptr (SalonHttpResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  guint status = 0;

  salon_mcp_http_session_add_headers (self->session, headers);
  if (stream->last_id != NULL)
    {
      g_ptr_array_add (headers, g_strdup ("Last-Event-ID"));
      g_ptr_array_add (headers, g_strdup (stream->last_id));
    }
  response = salon_mcp_http_link_send (self->session->link, &call, &error);
  *goes_on = is_wanted (self) && (response != NULL || salon_mcp_error_get_http_status (error) == 0);
  if (response == NULL)
    return NULL;
  if (salon_mcp_event_stream_is_one (response))
    return g_steal_pointer (&response);
  status = salon_http_response_get_status (response);
  *goes_on = is_wanted (self) && status >= 500 && status != 501;
  /* Most servers without such a stream say 405, some whatever comes to their mind. But where it
   * was there before, 404 tells of the session. */
  if (status == 404 && was_open)
    salon_mcp_http_session_lose (self->session, self->session_id);
  else if (!*goes_on && status != 405)
    salon_mcp_http_link_note (self->session->link,
                              _("The server has no stream for what it says unasked."));
  return NULL;
}

static void
read_stream (Listener            *self,
             SalonMcpEventStream *stream)
{
  g_autoptr (GError) end = NULL;
  SalonSseEvent *next = NULL;

  while ((next = salon_mcp_event_stream_next (stream, DEX_FUTURE (self->stop), &end)) != NULL)
    {
      g_autoptr (SalonSseEvent) event = next;
      g_autoptr (GError) failure = NULL;
      g_autoptr (SalonJsonDocument) message =
        salon_mcp_event_stream_read_message (stream, event, &failure);

      if (failure != NULL)
        salon_mcp_http_link_note (self->session->link, failure->message);
      if (message != NULL)
        salon_mcp_http_session_emit (self->session, message, NULL);
    }
}

static DexFuture *
listener_fiber (gpointer user_data)
{
  Listener *self = user_data;
  g_autoptr (SalonMcpEventStream) stream = salon_mcp_event_stream_new (self->session->link);
  gboolean was_open = FALSE;

  while (is_wanted (self))
    {
      gboolean goes_on = FALSE;
      SalonHttpResponse *response = open_stream (self, stream, was_open, &goes_on);
      gint64 opened_at = salon_clock_get_time (self->session->link->clock);

      if (response != NULL)
        {
          was_open = TRUE;
          salon_mcp_event_stream_take (stream, response);
          read_stream (self, stream);
          g_clear_object (&stream->response);
          if (salon_clock_get_time (self->session->link->clock) - opened_at >= LASTING_US)
            stream->fruitless = 0;
        }
      else if (!goes_on)
        {
          break;
        }
      if (stream->fruitless >= MAX_FRUITLESS)
        {
          salon_mcp_http_link_note (self->session->link,
                                    _("The server's stream for what it says unasked ended again "
                                      "and again."));
          break;
        }
      if (!salon_mcp_event_stream_wait (stream, DEX_FUTURE (self->stop)))
        break;
    }
  return dex_future_new_true ();
}

/* Opens the stream, and again when it ends, until the session does. */
void
salon_mcp_http_listener_start (SalonMcpHttpSession *session)
{
  Listener *self = g_new0 (Listener, 1);

  self->session = salon_mcp_http_session_ref (session);
  self->session_id = g_strdup (session->session_id);
  self->stop = salon_mcp_http_session_add_stop (session);
  dex_clear (&session->listening);
  session->listening = dex_ref (self->stop);
  dex_future_disown (dex_scheduler_spawn (NULL, SALON_MCP_HTTP_STACK_SIZE, listener_fiber, self,
                                          listener_free));
}

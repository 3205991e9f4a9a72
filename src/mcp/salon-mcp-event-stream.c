/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-event-stream-private.h"

#include <math.h>

#define FIRST_BACK_OFF_MS 1000.0
#define BACK_OFF_FACTOR 1.5
#define MAX_BACK_OFF_MS 30000.0

/* What a server may ask to be left alone for: more would be never. */
#define MAX_RETRY_MS (10 * 60 * 1000)

/* A server that wants no pause, and has nothing to say either, is asked this often at most. */
#define FRUITLESS_PAUSE_MS 100

SalonMcpEventStream *
salon_mcp_event_stream_new (SalonMcpHttpLink *link)
{
  SalonMcpEventStream *self = g_new0 (SalonMcpEventStream, 1);

  self->link = salon_mcp_http_link_ref (link);
  self->retry_ms = -1;
  return self;
}

void
salon_mcp_event_stream_free (SalonMcpEventStream *self)
{
  g_clear_object (&self->response);
  g_clear_pointer (&self->parser, salon_sse_parser_free);
  g_clear_pointer (&self->last_id, g_free);
  salon_mcp_http_link_unref (self->link);
  g_free (self);
}

gboolean
salon_mcp_event_stream_is_one (SalonHttpResponse *response)
{
  g_autofree char *type = salon_http_response_dup_content_type (response);

  return salon_http_response_get_status (response) == 200 &&
         g_strcmp0 (type, "text/event-stream") == 0;
}

/* Goes on with a new answer, which it takes. */
void
salon_mcp_event_stream_take (SalonMcpEventStream *self,
                             SalonHttpResponse   *response)
{
  g_clear_object (&self->response);
  g_clear_pointer (&self->parser, salon_sse_parser_free);
  self->response = response;
  self->parser = salon_sse_parser_new (self->link->max_message);
}

static void
note_position (SalonMcpEventStream *self)
{
  const char *id = salon_sse_parser_get_last_event_id (self->parser);

  if (salon_sse_parser_get_retry (self->parser) >= 0)
    self->retry_ms = MIN (salon_sse_parser_get_retry (self->parser), MAX_RETRY_MS);
  if (id == NULL || *id == '\0' || g_strcmp0 (id, self->last_id) == 0)
    return;
  g_set_str (&self->last_id, id);
  self->fruitless = 0;
}

/*
 * salon_mcp_event_stream_next:
 * @stop: (nullable): rejects when nobody waits any more
 *
 * Returns: (transfer full): the next event; %NULL at the end of this answer, with an error when
 *   it did not end in order
 */
SalonSseEvent *
salon_mcp_event_stream_next (SalonMcpEventStream  *self,
                             DexFuture            *stop,
                             GError              **error)
{
  for (;;)
    {
      SalonSseEvent *event = NULL;
      DexFuture *reading = NULL;
      g_autoptr (GBytes) chunk = NULL;

      if (salon_sse_parser_pop (self->parser, &event, error))
        {
          note_position (self);
          if (event->data_length > 0)
            self->fruitless = 0;
          return event;
        }
      note_position (self);
      if (error != NULL && *error != NULL)
        return NULL;
      reading = salon_http_response_read (self->response);
      if (stop != NULL)
        reading = dex_future_first (reading, dex_ref (stop), NULL);
      chunk = dex_await_boxed (reading, error);
      if (chunk == NULL || g_bytes_get_size (chunk) == 0)
        return NULL;
      salon_sse_parser_push (self->parser, g_bytes_get_data (chunk, NULL),
                             g_bytes_get_size (chunk));
    }
}

/*
 * salon_mcp_event_stream_wait:
 *
 * Waits until it is time to ask for the rest of the stream: as long as the server wants, or
 * longer and longer. FALSE when nobody waits for it any more.
 */
gboolean
salon_mcp_event_stream_wait (SalonMcpEventStream *self,
                             DexFuture           *stop)
{
  double pause = self->retry_ms;

  if (self->retry_ms < 0)
    pause = MIN (FIRST_BACK_OFF_MS * pow (BACK_OFF_FACTOR, self->fruitless), MAX_BACK_OFF_MS);
  else if (self->fruitless > 0)
    pause = MAX (pause, FRUITLESS_PAUSE_MS);
  /* Many clients of one server must not come back all at once. */
  if (self->retry_ms < 0)
    pause *= g_random_double_range (1.0, 1.2);
  self->fruitless++;
  return dex_await (dex_future_first (salon_clock_sleep (self->link->clock,
                                                         (gint64) (pause * 1000)),
                                      dex_ref (stop), NULL),
                    NULL);
}

/* The message in an event; NULL without an error when there is none. */
SalonJsonDocument *
salon_mcp_event_stream_read_message (SalonMcpEventStream  *self,
                                     SalonSseEvent        *event,
                                     GError              **error)
{
  g_autoptr (GBytes) text = NULL;

  if (event->data_length == 0 || g_strcmp0 (event->type, "message") != 0)
    return NULL;
  text = g_bytes_new_take (g_steal_pointer (&event->data), event->data_length);
  return salon_mcp_http_link_parse (self->link, text, error);
}

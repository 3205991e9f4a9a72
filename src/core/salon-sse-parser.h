/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SalonSseEvent:
 * @type: the event's type, “message” when the stream names none
 * @data: the data lines, joined by line feeds; may be empty
 * @data_length: the length of @data in bytes; only a stream with NUL characters in
 *   its data makes it differ from strlen()
 * @last_event_id: the stream's last event id at this event; may be empty
 * @retry_ms: the reconnection time that came with this event, in milliseconds, or -1
 *
 * One event of a `text/event-stream`. All text is valid UTF-8.
 */
typedef struct
{
  char   *type;
  char   *data;
  gsize   data_length;
  char   *last_event_id;
  gint64  retry_ms;
} SalonSseEvent;

/**
 * SalonSseParser:
 *
 * Interprets one `text/event-stream` as the HTML standard says (WHATWG HTML, 9.2.6
 * “Interpreting an event stream”), whatever the pieces in which it arrives.
 *
 * Push what came, then pop until %FALSE is returned. A new connection wants a new
 * parser. An event that is incomplete when the stream ends is dropped with the parser.
 */
typedef struct _SalonSseParser SalonSseParser;

#define SALON_SSE_PARSER_DEFAULT_MAX_EVENT ((gsize) 16 * 1024 * 1024)

SalonSseParser *salon_sse_parser_new               (gsize            max_event);
void            salon_sse_parser_free              (SalonSseParser  *self);
void            salon_sse_parser_push              (SalonSseParser  *self,
                                                    const guint8    *data,
                                                    gsize            length);
gboolean        salon_sse_parser_pop               (SalonSseParser  *self,
                                                    SalonSseEvent  **event,
                                                    GError         **error);
const char     *salon_sse_parser_get_last_event_id (SalonSseParser  *self);
gint64          salon_sse_parser_get_retry         (SalonSseParser  *self);
void            salon_sse_event_free               (SalonSseEvent   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonSseParser, salon_sse_parser_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonSseEvent, salon_sse_event_free)

G_END_DECLS

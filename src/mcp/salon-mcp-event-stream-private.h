/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-http-response.h"
#include "salon-mcp-http-link-private.h"
#include "salon-sse-parser.h"

G_BEGIN_DECLS

/* One answer of the type text/event-stream after the other, all of the same stream: the last id
 * and the time to wait are kept from one to the next. */
typedef struct
{
  SalonMcpHttpLink  *link;
  SalonHttpResponse *response;
  SalonSseParser    *parser;
  char              *last_id;      /* NULL when there was none */
  gint64             retry_ms;     /* -1 when the server named none */
  guint              fruitless;    /* attempts to go on since anything came */
} SalonMcpEventStream;

SalonMcpEventStream *salon_mcp_event_stream_new      (SalonMcpHttpLink     *link);
void                 salon_mcp_event_stream_free     (SalonMcpEventStream  *self);
void                 salon_mcp_event_stream_take     (SalonMcpEventStream  *self,
                                                      SalonHttpResponse    *response);
SalonSseEvent       *salon_mcp_event_stream_next     (SalonMcpEventStream  *self,
                                                      DexFuture            *stop,
                                                      GError              **error);
gboolean             salon_mcp_event_stream_wait     (SalonMcpEventStream  *self,
                                                      DexFuture            *stop);
SalonJsonDocument   *salon_mcp_event_stream_read_message
                                                     (SalonMcpEventStream  *self,
                                                      SalonSseEvent        *event,
                                                      GError              **error);
gboolean             salon_mcp_event_stream_is_one   (SalonHttpResponse    *response);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpEventStream, salon_mcp_event_stream_free)

G_END_DECLS

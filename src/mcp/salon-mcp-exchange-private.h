/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json-writer.h"
#include "salon-mcp-exchange.h"
#include "salon-mcp-tool.h"

G_BEGIN_DECLS

struct _SalonMcpExchange
{
  GObject         parent_instance;

  SalonMcpClient *client;          /* not owned; NULL once finished */
  char           *method;
  gint64          id;
  gboolean        cancellable;     /* on the wire */
  gboolean        is_probe;        /* carries an id that no other request has, see below */
  gboolean        is_suspended;    /* answered, but not for good: to be sent again */
  gboolean        wants_progress;
  char           *text;            /* what was sent */
  GPtrArray      *headers;         /* names and values in turn, for HTTP; may be NULL */
  DexFuture      *work;            /* what has to be done before it is sent again */
  guint           rounds;          /* of questions of the server */
  guint           repeats;         /* for reasons other than questions */
  SalonMcpTool   *tool;            /* the one that is called, when it was listed; may be NULL */
  SalonJsonDocument *outcome;      /* what came of it, once finished: this */
  GError         *failure;         /* or that */
  DexPromise     *result;          /* these two are made when somebody asks for them */
  DexPromise     *tool_result;

  /* All in microseconds of the client's clock. */
  gint64          timeout;
  gint64          deadline;
  gint64          last_deadline;   /* progress can't move the deadline beyond it */
  gint64          paused_at;
  guint           pauses;
};

/* The id of a probe is this and the exchange's number: whatever answers it late can't be taken
 * for an answer to anything else. */
#define SALON_MCP_PROBE_ID_PREFIX "salon-probe-"

SalonMcpExchange *salon_mcp_exchange_new           (SalonMcpClient    *client,
                                                    const char        *method,
                                                    gint64             id);
void              salon_mcp_exchange_resolve       (SalonMcpExchange  *self,
                                                    SalonJsonDocument *result);
void              salon_mcp_exchange_reject        (SalonMcpExchange  *self,
                                                    GError            *error);
void              salon_mcp_exchange_emit_progress (SalonMcpExchange  *self,
                                                    double             progress,
                                                    double             total,
                                                    const char        *message);

void              salon_mcp_exchange_write_id      (SalonMcpExchange  *self,
                                                    SalonJsonWriter   *writer,
                                                    const char        *name);
void              salon_mcp_exchange_add_header    (SalonMcpExchange  *self,
                                                    const char        *name,
                                                    const char        *value);

G_END_DECLS

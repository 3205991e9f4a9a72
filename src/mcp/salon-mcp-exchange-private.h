/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-exchange.h"

G_BEGIN_DECLS

struct _SalonMcpExchange
{
  GObject         parent_instance;

  SalonMcpClient *client;          /* not owned; NULL once finished */
  char           *method;
  gint64          id;
  gboolean        cancellable;     /* on the wire */
  DexPromise     *result;
  DexPromise     *tool_result;     /* made when somebody asks for it */

  /* All in microseconds of the client's clock. */
  gint64          timeout;
  gint64          deadline;
  gint64          last_deadline;   /* progress can't move the deadline beyond it */
  gint64          paused_at;
  guint           pauses;
};

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

G_END_DECLS

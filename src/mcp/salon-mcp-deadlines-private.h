/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-mcp-types.h"

G_BEGIN_DECLS

/* Watches the deadlines of a client's outstanding exchanges with one timer for all. */
typedef struct _SalonMcpDeadlines SalonMcpDeadlines;

typedef void (*SalonMcpDeadlineFunc) (SalonMcpExchange *exchange,
                                      gpointer          user_data);

SalonMcpDeadlines *salon_mcp_deadlines_new         (SalonClock           *clock,
                                                    GHashTable           *exchanges,
                                                    SalonMcpDeadlineFunc  expired,
                                                    gpointer              user_data);
void               salon_mcp_deadlines_unref       (SalonMcpDeadlines    *self);
void               salon_mcp_deadlines_stop        (SalonMcpDeadlines    *self);
void               salon_mcp_deadlines_begin       (SalonMcpDeadlines    *self,
                                                    SalonMcpExchange     *exchange,
                                                    gint64                timeout,
                                                    gint64                maximum);
void               salon_mcp_deadlines_set_timeout (SalonMcpDeadlines    *self,
                                                    SalonMcpExchange     *exchange,
                                                    gint64                timeout);
void               salon_mcp_deadlines_extend      (SalonMcpDeadlines    *self,
                                                    SalonMcpExchange     *exchange);
void               salon_mcp_deadlines_pause       (SalonMcpDeadlines    *self,
                                                    SalonMcpExchange     *exchange);
void               salon_mcp_deadlines_resume      (SalonMcpDeadlines    *self,
                                                    SalonMcpExchange     *exchange);
void               salon_mcp_deadlines_pause_all   (SalonMcpDeadlines    *self);
void               salon_mcp_deadlines_resume_all  (SalonMcpDeadlines    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpDeadlines, salon_mcp_deadlines_unref)

G_END_DECLS

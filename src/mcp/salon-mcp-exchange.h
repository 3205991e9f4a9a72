/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-json.h"
#include "salon-mcp-types.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_EXCHANGE (salon_mcp_exchange_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpExchange, salon_mcp_exchange, SALON, MCP_EXCHANGE, GObject)

const char *salon_mcp_exchange_get_method        (SalonMcpExchange *self);
gint64      salon_mcp_exchange_get_id            (SalonMcpExchange *self);
gboolean    salon_mcp_exchange_is_finished       (SalonMcpExchange *self);
DexFuture  *salon_mcp_exchange_await_result      (SalonMcpExchange *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *salon_mcp_exchange_await_tool_result (SalonMcpExchange *self) G_GNUC_WARN_UNUSED_RESULT;
void        salon_mcp_exchange_cancel            (SalonMcpExchange *self,
                                                  const char       *reason);
void        salon_mcp_exchange_set_timeout       (SalonMcpExchange *self,
                                                  guint             milliseconds);
void        salon_mcp_exchange_pause_deadline    (SalonMcpExchange *self);
void        salon_mcp_exchange_resume_deadline   (SalonMcpExchange *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-era-private.h"

G_BEGIN_DECLS

typedef void (*SalonMcpToolRefreshFunc) (SalonMcpExchange *exchange,
                                         gpointer          user_data);

void salon_mcp_tool_refresh_begin (SalonMcpClient          *client,
                                   SalonMcpExchange        *exchange,
                                   SalonMcpToolRefreshFunc  refreshed,
                                   gpointer                 era);

G_END_DECLS

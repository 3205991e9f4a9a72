/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-modern-protocol-private.h"

G_BEGIN_DECLS

void salon_mcp_input_rounds_begin (SalonMcpModernProtocol *protocol,
                                   SalonMcpClient         *client,
                                   SalonMcpExchange       *exchange,
                                   const SalonJson        *result);

G_END_DECLS

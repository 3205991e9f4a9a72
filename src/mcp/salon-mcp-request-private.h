/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json-writer.h"
#include "salon-mcp-era-private.h"

G_BEGIN_DECLS

/* What the requests of both eras have in common. */

SalonJsonWriter   *salon_mcp_request_begin      (SalonMcpExchange     *exchange);
void               salon_mcp_request_add_params (SalonJsonWriter      *writer,
                                                 const SalonMcpParams *params);
void               salon_mcp_request_begin_meta (SalonJsonWriter      *writer,
                                                 SalonMcpExchange     *exchange,
                                                 const SalonMcpParams *params);
char              *salon_mcp_request_finish     (SalonJsonWriter      *writer);
SalonJsonDocument *salon_mcp_request_read_back  (SalonMcpExchange     *exchange,
                                                 SalonMcpParams       *params);
char              *salon_mcp_request_write_cancellation
                                                (SalonMcpExchange     *exchange,
                                                 const char           *reason);

G_END_DECLS

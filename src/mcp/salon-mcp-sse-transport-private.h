/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-http-link-private.h"
#include "salon-mcp-sse-transport.h"

G_BEGIN_DECLS

SalonMcpSseTransport *salon_mcp_sse_transport_new_for_link (SalonMcpHttpLink *link);

G_END_DECLS

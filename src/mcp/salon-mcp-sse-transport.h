/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-http-client.h"
#include "salon-mcp-authorizer.h"
#include "salon-mcp-transport.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_SSE_TRANSPORT (salon_mcp_sse_transport_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpSseTransport, salon_mcp_sse_transport, SALON, MCP_SSE_TRANSPORT,
                      GObject)

SalonMcpSseTransport *salon_mcp_sse_transport_new             (const char           *url,
                                                               GHashTable           *headers,
                                                               SalonHttpClient      *http_client,
                                                               SalonClock           *clock);
void                  salon_mcp_sse_transport_set_authorizer  (SalonMcpSseTransport *self,
                                                               SalonMcpAuthorizer   *authorizer);
void                  salon_mcp_sse_transport_set_max_message (SalonMcpSseTransport *self,
                                                               gsize                 bytes);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-http-client.h"
#include "salon-mcp-authorizer.h"
#include "salon-mcp-transport.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_HTTP_TRANSPORT (salon_mcp_http_transport_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpHttpTransport, salon_mcp_http_transport, SALON, MCP_HTTP_TRANSPORT,
                      GObject)

SalonMcpHttpTransport *salon_mcp_http_transport_new             (const char            *url,
                                                                 GHashTable            *headers,
                                                                 SalonHttpClient       *http_client,
                                                                 SalonClock            *clock);
void                   salon_mcp_http_transport_set_authorizer  (SalonMcpHttpTransport *self,
                                                                 SalonMcpAuthorizer    *authorizer);
void                   salon_mcp_http_transport_set_max_message (SalonMcpHttpTransport *self,
                                                                 gsize                  bytes);
const char            *salon_mcp_http_transport_get_url         (SalonMcpHttpTransport *self);

G_END_DECLS

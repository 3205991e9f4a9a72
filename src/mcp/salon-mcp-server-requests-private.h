/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"
#include "salon-mcp-types.h"

G_BEGIN_DECLS

/* The requests of a legacy server: hands them to the client's input handler and sends back
 * the answers. */
typedef struct _SalonMcpServerRequests SalonMcpServerRequests;

SalonMcpServerRequests *salon_mcp_server_requests_new    (SalonMcpClient         *client);
void                    salon_mcp_server_requests_free   (SalonMcpServerRequests *self);
void                    salon_mcp_server_requests_handle (SalonMcpServerRequests *self,
                                                          SalonJsonDocument      *document,
                                                          const SalonJson        *id,
                                                          const char             *method,
                                                          const SalonJson        *params);
void                    salon_mcp_server_requests_cancel (SalonMcpServerRequests *self,
                                                          const SalonJson        *id);
void                    salon_mcp_server_requests_drop   (SalonMcpServerRequests *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpServerRequests, salon_mcp_server_requests_free)

G_END_DECLS

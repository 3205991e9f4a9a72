/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-mcp-auth-response.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_AUTH_CALLBACK (salon_mcp_auth_callback_get_type ())

/**
 * SalonMcpAuthCallback:
 *
 * Where the browser comes back to (RFC 8252 section 7.3): a listener on this computer only,
 * for one answer to one question. Dropping it closes the port.
 */
G_DECLARE_FINAL_TYPE (SalonMcpAuthCallback, salon_mcp_auth_callback, SALON, MCP_AUTH_CALLBACK,
                      GObject)

#define SALON_MCP_AUTH_CALLBACK_SECONDS (5 * 60)

/* @host: “127.0.0.1”, or “localhost” where an authorization server insists on the name: then
 * 127.0.0.1 and, where there is IPv6, [::1] on the same port. */
SalonMcpAuthCallback *salon_mcp_auth_callback_new              (SalonClock            *clock,
                                                                const char            *host);
/* A port to try first, for servers that know one redirect URI only; 0 for any. Before start. */
void                  salon_mcp_auth_callback_set_port         (SalonMcpAuthCallback  *self,
                                                                guint16                port);
/* Opens the port. SALON_MCP_AUTH_ERROR_FAILED when there is none to be had. */
gboolean              salon_mcp_auth_callback_start            (SalonMcpAuthCallback  *self,
                                                                GError               **error);
/* “http://127.0.0.1:PORT/callback”; NULL before start. */
const char           *salon_mcp_auth_callback_get_redirect_uri (SalonMcpAuthCallback  *self);
/* → boxed SalonMcpAuthResponse, the first with this state, an error response included; the port
 * is closed by then. Others are answered with a page and ignored. Once only. Rejected with
 * SALON_MCP_AUTH_ERROR_TIMED_OUT after five minutes; dropping the future closes the port. */
DexFuture            *salon_mcp_auth_callback_wait             (SalonMcpAuthCallback  *self,
                                                                const char            *state)
  G_GNUC_WARN_UNUSED_RESULT;
/* Closes the port; a wait is rejected with G_IO_ERROR_CANCELLED. */
void                  salon_mcp_auth_callback_stop             (SalonMcpAuthCallback  *self);

G_END_DECLS

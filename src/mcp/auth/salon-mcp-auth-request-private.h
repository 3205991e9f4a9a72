/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-mcp-auth-client-private.h"
#include "salon-mcp-auth-response.h"
#include "salon-mcp-auth-server-private.h"

G_BEGIN_DECLS

/**
 * SalonMcpAuthRequest:
 *
 * One authorization request (RFC 6749 section 4.1.1 with PKCE and resource indicators) and what
 * its response has to fit. Good for one response.
 */
typedef struct _SalonMcpAuthRequest SalonMcpAuthRequest;

/* @resource: as published; @scopes: (nullable) */
SalonMcpAuthRequest *salon_mcp_auth_request_new              (SalonMcpAuthServer    *server,
                                                              SalonMcpAuthClient    *client,
                                                              const char            *redirect_uri,
                                                              const char            *resource,
                                                              const char            *scopes,
                                                              SalonClock            *clock);
void                 salon_mcp_auth_request_free             (SalonMcpAuthRequest   *self);
char                *salon_mcp_auth_request_dup_url          (SalonMcpAuthRequest   *self);
const char          *salon_mcp_auth_request_get_state        (SalonMcpAuthRequest   *self);
const char          *salon_mcp_auth_request_get_verifier     (SalonMcpAuthRequest   *self);
const char          *salon_mcp_auth_request_get_redirect_uri (SalonMcpAuthRequest   *self);
/* The code of a response that is ours and comes from where it should: state, then issuer (RFC
 * 9207), and only then what it says. Once only. SALON_MCP_AUTH_ERROR_STATE, _ISSUER, _DENIED,
 * _SCOPE, _FAILED */
const char          *salon_mcp_auth_request_check            (SalonMcpAuthRequest   *self,
                                                              SalonMcpAuthResponse  *response,
                                                              GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpAuthRequest, salon_mcp_auth_request_free)

G_END_DECLS

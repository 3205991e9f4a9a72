/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SalonMcpAuthResponse:
 *
 * An authorization response (RFC 6749 section 4.1.2, RFC 9207): the parameters with which the
 * authorization server sent the browser back. Decoded and otherwise as they came: nothing is
 * checked yet, and the texts are a stranger's. Immutable, reference-counted.
 */
typedef struct _SalonMcpAuthResponse SalonMcpAuthResponse;

#define SALON_TYPE_MCP_AUTH_RESPONSE (salon_mcp_auth_response_get_type ())

GType                 salon_mcp_auth_response_get_type              (void) G_GNUC_CONST;
/* “code=…&state=…”, without the question mark; SALON_MCP_AUTH_ERROR_FAILED when it is no form,
 * or a parameter is there twice. */
SalonMcpAuthResponse *salon_mcp_auth_response_new_from_query        (const char *query,
                                                                     GError     **error);
/* The query of a whole address, for agents that follow redirects themselves. Whether it is
 * the redirect URI is for them to check: see salon_mcp_auth_response_new_from_redirect(). */
SalonMcpAuthResponse *salon_mcp_auth_response_new_from_redirect     (const char *location,
                                                                     const char *redirect_uri,
                                                                     GError     **error);
SalonMcpAuthResponse *salon_mcp_auth_response_ref                   (SalonMcpAuthResponse *self);
void                  salon_mcp_auth_response_unref                 (SalonMcpAuthResponse *self);
/* Each is NULL when absent. */
const char           *salon_mcp_auth_response_get_code              (SalonMcpAuthResponse *self);
const char           *salon_mcp_auth_response_get_state             (SalonMcpAuthResponse *self);
const char           *salon_mcp_auth_response_get_iss               (SalonMcpAuthResponse *self);
const char           *salon_mcp_auth_response_get_error             (SalonMcpAuthResponse *self);
const char           *salon_mcp_auth_response_get_error_description (SalonMcpAuthResponse *self);
const char           *salon_mcp_auth_response_get_error_uri         (SalonMcpAuthResponse *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpAuthResponse, salon_mcp_auth_response_unref)

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-json.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_AUTH_SERVER (salon_mcp_auth_server_get_type ())

/**
 * SalonMcpAuthServer:
 *
 * Authorization server metadata (RFC 8414, OpenID Connect Discovery): where to register, to sign
 * in and to get tokens. Immutable, reference-counted.
 */
typedef struct _SalonMcpAuthServer SalonMcpAuthServer;

GType               salon_mcp_auth_server_get_type          (void) G_GNUC_CONST;
/* @document_url: where the document is from, for sentences; @issuer: whose it has to be.
 * SALON_MCP_AUTH_ERROR_ISSUER when it is somebody else's, SALON_MCP_AUTH_ERROR_DISCOVERY for
 * wrong members. */
SalonMcpAuthServer *salon_mcp_auth_server_new               (const char           *document_url,
                                                             const char           *issuer,
                                                             const SalonJson      *document,
                                                             GError              **error);
/* A server of 2025-03-26 without metadata: its endpoints are where that revision says. */
SalonMcpAuthServer *salon_mcp_auth_server_new_default       (const char           *origin);
SalonMcpAuthServer *salon_mcp_auth_server_ref               (SalonMcpAuthServer   *self);
void                salon_mcp_auth_server_unref             (SalonMcpAuthServer   *self);
const char         *salon_mcp_auth_server_get_issuer        (SalonMcpAuthServer   *self);
/* NULL for a server that only knows grants without a browser. */
const char         *salon_mcp_auth_server_get_authorization_endpoint
                                                            (SalonMcpAuthServer   *self);
const char         *salon_mcp_auth_server_get_token_endpoint
                                                            (SalonMcpAuthServer   *self);
/* NULL when it can't be done there; so are all others. */
const char         *salon_mcp_auth_server_get_registration_endpoint
                                                            (SalonMcpAuthServer   *self);
const char         *salon_mcp_auth_server_get_revocation_endpoint
                                                            (SalonMcpAuthServer   *self);
gboolean            salon_mcp_auth_server_has_scope         (SalonMcpAuthServer   *self,
                                                             const char           *scope);
gboolean            salon_mcp_auth_server_takes_metadata_urls
                                                            (SalonMcpAuthServer   *self);
/* Whether responses have to say whose they are (RFC 9207). */
gboolean            salon_mcp_auth_server_sends_issuer      (SalonMcpAuthServer   *self);
/* Whether clients may authenticate like that: “none”, “client_secret_basic” …; a server that
 * does not say knows client_secret_basic (RFC 8414 section 2). */
gboolean            salon_mcp_auth_server_takes_method      (SalonMcpAuthServer   *self,
                                                             const char           *method);
gboolean            salon_mcp_auth_server_names_methods     (SalonMcpAuthServer   *self);
/* Whether it binds tokens to ES256 keys (RFC 9449 section 5.1). */
gboolean            salon_mcp_auth_server_takes_dpop        (SalonMcpAuthServer   *self);
/* MCP “Authorization Code Protection”: S256 has to be named. @assume: the user says it is known
 * there, in case the document says nothing. SALON_MCP_AUTH_ERROR_UNSUPPORTED */
gboolean            salon_mcp_auth_server_check_pkce        (SalonMcpAuthServer   *self,
                                                             gboolean              assume,
                                                             GError              **error);

/* Where the document of an issuer may be, in order. (array zero-terminated=1) (transfer full) */
char              **salon_mcp_auth_server_dup_locations     (const char           *issuer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpAuthServer, salon_mcp_auth_server_unref)

G_END_DECLS

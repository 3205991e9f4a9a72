/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-json.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_AUTH_RESOURCE (salon_mcp_auth_resource_get_type ())

/**
 * SalonMcpAuthResource:
 *
 * Protected resource metadata (RFC 9728): what an MCP server says about who lets people in.
 * Immutable, reference-counted.
 */
typedef struct _SalonMcpAuthResource SalonMcpAuthResource;

GType                 salon_mcp_auth_resource_get_type        (void) G_GNUC_CONST;
/* @document_url: where the document is from, for sentences; @server_url: the MCP server it has to
 * be about. SALON_MCP_AUTH_ERROR_RESOURCE when it is about another one,
 * SALON_MCP_AUTH_ERROR_DISCOVERY for wrong members. */
SalonMcpAuthResource *salon_mcp_auth_resource_new             (const char            *document_url,
                                                               const SalonJson       *document,
                                                               const char            *server_url,
                                                               GError               **error);
SalonMcpAuthResource *salon_mcp_auth_resource_ref             (SalonMcpAuthResource  *self);
void                  salon_mcp_auth_resource_unref           (SalonMcpAuthResource  *self);
/* Exactly as published: it has to be sent like that (MCP “Resource Parameter”). */
const char           *salon_mcp_auth_resource_get_identifier  (SalonMcpAuthResource  *self);
/* Issuers, as published; at least one. (array zero-terminated=1) */
const char * const   *salon_mcp_auth_resource_get_issuers     (SalonMcpAuthResource  *self);
gboolean              salon_mcp_auth_resource_has_issuer      (SalonMcpAuthResource  *self,
                                                               const char            *issuer);
/* NULL when it names none. */
const char           *salon_mcp_auth_resource_get_scopes      (SalonMcpAuthResource  *self);
gboolean              salon_mcp_auth_resource_needs_dpop      (SalonMcpAuthResource  *self);

/* Whether a resource identifier may stand for a server: same origin, and the path of the server
 * or one it lies below. */
gboolean              salon_mcp_auth_resource_identifies      (const char            *identifier,
                                                               const char            *server_url);
/* What identifies a server that publishes nothing: its address without a fragment, and without
 * a slash that is all there is of the path. */
char                 *salon_mcp_auth_resource_dup_canonical   (const char            *server_url);
/* Where the document may be, after the address that a challenge gave (nullable).
 * (array zero-terminated=1) (transfer full) */
char                **salon_mcp_auth_resource_dup_locations   (const char            *server_url,
                                                               const char            *given);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpAuthResource, salon_mcp_auth_resource_unref)

G_END_DECLS

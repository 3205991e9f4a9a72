/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-auth-fetcher.h"
#include "salon-mcp-auth-resource-private.h"
#include "salon-mcp-auth-server-private.h"
#include "salon-mcp-auth-settings.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_AUTH_DISCOVERY (salon_mcp_auth_discovery_get_type ())

/**
 * SalonMcpAuthDiscovery:
 *
 * What was found out about signing in to an MCP server (MCP “Authorization Server Discovery”).
 * Immutable, reference-counted.
 */
typedef struct _SalonMcpAuthDiscovery SalonMcpAuthDiscovery;

/* What is known before; all borrowed and nullable but @fetcher and @settings. */
typedef struct
{
  SalonMcpAuthFetcher  *fetcher;
  SalonMcpAuthSettings *settings;
  const char           *challenge;          /* the WWW-Authenticate header */
  const char           *preferred_issuer;   /* where there are tokens or a client already */
  DexFuture            *stop;
} SalonMcpAuthDiscoveryCall;

GType salon_mcp_auth_discovery_get_type (void) G_GNUC_CONST;
/* Finds everything out. To be called from fibers. SALON_MCP_AUTH_ERROR_DISCOVERY, _RESOURCE,
 * _ISSUER, _UNSUPPORTED, _BLOCKED_ADDRESS and what the fetcher says */
SalonMcpAuthDiscovery *salon_mcp_auth_discovery_run (const SalonMcpAuthDiscoveryCall  *call,
                                                     GError                          **error);
/* Only the metadata of the server itself, which says where to sign in now; NULL without an error
 * for a server that has none. */
SalonMcpAuthResource *salon_mcp_auth_discovery_read_resource
  (const SalonMcpAuthDiscoveryCall  *call,
   GError                          **error);
/* The metadata of an issuer that the user has entered. */
SalonMcpAuthServer *salon_mcp_auth_discovery_read_server (const SalonMcpAuthDiscoveryCall  *call,
                                                          const char                       *issuer,
                                                          GError                          **error);
SalonMcpAuthDiscovery *salon_mcp_auth_discovery_ref (SalonMcpAuthDiscovery *self);
void salon_mcp_auth_discovery_unref (SalonMcpAuthDiscovery *self);
SalonMcpAuthServer *salon_mcp_auth_discovery_get_server (SalonMcpAuthDiscovery *self);
/* What to send as “resource”, always. */
const char *salon_mcp_auth_discovery_get_resource (SalonMcpAuthDiscovery *self);
/* What the server asks for: what the challenge says, else what the metadata says, else NULL. */
const char *salon_mcp_auth_discovery_get_scopes (SalonMcpAuthDiscovery *self);
/* Whether tokens have to be bound to a key. */
gboolean salon_mcp_auth_discovery_needs_dpop (SalonMcpAuthDiscovery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpAuthDiscovery, salon_mcp_auth_discovery_unref)

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"
#include "salon-mcp-auth-client-private.h"
#include "salon-mcp-auth-key.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_AUTH_TOKENS (salon_mcp_auth_tokens_get_type ())

/**
 * SalonMcpAuthTokens:
 *
 * What an authorization server gave, with all that it takes to renew it: a token belongs to the
 * client, the server and the key it was given to. All of it is secret. Immutable,
 * reference-counted.
 */
typedef struct _SalonMcpAuthTokens SalonMcpAuthTokens;

/* What tokens are given for; all borrowed. */
typedef struct
{
  const char         *issuer;
  const char         *resource;
  const char         *token_endpoint;
  const char         *revocation_endpoint;   /* may be NULL */
  const char         *scopes;                /* that were asked for; may be NULL */
  SalonMcpAuthClient *client;
  SalonMcpAuthKey    *key;                   /* that they are bound to; may be NULL */
} SalonMcpAuthTokensContext;

GType salon_mcp_auth_tokens_get_type (void) G_GNUC_CONST;
/* A successful answer of a token endpoint (RFC 6749 section 5.1). @now: microseconds of real
 * time; @previous: what is renewed, whose refresh token stays when the answer has none (nullable).
 * SALON_MCP_AUTH_ERROR_TOKEN */
SalonMcpAuthTokens *salon_mcp_auth_tokens_new (const SalonJson                  *answer,
                                               const SalonMcpAuthTokensContext  *context,
                                               SalonMcpAuthTokens               *previous,
                                               gint64                            now,
                                               GError                          **error);
/* As salon_mcp_auth_tokens_to_text() wrote it; NULL for anything else. */
SalonMcpAuthTokens *salon_mcp_auth_tokens_new_from_text (const char *text);
char *salon_mcp_auth_tokens_to_text (SalonMcpAuthTokens *self);
SalonMcpAuthTokens *salon_mcp_auth_tokens_ref (SalonMcpAuthTokens *self);
void salon_mcp_auth_tokens_unref (SalonMcpAuthTokens *self);
/* The context in which they were given, for renewing them. */
void salon_mcp_auth_tokens_get_context (SalonMcpAuthTokens        *self,
                                        SalonMcpAuthTokensContext *context);
const char *salon_mcp_auth_tokens_get_access_token (SalonMcpAuthTokens *self);
const char         *salon_mcp_auth_tokens_get_refresh_token
                                                           (SalonMcpAuthTokens  *self);
gboolean salon_mcp_auth_tokens_is_bound (SalonMcpAuthTokens *self);
/* What was granted; NULL when nothing was said. */
const char *salon_mcp_auth_tokens_get_scopes (SalonMcpAuthTokens *self);
/* What was asked for, in all. */
const char *salon_mcp_auth_tokens_get_wanted (SalonMcpAuthTokens *self);
/* Microseconds of real time; 0 when nothing was said. */
gint64 salon_mcp_auth_tokens_get_expires_at (SalonMcpAuthTokens *self);
/* Whether it is time to renew them. */
gboolean salon_mcp_auth_tokens_is_expiring (SalonMcpAuthTokens *self,
                                            gint64              now);
gboolean salon_mcp_auth_tokens_is_expired (SalonMcpAuthTokens *self,
                                           gint64              now);
/* “Bearer …” or “DPoP …” */
char *salon_mcp_auth_tokens_dup_header (SalonMcpAuthTokens *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpAuthTokens, salon_mcp_auth_tokens_unref)

G_END_DECLS

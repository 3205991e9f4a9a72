/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-mcp-auth-client-private.h"
#include "salon-mcp-auth-fetcher.h"
#include "salon-mcp-auth-proof-private.h"

G_BEGIN_DECLS

/* Requests to token endpoints, whatever is given for the token. To be called from fibers. */

#define SALON_MCP_AUTH_GRANT_TYPE_JWT_BEARER "urn:ietf:params:oauth:grant-type:jwt-bearer"
#define SALON_MCP_AUTH_GRANT_TYPE_EXCHANGE "urn:ietf:params:oauth:grant-type:token-exchange"

/* What all requests of one sign-in have in common; all borrowed. */
typedef struct
{
  SalonMcpAuthFetcher *fetcher;
  SalonClock          *clock;
  SalonMcpAuthNonces  *nonces;
  const char          *endpoint;
  SalonMcpAuthClient  *client;
  SalonMcpAuthKey     *client_key;   /* of private_key_jwt; may be NULL */
  SalonMcpAuthKey     *proof_key;    /* that the token is to be bound to; may be NULL */
  DexFuture           *stop;         /* rejects when nobody waits any more; may be NULL */
} SalonMcpAuthTokenCall;

/* Awaits a future, but not beyond the rejection of @stop (nullable). */
DexFuture         *salon_mcp_auth_or_stop              (DexFuture                   *future,
                                                        DexFuture                   *stop);
/* @form: names and values in turn, ended by NULL; a pair without value is left out.
 * @refusal: (out) (nullable): the “error” of the answer when the server refused; else NULL.
 * Returns the document of a successful answer. SALON_MCP_AUTH_ERROR_TOKEN, and what the fetcher
 * says. */
SalonJsonDocument *salon_mcp_auth_token_client_request (const SalonMcpAuthTokenCall *call,
                                                        const char * const          *form,
                                                        char                       **refusal,
                                                        GError                     **error);
/* RFC 7009. That the token is not known any more is no error. */
gboolean           salon_mcp_auth_token_client_revoke  (const SalonMcpAuthTokenCall *call,
                                                        const char                  *token,
                                                        const char                  *hint,
                                                        GError                     **error);

G_END_DECLS

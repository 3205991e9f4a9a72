/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-mcp-auth-key.h"

G_BEGIN_DECLS

/* Proofs of possession (RFC 9449), and what servers want to see in them. */

/**
 * SalonMcpAuthNonces:
 *
 * The last nonce of each origin. Not shared between threads.
 */
typedef struct _SalonMcpAuthNonces SalonMcpAuthNonces;

SalonMcpAuthNonces *salon_mcp_auth_nonces_new    (void);
void                salon_mcp_auth_nonces_free   (SalonMcpAuthNonces *self);
/* @nonce: (nullable): the DPoP-Nonce header of an answer from @url. Returns whether it is one
 * that was not known. */
gboolean            salon_mcp_auth_nonces_take   (SalonMcpAuthNonces *self,
                                                  const char         *url,
                                                  const char         *nonce);
/* NULL for none. */
const char         *salon_mcp_auth_nonces_lookup (SalonMcpAuthNonces *self,
                                                  const char         *url);

/* What one request shows: each is good for one use.
 * @access_token: (nullable): at the resource, the token that goes along;
 * @body: (nullable): what the request carries, where it is to be covered. */
char               *salon_mcp_auth_proof_new     (SalonMcpAuthKey     *key,
                                                  const char          *method,
                                                  const char          *url,
                                                  const char          *access_token,
                                                  const char          *nonce,
                                                  const char          *body,
                                                  SalonClock          *clock,
                                                  GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpAuthNonces, salon_mcp_auth_nonces_free)

G_END_DECLS

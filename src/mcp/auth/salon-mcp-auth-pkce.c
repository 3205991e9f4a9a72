/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-pkce.h"

#include <string.h>

#include "salon-mcp-auth-base64url.h"
#include "salon-mcp-auth-random.h"

/* RFC 7636 section 4.1 recommends as many. */
#define VERIFIER_BYTES 32

#define SHA256_LENGTH 32

/**
 * salon_mcp_auth_pkce_new_verifier:
 *
 * Returns: (transfer full): a new code verifier (RFC 7636 section 4.1), a secret until it is
 *   sent to the token endpoint
 */
char *
salon_mcp_auth_pkce_new_verifier (void)
{
  return salon_mcp_auth_random_text (VERIFIER_BYTES);
}

/**
 * salon_mcp_auth_pkce_dup_challenge:
 * @verifier: a code verifier
 *
 * Returns: (transfer full): its code challenge by the method S256 (RFC 7636 section 4.2)
 */
char *
salon_mcp_auth_pkce_dup_challenge (const char *verifier)
{
  g_autoptr(GChecksum) checksum = NULL;
  guint8 digest[SHA256_LENGTH];
  gsize length = sizeof digest;

  g_return_val_if_fail (verifier != NULL, NULL);

  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) verifier, (gssize) strlen (verifier));
  g_checksum_get_digest (checksum, digest, &length);

  return salon_mcp_auth_base64url_encode (digest, length);
}

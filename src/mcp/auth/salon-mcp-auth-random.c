/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-random.h"

#include <gnutls/crypto.h>

#include "salon-mcp-auth-base64url.h"

/**
 * salon_mcp_auth_random_text:
 * @n_bytes: how many bytes of randomness, more than 0
 *
 * Makes a text that nobody can guess, of the characters that addresses, headers and JOSE
 * take without encoding. 32 bytes give 43 characters.
 *
 * Returns: (transfer full): the text
 */
char *
salon_mcp_auth_random_text (gsize n_bytes)
{
  g_autofree guint8 *bytes = NULL;
  int result;

  g_return_val_if_fail (n_bytes > 0, NULL);

  bytes = g_malloc (n_bytes);
  result = gnutls_rnd (GNUTLS_RND_KEY, bytes, n_bytes);
  /* A guess that could be made is worse than no program. */
  if (result < 0)
    g_error ("No randomness to be had: %s", gnutls_strerror (result));

  return salon_mcp_auth_base64url_encode (bytes, n_bytes);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "salon-mcp-auth-challenge.h"

/* A WWW-Authenticate header, or several joined. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *header = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr (GPtrArray) challenges = salon_mcp_auth_challenge_parse (header);
  SalonMcpAuthChallenge *bearer = NULL;

  g_assert_nonnull (challenges);
  for (guint i = 0; i < challenges->len; i++)
    {
      SalonMcpAuthChallenge *challenge = g_ptr_array_index (challenges, i);
      const char *metadata = salon_mcp_auth_challenge_get_parameter (challenge,
                                                                     "resource_metadata");

      g_assert_cmpstr (salon_mcp_auth_challenge_get_scheme (challenge), !=, "");
      if (metadata != NULL)
        /* A byte that is no text becomes a character of three. */
        g_assert_cmpuint (strlen (metadata), <=, 3 * size);
      salon_mcp_auth_challenge_get_token68 (challenge);
    }
  bearer = salon_mcp_auth_challenge_find (challenges, "bearer");
  if (bearer != NULL)
    g_assert_cmpint (g_ascii_strcasecmp (salon_mcp_auth_challenge_get_scheme (bearer), "Bearer"),
                     ==, 0);
  return 0;
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-keys-private.h"

/* What is between the bars is a stranger's: it must not be able to hold one. */
static char *
escape (const char *text)
{
  return g_uri_escape_string (text, ":/?#[]@!$&'()*+,;= ", TRUE);
}

char *
salon_mcp_auth_dup_client_key (const char *issuer)
{
  g_autofree char *escaped = escape (issuer);

  return g_strconcat ("client|", escaped, NULL);
}

char *
salon_mcp_auth_dup_tokens_key (const char *issuer,
                               const char *resource,
                               const char *account)
{
  g_autofree char *first = escape (issuer);
  g_autofree char *second = escape (resource);
  g_autofree char *third = escape (account);

  return g_strconcat ("tokens|", first, "|", second, "|", third, NULL);
}

char *
salon_mcp_auth_dup_server_key (const char *server_url,
                               const char *account)
{
  g_autofree char *first = escape (server_url);
  g_autofree char *second = escape (account);

  return g_strconcat ("server|", first, "|", second, NULL);
}

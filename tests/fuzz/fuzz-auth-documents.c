/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include "fuzz.h"
#include "salon-json.h"
#include "salon-mcp-auth-answer.h"
#include "salon-mcp-auth-base64url.h"
#include "salon-mcp-auth-client-private.h"
#include "salon-mcp-auth-form.h"
#include "salon-mcp-auth-resource-private.h"
#include "salon-mcp-auth-response.h"
#include "salon-mcp-auth-server-private.h"
#include "salon-mcp-auth-tokens-private.h"

#define SERVER_URL "https://mcp.example/mcp"
#define ISSUER "https://login.example"

/* What the parties of a sign-in answer: the documents that describe them, the registration of
 * a client, the tokens, and the address the browser comes back to. */

static void
read_resource (const SalonJson *root)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonMcpAuthResource) resource =
    salon_mcp_auth_resource_new ("https://mcp.example/.well-known/oauth-protected-resource",
                                 root, SERVER_URL, &error);

  g_assert_true ((resource == NULL) == (error != NULL));
  if (resource == NULL)
    return;
  g_assert_true (salon_mcp_auth_resource_identifies
                   (salon_mcp_auth_resource_get_identifier (resource), SERVER_URL));
  for (const char *const *issuer = salon_mcp_auth_resource_get_issuers (resource);
       issuer != NULL && *issuer != NULL; issuer++)
    {
      g_auto (GStrv) locations = salon_mcp_auth_server_dup_locations (*issuer);
    }
}

static void
read_server (const SalonJson *root)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SalonMcpAuthServer) server =
    salon_mcp_auth_server_new (ISSUER "/.well-known/oauth-authorization-server", ISSUER, root,
                               &error);

  g_assert_true ((server == NULL) == (error != NULL));
  if (server == NULL)
    return;
  g_assert_cmpstr (salon_mcp_auth_server_get_issuer (server), ==, ISSUER);
  salon_mcp_auth_server_check_pkce (server, FALSE, NULL);
  salon_mcp_auth_client_choose_method (server, TRUE, FALSE);
}

static void
read_client_and_tokens (const SalonJson *root)
{
  g_autoptr (SalonMcpAuthClient) client =
    salon_mcp_auth_client_new_registered (ISSUER, root, "none", "http://127.0.0.1:1/callback",
                                          NULL);
  g_autoptr (SalonMcpAuthClient) kept = salon_mcp_auth_client_new_from_json (root);
  g_autoptr (SalonMcpAuthTokens) tokens = NULL;
  g_autoptr (SalonMcpAuthTokens) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  SalonMcpAuthTokensContext context = {
    .issuer = ISSUER, .resource = SERVER_URL, .token_endpoint = ISSUER "/token",
  };

  if (client == NULL)
    client = salon_mcp_auth_client_new (SALON_MCP_AUTH_CLIENT_BY_HAND, ISSUER, "id", NULL, "none");
  context.client = client;
  tokens = salon_mcp_auth_tokens_new (root, &context, NULL, 1000, &error);
  g_assert_true ((tokens == NULL) == (error != NULL));
  if (tokens == NULL)
    return;
  text = salon_mcp_auth_tokens_to_text (tokens);
  again = salon_mcp_auth_tokens_new_from_text (text);
  g_assert_nonnull (again);
  g_assert_cmpstr (salon_mcp_auth_tokens_get_access_token (again), ==,
                   salon_mcp_auth_tokens_get_access_token (tokens));
}

static void
read_text (const char *text)
{
  g_autoptr (SalonMcpAuthResponse) response = salon_mcp_auth_response_new_from_query (text, NULL);
  g_autoptr (SalonMcpAuthResponse) redirect =
    salon_mcp_auth_response_new_from_redirect (text, "http://127.0.0.1:1/callback", NULL);
  g_autoptr (SalonMcpAuthTokens) tokens = salon_mcp_auth_tokens_new_from_text (text);
  g_autoptr (GHashTable) form = salon_mcp_auth_form_decode (text, NULL);
  g_autoptr (GBytes) bytes = salon_mcp_auth_base64url_decode (text);
  g_autofree char *canonical = salon_mcp_auth_resource_dup_canonical (text);
  g_auto (GStrv) locations = salon_mcp_auth_server_dup_locations (text);

  salon_mcp_auth_resource_identifies (text, SERVER_URL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autoptr (GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (SalonMcpAuthAnswer) answer =
    salon_mcp_auth_answer_new (ISSUER, 200, g_hash_table_ref (headers), "application/json",
                               body);
  const SalonJson *root = salon_mcp_auth_answer_get_object (answer);

  if (g_utf8_validate (text, -1, NULL))
    read_text (text);
  if (root == NULL)
    return 0;
  read_resource (root);
  read_server (root);
  read_client_and_tokens (root);
  return 0;
}

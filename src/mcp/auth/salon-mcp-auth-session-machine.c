/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-session-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-auth-error.h"
#include "salon-mcp-auth-registration-private.h"
#include "salon-mcp-auth-text.h"

#define TOKEN_TYPE_ID_TOKEN "urn:ietf:params:oauth:token-type:id_token"
#define TOKEN_TYPE_ID_JAG "urn:ietf:params:oauth:token-type:id-jag"

/* The ways to tokens without a browser: client credentials, enterprise-managed authorization,
 * workload identity; and renewing tokens, however they were gained. */

/* All but the keys of the client and of the tokens are borrowed from @context. */
void
salon_mcp_auth_session_make_call (SalonMcpAuthSession             *self,
                                  const SalonMcpAuthTokensContext *context,
                                  SalonMcpAuthTokenCall           *call)
{
  *call = (SalonMcpAuthTokenCall) {
    .fetcher = self->fetcher,
    .clock = self->clock,
    .nonces = self->nonces,
    .endpoint = context->token_endpoint,
    .client = context->client,
    .proof_key = context->key,
  };
}

static gboolean
read_client_key (SalonMcpAuthSession  *self,
                 SalonMcpAuthClient   *client,
                 SalonMcpAuthKey     **key,
                 GError              **error)
{
  const char *pem = salon_mcp_auth_settings_get_private_key (self->settings);

  if (pem == NULL || strcmp (salon_mcp_auth_client_get_method (client), "private_key_jwt") != 0)
    return TRUE;
  *key = salon_mcp_auth_key_new_from_pem (pem, error);
  return *key != NULL;
}

/* Asks for tokens in the name of @context. */
static SalonMcpAuthTokens *
request (SalonMcpAuthSession              *self,
         const SalonMcpAuthTokensContext  *context,
         SalonMcpAuthTokens               *previous,
         const char * const               *form,
         char                            **refusal,
         GError                          **error)
{
  SalonMcpAuthTokenCall call;
  g_autoptr (SalonMcpAuthKey) client_key = NULL;
  g_autoptr (SalonJsonDocument) answer = NULL;

  if (!read_client_key (self, context->client, &client_key, error))
    return NULL;
  salon_mcp_auth_session_make_call (self, context, &call);
  call.client_key = client_key;
  answer = salon_mcp_auth_token_client_request (&call, form, refusal, error);
  if (answer == NULL)
    return NULL;
  return salon_mcp_auth_tokens_new (salon_json_document_get_root (answer), context, previous,
                                    salon_clock_get_real_time (self->clock), error);
}

/* Enterprise-managed authorization. */

static char *
find_provider_endpoint (SalonMcpAuthSession  *self,
                        SalonMcpAuthFetcher  *fetcher,
                        GError              **error)
{
  const char *endpoint = salon_mcp_auth_settings_get_provider_endpoint (self->settings);
  const char *issuer = salon_mcp_auth_settings_get_provider_issuer (self->settings);
  SalonMcpAuthDiscoveryCall call = { .fetcher = fetcher, .settings = self->settings };
  g_autoptr (SalonMcpAuthServer) server = NULL;

  if (endpoint != NULL)
    return g_strdup (endpoint);
  server = salon_mcp_auth_discovery_read_server (&call, issuer, error);
  return server != NULL ? g_strdup (salon_mcp_auth_server_get_token_endpoint (server)) : NULL;
}

/* At the identity provider: an assertion about the user for one authorization server, in exchange
 * for one that is about the user in general (RFC 8693). */
static char *
exchange_assertion (SalonMcpAuthSession              *self,
                    const SalonMcpAuthTokensContext  *context,
                    const char                       *assertion,
                    char                            **refusal,
                    GError                          **error)
{
  const char *issuer = salon_mcp_auth_settings_get_provider_issuer (self->settings);
  const char *given = salon_mcp_auth_settings_get_provider_endpoint (self->settings);
  const char *client_id = salon_mcp_auth_settings_get_provider_client_id (self->settings);
  const char *form[] = {
    "grant_type", SALON_MCP_AUTH_GRANT_TYPE_EXCHANGE,
    "requested_token_type", TOKEN_TYPE_ID_JAG,
    "audience", context->issuer,
    "resource", context->resource,
    "scope", context->scopes,
    "subject_token", assertion,
    "subject_token_type", TOKEN_TYPE_ID_TOKEN,
    NULL
  };
  g_autoptr (SalonMcpAuthFetcher) fetcher = NULL;
  g_autoptr (SalonMcpAuthClient) client = NULL;
  g_autoptr (SalonJsonDocument) answer = NULL;
  g_autofree char *endpoint = NULL;
  g_autofree char *host = NULL;
  SalonMcpAuthTokenCall call;
  const SalonJson *root = NULL;
  const char *jag = NULL;

  if ((issuer == NULL && given == NULL) || client_id == NULL)
    {
      g_set_error_literal (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED,
                           _("The identity provider of your organization is not known. Enter it "
                             "as “identityProvider” of the server in mcp.json, with its "
                             "“clientId”."));
      return NULL;
    }
  /* An address that the user has entered, not the server: another network is no matter. */
  fetcher = salon_mcp_auth_fetcher_new (given != NULL ? given : issuer, FALSE, self->http_client,
                                        self->clock);
  endpoint = find_provider_endpoint (self, fetcher, error);
  if (endpoint == NULL)
    return NULL;
  client = salon_mcp_auth_client_new (SALON_MCP_AUTH_CLIENT_BY_HAND,
                                      issuer != NULL ? issuer : given, client_id, NULL, "none");
  salon_mcp_auth_session_make_call (self, context, &call);
  call.fetcher = fetcher;
  call.endpoint = endpoint;
  call.client = client;
  call.proof_key = NULL;
  answer = salon_mcp_auth_token_client_request (&call, form, refusal, error);
  if (answer == NULL)
    return NULL;
  root = salon_json_document_get_root (answer);
  jag = salon_json_as_string (salon_json_get_member (root, "access_token"));
  if (jag != NULL && g_strcmp0 (salon_json_as_string (salon_json_get_member (root,
                                                                             "issued_token_type")),
                                TOKEN_TYPE_ID_JAG) == 0)
    return g_strdup (jag);
  host = salon_mcp_auth_text_dup_host (endpoint);
  g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_TOKEN,
               _("%s did not vouch for you: its answer holds no assertion for an authorization "
                 "server (“issued_token_type”)."), host);
  return NULL;
}

/* The grants. */

static SalonMcpAuthTokens *
use_grant (SalonMcpAuthSession              *self,
           const SalonMcpAuthTokensContext  *context,
           char                            **refusal,
           GError                          **error)
{
  SalonMcpAuthGrant grant = salon_mcp_auth_settings_get_grant (self->settings);
  const char *form[] = {
    "grant_type", "client_credentials",
    "assertion", NULL,
    "resource", context->resource,
    "scope", context->scopes,
    NULL
  };
  g_autofree char *assertion = NULL;

  if (grant != SALON_MCP_AUTH_GRANT_CLIENT)
    {
      assertion = salon_mcp_auth_settings_dup_assertion (self->settings, error);
      if (assertion == NULL)
        return NULL;
      form[1] = SALON_MCP_AUTH_GRANT_TYPE_JWT_BEARER;
    }
  if (grant == SALON_MCP_AUTH_GRANT_ENTERPRISE)
    {
      char *exchanged = exchange_assertion (self, context, assertion, refusal, error);

      if (exchanged == NULL)
        return NULL;
      g_free (assertion);
      assertion = exchanged;
    }
  form[3] = assertion;
  return request (self, context, NULL, form, refusal, error);
}

SalonMcpAuthTokens *
salon_mcp_auth_session_use_machine (SalonMcpAuthSession    *self,
                                    SalonMcpAuthDiscovery  *discovery,
                                    const char             *scopes,
                                    SalonMcpAuthKey        *proof_key,
                                    GError                **error)
{
  SalonMcpAuthServer *server = salon_mcp_auth_discovery_get_server (discovery);
  SalonMcpAuthRegistrationCall call = {
    .fetcher = self->fetcher,
    .settings = self->settings,
    .store = self->store,
    .server = server,
    .clock = self->clock,
  };
  SalonMcpAuthTokensContext context = {
    .issuer = salon_mcp_auth_server_get_issuer (server),
    .resource = salon_mcp_auth_discovery_get_resource (discovery),
    .token_endpoint = salon_mcp_auth_server_get_token_endpoint (server),
    .revocation_endpoint = salon_mcp_auth_server_get_revocation_endpoint (server),
    .scopes = scopes,
    .key = proof_key,
  };
  g_autoptr (SalonMcpAuthClient) client = NULL;
  g_autoptr (GError) failure = NULL;

  client = salon_mcp_auth_registration_find_fixed (&call, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (client == NULL)
    {
      g_set_error_literal (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_REGISTRATION,
                           _("Signing in without a browser takes a client that was registered by "
                             "hand. Enter its “Client ID” in the settings of the server."));
      return NULL;
    }
  context.client = client;
  return use_grant (self, &context, NULL, error);
}

SalonMcpAuthTokens *
salon_mcp_auth_session_repeat (SalonMcpAuthSession  *self,
                               SalonMcpAuthTokens   *tokens,
                               char                **refusal,
                               GError              **error)
{
  SalonMcpAuthTokensContext context;
  const char *refresh_token = salon_mcp_auth_tokens_get_refresh_token (tokens);
  const char *form[] = {
    "grant_type", "refresh_token",
    "refresh_token", refresh_token,
    "resource", NULL,
    NULL
  };

  salon_mcp_auth_tokens_get_context (tokens, &context);
  if (salon_mcp_auth_settings_get_grant (self->settings) != SALON_MCP_AUTH_GRANT_CODE)
    return use_grant (self, &context, refusal, error);
  if (refresh_token == NULL)
    return NULL;
  form[5] = context.resource;
  return request (self, &context, tokens, form, refusal, error);
}

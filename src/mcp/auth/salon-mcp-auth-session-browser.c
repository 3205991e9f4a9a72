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
#include "salon-mcp-auth-request-private.h"
#include "salon-mcp-auth-text.h"

#define LOOPBACK_ADDRESS "127.0.0.1"
#define LOOPBACK_NAME "localhost"

/* One attempt to sign in in a browser: who asks, and where the answer comes to. */
typedef struct
{
  SalonMcpAuthSession   *session;
  SalonMcpAuthDiscovery *discovery;
  SalonMcpAuthServer    *server;
  const char            *scopes;
  SalonMcpAuthKey       *proof_key;
  SalonMcpAuthClient    *client;
  gboolean               is_old;         /* it registered at an earlier time */
  SalonMcpAuthCallback  *callback;       /* NULL when the user agent needs none */
  char                  *redirect_uri;
} Attempt;

static void
attempt_clear (Attempt *self)
{
  g_clear_pointer (&self->client, salon_mcp_auth_client_unref);
  g_clear_object (&self->callback);
  g_clear_pointer (&self->redirect_uri, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attempt, attempt_clear)

static DexFuture *
get_stop (SalonMcpAuthSession *self)
{
  return DEX_FUTURE (self->stop);
}

static SalonMcpAuthRegistrationCall
make_registration_call (Attempt *self)
{
  return (SalonMcpAuthRegistrationCall) {
    .fetcher = self->session->fetcher,
    .settings = self->session->settings,
    .store = self->session->store,
    .server = self->server,
    .clock = self->session->clock,
    .stop = get_stop (self->session),
  };
}

/* Opens the port that the browser comes back to. @like: (nullable): a redirect URI to have again,
 * if it can be had. */
static gboolean
open_callback (Attempt     *self,
               const char  *host,
               const char  *like,
               GError     **error)
{
  g_autoptr (GUri) uri = like != NULL ? g_uri_parse (like, G_URI_FLAGS_NONE, NULL) : NULL;
  int port = uri != NULL ? g_uri_get_port (uri) : -1;

  if (uri != NULL && g_strcmp0 (g_uri_get_host (uri), LOOPBACK_NAME) == 0)
    host = LOOPBACK_NAME;
  g_clear_object (&self->callback);
  self->callback = salon_mcp_auth_callback_new (self->session->clock, host);
  if (port > 0 && port <= G_MAXUINT16)
    salon_mcp_auth_callback_set_port (self->callback, (guint16) port);
  if (!salon_mcp_auth_callback_start (self->callback, error))
    return FALSE;
  g_set_str (&self->redirect_uri, salon_mcp_auth_callback_get_redirect_uri (self->callback));
  return TRUE;
}

/* Has the port for the answer ready; a client that has registered gets the one it registered. */
static gboolean
prepare_redirect (Attempt  *self,
                  GError  **error)
{
  self->redirect_uri = salon_mcp_auth_user_agent_dup_redirect_uri (self->session->user_agent);
  if (self->redirect_uri != NULL)
    return TRUE;
  return open_callback (self, LOOPBACK_ADDRESS,
                        self->client != NULL
                        ? salon_mcp_auth_client_get_redirect_uri (self->client) : NULL, error);
}

static gboolean
register_client (Attempt  *self,
                 GError  **error)
{
  SalonMcpAuthRegistrationCall call = make_registration_call (self);
  g_autofree char *refusal = NULL;
  g_autoptr (GError) failure = NULL;

  self->client = salon_mcp_auth_registration_register (&call, self->redirect_uri, &refusal,
                                                       &failure);
  /* Some servers know the computer they run on by its name only. */
  if (self->client == NULL && self->callback != NULL &&
      g_strcmp0 (refusal, "invalid_redirect_uri") == 0)
    {
      if (!open_callback (self, LOOPBACK_NAME, NULL, error))
        return FALSE;
      g_clear_error (&failure);
      self->client = salon_mcp_auth_registration_register (&call, self->redirect_uri, NULL,
                                                           &failure);
    }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return self->client != NULL;
}

/* Finds out who asks (MCP “Client Registration Approaches”, in that order). */
static gboolean
prepare_client (Attempt  *self,
                GError  **error)
{
  SalonMcpAuthRegistrationCall call = make_registration_call (self);
  g_autoptr (GError) failure = NULL;

  self->client = salon_mcp_auth_registration_find_fixed (&call, &failure);
  if (self->client == NULL && failure == NULL)
    {
      self->client = salon_mcp_auth_registration_load (&call, &failure);
      self->is_old = self->client != NULL;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (!prepare_redirect (self, error))
    return FALSE;
  /* RFC 8252 section 7.3 lets the port be another one; not all servers do. */
  if (self->is_old && g_strcmp0 (salon_mcp_auth_client_get_redirect_uri (self->client),
                                 self->redirect_uri) != 0)
    {
      g_clear_pointer (&self->client, salon_mcp_auth_client_unref);
      self->is_old = FALSE;
    }
  return self->client != NULL || register_client (self, error);
}

static SalonMcpAuthTokens *
redeem (Attempt              *self,
        SalonMcpAuthRequest  *request,
        const char           *code,
        char                **refusal,
        GError              **error)
{
  SalonMcpAuthTokensContext context = {
    .issuer = salon_mcp_auth_server_get_issuer (self->server),
    .resource = salon_mcp_auth_discovery_get_resource (self->discovery),
    .token_endpoint = salon_mcp_auth_server_get_token_endpoint (self->server),
    .revocation_endpoint = salon_mcp_auth_server_get_revocation_endpoint (self->server),
    .scopes = self->scopes,
    .client = self->client,
    .key = self->proof_key,
  };
  const char *form[] = {
    "grant_type", "authorization_code",
    "code", code,
    "redirect_uri", salon_mcp_auth_request_get_redirect_uri (request),
    "code_verifier", salon_mcp_auth_request_get_verifier (request),
    "resource", context.resource,
    NULL
  };
  SalonMcpAuthTokenCall call;
  g_autoptr (SalonJsonDocument) answer = NULL;

  salon_mcp_auth_session_make_call (self->session, &context, &call);
  call.stop = get_stop (self->session);
  answer = salon_mcp_auth_token_client_request (&call, form, refusal, error);
  if (answer == NULL)
    return NULL;
  return salon_mcp_auth_tokens_new (salon_json_document_get_root (answer), &context, NULL,
                                    salon_clock_get_real_time (self->session->clock), error);
}

static SalonMcpAuthTokens *
attempt_run (Attempt  *self,
             char    **refusal,
             GError  **error)
{
  g_autoptr (SalonMcpAuthRequest) request = NULL;
  g_autoptr (SalonMcpAuthResponse) response = NULL;
  g_autofree char *url = NULL;
  const char *code = NULL;

  if (!prepare_client (self, error))
    return NULL;
  request = salon_mcp_auth_request_new (self->server, self->client, self->redirect_uri,
                                        salon_mcp_auth_discovery_get_resource (self->discovery),
                                        self->scopes, self->session->clock);
  url = salon_mcp_auth_request_dup_url (request);
  response = dex_await_boxed (
    salon_mcp_auth_or_stop (
      salon_mcp_auth_user_agent_authorize (self->session->user_agent, url,
                                           salon_mcp_auth_request_get_state (request),
                                           self->callback),
      get_stop (self->session)),
    error);
  if (response == NULL)
    {
      /* Servers that do not know the client any more show that in the browser and do not send
       * it back; the next attempt is one of a new client. */
      if (self->is_old)
        salon_mcp_auth_registration_forget (self->session->store, self->client);
      return NULL;
    }
  code = salon_mcp_auth_request_check (request, response, error);
  return code != NULL ? redeem (self, request, code, refusal, error) : NULL;
}

/* Where the browser would be sent to. */
static gboolean
check_endpoint (SalonMcpAuthSession  *self,
                SalonMcpAuthServer   *server,
                GError              **error)
{
  const char *endpoint = salon_mcp_auth_server_get_authorization_endpoint (server);
  g_autofree char *host = NULL;

  if (endpoint != NULL)
    return salon_mcp_auth_fetcher_check_url (self->fetcher, endpoint, error);
  host = salon_mcp_auth_text_dup_host (salon_mcp_auth_server_get_issuer (server));
  g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_UNSUPPORTED,
               _("Nobody can sign in at %s with a browser: its metadata name no "
                 "“authorization_endpoint”."), host);
  return FALSE;
}

SalonMcpAuthTokens *
salon_mcp_auth_session_use_browser (SalonMcpAuthSession    *self,
                                    SalonMcpAuthDiscovery  *discovery,
                                    const char             *scopes,
                                    SalonMcpAuthKey        *proof_key,
                                    GError                **error)
{
  SalonMcpAuthServer *server = salon_mcp_auth_discovery_get_server (discovery);

  if (!check_endpoint (self, server, error))
    return NULL;
  for (guint i = 0;; i++)
    {
      g_auto (Attempt) attempt = {
        .session = self,
        .discovery = discovery,
        .server = server,
        .scopes = scopes,
        .proof_key = proof_key,
      };
      g_autofree char *refusal = NULL;
      g_autoptr (GError) failure = NULL;
      SalonMcpAuthTokens *tokens = attempt_run (&attempt, &refusal, &failure);

      if (tokens != NULL)
        return tokens;
      /* Registered too long ago: once more, as somebody new. */
      if (i == 0 && attempt.is_old && g_strcmp0 (refusal, "invalid_client") == 0)
        {
          salon_mcp_auth_registration_forget (self->store, attempt.client);
          continue;
        }
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-session-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-auth-error.h"
#include "salon-mcp-auth-scopes-private.h"
#include "salon-mcp-auth-text.h"

#define OFFLINE_ACCESS "offline_access"

typedef struct
{
  SalonMcpAuthSession *session;
  SalonMcpAuthOccasion occasion;
  char                *scopes;
  DexPromise          *stop;
} SignIn;

static void
sign_in_free (gpointer data)
{
  SignIn *self = data;

  g_object_unref (self->session);
  dex_clear (&self->stop);
  g_free (self->scopes);
  g_free (self);
}

static gboolean
has_browser_grant (SalonMcpAuthSession *self)
{
  return salon_mcp_auth_settings_get_grant (self->settings) == SALON_MCP_AUTH_GRANT_CODE;
}

SalonMcpAuthDiscovery *
salon_mcp_auth_session_discover_now (SalonMcpAuthSession  *self,
                                     DexFuture            *stop,
                                     GError              **error)
{
  SalonMcpAuthDiscoveryCall call = {
    .fetcher = self->fetcher,
    .settings = self->settings,
    .challenge = self->challenge,
    .preferred_issuer = self->issuer,
    .stop = stop,
  };

  return salon_mcp_auth_discovery_run (&call, error);
}

/* Whether what was agreed on before counts for this authorization server. */
static gboolean
is_known (SalonMcpAuthSession   *self,
          SalonMcpAuthDiscovery *discovery)
{
  SalonMcpAuthServer *server = salon_mcp_auth_discovery_get_server (discovery);

  return g_strcmp0 (self->issuer, salon_mcp_auth_server_get_issuer (server)) == 0 &&
         g_strcmp0 (self->resource, salon_mcp_auth_discovery_get_resource (discovery)) == 0;
}

/* MCP “Scope Selection Strategy”; what was asked for before is asked for again, as a new
 * authorization takes the place of the old one (MCP 2026-07-28, “Step-Up Authorization Flow”). */
char *
salon_mcp_auth_session_choose_scopes (SalonMcpAuthSession        *self,
                                      SalonMcpAuthDiscovery      *discovery,
                                      const SalonMcpAuthOccasion *occasion)
{
  const char *base = occasion->scopes;
  g_autofree char *scopes = NULL;

  if (base == NULL)
    base = salon_mcp_auth_settings_get_scopes (self->settings);
  if (base == NULL)
    base = salon_mcp_auth_discovery_get_scopes (discovery);
  scopes = salon_mcp_auth_scopes_join (is_known (self, discovery) ? self->wanted : NULL, base);
  /* Only beside others: alone it would take the place of what is given without asking. */
  if (scopes != NULL && has_browser_grant (self) &&
      salon_mcp_auth_server_has_scope (salon_mcp_auth_discovery_get_server (discovery),
                                       OFFLINE_ACCESS))
    {
      g_autofree char *more = salon_mcp_auth_scopes_join (scopes, OFFLINE_ACCESS);

      g_set_str (&scopes, more);
    }
  return g_steal_pointer (&scopes);
}

SalonMcpAuthPlan *
salon_mcp_auth_session_make_plan (SalonMcpAuthSession        *self,
                                  SalonMcpAuthDiscovery      *discovery,
                                  const char                 *scopes,
                                  const SalonMcpAuthOccasion *occasion)
{
  SalonMcpAuthServer *server = salon_mcp_auth_discovery_get_server (discovery);
  const char *account = salon_mcp_auth_settings_get_account (self->settings);
  SalonMcpAuthPlanFields fields = {
    .server_url = self->server_url,
    .issuer = salon_mcp_auth_server_get_issuer (server),
    .authorization_endpoint =
      has_browser_grant (self) ? salon_mcp_auth_server_get_authorization_endpoint (server) : NULL,
    .resource = salon_mcp_auth_discovery_get_resource (discovery),
    .scopes = scopes,
    .account = *account != '\0' ? account : NULL,
    .is_step_up = occasion->is_step_up,
  };

  if (occasion->is_asked)
    fields.reason = NULL;
  else if (occasion->is_step_up)
    fields.reason = _("The server wants more rights for what it was asked to do.");
  else if (self->issuer != NULL && !is_known (self, discovery))
    fields.reason = _("The server now wants you to sign in somewhere else than before.");
  else if (self->issuer != NULL)
    fields.reason = _("The earlier sign-in is not good any more.");
  else
    fields.reason = _("The server wants to know who you are.");
  return salon_mcp_auth_plan_new (&fields);
}

/* A client that was entered by hand without saying where it is known is good where it was used
 * first, and nowhere else (MCP 2026-07-28: credentials belong to their issuer). */
static gboolean
check_client (SalonMcpAuthSession    *self,
              SalonMcpAuthDiscovery  *discovery,
              GError                **error)
{
  const char *issuer =
    salon_mcp_auth_server_get_issuer (salon_mcp_auth_discovery_get_server (discovery));
  const char *client_id = salon_mcp_auth_settings_get_client_id (self->settings);

  if (client_id == NULL || salon_mcp_auth_settings_get_client_issuer (self->settings) != NULL ||
      self->issuer == NULL || g_strcmp0 (self->client_id, client_id) != 0 ||
      strcmp (self->issuer, issuer) == 0)
    return TRUE;
  g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_REGISTRATION,
               _("The “Client ID” in the settings of the server is for “%s”, but the server now "
                 "wants you to sign in at “%s”. If that is right, register Salon there and enter "
                 "the new ID."), self->issuer, issuer);
  return FALSE;
}

/* Has the user agree. Where there is no browser, only what is new has to be agreed to. */
static gboolean
confirm (SalonMcpAuthSession         *self,
         SalonMcpAuthDiscovery       *discovery,
         const char                  *scopes,
         const SalonMcpAuthOccasion  *occasion,
         DexFuture                   *stop,
         GError                     **error)
{
  g_autoptr (SalonMcpAuthPlan) plan = NULL;
  g_autofree char *host = NULL;
  g_autoptr (DexFuture) answer = NULL;
  const GValue *value = NULL;
  g_autoptr (GError) failure = NULL;

  if (!has_browser_grant (self) && (self->user_agent == NULL || is_known (self, discovery)))
    return TRUE;
  host = salon_mcp_auth_text_dup_host (self->server_url);
  if (self->user_agent != NULL)
    {
      plan = salon_mcp_auth_session_make_plan (self, discovery, scopes, occasion);
      answer = salon_mcp_auth_or_stop (
        salon_mcp_auth_user_agent_confirm (self->user_agent, plan), stop);
      dex_await (dex_ref (answer), &failure);
      value = failure == NULL ? dex_future_get_value (answer, NULL) : NULL;
      if (value != NULL && G_VALUE_HOLDS_BOOLEAN (value) && g_value_get_boolean (value))
        return TRUE;
    }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (occasion->is_step_up)
    g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED,
                 _("%s needs more rights for this, and they were not given."), host);
  else
    g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED,
                 _("%s wants you to sign in."), host);
  return FALSE;
}

/* The key for tokens that are bound to one. */
static gboolean
make_proof_key (SalonMcpAuthSession    *self,
                SalonMcpAuthDiscovery  *discovery,
                SalonMcpAuthKey       **key,
                GError                **error)
{
  SalonMcpAuthServer *server = salon_mcp_auth_discovery_get_server (discovery);
  g_autofree char *host = NULL;

  if (!salon_mcp_auth_settings_get_use_dpop (self->settings) &&
      !salon_mcp_auth_discovery_needs_dpop (discovery))
    return TRUE;
  if (salon_mcp_auth_server_takes_dpop (server))
    {
      *key = salon_mcp_auth_key_new_generate (error);
      return *key != NULL;
    }
  host = salon_mcp_auth_text_dup_host (salon_mcp_auth_server_get_issuer (server));
  g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_UNSUPPORTED,
               _("Tokens have to be bound to a key here (DPoP), but %s does not do that with ES256 "
                 "(“dpop_signing_alg_values_supported”)."), host);
  return FALSE;
}

static gboolean
check_binding (SalonMcpAuthTokens  *tokens,
               SalonMcpAuthKey     *key,
               GError             **error)
{
  if (key == NULL || salon_mcp_auth_tokens_is_bound (tokens))
    return TRUE;
  g_set_error_literal (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_TOKEN,
                       _("The authorization server has given a token that anybody could use, "
                         "although it was to be bound to a key (DPoP). It was not used."));
  return FALSE;
}

static gboolean
sign_in (SalonMcpAuthSession         *self,
         const SalonMcpAuthOccasion  *occasion,
         DexFuture                   *stop,
         GError                     **error)
{
  g_autoptr (SalonMcpAuthDiscovery) discovery = NULL;
  g_autoptr (SalonMcpAuthKey) key = NULL;
  g_autoptr (SalonMcpAuthTokens) tokens = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *scopes = NULL;

  if (!dex_await (salon_mcp_auth_session_join_loading (self), error))
    return FALSE;
  discovery = salon_mcp_auth_session_discover_now (self, stop, error);
  if (discovery == NULL || !check_client (self, discovery, error))
    return FALSE;
  scopes = salon_mcp_auth_session_choose_scopes (self, discovery, occasion);
  if (!confirm (self, discovery, scopes, occasion, stop, error) ||
      !make_proof_key (self, discovery, &key, error))
    return FALSE;
  if (has_browser_grant (self))
    tokens = salon_mcp_auth_session_use_browser (self, discovery, scopes, key, error);
  else
    tokens = salon_mcp_auth_session_use_machine (self, discovery, scopes, key, error);
  if (tokens == NULL || !check_binding (tokens, key, error))
    return FALSE;
  g_clear_error (&self->given_up);
  /* Good for now, even if it can't be kept. */
  salon_mcp_auth_session_keep (self, tokens, &failure);
  salon_mcp_auth_session_set_state (self, SALON_MCP_AUTH_SIGNED_IN,
                                    failure != NULL ? failure->message : NULL);
  return TRUE;
}

/* Keeps a failure that trying again would not change: the user has to want it. */
static void
give_up (SalonMcpAuthSession *self,
         const GError        *error)
{
  g_clear_error (&self->given_up);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->given_up = g_error_new_literal (SALON_MCP_AUTH_ERROR,
                                          SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED,
                                          _("Signing in was cancelled. Sign in to use the "
                                            "server."));
  else if (has_browser_grant (self) || error->domain == SALON_MCP_AUTH_ERROR)
    self->given_up = g_error_copy (error);
}

static DexFuture *
sign_in_fiber (gpointer user_data)
{
  SignIn *signing_in = user_data;
  SalonMcpAuthSession *self = signing_in->session;
  GError *error = NULL;
  gboolean is_in = FALSE;

  salon_mcp_auth_session_set_state (self, SALON_MCP_AUTH_SIGNING_IN, NULL);
  is_in = sign_in (self, &signing_in->occasion, DEX_FUTURE (signing_in->stop), &error);
  dex_clear (&self->signing_in);
  dex_clear (&self->stop);
  if (is_in)
    return dex_future_new_true ();
  if (!signing_in->occasion.is_step_up)
    give_up (self, error);
  /* More rights that were not given take nothing away. */
  salon_mcp_auth_session_set_state (self, self->tokens != NULL ? SALON_MCP_AUTH_SIGNED_IN
                                                               : SALON_MCP_AUTH_NEEDED,
                                    error->message);
  return dex_future_new_for_error (error);
}

DexFuture *
salon_mcp_auth_session_join_signing_in (SalonMcpAuthSession        *self,
                                        const SalonMcpAuthOccasion *occasion)
{
  SignIn *signing_in = NULL;

  if (self->signing_in == NULL)
    {
      signing_in = g_new0 (SignIn, 1);
      signing_in->session = g_object_ref (self);
      signing_in->occasion = *occasion;
      signing_in->scopes = g_strdup (occasion->scopes);
      signing_in->occasion.scopes = signing_in->scopes;
      signing_in->stop = dex_promise_new ();
      dex_clear (&self->stop);
      self->stop = dex_ref (signing_in->stop);
      self->signing_in = dex_scheduler_spawn (NULL, SALON_MCP_AUTH_STACK_SIZE, sign_in_fiber,
                                              signing_in, sign_in_free);
    }
  return dex_ref (self->signing_in);
}

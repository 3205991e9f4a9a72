/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-session-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-auth-error.h"
#include "salon-mcp-auth-keys-private.h"
#include "salon-mcp-auth-registration-private.h"

/* Renewing tokens that others may renew at the same time: whoever has the lock of the store looks
 * first whether it has been done already, and in the end whether they were changed meanwhile. */

typedef struct
{
  SalonMcpAuthSession *session;
  char                *challenge;   /* NULL when it is only time */
} Renewal;

static void
renewal_free (gpointer data)
{
  Renewal *self = data;

  g_object_unref (self->session);
  g_free (self->challenge);
  g_free (self);
}

/* Whether the server now wants tokens of elsewhere, or for something else. */
static gboolean
has_moved (SalonMcpAuthSession  *self,
           SalonMcpAuthTokens   *tokens,
           const char           *challenge,
           GError              **error)
{
  SalonMcpAuthDiscoveryCall call = {
    .fetcher = self->fetcher,
    .settings = self->settings,
    .challenge = challenge,
  };
  g_autoptr (GError) failure = NULL;
  g_autoptr (SalonMcpAuthResource) resource = salon_mcp_auth_discovery_read_resource (&call,
                                                                                      &failure);
  SalonMcpAuthTokensContext context;

  salon_mcp_auth_tokens_get_context (tokens, &context);
  if (resource != NULL)
    return !salon_mcp_auth_resource_has_issuer (resource, context.issuer) ||
           strcmp (salon_mcp_auth_resource_get_identifier (resource), context.resource) != 0;
  /* A server that is in trouble has not moved; one that points elsewhere is not to be trusted. */
  if (g_error_matches (failure, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_RESOURCE) ||
      g_error_matches (failure, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS))
    g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Whether a refusal means that the tokens will never be renewed. */
static gboolean
is_lost (const char *refusal)
{
  static const char * const refusals[] = {
    "invalid_grant", "invalid_client", "unauthorized_client", "unsupported_grant_type", NULL
  };

  return refusal != NULL && g_strv_contains (refusals, refusal);
}

static gboolean
store_has (SalonMcpAuthSession *self,
           const char          *key,
           const char          *text)
{
  g_autofree char *now = dex_await_string (salon_mcp_auth_store_load (self->store, key), NULL);

  return g_strcmp0 (now, text) == 0;
}

static void
adopt (SalonMcpAuthSession *self,
       SalonMcpAuthTokens  *tokens)
{
  salon_mcp_auth_session_set_tokens (self, tokens);
  salon_mcp_auth_session_set_state (self, tokens != NULL ? SALON_MCP_AUTH_SIGNED_IN
                                                         : SALON_MCP_AUTH_NEEDED, NULL);
}

/* Puts new tokens in the place of @text, unless somebody else has put something there. */
static gboolean
swap (SalonMcpAuthSession  *self,
      const char           *key,
      const char           *text,
      SalonMcpAuthTokens   *tokens)
{
  g_autofree char *now = NULL;
  g_autoptr (SalonMcpAuthTokens) theirs = NULL;
  g_autoptr (GError) failure = NULL;

  now = dex_await_string (salon_mcp_auth_store_load (self->store, key), &failure);
  if (failure == NULL && g_strcmp0 (now, text) != 0)
    {
      theirs = salon_mcp_auth_tokens_new_from_text (now);
      adopt (self, theirs);
      return theirs != NULL;
    }
  adopt (self, tokens);
  g_clear_error (&failure);
  if (!salon_mcp_auth_session_save_tokens (self, key, tokens, &failure))
    salon_mcp_auth_session_set_state (self, SALON_MCP_AUTH_SIGNED_IN, failure->message);
  return TRUE;
}

/* A client that is not known any more has to register again. */
static void
forget_client (SalonMcpAuthSession *self,
               SalonMcpAuthTokens  *tokens,
               const char          *refusal)
{
  SalonMcpAuthTokensContext context;

  salon_mcp_auth_tokens_get_context (tokens, &context);
  if (salon_mcp_auth_client_get_kind (context.client) == SALON_MCP_AUTH_CLIENT_BY_REGISTRATION &&
      (strcmp (refusal, "invalid_client") == 0 || strcmp (refusal, "unauthorized_client") == 0))
    salon_mcp_auth_registration_forget (self->store, context.client);
}

/* With the lock. */
static gboolean
renew_locked (SalonMcpAuthSession  *self,
              SalonMcpAuthTokens   *used,
              const char           *key,
              GError              **error)
{
  gint64 now = salon_clock_get_real_time (self->clock);
  g_autofree char *text = NULL;
  g_autofree char *refusal = NULL;
  g_autoptr (SalonMcpAuthTokens) stored = NULL;
  g_autoptr (SalonMcpAuthTokens) tokens = NULL;
  g_autoptr (GError) failure = NULL;

  text = dex_await_string (salon_mcp_auth_store_load (self->store, key), &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  stored = salon_mcp_auth_tokens_new_from_text (text);
  if (stored == NULL)
    {
      /* Somebody has signed out elsewhere. */
      adopt (self, NULL);
      return FALSE;
    }
  if (strcmp (salon_mcp_auth_tokens_get_access_token (stored),
              salon_mcp_auth_tokens_get_access_token (used)) != 0 &&
      !salon_mcp_auth_tokens_is_expired (stored, now))
    {
      adopt (self, stored);
      return TRUE;
    }
  tokens = salon_mcp_auth_session_repeat (self, stored, &refusal, &failure);
  if (tokens != NULL)
    return swap (self, key, text, tokens);
  if (failure != NULL && !is_lost (refusal))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (failure != NULL && store_has (self, key, text))
    {
      g_debug ("The tokens can't be renewed any more");
      forget_client (self, stored, refusal);
      dex_await (salon_mcp_auth_store_remove (self->store, key), NULL);
      adopt (self, NULL);
    }
  return FALSE;
}

static gboolean
renew (Renewal  *renewal,
       GError  **error)
{
  SalonMcpAuthSession *self = renewal->session;
  g_autoptr (SalonMcpAuthTokens) used =
    self->tokens != NULL ? salon_mcp_auth_tokens_ref (self->tokens) : NULL;
  g_autofree char *key = NULL;
  g_autoptr (GObject) lock = NULL;
  g_autoptr (GError) failure = NULL;

  if (used == NULL)
    return FALSE;
  key = salon_mcp_auth_dup_tokens_key (self->issuer, self->resource,
                                       salon_mcp_auth_settings_get_account (self->settings));
  if (renewal->challenge != NULL && has_moved (self, used, renewal->challenge, &failure))
    {
      adopt (self, NULL);
      return FALSE;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  lock = dex_await_object (salon_mcp_auth_store_lock (self->store, key), error);
  if (lock == NULL)
    return FALSE;
  /* Somebody may have signed in or out while the lock was waited for. */
  if (self->tokens != used)
    return self->tokens != NULL;
  return renew_locked (self, used, key, error);
}

static DexFuture *
renew_fiber (gpointer user_data)
{
  Renewal *renewal = user_data;
  GError *error = NULL;
  gboolean is_renewed = renew (renewal, &error);

  dex_clear (&renewal->session->renewing);
  if (error != NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (is_renewed);
}

DexFuture *
salon_mcp_auth_session_join_renewing (SalonMcpAuthSession *self,
                                      const char          *challenge)
{
  Renewal *renewal = NULL;

  if (self->renewing == NULL)
    {
      renewal = g_new0 (Renewal, 1);
      renewal->session = g_object_ref (self);
      renewal->challenge = g_strdup (challenge);
      self->renewing = dex_scheduler_spawn (NULL, SALON_MCP_AUTH_STACK_SIZE, renew_fiber, renewal,
                                            renewal_free);
    }
  return dex_ref (self->renewing);
}

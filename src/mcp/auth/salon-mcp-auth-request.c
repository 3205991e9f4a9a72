/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-request-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-auth-error.h"
#include "salon-mcp-auth-form.h"
#include "salon-mcp-auth-pkce.h"
#include "salon-mcp-auth-random.h"
#include "salon-mcp-auth-scopes-private.h"
#include "salon-mcp-auth-text.h"

#define STATE_BYTES 24

/* Whoever takes longer has forgotten about it. */
#define MAX_AGE G_TIME_SPAN_HOUR

struct _SalonMcpAuthRequest
{
  SalonMcpAuthServer *server;
  SalonMcpAuthClient *client;
  char               *redirect_uri;
  char               *resource;
  char               *scopes;
  char               *state;
  char               *verifier;
  SalonClock         *clock;
  gint64              began_at;
  gboolean            is_used;
};

SalonMcpAuthRequest *
salon_mcp_auth_request_new (SalonMcpAuthServer *server,
                            SalonMcpAuthClient *client,
                            const char         *redirect_uri,
                            const char         *resource,
                            const char         *scopes,
                            SalonClock         *clock)
{
  SalonMcpAuthRequest *self = g_new0 (SalonMcpAuthRequest, 1);

  self->server = salon_mcp_auth_server_ref (server);
  self->client = salon_mcp_auth_client_ref (client);
  self->redirect_uri = g_strdup (redirect_uri);
  self->resource = g_strdup (resource);
  self->scopes = g_strdup (scopes);
  self->state = salon_mcp_auth_random_text (STATE_BYTES);
  self->verifier = salon_mcp_auth_pkce_new_verifier ();
  self->clock = g_object_ref (clock);
  self->began_at = salon_clock_get_time (clock);
  return self;
}

void
salon_mcp_auth_request_free (SalonMcpAuthRequest *self)
{
  salon_mcp_auth_server_unref (self->server);
  salon_mcp_auth_client_unref (self->client);
  g_free (self->redirect_uri);
  g_free (self->resource);
  g_free (self->scopes);
  g_free (self->state);
  g_free (self->verifier);
  g_object_unref (self->clock);
  g_free (self);
}

char *
salon_mcp_auth_request_dup_url (SalonMcpAuthRequest *self)
{
  g_autofree char *challenge = salon_mcp_auth_pkce_dup_challenge (self->verifier);
  const char *pairs[20] = { NULL };
  guint n = 0;

  pairs[n++] = "response_type";
  pairs[n++] = "code";
  pairs[n++] = "client_id";
  pairs[n++] = salon_mcp_auth_client_get_id (self->client);
  pairs[n++] = "redirect_uri";
  pairs[n++] = self->redirect_uri;
  pairs[n++] = "code_challenge";
  pairs[n++] = challenge;
  pairs[n++] = "code_challenge_method";
  pairs[n++] = "S256";
  pairs[n++] = "state";
  pairs[n++] = self->state;
  if (self->scopes != NULL)
    {
      pairs[n++] = "scope";
      pairs[n++] = self->scopes;
    }
  /* OpenID Connect section 11: without it the scope may be dropped silently. */
  if (salon_mcp_auth_scopes_contain (self->scopes, "offline_access"))
    {
      pairs[n++] = "prompt";
      pairs[n++] = "consent";
    }
  pairs[n++] = "resource";
  pairs[n++] = self->resource;
  return salon_mcp_auth_form_add_to_url (
    salon_mcp_auth_server_get_authorization_endpoint (self->server), pairs);
}

const char *
salon_mcp_auth_request_get_state (SalonMcpAuthRequest *self)
{
  return self->state;
}

const char *
salon_mcp_auth_request_get_verifier (SalonMcpAuthRequest *self)
{
  return self->verifier;
}

const char *
salon_mcp_auth_request_get_redirect_uri (SalonMcpAuthRequest *self)
{
  return self->redirect_uri;
}

/* RFC 9207 section 2.4; by their characters, nothing is normalized. */
static gboolean
check_issuer (SalonMcpAuthRequest   *self,
              SalonMcpAuthResponse  *response,
              GError               **error)
{
  const char *issuer = salon_mcp_auth_server_get_issuer (self->server);
  const char *found = salon_mcp_auth_response_get_iss (response);
  g_autofree char *host = salon_mcp_auth_text_dup_host (issuer);
  g_autofree char *shown = NULL;

  if (found == NULL && !salon_mcp_auth_server_sends_issuer (self->server))
    return TRUE;
  if (found != NULL && strcmp (found, issuer) == 0)
    return TRUE;
  if (found == NULL)
    {
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_ISSUER,
                   _("The answer does not say that it is from %s, which always says so (“iss” is "
                     "missing). It was not used. Try again; if it stays like this, do not sign "
                     "in."), host);
      return FALSE;
    }
  shown = salon_mcp_auth_text_dup_shown (found, 200);
  g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_ISSUER,
               _("The answer is not from “%s”, where Salon sent you, but from “%s” (“iss”). It was "
                 "not used, as somebody could be after your sign-in."), issuer, shown);
  return FALSE;
}

/* What the authorization server says; only after it is known to be the one. */
static void
set_refusal (SalonMcpAuthRequest   *self,
             SalonMcpAuthResponse  *response,
             GError               **error)
{
  static const char * const refusals[] = {
    "access_denied", "login_required", "consent_required", "interaction_required",
    "account_selection_required", NULL
  };
  const char *code = salon_mcp_auth_response_get_error (response);
  const char *words = salon_mcp_auth_response_get_error_description (response);
  g_autofree char *host =
    salon_mcp_auth_text_dup_host (salon_mcp_auth_server_get_issuer (self->server));
  g_autofree char *shown = salon_mcp_auth_text_dup_shown (words != NULL ? words : code, 300);

  if (g_strv_contains (refusals, code))
    g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DENIED,
                 _("%s did not let you sign in: “%s”."), host, shown);
  else if (strcmp (code, "invalid_scope") == 0)
    g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SCOPE,
                 _("%s does not give the rights that the server asks for: “%s”. Other “Scopes” "
                   "can be entered in the settings of the server."), host, shown);
  else
    g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_FAILED,
                 _("Signing in at %s failed: “%s”."), host, shown);
}

const char *
salon_mcp_auth_request_check (SalonMcpAuthRequest   *self,
                              SalonMcpAuthResponse  *response,
                              GError               **error)
{
  gint64 age = salon_clock_get_time (self->clock) - self->began_at;
  const char *code = salon_mcp_auth_response_get_code (response);
  g_autofree char *host = NULL;

  if (g_strcmp0 (salon_mcp_auth_response_get_state (response), self->state) != 0 ||
      self->is_used || age > MAX_AGE)
    {
      g_set_error_literal (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_STATE,
                           _("The answer belongs to no sign-in that is under way. It was not "
                             "used; try again."));
      return NULL;
    }
  self->is_used = TRUE;
  if (!check_issuer (self, response, error))
    return NULL;
  if (salon_mcp_auth_response_get_error (response) != NULL)
    {
      set_refusal (self, response, error);
      return NULL;
    }
  if (code != NULL && *code != '\0')
    return code;
  host = salon_mcp_auth_text_dup_host (salon_mcp_auth_server_get_issuer (self->server));
  g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_FAILED,
               _("The answer of %s holds neither a “code” nor an “error”. Tell those who run it."),
               host);
  return NULL;
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-session-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-auth-challenge.h"
#include "salon-mcp-auth-error.h"
#include "salon-mcp-auth-scopes-private.h"
#include "salon-mcp-auth-text.h"

/* What is done for one operation that does not go through. */
#define MAX_SIGN_INS 2
#define MAX_STEP_UPS 3
#define MAX_NONCES 3

/* Operations that do not go through at the same time. */
#define MAX_TRIALS 256

/* What was done for an operation since it went through the last time. */
typedef struct
{
  gboolean    is_renewed;
  guint       n_sign_ins;
  guint       n_step_ups;
  GHashTable *scopes;       /* that were asked for in vain */
} Trial;

/* One refusal that is being dealt with. */
typedef struct
{
  SalonMcpAuthSession *session;
  char                *operation;
  guint                status;
  char                *challenge;
  gboolean             has_nonce;
  char                *carried;      /* Authorization; NULL for none */
  guint                attempt;
} Refusal;

void
salon_mcp_auth_trial_free (gpointer data)
{
  Trial *self = data;

  g_hash_table_unref (self->scopes);
  g_free (self);
}

static void
refusal_free (gpointer data)
{
  Refusal *self = data;

  g_object_unref (self->session);
  g_free (self->operation);
  g_free (self->challenge);
  g_free (self->carried);
  g_free (self);
}

static Trial *
find_trial (SalonMcpAuthSession *self,
            const char          *operation)
{
  Trial *trial = g_hash_table_lookup (self->trials, operation);

  if (trial != NULL)
    return trial;
  if (g_hash_table_size (self->trials) >= MAX_TRIALS)
    g_hash_table_remove_all (self->trials);
  trial = g_new0 (Trial, 1);
  trial->scopes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (self->trials, g_strdup (operation), trial);
  return trial;
}

/* What a request carries. */

typedef struct
{
  SalonMcpAuthSession *session;
  char                *method;
  char                *url;
  char                *body;
} Carrying;

static void
carrying_free (gpointer data)
{
  Carrying *self = data;

  g_object_unref (self->session);
  g_free (self->method);
  g_free (self->url);
  g_free (self->body);
  g_free (self);
}

static int
get_port (GUri *uri)
{
  int port = g_uri_get_port (uri);

  if (port >= 0)
    return port;
  return g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
}

/* A token is for one server and goes to no other one. */
static gboolean
is_own (SalonMcpAuthSession *self,
        const char          *url)
{
  g_autoptr (GUri) own = g_uri_parse (self->server_url, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);

  return own != NULL && uri != NULL && g_uri_get_host (own) != NULL &&
         g_uri_get_host (uri) != NULL &&
         strcmp (g_uri_get_scheme (own), g_uri_get_scheme (uri)) == 0 &&
         g_ascii_strcasecmp (g_uri_get_host (own), g_uri_get_host (uri)) == 0 &&
         get_port (own) == get_port (uri);
}

static gboolean
add_credentials (Carrying            *self,
                 SalonMcpAuthTokens  *tokens,
                 GHashTable          *headers,
                 GError             **error)
{
  SalonMcpAuthTokensContext context;
  char *proof = NULL;

  g_hash_table_insert (headers, g_strdup ("Authorization"),
                       salon_mcp_auth_tokens_dup_header (tokens));
  if (!salon_mcp_auth_tokens_is_bound (tokens))
    return TRUE;
  salon_mcp_auth_tokens_get_context (tokens, &context);
  proof = salon_mcp_auth_proof_new (context.key, self->method, self->url,
                                    salon_mcp_auth_tokens_get_access_token (tokens),
                                    salon_mcp_auth_nonces_lookup (self->session->nonces,
                                                                  self->url),
                                    self->body, self->session->clock, error);
  if (proof == NULL)
    return FALSE;
  g_hash_table_insert (headers, g_strdup ("DPoP"), proof);
  return TRUE;
}

static DexFuture *
carry_fiber (gpointer user_data)
{
  Carrying *self = user_data;
  SalonMcpAuthSession *session = self->session;
  g_autoptr (GHashTable) headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (SalonMcpAuthTokens) tokens = NULL;
  GError *error = NULL;

  if (!is_own (session, self->url))
    return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, g_steal_pointer (&headers));
  if (!dex_await (salon_mcp_auth_session_join_loading (session), &error))
    return dex_future_new_for_error (error);
  /* When that fails, the server will say what it thinks of the old ones. */
  if (session->tokens != NULL &&
      salon_mcp_auth_tokens_is_expiring (session->tokens,
                                         salon_clock_get_real_time (session->clock)))
    dex_await (salon_mcp_auth_session_join_renewing (session, NULL), NULL);
  if (session->tokens != NULL)
    {
      tokens = salon_mcp_auth_tokens_ref (session->tokens);
      if (!add_credentials (self, tokens, headers, &error))
        return dex_future_new_for_error (error);
    }
  return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, g_steal_pointer (&headers));
}

static DexFuture *
salon_mcp_auth_session_get_headers (SalonMcpAuthorizer              *authorizer,
                                    const SalonMcpAuthorizerRequest *request)
{
  Carrying *carrying = g_new0 (Carrying, 1);

  carrying->session = g_object_ref (SALON_MCP_AUTH_SESSION (authorizer));
  carrying->method = g_strdup (request->method);
  carrying->url = g_strdup (request->url);
  carrying->body = g_strdup (request->body);
  return dex_scheduler_spawn (NULL, SALON_MCP_AUTH_STACK_SIZE, carry_fiber, carrying,
                              carrying_free);
}

static void
salon_mcp_auth_session_take_answer (SalonMcpAuthorizer              *authorizer,
                                    const SalonMcpAuthorizerRequest *request,
                                    const char                      *nonce)
{
  SalonMcpAuthSession *self = SALON_MCP_AUTH_SESSION (authorizer);

  if (!is_own (self, request->url))
    return;
  salon_mcp_auth_nonces_take (self->nonces, request->url, nonce);
  g_hash_table_remove (self->trials, request->operation);
}

/* Refusals. */

static gboolean
has_error (GPtrArray  *challenges,
           const char *code)
{
  static const char * const schemes[] = { "Bearer", "DPoP" };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      SalonMcpAuthChallenge *challenge = salon_mcp_auth_challenge_find (challenges, schemes[i]);

      if (challenge != NULL &&
          g_strcmp0 (salon_mcp_auth_challenge_get_parameter (challenge, "error"), code) == 0)
        return TRUE;
    }
  return FALSE;
}

static const char *
get_scopes (GPtrArray *challenges)
{
  SalonMcpAuthChallenge *challenge = salon_mcp_auth_challenge_find (challenges, "Bearer");
  const char *scopes = NULL;

  if (challenge != NULL)
    scopes = salon_mcp_auth_challenge_get_parameter (challenge, "scope");
  challenge = salon_mcp_auth_challenge_find (challenges, "DPoP");
  if (scopes == NULL && challenge != NULL)
    scopes = salon_mcp_auth_challenge_get_parameter (challenge, "scope");
  return scopes;
}

/* Whether the request carried what is not in force any more. */
static gboolean
is_outdated (Refusal *self)
{
  g_autofree char *header = NULL;

  if (self->session->tokens == NULL)
    return FALSE;
  header = salon_mcp_auth_tokens_dup_header (self->session->tokens);
  return g_strcmp0 (header, self->carried) != 0;
}

/* Signs in, unless the user has to want it first. */
static gboolean
ask (Refusal                     *self,
     const SalonMcpAuthOccasion  *occasion,
     GError                     **error)
{
  SalonMcpAuthSession *session = self->session;

  if (session->given_up != NULL && session->signing_in == NULL)
    {
      salon_mcp_auth_session_set_state (session,
                                        session->tokens != NULL ? SALON_MCP_AUTH_SIGNED_IN
                                                                : SALON_MCP_AUTH_NEEDED,
                                        session->given_up->message);
      g_propagate_error (error, g_error_copy (session->given_up));
      return FALSE;
    }
  return dex_await (salon_mcp_auth_session_join_signing_in (session, occasion), error);
}

/* MCP “Step-Up Authorization Flow”. A refresh can't widen what was granted. */
static gboolean
step_up (Refusal    *self,
         GPtrArray  *challenges,
         GError    **error)
{
  SalonMcpAuthSession *session = self->session;
  Trial *trial = find_trial (session, self->operation);
  g_autofree char *before = salon_mcp_auth_scopes_join (
    session->tokens != NULL ? salon_mcp_auth_tokens_get_wanted (session->tokens) : NULL,
    session->tokens != NULL ? salon_mcp_auth_tokens_get_scopes (session->tokens) : NULL);
  g_autofree char *scopes = salon_mcp_auth_scopes_join (before, get_scopes (challenges));
  SalonMcpAuthOccasion occasion = { .scopes = scopes, .is_step_up = TRUE };
  g_autoptr (GError) failure = NULL;
  g_autofree char *host = NULL;

  /* What another request has begun may be enough for this one, too. */
  if (session->signing_in != NULL)
    return ask (self, &occasion, error);
  if (trial->n_step_ups < MAX_STEP_UPS &&
      g_hash_table_add (trial->scopes, g_strdup (scopes != NULL ? scopes : "")))
    {
      trial->n_step_ups++;
      if (ask (self, &occasion, &failure))
        return TRUE;
      /* A no of the user's is about this one request: the next one may ask again. There may have
       * been time for others to do things. */
      trial = find_trial (session, self->operation);
      if (g_error_matches (failure, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED) &&
          g_hash_table_remove (trial->scopes, scopes != NULL ? scopes : "") &&
          trial->n_step_ups > 0)
        trial->n_step_ups--;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  host = salon_mcp_auth_text_dup_host (session->server_url);
  g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SCOPE,
               _("%s asks for more rights for this again and again, although they were given. Tell "
                 "those who run it."), host);
  return FALSE;
}

static gboolean
renew (Refusal  *self,
       GError  **error)
{
  g_autoptr (DexFuture) renewed = salon_mcp_auth_session_join_renewing (
    self->session, self->challenge != NULL ? self->challenge : "");
  const GValue *value = NULL;

  if (!dex_await (dex_ref (renewed), error))
    return FALSE;
  value = dex_future_get_value (renewed, NULL);
  return value != NULL && g_value_get_boolean (value);
}

/* 401: the tokens are not good any more, or there never were any. */
static gboolean
let_in (Refusal  *self,
        GError  **error)
{
  SalonMcpAuthSession *session = self->session;
  Trial *trial = find_trial (session, self->operation);
  SalonMcpAuthOccasion occasion = { 0 };
  g_autoptr (GError) failure = NULL;
  g_autofree char *host = NULL;

  if (session->tokens != NULL && self->carried != NULL &&
      (!trial->is_renewed || session->renewing != NULL))
    {
      trial->is_renewed = TRUE;
      if (renew (self, &failure))
        return TRUE;
      /* There may have been time for others to do things. */
      trial = find_trial (session, self->operation);
      if (failure != NULL)
        {
          /* Trouble on the way says nothing about the tokens: the next request tries again. */
          trial->is_renewed = FALSE;
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }
  /* Joining what another request has begun costs no attempt. */
  if (session->signing_in != NULL || trial->n_sign_ins < MAX_SIGN_INS)
    {
      trial->n_sign_ins += session->signing_in == NULL;
      return ask (self, &occasion, error);
    }
  host = salon_mcp_auth_text_dup_host (session->server_url);
  g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED,
               _("%s does not take the token that its authorization server has just given. Tell "
                 "those who run it."), host);
  g_clear_error (&session->given_up);
  session->given_up = g_error_copy (*error);
  salon_mcp_auth_session_set_state (session, SALON_MCP_AUTH_NEEDED, (*error)->message);
  return FALSE;
}

static gboolean
deal_with (Refusal  *self,
           GError  **error)
{
  SalonMcpAuthSession *session = self->session;
  g_autoptr (GPtrArray) challenges = salon_mcp_auth_challenge_parse (self->challenge);

  if (!dex_await (salon_mcp_auth_session_join_loading (session), error))
    return FALSE;
  if (has_error (challenges, "use_dpop_nonce") && self->has_nonce && self->attempt < MAX_NONCES)
    return TRUE;
  if (is_outdated (self))
    return TRUE;
  if (has_error (challenges, "insufficient_scope") || self->status == 401)
    g_set_str (&session->challenge, self->challenge);
  if (has_error (challenges, "insufficient_scope"))
    return step_up (self, challenges, error);
  return self->status == 401 && let_in (self, error);
}

static DexFuture *
refusal_fiber (gpointer user_data)
{
  Refusal *self = user_data;
  GError *error = NULL;
  gboolean is_worth_it = deal_with (self, &error);

  if (error != NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (is_worth_it);
}

static DexFuture *
salon_mcp_auth_session_handle_refusal (SalonMcpAuthorizer              *authorizer,
                                       const SalonMcpAuthorizerRequest *request,
                                       const SalonMcpAuthorizerRefusal *refusal)
{
  SalonMcpAuthSession *self = SALON_MCP_AUTH_SESSION (authorizer);
  Refusal *copy = NULL;

  if (!is_own (self, request->url))
    return dex_future_new_for_boolean (FALSE);
  salon_mcp_auth_nonces_take (self->nonces, request->url, refusal->nonce);
  copy = g_new0 (Refusal, 1);
  copy->session = g_object_ref (self);
  copy->operation = g_strdup (request->operation);
  copy->status = refusal->status;
  copy->challenge = g_strdup (refusal->challenge);
  copy->has_nonce = refusal->nonce != NULL;
  copy->carried = g_strdup (g_hash_table_lookup (refusal->credentials, "Authorization"));
  copy->attempt = refusal->attempt;
  return dex_scheduler_spawn (NULL, SALON_MCP_AUTH_STACK_SIZE, refusal_fiber, copy, refusal_free);
}

void
salon_mcp_auth_session_authorizer_init (SalonMcpAuthorizerInterface *iface)
{
  iface->get_headers = salon_mcp_auth_session_get_headers;
  iface->handle_refusal = salon_mcp_auth_session_handle_refusal;
  iface->take_answer = salon_mcp_auth_session_take_answer;
}

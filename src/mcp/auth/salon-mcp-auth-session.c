/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-session-private.h"

G_DEFINE_ENUM_TYPE (SalonMcpAuthState, salon_mcp_auth_state,
                    G_DEFINE_ENUM_VALUE (SALON_MCP_AUTH_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (SALON_MCP_AUTH_NEEDED, "needed"),
                    G_DEFINE_ENUM_VALUE (SALON_MCP_AUTH_SIGNING_IN, "signing-in"),
                    G_DEFINE_ENUM_VALUE (SALON_MCP_AUTH_SIGNED_IN, "signed-in"))

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonMcpAuthSession, salon_mcp_auth_session, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_AUTHORIZER,
                                                      salon_mcp_auth_session_authorizer_init))

enum
{
  PROP_0,
  PROP_STATE,
  PROP_PROBLEM,
  PROP_ISSUER,
  PROP_SCOPES,
  PROP_EXPIRES_AT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
salon_mcp_auth_session_get_property (GObject    *object,
                                     guint       property_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  SalonMcpAuthSession *self = SALON_MCP_AUTH_SESSION (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;

    case PROP_ISSUER:
      g_value_set_string (value, salon_mcp_auth_session_get_issuer (self));
      break;

    case PROP_SCOPES:
      g_value_set_string (value, salon_mcp_auth_session_get_scopes (self));
      break;

    case PROP_EXPIRES_AT:
      g_value_set_int64 (value, salon_mcp_auth_session_get_expires_at (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
salon_mcp_auth_session_finalize (GObject *object)
{
  SalonMcpAuthSession *self = SALON_MCP_AUTH_SESSION (object);

  dex_clear (&self->loading);
  dex_clear (&self->renewing);
  dex_clear (&self->signing_in);
  dex_clear (&self->stop);
  g_free (self->server_url);
  salon_mcp_auth_settings_unref (self->settings);
  g_clear_object (&self->store);
  g_clear_object (&self->user_agent);
  g_clear_object (&self->clock);
  g_clear_object (&self->fetcher);
  g_clear_object (&self->http_client);
  salon_mcp_auth_nonces_free (self->nonces);
  g_free (self->problem);
  g_clear_pointer (&self->tokens, salon_mcp_auth_tokens_unref);
  g_free (self->issuer);
  g_free (self->resource);
  g_free (self->client_id);
  g_free (self->wanted);
  g_free (self->challenge);
  g_clear_error (&self->given_up);
  g_hash_table_unref (self->trials);

  G_OBJECT_CLASS (salon_mcp_auth_session_parent_class)->finalize (object);
}

static void
salon_mcp_auth_session_class_init (SalonMcpAuthSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = salon_mcp_auth_session_get_property;
  object_class->finalize = salon_mcp_auth_session_finalize;

  /**
   * SalonMcpAuthSession:state:
   *
   * How the session stands.
   */
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, SALON_TYPE_MCP_AUTH_STATE,
                                              SALON_MCP_AUTH_NONE, flags);
  /**
   * SalonMcpAuthSession:problem:
   *
   * A sentence on what went wrong last; %NULL when nothing did.
   */
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  /**
   * SalonMcpAuthSession:issuer:
   *
   * Where somebody is signed in; %NULL for nowhere.
   */
  properties[PROP_ISSUER] = g_param_spec_string ("issuer", NULL, NULL, NULL, flags);
  /**
   * SalonMcpAuthSession:scopes:
   *
   * What was granted, separated by blanks; %NULL when it is not known.
   */
  properties[PROP_SCOPES] = g_param_spec_string ("scopes", NULL, NULL, NULL, flags);
  /**
   * SalonMcpAuthSession:expires-at:
   *
   * Until when the token is good, in microseconds of real time; 0 when it is not known. It is
   * renewed before, where that is possible.
   */
  properties[PROP_EXPIRES_AT] = g_param_spec_int64 ("expires-at", NULL, NULL, 0, G_MAXINT64, 0,
                                                    flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
salon_mcp_auth_session_init (SalonMcpAuthSession *self)
{
  self->nonces = salon_mcp_auth_nonces_new ();
  self->trials = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        salon_mcp_auth_trial_free);
}

/**
 * salon_mcp_auth_session_new:
 * @server_url: the address of the MCP server
 * @settings: what the user has decided about it
 * @store: where to keep what signing in brings
 * @user_agent: (nullable): who can ask the user and open a browser; %NULL when there is nobody
 * @http_client: to fetch with
 * @clock: (nullable): the time; %NULL for the system's
 *
 * Returns: (transfer full): a session that has not looked at anything yet
 */
SalonMcpAuthSession *
salon_mcp_auth_session_new (const char            *server_url,
                            SalonMcpAuthSettings  *settings,
                            SalonMcpAuthStore     *store,
                            SalonMcpAuthUserAgent *user_agent,
                            SalonHttpClient       *http_client,
                            SalonClock            *clock)
{
  SalonMcpAuthSession *self = NULL;

  g_return_val_if_fail (server_url != NULL && settings != NULL, NULL);
  g_return_val_if_fail (SALON_IS_MCP_AUTH_STORE (store), NULL);
  g_return_val_if_fail (user_agent == NULL || SALON_IS_MCP_AUTH_USER_AGENT (user_agent), NULL);
  g_return_val_if_fail (SALON_IS_HTTP_CLIENT (http_client), NULL);
  g_return_val_if_fail (clock == NULL || SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_MCP_AUTH_SESSION, NULL);
  self->server_url = g_strdup (server_url);
  self->settings = salon_mcp_auth_settings_ref (settings);
  self->store = g_object_ref (store);
  g_set_object (&self->user_agent, user_agent);
  self->http_client = g_object_ref (http_client);
  self->clock = g_object_ref (clock != NULL ? clock : salon_clock_get_system ());
  self->fetcher =
    salon_mcp_auth_fetcher_new (server_url,
                                salon_mcp_auth_settings_get_allow_private_network (settings),
                                http_client, self->clock);
  return self;
}

/* What others see of it. */

void
salon_mcp_auth_session_set_state (SalonMcpAuthSession *self,
                                  SalonMcpAuthState    state,
                                  const char          *problem)
{
  if (g_set_str (&self->problem, problem))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* @tokens: (nullable) */
void
salon_mcp_auth_session_set_tokens (SalonMcpAuthSession *self,
                                   SalonMcpAuthTokens  *tokens)
{
  if (self->tokens == tokens)
    return;
  g_clear_pointer (&self->tokens, salon_mcp_auth_tokens_unref);
  if (tokens != NULL)
    {
      SalonMcpAuthTokensContext context;

      self->tokens = salon_mcp_auth_tokens_ref (tokens);
      salon_mcp_auth_tokens_get_context (tokens, &context);
      g_set_str (&self->issuer, context.issuer);
      g_set_str (&self->resource, context.resource);
      g_set_str (&self->wanted, context.scopes);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ISSUER]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCOPES]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPIRES_AT]);
}

/**
 * salon_mcp_auth_session_get_server_url:
 * @self: a session
 *
 * Returns: (transfer none): the address of the MCP server
 */
const char *
salon_mcp_auth_session_get_server_url (SalonMcpAuthSession *self)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_SESSION (self), NULL);

  return self->server_url;
}

/**
 * salon_mcp_auth_session_get_state:
 * @self: a session
 *
 * Returns: how the session stands
 */
SalonMcpAuthState
salon_mcp_auth_session_get_state (SalonMcpAuthSession *self)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_SESSION (self), SALON_MCP_AUTH_NONE);

  return self->state;
}

/**
 * salon_mcp_auth_session_get_account:
 * @self: a session
 *
 * Returns: (transfer none): the name of the account, empty for the only one
 */
const char *
salon_mcp_auth_session_get_account (SalonMcpAuthSession *self)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_SESSION (self), NULL);

  return salon_mcp_auth_settings_get_account (self->settings);
}

/**
 * salon_mcp_auth_session_get_issuer:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): where somebody is signed in
 */
const char *
salon_mcp_auth_session_get_issuer (SalonMcpAuthSession *self)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_SESSION (self), NULL);

  return self->tokens != NULL ? self->issuer : NULL;
}

/**
 * salon_mcp_auth_session_get_scopes:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): what was granted, separated by blanks
 */
const char *
salon_mcp_auth_session_get_scopes (SalonMcpAuthSession *self)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_SESSION (self), NULL);

  return self->tokens != NULL ? salon_mcp_auth_tokens_get_scopes (self->tokens) : NULL;
}

/**
 * salon_mcp_auth_session_get_expires_at:
 * @self: a session
 *
 * Returns: until when the token is good, in microseconds of real time; 0 when it is not known
 */
gint64
salon_mcp_auth_session_get_expires_at (SalonMcpAuthSession *self)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_SESSION (self), 0);

  return self->tokens != NULL ? salon_mcp_auth_tokens_get_expires_at (self->tokens) : 0;
}

/**
 * salon_mcp_auth_session_get_problem:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): a sentence on what went wrong last
 */
const char *
salon_mcp_auth_session_get_problem (SalonMcpAuthSession *self)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_SESSION (self), NULL);

  return self->problem;
}

/* What can be done with it. */

static DexFuture *
load_fiber (gpointer user_data)
{
  SalonMcpAuthSession *self = user_data;
  GError *error = NULL;
  gboolean is_loaded = salon_mcp_auth_session_load_now (self, &error);

  if (!is_loaded)
    {
      dex_clear (&self->loading);
      return dex_future_new_for_error (error);
    }
  return dex_future_new_true ();
}

/* Kept once it is done: there is nothing to load a second time. */
DexFuture *
salon_mcp_auth_session_join_loading (SalonMcpAuthSession *self)
{
  if (self->loading == NULL)
    self->loading = dex_scheduler_spawn (NULL, SALON_MCP_AUTH_STACK_SIZE, load_fiber,
                                         g_object_ref (self), g_object_unref);
  return dex_ref (self->loading);
}

/**
 * salon_mcp_auth_session_load:
 * @self: a session
 *
 * Looks whether somebody has signed in earlier, without asking anybody but the store. It happens
 * by itself before the first request; doing it earlier makes the state right.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *
salon_mcp_auth_session_load (SalonMcpAuthSession *self)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_SESSION (self), dex_future_new_infinite ());

  return salon_mcp_auth_session_join_loading (self);
}

static DexFuture *
discover_fiber (gpointer user_data)
{
  SalonMcpAuthSession *self = user_data;
  SalonMcpAuthOccasion occasion = { .is_asked = TRUE };
  GError *error = NULL;
  g_autoptr (SalonMcpAuthDiscovery) discovery = NULL;
  g_autofree char *scopes = NULL;

  if (!dex_await (salon_mcp_auth_session_join_loading (self), &error))
    return dex_future_new_for_error (error);
  discovery = salon_mcp_auth_session_discover_now (self, NULL, &error);
  if (discovery == NULL)
    return dex_future_new_for_error (error);
  scopes = salon_mcp_auth_session_choose_scopes (self, discovery, &occasion);
  return dex_future_new_take_boxed (
    SALON_TYPE_MCP_AUTH_PLAN,
    salon_mcp_auth_session_make_plan (self, discovery, scopes, &occasion));
}

/**
 * salon_mcp_auth_session_discover:
 * @self: a session
 *
 * Finds out what signing in would mean, without doing it.
 *
 * Returns: (transfer full): a future of a boxed #SalonMcpAuthPlan; rejected with
 *   #SalonMcpAuthError
 */
DexFuture *
salon_mcp_auth_session_discover (SalonMcpAuthSession *self)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_SESSION (self), dex_future_new_infinite ());

  return dex_scheduler_spawn (NULL, SALON_MCP_AUTH_STACK_SIZE, discover_fiber, g_object_ref (self),
                              g_object_unref);
}

/**
 * salon_mcp_auth_session_sign_in:
 * @self: a session
 *
 * Signs in, as the user wants to: the user agent is asked to confirm, and then to open the
 * browser. When that is under way already, this joins in. It goes on when the future is
 * dropped; salon_mcp_auth_session_cancel() ends it.
 *
 * Returns: (transfer full): a future of %TRUE; rejected with #SalonMcpAuthError, with
 *   %G_IO_ERROR_CANCELLED, or with what the network or the store said
 */
DexFuture *
salon_mcp_auth_session_sign_in (SalonMcpAuthSession *self)
{
  SalonMcpAuthOccasion occasion = { .is_asked = TRUE };

  g_return_val_if_fail (SALON_IS_MCP_AUTH_SESSION (self), dex_future_new_infinite ());

  g_clear_error (&self->given_up);
  g_hash_table_remove_all (self->trials);
  return salon_mcp_auth_session_join_signing_in (self, &occasion);
}

/**
 * salon_mcp_auth_session_cancel:
 * @self: a session
 *
 * Ends a sign-in that is under way; whoever waits for it gets %G_IO_ERROR_CANCELLED.
 */
void
salon_mcp_auth_session_cancel (SalonMcpAuthSession *self)
{
  g_return_if_fail (SALON_IS_MCP_AUTH_SESSION (self));

  if (self->stop != NULL && dex_future_is_pending (DEX_FUTURE (self->stop)))
    dex_promise_reject (self->stop, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                         "Signing in was cancelled"));
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-sign-in-private.h"

enum
{
  PROP_0,
  PROP_STATE,
  PROP_PLAN,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonSignIn, salon_sign_in, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_AUTH_USER_AGENT,
                                                      salon_sign_in_agent_init))

static void
salon_sign_in_set_problem (SalonSignIn *self,
                           const char  *problem)
{
  if (g_set_str (&self->problem, problem))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
on_state_changed (SalonSignIn *self)
{
  if (salon_sign_in_get_state (self) == SALON_MCP_AUTH_SIGNED_IN)
    {
      self->signed_in = TRUE;
      self->declined = FALSE;
      salon_sign_in_set_problem (self, NULL);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
salon_sign_in_drop_session (SalonSignIn *self)
{
  if (self->session == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_object (&self->config);
}

static void
salon_sign_in_dispose (GObject *object)
{
  SalonSignIn *self = SALON_SIGN_IN (object);

  dex_clear (&self->running);
  dex_clear (&self->cancelling);
  salon_sign_in_drop_session (self);
  g_clear_pointer (&self->plan, salon_mcp_auth_plan_unref);
  g_clear_pointer (&self->server_name, g_free);
  g_clear_pointer (&self->problem, g_free);
  g_clear_object (&self->services.store);
  g_clear_object (&self->services.expander);
  g_clear_object (&self->services.http_client);
  g_clear_object (&self->services.clock);
  g_clear_object (&self->services.consent);
  g_clear_object (&self->services.browser);

  G_OBJECT_CLASS (salon_sign_in_parent_class)->dispose (object);
}

static void
salon_sign_in_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SalonSignIn *self = SALON_SIGN_IN (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, salon_sign_in_get_state (self));
      break;
    case PROP_PLAN:
      g_value_set_boxed (value, self->plan);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_sign_in_class_init (SalonSignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = salon_sign_in_dispose;
  object_class->get_property = salon_sign_in_get_property;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, SALON_TYPE_MCP_AUTH_STATE,
                                              SALON_MCP_AUTH_NONE, flags);
  properties[PROP_PLAN] = g_param_spec_boxed ("plan", NULL, NULL, SALON_TYPE_MCP_AUTH_PLAN, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
salon_sign_in_init (SalonSignIn *self)
{
}

/**
 * salon_sign_in_new:
 * @server_name: the server's name in the configuration
 * @services: what to work with; the objects are referenced
 *
 * Returns: (transfer full): nobody is signed in yet
 */
SalonSignIn *
salon_sign_in_new (const char                *server_name,
                   const SalonSignInServices *services)
{
  SalonSignIn *self;

  g_return_val_if_fail (server_name != NULL, NULL);
  g_return_val_if_fail (services != NULL, NULL);

  self = g_object_new (SALON_TYPE_SIGN_IN, NULL);
  self->server_name = g_strdup (server_name);
  self->services = *services;
  g_object_ref (services->store);
  g_object_ref (services->expander);
  g_object_ref (services->http_client);
  g_object_ref (services->clock);
  g_object_ref (services->browser);
  if (services->consent != NULL)
    g_object_ref (services->consent);
  return self;
}

/* --- what the user does -------------------------------------------------------------------- */

typedef struct
{
  SalonSignIn *self;
  SalonServerConfig *config;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->self);
  g_object_unref (work->config);
  g_free (work);
}

static DexFuture *
spawn (SalonSignIn       *self,
       SalonServerConfig *config,
       DexFiberFunc       func)
{
  Work *work = g_new0 (Work, 1);

  work->self = g_object_ref (self);
  work->config = g_object_ref (config);
  return dex_scheduler_spawn (NULL, 0, func, work, work_free);
}

/* In a fiber. What the user has changed – another secret, another address – counts from the next
 * connection on; one under way is not disturbed. */
static gboolean
work_open (Work    *work,
           GError **error)
{
  SalonSignIn *self = work->self;
  SalonSignInOptions *options = salon_server_config_get_sign_in (work->config);
  g_autoptr (SalonMcpAuthSettings) settings = NULL;
  g_autofree char *url = NULL;

  if (salon_sign_in_get_state (self) == SALON_MCP_AUTH_SIGNING_IN)
    return TRUE;
  url = dex_await_string (
    salon_expander_expand (self->services.expander, salon_server_config_get_url (work->config)),
    error);
  if (url == NULL)
    return FALSE;
  settings = options != NULL
               ? dex_await_boxed (
                   salon_sign_in_options_make_settings (options, self->services.expander), error)
               : salon_mcp_auth_settings_new ();
  if (settings == NULL)
    return FALSE;
  if (salon_sign_in_get_state (self) == SALON_MCP_AUTH_SIGNING_IN)
    return TRUE;

  salon_mcp_auth_settings_set_client_name (settings, "Salon");
  salon_sign_in_drop_session (self);
  self->config = g_object_ref (work->config);
  self->session = salon_mcp_auth_session_new (url, settings, self->services.store,
                                              SALON_MCP_AUTH_USER_AGENT (self),
                                              self->services.http_client, self->services.clock);
  g_signal_connect_swapped (self->session, "notify::state", G_CALLBACK (on_state_changed), self);
  if (!dex_await (salon_mcp_auth_session_load (self->session), error))
    return FALSE;
  on_state_changed (self);
  return TRUE;
}

/* In a fiber. The session there is knows what the server has said; it does as long as the entry
 * has not changed. */
static gboolean
work_ensure (Work    *work,
             GError **error)
{
  SalonSignIn *self = work->self;

  return (self->session != NULL && salon_server_config_equal (self->config, work->config)) ||
         work_open (work, error);
}

static DexFuture *
open_fiber (gpointer user_data)
{
  Work *work = user_data;
  GError *error = NULL;

  if (!work_open (work, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_object (work->self->session);
}

/**
 * salon_sign_in_open:
 * @self: a sign-in
 * @config: the server's entry, with an address
 *
 * Makes a session by what the entry says now, and loads what is kept of an earlier one.
 *
 * Returns: (transfer full): a future of the #SalonMcpAuthSession; rejected with what
 *   salon_expander_expand() is rejected with
 */
DexFuture *
salon_sign_in_open (SalonSignIn       *self,
                    SalonServerConfig *config)
{
  g_return_val_if_fail (SALON_IS_SIGN_IN (self), NULL);
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (config), NULL);
  g_return_val_if_fail (salon_server_config_get_url (config) != NULL, NULL);

  return spawn (self, config, open_fiber);
}

static DexFuture *
prepare_fiber (gpointer user_data)
{
  Work *work = user_data;
  SalonSignIn *self = work->self;
  g_autoptr (SalonMcpAuthPlan) plan = NULL;
  GError *error = NULL;

  if (work_ensure (work, &error))
    plan = dex_await_boxed (salon_mcp_auth_session_discover (self->session), &error);
  if (plan == NULL)
    {
      salon_sign_in_set_problem (self, error->message);
      return dex_future_new_for_error (error);
    }
  g_clear_pointer (&self->plan, salon_mcp_auth_plan_unref);
  self->plan = salon_mcp_auth_plan_ref (plan);
  salon_sign_in_set_problem (self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAN]);
  return dex_future_new_take_boxed (SALON_TYPE_MCP_AUTH_PLAN, g_steal_pointer (&plan));
}

/**
 * salon_sign_in_prepare:
 * @self: a sign-in
 * @config: the server's entry, with an address
 *
 * Finds out what signing in would do, so that it can be shown before a browser opens.
 *
 * Returns: (transfer full): a future of the boxed #SalonMcpAuthPlan; rejected with a sentence
 */
DexFuture *
salon_sign_in_prepare (SalonSignIn       *self,
                       SalonServerConfig *config)
{
  g_return_val_if_fail (SALON_IS_SIGN_IN (self), NULL);
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (config), NULL);
  g_return_val_if_fail (salon_server_config_get_url (config) != NULL, NULL);

  return spawn (self, config, prepare_fiber);
}

static DexFuture *
begin_fiber (gpointer user_data)
{
  Work *work = user_data;
  SalonSignIn *self = work->self;
  GError *error = NULL;
  gboolean done;

  self->declined = FALSE;
  self->agreed = TRUE;
  done = work_ensure (work, &error) &&
         dex_await (dex_future_first (salon_mcp_auth_session_sign_in (self->session),
                                      dex_ref (self->cancelling), NULL), &error);
  self->agreed = FALSE;
  if (done)
    return dex_future_new_true ();
  salon_sign_in_set_problem (self, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                                     ? NULL : error->message);
  return dex_future_new_for_error (error);
}

static DexFuture *
on_begun (DexFuture *future,
          gpointer   user_data)
{
  g_autoptr (SalonSignIn) self = g_weak_ref_get (user_data);

  if (self != NULL)
    {
      dex_clear (&self->cancelling);
      dex_clear (&self->running);
    }
  return dex_ref (future);
}

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/**
 * salon_sign_in_begin:
 * @self: a sign-in
 * @config: the server's entry, with an address
 *
 * Signs in, because the user said so, seeing the plan. There is at most one at a time; it goes on
 * when the future is thrown away, until [method@SignIn.cancel].
 *
 * Returns: (transfer full): a future of %TRUE when somebody is signed in; rejected with a sentence
 */
DexFuture *
salon_sign_in_begin (SalonSignIn       *self,
                     SalonServerConfig *config)
{
  GWeakRef *weak;

  g_return_val_if_fail (SALON_IS_SIGN_IN (self), NULL);
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (config), NULL);
  g_return_val_if_fail (salon_server_config_get_url (config) != NULL, NULL);

  if (self->running == NULL)
    {
      weak = g_new0 (GWeakRef, 1);
      g_weak_ref_init (weak, self);
      self->cancelling = dex_cancellable_new ();
      self->running = dex_future_finally (spawn (self, config, begin_fiber), on_begun, weak,
                                          free_weak_ref);
      dex_future_disown (dex_ref (self->running));
    }
  return dex_ref (self->running);
}

/**
 * salon_sign_in_cancel:
 * @self: a sign-in
 *
 * Gives up a sign-in that is under way; whoever waits for it gets %G_IO_ERROR_CANCELLED.
 */
void
salon_sign_in_cancel (SalonSignIn *self)
{
  g_return_if_fail (SALON_IS_SIGN_IN (self));

  if (self->session != NULL)
    salon_mcp_auth_session_cancel (self->session);
  if (self->cancelling != NULL)
    dex_cancellable_cancel (self->cancelling);
}

static DexFuture *
end_fiber (gpointer user_data)
{
  Work *work = user_data;
  SalonSignIn *self = work->self;
  GError *error = NULL;

  if (!work_ensure (work, &error) ||
      !dex_await (salon_mcp_auth_session_sign_out (self->session), &error))
    {
      salon_sign_in_set_problem (self, error->message);
      return dex_future_new_for_error (error);
    }
  self->signed_in = FALSE;
  salon_sign_in_set_problem (self, NULL);
  return dex_future_new_true ();
}

/**
 * salon_sign_in_end:
 * @self: a sign-in
 * @config: the server's entry, with an address
 *
 * Signs out: the tokens are revoked where the authorization server knows how, and forgotten.
 *
 * Returns: (transfer full): a future of %TRUE; rejected with a sentence, also when the tokens are
 *   forgotten but could not be revoked
 */
DexFuture *
salon_sign_in_end (SalonSignIn       *self,
                   SalonServerConfig *config)
{
  g_return_val_if_fail (SALON_IS_SIGN_IN (self), NULL);
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (config), NULL);
  g_return_val_if_fail (salon_server_config_get_url (config) != NULL, NULL);

  return spawn (self, config, end_fiber);
}

/**
 * salon_sign_in_get_state:
 * @self: a sign-in
 *
 * Returns: how it stands
 */
SalonMcpAuthState
salon_sign_in_get_state (SalonSignIn *self)
{
  g_return_val_if_fail (SALON_IS_SIGN_IN (self), SALON_MCP_AUTH_NONE);

  return self->session != NULL ? salon_mcp_auth_session_get_state (self->session)
                               : SALON_MCP_AUTH_NONE;
}

/**
 * salon_sign_in_get_plan:
 * @self: a sign-in
 *
 * Returns: (transfer none) (nullable): what signing in would do, as found out last
 */
SalonMcpAuthPlan *
salon_sign_in_get_plan (SalonSignIn *self)
{
  g_return_val_if_fail (SALON_IS_SIGN_IN (self), NULL);

  return self->plan;
}

/**
 * salon_sign_in_get_session:
 * @self: a sign-in
 *
 * Returns: (transfer none) (nullable): the session, with the account, the issuer, the scopes
 */
SalonMcpAuthSession *
salon_sign_in_get_session (SalonSignIn *self)
{
  g_return_val_if_fail (SALON_IS_SIGN_IN (self), NULL);

  return self->session;
}

/**
 * salon_sign_in_get_problem:
 * @self: a sign-in
 *
 * Returns: (transfer none) (nullable): a sentence on what went wrong the last time
 */
const char *
salon_sign_in_get_problem (SalonSignIn *self)
{
  g_return_val_if_fail (SALON_IS_SIGN_IN (self), NULL);

  return self->problem;
}

/**
 * salon_sign_in_is_kept:
 * @self: a sign-in
 *
 * Returns: whether the user is still signed in at the next start
 */
gboolean
salon_sign_in_is_kept (SalonSignIn *self)
{
  g_return_val_if_fail (SALON_IS_SIGN_IN (self), FALSE);

  return salon_mcp_auth_store_is_persistent (self->services.store);
}

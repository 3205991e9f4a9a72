/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "auth-agent.h"

#include "salon-mcp-auth-error.h"

#define REDIRECT_URI "http://127.0.0.1:49216/callback"

static void user_agent_iface_init (SalonMcpAuthUserAgentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AuthAgent, auth_agent, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_AUTH_USER_AGENT,
                                                      user_agent_iface_init))

static void
auth_agent_finalize (GObject *object)
{
  AuthAgent *self = AUTH_AGENT (object);

  g_clear_object (&self->http_client);
  g_clear_pointer (&self->plan, salon_mcp_auth_plan_unref);
  g_free (self->url);
  G_OBJECT_CLASS (auth_agent_parent_class)->finalize (object);
}

static void
auth_agent_class_init (AuthAgentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = auth_agent_finalize;
}

static void
auth_agent_init (AuthAgent *self)
{
}

static DexFuture *
auth_agent_confirm (SalonMcpAuthUserAgent *agent,
                    SalonMcpAuthPlan      *plan)
{
  AuthAgent *self = AUTH_AGENT (agent);

  self->n_plans++;
  g_clear_pointer (&self->plan, salon_mcp_auth_plan_unref);
  self->plan = salon_mcp_auth_plan_ref (plan);
  return dex_future_new_for_boolean (!self->refuses);
}

static char *
auth_agent_dup_redirect_uri (SalonMcpAuthUserAgent *agent)
{
  return AUTH_AGENT (agent)->has_callback ? NULL : g_strdup (REDIRECT_URI);
}

static DexFuture *
on_answer_cb (DexFuture *future,
              gpointer   user_data)
{
  AuthAgent *self = user_data;
  SalonHttpResponse *answer = g_value_get_object (dex_future_get_value (future, NULL));
  const char *location = salon_http_response_get_header (answer, "Location");
  g_autofree char *target = NULL;
  SalonMcpAuthResponse *response = NULL;
  GError *error = NULL;

  if (location == NULL)
    return dex_future_new_reject (SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_FAILED,
                                  "The page of the authorization server sends nobody back");
  target = g_strconcat (location, self->more, NULL);
  if (self->has_callback)
    {
      g_autoptr (SalonHttpRequest) request = salon_http_request_new ("GET", target);

      return salon_http_client_send (self->http_client, request);
    }
  response = salon_mcp_auth_response_new_from_redirect (target, REDIRECT_URI, &error);
  if (response == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (SALON_TYPE_MCP_AUTH_RESPONSE, response);
}

static DexFuture *
auth_agent_authorize (SalonMcpAuthUserAgent *agent,
                      const char            *authorization_url,
                      const char            *state,
                      SalonMcpAuthCallback  *callback)
{
  AuthAgent *self = AUTH_AGENT (agent);
  g_autoptr (SalonHttpRequest) request = salon_http_request_new ("GET", authorization_url);
  DexFuture *answer = NULL;

  self->n_visits++;
  g_set_str (&self->url, authorization_url);
  g_assert_true ((callback != NULL) == self->has_callback);
  if (self->stays_away && callback == NULL)
    return dex_future_new_infinite ();
  if (self->stays_away)
    return salon_mcp_auth_callback_wait (callback, state);
  answer = dex_future_then (salon_http_client_send (self->http_client, request), on_answer_cb,
                            g_object_ref (self), g_object_unref);
  if (callback == NULL)
    return answer;
  dex_future_disown (answer);
  return salon_mcp_auth_callback_wait (callback, state);
}

static void
user_agent_iface_init (SalonMcpAuthUserAgentInterface *iface)
{
  iface->confirm = auth_agent_confirm;
  iface->dup_redirect_uri = auth_agent_dup_redirect_uri;
  iface->authorize = auth_agent_authorize;
}

AuthAgent *
auth_agent_new (SalonHttpClient *http_client)
{
  AuthAgent *self = g_object_new (TYPE_AUTH_AGENT, NULL);

  self->http_client = g_object_ref (http_client);
  return self;
}

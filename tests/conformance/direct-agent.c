/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-conformance"

#include "config.h"

#include "direct-agent.h"

#include "salon-mcp-auth-error.h"

/* Nobody listens there: what comes back is read from the redirect. */
#define REDIRECT_URI "http://127.0.0.1:49215/callback"

struct _DirectAgent
{
  GObject          parent_instance;

  SalonHttpClient *http_client;
};

static void user_agent_iface_init (SalonMcpAuthUserAgentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DirectAgent, direct_agent, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_AUTH_USER_AGENT,
                                                      user_agent_iface_init))

static void
direct_agent_finalize (GObject *object)
{
  g_clear_object (&DIRECT_AGENT (object)->http_client);
  G_OBJECT_CLASS (direct_agent_parent_class)->finalize (object);
}

static void
direct_agent_class_init (DirectAgentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = direct_agent_finalize;
}

static void
direct_agent_init (DirectAgent *self)
{
}

static DexFuture *
direct_agent_confirm (SalonMcpAuthUserAgent *agent,
                      SalonMcpAuthPlan      *plan)
{
  return dex_future_new_true ();
}

static char *
direct_agent_dup_redirect_uri (SalonMcpAuthUserAgent *agent)
{
  return g_strdup (REDIRECT_URI);
}

static DexFuture *
on_answer_cb (DexFuture *future,
              gpointer   user_data)
{
  const GValue *value = dex_future_get_value (future, NULL);
  SalonHttpResponse *response = g_value_get_object (value);
  const char *location = salon_http_response_get_header (response, "Location");
  SalonMcpAuthResponse *result = NULL;
  GError *error = NULL;

  if (location == NULL)
    return dex_future_new_reject (SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_FAILED,
                                  "The authorization URL was answered with the status %u and "
                                  "sends nobody anywhere.",
                                  salon_http_response_get_status (response));
  g_print ("sent back to %s\n", location);
  result = salon_mcp_auth_response_new_from_redirect (location, REDIRECT_URI, &error);
  if (result == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (SALON_TYPE_MCP_AUTH_RESPONSE, result);
}

static DexFuture *
direct_agent_authorize (SalonMcpAuthUserAgent *agent,
                        const char            *authorization_url,
                        const char            *state,
                        SalonMcpAuthCallback  *callback)
{
  g_autoptr (SalonHttpRequest) request = salon_http_request_new ("GET", authorization_url);

  g_print ("authorization at %s\n", authorization_url);
  return dex_future_then (salon_http_client_send (DIRECT_AGENT (agent)->http_client, request),
                          on_answer_cb, NULL, NULL);
}

static void
user_agent_iface_init (SalonMcpAuthUserAgentInterface *iface)
{
  iface->confirm = direct_agent_confirm;
  iface->dup_redirect_uri = direct_agent_dup_redirect_uri;
  iface->authorize = direct_agent_authorize;
}

DirectAgent *
direct_agent_new (SalonHttpClient *http_client)
{
  DirectAgent *self = g_object_new (TYPE_DIRECT_AGENT, NULL);

  self->http_client = g_object_ref (http_client);
  return self;
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-user-agent.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-auth-error.h"
#include "salon-mcp-auth-text.h"

typedef struct
{
  SalonMcpAuthUserAgent *agent;
  SalonMcpAuthCallback  *callback;
  char                  *url;
  char                  *state;
} Visit;

static void
visit_free (gpointer data)
{
  Visit *self = data;

  g_clear_object (&self->agent);
  g_clear_object (&self->callback);
  g_free (self->url);
  g_free (self->state);
  g_free (self);
}

/* Listens before it opens: a browser that is signed in already is back at once. */
static DexFuture *
visit_fiber (gpointer data)
{
  Visit *self = data;
  SalonMcpAuthUserAgentInterface *iface = SALON_MCP_AUTH_USER_AGENT_GET_IFACE (self->agent);
  g_autoptr(DexFuture) response = salon_mcp_auth_callback_wait (self->callback, self->state);
  g_autoptr(GError) error = NULL;

  if (!dex_await (iface->open_uri (self->agent, self->url), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return g_steal_pointer (&response);
}

static DexFuture *
salon_mcp_auth_user_agent_real_authorize (SalonMcpAuthUserAgent *self,
                                          const char            *authorization_url,
                                          const char            *state,
                                          SalonMcpAuthCallback  *callback)
{
  Visit *visit;

  g_return_val_if_fail (SALON_IS_MCP_AUTH_CALLBACK (callback), dex_future_new_infinite ());
  g_return_val_if_fail (SALON_MCP_AUTH_USER_AGENT_GET_IFACE (self)->open_uri != NULL,
                        dex_future_new_infinite ());

  visit = g_new0 (Visit, 1);
  visit->agent = g_object_ref (self);
  visit->callback = g_object_ref (callback);
  visit->url = g_strdup (authorization_url);
  visit->state = g_strdup (state);

  return dex_scheduler_spawn (NULL, 0, visit_fiber, visit, visit_free);
}

G_DEFINE_INTERFACE (SalonMcpAuthUserAgent, salon_mcp_auth_user_agent, G_TYPE_OBJECT)

static void
salon_mcp_auth_user_agent_default_init (SalonMcpAuthUserAgentInterface *iface)
{
  iface->authorize = salon_mcp_auth_user_agent_real_authorize;
}

/**
 * salon_mcp_auth_user_agent_confirm:
 * @self: a user agent
 * @plan: what would be done
 *
 * Asks the user before anything is opened or sent.
 *
 * Returns: (transfer full): a future of a boolean: whether to go on
 */
DexFuture *
salon_mcp_auth_user_agent_confirm (SalonMcpAuthUserAgent *self,
                                   SalonMcpAuthPlan      *plan)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_USER_AGENT (self), dex_future_new_infinite ());
  g_return_val_if_fail (plan != NULL, dex_future_new_infinite ());

  return SALON_MCP_AUTH_USER_AGENT_GET_IFACE (self)->confirm (self, plan);
}

/**
 * salon_mcp_auth_user_agent_dup_redirect_uri:
 * @self: a user agent
 *
 * Returns: (transfer full) (nullable): the redirect URI of an agent that gets the answer
 *   itself; %NULL when it needs a [class@McpAuthCallback]
 */
char *
salon_mcp_auth_user_agent_dup_redirect_uri (SalonMcpAuthUserAgent *self)
{
  SalonMcpAuthUserAgentInterface *iface;

  g_return_val_if_fail (SALON_IS_MCP_AUTH_USER_AGENT (self), NULL);

  iface = SALON_MCP_AUTH_USER_AGENT_GET_IFACE (self);
  return iface->dup_redirect_uri != NULL ? iface->dup_redirect_uri (self) : NULL;
}

/* What is handed to a desktop is not for a server to choose: only the web's schemes, and no
 * character that some launcher might understand in its own way. */
static gboolean
may_be_opened (const char *url)
{
  const char *p;

  if (g_ascii_strncasecmp (url, "https://", 8) != 0 && g_ascii_strncasecmp (url, "http://", 7) != 0)
    return FALSE;

  for (p = url; *p != '\0'; p++)
    {
      if (!g_ascii_isgraph (*p) || strchr ("\"'<>\\^`{|}", *p) != NULL)
        return FALSE;
    }

  return g_uri_is_valid (url, G_URI_FLAGS_NONE, NULL);
}

/**
 * salon_mcp_auth_user_agent_authorize:
 * @self: a user agent
 * @authorization_url: where the user says yes
 * @state: the state in it
 * @callback: (nullable): where the browser comes back to, started; %NULL exactly when the
 *   agent has a redirect URI of its own
 *
 * Sends the user to the authorization server and waits for the answer. Dropping the future
 * stops waiting and closes the callback's port.
 *
 * Returns: (transfer full): a future of a boxed #SalonMcpAuthResponse. Rejected with
 *   %SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS when @authorization_url is nothing for a browser,
 *   %SALON_MCP_AUTH_ERROR_TIMED_OUT, or what the agent says
 */
DexFuture *
salon_mcp_auth_user_agent_authorize (SalonMcpAuthUserAgent *self,
                                     const char            *authorization_url,
                                     const char            *state,
                                     SalonMcpAuthCallback  *callback)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_USER_AGENT (self), dex_future_new_infinite ());
  g_return_val_if_fail (authorization_url != NULL, dex_future_new_infinite ());
  g_return_val_if_fail (state != NULL, dex_future_new_infinite ());
  g_return_val_if_fail (callback == NULL || SALON_IS_MCP_AUTH_CALLBACK (callback),
                        dex_future_new_infinite ());

  if (!may_be_opened (authorization_url))
    {
      g_autofree char *shown = salon_mcp_auth_text_dup_shown (authorization_url, 80);

      return dex_future_new_reject (SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
                                    _("The authorization server’s page is at “%s”, which is no "
                                      "address that Salon opens in a browser. Tell whoever runs "
                                      "the server."), shown);
    }

  return SALON_MCP_AUTH_USER_AGENT_GET_IFACE (self)->authorize (self, authorization_url, state,
                                                                callback);
}

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

static DexFuture *
on_opened (DexFuture *future,
           gpointer   user_data)
{
  return dex_ref (DEX_FUTURE (user_data));
}

static void
release_callback (gpointer data)
{
  g_object_unref (data);
}

static DexFuture *
keep_callback (DexFuture *future,
               gpointer   user_data)
{
  return dex_ref (future);
}

static DexFuture *
salon_mcp_auth_user_agent_real_authorize (SalonMcpAuthUserAgent *self,
                                          const char            *authorization_url,
                                          const char            *state,
                                          SalonMcpAuthCallback  *callback)
{
  DexFuture *response;

  g_return_val_if_fail (SALON_IS_MCP_AUTH_CALLBACK (callback), dex_future_new_infinite ());
  g_return_val_if_fail (SALON_MCP_AUTH_USER_AGENT_GET_IFACE (self)->open_uri != NULL,
                        dex_future_new_infinite ());

  /* Listens before it opens: a browser that is signed in already is back at once. */
  response = salon_mcp_auth_callback_wait (callback, state);
  response = dex_future_finally (response, keep_callback, g_object_ref (callback),
                                 release_callback);

  /* Not a fiber: dropping what it returned last would not be heard of. */
  return dex_future_then (SALON_MCP_AUTH_USER_AGENT_GET_IFACE (self)->open_uri (self,
                                                                              authorization_url),
                          on_opened, response, dex_unref);
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

/* What is handed to a desktop is not for a server to choose: only the web's schemes, no
 * character that some launcher might understand in its own way, and nothing that looks like a
 * host but is none. */
static gboolean
may_be_opened (const char *url)
{
  g_autoptr(GUri) uri = NULL;
  const char *p;

  if (g_ascii_strncasecmp (url, "https://", 8) != 0 && g_ascii_strncasecmp (url, "http://", 7) != 0)
    return FALSE;

  for (p = url; *p != '\0'; p++)
    {
      if (!g_ascii_isgraph (*p) || strchr ("\"'<>\\^`{|}", *p) != NULL)
        return FALSE;
    }

  uri = g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD, NULL);
  return uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
         g_uri_get_userinfo (uri) == NULL;
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

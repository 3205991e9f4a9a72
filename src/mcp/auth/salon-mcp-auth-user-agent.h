/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-mcp-auth-callback.h"
#include "salon-mcp-auth-plan.h"
#include "salon-mcp-auth-response.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_AUTH_USER_AGENT (salon_mcp_auth_user_agent_get_type ())

G_DECLARE_INTERFACE (SalonMcpAuthUserAgent, salon_mcp_auth_user_agent, SALON, MCP_AUTH_USER_AGENT,
                     GObject)

/**
 * SalonMcpAuthUserAgentInterface:
 * @confirm: shows the plan and resolves to a boolean: whether to go on
 * @dup_redirect_uri: (nullable): the redirect URI of an agent that gets the answer itself;
 *   without it, or when it gives %NULL, the flow starts a [class@McpAuthCallback]
 * @open_uri: opens an address in the user's browser, or shows it; resolves to anything as soon
 *   as it is opened. Not needed by agents with an @authorize of their own
 * @authorize: (nullable): the whole way from the authorization URL to a boxed
 *   #SalonMcpAuthResponse. The default: @open_uri, and then what the callback gets
 *
 * Whoever has eyes and a browser: the app, the terminal, or a test that follows redirects.
 */
struct _SalonMcpAuthUserAgentInterface
{
  GTypeInterface parent_interface;

  DexFuture *(*confirm)          (SalonMcpAuthUserAgent *self,
                                  SalonMcpAuthPlan      *plan);
  char      *(*dup_redirect_uri) (SalonMcpAuthUserAgent *self);
  DexFuture *(*open_uri)         (SalonMcpAuthUserAgent *self,
                                  const char            *uri);
  DexFuture *(*authorize)        (SalonMcpAuthUserAgent *self,
                                  const char            *authorization_url,
                                  const char            *state,
                                  SalonMcpAuthCallback  *callback);
};

/* → boolean: may I go on. */
DexFuture *salon_mcp_auth_user_agent_confirm          (SalonMcpAuthUserAgent *self,
                                                       SalonMcpAuthPlan      *plan)
  G_GNUC_WARN_UNUSED_RESULT;
/* A redirect URI that is good before registration; NULL: start a SalonMcpAuthCallback, which has
 * one, and hand it to authorize. */
char      *salon_mcp_auth_user_agent_dup_redirect_uri (SalonMcpAuthUserAgent *self);
/* → boxed SalonMcpAuthResponse. @callback: started; NULL exactly when dup_redirect_uri gave one.
 * Rejected with SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS for anything but http and https,
 * SALON_MCP_AUTH_ERROR_TIMED_OUT, or what the agent says. Whether the state of the response is
 * @state is for the caller to check with agents that have an authorize of their own. Dropping
 * the future closes the callback's port. */
DexFuture *salon_mcp_auth_user_agent_authorize        (SalonMcpAuthUserAgent *self,
                                                       const char            *authorization_url,
                                                       const char            *state,
                                                       SalonMcpAuthCallback  *callback)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

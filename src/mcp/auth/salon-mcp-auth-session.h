/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-http-client.h"
#include "salon-mcp-auth-plan.h"
#include "salon-mcp-auth-settings.h"
#include "salon-mcp-auth-store.h"
#include "salon-mcp-auth-user-agent.h"
#include "salon-mcp-authorizer.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_AUTH_SESSION (salon_mcp_auth_session_get_type ())
#define SALON_TYPE_MCP_AUTH_STATE (salon_mcp_auth_state_get_type ())

/**
 * SalonMcpAuthState:
 * @SALON_MCP_AUTH_NONE: the server has not asked who is there
 * @SALON_MCP_AUTH_NEEDED: the server wants to know who is there, and nobody is signed in
 * @SALON_MCP_AUTH_SIGNING_IN: signing in is under way
 * @SALON_MCP_AUTH_SIGNED_IN: there are tokens
 *
 * How a #SalonMcpAuthSession stands.
 */
typedef enum
{
  SALON_MCP_AUTH_NONE,
  SALON_MCP_AUTH_NEEDED,
  SALON_MCP_AUTH_SIGNING_IN,
  SALON_MCP_AUTH_SIGNED_IN,
} SalonMcpAuthState;

/**
 * SalonMcpAuthSession:
 *
 * Being signed in to one remote server: finds out where to sign in, registers, sends the user
 * to the browser, keeps the tokens and renews them, asks for more rights when the server wants
 * them, and signs out (MCP “Authorization”). It is the [iface@McpAuthorizer] of the server's
 * transport.
 *
 * Several sessions – of several programs, too – may share the tokens of one account by means of
 * their store: only one of them renews, the others take over what it got.
 *
 * To be used from the main thread. No secret is ever part of an error, a property or a log.
 */
G_DECLARE_FINAL_TYPE (SalonMcpAuthSession, salon_mcp_auth_session, SALON, MCP_AUTH_SESSION, GObject)

GType                salon_mcp_auth_state_get_type         (void) G_GNUC_CONST;

SalonMcpAuthSession *salon_mcp_auth_session_new            (const char            *server_url,
                                                            SalonMcpAuthSettings  *settings,
                                                            SalonMcpAuthStore     *store,
                                                            SalonMcpAuthUserAgent *user_agent,
                                                            SalonHttpClient       *http_client,
                                                            SalonClock            *clock);

DexFuture           *salon_mcp_auth_session_load           (SalonMcpAuthSession   *self)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture           *salon_mcp_auth_session_discover       (SalonMcpAuthSession   *self)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture           *salon_mcp_auth_session_sign_in        (SalonMcpAuthSession   *self)
  G_GNUC_WARN_UNUSED_RESULT;
void                 salon_mcp_auth_session_cancel         (SalonMcpAuthSession   *self);
DexFuture           *salon_mcp_auth_session_sign_out       (SalonMcpAuthSession   *self)
  G_GNUC_WARN_UNUSED_RESULT;

const char          *salon_mcp_auth_session_get_server_url (SalonMcpAuthSession   *self);
SalonMcpAuthState    salon_mcp_auth_session_get_state      (SalonMcpAuthSession   *self);
const char          *salon_mcp_auth_session_get_account    (SalonMcpAuthSession   *self);
const char          *salon_mcp_auth_session_get_issuer     (SalonMcpAuthSession   *self);
const char          *salon_mcp_auth_session_get_scopes     (SalonMcpAuthSession   *self);
gint64               salon_mcp_auth_session_get_expires_at (SalonMcpAuthSession   *self);
const char          *salon_mcp_auth_session_get_problem    (SalonMcpAuthSession   *self);

G_END_DECLS

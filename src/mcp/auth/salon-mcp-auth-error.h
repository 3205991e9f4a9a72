/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SALON_MCP_AUTH_ERROR (salon_mcp_auth_error_quark ())

/**
 * SalonMcpAuthError:
 * @SALON_MCP_AUTH_ERROR_FAILED: anything that has no code of its own
 * @SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED: the server wants to know who asks, and nobody has
 *   signed in or may be asked to
 * @SALON_MCP_AUTH_ERROR_DISCOVERY: a document about the server or its authorization server is
 *   missing, is no JSON or has wrong members
 * @SALON_MCP_AUTH_ERROR_RESOURCE: the protected resource metadata is of another resource
 * @SALON_MCP_AUTH_ERROR_ISSUER: a document or an answer is of another issuer than asked for
 * @SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS: an address leads where this server must not send Salon
 * @SALON_MCP_AUTH_ERROR_REGISTRATION: Salon could not be made known to the authorization server
 * @SALON_MCP_AUTH_ERROR_DENIED: the user or the authorization server said no
 * @SALON_MCP_AUTH_ERROR_STATE: an answer that belongs to no question of ours
 * @SALON_MCP_AUTH_ERROR_TOKEN: the token endpoint refused, or gave what is no token
 * @SALON_MCP_AUTH_ERROR_SCOPE: the server asks for ever more rights
 * @SALON_MCP_AUTH_ERROR_UNSUPPORTED: the authorization server lacks what is needed: PKCE with
 *   S256, or a way to authenticate that Salon knows
 * @SALON_MCP_AUTH_ERROR_TIMED_OUT: nobody answered within the time allowed
 * @SALON_MCP_AUTH_ERROR_STORE: what was agreed on could not be kept or read back
 *
 * What can go wrong while signing in. The messages are whole, translated sentences: which
 * document of which host, which member of it, and what to do. Nothing secret is in them, and
 * what they quote of others went through salon_mcp_auth_text_dup_shown(). Cancellation is not
 * among them: that is always %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  SALON_MCP_AUTH_ERROR_FAILED,
  SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED,
  SALON_MCP_AUTH_ERROR_DISCOVERY,
  SALON_MCP_AUTH_ERROR_RESOURCE,
  SALON_MCP_AUTH_ERROR_ISSUER,
  SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
  SALON_MCP_AUTH_ERROR_REGISTRATION,
  SALON_MCP_AUTH_ERROR_DENIED,
  SALON_MCP_AUTH_ERROR_STATE,
  SALON_MCP_AUTH_ERROR_TOKEN,
  SALON_MCP_AUTH_ERROR_SCOPE,
  SALON_MCP_AUTH_ERROR_UNSUPPORTED,
  SALON_MCP_AUTH_ERROR_TIMED_OUT,
  SALON_MCP_AUTH_ERROR_STORE,
} SalonMcpAuthError;

GQuark salon_mcp_auth_error_quark (void);

G_END_DECLS

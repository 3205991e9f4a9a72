/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-auth-client-private.h"
#include "salon-mcp-auth-fetcher.h"
#include "salon-mcp-auth-server-private.h"
#include "salon-mcp-auth-settings.h"
#include "salon-mcp-auth-store.h"

G_BEGIN_DECLS

/* Becoming known to an authorization server (MCP “Client Registration Approaches”). */

/* All borrowed. */
typedef struct
{
  SalonMcpAuthFetcher  *fetcher;
  SalonMcpAuthSettings *settings;
  SalonMcpAuthStore    *store;
  SalonMcpAuthServer   *server;
  SalonClock           *clock;
  DexFuture            *stop;       /* may be NULL */
} SalonMcpAuthRegistrationCall;

/* The client that needs no registration: entered by the user, or one whose metadata document is
 * its id. NULL without an error when there is none; SALON_MCP_AUTH_ERROR_REGISTRATION when the
 * user's belongs to another server, _UNSUPPORTED when it can't authenticate there. */
SalonMcpAuthClient *salon_mcp_auth_registration_find_fixed
  (const SalonMcpAuthRegistrationCall  *call,
   GError                             **error);
/* The client that registered itself earlier, as long as it is good; NULL for none. */
SalonMcpAuthClient *salon_mcp_auth_registration_load (const SalonMcpAuthRegistrationCall  *call,
                                                      GError                             **error);
/* Registers and keeps the client (RFC 7591). To be called from fibers.
 * @refusal: (out) (nullable): the “error” of the answer when the server refused; else NULL.
 * SALON_MCP_AUTH_ERROR_REGISTRATION and what the fetcher and the store say. */
SalonMcpAuthClient *salon_mcp_auth_registration_register
  (const SalonMcpAuthRegistrationCall  *call,
   const char                          *redirect_uri,
   char                               **refusal,
   GError                             **error);
/* Forgets a client that is not known there any more, unless another one was kept meanwhile. */
void salon_mcp_auth_registration_forget (SalonMcpAuthStore  *store,
                                         SalonMcpAuthClient *client);

/* What is sent, as JSON. */
char *salon_mcp_auth_registration_write_body (const char *client_name,
                                              const char *redirect_uri,
                                              const char *method);

G_END_DECLS

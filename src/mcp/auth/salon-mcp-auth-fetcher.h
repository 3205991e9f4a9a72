/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-http-client.h"
#include "salon-mcp-auth-answer.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_AUTH_FETCHER (salon_mcp_auth_fetcher_get_type ())

/**
 * SalonMcpAuthFetcher:
 *
 * Fetches what signing in to one MCP server takes from addresses that this server, or
 * somebody it named, has given: judges each address before a connection is made, and
 * connects to the very address that was judged.
 *
 * Allowed is https to public addresses. The server's own host is always allowed; when that is
 * this computer by its spelling (localhost, 127.0.0.1, [::1]), so are others of this computer,
 * by http as well; private networks only if the user has said so for this server (“allow_private”).
 */
G_DECLARE_FINAL_TYPE (SalonMcpAuthFetcher, salon_mcp_auth_fetcher, SALON, MCP_AUTH_FETCHER, GObject)

#define SALON_MCP_AUTH_FETCHER_MAX_BODY (256 * 1024)
#define SALON_MCP_AUTH_FETCHER_MAX_REDIRECTS 3
#define SALON_MCP_AUTH_FETCHER_SECONDS 30

SalonMcpAuthFetcher *salon_mcp_auth_fetcher_new           (const char           *server_url,
                                                           gboolean              allow_private,
                                                           SalonHttpClient      *http_client,
                                                           SalonClock           *clock);
const char          *salon_mcp_auth_fetcher_get_server_url
                                                          (SalonMcpAuthFetcher  *self);
/* For tests; NULL for the system's own. */
void                 salon_mcp_auth_fetcher_set_resolver  (SalonMcpAuthFetcher  *self,
                                                           GResolver            *resolver);
/* Judges an address by its text alone: scheme, spelling, user-info, literal addresses. For
 * those that are opened elsewhere (authorization_endpoint) and to fail early.
 * SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS */
gboolean             salon_mcp_auth_fetcher_check_url     (SalonMcpAuthFetcher  *self,
                                                           const char           *url,
                                                           GError              **error);
/* The same and by what its host resolves to; → boolean TRUE or rejected. */
DexFuture           *salon_mcp_auth_fetcher_judge         (SalonMcpAuthFetcher  *self,
                                                           const char           *url)
  G_GNUC_WARN_UNUSED_RESULT;
/* Each of these → boxed SalonMcpAuthAnswer of any status but a followed redirect's. Rejected with
 * SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS, _TIMED_OUT, _DISCOVERY (redirects: too many, from https to
 * http, without a Location, any after a POST; body too large), SALON_CORE_ERROR_NETWORK, _TLS,
 * _HUNG_UP and _PROTOCOL in words. Dropping the future ends the request.
 * @protocol_version: (nullable): for the MCP-Protocol-Version header; sent to the server's own
 *   origin and to no other.
 * @headers: (nullable): pairs of name and value, ended by NULL. */
DexFuture           *salon_mcp_auth_fetcher_get           (SalonMcpAuthFetcher  *self,
                                                           const char           *url,
                                                           const char           *protocol_version)
  G_GNUC_WARN_UNUSED_RESULT;
/* @form: pairs of name and value, ended by NULL, in this order; they are encoded here. */
DexFuture           *salon_mcp_auth_fetcher_post_form     (SalonMcpAuthFetcher  *self,
                                                           const char           *url,
                                                           const char * const   *form,
                                                           const char * const   *headers)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture           *salon_mcp_auth_fetcher_post_json     (SalonMcpAuthFetcher  *self,
                                                           const char           *url,
                                                           const char           *json_text,
                                                           const char * const   *headers)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

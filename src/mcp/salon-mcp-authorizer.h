/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-mcp-types.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_AUTHORIZER (salon_mcp_authorizer_get_type ())

G_DECLARE_INTERFACE (SalonMcpAuthorizer, salon_mcp_authorizer, SALON, MCP_AUTHORIZER, GObject)

/**
 * SalonMcpAuthorizerRequest:
 * @method: the method of the HTTP request
 * @url: where it goes
 * @body: (nullable): what it carries
 * @operation: what is to be done, in a form in which it can be recognized: “tools/call add”
 *
 * A request as an authorizer sees it. It lives as long as the call that hands it over.
 */
typedef struct
{
  const char *method;
  const char *url;
  const char *body;
  const char *operation;
} SalonMcpAuthorizerRequest;

/**
 * SalonMcpAuthorizerRefusal:
 * @status: 401 or 403
 * @challenge: (nullable): the WWW-Authenticate header; several of them joined by commas
 * @nonce: (nullable): the DPoP-Nonce header
 * @credentials: what the request carried, as salon_mcp_authorizer_get_headers() gave it
 * @attempt: how often this request has been refused before
 *
 * What came of a request that was not let in. It lives as long as the call that hands it over.
 */
typedef struct
{
  guint       status;
  const char *challenge;
  const char *nonce;
  GHashTable *credentials;
  guint       attempt;
} SalonMcpAuthorizerRefusal;

/**
 * SalonMcpAuthorizerInterface:
 * @get_headers: the headers that a request carries; resolves to a boxed #GHashTable of strings
 * @handle_refusal: the server refused a request; resolves to a boolean, whether it is worth
 *   sending it again
 * @take_answer: (nullable): the server let a request in; @nonce is its DPoP-Nonce header, if
 *   there was one
 *
 * Lets a client of an HTTP server be known to it. Asked before each request, as tokens expire.
 */
struct _SalonMcpAuthorizerInterface
{
  GTypeInterface parent_interface;

  DexFuture *(*get_headers)    (SalonMcpAuthorizer              *self,
                                const SalonMcpAuthorizerRequest *request);
  DexFuture *(*handle_refusal) (SalonMcpAuthorizer              *self,
                                const SalonMcpAuthorizerRequest *request,
                                const SalonMcpAuthorizerRefusal *refusal);
  void       (*take_answer)    (SalonMcpAuthorizer              *self,
                                const SalonMcpAuthorizerRequest *request,
                                const char                      *nonce);
};

DexFuture *salon_mcp_authorizer_get_headers    (SalonMcpAuthorizer              *self,
                                                const SalonMcpAuthorizerRequest *request)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture *salon_mcp_authorizer_handle_refusal (SalonMcpAuthorizer              *self,
                                                const SalonMcpAuthorizerRequest *request,
                                                const SalonMcpAuthorizerRefusal *refusal)
  G_GNUC_WARN_UNUSED_RESULT;
void       salon_mcp_authorizer_take_answer    (SalonMcpAuthorizer              *self,
                                                const SalonMcpAuthorizerRequest *request,
                                                const char                      *nonce);

G_END_DECLS

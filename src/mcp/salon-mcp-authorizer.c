/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-authorizer.h"

G_DEFINE_INTERFACE (SalonMcpAuthorizer, salon_mcp_authorizer, G_TYPE_OBJECT)

static void
salon_mcp_authorizer_default_init (SalonMcpAuthorizerInterface *iface)
{
}

/**
 * salon_mcp_authorizer_get_headers:
 * @self: an authorizer
 * @request: what is to be sent
 *
 * Asks for what a request has to carry, such as Authorization.
 *
 * Returns: (transfer full): a future of a boxed #GHashTable of header names and values
 */
DexFuture *
salon_mcp_authorizer_get_headers (SalonMcpAuthorizer              *self,
                                  const SalonMcpAuthorizerRequest *request)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTHORIZER (self), dex_future_new_infinite ());
  g_return_val_if_fail (request != NULL, dex_future_new_infinite ());

  return SALON_MCP_AUTHORIZER_GET_IFACE (self)->get_headers (self, request);
}

/**
 * salon_mcp_authorizer_handle_refusal:
 * @self: an authorizer
 * @request: what was sent
 * @refusal: what came back
 *
 * Tells that a request was refused. Whatever has to happen – signing in included – happens
 * before the future resolves; the deadline of the request stands still meanwhile.
 *
 * Returns: (transfer full): a future of a boolean: whether to send the request again;
 *   rejected when signing in failed
 */
DexFuture *
salon_mcp_authorizer_handle_refusal (SalonMcpAuthorizer              *self,
                                     const SalonMcpAuthorizerRequest *request,
                                     const SalonMcpAuthorizerRefusal *refusal)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTHORIZER (self), dex_future_new_infinite ());
  g_return_val_if_fail (request != NULL && refusal != NULL, dex_future_new_infinite ());

  return SALON_MCP_AUTHORIZER_GET_IFACE (self)->handle_refusal (self, request, refusal);
}

/**
 * salon_mcp_authorizer_take_answer:
 * @self: an authorizer
 * @request: what was sent
 * @nonce: (nullable): the DPoP-Nonce header of the answer
 *
 * Tells that the server let a request in.
 */
void
salon_mcp_authorizer_take_answer (SalonMcpAuthorizer              *self,
                                  const SalonMcpAuthorizerRequest *request,
                                  const char                      *nonce)
{
  g_return_if_fail (SALON_IS_MCP_AUTHORIZER (self));
  g_return_if_fail (request != NULL);

  if (SALON_MCP_AUTHORIZER_GET_IFACE (self)->take_answer != NULL)
    SALON_MCP_AUTHORIZER_GET_IFACE (self)->take_answer (self, request, nonce);
}

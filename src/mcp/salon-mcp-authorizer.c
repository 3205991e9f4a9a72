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
 * @method: the method of the HTTP request
 * @url: where it goes
 *
 * Asks for what a request has to carry, such as Authorization.
 *
 * Returns: (transfer full): a future of a boxed #GHashTable of header names and values
 */
DexFuture *
salon_mcp_authorizer_get_headers (SalonMcpAuthorizer *self,
                                  const char         *method,
                                  const char         *url)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTHORIZER (self), dex_future_new_infinite ());
  g_return_val_if_fail (method != NULL && url != NULL, dex_future_new_infinite ());

  return SALON_MCP_AUTHORIZER_GET_IFACE (self)->get_headers (self, method, url);
}

/**
 * salon_mcp_authorizer_handle_refusal:
 * @self: an authorizer
 * @url: where the request went
 * @status: 401 or 403
 * @challenge: (nullable): the WWW-Authenticate header; several of them joined by commas
 *
 * Tells that a request was refused. Whatever has to happen – signing in included – happens
 * before the future resolves; the deadline of the request stands still meanwhile.
 *
 * Returns: (transfer full): a future of a boolean: whether to send the request again;
 *   rejected when signing in failed
 */
DexFuture *
salon_mcp_authorizer_handle_refusal (SalonMcpAuthorizer *self,
                                     const char         *url,
                                     guint               status,
                                     const char         *challenge)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTHORIZER (self), dex_future_new_infinite ());
  g_return_val_if_fail (url != NULL, dex_future_new_infinite ());

  return SALON_MCP_AUTHORIZER_GET_IFACE (self)->handle_refusal (self, url, status, challenge);
}

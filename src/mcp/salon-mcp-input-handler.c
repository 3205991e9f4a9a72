/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-input-handler.h"

#include <glib/gi18n.h>

#include "salon-mcp-error.h"

G_DEFINE_INTERFACE (SalonMcpInputHandler, salon_mcp_input_handler, G_TYPE_OBJECT)

static void
salon_mcp_input_handler_default_init (SalonMcpInputHandlerInterface *iface)
{
}

static DexFuture *
reject_unanswered (void)
{
  return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_UNSUPPORTED,
                                "%s", _("Salon does not answer this kind of request."));
}

/**
 * salon_mcp_input_handler_can:
 * @self: a handler
 * @kind: a kind of request
 *
 * Returns: whether requests of @kind are answered, and so declared to the server
 */
gboolean
salon_mcp_input_handler_can (SalonMcpInputHandler *self,
                             SalonMcpInputKind     kind)
{
  g_return_val_if_fail (SALON_IS_MCP_INPUT_HANDLER (self), FALSE);

  return SALON_MCP_INPUT_HANDLER_GET_IFACE (self)->can (self, kind);
}

/**
 * salon_mcp_input_handler_sample:
 * @self: a handler
 * @client: the client whose server asks
 * @params: the parameters of sampling/createMessage; valid until the future is done or
 *   dropped
 *
 * Returns: (transfer full): a future of the result object, a #SalonJsonDocument
 */
DexFuture *
salon_mcp_input_handler_sample (SalonMcpInputHandler *self,
                                SalonMcpClient       *client,
                                const SalonJson      *params)
{
  SalonMcpInputHandlerInterface *iface = NULL;

  g_return_val_if_fail (SALON_IS_MCP_INPUT_HANDLER (self), dex_future_new_infinite ());

  iface = SALON_MCP_INPUT_HANDLER_GET_IFACE (self);
  return iface->sample != NULL ? iface->sample (self, client, params) : reject_unanswered ();
}

/**
 * salon_mcp_input_handler_elicit:
 * @self: a handler
 * @client: the client whose server asks
 * @params: the parameters of elicitation/create; valid until the future is done or dropped
 *
 * Returns: (transfer full): a future of the result object, a #SalonJsonDocument
 */
DexFuture *
salon_mcp_input_handler_elicit (SalonMcpInputHandler *self,
                                SalonMcpClient       *client,
                                const SalonJson      *params)
{
  SalonMcpInputHandlerInterface *iface = NULL;

  g_return_val_if_fail (SALON_IS_MCP_INPUT_HANDLER (self), dex_future_new_infinite ());

  iface = SALON_MCP_INPUT_HANDLER_GET_IFACE (self);
  return iface->elicit != NULL ? iface->elicit (self, client, params) : reject_unanswered ();
}

/**
 * salon_mcp_input_handler_list_roots:
 * @self: a handler
 * @client: the client whose server asks
 *
 * Returns: (transfer full): a future of the result object, a #SalonJsonDocument
 */
DexFuture *
salon_mcp_input_handler_list_roots (SalonMcpInputHandler *self,
                                    SalonMcpClient       *client)
{
  SalonMcpInputHandlerInterface *iface = NULL;

  g_return_val_if_fail (SALON_IS_MCP_INPUT_HANDLER (self), dex_future_new_infinite ());

  iface = SALON_MCP_INPUT_HANDLER_GET_IFACE (self);
  return iface->list_roots != NULL ? iface->list_roots (self, client) : reject_unanswered ();
}

/**
 * salon_mcp_input_handler_offer_retry:
 * @self: a handler
 * @client: the client whose server wants a page to be visited
 *
 * Returns: (transfer full): a future that resolves when the request is to be made again, and
 *   rejects when the user gives up
 */
DexFuture *
salon_mcp_input_handler_offer_retry (SalonMcpInputHandler *self,
                                     SalonMcpClient       *client)
{
  SalonMcpInputHandlerInterface *iface = NULL;

  g_return_val_if_fail (SALON_IS_MCP_INPUT_HANDLER (self), dex_future_new_infinite ());

  iface = SALON_MCP_INPUT_HANDLER_GET_IFACE (self);
  return iface->offer_retry != NULL ? iface->offer_retry (self,
                                                          client) : dex_future_new_infinite ();
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-client.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "salon-json-writer.h"
#include "salon-mcp-client-private.h"
#include "salon-mcp-error.h"
#include "salon-mcp-exchange-private.h"
#include "salon-mcp-listing-private.h"
#include "salon-mcp-tool.h"

/* Requests a host makes: tools, ping, log level, and any other. */

static const SalonMcpListing tools_listing = {
  "tools/list", "tools", "tools", salon_mcp_tool_get_type,
  (gpointer) salon_mcp_tool_new, (gpointer) salon_mcp_tool_get_name,
};

/* What was listed is what is called: calls look up the definition. */
static DexFuture *
on_tools_cb (DexFuture *future,
             gpointer   user_data)
{
  SalonMcpClient *self = user_data;
  GListModel *tools = g_value_get_object (dex_future_get_value (future, NULL));

  g_hash_table_remove_all (self->tools);
  for (guint i = 0; i < g_list_model_get_n_items (tools); i++)
    {
      SalonMcpTool *tool = g_list_model_get_item (tools, i);

      g_hash_table_insert (self->tools, g_strdup (salon_mcp_tool_get_name (tool)), tool);
    }
  return NULL;
}

/**
 * salon_mcp_client_list_tools:
 * @self: a ready client
 *
 * Asks for all tools, page by page. Broken definitions and second ones of the same name are
 * left out and noted in the diagnostics. A server that declares no tools is not asked.
 *
 * Returns: (transfer full): a future of a #GListModel of #SalonMcpTool
 */
DexFuture *
salon_mcp_client_list_tools (SalonMcpClient *self)
{
  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), dex_future_new_infinite ());

  return dex_future_then (salon_mcp_listing_run (self, &tools_listing), on_tools_cb,
                          g_object_ref (self),
                          g_object_unref);
}

/**
 * salon_mcp_client_call_tool:
 * @self: a ready client
 * @name: the tool's name
 * @arguments: (nullable): an object; %NULL for none
 *
 * Calls a tool. Consent is the caller's business. When the tool was listed before, its
 * structured result is checked against its schema.
 *
 * Returns: (transfer full): the exchange, which has failed already when the client is not ready
 */
SalonMcpExchange *
salon_mcp_client_call_tool (SalonMcpClient  *self,
                            const char      *name,
                            const SalonJson *arguments)
{
  SalonMcpParams params = { NULL, name, arguments, TRUE };
  SalonMcpExchange *exchange = NULL;

  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  exchange = salon_mcp_client_start_exchange (self, "tools/call", &params);
  g_set_object (&exchange->tool, g_hash_table_lookup (self->tools, name));
  return exchange;
}

/**
 * salon_mcp_client_request:
 * @self: a ready client
 * @method: any method
 * @params: (nullable): its parameters, an object
 *
 * Makes a request for which there is no function of its own.
 *
 * Returns: (transfer full): the exchange, which has failed already when the client is not ready
 */
SalonMcpExchange *
salon_mcp_client_request (SalonMcpClient  *self,
                          const char      *method,
                          const SalonJson *params)
{
  SalonMcpParams wrapped = { params, NULL, NULL, TRUE };

  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), NULL);
  g_return_val_if_fail (method != NULL, NULL);

  return salon_mcp_client_start_exchange (self, method, &wrapped);
}

static DexFuture *
on_done_cb (DexFuture *future,
            gpointer   user_data)
{
  return dex_future_new_true ();
}

/**
 * salon_mcp_client_ping:
 * @self: a ready client
 *
 * Asks the server for a sign of life.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *
salon_mcp_client_ping (SalonMcpClient *self)
{
  g_autoptr (SalonMcpExchange) exchange = NULL;

  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), dex_future_new_infinite ());

  if (self->state == SALON_MCP_CLIENT_READY && SALON_MCP_ERA_GET_IFACE (self->era)->ping != NULL)
    return SALON_MCP_ERA_GET_IFACE (self->era)->ping (self->era);
  exchange = salon_mcp_client_start_exchange (self, "ping", NULL);
  return dex_future_then (salon_mcp_exchange_await_result (exchange), on_done_cb, NULL, NULL);
}

/**
 * salon_mcp_client_set_log_level:
 * @self: a ready client
 * @level: the least severe messages to be sent
 *
 * Asks the server to send log messages ([signal@McpClient::log-message]).
 *
 * Returns: (transfer full): a future of %TRUE, rejected with %SALON_MCP_ERROR_UNSUPPORTED when
 *   the server has not declared that it sends any
 */
DexFuture *
salon_mcp_client_set_log_level (SalonMcpClient   *self,
                                SalonMcpLogLevel  level)
{
  g_autoptr (SalonMcpExchange) exchange = NULL;
  g_autoptr (SalonJsonWriter) writer = NULL;
  g_autoptr (SalonJsonDocument) document = NULL;
  SalonMcpParams params = { 0 };

  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), dex_future_new_infinite ());

  if (self->state == SALON_MCP_CLIENT_READY && !salon_mcp_client_has_capability (self, "logging"))
    return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_UNSUPPORTED, "%s",
                                  _("The server does not send log messages."));
  if (self->state == SALON_MCP_CLIENT_READY &&
      SALON_MCP_ERA_GET_IFACE (self->era)->set_log_level != NULL)
    {
      SALON_MCP_ERA_GET_IFACE (self->era)->set_log_level (self->era, level);
      return dex_future_new_true ();
    }
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "level", salon_mcp_log_level_to_string (level));
  salon_json_writer_end_object (writer);
  document = salon_json_writer_finish_document (writer);
  params.members = salon_json_document_get_root (document);
  exchange = salon_mcp_client_start_exchange (self, "logging/setLevel", &params);
  return dex_future_then (salon_mcp_exchange_await_result (exchange), on_done_cb, NULL, NULL);
}

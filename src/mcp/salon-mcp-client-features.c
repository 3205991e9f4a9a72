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
#include "salon-mcp-tool.h"

/* Requests a host makes: tools, ping, log level, and any other. */

/* No server has so many; one that does not stop is stopped. */
#define MAX_PAGES 200
#define MAX_TOOLS 10000

typedef struct
{
  SalonMcpClient *client;
  GListStore     *tools;
  GHashTable     *names;
  GHashTable     *cursors;
} Listing;

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  g_object_unref (listing->client);
  g_object_unref (listing->tools);
  g_hash_table_unref (listing->names);
  g_hash_table_unref (listing->cursors);
  g_free (listing);
}

static void
add_tools (Listing         *listing,
           const SalonJson *page)
{
  const SalonJson *definition = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_get_member (page, "tools"));
  while (salon_json_iter_next (&iter, NULL, &definition))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonMcpTool) tool = salon_mcp_tool_new (definition, &error);

      if (tool == NULL)
        {
          g_autofree char *note = g_strdup_printf (_("A tool was left out: %s"), error->message);
          salon_mcp_client_note (listing->client, note);
        }
      else if (!g_hash_table_add (listing->names, g_strdup (salon_mcp_tool_get_name (tool))))
        {
          g_autofree char *note =
            g_strdup_printf (_("A second tool of the name “%s” was left out."),
                                                   salon_mcp_tool_get_name (tool));
          salon_mcp_client_note (listing->client, note);
        }
      else
        {
          g_list_store_append (listing->tools, tool);
        }
    }
}

static SalonMcpExchange *
request_page (Listing    *listing,
              const char *cursor)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr (SalonJsonDocument) document = NULL;
  SalonMcpParams params = { 0 };

  if (cursor == NULL)
    return salon_mcp_client_start_exchange (listing->client, "tools/list", NULL);
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "cursor", cursor);
  salon_json_writer_end_object (writer);
  document = salon_json_writer_finish_document (writer);
  params.members = salon_json_document_get_root (document);
  return salon_mcp_client_start_exchange (listing->client, "tools/list", &params);
}

/* The cursor of the page after @page, or NULL at the end. Servers of the legacy era also
 * say "" for the end, and some never do: their cursors repeat. */
static const char *
read_next_cursor (Listing         *listing,
                  const SalonJson *page)
{
  const char *cursor = salon_json_as_string (salon_json_get_member (page, "nextCursor"));

  if (cursor == NULL || *cursor == '\0')
    return NULL;
  if (!g_hash_table_add (listing->cursors, g_strdup (cursor)))
    {
      salon_mcp_client_note (listing->client,
                             _("The list of tools ends where the server began to repeat a page."));
      return NULL;
    }
  if (g_hash_table_size (listing->cursors) >= MAX_PAGES ||
      g_hash_table_size (listing->names) >= MAX_TOOLS)
    {
      salon_mcp_client_note (listing->client,
                             _("The list of tools was cut, as it seems to have no end."));
      return NULL;
    }
  return cursor;
}

static DexFuture *
list_tools_fiber (gpointer user_data)
{
  Listing *listing = user_data;
  g_autoptr (SalonJsonDocument) page = NULL;
  const char *cursor = NULL;

  do
    {
      g_autoptr (SalonMcpExchange) exchange = request_page (listing, cursor);
      g_autoptr (GError) error = NULL;
      SalonJsonDocument *next =
        dex_await_boxed (salon_mcp_exchange_await_result (exchange), &error);
      const SalonJson *root = NULL;

      if (next == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
      g_clear_pointer (&page, salon_json_document_unref);
      page = next;
      root = salon_json_document_get_root (page);
      if (!salon_json_is_array (salon_json_get_member (root, "tools")))
        return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL, "%s",
                                      _("The server’s list of tools has no “tools” in it."));
      add_tools (listing, root);
      cursor = read_next_cursor (listing, root);
    }
  while (cursor != NULL);

  return dex_future_new_for_object (listing->tools);
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
  Listing *listing = NULL;

  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), dex_future_new_infinite ());

  if (self->state == SALON_MCP_CLIENT_READY && !salon_mcp_client_has_capability (self, "tools"))
    return dex_future_new_take_object (g_list_store_new (SALON_TYPE_MCP_TOOL));

  listing = g_new0 (Listing, 1);
  listing->client = g_object_ref (self);
  listing->tools = g_list_store_new (SALON_TYPE_MCP_TOOL);
  listing->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  listing->cursors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return dex_scheduler_spawn (NULL, 0, list_tools_fiber, listing, listing_free);
}

/**
 * salon_mcp_client_call_tool:
 * @self: a ready client
 * @name: the tool's name
 * @arguments: (nullable): an object; %NULL for none
 *
 * Calls a tool. Consent is the caller's business.
 *
 * Returns: (transfer full): the exchange, which has failed already when the client is not ready
 */
SalonMcpExchange *
salon_mcp_client_call_tool (SalonMcpClient  *self,
                            const char      *name,
                            const SalonJson *arguments)
{
  SalonMcpParams params = { NULL, name, arguments, TRUE };

  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return salon_mcp_client_start_exchange (self, "tools/call", &params);
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
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "level", salon_mcp_log_level_to_string (level));
  salon_json_writer_end_object (writer);
  document = salon_json_writer_finish_document (writer);
  params.members = salon_json_document_get_root (document);
  exchange = salon_mcp_client_start_exchange (self, "logging/setLevel", &params);
  return dex_future_then (salon_mcp_exchange_await_result (exchange), on_done_cb, NULL, NULL);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-tool-refresh-private.h"

#include "salon-json-writer.h"
#include "salon-mcp-client-private.h"
#include "salon-mcp-exchange-private.h"

/* The server says that the headers of a call do not fit: what is known of its tools is out of
 * date. The lists are read again, page by page, before the call is (MCP 2026-07-28
 * “Transports”, HeaderMismatch). */

#define MAX_PAGES 200

typedef struct
{
  SalonMcpClient          *client;
  SalonMcpExchange        *exchange;
  SalonMcpToolRefreshFunc  refreshed;
  GObject                 *era;
} Refresh;

static void
refresh_free (gpointer data)
{
  Refresh *refresh = data;

  g_object_unref (refresh->client);
  g_object_unref (refresh->exchange);
  g_object_unref (refresh->era);
  g_free (refresh);
}

static SalonMcpExchange *
request_page (SalonMcpClient *client,
              const char     *cursor)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr (SalonJsonDocument) document = NULL;
  SalonMcpParams params = { 0 };

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "cursor", cursor);
  salon_json_writer_end_object (writer);
  document = salon_json_writer_finish_document (writer);
  params.members = salon_json_document_get_root (document);
  return salon_mcp_client_start_exchange (client, "tools/list", &params);
}

static DexFuture *
refresh_fiber (gpointer user_data)
{
  Refresh *refresh = user_data;
  g_autofree char *cursor = NULL;

  for (guint i = 0; i < MAX_PAGES && (i == 0 || cursor != NULL); i++)
    {
      g_autoptr (SalonMcpExchange) page = request_page (refresh->client, cursor);
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonJsonDocument) result =
        dex_await_boxed (salon_mcp_exchange_await_result (page), &error);
      const char *next = NULL;

      if (result == NULL)
        {
          salon_mcp_exchange_reject (refresh->exchange, g_steal_pointer (&error));
          return dex_future_new_true ();
        }
      next =
        salon_json_as_string (salon_json_get_member (salon_json_document_get_root (result),
                                                     "nextCursor"));
      if (g_strcmp0 (next, cursor) == 0)
        next = NULL;
      g_set_str (&cursor, next);
    }
  if (refresh->exchange->client != NULL)
    refresh->refreshed (refresh->exchange, refresh->era);
  return dex_future_new_true ();
}

/*
 * salon_mcp_tool_refresh_begin:
 * @exchange: a call that is to be made again
 * @refreshed: called when the lists are read, with @era
 *
 * Reads the lists of tools; the era learns from them as they pass.
 */
void
salon_mcp_tool_refresh_begin (SalonMcpClient          *client,
                              SalonMcpExchange        *exchange,
                              SalonMcpToolRefreshFunc  refreshed,
                              gpointer                 era)
{
  Refresh *refresh = g_new0 (Refresh, 1);

  refresh->client = g_object_ref (client);
  refresh->exchange = g_object_ref (exchange);
  refresh->refreshed = refreshed;
  refresh->era = g_object_ref (era);
  salon_mcp_client_suspend_exchange (client, exchange);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, refresh_fiber, refresh, refresh_free));
}

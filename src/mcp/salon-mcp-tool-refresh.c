/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-tool-refresh-private.h"

#include "salon-json-writer.h"
#include "salon-mcp-client-private.h"
#include "salon-mcp-exchange-private.h"
#include "salon-mcp-tool.h"

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
  GHashTable              *names;      /* of the tools that were read, a set */
  gboolean                 is_changed;
} Refresh;

static void
refresh_free (gpointer data)
{
  Refresh *refresh = data;

  g_object_unref (refresh->client);
  g_object_unref (refresh->exchange);
  g_object_unref (refresh->era);
  g_hash_table_unref (refresh->names);
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

/* Holds a page against what was listed before. */
static void
compare (Refresh         *refresh,
         const SalonJson *page)
{
  const SalonJson *definition = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_get_member (page, "tools"));
  while (salon_json_iter_next (&iter, NULL, &definition))
    {
      g_autoptr (SalonMcpTool) tool = salon_mcp_tool_new (definition, NULL);
      const char *name = tool != NULL ? salon_mcp_tool_get_name (tool) : NULL;
      SalonMcpTool *known =
        name != NULL ? g_hash_table_lookup (refresh->client->tools, name) : NULL;

      if (name == NULL || !g_hash_table_add (refresh->names, g_strdup (name)))
        continue;
      if (known == NULL || !g_str_equal (salon_mcp_tool_get_definition_hash (known),
                                         salon_mcp_tool_get_definition_hash (tool)))
        refresh->is_changed = TRUE;
    }
}

/* Whoever has listed the tools learns that they are others now, as if the server had said so. */
static void
tell_changes (Refresh *refresh)
{
  guint n_known = g_hash_table_size (refresh->client->tools);

  if (n_known > 0 && (refresh->is_changed || g_hash_table_size (refresh->names) != n_known))
    salon_mcp_client_emit_tools_changed (refresh->client);
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
      compare (refresh, salon_json_document_get_root (result));
      next =
        salon_json_as_string (salon_json_get_member (salon_json_document_get_root (result),
                                                     "nextCursor"));
      if (g_strcmp0 (next, cursor) == 0)
        next = NULL;
      g_set_str (&cursor, next);
    }
  tell_changes (refresh);
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
  refresh->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  salon_mcp_client_suspend_exchange (client, exchange);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, refresh_fiber, refresh, refresh_free));
}

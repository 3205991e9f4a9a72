/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-listing-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "salon-json-writer.h"
#include "salon-mcp-cache-private.h"
#include "salon-mcp-client-private.h"
#include "salon-mcp-error.h"
#include "salon-mcp-exchange-private.h"

/* No server has so many; one that does not stop is stopped. */
#define MAX_PAGES 200
#define MAX_ENTRIES 10000

#define CODE_INVALID_PARAMS (-32602)

typedef struct
{
  SalonMcpClient        *client;
  const SalonMcpListing *listing;
  GListStore            *entries;
  GHashTable            *keys;
  GHashTable            *cursors;
  char                  *uri;          /* of what is listed; NULL where there is one list only */
  gboolean               used_cache;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->client);
  g_object_unref (run->entries);
  g_hash_table_unref (run->keys);
  g_hash_table_unref (run->cursors);
  g_free (run->uri);
  g_free (run);
}

static void
add_entries (Run             *run,
             const SalonJson *page)
{
  const SalonJson *definition = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_get_member (page, run->listing->member));
  while (salon_json_iter_next (&iter, NULL, &definition))
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *note = NULL;
      g_autoptr (GObject) entry = run->listing->read (definition, &error);

      if (entry == NULL)
        /* Translators: the first %s is the name of a list, such as “tools” */
        note = g_strdup_printf (_("An entry of “%s” was left out: %s"), run->listing->member,
                                error->message);
      else if (!g_hash_table_add (run->keys, g_strdup (run->listing->get_key (entry))))
        /* Translators: the second %s is the name of a list, such as “tools” */
        note = g_strdup_printf (_("A second “%s” was left out of “%s”."),
                                run->listing->get_key (entry), run->listing->member);
      else
        g_list_store_append (run->entries, entry);
      if (note != NULL)
        salon_mcp_client_note (run->client, note);
    }
}

static SalonMcpExchange *
request_page (Run        *run,
              const char *cursor)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr (SalonJsonDocument) document = NULL;
  SalonMcpParams params = { 0 };

  if (cursor == NULL && run->uri == NULL)
    return salon_mcp_client_start_exchange (run->client, run->listing->method, NULL);
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "uri", run->uri);
  salon_json_writer_add_string (writer, "cursor", cursor);
  salon_json_writer_end_object (writer);
  document = salon_json_writer_finish_document (writer);
  params.members = salon_json_document_get_root (document);
  return salon_mcp_client_start_exchange (run->client, run->listing->method, &params);
}

/* A page, from the cache or the server; transfer full. */
static SalonJsonDocument *
get_page (Run         *run,
          const char  *cursor,
          GError     **error)
{
  SalonMcpCache *cache = run->client->cache;
  SalonJsonDocument *page = run->uri == NULL
                            ? salon_mcp_cache_lookup (cache, run->listing->method, cursor) : NULL;
  g_autoptr (SalonMcpExchange) exchange = NULL;
  guint generation = salon_mcp_cache_get_generation (cache);

  if (page != NULL)
    {
      run->used_cache = TRUE;
      return page;
    }
  exchange = request_page (run, cursor);
  page = dex_await_boxed (salon_mcp_exchange_await_result (exchange), error);
  if (page == NULL)
    return NULL;
  if (!salon_json_is_array (salon_json_get_member (salon_json_document_get_root (page),
                                                   run->listing->member)))
    {
      g_set_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                   _("The server's answer to “%s” has no “%s” in it."), run->listing->method,
                   run->listing->member);
      salon_json_document_unref (page);
      return NULL;
    }
  if (run->uri == NULL)
    salon_mcp_cache_store (cache, run->listing->method, cursor, generation, page);
  return page;
}

/* The cursor of the page after @page, or NULL at the end. Servers of the legacy era also
 * say "" for the end, and some never do: their cursors repeat. */
static const char *
read_next_cursor (Run             *run,
                  const SalonJson *page)
{
  const char *cursor = salon_json_as_string (salon_json_get_member (page, "nextCursor"));

  if (cursor == NULL || (*cursor == '\0' && !salon_mcp_client_is_modern (run->client)))
    return NULL;
  if (!g_hash_table_add (run->cursors, g_strdup (cursor)))
    {
      g_autofree char *note =
        g_strdup_printf (_("The list “%s” ends where the server began to repeat a page."),
                         run->listing->member);
      salon_mcp_client_note (run->client, note);
      return NULL;
    }
  if (g_hash_table_size (run->cursors) >= MAX_PAGES || g_hash_table_size (run->keys) >= MAX_ENTRIES)
    {
      g_autofree char *note =
        g_strdup_printf (_("The list “%s” was cut, as it seems to have no end."),
                                               run->listing->member);
      salon_mcp_client_note (run->client, note);
      return NULL;
    }
  return cursor;
}

/* Pages kept from before may not fit to those that come now: a server that does not know a
 * cursor any more is asked from the start, once. */
static gboolean
begin_again (Run          *run,
             const GError *error)
{
  if (!run->used_cache || salon_mcp_error_get_code (error) != CODE_INVALID_PARAMS)
    return FALSE;
  salon_mcp_cache_drop (run->client->cache, run->listing->method, NULL);
  run->used_cache = FALSE;
  g_list_store_remove_all (run->entries);
  g_hash_table_remove_all (run->keys);
  g_hash_table_remove_all (run->cursors);
  return TRUE;
}

static DexFuture *
run_fiber (gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (SalonJsonDocument) page = NULL;
  const char *cursor = NULL;

  do
    {
      g_autoptr (GError) error = NULL;
      SalonJsonDocument *next = get_page (run, cursor, &error);

      if (next == NULL && begin_again (run, error))
        {
          g_clear_error (&error);
          next = get_page (run, NULL, &error);
        }
      if (next == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
      g_clear_pointer (&page, salon_json_document_unref);
      page = next;
      add_entries (run, salon_json_document_get_root (page));
      cursor = read_next_cursor (run, salon_json_document_get_root (page));
    }
  while (cursor != NULL);

  return dex_future_new_for_object (run->entries);
}

/*
 * salon_mcp_listing_run:
 * @listing: which list, static
 *
 * Gets all entries. Broken ones and second ones of the same key are left out and noted in the
 * diagnostics. A server that does not declare the capability is not asked.
 *
 * Returns: (transfer full): a future of a #GListModel
 */
DexFuture *
salon_mcp_listing_run (SalonMcpClient        *client,
                       const SalonMcpListing *listing)
{
  return salon_mcp_listing_run_of (client, listing, NULL);
}

/*
 * salon_mcp_listing_run_of:
 * @uri: (nullable): of what the list is; such lists are never kept
 *
 * Like salon_mcp_listing_run().
 */
DexFuture *
salon_mcp_listing_run_of (SalonMcpClient        *client,
                          const SalonMcpListing *listing,
                          const char            *uri)
{
  Run *run = NULL;

  if (listing->capability != NULL &&
      salon_mcp_client_get_state (client) == SALON_MCP_CLIENT_READY &&
      !salon_mcp_client_has_capability (client, listing->capability))
    return dex_future_new_take_object (g_list_store_new (listing->get_type ()));

  run = g_new0 (Run, 1);
  run->client = g_object_ref (client);
  run->listing = listing;
  run->uri = g_strdup (uri);
  run->entries = g_list_store_new (listing->get_type ());
  run->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run->cursors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return dex_scheduler_spawn (NULL, 0, run_fiber, run, run_free);
}

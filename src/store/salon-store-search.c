/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include <string.h>

#include "salon-store-hit.h"
#include "salon-store-jobs-private.h"
#include "salon-store-query-private.h"

/* How much stands before the place in a snippet that SQLite doesn't make, in characters. */
#define SNIPPET_BEFORE 24
#define SNIPPET_LENGTH 100

/* Newest first is by the key: the index gives it in that order and stops at the limit. */
static const char titles_by_index[] =
  "SELECT chats.id, chats.title, NULL, chats.title"
  " FROM chats_search JOIN chats ON chats.serial = chats_search.rowid"
  " WHERE chats_search MATCH ? ORDER BY chats_search.rowid DESC LIMIT ?";
static const char texts_by_index[] =
  "SELECT chats.id, chats.title, messages.id, snippet(parts_search, 0, '', '', '…', 16)"
  " FROM parts_search"
  " JOIN parts ON parts.serial = parts_search.rowid"
  " JOIN messages ON messages.id = parts.message_id"
  " JOIN chats ON chats.id = messages.chat_id"
  " WHERE parts_search MATCH ? ORDER BY parts_search.rowid DESC LIMIT ?";
static const char titles_by_pattern[] =
  "SELECT id, title, NULL, title FROM chats"
  " WHERE title LIKE ? ESCAPE '!' ORDER BY serial DESC LIMIT ?";
static const char texts_by_pattern[] =
  "SELECT chats.id, chats.title, messages.id, parts.text"
  " FROM parts"
  " JOIN messages ON messages.id = parts.message_id"
  " JOIN chats ON chats.id = messages.chat_id"
  " WHERE parts.text LIKE ? ESCAPE '!' AND messages.state <> 'streaming'"
  " ORDER BY parts.serial DESC LIMIT ?";

static void
make_one_line (char *text)
{
  char *target = text;
  gboolean space = TRUE; /* none at the beginning */

  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isspace (*p) && space)
        continue;
      space = g_ascii_isspace (*p);
      *target++ = space ? ' ' : *p;
    }
  if (target > text && space)
    target--;
  *target = '\0';
}

/* The surroundings of the first occurrence; LIKE folds ASCII letters only, so this does. */
static char *
cut_out (const char *text,
         const char *query)
{
  g_autofree char *folded_text = g_ascii_strdown (text, -1);
  g_autofree char *folded_query = g_ascii_strdown (query, -1);
  const char *found = strstr (folded_text, g_strstrip (folded_query));
  glong place = found != NULL ? g_utf8_pointer_to_offset (folded_text, found) : 0;
  glong length = g_utf8_strlen (text, -1);
  glong begin = MAX (place - SNIPPET_BEFORE, 0);
  glong end = MIN (begin + SNIPPET_LENGTH, length);
  g_autofree char *cut = g_utf8_substring (text, begin, end);

  return g_strconcat (begin > 0 ? "…" : "", cut, end < length ? "…" : "", NULL);
}

static gboolean
add_hits (SalonStoreDatabase  *database,
          const char          *sql,
          const char          *argument,
          SalonStoreSearch    *search,
          gboolean             whole_texts,
          GPtrArray           *hits,
          GError             **error)
{
  g_autoptr(SalonStoreStatement) statement = NULL;
  gboolean has_row;

  if (hits->len >= search->limit)
    return TRUE;
  statement = salon_store_database_query (database, error, sql, "si", argument,
                                          (gint64) (search->limit - hits->len));
  if (statement == NULL)
    return FALSE;
  for (;;)
    {
      SalonStoreHit *hit;
      g_autofree char *text = NULL;

      if (!salon_store_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      hit = salon_store_hit_new ();
      hit->chat_id = salon_store_statement_dup_text (statement, 0);
      hit->chat_title = salon_store_statement_dup_text (statement, 1);
      hit->message_id = salon_store_statement_dup_text (statement, 2);
      text = salon_store_statement_dup_text (statement, 3);
      hit->snippet = whole_texts ? cut_out (text, search->query) : g_steal_pointer (&text);
      make_one_line (hit->snippet);
      g_ptr_array_add (hits, hit);
    }
}

gboolean
salon_store_search_job (SalonStoreDatabase  *database,
                        gpointer             data,
                        GValue              *result,
                        GError             **error)
{
  SalonStoreSearch *search = data;
  g_autoptr(GPtrArray) hits = NULL;
  g_autofree char *match = salon_store_query_to_match (search->query);
  g_autofree char *pattern = NULL;

  hits = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_store_hit_free);
  if (match != NULL)
    {
      if (!add_hits (database, titles_by_index, match, search, FALSE, hits, error)
          || !add_hits (database, texts_by_index, match, search, FALSE, hits, error))
        return FALSE;
    }
  else if ((pattern = salon_store_query_to_like (search->query)) != NULL)
    {
      if (!add_hits (database, titles_by_pattern, pattern, search, FALSE, hits, error)
          || !add_hits (database, texts_by_pattern, pattern, search, TRUE, hits, error))
        return FALSE;
    }
  return salon_store_result_rows (result, g_steal_pointer (&hits));
}

void
salon_store_search_free (SalonStoreSearch *self)
{
  g_free (self->query);
  g_free (self);
}

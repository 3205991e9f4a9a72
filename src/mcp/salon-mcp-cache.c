/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-cache-private.h"

#include <string.h>

/* However long a server wants its answers kept. */
#define MAX_TTL_US (24 * G_TIME_SPAN_HOUR)

/* More are not kept; the oldest need not be found, as a full cache is a rare thing. */
#define MAX_ENTRIES 2000

struct _SalonMcpCache
{
  SalonClock *clock;
  GHashTable *entries;      /* method, line break, subject → Entry */
  guint       generation;   /* grows when something is dropped */
};

typedef struct
{
  SalonJsonDocument *result;
  gint64             stale_at;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  salon_json_document_unref (entry->result);
  g_free (entry);
}

static char *
make_key (const char *method,
          const char *subject)
{
  return g_strconcat (method, "\n", subject, NULL);
}

SalonMcpCache *
salon_mcp_cache_new (SalonClock *clock)
{
  SalonMcpCache *self = g_new0 (SalonMcpCache, 1);

  self->clock = g_object_ref (clock);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  return self;
}

void
salon_mcp_cache_free (SalonMcpCache *self)
{
  g_hash_table_unref (self->entries);
  g_object_unref (self->clock);
  g_free (self);
}

/*
 * salon_mcp_cache_lookup:
 * @subject: (nullable): a cursor or an address
 *
 * Returns: (transfer full) (nullable): the result of an earlier request that is still fresh
 */
SalonJsonDocument *
salon_mcp_cache_lookup (SalonMcpCache *self,
                        const char    *method,
                        const char    *subject)
{
  g_autofree char *key = make_key (method, subject);
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry == NULL)
    return NULL;
  if (salon_clock_get_time (self->clock) >= entry->stale_at)
    {
      g_hash_table_remove (self->entries, key);
      return NULL;
    }
  return salon_json_document_ref (entry->result);
}

/*
 * salon_mcp_cache_store:
 * @generation: salon_mcp_cache_get_generation() from before the request was made: what was
 *   declared stale while it was under way is not kept
 *
 * Keeps a result if it says that it may be.
 */
void
salon_mcp_cache_store (SalonMcpCache     *self,
                       const char        *method,
                       const char        *subject,
                       guint              generation,
                       SalonJsonDocument *result)
{
  double milliseconds = 0;
  Entry *entry = NULL;

  if (generation != self->generation || g_hash_table_size (self->entries) >= MAX_ENTRIES ||
      !salon_json_as_double (salon_json_get_member (salon_json_document_get_root (result), "ttlMs"),
                             &milliseconds) ||
      !(milliseconds > 0))
    return;
  entry = g_new0 (Entry, 1);
  entry->result = salon_json_document_ref (result);
  entry->stale_at = salon_clock_get_time (self->clock) +
                    (gint64) MIN (milliseconds * 1000, (double) MAX_TTL_US);
  g_hash_table_insert (self->entries, make_key (method, subject), entry);
}

guint
salon_mcp_cache_get_generation (SalonMcpCache *self)
{
  return self->generation;
}

static gboolean
is_of_method (gpointer key,
              gpointer value,
              gpointer user_data)
{
  const char *method = user_data;
  gsize length = strlen (method);

  return strncmp (key, method, length) == 0 && ((const char *) key)[length] == '\n';
}

/* Forgets one answer, or with @subject NULL all those of the method. */
void
salon_mcp_cache_drop (SalonMcpCache *self,
                      const char    *method,
                      const char    *subject)
{
  g_autofree char *key = NULL;

  self->generation++;
  if (subject == NULL)
    {
      g_hash_table_foreach_remove (self->entries, is_of_method, (gpointer) method);
      return;
    }
  key = make_key (method, subject);
  g_hash_table_remove (self->entries, key);
}

/* Forgets all answers. */
void
salon_mcp_cache_clear (SalonMcpCache *self)
{
  self->generation++;
  g_hash_table_remove_all (self->entries);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-era-file.h"

#include <string.h>

#include "salon-file-writer.h"
#include "salon-json-writer.h"

/* Servers come and go; the file shall not grow for ever. */
#define MAX_ENTRIES 500
#define MAX_FILE_BYTES (256 * 1024)

typedef struct
{
  SalonMcpEraSetting era;
  gint64 stored_at;  /* real time in µs */
} Entry;

struct _SalonEraFile
{
  GObject parent_instance;

  char *path;
  SalonClock *clock;
  GHashTable *entries;   /* key → Entry */
  DexFuture *writing;    /* while it is written; nullable */
  gboolean write_again;  /* there is something newer */
};

static void salon_era_file_memory_init (SalonMcpEraMemoryInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonEraFile, salon_era_file, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_ERA_MEMORY,
                                                      salon_era_file_memory_init))

static void
salon_era_file_finalize (GObject *object)
{
  SalonEraFile *self = SALON_ERA_FILE (object);

  dex_clear (&self->writing);
  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_clear_object (&self->clock);
  g_free (self->path);

  G_OBJECT_CLASS (salon_era_file_parent_class)->finalize (object);
}

static void
salon_era_file_class_init (SalonEraFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = salon_era_file_finalize;
}

static void
salon_era_file_init (SalonEraFile *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * salon_era_file_new:
 * @path: where to keep it; need not exist
 * @clock: (nullable): the clock; %NULL: the system's
 *
 * Returns: (transfer full): a memory that knows nothing yet; see salon_era_file_load()
 */
SalonEraFile *
salon_era_file_new (const char *path,
                    SalonClock *clock)
{
  SalonEraFile *self;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (clock == NULL || SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_ERA_FILE, NULL);
  self->path = g_strdup (path);
  self->clock = g_object_ref (clock != NULL ? clock : salon_clock_get_system ());

  return self;
}

/* --- reading ------------------------------------------------------------------------------- */

static gboolean
is_over (SalonEraFile *self,
         const Entry  *entry)
{
  const gint64 age = salon_clock_get_real_time (self->clock) - entry->stored_at;

  /* One from the future was written by a wrong clock. */
  return entry->era == SALON_MCP_ERA_LEGACY &&
         (age < 0 || age >= SALON_MCP_ERA_MEMORY_LEGACY_LIFE);
}

static void
take_entry (SalonEraFile    *self,
            const char      *key,
            const SalonJson *value)
{
  const char *name = salon_json_as_string (salon_json_get_member (value, "era"));
  Entry entry = { SALON_MCP_ERA_AUTO, 0 };

  if (g_strcmp0 (name, "legacy") == 0)
    entry.era = SALON_MCP_ERA_LEGACY;
  else if (g_strcmp0 (name, "modern") == 0)
    entry.era = SALON_MCP_ERA_MODERN;
  if (entry.era == SALON_MCP_ERA_AUTO || g_hash_table_size (self->entries) >= MAX_ENTRIES ||
      !salon_json_as_int64 (salon_json_get_member (value, "storedAt"), &entry.stored_at) ||
      is_over (self, &entry))
    return;
  /* What was found out while the file was read is newer. */
  if (!g_hash_table_contains (self->entries, key))
    g_hash_table_replace (self->entries, g_strdup (key), g_memdup2 (&entry, sizeof entry));
}

static DexFuture *
read_on_thread (gpointer user_data)
{
  const char *path = user_data;
  g_autofree char *text = NULL;
  gsize length = 0;
  GError *error = NULL;

  if (!g_file_get_contents (path, &text, &length, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_BYTES,
                                    g_bytes_new_take (g_steal_pointer (&text), length));
}

static DexFuture *
load_fiber (gpointer user_data)
{
  SalonEraFile *self = user_data;
  const SalonJsonLimits limits = { MAX_FILE_BYTES, 8 };
  g_autoptr(SalonJsonDocument) document = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  const SalonJson *value = NULL;
  const char *key = NULL;
  SalonJsonIter iter;

  bytes = dex_await_boxed (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                                                read_on_thread, g_strdup (self->path), g_free),
                           &error);
  if (bytes != NULL)
    document = salon_json_document_parse_bytes (bytes, &limits, &error);
  if (document == NULL)
    {
      if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        g_debug ("“%s” was not read: %s", self->path, error->message);
      return dex_future_new_true ();
    }

  value = salon_json_get_member (salon_json_document_get_root (document), "servers");
  salon_json_iter_init (&iter, salon_json_is_object (value) ? value : NULL);
  while (salon_json_iter_next (&iter, &key, &value))
    take_entry (self, key, value);

  return dex_future_new_true ();
}

/**
 * salon_era_file_load:
 * @self: a memory
 *
 * Reads the file. A missing or damaged one is an empty one.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *
salon_era_file_load (SalonEraFile *self)
{
  g_return_val_if_fail (SALON_IS_ERA_FILE (self), NULL);

  return dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref);
}

/* --- writing ------------------------------------------------------------------------------- */

static GBytes *
salon_era_file_make (SalonEraFile *self)
{
  g_autoptr(SalonJsonWriter) writer = salon_json_writer_new ();
  GHashTableIter iter;
  gpointer key, value;
  char *text;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_begin_object (writer, "servers");
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const Entry *entry = value;

      if (is_over (self, entry))
        continue;
      salon_json_writer_begin_object (writer, key);
      salon_json_writer_add_string (writer, "era",
                                    entry->era == SALON_MCP_ERA_LEGACY ? "legacy" : "modern");
      salon_json_writer_add_int64 (writer, "storedAt", entry->stored_at);
      salon_json_writer_end_object (writer);
    }
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  text = salon_json_writer_finish (writer);

  return g_bytes_new_take (text, strlen (text));
}

static DexFuture *
write_fiber (gpointer user_data)
{
  SalonEraFile *self = user_data;

  do
    {
      g_autoptr(GBytes) bytes = salon_era_file_make (self);
      g_autoptr(GError) error = NULL;

      self->write_again = FALSE;
      if (!dex_await (salon_file_writer_write (self->path, bytes), &error))
        g_debug ("“%s” was not written: %s", self->path, error->message);
    }
  while (self->write_again);
  dex_clear (&self->writing);

  return dex_future_new_true ();
}

static void
salon_era_file_write (SalonEraFile *self)
{
  self->write_again = TRUE;
  if (self->writing != NULL)
    return;
  self->writing = dex_scheduler_spawn (NULL, 0, write_fiber, g_object_ref (self), g_object_unref);
  dex_future_disown (dex_ref (self->writing));
}

/**
 * salon_era_file_flush:
 * @self: a memory
 *
 * Returns: (transfer full): a future that resolves when the file holds all that is known, or
 *   could not be written
 */
DexFuture *
salon_era_file_flush (SalonEraFile *self)
{
  g_return_val_if_fail (SALON_IS_ERA_FILE (self), NULL);

  return self->writing != NULL ? dex_ref (self->writing) : dex_future_new_true ();
}

/* --- the memory ---------------------------------------------------------------------------- */

static SalonMcpEraSetting
salon_era_file_lookup (SalonMcpEraMemory *memory,
                       const char        *key)
{
  SalonEraFile *self = SALON_ERA_FILE (memory);
  const Entry *entry = g_hash_table_lookup (self->entries, key);

  return entry == NULL || is_over (self, entry) ? SALON_MCP_ERA_AUTO : entry->era;
}

static void
salon_era_file_store (SalonMcpEraMemory  *memory,
                      const char         *key,
                      SalonMcpEraSetting  era)
{
  SalonEraFile *self = SALON_ERA_FILE (memory);
  const Entry *known = g_hash_table_lookup (self->entries, key);
  Entry entry = { era, salon_clock_get_real_time (self->clock) };

  if (era == SALON_MCP_ERA_AUTO)
    {
      if (g_hash_table_remove (self->entries, key))
        salon_era_file_write (self);
      return;
    }
  /* A modern entry never ends, so that it is written once. */
  if ((known != NULL && known->era == SALON_MCP_ERA_MODERN && era == SALON_MCP_ERA_MODERN) ||
      (known == NULL && g_hash_table_size (self->entries) >= MAX_ENTRIES))
    return;
  g_hash_table_replace (self->entries, g_strdup (key), g_memdup2 (&entry, sizeof entry));
  salon_era_file_write (self);
}

static void
salon_era_file_memory_init (SalonMcpEraMemoryInterface *iface)
{
  iface->lookup = salon_era_file_lookup;
  iface->store = salon_era_file_store;
}

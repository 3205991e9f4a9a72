/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-transient-era-memory.h"

struct _SalonMcpTransientEraMemory
{
  GObject     parent_instance;

  SalonClock *clock;
  GHashTable *entries;   /* key → Entry */
};

typedef struct
{
  SalonMcpEraSetting era;
  gint64             stored_at;
} Entry;

static void era_memory_iface_init (SalonMcpEraMemoryInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonMcpTransientEraMemory, salon_mcp_transient_era_memory,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_ERA_MEMORY,
                                                      era_memory_iface_init))

static void
salon_mcp_transient_era_memory_finalize (GObject *object)
{
  SalonMcpTransientEraMemory *self = SALON_MCP_TRANSIENT_ERA_MEMORY (object);

  g_clear_object (&self->clock);
  g_clear_pointer (&self->entries, g_hash_table_unref);

  G_OBJECT_CLASS (salon_mcp_transient_era_memory_parent_class)->finalize (object);
}

static void
salon_mcp_transient_era_memory_class_init (SalonMcpTransientEraMemoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_mcp_transient_era_memory_finalize;
}

static void
salon_mcp_transient_era_memory_init (SalonMcpTransientEraMemory *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static SalonMcpEraSetting
salon_mcp_transient_era_memory_lookup (SalonMcpEraMemory *memory,
                                       const char        *key)
{
  SalonMcpTransientEraMemory *self = SALON_MCP_TRANSIENT_ERA_MEMORY (memory);
  const Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry == NULL)
    return SALON_MCP_ERA_AUTO;
  if (entry->era == SALON_MCP_ERA_LEGACY &&
      salon_clock_get_real_time (
          self->clock) - entry->stored_at >= SALON_MCP_ERA_MEMORY_LEGACY_LIFE)
    {
      g_hash_table_remove (self->entries, key);
      return SALON_MCP_ERA_AUTO;
    }
  return entry->era;
}

static void
salon_mcp_transient_era_memory_store (SalonMcpEraMemory  *memory,
                                      const char         *key,
                                      SalonMcpEraSetting  era)
{
  SalonMcpTransientEraMemory *self = SALON_MCP_TRANSIENT_ERA_MEMORY (memory);
  Entry *entry = NULL;

  if (era == SALON_MCP_ERA_AUTO)
    {
      g_hash_table_remove (self->entries, key);
      return;
    }
  entry = g_new0 (Entry, 1);
  entry->era = era;
  entry->stored_at = salon_clock_get_real_time (self->clock);
  g_hash_table_replace (self->entries, g_strdup (key), entry);
}

static void
era_memory_iface_init (SalonMcpEraMemoryInterface *iface)
{
  iface->lookup = salon_mcp_transient_era_memory_lookup;
  iface->store = salon_mcp_transient_era_memory_store;
}

/**
 * salon_mcp_transient_era_memory_new:
 * @clock: (nullable): the time; %NULL for the system's
 *
 * Returns: (transfer full): a memory that knows nothing yet
 */
SalonMcpTransientEraMemory *
salon_mcp_transient_era_memory_new (SalonClock *clock)
{
  SalonMcpTransientEraMemory *self = NULL;

  g_return_val_if_fail (clock == NULL || SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_MCP_TRANSIENT_ERA_MEMORY, NULL);
  self->clock = g_object_ref (clock != NULL ? clock : salon_clock_get_system ());
  return self;
}

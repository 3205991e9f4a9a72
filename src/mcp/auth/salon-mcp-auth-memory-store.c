/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-memory-store.h"

struct _SalonMcpAuthMemoryStore
{
  GObject     parent_instance;

  GHashTable *texts;   /* key → text */
  GHashTable *locks;   /* key → GQueue of the promises of those who wait; there while locked */
};

static void store_iface_init (SalonMcpAuthStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonMcpAuthMemoryStore, salon_mcp_auth_memory_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_AUTH_STORE, store_iface_init))

/* A lock, as long as it lives. */
#define TYPE_MEMORY_LOCK (memory_lock_get_type ())

G_DECLARE_FINAL_TYPE (MemoryLock, memory_lock, MEMORY, LOCK, GObject)

struct _MemoryLock
{
  GObject                  parent_instance;

  SalonMcpAuthMemoryStore *store;
  char                    *key;
};

G_DEFINE_FINAL_TYPE (MemoryLock, memory_lock, G_TYPE_OBJECT)

static void
queue_free (gpointer data)
{
  g_queue_free_full (data, dex_unref);
}

static MemoryLock *
memory_lock_new (SalonMcpAuthMemoryStore *store,
                 const char              *key)
{
  MemoryLock *self = g_object_new (TYPE_MEMORY_LOCK, NULL);

  self->store = g_object_ref (store);
  self->key = g_strdup (key);
  return self;
}

/* Hands the lock to the next one who still waits. */
static void
memory_lock_finalize (GObject *object)
{
  MemoryLock *self = (MemoryLock *) object;
  GQueue *waiting = g_hash_table_lookup (self->store->locks, self->key);
  gboolean is_handed_on = FALSE;

  while (!is_handed_on && waiting != NULL && !g_queue_is_empty (waiting))
    {
      DexPromise *next = g_queue_pop_head (waiting);

      if (dex_future_is_pending (DEX_FUTURE (next)) &&
          !g_cancellable_is_cancelled (dex_promise_get_cancellable (next)))
        {
          is_handed_on = TRUE;
          dex_promise_resolve_object (next, memory_lock_new (self->store, self->key));
        }
      dex_unref (next);
    }
  if (!is_handed_on)
    g_hash_table_remove (self->store->locks, self->key);
  g_clear_object (&self->store);
  g_free (self->key);

  G_OBJECT_CLASS (memory_lock_parent_class)->finalize (object);
}

static void
memory_lock_class_init (MemoryLockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = memory_lock_finalize;
}

static void
memory_lock_init (MemoryLock *self)
{
}

static void
salon_mcp_auth_memory_store_finalize (GObject *object)
{
  SalonMcpAuthMemoryStore *self = SALON_MCP_AUTH_MEMORY_STORE (object);

  g_clear_pointer (&self->texts, g_hash_table_unref);
  g_clear_pointer (&self->locks, g_hash_table_unref);

  G_OBJECT_CLASS (salon_mcp_auth_memory_store_parent_class)->finalize (object);
}

static void
salon_mcp_auth_memory_store_class_init (SalonMcpAuthMemoryStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_mcp_auth_memory_store_finalize;
}

static void
salon_mcp_auth_memory_store_init (SalonMcpAuthMemoryStore *self)
{
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->locks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, queue_free);
}

static DexFuture *
salon_mcp_auth_memory_store_load (SalonMcpAuthStore *store,
                                  const char        *key)
{
  SalonMcpAuthMemoryStore *self = SALON_MCP_AUTH_MEMORY_STORE (store);

  return dex_future_new_for_string (g_hash_table_lookup (self->texts, key));
}

static DexFuture *
salon_mcp_auth_memory_store_save (SalonMcpAuthStore *store,
                                  const char        *key,
                                  const char        *text,
                                  const char        *label)
{
  SalonMcpAuthMemoryStore *self = SALON_MCP_AUTH_MEMORY_STORE (store);

  g_hash_table_replace (self->texts, g_strdup (key), g_strdup (text));
  return dex_future_new_true ();
}

static DexFuture *
salon_mcp_auth_memory_store_remove (SalonMcpAuthStore *store,
                                    const char        *key)
{
  SalonMcpAuthMemoryStore *self = SALON_MCP_AUTH_MEMORY_STORE (store);

  g_hash_table_remove (self->texts, key);
  return dex_future_new_true ();
}

static DexFuture *
salon_mcp_auth_memory_store_lock (SalonMcpAuthStore *store,
                                  const char        *key)
{
  SalonMcpAuthMemoryStore *self = SALON_MCP_AUTH_MEMORY_STORE (store);
  GQueue *waiting = g_hash_table_lookup (self->locks, key);
  DexPromise *turn = NULL;

  if (waiting == NULL)
    {
      g_hash_table_insert (self->locks, g_strdup (key), g_queue_new ());
      return dex_future_new_take_object (memory_lock_new (self, key));
    }
  turn = dex_promise_new_cancellable ();
  g_queue_push_tail (waiting, dex_ref (turn));
  return DEX_FUTURE (turn);
}

static gboolean
salon_mcp_auth_memory_store_is_persistent (SalonMcpAuthStore *store)
{
  return FALSE;
}

static void
store_iface_init (SalonMcpAuthStoreInterface *iface)
{
  iface->load = salon_mcp_auth_memory_store_load;
  iface->save = salon_mcp_auth_memory_store_save;
  iface->remove = salon_mcp_auth_memory_store_remove;
  iface->lock = salon_mcp_auth_memory_store_lock;
  iface->is_persistent = salon_mcp_auth_memory_store_is_persistent;
}

/**
 * salon_mcp_auth_memory_store_new:
 *
 * Returns: (transfer full): a store with nothing in it
 */
SalonMcpAuthMemoryStore *
salon_mcp_auth_memory_store_new (void)
{
  return g_object_new (SALON_TYPE_MCP_AUTH_MEMORY_STORE, NULL);
}

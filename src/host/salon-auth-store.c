/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-auth-store.h"

#include <glib/gstdio.h>

#include "salon-auth-lock.h"
#include "salon-host-error.h"
#include "salon-mcp-auth-memory-store.h"

/* How often to look whether the lock is free; whoever has it is mostly waiting for one answer
 * of an authorization server. */
#define LOCK_INTERVAL (25 * G_USEC_PER_SEC / 1000)

struct _SalonAuthStore
{
  GObject parent_instance;

  SalonSecrets *secrets;
  SalonClock *clock;
  char *lock_path;
  SalonMcpAuthStore *fallback; /* its locks, where the file of the locks can't be written */
};

static void salon_auth_store_iface_init (SalonMcpAuthStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonAuthStore, salon_auth_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_AUTH_STORE,
                                                      salon_auth_store_iface_init))

static void
salon_auth_store_finalize (GObject *object)
{
  SalonAuthStore *self = SALON_AUTH_STORE (object);

  g_clear_object (&self->secrets);
  g_clear_object (&self->clock);
  g_clear_object (&self->fallback);
  g_clear_pointer (&self->lock_path, g_free);

  G_OBJECT_CLASS (salon_auth_store_parent_class)->finalize (object);
}

static void
salon_auth_store_class_init (SalonAuthStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = salon_auth_store_finalize;
}

static void
salon_auth_store_init (SalonAuthStore *self)
{
  self->fallback = SALON_MCP_AUTH_STORE (salon_mcp_auth_memory_store_new ());
}

/* Keys have addresses in them; secrets have short plain names. */
static char *
dup_name (const char *key)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);

  return g_strconcat ("sign-in-", hash, NULL);
}

static DexFuture *
forgive_missing (DexFuture *future,
                 gpointer   user_data)
{
  GError *error = NULL;

  if (dex_future_get_value (future, &error) != NULL)
    return dex_ref (future);
  if (!g_error_matches (error, SALON_HOST_ERROR, SALON_HOST_ERROR_MISSING_SECRET))
    return dex_future_new_for_error (error);
  g_error_free (error);
  return dex_future_new_for_string (NULL);
}

static DexFuture *
salon_auth_store_load (SalonMcpAuthStore *store,
                       const char        *key)
{
  g_autofree char *name = dup_name (key);

  return dex_future_catch (salon_secrets_lookup (SALON_AUTH_STORE (store)->secrets, name),
                           forgive_missing, NULL, NULL);
}

static DexFuture *
salon_auth_store_save (SalonMcpAuthStore *store,
                       const char        *key,
                       const char        *text,
                       const char        *label)
{
  g_autofree char *name = dup_name (key);

  return salon_secrets_store_labelled (SALON_AUTH_STORE (store)->secrets, name, text, label);
}

static DexFuture *
salon_auth_store_remove (SalonMcpAuthStore *store,
                         const char        *key)
{
  g_autofree char *name = dup_name (key);

  return salon_secrets_clear (SALON_AUTH_STORE (store)->secrets, name);
}

/* --- locks --------------------------------------------------------------------------------- */

typedef struct
{
  SalonAuthStore *self;
  char *key;
} Locking;

static void
locking_free (gpointer data)
{
  Locking *locking = data;

  g_object_unref (locking->self);
  g_free (locking->key);
  g_free (locking);
}

static DexFuture *
lock_fiber (gpointer user_data)
{
  Locking *locking = user_data;
  SalonAuthStore *self = locking->self;
  g_autofree char *folder = g_path_get_dirname (self->lock_path);

  g_mkdir_with_parents (folder, 0700);
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      SalonAuthLock *lock = salon_auth_lock_try (self->lock_path, locking->key, &error);
      GError *stopped = NULL;

      if (lock != NULL)
        return dex_future_new_take_object (lock);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
        {
          /* Other programs can't be waited for then; the rest of this one can. */
          g_debug ("%s", error->message);
          return salon_mcp_auth_store_lock (self->fallback, locking->key);
        }
      if (!dex_await (salon_clock_sleep (self->clock, LOCK_INTERVAL), &stopped))
        return dex_future_new_for_error (stopped);
    }
}

static DexFuture *
salon_auth_store_lock (SalonMcpAuthStore *store,
                       const char        *key)
{
  Locking *locking = g_new0 (Locking, 1);

  locking->self = g_object_ref (SALON_AUTH_STORE (store));
  locking->key = g_strdup (key);
  return dex_scheduler_spawn (NULL, 0, lock_fiber, locking, locking_free);
}

static gboolean
salon_auth_store_is_persistent (SalonMcpAuthStore *store)
{
  return salon_secrets_is_persistent (SALON_AUTH_STORE (store)->secrets);
}

static void
salon_auth_store_iface_init (SalonMcpAuthStoreInterface *iface)
{
  iface->load = salon_auth_store_load;
  iface->save = salon_auth_store_save;
  iface->remove = salon_auth_store_remove;
  iface->lock = salon_auth_store_lock;
  iface->is_persistent = salon_auth_store_is_persistent;
}

/**
 * salon_auth_store_new:
 * @secrets: keeps what there is to keep
 * @lock_path: the file that the locks are in; its folder is made when it is not there
 * @clock: (nullable): the clock; %NULL: the system's
 *
 * Returns: (transfer full): a new store
 */
SalonAuthStore *
salon_auth_store_new (SalonSecrets *secrets,
                      const char   *lock_path,
                      SalonClock   *clock)
{
  SalonAuthStore *self;

  g_return_val_if_fail (SALON_IS_SECRETS (secrets), NULL);
  g_return_val_if_fail (lock_path != NULL, NULL);
  g_return_val_if_fail (clock == NULL || SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_AUTH_STORE, NULL);
  self->secrets = g_object_ref (secrets);
  self->lock_path = g_strdup (lock_path);
  self->clock = g_object_ref (clock != NULL ? clock : salon_clock_get_system ());
  return self;
}

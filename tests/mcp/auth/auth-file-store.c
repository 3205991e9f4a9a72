/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "auth-file-store.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gstdio.h>

struct _AuthFileStore
{
  GObject  parent_instance;

  char    *folder;
};

static void store_iface_init (SalonMcpAuthStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AuthFileStore, auth_file_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_AUTH_STORE, store_iface_init))

#define TYPE_FILE_LOCK (file_lock_get_type ())

G_DECLARE_FINAL_TYPE (FileLock, file_lock, FILE, LOCK, GObject)

struct _FileLock
{
  GObject parent_instance;

  int     fd;
};

G_DEFINE_FINAL_TYPE (FileLock, file_lock, G_TYPE_OBJECT)

static void
file_lock_finalize (GObject *object)
{
  close (FILE_LOCK (object)->fd);
  G_OBJECT_CLASS (file_lock_parent_class)->finalize (object);
}

static void
file_lock_class_init (FileLockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = file_lock_finalize;
}

static void
file_lock_init (FileLock *self)
{
}

static void
auth_file_store_finalize (GObject *object)
{
  g_free (AUTH_FILE_STORE (object)->folder);
  G_OBJECT_CLASS (auth_file_store_parent_class)->finalize (object);
}

static void
auth_file_store_class_init (AuthFileStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = auth_file_store_finalize;
}

static void
auth_file_store_init (AuthFileStore *self)
{
}

static char *
dup_path (SalonMcpAuthStore *store,
          const char        *key,
          const char        *suffix)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);
  g_autofree char *name = g_strconcat (hash, suffix, NULL);

  return g_build_filename (AUTH_FILE_STORE (store)->folder, name, NULL);
}

static DexFuture *
auth_file_store_load (SalonMcpAuthStore *store,
                      const char        *key)
{
  g_autofree char *path = dup_path (store, key, ".json");
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return dex_future_new_take_string (text);
}

static DexFuture *
auth_file_store_save (SalonMcpAuthStore *store,
                      const char        *key,
                      const char        *text,
                      const char        *label)
{
  g_autofree char *path = dup_path (store, key, ".json");
  GError *error = NULL;

  if (!g_file_set_contents (path, text, -1, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_true ();
}

static DexFuture *
auth_file_store_remove (SalonMcpAuthStore *store,
                        const char        *key)
{
  g_autofree char *path = dup_path (store, key, ".json");

  g_unlink (path);
  return dex_future_new_true ();
}

static DexFuture *
lock_fiber (gpointer user_data)
{
  FileLock *lock = NULL;
  int fd = open (user_data, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  int result = -1;

  do
    result = flock (fd, LOCK_EX);
  while (result != 0 && errno == EINTR);
  g_assert_cmpint (result, ==, 0);
  lock = g_object_new (TYPE_FILE_LOCK, NULL);
  lock->fd = fd;
  return dex_future_new_take_object (lock);
}

static DexFuture *
auth_file_store_lock (SalonMcpAuthStore *store,
                      const char        *key)
{
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, lock_fiber,
                              dup_path (store, key, ".lock"), g_free);
}

static gboolean
auth_file_store_is_persistent (SalonMcpAuthStore *store)
{
  return TRUE;
}

static void
store_iface_init (SalonMcpAuthStoreInterface *iface)
{
  iface->load = auth_file_store_load;
  iface->save = auth_file_store_save;
  iface->remove = auth_file_store_remove;
  iface->lock = auth_file_store_lock;
  iface->is_persistent = auth_file_store_is_persistent;
}

AuthFileStore *
auth_file_store_new (const char *folder)
{
  AuthFileStore *self = g_object_new (TYPE_AUTH_FILE_STORE, NULL);

  self->folder = g_strdup (folder);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  return self;
}

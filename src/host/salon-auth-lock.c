/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-auth-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "salon-host-error.h"

struct _SalonAuthLock
{
  GObject parent_instance;

  int fd;
};

G_DEFINE_FINAL_TYPE (SalonAuthLock, salon_auth_lock, G_TYPE_OBJECT)

static void
salon_auth_lock_finalize (GObject *object)
{
  SalonAuthLock *self = SALON_AUTH_LOCK (object);

  /* The lock is the open file's (fcntl(2), “Open file description locks”), and goes with it. */
  g_clear_fd (&self->fd, NULL);

  G_OBJECT_CLASS (salon_auth_lock_parent_class)->finalize (object);
}

static void
salon_auth_lock_class_init (SalonAuthLockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = salon_auth_lock_finalize;
}

static void
salon_auth_lock_init (SalonAuthLock *self)
{
  self->fd = -1;
}

/* Every name has a byte of its own in an empty file. */
static off_t
find_byte (const char *name)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  guint64 position;

  g_checksum_update (checksum, (const guchar *) name, -1);
  g_checksum_get_digest (checksum, digest, &length);
  memcpy (&position, digest, sizeof position);
  return (off_t) (position & (G_MAXINT64 >> 1));
}

/**
 * salon_auth_lock_try:
 * @path: the file that holds the locks; it is made when it is not there
 * @name: with what to be alone
 * @error: return location for an error
 *
 * Takes the lock, if nobody has it. Nothing blocks.
 *
 * Returns: (transfer full): the lock, or %NULL with the error %G_IO_ERROR_BUSY when somebody else
 *   has it, %SALON_HOST_ERROR_FAILED when the file can't be had
 */
SalonAuthLock *
salon_auth_lock_try (const char  *path,
                     const char  *name,
                     GError     **error)
{
  g_autoptr (SalonAuthLock) self = g_object_new (SALON_TYPE_AUTH_LOCK, NULL);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1 };
  int problem;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  lock.l_start = find_byte (name);
  self->fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->fd >= 0 && fcntl (self->fd, F_OFD_SETLK, &lock) == 0)
    return g_steal_pointer (&self);

  problem = errno;
  if (self->fd >= 0 && (problem == EAGAIN || problem == EACCES))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "Somebody else has the lock");
  else
    g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
                 _("The file “%s” can’t be locked: %s."), path, g_strerror (problem));
  return NULL;
}

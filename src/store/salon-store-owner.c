/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include "salon-store-owner-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Each owner is a random number and holds a lock on the byte of that number in an empty file
 * beside the database (locks may lie beyond the end of a file). The kernel lets go of it when
 * the program ends, after kill -9 and a power cut, too; numbers of processes would be used
 * again, and mean something else in a sandbox. The locks belong to the open file, not to the
 * process, so two databases in one program are two owners. */

struct _SalonStoreOwner
{
  int fd;
  gint64 id;
};

static struct flock
make_lock (gint64 id)
{
  return (struct flock) {
    .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = (off_t) id, .l_len = 1,
  };
}

/* %NULL where files can't be locked: then nothing of this program can be told from what a
 * dead one left. */
SalonStoreOwner *
salon_store_owner_new (const char *database_path)
{
  g_autofree char *path = NULL;
  g_autoptr(SalonStoreOwner) self = NULL;
  struct flock lock;

  g_assert (database_path != NULL);

  path = g_strconcat (database_path, "-owners", NULL);
  self = g_new0 (SalonStoreOwner, 1);
  self->fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      g_message ("“%s” could not be opened: %s", path, g_strerror (errno));
      return NULL;
    }
  /* Two numbers of 31 bits: never 0, and far below the greatest offset. */
  self->id = (gint64) g_random_int_range (1, G_MAXINT32) << 31;
  self->id |= g_random_int_range (0, G_MAXINT32);
  lock = make_lock (self->id);
  if (fcntl (self->fd, F_OFD_SETLK, &lock) != 0)
    {
      g_message ("“%s” could not be locked: %s", path, g_strerror (errno));
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
salon_store_owner_free (SalonStoreOwner *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

gint64
salon_store_owner_get_id (SalonStoreOwner *self)
{
  g_assert (self != NULL);

  return self->id;
}

/* Also of its own number. When in doubt, %TRUE: who is taken for dead loses what he does. */
gboolean
salon_store_owner_is_alive (SalonStoreOwner *self,
                            gint64           id)
{
  struct flock lock = make_lock (id);

  g_assert (self != NULL);

  if (id == self->id)
    return TRUE;
  if (id <= 0)
    return FALSE;
  return fcntl (self->fd, F_OFD_GETLK, &lock) != 0 || lock.l_type != F_UNLCK;
}

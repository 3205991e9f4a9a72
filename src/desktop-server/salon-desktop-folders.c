/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-desktop-server"

#include "config.h"

#include "salon-desktop-folders.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* A rename somewhere on the path makes the kernel give up and ask to try again. */
#define MAX_ATTEMPTS 16

typedef struct
{
  char *given; /* as it was named */
  char *path;  /* with all links followed */
  int fd;      /* of that very folder, whatever is put in its place later */
} Folder;

struct _SalonDesktopFolders
{
  GPtrArray *folders;
};

static void
free_folder (gpointer data)
{
  Folder *folder = data;

  close (folder->fd);
  g_free (folder->given);
  free (folder->path);
  g_free (folder);
}

static void
add_folder (SalonDesktopFolders *self,
            const char          *given)
{
  g_autofree char *absolute = g_canonicalize_filename (given, NULL);
  char *path = realpath (absolute, NULL);
  Folder *folder;
  int fd;

  fd = path != NULL ? open (path, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
  if (fd < 0)
    {
      g_printerr ("salon-desktop-server: the folder “%s” can’t be used: %s\n", given,
                  g_strerror (errno));
      free (path);
      return;
    }
  folder = g_new0 (Folder, 1);
  folder->given = g_steal_pointer (&absolute);
  folder->path = path;
  folder->fd = fd;
  g_ptr_array_add (self->folders, folder);
}

/* Folders that are not there are left out, with a line on stderr. */
SalonDesktopFolders *
salon_desktop_folders_new (const char * const *paths)
{
  SalonDesktopFolders *self = g_atomic_rc_box_new0 (SalonDesktopFolders);

  self->folders = g_ptr_array_new_with_free_func (free_folder);
  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    add_folder (self, paths[i]);
  return self;
}

static void
clear_folders (gpointer data)
{
  SalonDesktopFolders *self = data;

  g_ptr_array_unref (self->folders);
}

SalonDesktopFolders *
salon_desktop_folders_ref (SalonDesktopFolders *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
salon_desktop_folders_unref (SalonDesktopFolders *self)
{
  g_atomic_rc_box_release_full (self, clear_folders);
}

guint
salon_desktop_folders_get_n (SalonDesktopFolders *self)
{
  return self->folders->len;
}

const char *
salon_desktop_folders_get_path (SalonDesktopFolders *self,
                                guint                index)
{
  return ((Folder *) g_ptr_array_index (self->folders, index))->path;
}

/* What of @path lies below @prefix (“.” for itself), %NULL when it doesn't. */
static const char *
skip_prefix (const char *path,
             const char *prefix)
{
  gsize length = strlen (prefix);

  while (length > 0 && prefix[length - 1] == '/')
    length--;
  if (strncmp (path, prefix, length) != 0 || (path[length] != '/' && path[length] != '\0'))
    return NULL;
  path += length;
  while (*path == '/')
    path++;
  return *path != '\0' ? path : ".";
}

/* The innermost folder that @path names a place in, by words; whether it really lies
 * there is the kernel's to say. A relative path is one of the first folder. */
static Folder *
find_folder (SalonDesktopFolders  *self,
             const char           *path,
             const char          **rest)
{
  Folder *found = NULL;

  if (*path != '/')
    {
      *rest = *path != '\0' ? path : ".";
      return g_ptr_array_index (self->folders, 0);
    }
  for (guint i = 0; i < self->folders->len; i++)
    {
      Folder *folder = g_ptr_array_index (self->folders, i);
      const char *below = skip_prefix (path, folder->path);

      if (below == NULL)
        below = skip_prefix (path, folder->given);
      if (below == NULL || (found != NULL && strlen (folder->path) <= strlen (found->path)))
        continue;
      found = folder;
      *rest = below;
    }
  return found;
}

static void
set_outside_error (SalonDesktopFolders  *self,
                   const char           *path,
                   GError              **error)
{
  g_autoptr(GString) folders = g_string_new (NULL);

  for (guint i = 0; i < self->folders->len; i++)
    g_string_append_printf (folders, "%s“%s”", i > 0 ? ", " : "",
                            salon_desktop_folders_get_path (self, i));
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
               _("“%s” is not inside the folders that may be used: %s."), path, folders->str);
}

static void
set_system_error (SalonDesktopFolders  *self,
                  const char           *path,
                  int                   code,
                  GError              **error)
{
  /* The kernel's words for: it led out by “..” or by a link. */
  if (code == EXDEV || code == ELOOP)
    set_outside_error (self, path, error);
  else if (code == ENOENT)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("There is no “%s”."), path);
  else
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), _("“%s” can’t be opened: %s."),
                 path, g_strerror (code));
}

/* For kernels and sandboxes without openat2: one step after the other, through no link. */
static int
open_step_by_step (int         folder_fd,
                   const char *rest,
                   int         flags)
{
  g_auto(GStrv) steps = g_strsplit (rest, "/", -1);
  g_autofd int current = fcntl (folder_fd, F_DUPFD_CLOEXEC, 0);

  for (guint i = 0; steps[i] != NULL && current >= 0; i++)
    {
      gboolean is_last = steps[i + 1] == NULL;
      int next;

      if (g_str_equal (steps[i], ".."))
        {
          errno = EXDEV;
          return -1;
        }
      if (steps[i][0] == '\0' && !is_last)
        continue;
      next = openat (current, steps[i][0] != '\0' ? steps[i] : ".",
                     (is_last ? flags : O_PATH | O_DIRECTORY) | O_NOFOLLOW | O_CLOEXEC);
      if (next < 0)
        return -1;
      close (current);
      current = next;
    }
  return g_steal_fd (&current);
}

static int
open_beneath (int         folder_fd,
              const char *rest,
              int         flags)
{
  struct open_how how = {
    .flags = (guint64) (flags | O_CLOEXEC),
    .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
  };
  int fd = -1;

  for (guint i = 0; i < MAX_ATTEMPTS; i++)
    {
      fd = (int) syscall (SYS_openat2, folder_fd, rest, &how, sizeof how);
      if (fd >= 0 || (errno != EAGAIN && errno != EINTR))
        break;
    }
  /* A sandbox that doesn't know the call answers with EPERM. */
  if (fd < 0 && (errno == ENOSYS || errno == EPERM))
    return open_step_by_step (folder_fd, rest, flags);
  return fd;
}

static gboolean
check_path (SalonDesktopFolders  *self,
            const char           *path,
            GError              **error)
{
  if (self->folders->len == 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                         _("No folder may be used yet. Name one as an argument of "
                           "salon-desktop-server in the settings of this server, or share one as "
                           "a root if your app can."));
  else if (strlen (path) >= PATH_MAX)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FILENAME_TOO_LONG,
                         _("The path is too long."));
  else
    return TRUE;
  return FALSE;
}

/* Opens what @path names, if it lies inside; %O_PATH, or for reading. A descriptor, or −1. */
int
salon_desktop_folders_open (SalonDesktopFolders  *self,
                            const char           *path,
                            int                   flags,
                            GError              **error)
{
  const char *rest = NULL;
  Folder *folder;
  int fd;

  if (!check_path (self, path, error))
    return -1;
  folder = find_folder (self, path, &rest);
  if (folder == NULL)
    {
      set_outside_error (self, path, error);
      return -1;
    }
  /* Opening a named pipe must not wait for its other end. */
  fd = open_beneath (folder->fd, rest, (flags & O_PATH) != 0 ? flags : flags | O_NONBLOCK);
  if (fd < 0)
    set_system_error (self, path, errno, error);
  return fd;
}

/* Opens the folder that @path lies in, and gives the last step of the path. */
int
salon_desktop_folders_open_parent (SalonDesktopFolders  *self,
                                   const char           *path,
                                   char                **name,
                                   GError              **error)
{
  const char *slash = strrchr (path, '/');
  const char *last = slash != NULL ? slash + 1 : path;
  g_autofree char *parent = NULL;
  int fd;

  if (!check_path (self, path, error))
    return -1;
  if (*last == '\0' || g_str_equal (last, ".") || g_str_equal (last, ".."))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME,
                   _("“%s” is not the name of a file."), path);
      return -1;
    }
  parent = slash == NULL ? g_strdup (".")
    : slash == path ? g_strdup ("/") : g_strndup (path, (gsize) (slash - path));
  fd = salon_desktop_folders_open (self, parent, O_PATH | O_DIRECTORY, error);
  if (fd >= 0)
    *name = g_strdup (last);
  return fd;
}

/* Where an open file lies. */
char *
salon_desktop_folders_dup_path (int fd)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autofree char *path = g_file_read_link (link, NULL);

  return path != NULL ? g_steal_pointer (&path) : g_strdup ("?");
}

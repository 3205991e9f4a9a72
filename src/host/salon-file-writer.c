/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-file-writer.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "salon-host-error.h"

/* As many as the kernel follows. */
#define MAX_LINKS 40

/**
 * salon_file_writer_resolve:
 * @path: the path of a file
 *
 * Follows the symbolic links that @path itself consists of, also when the last one points to
 * nothing yet, which realpath() does not do. Blocks on the disk.
 *
 * Returns: (transfer full): the path of the file to write
 */
char *
salon_file_writer_resolve (const char *path)
{
  g_autofree char *current = g_strdup (path);

  g_return_val_if_fail (path != NULL, NULL);

  for (guint i = 0; i < MAX_LINKS; i++)
    {
      g_autofree char *target = g_file_read_link (current, NULL);
      g_autofree char *folder = NULL;
      char *next;

      if (target == NULL)
        break;

      folder = g_path_get_dirname (current);
      next = g_path_is_absolute (target) ? g_strdup (target)
                                         : g_build_filename (folder, target, NULL);
      g_free (current);
      current = next;
    }

  return g_steal_pointer (&current);
}

typedef struct
{
  char *path;
  GBytes *contents;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  g_bytes_unref (job->contents);
  g_free (job);
}

static DexFuture *
write_failed (const char *path,
              const char *reason)
{
  return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_READ_ONLY,
                                _("“%s” could not be written: %s. Nothing was changed."),
                                path, reason);
}

static DexFuture *
write_on_thread (gpointer user_data)
{
  Job *job = user_data;
  g_autofree char *target = salon_file_writer_resolve (job->path);
  g_autofree char *folder = g_path_get_dirname (target);
  g_autoptr(GError) error = NULL;
  gconstpointer data;
  gsize length;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return write_failed (job->path, g_strerror (errno));

  /* A new file beside the old one, synced, renamed over it; then the folder is synced. */
  data = g_bytes_get_data (job->contents, &length);
  if (!g_file_set_contents_full (target, data, length,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0600, &error))
    return write_failed (job->path, error->message);

  return dex_future_new_true ();
}

/**
 * salon_file_writer_write:
 * @path: the path of a file; missing folders are made
 * @contents: what it is to contain
 *
 * Replaces a file's contents as a whole or not at all, on a thread. The file is readable by its
 * owner alone.
 *
 * Returns: (transfer full): a future of %TRUE; rejected with %SALON_HOST_ERROR_READ_ONLY
 */
DexFuture *
salon_file_writer_write (const char *path,
                         GBytes     *contents)
{
  Job *job;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (contents != NULL, NULL);

  job = g_new0 (Job, 1);
  job->path = g_strdup (path);
  job->contents = g_bytes_ref (contents);

  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                              write_on_thread, job, job_free);
}

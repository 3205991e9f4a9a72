/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-desktop-server"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "salon-desktop-tool.h"
#include "salon-json-writer.h"

#define MAX_READ_BYTES (1024 * 1024)
#define MAX_WRITE_BYTES (8 * 1024 * 1024)
/* Lines are counted through a file up to this size. */
#define MAX_FILE_BYTES ((goffset) 256 * 1024 * 1024)

typedef struct
{
  gint64 first_line;
  gint64 max_lines;
  gint64 line; /* the one being read, from 1 */
  GString *text;
  gboolean full;
} Reading;

/* Takes over what of @data belongs to the lines wanted; %FALSE when no more is. */
static gboolean
take_lines (Reading    *reading,
            const char *data,
            gsize       length)
{
  const char *end = data + length;

  while (data < end)
    {
      const char *newline = memchr (data, '\n', (gsize) (end - data));
      gsize piece = newline != NULL ? (gsize) (newline + 1 - data) : (gsize) (end - data);

      if (reading->line - reading->first_line >= reading->max_lines)
        return FALSE;
      if (reading->line >= reading->first_line)
        {
          if (reading->text->len + piece > MAX_READ_BYTES)
            {
              g_string_append_len (reading->text, data,
                                   (gssize) (MAX_READ_BYTES - reading->text->len));
              reading->full = TRUE;
              return FALSE;
            }
          g_string_append_len (reading->text, data, (gssize) piece);
        }
      if (newline != NULL)
        reading->line++;
      data += piece;
    }
  return TRUE;
}

/* Reads until there is enough; @more tells whether the file goes on. */
static gboolean
read_lines (int           fd,
            Reading      *reading,
            GCancellable *cancellable,
            gboolean     *more,
            GError      **error)
{
  g_autofree char *buffer = g_malloc (65536);

  for (;;)
    {
      ssize_t n = read (fd, buffer, 65536);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                       _("The file can’t be read: %s."), g_strerror (errno));
          return FALSE;
        }
      if (n == 0 || !take_lines (reading, buffer, (gsize) n))
        {
          *more = n > 0;
          return TRUE;
        }
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
}

/* Makes sure that it is text; a character that was cut at the end goes. */
static gboolean
check_text (const char  *path,
            Reading     *reading,
            GError     **error)
{
  const char *end;

  if (g_utf8_validate_len (reading->text->str, reading->text->len, &end))
    return TRUE;
  if (reading->full
      && reading->text->str + reading->text->len - end < 4
      && g_utf8_get_char_validated (end, reading->text->str + reading->text->len - end)
         == (gunichar) -2)
    {
      g_string_truncate (reading->text, (gsize) (end - reading->text->str));
      return TRUE;
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               _("“%s” is not a text file (or not one in UTF-8), so it can’t be read as text."),
               path);
  return FALSE;
}

static int
open_regular_file (SalonDesktopCall  *call,
                   const char        *path,
                   GError           **error)
{
  g_autofd int fd = salon_desktop_folders_open (call->folders, path, O_RDONLY, error);
  struct stat status;

  if (fd < 0)
    return -1;
  if (fstat (fd, &status) == 0 && S_ISDIR (status.st_mode))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY,
                 _("“%s” is a folder. To see what it holds, use list_directory."), path);
  else if (!S_ISREG (status.st_mode))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _("“%s” is not a regular file."),
                 path);
  else if (status.st_size > MAX_FILE_BYTES)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 _("“%s” is too large to be read: it has %" G_GINT64_FORMAT " bytes."), path,
                 (gint64) status.st_size);
  else
    return g_steal_fd (&fd);
  return -1;
}

static char *
make_note (Reading  *reading,
           gboolean  more)
{
  gint64 n_lines = reading->line - reading->first_line;

  if (reading->text->len == 0 && reading->line < reading->first_line)
    return g_strdup_printf (_("The file has no line %" G_GINT64_FORMAT "."), reading->first_line);
  if (reading->text->len == 0)
    return g_strdup (_("The file is empty."));
  if (reading->full && n_lines == 0)
    return g_strdup_printf (_("Line %" G_GINT64_FORMAT " is longer than 1 MiB: this is its "
                              "beginning."),
                            reading->line);
  if (reading->full || more)
    return g_strdup_printf (_("The file goes on: to read further, use offset "
                              "%" G_GINT64_FORMAT "."),
                            reading->line);
  return NULL;
}

SalonDesktopResult *
salon_desktop_read_file (SalonDesktopCall  *call,
                         GError           **error)
{
  g_autoptr(GString) text = g_string_new (NULL);
  Reading reading = { .first_line = 1, .max_lines = G_MAXINT64, .line = 1, .text = text };
  g_autofree char *note = NULL;
  g_autofd int fd = -1;
  const char *path = NULL;
  gboolean more = FALSE;

  if (!salon_json_read_string (call->arguments, "path", SALON_JSON_REQUIRED, &path, error)
      || !salon_json_read_int64 (call->arguments, "offset", SALON_JSON_OPTIONAL,
                                 &reading.first_line, error)
      || !salon_json_read_int64 (call->arguments, "limit", SALON_JSON_OPTIONAL,
                                 &reading.max_lines, error))
    return NULL;
  fd = open_regular_file (call, path, error);
  if (fd < 0
      || !read_lines (fd, &reading, call->cancellable, &more, error)
      || !check_text (path, &reading, error))
    return NULL;
  /* Text that ends in the middle of a line is whole lines to the reader. */
  if (reading.full && reading.line > reading.first_line)
    {
      const char *newline = memrchr (text->str, '\n', text->len);

      g_string_truncate (text, (gsize) (newline + 1 - text->str));
    }
  note = make_note (&reading, more);
  return salon_desktop_result_new (text->str, note, NULL);
}

static gboolean
write_all (int         fd,
           const char *text,
           gsize       length)
{
  while (length > 0)
    {
      ssize_t n = write (fd, text, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      text += n;
      length -= (gsize) n;
    }
  return fsync (fd) == 0;
}

/* The old file stays whole until the new one is: it is written beside and renamed. */
static gboolean
replace_file (int         folder_fd,
              const char *name,
              const char *text,
              gsize       length,
              gboolean    overwrite)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *temporary = g_strdup_printf (".salon-%s", uuid);
  g_autofd int fd = -1;
  struct stat status;
  gboolean exists;
  int code;

  exists = fstatat (folder_fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
  if (exists && S_ISDIR (status.st_mode))
    {
      errno = EISDIR;
      return FALSE;
    }
  fd = openat (folder_fd, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
               exists && S_ISREG (status.st_mode) ? status.st_mode & 0777 : 0666);
  if (fd < 0)
    return FALSE;
  if (write_all (fd, text, length)
      && renameat2 (folder_fd, temporary, folder_fd, name, overwrite ? 0 : RENAME_NOREPLACE) == 0)
    return TRUE;
  code = errno;
  unlinkat (folder_fd, temporary, 0);
  errno = code;
  return FALSE;
}

static void
set_write_error (const char  *path,
                 int          code,
                 GError     **error)
{
  if (code == EEXIST)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                 _("“%s” exists already. To replace it, set overwrite to true."), path);
  else
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), _("“%s” can’t be written: %s."),
                 path, g_strerror (code));
}

SalonDesktopResult *
salon_desktop_write_file (SalonDesktopCall  *call,
                          GError           **error)
{
  g_autofd int folder_fd = -1;
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;
  g_autofree char *sentence = NULL;
  const char *path = NULL;
  const char *text;
  gboolean overwrite = FALSE;
  gsize length;

  if (!salon_json_read_string (call->arguments, "path", SALON_JSON_REQUIRED, &path, error)
      || !salon_json_read_boolean (call->arguments, "overwrite", SALON_JSON_OPTIONAL, &overwrite,
                                   error))
    return NULL;
  text = salon_json_as_string_length (salon_json_get_member (call->arguments, "text"), &length);
  if (length > MAX_WRITE_BYTES)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                           _("The text is too long: at most 8 MiB can be written."));
      return NULL;
    }
  folder_fd = salon_desktop_folders_open_parent (call->folders, path, &name, error);
  if (folder_fd < 0)
    return NULL;
  if (!replace_file (folder_fd, name, text, length, overwrite))
    {
      set_write_error (path, errno, error);
      return NULL;
    }
  folder = salon_desktop_folders_dup_path (folder_fd);
  sentence = g_strdup_printf (_("Wrote %" G_GSIZE_FORMAT " bytes to “%s/%s”."), length, folder,
                              name);
  return salon_desktop_result_new (sentence, NULL, NULL);
}

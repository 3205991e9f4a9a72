/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-desktop-server"

#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n.h>

#include "salon-desktop-tool.h"
#include "salon-json-writer.h"

#define MAX_ENTRIES 1000

typedef struct
{
  char *name; /* UTF-8, for showing */
  struct stat status;
} Entry;

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry);
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (((const Entry *) a)->name, ((const Entry *) b)->name);
}

static const char *
name_kind (mode_t mode)
{
  return S_ISREG (mode) ? "file" : S_ISDIR (mode) ? "folder" : S_ISLNK (mode) ? "link" : "other";
}

static void
add_to_result (Entry           *entry,
               GString         *text,
               SalonJsonWriter *writer)
{
  g_autoptr(GDateTime) changed = g_date_time_new_from_unix_local (entry->status.st_mtime);
  g_autofree char *time = changed != NULL ? g_date_time_format_iso8601 (changed) : NULL;
  gboolean is_file = S_ISREG (entry->status.st_mode);

  g_string_append_printf (text, "%s%s", entry->name, S_ISDIR (entry->status.st_mode) ? "/" : "");
  if (is_file)
    g_string_append_printf (text, "  (%" G_GINT64_FORMAT " bytes)", (gint64) entry->status.st_size);
  g_string_append_c (text, '\n');
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "name", entry->name);
  salon_json_writer_add_string (writer, "kind", name_kind (entry->status.st_mode));
  if (is_file)
    salon_json_writer_add_int64 (writer, "size", entry->status.st_size);
  salon_json_writer_add_string (writer, "changed", time);
  salon_json_writer_end_object (writer);
}

static SalonDesktopResult *
make_result (GPtrArray *entries,
             gboolean   truncated)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(SalonJsonWriter) writer = salon_json_writer_new ();

  g_ptr_array_sort_values (entries, compare_entries);
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_begin_array (writer, "entries");
  for (guint i = 0; i < entries->len; i++)
    add_to_result (g_ptr_array_index (entries, i), text, writer);
  salon_json_writer_end_array (writer);
  salon_json_writer_add_boolean (writer, "truncated", truncated);
  salon_json_writer_end_object (writer);
  if (entries->len == 0)
    g_string_append (text, _("The folder is empty."));
  return salon_desktop_result_new (text->str,
                                   truncated ? _("There are more entries than these.") : NULL,
                                   salon_json_writer_finish_document (writer));
}

static SalonDesktopResult *
list_folders (SalonDesktopFolders  *folders,
              GError              **error)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (free_entry);

  if (salon_desktop_folders_get_n (folders) == 0)
    {
      /* For the sentence about it. */
      salon_desktop_folders_open (folders, ".", O_PATH, error);
      return NULL;
    }
  for (guint i = 0; i < salon_desktop_folders_get_n (folders); i++)
    {
      Entry *entry = g_new0 (Entry, 1);
      const char *path = salon_desktop_folders_get_path (folders, i);

      entry->name = g_utf8_make_valid (path, -1);
      if (stat (path, &entry->status) != 0)
        entry->status.st_mode = S_IFDIR;
      g_ptr_array_add (entries, entry);
    }
  return make_result (entries, FALSE);
}

static SalonDesktopResult *
list_one (int       fd,
          gboolean  show_hidden)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (free_entry);
  DIR *folder = fdopendir (fd); /* takes the descriptor */
  struct dirent *found;
  gboolean truncated = FALSE;

  while (folder != NULL && (found = readdir (folder)) != NULL)
    {
      Entry *entry;

      if (g_str_equal (found->d_name, ".") || g_str_equal (found->d_name, "..")
          || (found->d_name[0] == '.' && !show_hidden))
        continue;
      if (entries->len == MAX_ENTRIES)
        {
          truncated = TRUE;
          break;
        }
      entry = g_new0 (Entry, 1);
      entry->name = g_utf8_make_valid (found->d_name, -1);
      if (fstatat (dirfd (folder), found->d_name, &entry->status, AT_SYMLINK_NOFOLLOW) != 0)
        entry->status.st_mode = 0; /* gone in the meantime */
      g_ptr_array_add (entries, entry);
    }
  if (folder != NULL)
    closedir (folder);
  return make_result (entries, truncated);
}

SalonDesktopResult *
salon_desktop_list_directory (SalonDesktopCall  *call,
                              GError           **error)
{
  const char *path = NULL;
  gboolean show_hidden = FALSE;
  g_autoptr(GError) failure = NULL;
  int fd;

  if (!salon_json_read_string (call->arguments, "path", SALON_JSON_OPTIONAL, &path, error)
      || !salon_json_read_boolean (call->arguments, "show_hidden", SALON_JSON_OPTIONAL,
                                   &show_hidden, error))
    return NULL;
  if (path == NULL)
    return list_folders (call->folders, error);
  fd = salon_desktop_folders_open (call->folders, path, O_RDONLY | O_DIRECTORY, &failure);
  if (fd >= 0)
    return list_one (fd, show_hidden);
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY,
                 _("“%s” is not a folder. To read a file, use read_file."), path);
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

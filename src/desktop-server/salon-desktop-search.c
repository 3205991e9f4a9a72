/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-desktop-server"

#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "salon-desktop-tool.h"
#include "salon-json-writer.h"

#define MAX_ENTRIES 200000
#define MAX_SECONDS 20
#define MAX_DEPTH 64
#define MAX_FILE_BYTES (4 * 1024 * 1024)
#define MAX_LINE_CHARACTERS 300
#define MAX_MATCHES_A_FILE 10

typedef struct
{
  char *path; /* in the file system's own encoding */
  guint depth;
} Folder;

typedef struct
{
  SalonDesktopCall *call;
  const char *name;
  char *folded_text;
  gint64 limit;
  gint64 deadline;
  guint n_entries;
  gint64 n_matches;
  gboolean complete;
  GQueue folders; /* of Folder, still to be searched */
  SalonJsonWriter *writer;
  GString *report;
} Search;

static void
free_folder (Folder *folder)
{
  g_free (folder->path);
  g_free (folder);
}

static void
add_folder (Search     *search,
            const char *path,
            guint       depth)
{
  Folder *folder = g_new0 (Folder, 1);

  folder->path = g_strdup (path);
  folder->depth = depth;
  g_queue_push_tail (&search->folders, folder);
}

static gboolean
may_go_on (Search *search)
{
  if (search->n_matches >= search->limit
      || search->n_entries >= MAX_ENTRIES
      || g_get_monotonic_time () > search->deadline
      || g_cancellable_is_cancelled (search->call->cancellable))
    search->complete = FALSE;
  return search->complete;
}

static void
add_match (Search     *search,
           const char *path,
           gint64      line,
           const char *text)
{
  g_autofree char *shown = g_utf8_make_valid (path, -1);

  search->n_matches++;
  salon_json_writer_begin_object (search->writer, NULL);
  salon_json_writer_add_string (search->writer, "path", shown);
  if (line > 0)
    {
      salon_json_writer_add_int64 (search->writer, "line", line);
      salon_json_writer_add_string (search->writer, "text", text);
      g_string_append_printf (search->report, "%s:%" G_GINT64_FORMAT ": %s\n", shown, line, text);
    }
  else
    g_string_append_printf (search->report, "%s\n", shown);
  salon_json_writer_end_object (search->writer);
}

static char *
read_text (int fd)
{
  g_autofree char *text = NULL;
  struct stat status;
  gsize length = 0;
  ssize_t n;

  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode) || status.st_size > MAX_FILE_BYTES)
    return NULL;
  text = g_malloc ((gsize) status.st_size + 1);
  while (length < (gsize) status.st_size
         && (n = read (fd, text + length, (gsize) status.st_size - length)) > 0)
    length += (gsize) n;
  text[length] = '\0';
  if (!g_utf8_validate_len (text, length, NULL))
    return NULL;
  return g_steal_pointer (&text);
}

/* Looks into the lines of one file. */
static void
search_text (Search     *search,
             const char *path,
             int         fd)
{
  g_autofree char *text = read_text (fd);
  gint64 n_line = 0;
  guint n_found = 0;
  char *line = text;

  while (line != NULL && n_found < MAX_MATCHES_A_FILE && may_go_on (search))
    {
      char *newline = strchr (line, '\n');
      g_autofree char *folded = NULL;

      if (newline != NULL)
        *newline = '\0';
      n_line++;
      folded = g_utf8_casefold (line, -1);
      if (strstr (folded, search->folded_text) != NULL)
        {
          g_autofree char *shown = g_utf8_strlen (line, -1) > MAX_LINE_CHARACTERS
            ? g_utf8_substring (line, 0, MAX_LINE_CHARACTERS) : g_strdup (line);

          add_match (search, path, n_line, g_strstrip (shown));
          n_found++;
        }
      line = newline != NULL ? newline + 1 : NULL;
    }
}

static void
search_file (Search     *search,
             int         folder_fd,
             const char *name,
             const char *path)
{
  g_autofd int fd = -1;

  if (search->name != NULL && fnmatch (search->name, name, FNM_CASEFOLD) != 0)
    return;
  if (search->folded_text == NULL)
    {
      add_match (search, path, 0, NULL);
      return;
    }
  fd = openat (folder_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd >= 0)
    search_text (search, path, fd);
}

static void
search_entry (Search              *search,
              Folder              *folder,
              int                  folder_fd,
              const struct dirent *entry)
{
  g_autofree char *path = g_build_filename (folder->path, entry->d_name, NULL);
  struct stat status;

  search->n_entries++;
  if (fstatat (folder_fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
    return;
  if (S_ISREG (status.st_mode))
    search_file (search, folder_fd, entry->d_name, path);
  else if (S_ISDIR (status.st_mode) && entry->d_name[0] != '.')
    {
      if (folder->depth < MAX_DEPTH)
        add_folder (search, path, folder->depth + 1);
      else
        search->complete = FALSE;
    }
}

static void
search_folder (Search *search,
               Folder *folder)
{
  DIR *directory = NULL;
  struct dirent *entry;
  int fd;

  /* Checked again: it may have become a link since it was met. */
  fd = salon_desktop_folders_open (search->call->folders, folder->path,
                                   O_RDONLY | O_DIRECTORY | O_NOFOLLOW, NULL);
  if (fd >= 0)
    directory = fdopendir (fd); /* takes the descriptor */
  if (directory == NULL)
    return;
  while (may_go_on (search) && (entry = readdir (directory)) != NULL)
    if (!g_str_equal (entry->d_name, ".") && !g_str_equal (entry->d_name, ".."))
      search_entry (search, folder, dirfd (directory), entry);
  closedir (directory);
}

static gboolean
add_start (Search      *search,
           const char  *path,
           GError     **error)
{
  g_autofd int fd = -1;
  g_autofree char *real_path = NULL;

  fd = salon_desktop_folders_open (search->call->folders, path, O_PATH | O_DIRECTORY, error);
  if (fd < 0)
    return FALSE;
  real_path = salon_desktop_folders_dup_path (fd);
  add_folder (search, real_path, 0);
  return TRUE;
}

static gboolean
add_starts (Search      *search,
            const char  *path,
            GError     **error)
{
  SalonDesktopFolders *folders = search->call->folders;

  if (path != NULL || salon_desktop_folders_get_n (folders) == 0)
    return add_start (search, path != NULL ? path : ".", error);
  for (guint i = 0; i < salon_desktop_folders_get_n (folders); i++)
    if (!add_start (search, salon_desktop_folders_get_path (folders, i), error))
      return FALSE;
  return TRUE;
}

static SalonDesktopResult *
run_search (Search *search)
{
  Folder *folder;

  salon_json_writer_begin_object (search->writer, NULL);
  salon_json_writer_begin_array (search->writer, "matches");
  while (may_go_on (search) && (folder = g_queue_pop_head (&search->folders)) != NULL)
    {
      search_folder (search, folder);
      free_folder (folder);
    }
  salon_json_writer_end_array (search->writer);
  salon_json_writer_add_boolean (search->writer, "complete", search->complete);
  salon_json_writer_end_object (search->writer);
  if (search->n_matches == 0)
    g_string_append (search->report, _("Nothing was found."));
  return salon_desktop_result_new (search->report->str,
                                   search->complete ? NULL
                                   : _("Not everything was searched, there may be more: search a "
                                       "smaller folder or for something more exact."),
                                   salon_json_writer_finish_document (search->writer));
}

SalonDesktopResult *
salon_desktop_search_files (SalonDesktopCall  *call,
                            GError           **error)
{
  Search search = { .call = call, .limit = 100, .complete = TRUE };
  SalonDesktopResult *result = NULL;
  const char *path = NULL;
  const char *text = NULL;

  if (!salon_json_read_string (call->arguments, "path", SALON_JSON_OPTIONAL, &path, error)
      || !salon_json_read_string (call->arguments, "name", SALON_JSON_OPTIONAL, &search.name, error)
      || !salon_json_read_string (call->arguments, "text", SALON_JSON_OPTIONAL, &text, error)
      || !salon_json_read_int64 (call->arguments, "limit", SALON_JSON_OPTIONAL, &search.limit,
                                 error))
    return NULL;
  /* In the schema it would be an “anyOf”, which some models' providers refuse. */
  if (search.name == NULL && text == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _("Say what to search for: a name, a text, or both."));
      return NULL;
    }
  search.folded_text = text != NULL ? g_utf8_casefold (text, -1) : NULL;
  search.deadline = g_get_monotonic_time () + MAX_SECONDS * G_USEC_PER_SEC;
  search.writer = salon_json_writer_new ();
  search.report = g_string_new (NULL);
  g_queue_init (&search.folders);
  if (add_starts (&search, path, error))
    result = run_search (&search);
  g_queue_clear_full (&search.folders, (GDestroyNotify) free_folder);
  g_string_free (search.report, TRUE);
  salon_json_writer_free (search.writer);
  g_free (search.folded_text);
  return result;
}

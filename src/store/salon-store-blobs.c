/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include "salon-store-blobs-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "salon-store-error.h"
#include "salon-store-jobs-private.h"

#define NAME_LENGTH 64 /* SHA-256 in hexadecimal digits */

/* A part that is stored names a file; so does a draft, in the settings of its chat. */
#define DRAFTS \
  "chats, json_each(CASE WHEN json_valid(chats.settings) THEN chats.settings ELSE '{}' END," \
  " '$.draft_attachments') AS draft"
#define DRAFT_NAME "CASE draft.type WHEN 'object' THEN json_extract(draft.value, '$.blob') END"

gboolean
salon_store_blobs_is_name (const char *name)
{
  return name != NULL && strlen (name) == NAME_LENGTH
         && strspn (name, "0123456789abcdef") == NAME_LENGTH;
}

/* %NULL for a database in memory, which has nothing beside it. */
static char *
dup_folder (SalonStoreDatabase *database)
{
  const char *path = salon_store_database_get_path (database);
  g_autofree char *folder = NULL;

  if (g_str_equal (path, ":memory:"))
    return NULL;
  folder = g_path_get_dirname (path);
  return g_build_filename (folder, "attachments", NULL);
}

static gboolean
is_there (const char *path,
          gsize       length)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 && S_ISREG (status.st_mode)
         && (guint64) status.st_size == length;
}

static gboolean
fail (const char  *path,
      const char  *reason,
      int          system_error,
      GError     **error)
{
  g_set_error (error, SALON_STORE_ERROR,
               system_error == ENOSPC || system_error == EDQUOT ? SALON_STORE_ERROR_FULL
                                                                : SALON_STORE_ERROR_FAILED,
               _("The attachment could not be kept as “%s”: %s."), path, reason);
  return FALSE;
}

/* Makes the file unless it is there. It is whole or not there at all, whatever happens. */
gboolean
salon_store_blobs_write (SalonStoreDatabase  *database,
                         const char          *name,
                         GBytes              *content,
                         GError             **error)
{
  g_autofree char *folder = dup_folder (database);
  g_autofree char *path = NULL;
  g_autoptr(GError) failure = NULL;
  gconstpointer data;
  gsize length;

  g_assert (salon_store_blobs_is_name (name));

  if (folder == NULL)
    return TRUE;
  path = g_build_filename (folder, name, NULL);
  data = g_bytes_get_data (content, &length);
  if (is_there (path, length))
    return TRUE;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail (path, g_strerror (errno), errno, error);
  if (g_file_set_contents_full (path, data != NULL ? data : "", (gssize) length,
                                G_FILE_SET_CONTENTS_CONSISTENT, 0600, &failure))
    return TRUE;
  return fail (path, failure->message,
               g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOSPC) ? ENOSPC : 0, error);
}

static GPtrArray *
list_names (SalonStoreStatement  *statement,
            GError              **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  for (;;)
    {
      g_autofree char *name = NULL;

      if (!salon_store_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&names);
      name = salon_store_statement_dup_text (statement, 0);
      if (salon_store_blobs_is_name (name))
        g_ptr_array_add (names, g_steal_pointer (&name));
    }
}

GPtrArray *
salon_store_blobs_list_of_chat (SalonStoreDatabase  *database,
                                const char          *chat_id,
                                GError             **error)
{
  g_autoptr(SalonStoreStatement) statement = NULL;

  statement = salon_store_database_query (database, error,
                                          "SELECT parts.blob FROM parts"
                                          " JOIN messages ON messages.id = parts.message_id"
                                          " WHERE messages.chat_id = ?1 AND parts.blob IS NOT NULL"
                                          " UNION SELECT " DRAFT_NAME " FROM " DRAFTS
                                          " WHERE chats.id = ?1",
                                          "s", chat_id);
  return list_names (statement, error);
}

/* Whether anybody names the file; %TRUE, too, when that can't be told. */
static gboolean
is_named (SalonStoreDatabase *database,
          const char         *name)
{
  g_autoptr(SalonStoreStatement) statement = NULL;
  g_autoptr(GError) error = NULL;
  gboolean has_row = TRUE;

  statement = salon_store_database_query (database, &error,
                                          "SELECT 1 FROM parts WHERE blob = ?1"
                                          " UNION ALL SELECT 1 FROM " DRAFTS
                                          " WHERE " DRAFT_NAME " = ?1 LIMIT 1",
                                          "s", name);
  if (statement == NULL || !salon_store_statement_step (statement, &has_row, &error))
    {
      g_message ("%s", error->message);
      return TRUE;
    }
  return has_row;
}

static void
drop_file (SalonStoreDatabase *database,
           const char         *folder,
           const char         *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (!is_named (database, name) && g_unlink (path) != 0 && errno != ENOENT)
    g_message ("“%s” could not be deleted: %s", path, g_strerror (errno));
}

/* Deletes those of @names that no row names any more. What fails is left to the next sweep. */
void
salon_store_blobs_drop (SalonStoreDatabase *database,
                        GPtrArray          *names)
{
  g_autofree char *folder = dup_folder (database);
  g_autoptr(GError) error = NULL;

  if (folder == NULL || names->len == 0)
    return;
  if (!salon_store_database_begin (database, &error))
    {
      g_message ("%s", error->message);
      return;
    }
  for (guint i = 0; i < names->len; i++)
    drop_file (database, folder, names->pdata[i]);
  salon_store_database_roll_back (database);
}

/* A history that was damaged is kept aside, and may be all that names a file. */
static gboolean
has_damaged_history (SalonStoreDatabase *database)
{
  const char *path = salon_store_database_get_path (database);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (base, ".corrupt-", NULL);
  g_autoptr(GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;

  if (entries == NULL)
    return TRUE;
  while ((name = g_dir_read_name (entries)) != NULL)
    {
      if (g_str_has_prefix (name, prefix))
        return TRUE;
    }
  return FALSE;
}

static GPtrArray *
list_old_files (const char *folder,
                gint64      age)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) entries = g_dir_open (folder, 0, NULL);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf status;

      if (salon_store_blobs_is_name (name) && g_lstat (path, &status) == 0
          && S_ISREG (status.st_mode) && now - (gint64) status.st_mtime >= age)
        g_ptr_array_add (names, g_strdup (name));
    }
  return g_steal_pointer (&names);
}

/* Deletes what nobody names and is at least @age seconds old: a file is there before the row
 * that names it. Only files that look like ours are touched. */
gboolean
salon_store_blobs_sweep (SalonStoreDatabase  *database,
                         gint64               age,
                         GError             **error)
{
  g_autofree char *folder = dup_folder (database);
  g_autoptr(GPtrArray) names = NULL;

  if (folder == NULL || salon_store_database_is_read_only (database)
      || has_damaged_history (database))
    return TRUE;
  names = list_old_files (folder, age);
  salon_store_blobs_drop (database, names);
  return TRUE;
}

gboolean
salon_store_save_blob_job (SalonStoreDatabase  *database,
                           gpointer             data,
                           GValue              *result,
                           GError             **error)
{
  const SalonStorePart *part = data;

  if (!salon_store_database_begin (database, error))
    return FALSE;
  if (!salon_store_blobs_write (database, part->blob, part->content, error))
    {
      salon_store_database_roll_back (database);
      return FALSE;
    }
  salon_store_database_roll_back (database);
  return salon_store_result_done (result);
}

gboolean
salon_store_sweep_blobs_job (SalonStoreDatabase  *database,
                             gpointer             data,
                             GValue              *result,
                             GError             **error)
{
  return salon_store_blobs_sweep (database, *(gint64 *) data, error)
         && salon_store_result_done (result);
}

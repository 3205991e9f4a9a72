/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include "salon-store-opener-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include <glib/gi18n.h>

#include "salon-store-error.h"
#include "salon-store-migrations-private.h"

/* A full check reads the whole file: 20 ms at this size, but seconds for years of chats,
 * before the first of them can be shown. Larger files are checked when damage was met
 * while they were in use: a mark beside the file tells so. */
#define MAX_CHECKED_BYTES (4 * 1024 * 1024)

static char *
dup_mark_path (const char *path)
{
  return g_strconcat (path, ".damaged", NULL);
}

/* Has the next opening check the whole file. */
void
salon_store_opener_mark_damaged (const char *path)
{
  g_autofree char *mark = dup_mark_path (path);
  g_autoptr(GError) error = NULL;

  if (!g_file_set_contents (mark, "", 0, &error))
    g_warning ("%s", error->message);
}

static gboolean
set_damaged (SalonStoreDatabase  *database,
             GError             **error)
{
  return salon_store_database_fail (database, SQLITE_CORRUPT, error);
}

/* Finds damage before anything is written. The schema is always read (by the query of the
 * version); the rest when the file is small or known to be ill. */
static gboolean
check_soundness (SalonStoreDatabase  *database,
                 GError             **error)
{
  const char *path = salon_store_database_get_path (database);
  g_autofree char *mark = dup_mark_path (path);
  g_autoptr(SalonStoreStatement) statement = NULL;
  g_autofree char *answer = NULL;
  GStatBuf status;
  gboolean has_row;

  if (g_stat (path, &status) != 0
      || (status.st_size > MAX_CHECKED_BYTES && !g_file_test (mark, G_FILE_TEST_EXISTS)))
    return TRUE;
  statement = salon_store_database_query (database, error, "PRAGMA quick_check(1)", "");
  if (statement == NULL || !salon_store_statement_step (statement, &has_row, error))
    return FALSE;
  answer = has_row ? salon_store_statement_dup_text (statement, 0) : NULL;
  if (g_strcmp0 (answer, "ok") == 0)
    {
      g_unlink (mark);
      return TRUE;
    }
  g_message ("“%s”: %s", path, answer);
  return set_damaged (database, error);
}

/* The damage may be in the search index alone, which can be made again from the texts. */
static gboolean
check_soundness_or_mend_index (SalonStoreDatabase    *database,
                               const SalonStoreKind  *kind,
                               int                    version,
                               GError               **error)
{
  g_autoptr(GError) damage = NULL;
  int newest;

  if (check_soundness (database, &damage))
    return TRUE;
  if (g_error_matches (damage, SALON_STORE_ERROR, SALON_STORE_ERROR_CORRUPT)
      && kind->index_sql != NULL
      && !salon_store_database_is_read_only (database)
      && salon_store_migrations_get_newest (kind->resource_folder, &newest, NULL)
      && version == newest
      && salon_store_database_execute (database, kind->index_sql, NULL)
      && check_soundness (database, NULL))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&damage));
  return FALSE;
}

static SalonStoreDatabase *
open_for_writing (const char            *path,
                  const SalonStoreKind  *kind,
                  GError               **error)
{
  g_autoptr(SalonStoreDatabase) database = NULL;
  int version;

  if (path != NULL)
    salon_store_database_make_file (path);
  database = salon_store_database_new (path, SALON_STORE_ACCESS_READ_WRITE, error);
  /* A file that turns out to be damaged or too new is not even checkpointed. */
  if (database == NULL
      || !salon_store_database_set_checkpoint_on_close (database, FALSE, error)
      || !salon_store_migrations_check (database, kind->resource_folder, &version, error))
    return NULL;
  /* SQLite falls back to reading by itself when it may not write the file. */
  if (salon_store_database_is_read_only (database))
    {
      salon_store_database_fail (database, SQLITE_READONLY, error);
      return NULL;
    }
  if (path != NULL && !check_soundness_or_mend_index (database, kind, version, error))
    return NULL;
  /* Write-ahead log: readers and the writer don't wait for each other, and a commit needs
   * no fsync to survive the death of the process; NORMAL syncs at checkpoints. */
  if (!salon_store_database_execute (database,
                                     "PRAGMA journal_mode = WAL;"
                                     "PRAGMA synchronous = NORMAL;"
                                     "PRAGMA journal_size_limit = 8388608;",
                                     error)
      || !salon_store_migrations_apply (database, kind->resource_folder, error))
    return NULL;
  if (path != NULL && kind->settle != NULL)
    salon_store_database_take_owner (database, salon_store_owner_new (path));
  if ((kind->settle != NULL && !kind->settle (database, error))
      || !salon_store_database_set_checkpoint_on_close (database, TRUE, error))
    return NULL;
  return g_steal_pointer (&database);
}

/* For looking at old chats on a read-only disk. An older file can't be brought up to date
 * there, so it can't be read either. */
static SalonStoreDatabase *
open_for_reading (const char            *path,
                  const SalonStoreKind  *kind)
{
  const SalonStoreAccess accesses[] = {
    SALON_STORE_ACCESS_READ_ONLY, SALON_STORE_ACCESS_IMMUTABLE,
  };

  for (guint i = 0; i < G_N_ELEMENTS (accesses); i++)
    {
      g_autoptr(SalonStoreDatabase) database = NULL;
      g_autoptr(GError) error = NULL;
      gint64 n_tables = 0;
      int version, newest;

      database = salon_store_database_new (path, accesses[i], &error);
      if (database != NULL
          && salon_store_migrations_check (database, kind->resource_folder, &version, &error)
          && salon_store_migrations_get_newest (kind->resource_folder, &newest, &error)
          && version == newest
          && salon_store_database_read_int64 (database, "SELECT count(*) FROM sqlite_master",
                                              &n_tables, &error))
        return g_steal_pointer (&database);
      if (error != NULL)
        g_debug ("Reading “%s”: %s", path, error->message);
    }
  return NULL;
}

static gboolean
move_file (const char  *from,
           const char  *to,
           GError     **error)
{
  if (g_rename (from, to) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, SALON_STORE_ERROR, SALON_STORE_ERROR_READ_ONLY,
               _("“%s” is damaged and could not be moved aside: %s."), from, g_strerror (errno));
  return FALSE;
}

/* The log and its index go along: the newest texts may be in the log alone. */
static gboolean
move_aside (const char  *path,
            char       **aside,
            GError     **error)
{
  const char *suffixes[] = { "-wal", "-shm", "" };
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *mark = dup_mark_path (path);
  g_autofree char *target = g_strdup_printf ("%s.corrupt-%s", path, time);

  for (guint i = 2; g_file_test (target, G_FILE_TEST_EXISTS); i++)
    {
      g_free (target);
      target = g_strdup_printf ("%s.corrupt-%s-%u", path, time, i);
    }
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (path, suffixes[i], NULL);
      g_autofree char *to = g_strconcat (target, suffixes[i], NULL);

      if (!move_file (from, to, error))
        return FALSE;
    }
  g_unlink (mark);
  *aside = g_steal_pointer (&target);
  return TRUE;
}

static SalonStoreDatabase *
start_afresh (const char            *path,
              const SalonStoreKind  *kind,
              char                 **notice,
              GError               **error)
{
  g_autoptr(SalonStoreDatabase) database = NULL;
  g_autoptr(GError) salvage_error = NULL;
  g_autofree char *aside = NULL;
  gint64 n_rows = 0;

  if (!move_aside (path, &aside, error))
    return NULL;
  database = open_for_writing (path, kind, error);
  if (database == NULL)
    return NULL;
  if (!salon_store_salvage (aside, database, kind->tables, kind->mend_sql, &n_rows, &salvage_error))
    g_warning ("Saving from “%s”: %s", aside, salvage_error->message);
  else if (kind->settle != NULL && !kind->settle (database, &salvage_error))
    g_warning ("After saving from “%s”: %s", aside, salvage_error->message);
  *notice = n_rows > 0
    ? g_strdup_printf (_("“%s” was damaged. What could still be read was saved, some may be "
                         "missing. The damaged file is kept as “%s”."), path, aside)
    : g_strdup_printf (_("“%s” was damaged and nothing in it could be read, so a new one was "
                         "begun. The damaged file is kept as “%s”."), path, aside);
  return g_steal_pointer (&database);
}

static gboolean
make_folder (const char  *path,
             GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  g_set_error (error, SALON_STORE_ERROR,
               errno == ENOSPC ? SALON_STORE_ERROR_FULL : SALON_STORE_ERROR_READ_ONLY,
               _("The folder “%s” could not be made: %s."), folder, g_strerror (errno));
  return FALSE;
}

/* Opens @path (%NULL: in memory) as well as it can be opened; @notice is set when the user
 * has to know how. */
SalonStoreDatabase *
salon_store_opener_open (const char            *path,
                         const SalonStoreKind  *kind,
                         char                 **notice,
                         GError               **error)
{
  g_autoptr(SalonStoreDatabase) database = NULL;
  g_autoptr(GError) reason = NULL;

  if (path != NULL && !make_folder (path, error))
    return NULL;
  database = open_for_writing (path, kind, &reason);
  if (database == NULL && path != NULL)
    {
      if (g_error_matches (reason, SALON_STORE_ERROR, SALON_STORE_ERROR_CORRUPT))
        {
          g_clear_error (&reason);
          database = start_afresh (path, kind, notice, &reason);
        }
      else if (g_error_matches (reason, SALON_STORE_ERROR, SALON_STORE_ERROR_READ_ONLY)
               && (database = open_for_reading (path, kind)) != NULL)
        *notice = g_strdup_printf (_("“%s” can be read but not written: what is new will not be "
                                     "kept. Check the permissions of the file and its "
                                     "folder."), path);
    }
  if (database == NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  return g_steal_pointer (&database);
}

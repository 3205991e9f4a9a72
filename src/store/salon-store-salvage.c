/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include "salon-store-salvage-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Takes over what can still be read of a damaged database. A table is read in the order of
 * its key; where reading fails, the key is moved on, twice as far every time, until rows
 * come again: a damaged page costs its own rows and at most as many after it. */

#define MAX_FAILURES 2000

typedef struct
{
  SalonStoreDatabase *source;
  SalonStoreDatabase *target;
  sqlite3_stmt *select; /* rows with a key above the parameter */
  sqlite3_stmt *insert;
  int n_columns;
  gint64 last; /* key of the last row read */
  gint64 n_rows;
} Copy;

/* Copies rows from @copy->last on; %FALSE in @readable when it stopped at a damaged place. */
static gboolean
copy_rows (Copy      *copy,
           gint64     from,
           gboolean  *readable,
           GError   **error)
{
  int code;

  sqlite3_reset (copy->select);
  code = sqlite3_bind_int64 (copy->select, 1, from);
  while (code == SQLITE_OK && (code = sqlite3_step (copy->select)) == SQLITE_ROW)
    {
      copy->last = MAX (copy->last, sqlite3_column_int64 (copy->select, 0));
      code = SQLITE_OK;
      for (int i = 0; i < copy->n_columns && code == SQLITE_OK; i++)
        code = sqlite3_bind_value (copy->insert, i + 1, sqlite3_column_value (copy->select, i));
      if (code == SQLITE_OK)
        code = sqlite3_step (copy->insert);
      if (code != SQLITE_DONE)
        {
          salon_store_database_fail (copy->target, code, error);
          sqlite3_reset (copy->insert);
          return FALSE;
        }
      sqlite3_reset (copy->insert);
      copy->n_rows++;
      code = SQLITE_OK;
    }
  *readable = code == SQLITE_DONE;
  return TRUE;
}

static gboolean
copy_table (Copy    *copy,
            GError **error)
{
  gint64 jump = 1;

  copy->last = 0;
  for (int failures = 0; failures < MAX_FAILURES; failures++)
    {
      gint64 before = copy->last;
      gboolean readable;

      if (!copy_rows (copy, jump > 1 ? before + jump : before, &readable, error))
        return FALSE;
      if (readable)
        break;
      if (copy->last > before)
        jump = 1;
      if (jump > G_MAXINT64 / 4 || copy->last > G_MAXINT64 / 4)
        break;
      jump *= 2;
    }
  return TRUE;
}

static gboolean
salvage_table (Copy                   *copy,
               const SalonStoreTable  *table,
               GError                **error)
{
  g_autofree char *select = NULL;
  g_autoptr(GString) insert = g_string_new (NULL);
  int code;
  gboolean copied;

  select = g_strdup_printf ("SELECT %s FROM %s WHERE serial > ? ORDER BY serial", table->columns,
                            table->name);
  code = sqlite3_prepare_v2 (salon_store_database_get_handle (copy->source), select, -1,
                             &copy->select, NULL);
  if (code != SQLITE_OK)
    {
      g_debug ("Nothing of the table “%s” can be read: %s", table->name, sqlite3_errstr (code));
      return TRUE;
    }
  copy->n_columns = sqlite3_column_count (copy->select);
  g_string_printf (insert, "INSERT OR IGNORE INTO %s (%s) VALUES (?", table->name, table->columns);
  for (int i = 1; i < copy->n_columns; i++)
    g_string_append (insert, ", ?");
  g_string_append_c (insert, ')');
  code = sqlite3_prepare_v2 (salon_store_database_get_handle (copy->target), insert->str, -1,
                             &copy->insert, NULL);
  copied = code == SQLITE_OK
    ? copy_table (copy, error)
    : salon_store_database_fail (copy->target, code, error);
  sqlite3_finalize (g_steal_pointer (&copy->select));
  sqlite3_finalize (g_steal_pointer (&copy->insert));
  return copied;
}

static SalonStoreDatabase *
open_if_readable (const char       *path,
                  SalonStoreAccess  access)
{
  g_autoptr(SalonStoreDatabase) database = salon_store_database_new (path, access, NULL);
  gint64 n_tables = 0;

  if (database == NULL
      || !salon_store_database_read_int64 (database, "SELECT count(*) FROM sqlite_master",
                                           &n_tables, NULL)
      || n_tables == 0)
    return NULL;
  return g_steal_pointer (&database);
}

/* The size that the header speaks of (SQLite file format, 1.3); 0 when it is no header. */
static gint64
read_intended_size (const char *path)
{
  guint8 header[100];
  g_autofd int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gint64 page_size, n_pages;

  if (fd < 0 || read (fd, header, sizeof header) != sizeof header)
    return 0;
  page_size = header[16] << 8 | header[17];
  if (page_size == 1)
    page_size = 65536;
  n_pages = (gint64) header[28] << 24 | header[29] << 16 | header[30] << 8 | header[31];
  return page_size * n_pages;
}

/* SQLite reads nothing of a file that was cut off. In a copy that is filled up with zeros
 * it does: these are damaged pages like any others. */
static SalonStoreDatabase *
open_filled_up_copy (const char *path,
                     const char *copy_path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFile) copy = g_file_new_for_path (copy_path);
  gint64 size = read_intended_size (path);
  GStatBuf status;

  if (size == 0
      || g_stat (path, &status) != 0
      || status.st_size >= size
      || !g_file_copy (file, copy, G_FILE_COPY_NONE, NULL, NULL, NULL, NULL)
      || truncate (copy_path, size) != 0)
    return NULL;
  return open_if_readable (copy_path, SALON_STORE_ACCESS_IMMUTABLE);
}

/* Opens the damaged file without changing it: its write-ahead log may hold the newest
 * texts, so it is ignored only when it can't be read. */
static SalonStoreDatabase *
open_damaged (const char *path,
              const char *copy_path)
{
  SalonStoreDatabase *database = open_if_readable (path, SALON_STORE_ACCESS_READ_ONLY);

  if (database == NULL)
    database = open_if_readable (path, SALON_STORE_ACCESS_IMMUTABLE);
  if (database == NULL)
    database = open_filled_up_copy (path, copy_path);
  return database;
}

static gboolean
copy_tables (SalonStoreDatabase     *source,
             SalonStoreDatabase     *target,
             const SalonStoreTable  *tables,
             const char             *mend_sql,
             gint64                 *n_rows,
             GError                **error)
{
  Copy copy = { .source = source, .target = target };
  gboolean done;

  /* A pragma of this kind works outside a transaction only. */
  if (!salon_store_database_execute (target, "PRAGMA foreign_keys = OFF;", error))
    return FALSE;
  done = salon_store_database_begin (target, error);
  for (guint i = 0; done && tables[i].name != NULL; i++)
    done = salvage_table (&copy, &tables[i], error);
  done = done && salon_store_database_execute (target, mend_sql, error)
    && salon_store_database_commit (target, error);
  if (!done)
    salon_store_database_roll_back (target);
  if (!salon_store_database_execute (target, "PRAGMA foreign_keys = ON;", done ? error : NULL))
    return FALSE;
  *n_rows = done ? copy.n_rows : 0;
  return done;
}

/* Copies the rows of @tables (ended by one without a name) and mends what no longer fits
 * together by @mend_sql. @target already has the newest schema. */
gboolean
salon_store_salvage (const char             *damaged_path,
                     SalonStoreDatabase     *target,
                     const SalonStoreTable  *tables,
                     const char             *mend_sql,
                     gint64                 *n_rows,
                     GError                **error)
{
  g_autofree char *copy_path = g_strconcat (damaged_path, ".filled-up", NULL);
  g_autoptr(SalonStoreDatabase) source = open_damaged (damaged_path, copy_path);
  gboolean done;

  *n_rows = 0;
  done = source == NULL || copy_tables (source, target, tables, mend_sql, n_rows, error);
  g_clear_pointer (&source, salon_store_database_free);
  g_unlink (copy_path);
  return done;
}

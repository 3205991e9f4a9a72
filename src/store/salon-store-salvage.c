/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include "salon-store-salvage-private.h"

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

/* Opens the damaged file without changing it: its write-ahead log may hold the newest
 * texts, so it is ignored only when it can't be read. */
static SalonStoreDatabase *
open_damaged (const char *path)
{
  const SalonStoreAccess accesses[] = { SALON_STORE_ACCESS_READ_ONLY, SALON_STORE_ACCESS_IMMUTABLE };

  for (guint i = 0; i < G_N_ELEMENTS (accesses); i++)
    {
      g_autoptr(SalonStoreDatabase) database = NULL;
      gint64 n_tables = 0;

      database = salon_store_database_new (path, accesses[i], NULL);
      if (database != NULL
          && salon_store_database_read_int64 (database, "SELECT count(*) FROM sqlite_master",
                                              &n_tables, NULL)
          && n_tables > 0)
        return g_steal_pointer (&database);
    }
  return NULL;
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
  g_autoptr(SalonStoreDatabase) source = open_damaged (damaged_path);
  Copy copy = { .source = source, .target = target };
  gboolean done;

  *n_rows = 0;
  if (source == NULL)
    return TRUE;
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
  *n_rows = copy.n_rows;
  return done;
}

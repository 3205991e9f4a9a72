/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include "salon-store-database-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "salon-store-error.h"

/* Two programs of ours may write at the same time, each for milliseconds only. */
#define BUSY_TIMEOUT_MS 5000

struct _SalonStoreDatabase
{
  sqlite3 *handle;
  char *path;
  GHashTable *statements;
  SalonStoreOwner *owner; /* nullable */
  int last_code;
};

struct _SalonStoreStatement
{
  SalonStoreDatabase *database;
  sqlite3_stmt *handle;
  gboolean cached;
  gboolean busy;
};

static void
destroy_statement (gpointer data)
{
  SalonStoreStatement *statement = data;

  sqlite3_finalize (statement->handle);
  g_free (statement);
}

static void
set_error (GError    **error,
           int         code,
           int         system_error,
           const char *path,
           const char *message)
{
  int primary = code & 0xff;

  if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
    {
      g_set_error_literal (error, SALON_STORE_ERROR, SALON_STORE_ERROR_NOT_FOUND,
                           _("The chat or message that this belongs to is not in the history; "
                             "it may have been deleted."));
      return;
    }
  if (primary == SQLITE_IOERR && (system_error == ENOSPC || system_error == EDQUOT))
    primary = SQLITE_FULL;
  else if (primary == SQLITE_IOERR && system_error == EROFS)
    primary = SQLITE_READONLY;

  switch (primary)
    {
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
      g_set_error (error, SALON_STORE_ERROR, SALON_STORE_ERROR_READ_ONLY,
                   _("“%s” can’t be written. Check the permissions of the file and its folder, "
                     "and that the disk is not read-only."),
                   path);
      break;

    case SQLITE_FULL:
      g_set_error (error, SALON_STORE_ERROR, SALON_STORE_ERROR_FULL,
                   _("There is no space left for “%s”. Make some room on the disk and try again."),
                   path);
      break;

    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      g_set_error (error, SALON_STORE_ERROR, SALON_STORE_ERROR_CORRUPT,
                   _("“%s” is damaged (%s). Start Salon again: it keeps the damaged file aside "
                     "and saves what can still be read."),
                   path, message);
      break;

    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error (error, SALON_STORE_ERROR, SALON_STORE_ERROR_FAILED,
                   _("Another program keeps “%s” locked. Close it and try again."), path);
      break;

    default:
      g_set_error (error, SALON_STORE_ERROR, SALON_STORE_ERROR_FAILED,
                   _("“%s” could not be used: %s (SQLite error %d)."), path, message, code);
      break;
    }
}

/* Sets @error for the result @code of the last call; always %FALSE, to be returned. */
gboolean
salon_store_database_fail (SalonStoreDatabase  *self,
                           int                  code,
                           GError             **error)
{
  g_assert (self != NULL);

  self->last_code = code;
  set_error (error, code, sqlite3_system_errno (self->handle), self->path,
             sqlite3_errmsg (self->handle));
  return FALSE;
}

static char *
make_file_name (const char        *path,
                SalonStoreAccess   access,
                GError           **error)
{
  g_autofree char *absolute = NULL;
  g_autofree char *uri = NULL;

  if (access != SALON_STORE_ACCESS_IMMUTABLE)
    return g_strdup (path);
  absolute = g_canonicalize_filename (path, NULL);
  uri = g_filename_to_uri (absolute, NULL, error);
  if (uri == NULL)
    return NULL;
  return g_strconcat (uri, "?immutable=1", NULL);
}

static gboolean
configure (SalonStoreDatabase  *self,
           GError             **error)
{
  int code;

  sqlite3_extended_result_codes (self->handle, 1);
  code = sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  /* The file may have been tampered with: its schema may not run functions with side
   * effects, nor SQL of ours write into the tables behind the index. */
  if (code == SQLITE_OK)
    code = sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  if (code != SQLITE_OK)
    return salon_store_database_fail (self, code, error);
  return salon_store_database_execute (self, "PRAGMA temp_store = MEMORY;", error);
}

/* Makes an empty file that nobody else may read, where there is none. SQLite would make it as
 * the umask says; the files beside a database get the permissions of the database from it. */
void
salon_store_database_make_file (const char *path)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  /* Never an older one: closing that would let go of the locks this process has on it. */
  if (fd >= 0)
    close (fd);
}

/* Opens the file; %NULL as @path for one in memory. Reads and writes nothing yet. */
SalonStoreDatabase *
salon_store_database_new (const char        *path,
                          SalonStoreAccess   access,
                          GError           **error)
{
  g_autoptr(SalonStoreDatabase) self = NULL;
  g_autofree char *file_name = NULL;
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
  int code;

  file_name = make_file_name (path != NULL ? path : ":memory:", access, error);
  if (file_name == NULL)
    return NULL;
  if (access == SALON_STORE_ACCESS_READ_WRITE)
    flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  else
    flags |= SQLITE_OPEN_READONLY;
  if (access == SALON_STORE_ACCESS_IMMUTABLE)
    flags |= SQLITE_OPEN_URI;

  self = g_new0 (SalonStoreDatabase, 1);
  self->path = g_strdup (path != NULL ? path : ":memory:");
  /* Keyed by the text of the statement, which is static. */
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, destroy_statement);
  code = sqlite3_open_v2 (file_name, &self->handle, flags, NULL);
  if (self->handle == NULL)
    {
      set_error (error, SQLITE_NOMEM, 0, self->path, sqlite3_errstr (SQLITE_NOMEM));
      return NULL;
    }
  if (code != SQLITE_OK)
    {
      salon_store_database_fail (self, code, error);
      return NULL;
    }
  if (!configure (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
salon_store_database_free (SalonStoreDatabase *self)
{
  int code;

  if (self == NULL)
    return;
  g_hash_table_unref (self->statements);
  code = sqlite3_close (self->handle);
  if (code != SQLITE_OK)
    g_warning ("Closing “%s”: %s", self->path, sqlite3_errstr (code));
  g_clear_pointer (&self->owner, salon_store_owner_free);
  g_free (self->path);
  g_free (self);
}

sqlite3 *
salon_store_database_get_handle (SalonStoreDatabase *self)
{
  return self->handle;
}

const char *
salon_store_database_get_path (SalonStoreDatabase *self)
{
  return self->path;
}

gboolean
salon_store_database_is_read_only (SalonStoreDatabase *self)
{
  return sqlite3_db_readonly (self->handle, "main") == 1;
}

/* Whether the last failure was a search index that doesn't fit: it can be made again
 * from the texts, so nothing is lost. */
gboolean
salon_store_database_is_index_damaged (SalonStoreDatabase *self)
{
  return self->last_code == SQLITE_CORRUPT_VTAB;
}

/* Lives as long as the connection. */
void
salon_store_database_take_owner (SalonStoreDatabase *self,
                                 SalonStoreOwner    *owner)
{
  g_assert (self->owner == NULL);

  self->owner = owner;
}

/* %NULL for a database in memory, one that can only be read, and where files can't be locked. */
SalonStoreOwner *
salon_store_database_get_owner (SalonStoreDatabase *self)
{
  return self->owner;
}

/* Whether closing may move the write-ahead log into the file. */
gboolean
salon_store_database_set_checkpoint_on_close (SalonStoreDatabase  *self,
                                              gboolean             checkpoint,
                                              GError             **error)
{
  int code = sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !checkpoint, NULL);

  return code == SQLITE_OK || salon_store_database_fail (self, code, error);
}

/* Carries out one or more statements that give no rows. */
gboolean
salon_store_database_execute (SalonStoreDatabase  *self,
                              const char          *sql,
                              GError             **error)
{
  int code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || salon_store_database_fail (self, code, error);
}

static SalonStoreStatement *
salon_store_database_prepare (SalonStoreDatabase  *self,
                              const char          *sql,
                              GError             **error)
{
  SalonStoreStatement *statement = g_hash_table_lookup (self->statements, sql);
  sqlite3_stmt *handle = NULL;
  int code;

  if (statement != NULL && !statement->busy)
    {
      statement->busy = TRUE;
      return statement;
    }
  code = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
  if (code != SQLITE_OK)
    {
      salon_store_database_fail (self, code, error);
      return NULL;
    }
  statement = g_new0 (SalonStoreStatement, 1);
  statement->database = self;
  statement->handle = handle;
  statement->busy = TRUE;
  statement->cached = !g_hash_table_contains (self->statements, sql);
  if (statement->cached)
    g_hash_table_insert (self->statements, (gpointer) sql, statement);
  return statement;
}

static SalonStoreStatement *
salon_store_database_query_valist (SalonStoreDatabase  *self,
                                   GError             **error,
                                   const char          *sql,
                                   const char          *types,
                                   va_list              arguments)
{
  g_autoptr(SalonStoreStatement) statement = NULL;

  statement = salon_store_database_prepare (self, sql, error);
  if (statement == NULL)
    return NULL;
  for (int i = 0; types[i] != '\0'; i++)
    {
      const char *text;
      int code;

      if (types[i] == 's')
        {
          text = va_arg (arguments, const char *);
          /* Copied: the statement may outlive the caller's string until it is reset. */
          code = text != NULL
            ? sqlite3_bind_text64 (statement->handle, i + 1, text, strlen (text),
                                   SQLITE_TRANSIENT, SQLITE_UTF8)
            : sqlite3_bind_null (statement->handle, i + 1);
        }
      else
        {
          g_assert (types[i] == 'i');
          code = sqlite3_bind_int64 (statement->handle, i + 1, va_arg (arguments, gint64));
        }
      if (code != SQLITE_OK)
        {
          salon_store_database_fail (self, code, error);
          return NULL;
        }
    }
  return g_steal_pointer (&statement);
}

/* Prepares @sql (a static string) and binds the arguments to it. */
SalonStoreStatement *
salon_store_database_query (SalonStoreDatabase  *self,
                            GError             **error,
                            const char          *sql,
                            const char          *types,
                            ...)
{
  SalonStoreStatement *statement;
  va_list arguments;

  va_start (arguments, types);
  statement = salon_store_database_query_valist (self, error, sql, types, arguments);
  va_end (arguments);
  return statement;
}

/* As query, for a statement that gives no rows: carries it out. */
gboolean
salon_store_database_change (SalonStoreDatabase  *self,
                             GError             **error,
                             const char          *sql,
                             const char          *types,
                             ...)
{
  g_autoptr(SalonStoreStatement) statement = NULL;
  va_list arguments;

  va_start (arguments, types);
  statement = salon_store_database_query_valist (self, error, sql, types, arguments);
  va_end (arguments);
  return statement != NULL && salon_store_statement_step (statement, NULL, error);
}

/* Reads one number; @value stays when there is no row. */
gboolean
salon_store_database_read_int64 (SalonStoreDatabase  *self,
                                 const char          *sql,
                                 gint64              *value,
                                 GError             **error)
{
  g_autoptr(SalonStoreStatement) statement = NULL;
  gboolean has_row;

  statement = salon_store_database_query (self, error, sql, "");
  if (statement == NULL || !salon_store_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    *value = salon_store_statement_get_int64 (statement, 0);
  return TRUE;
}

/* Immediate: with another process writing, a transaction that began by reading could
 * fail half-way without any waiting. */
gboolean
salon_store_database_begin (SalonStoreDatabase  *self,
                            GError             **error)
{
  return salon_store_database_change (self, error, "BEGIN IMMEDIATE", "");
}

/* On failure nothing of the transaction stays. */
gboolean
salon_store_database_commit (SalonStoreDatabase  *self,
                             GError             **error)
{
  if (salon_store_database_change (self, error, "COMMIT", ""))
    return TRUE;
  salon_store_database_roll_back (self);
  return FALSE;
}

void
salon_store_database_roll_back (SalonStoreDatabase *self)
{
  g_autoptr(GError) error = NULL;
  int last_code = self->last_code;

  /* Some errors (a full disk) have rolled back already. */
  if (sqlite3_get_autocommit (self->handle))
    return;
  if (!salon_store_database_change (self, &error, "ROLLBACK", ""))
    g_warning ("Rolling back: %s", error->message);
  self->last_code = last_code;
}

/* Goes to the next row. */
gboolean
salon_store_statement_step (SalonStoreStatement  *self,
                            gboolean             *has_row,
                            GError              **error)
{
  int code = sqlite3_step (self->handle);

  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return salon_store_database_fail (self->database, code, error);
  if (has_row != NULL)
    *has_row = code == SQLITE_ROW;
  return TRUE;
}

/* Never anything but UTF-8, whatever the file holds. */
char *
salon_store_statement_dup_text (SalonStoreStatement *self,
                                int                  column)
{
  const char *text = (const char *) sqlite3_column_text (self->handle, column);

  if (text == NULL)
    return NULL;
  return g_utf8_make_valid (text, sqlite3_column_bytes (self->handle, column));
}

gint64
salon_store_statement_get_int64 (SalonStoreStatement *self,
                                 int                  column)
{
  return sqlite3_column_int64 (self->handle, column);
}

void
salon_store_statement_free (SalonStoreStatement *self)
{
  if (self == NULL)
    return;
  if (!self->cached)
    {
      destroy_statement (self);
      return;
    }
  sqlite3_reset (self->handle); /* its result is that of the last step, reported there */
  sqlite3_clear_bindings (self->handle);
  self->busy = FALSE;
}

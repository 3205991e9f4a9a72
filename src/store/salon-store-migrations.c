/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include "salon-store-migrations-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-store-error.h"
#include "salon-store-resources.h"

/* The files are named 001-what.sql, 002-what.sql …; PRAGMA user_version tells how far a
 * database has come. */

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static GStrv
list_migrations (const char  *resource_folder,
                 GError     **error)
{
  g_auto(GStrv) names = NULL;

  /* Named here, or the linker would leave the files out of the program. */
  salon_store_get_resource ();
  names = g_resources_enumerate_children (resource_folder, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (names == NULL)
    return NULL;
  qsort (names, g_strv_length (names), sizeof (char *), compare_names);
  for (guint i = 0; names[i] != NULL; i++)
    /* A gap would be a mistake in the program, not in the file. */
    g_assert (g_ascii_strtoull (names[i], NULL, 10) == i + 1);
  return g_steal_pointer (&names);
}

/* The version of the schema that this program writes. */
gboolean
salon_store_migrations_get_newest (const char  *resource_folder,
                                   int         *version,
                                   GError     **error)
{
  g_auto(GStrv) names = list_migrations (resource_folder, error);

  if (names == NULL)
    return FALSE;
  *version = (int) g_strv_length (names);
  return TRUE;
}

/* Reads the version of the file, without changing it; an error when it is one of the future. */
gboolean
salon_store_migrations_check (SalonStoreDatabase  *database,
                              const char          *resource_folder,
                              int                 *version,
                              GError             **error)
{
  gint64 found = 0;
  int newest;

  if (!salon_store_migrations_get_newest (resource_folder, &newest, error)
      || !salon_store_database_read_int64 (database, "PRAGMA user_version", &found, error))
    return FALSE;
  if (found > newest)
    {
      g_set_error (error, SALON_STORE_ERROR, SALON_STORE_ERROR_TOO_NEW,
                   _("“%s” was written by a newer version of Salon (its format is %d, this version "
                     "knows %d). It was left as it is: install the newer version again."),
                   salon_store_database_get_path (database), (int) found, newest);
      return FALSE;
    }
  *version = (int) found;
  return TRUE;
}

/* A copy of the whole file as it is now, so that a migration gone wrong loses nothing. */
static gboolean
back_up (SalonStoreDatabase  *database,
         int                  version,
         GError             **error)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *backup = NULL;

  backup = g_strdup_printf ("%s.version-%d-%s", salon_store_database_get_path (database), version,
                            time);
  /* Two programs may upgrade at the same time: the copy of one is enough. */
  if (g_file_test (backup, G_FILE_TEST_EXISTS))
    return TRUE;
  salon_store_database_make_file (backup);
  return salon_store_database_change (database, error, "VACUUM INTO ?", "s", backup);
}

/* One step in one transaction: all of it or nothing. */
static gboolean
apply_one (SalonStoreDatabase  *database,
           const char          *resource_folder,
           const char          *name,
           int                  version,
           GError             **error)
{
  g_autofree char *resource = g_build_path ("/", resource_folder, name, NULL);
  g_autofree char *set_version = g_strdup_printf ("PRAGMA user_version = %d;", version);
  g_autoptr(GBytes) sql = NULL;
  gint64 found = 0;

  sql = g_resources_lookup_data (resource, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (sql == NULL || !salon_store_database_begin (database, error))
    return FALSE;
  /* Another program may have done it while this one waited for the lock. */
  if (!salon_store_database_read_int64 (database, "PRAGMA user_version", &found, error)
      || (found < version
          && (!salon_store_database_execute (database, g_bytes_get_data (sql, NULL), error)
              || !salon_store_database_execute (database, set_version, error))))
    {
      salon_store_database_roll_back (database);
      return FALSE;
    }
  return salon_store_database_commit (database, error);
}

/* Brings the file up to date; an older one that holds something is copied first. */
gboolean
salon_store_migrations_apply (SalonStoreDatabase  *database,
                              const char          *resource_folder,
                              GError             **error)
{
  g_auto(GStrv) names = NULL;
  int version;

  if (!salon_store_migrations_check (database, resource_folder, &version, error))
    return FALSE;
  names = list_migrations (resource_folder, error);
  if (names == NULL)
    return FALSE;
  if (version > 0 && names[version] != NULL && !back_up (database, version, error))
    return FALSE;
  for (int i = version; names[i] != NULL; i++)
    if (!apply_one (database, resource_folder, names[i], i + 1, error))
      return FALSE;
  return TRUE;
}

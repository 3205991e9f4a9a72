/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

#include "salon-store-owner-private.h"

G_BEGIN_DECLS

/* One connection and its prepared statements. Not thread-safe: it lives and dies on the
 * thread that opened it. */
typedef struct _SalonStoreDatabase SalonStoreDatabase;

/* A prepared statement in use. Freeing it hands it back to the connection, which also
 * ends the read transaction that it may have held open. */
typedef struct _SalonStoreStatement SalonStoreStatement;

typedef enum
{
  SALON_STORE_ACCESS_READ_WRITE, /* creates the file */
  SALON_STORE_ACCESS_READ_ONLY,
  SALON_STORE_ACCESS_IMMUTABLE,  /* nothing may be written beside the file, either */
} SalonStoreAccess;

void                 salon_store_database_make_file         (const char           *path);
SalonStoreDatabase  *salon_store_database_new               (const char           *path,
                                                             SalonStoreAccess      access,
                                                             GError              **error);
void                 salon_store_database_free              (SalonStoreDatabase   *self);
sqlite3             *salon_store_database_get_handle        (SalonStoreDatabase   *self);
const char          *salon_store_database_get_path          (SalonStoreDatabase   *self);
gboolean             salon_store_database_is_read_only      (SalonStoreDatabase   *self);
gboolean             salon_store_database_is_index_damaged  (SalonStoreDatabase   *self);
void                 salon_store_database_take_owner        (SalonStoreDatabase   *self,
                                                             SalonStoreOwner      *owner);
SalonStoreOwner     *salon_store_database_get_owner         (SalonStoreDatabase   *self);
gboolean             salon_store_database_set_checkpoint_on_close (SalonStoreDatabase *self,
                                                             gboolean              checkpoint,
                                                             GError              **error);
gboolean             salon_store_database_execute           (SalonStoreDatabase   *self,
                                                             const char           *sql,
                                                             GError              **error);
/* types: one letter a parameter: s = const char * (nullable), i = gint64 */
SalonStoreStatement *salon_store_database_query             (SalonStoreDatabase   *self,
                                                             GError              **error,
                                                             const char           *sql,
                                                             const char           *types,
                                                             ...);
gboolean             salon_store_database_change            (SalonStoreDatabase   *self,
                                                             GError              **error,
                                                             const char           *sql,
                                                             const char           *types,
                                                             ...);
gboolean             salon_store_database_read_int64        (SalonStoreDatabase   *self,
                                                             const char           *sql,
                                                             gint64               *value,
                                                             GError              **error);
gboolean             salon_store_database_begin             (SalonStoreDatabase   *self,
                                                             GError              **error);
gboolean             salon_store_database_commit            (SalonStoreDatabase   *self,
                                                             GError              **error);
void                 salon_store_database_roll_back         (SalonStoreDatabase   *self);
gboolean             salon_store_database_fail              (SalonStoreDatabase   *self,
                                                             int                   code,
                                                             GError              **error);

gboolean             salon_store_statement_step             (SalonStoreStatement  *self,
                                                             gboolean             *has_row,
                                                             GError              **error);
char                *salon_store_statement_dup_text         (SalonStoreStatement  *self,
                                                             int                   column);
gint64               salon_store_statement_get_int64        (SalonStoreStatement  *self,
                                                             int                   column);
void                 salon_store_statement_free             (SalonStoreStatement  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonStoreDatabase, salon_store_database_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonStoreStatement, salon_store_statement_free)

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-store-database-private.h"
#include "salon-store-salvage-private.h"

G_BEGIN_DECLS

/* What a kind of database file is made of. All static. */
typedef struct
{
  const char *resource_folder;   /* of the migrations */
  const SalonStoreTable *tables; /* worth saving from a damaged file, ended by one without name */
  const char *mend_sql;          /* makes saved rows fit together */
  /* Puts right what a program that died left unfinished; done whenever the file was opened
   * for writing. A kind that has it has owners, too. */
  gboolean (*settle) (SalonStoreDatabase  *database,
                      GError             **error);
  const char *index_sql;         /* makes the search indexes again from the texts */
} SalonStoreKind;

SalonStoreDatabase *salon_store_opener_open         (const char            *path,
                                                     const SalonStoreKind  *kind,
                                                     char                 **notice,
                                                     GError               **error);
void                salon_store_opener_mark_damaged (const char            *path);

G_END_DECLS

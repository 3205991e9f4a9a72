/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-store-database-private.h"

G_BEGIN_DECLS

/* A table whose first column is the integer key “serial”. */
typedef struct
{
  const char *name;
  const char *columns; /* with “serial” first */
} SalonStoreTable;

gboolean salon_store_salvage (const char             *damaged_path,
                              SalonStoreDatabase     *target,
                              const SalonStoreTable  *tables,
                              const char             *mend_sql,
                              gint64                 *n_rows,
                              GError                **error);

G_END_DECLS

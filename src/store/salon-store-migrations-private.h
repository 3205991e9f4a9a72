/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-store-database-private.h"

G_BEGIN_DECLS

gboolean salon_store_migrations_get_newest (const char          *resource_folder,
                                            int                 *version,
                                            GError             **error);
gboolean salon_store_migrations_check      (SalonStoreDatabase  *database,
                                            const char          *resource_folder,
                                            int                 *version,
                                            GError             **error);
gboolean salon_store_migrations_apply      (SalonStoreDatabase  *database,
                                            const char          *resource_folder,
                                            GError             **error);

G_END_DECLS

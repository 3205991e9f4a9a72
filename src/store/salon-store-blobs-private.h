/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-store-database-private.h"

G_BEGIN_DECLS

/* The files beside the history. All of it happens on the store's thread and, where a file is
 * made or deleted, inside a transaction that writes: so that no other program names a file
 * between the look at the rows and the deletion. */

gboolean   salon_store_blobs_is_name      (const char          *name);
gboolean   salon_store_blobs_write        (SalonStoreDatabase  *database,
                                           const char          *name,
                                           GBytes              *content,
                                           GError             **error);
GPtrArray *salon_store_blobs_list_of_chat (SalonStoreDatabase  *database,
                                           const char          *chat_id,
                                           GError             **error);
void       salon_store_blobs_drop         (SalonStoreDatabase  *database,
                                           GPtrArray           *names);
gboolean   salon_store_blobs_sweep        (SalonStoreDatabase  *database,
                                           gint64               age,
                                           GError             **error);

G_END_DECLS

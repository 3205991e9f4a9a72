/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-store-part.h"
#include "salon-store-thread-private.h"

G_BEGIN_DECLS

/* What the thread does for the history, grouped by table. Their data are copies of the
 * rows, or a chat's id. */

gboolean salon_store_list_chats_job    (SalonStoreDatabase *database,
                                        gpointer            data,
                                        GValue             *result,
                                        GError            **error);
gboolean salon_store_load_version_job  (SalonStoreDatabase *database,
                                        gpointer            data,
                                        GValue             *result,
                                        GError            **error);
gboolean salon_store_load_chat_job     (SalonStoreDatabase *database,
                                        gpointer            data,
                                        GValue             *result,
                                        GError            **error);
gboolean salon_store_save_chat_job     (SalonStoreDatabase *database,
                                        gpointer            data,
                                        GValue             *result,
                                        GError            **error);
gboolean salon_store_delete_chat_job   (SalonStoreDatabase *database,
                                        gpointer            data,
                                        GValue             *result,
                                        GError            **error);
gboolean salon_store_load_messages_job (SalonStoreDatabase *database,
                                        gpointer            data,
                                        GValue             *result,
                                        GError            **error);
gboolean salon_store_save_message_job  (SalonStoreDatabase *database,
                                        gpointer            data,
                                        GValue             *result,
                                        GError            **error);
gboolean salon_store_save_part_job     (SalonStoreDatabase *database,
                                        gpointer            data,
                                        GValue             *result,
                                        GError            **error);

gboolean salon_store_save_blob_job     (SalonStoreDatabase *database,
                                        gpointer            data,
                                        GValue             *result,
                                        GError            **error);
gboolean salon_store_sweep_blobs_job   (SalonStoreDatabase *database,
                                        gpointer            data,
                                        GValue             *result,
                                        GError            **error);

gboolean salon_store_settle_messages   (SalonStoreDatabase *database,
                                        GError            **error);

typedef struct
{
  char *query;
  guint limit;
} SalonStoreSearch;

gboolean salon_store_search_job        (SalonStoreDatabase *database,
                                        gpointer            data,
                                        GValue             *result,
                                        GError            **error);
void     salon_store_search_free       (SalonStoreSearch   *self);

/* A job's usual results. */
gboolean salon_store_result_done       (GValue             *result);
gboolean salon_store_result_rows       (GValue             *result,
                                        GPtrArray          *rows);

G_END_DECLS

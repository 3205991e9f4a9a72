/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-message-loader.h"

#include "salon-message-private.h"

/* On a thread; nobody else knows the messages yet. */
static DexFuture *
make_messages (gpointer user_data)
{
  GPtrArray *rows = user_data;
  GPtrArray *messages = g_ptr_array_new_full (rows->len, g_object_unref);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (messages, salon_message_new_from_row (rows->pdata[i]));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, messages);
}

static DexFuture *
on_rows_cb (DexFuture *future,
            gpointer   user_data)
{
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, make_messages,
                              g_value_dup_boxed (dex_future_get_value (future, NULL)),
                              (GDestroyNotify) g_ptr_array_unref);
}

DexFuture *
salon_message_loader_load (SalonStore *store,
                           const char *chat_id)
{
  g_return_val_if_fail (SALON_IS_STORE (store), NULL);
  g_return_val_if_fail (chat_id != NULL, NULL);

  return dex_future_then (salon_store_load_messages (store, chat_id), on_rows_cb, NULL, NULL);
}

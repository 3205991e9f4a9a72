/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include "salon-store-chat.h"

G_DEFINE_BOXED_TYPE (SalonStoreChat, salon_store_chat, salon_store_chat_copy, salon_store_chat_free)

SalonStoreChat *
salon_store_chat_new (void)
{
  return g_new0 (SalonStoreChat, 1);
}

SalonStoreChat *
salon_store_chat_copy (const SalonStoreChat *self)
{
  SalonStoreChat *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = salon_store_chat_new ();
  copy->id = g_strdup (self->id);
  copy->title = g_strdup (self->title);
  copy->model = g_strdup (self->model);
  copy->draft = g_strdup (self->draft);
  copy->created_at = self->created_at;
  copy->updated_at = self->updated_at;
  copy->pinned = self->pinned;
  copy->settings = g_strdup (self->settings);
  copy->active_message_id = g_strdup (self->active_message_id);
  return copy;
}

void
salon_store_chat_free (SalonStoreChat *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->title);
  g_free (self->model);
  g_free (self->draft);
  g_free (self->settings);
  g_free (self->active_message_id);
  g_free (self);
}

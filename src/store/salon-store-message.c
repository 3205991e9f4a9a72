/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include "salon-store-message.h"

#include "salon-store-part.h"

G_DEFINE_BOXED_TYPE (SalonStoreMessage, salon_store_message, salon_store_message_copy,
                     salon_store_message_free)

SalonStoreMessage *
salon_store_message_new (void)
{
  return g_new0 (SalonStoreMessage, 1);
}

SalonStoreMessage *
salon_store_message_copy (const SalonStoreMessage *self)
{
  SalonStoreMessage *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = salon_store_message_new ();
  copy->id = g_strdup (self->id);
  copy->chat_id = g_strdup (self->chat_id);
  copy->parent_id = g_strdup (self->parent_id);
  copy->role = g_strdup (self->role);
  copy->state = g_strdup (self->state);
  copy->model = g_strdup (self->model);
  copy->created_at = self->created_at;
  if (self->parts != NULL)
    {
      copy->parts = g_ptr_array_new_full (self->parts->len,
                                          (GDestroyNotify) salon_store_part_free);
      for (guint i = 0; i < self->parts->len; i++)
        g_ptr_array_add (copy->parts, salon_store_part_copy (g_ptr_array_index (self->parts, i)));
    }
  return copy;
}

void
salon_store_message_free (SalonStoreMessage *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->chat_id);
  g_free (self->parent_id);
  g_free (self->role);
  g_free (self->state);
  g_free (self->model);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_free (self);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include "salon-store-hit.h"

G_DEFINE_BOXED_TYPE (SalonStoreHit, salon_store_hit, salon_store_hit_copy, salon_store_hit_free)

SalonStoreHit *
salon_store_hit_new (void)
{
  return g_new0 (SalonStoreHit, 1);
}

SalonStoreHit *
salon_store_hit_copy (const SalonStoreHit *self)
{
  SalonStoreHit *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = salon_store_hit_new ();
  copy->chat_id = g_strdup (self->chat_id);
  copy->chat_title = g_strdup (self->chat_title);
  copy->message_id = g_strdup (self->message_id);
  copy->snippet = g_strdup (self->snippet);
  return copy;
}

void
salon_store_hit_free (SalonStoreHit *self)
{
  if (self == NULL)
    return;
  g_free (self->chat_id);
  g_free (self->chat_title);
  g_free (self->message_id);
  g_free (self->snippet);
  g_free (self);
}

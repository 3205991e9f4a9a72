/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include "salon-store-part.h"

G_DEFINE_BOXED_TYPE (SalonStorePart, salon_store_part, salon_store_part_copy, salon_store_part_free)

SalonStorePart *
salon_store_part_new (void)
{
  return g_new0 (SalonStorePart, 1);
}

SalonStorePart *
salon_store_part_copy (const SalonStorePart *self)
{
  SalonStorePart *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = salon_store_part_new ();
  copy->id = g_strdup (self->id);
  copy->message_id = g_strdup (self->message_id);
  copy->position = self->position;
  copy->kind = g_strdup (self->kind);
  copy->text = g_strdup (self->text);
  copy->data = g_strdup (self->data);
  copy->blob = g_strdup (self->blob);
  copy->content = self->content != NULL ? g_bytes_ref (self->content) : NULL;
  return copy;
}

void
salon_store_part_free (SalonStorePart *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->message_id);
  g_free (self->kind);
  g_free (self->text);
  g_free (self->data);
  g_free (self->blob);
  g_clear_pointer (&self->content, g_bytes_unref);
  g_free (self);
}

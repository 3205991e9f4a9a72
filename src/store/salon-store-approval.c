/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include "salon-store-approval.h"

G_DEFINE_BOXED_TYPE (SalonStoreApproval, salon_store_approval, salon_store_approval_copy,
                     salon_store_approval_free)

SalonStoreApproval *
salon_store_approval_new (void)
{
  return g_new0 (SalonStoreApproval, 1);
}

SalonStoreApproval *
salon_store_approval_copy (const SalonStoreApproval *self)
{
  SalonStoreApproval *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = salon_store_approval_new ();
  copy->server_identity = g_strdup (self->server_identity);
  copy->tool_name = g_strdup (self->tool_name);
  copy->definition_hash = g_strdup (self->definition_hash);
  copy->decision = g_strdup (self->decision);
  copy->scope = g_strdup (self->scope);
  copy->granted_at = self->granted_at;
  copy->chat_id = g_strdup (self->chat_id);
  return copy;
}

void
salon_store_approval_free (SalonStoreApproval *self)
{
  if (self == NULL)
    return;
  g_free (self->server_identity);
  g_free (self->tool_name);
  g_free (self->definition_hash);
  g_free (self->decision);
  g_free (self->scope);
  g_free (self->chat_id);
  g_free (self);
}

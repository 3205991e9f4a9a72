/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A mark that a program puts on what it has under way, so that others can tell whether it
 * still runs. It ends with the program, however that ends. */
typedef struct _SalonStoreOwner SalonStoreOwner;

SalonStoreOwner *salon_store_owner_new      (const char      *database_path);
void             salon_store_owner_free     (SalonStoreOwner *self);
gint64           salon_store_owner_get_id   (SalonStoreOwner *self);
gboolean         salon_store_owner_is_alive (SalonStoreOwner *self,
                                             gint64           id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonStoreOwner, salon_store_owner_free)

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-store-opener-private.h"

G_BEGIN_DECLS

/* One thread that owns one database, and the queue of what it has to do. */
typedef struct _SalonStoreThread SalonStoreThread;

/* Something to do, on the thread. It has to be repeatable after a failure, and sets
 * @result (unset at first) or @error. */
typedef gboolean (*SalonStoreJob) (SalonStoreDatabase  *database,
                                   gpointer             data,
                                   GValue              *result,
                                   GError             **error);

SalonStoreThread *salon_store_thread_new          (const char           *path,
                                                   const SalonStoreKind *kind);
void              salon_store_thread_free         (SalonStoreThread     *self);
DexFuture        *salon_store_thread_open         (SalonStoreThread     *self)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture        *salon_store_thread_run          (SalonStoreThread     *self,
                                                   SalonStoreJob         job,
                                                   gpointer              data,
                                                   GDestroyNotify        data_destroy)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture        *salon_store_thread_close        (SalonStoreThread     *self)
  G_GNUC_WARN_UNUSED_RESULT;
const char       *salon_store_thread_get_notice   (SalonStoreThread     *self);
gboolean          salon_store_thread_is_read_only (SalonStoreThread     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonStoreThread, salon_store_thread_free)

G_END_DECLS

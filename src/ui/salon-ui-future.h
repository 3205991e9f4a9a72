/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/**
 * SalonUiFutureFunc:
 * @object: the object that waited; still alive
 * @value: (nullable): the result, %NULL when @error is set
 * @error: (nullable): why there is none
 */
typedef void (*SalonUiFutureFunc) (GObject      *object,
                                   const GValue *value,
                                   const GError *error);

void salon_ui_future_watch (DexFuture         *future,
                            gpointer           object,
                            SalonUiFutureFunc  func);

G_END_DECLS

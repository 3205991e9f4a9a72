/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-clock.h"

G_BEGIN_DECLS

DexFuture *salon_login_path_resolve (const char * const *environment,
                                     SalonClock         *clock) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

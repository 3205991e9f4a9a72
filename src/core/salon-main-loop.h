/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

DexFuture *salon_main_loop_wait (gint64 work) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

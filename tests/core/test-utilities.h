/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* Runs the main context until @future is done; fails the test after ten seconds. */
void       test_run_until_done  (DexFuture      *future);

/* Runs the main context until @condition holds; fails the test after ten seconds. */
void       test_run_until       (gboolean      (*condition) (gpointer user_data),
                                 gpointer        user_data);

/* Runs what is ready now. */
void       test_run_pending     (void);

/* Wait for a result; consume the future. */
gpointer   test_await_object    (DexFuture      *future);
GBytes    *test_await_bytes     (DexFuture      *future);
void       test_await_error     (DexFuture      *future,
                                 GQuark          domain,
                                 int             code,
                                 char          **message);

G_END_DECLS

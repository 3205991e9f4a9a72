/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "mcp-test.h"
#include "salon-mcp-auth-error.h"

G_BEGIN_DECLS

/* Waits; consumes the future. NULL with @error. */
gpointer auth_test_await_boxed (DexFuture   *future,
                                GError     **error);
/* Waits for a failure of this kind, of which the sentence says @words. */
void     auth_test_await_error (DexFuture   *future,
                                GQuark       domain,
                                int          code,
                                const char  *words);

G_END_DECLS

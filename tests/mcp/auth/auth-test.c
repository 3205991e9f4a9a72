/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "auth-test.h"

gpointer
auth_test_await_boxed (DexFuture  *future,
                       GError    **error)
{
  gpointer boxed = NULL;
  const GValue *value;

  mcp_test_await (dex_ref (future), NULL);
  value = dex_future_get_value (future, error);
  if (value != NULL)
    boxed = g_value_dup_boxed (value);
  dex_unref (future);

  return boxed;
}

void
auth_test_await_error (DexFuture  *future,
                       GQuark      domain,
                       int         code,
                       const char *words)
{
  g_autoptr(GError) error = NULL;

  mcp_test_await (future, &error);
  g_assert_error (error, domain, code);
  mcp_test_assert_contains (error->message, words);
}

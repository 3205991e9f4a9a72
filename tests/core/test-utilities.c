/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "test-utilities.h"

#define PATIENCE_SECONDS 10

static gboolean
on_patience_lost_cb (gpointer user_data)
{
  g_error ("Nothing happened within %d seconds", PATIENCE_SECONDS);
  return G_SOURCE_REMOVE;
}

void
test_run_until (gboolean (*condition) (gpointer user_data),
                gpointer   user_data)
{
  guint watchdog = g_timeout_add_seconds (PATIENCE_SECONDS, on_patience_lost_cb, NULL);

  while (!condition (user_data))
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (watchdog);
}

static gboolean
is_done (gpointer user_data)
{
  return !dex_future_is_pending (DEX_FUTURE (user_data));
}

void
test_run_until_done (DexFuture *future)
{
  test_run_until (is_done, future);
}

void
test_run_pending (void)
{
  guint i;

  for (i = 0; i < 1000 && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

gpointer
test_await_object (DexFuture *future)
{
  g_autoptr(GError) error = NULL;
  const GValue *value;
  gpointer object;

  test_run_until_done (future);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  object = g_value_dup_object (value);
  dex_unref (future);

  return object;
}

GBytes *
test_await_bytes (DexFuture *future)
{
  g_autoptr(GError) error = NULL;
  const GValue *value;
  GBytes *bytes;

  test_run_until_done (future);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  bytes = g_value_dup_boxed (value);
  dex_unref (future);

  return bytes;
}

void
test_await_error (DexFuture  *future,
                  GQuark      domain,
                  int         code,
                  char      **message)
{
  g_autoptr(GError) error = NULL;

  test_run_until_done (future);
  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, domain, code);
  if (message != NULL)
    *message = g_strdup (error->message);
  dex_unref (future);
}

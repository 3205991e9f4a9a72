/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-ui-future.h"

typedef struct
{
  GWeakRef          object;
  SalonUiFutureFunc func;
} Watch;

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  g_weak_ref_clear (&watch->object);
  g_free (watch);
}

static DexFuture *
on_settled_cb (DexFuture *future,
               gpointer   user_data)
{
  Watch *watch = user_data;
  g_autoptr(GObject) object = g_weak_ref_get (&watch->object);
  g_autoptr(GError) error = NULL;
  const GValue *value = NULL;

  if (object == NULL)
    return NULL;

  value = dex_future_get_value (future, &error);
  watch->func (object, value, error);

  return NULL;
}

/**
 * salon_ui_future_watch:
 * @future: (transfer full): what to wait for
 * @object: (type GObject.Object): who waits
 * @func: what to call then, in the main loop
 *
 * Waits for @future on behalf of a widget. When the widget is gone by then, nothing is called;
 * @future goes on to its end in any case.
 */
void
salon_ui_future_watch (DexFuture         *future,
                       gpointer           object,
                       SalonUiFutureFunc  func)
{
  Watch *watch;

  g_return_if_fail (DEX_IS_FUTURE (future));
  g_return_if_fail (G_IS_OBJECT (object));
  g_return_if_fail (func != NULL);

  watch = g_new0 (Watch, 1);
  g_weak_ref_init (&watch->object, object);
  watch->func = func;

  dex_future_disown (dex_future_finally (future, on_settled_cb, watch, watch_free));
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-main-loop.h"

/* The next frame goes first: GTK draws at G_PRIORITY_HIGH_IDLE + 20. */
#define PRIORITY (G_PRIORITY_HIGH_IDLE + 25)

/* Those who wait, of one thread. One source serves all: of many sources that are ready, GLib
 * would dispatch each before it looks whether anything more urgent has come up. */
typedef struct
{
  GQueue   promises;
  GSource *source;     /* exists while somebody waits */
} Turns;

static _Thread_local Turns turns = { G_QUEUE_INIT, NULL };

static gboolean
on_turn_cb (gpointer user_data)
{
  DexPromise *promise = g_queue_pop_head (&turns.promises);

  if (g_queue_is_empty (&turns.promises))
    g_clear_pointer (&turns.source, g_source_unref);
  dex_promise_resolve_boolean (promise, TRUE);
  dex_unref (promise);
  return turns.source != NULL && turns.source == g_main_current_source () ? G_SOURCE_CONTINUE
                                                                          : G_SOURCE_REMOVE;
}

/**
 * salon_main_loop_wait:
 *
 * Waits for its turn at something that takes a moment and that many may want to do at once,
 * such as starting a program: one a turn of the main loop, and the frames of the window first.
 * To be used on the thread of a main loop.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *
salon_main_loop_wait (void)
{
  DexPromise *promise = dex_promise_new ();

  g_queue_push_tail (&turns.promises, dex_ref (promise));
  if (turns.source == NULL)
    {
      g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

      turns.source = g_idle_source_new ();
      g_source_set_priority (turns.source, PRIORITY);
      g_source_set_callback (turns.source, on_turn_cb, NULL, NULL);
      g_source_set_static_name (turns.source, "salon-main-loop");
      g_source_attach (turns.source, context);
    }
  return DEX_FUTURE (promise);
}

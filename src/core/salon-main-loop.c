/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-main-loop.h"

/* The next frame goes first: GTK draws at G_PRIORITY_HIGH_IDLE + 20. */
#define PRIORITY (G_PRIORITY_HIGH_IDLE + 25)

/* What one turn of the main loop may take. */
#define TURN_US (4 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  DexPromise *promise;
  gint64      work;
} Waiting;

/* Those who wait, of one thread. One source serves all: of many sources that are ready, GLib
 * would dispatch each before it looks whether anything more urgent has come up. */
typedef struct
{
  GQueue   waiting;    /* Waiting */
  GSource *source;     /* exists while somebody waits */
} Turns;

static _Thread_local Turns turns = { G_QUEUE_INIT, NULL };

static void
release_first (void)
{
  Waiting *first = g_queue_pop_head (&turns.waiting);

  dex_promise_resolve_boolean (first->promise, TRUE);
  dex_unref (first->promise);
  g_free (first);
}

static gboolean
on_turn_cb (gpointer user_data)
{
  gint64 work = 0;
  Waiting *next = NULL;

  while ((next = g_queue_peek_head (&turns.waiting)) != NULL &&
         (work == 0 || work + next->work <= TURN_US))
    {
      work += next->work;
      release_first ();
    }
  if (!g_queue_is_empty (&turns.waiting))
    return G_SOURCE_CONTINUE;
  g_clear_pointer (&turns.source, g_source_unref);
  return G_SOURCE_REMOVE;
}

/**
 * salon_main_loop_wait:
 * @work: how long that will take, in microseconds
 *
 * Waits for its turn at something that takes a moment and that many may want to do at once,
 * such as starting a program. No more is done in one turn of the main loop than 4 ms hold, if
 * it is not a single thing, and the frames of the window go first. To be used on the thread of a
 * main loop.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *
salon_main_loop_wait (gint64 work)
{
  Waiting *waiting = NULL;

  g_return_val_if_fail (work > 0, dex_future_new_true ());

  waiting = g_new0 (Waiting, 1);
  waiting->promise = dex_promise_new ();
  waiting->work = work;
  g_queue_push_tail (&turns.waiting, waiting);
  if (turns.source == NULL)
    {
      g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

      turns.source = g_idle_source_new ();
      g_source_set_priority (turns.source, PRIORITY);
      g_source_set_callback (turns.source, on_turn_cb, NULL, NULL);
      g_source_set_static_name (turns.source, "salon-main-loop");
      g_source_attach (turns.source, context);
    }
  return DEX_FUTURE (dex_ref (waiting->promise));
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <libdex.h>

#include "salon-main-loop.h"

#define WAITING 50
#define LONG_US 5000
#define SHORT_US 400

static gboolean
on_frame_cb (gpointer user_data)
{
  guint *frames = user_data;

  (*frames)++;
  return G_SOURCE_CONTINUE;
}

static DexFuture *
count_cb (DexFuture *future,
          gpointer   user_data)
{
  guint *count = user_data;

  (*count)++;
  return dex_future_new_true ();
}

static void
test_one_a_turn (void)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  guint done = 0;

  for (guint i = 0; i < WAITING; i++)
    g_ptr_array_add (futures,
                     dex_future_then (salon_main_loop_wait (LONG_US), count_cb, &done, NULL));
  g_assert_cmpuint (done, ==, 0);

  /* Handing on a result may take a turn of its own, so: no more than one, and all in the end. */
  for (guint i = 0; i < 10 * WAITING && done < WAITING; i++)
    {
      guint before = done;

      g_main_context_iteration (NULL, FALSE);
      g_assert_cmpuint (done - before, <=, 1);
    }
  g_assert_cmpuint (done, ==, WAITING);
  g_assert_false (g_main_context_pending (NULL));
}

static void
test_short_ones_share (void)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  guint done = 0;
  guint greatest = 0;

  for (guint i = 0; i < WAITING; i++)
    g_ptr_array_add (futures,
                     dex_future_then (salon_main_loop_wait (SHORT_US), count_cb, &done, NULL));
  for (guint i = 0; i < 10 * WAITING && done < WAITING; i++)
    {
      guint before = done;

      g_main_context_iteration (NULL, FALSE);
      greatest = MAX (greatest, done - before);
    }
  g_assert_cmpuint (done, ==, WAITING);
  g_assert_cmpuint (greatest, ==, 10);
}

static void
test_frames_go_first (void)
{
  guint frames = 0;
  guint done = 0;
  guint source = g_idle_add_full (G_PRIORITY_HIGH_IDLE + 20, on_frame_cb, &frames, NULL);
  g_autoptr (DexFuture) future = dex_future_then (salon_main_loop_wait (LONG_US), count_cb, &done,
                                                  NULL);

  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (frames, >=, 10);
  g_assert_cmpuint (done, ==, 0);

  g_source_remove (source);
  for (guint i = 0; i < 20 && done == 0; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (done, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/core/main-loop/one-waiter-a-turn", test_one_a_turn);
  g_test_add_func ("/core/main-loop/short-ones-share-a-turn", test_short_ones_share);
  g_test_add_func ("/core/main-loop/frames-go-first", test_frames_go_first);

  return g_test_run ();
}

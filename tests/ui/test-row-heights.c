/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "salon-row-heights.h"

static void
assert_like (SalonRowHeights *heights,
             GArray          *expected)
{
  int offset = 0;

  g_assert_cmpuint (salon_row_heights_get_n_rows (heights), ==, expected->len);
  for (guint i = 0; i < expected->len; i++)
    {
      int height = g_array_index (expected, int, i);

      g_assert_cmpint (salon_row_heights_get (heights, i), ==, height);
      g_assert_cmpint (salon_row_heights_get_offset (heights, i), ==, offset);
      g_assert_cmpuint (salon_row_heights_find (heights, offset), ==, i);
      g_assert_cmpuint (salon_row_heights_find (heights, offset + height - 1), ==, i);
      offset += height;
    }
  g_assert_cmpint (salon_row_heights_get_total (heights), ==, offset);
}

static void
test_random_changes (void)
{
  g_autoptr (SalonRowHeights) heights = salon_row_heights_new ();
  g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint round = 0; round < 300; round++)
    {
      guint position = (guint) g_rand_int_range (random, 0, (int) expected->len + 1);
      guint n_removed = (guint) g_rand_int_range (random, 0, 4);
      guint n_added = (guint) g_rand_int_range (random, 0, 6);

      n_removed = MIN (n_removed, expected->len - position);
      if (n_removed > 0)
        g_array_remove_range (expected, position, n_removed);
      salon_row_heights_splice (heights, position, n_removed, n_added);
      for (guint i = position; i < position + n_added; i++)
        {
          int height = g_rand_int_range (random, 1, 500);

          g_array_insert_val (expected, i, height);
          salon_row_heights_set_estimate (heights, i, height);
          g_assert_false (salon_row_heights_is_measured (heights, i));
        }
      if (expected->len > 0)
        {
          guint changed = (guint) g_rand_int_range (random, 0, (int) expected->len);
          int height = g_rand_int_range (random, 1, 500);

          salon_row_heights_get_total (heights);
          g_array_index (expected, int, changed) = height;
          salon_row_heights_set_measured (heights, changed, height);
          g_assert_true (salon_row_heights_is_measured (heights, changed));
        }
      assert_like (heights, expected);
    }
  g_assert_cmpuint (expected->len, >, 100);
}

static void
test_outside_is_the_first_or_last (void)
{
  g_autoptr (SalonRowHeights) heights = salon_row_heights_new ();

  salon_row_heights_splice (heights, 0, 0, 3);
  for (guint i = 0; i < 3; i++)
    salon_row_heights_set_estimate (heights, i, 10);
  g_assert_cmpuint (salon_row_heights_find (heights, -5), ==, 0);
  g_assert_cmpuint (salon_row_heights_find (heights, 30), ==, 2);
  g_assert_cmpuint (salon_row_heights_find (heights, 1000), ==, 2);
}

static void
test_another_width_forgets (void)
{
  g_autoptr (SalonRowHeights) heights = salon_row_heights_new ();

  salon_row_heights_splice (heights, 0, 0, 2);
  salon_row_heights_set_measured (heights, 0, 100);
  salon_row_heights_set_measured (heights, 1, 50);
  salon_row_heights_forget (heights, 2.0);
  g_assert_false (salon_row_heights_is_measured (heights, 0));
  g_assert_cmpint (salon_row_heights_get_offset (heights, 1), ==, 200);
  g_assert_cmpint (salon_row_heights_get_total (heights), ==, 300);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/row-heights/random-changes", test_random_changes);
  g_test_add_func ("/ui/row-heights/outside-is-the-first-or-last",
                   test_outside_is_the_first_or_last);
  g_test_add_func ("/ui/row-heights/another-width-forgets", test_another_width_forgets);

  return g_test_run ();
}

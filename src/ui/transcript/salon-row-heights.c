/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-row-heights.h"

typedef struct
{
  int height;
  gboolean measured;
} Row;

/**
 * SalonRowHeights:
 *
 * The heights of all rows of a list, most of them guessed, as a Fenwick tree: where a
 * row starts, and which row is at a place, is found in logarithmic time.
 */
struct _SalonRowHeights
{
  GArray *rows;
  /* sums[i] holds the heights of the (i & -i) rows that end before row i. */
  GArray *sums;
  gboolean sums_valid;
};

/**
 * salon_row_heights_new:
 *
 * Returns: (transfer full): heights of no rows
 */
SalonRowHeights *
salon_row_heights_new (void)
{
  SalonRowHeights *self = g_new0 (SalonRowHeights, 1);

  self->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  self->sums = g_array_new (FALSE, TRUE, sizeof (int));

  return self;
}

/**
 * salon_row_heights_free:
 * @self: (transfer full): heights
 *
 * Frees them.
 */
void
salon_row_heights_free (SalonRowHeights *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->rows);
  g_array_unref (self->sums);
  g_free (self);
}

static Row *
get_row (SalonRowHeights *self,
         guint            row)
{
  return &g_array_index (self->rows, Row, row);
}

static void
ensure_sums (SalonRowHeights *self)
{
  guint length = self->rows->len + 1;
  int *sums;

  if (self->sums_valid)
    return;

  g_array_set_size (self->sums, length);
  sums = (int *) (void *) self->sums->data;
  sums[0] = 0;
  for (guint i = 1; i < length; i++)
    sums[i] = get_row (self, i - 1)->height;
  for (guint i = 1; i < length; i++)
    {
      guint parent = i + (i & -i);

      if (parent < length)
        sums[parent] += sums[i];
    }
  self->sums_valid = TRUE;
}

/**
 * salon_row_heights_splice:
 * @self: heights
 * @position: the first row that changes
 * @n_removed: how many rows go
 * @n_added: how many rows come in their place; they have no height yet
 *
 * Follows a change of the list.
 */
void
salon_row_heights_splice (SalonRowHeights *self,
                          guint            position,
                          guint            n_removed,
                          guint            n_added)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (position + n_removed <= self->rows->len);

  if (n_removed > 0)
    g_array_remove_range (self->rows, position, n_removed);
  if (n_added > 0)
    {
      g_autofree Row *added = g_new0 (Row, n_added);

      g_array_insert_vals (self->rows, position, added, n_added);
    }
  self->sums_valid = FALSE;
}

/**
 * salon_row_heights_get_n_rows:
 * @self: heights
 *
 * Returns: how many rows there are
 */
guint
salon_row_heights_get_n_rows (SalonRowHeights *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows->len;
}

/**
 * salon_row_heights_get:
 * @self: heights
 * @row: a row
 *
 * Returns: its height in pixels, measured or estimated
 */
int
salon_row_heights_get (SalonRowHeights *self,
                       guint            row)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (row < self->rows->len, 0);

  return get_row (self, row)->height;
}

/**
 * salon_row_heights_is_measured:
 * @self: heights
 * @row: a row
 *
 * Returns: whether its height was measured at the present width
 */
gboolean
salon_row_heights_is_measured (SalonRowHeights *self,
                               guint            row)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (row < self->rows->len, FALSE);

  return get_row (self, row)->measured;
}

static void
set_height (SalonRowHeights *self,
            guint            row,
            int              height)
{
  int difference = height - get_row (self, row)->height;

  if (difference == 0)
    return;

  get_row (self, row)->height = height;
  if (self->sums_valid)
    for (guint i = row + 1; i < self->sums->len; i += i & -i)
      g_array_index (self->sums, int, i) += difference;
}

/**
 * salon_row_heights_set_measured:
 * @self: heights
 * @row: a row
 * @height: its height in pixels
 *
 * Sets what was measured.
 */
void
salon_row_heights_set_measured (SalonRowHeights *self,
                                guint            row,
                                int              height)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (row < self->rows->len);

  set_height (self, row, height);
  get_row (self, row)->measured = TRUE;
}

/**
 * salon_row_heights_set_estimate:
 * @self: heights
 * @row: a row
 * @height: a guess in pixels
 *
 * Sets what is not known yet.
 */
void
salon_row_heights_set_estimate (SalonRowHeights *self,
                                guint            row,
                                int              height)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (row < self->rows->len);

  set_height (self, row, height);
  get_row (self, row)->measured = FALSE;
}

/**
 * salon_row_heights_forget:
 * @self: heights
 * @scale: by what to multiply them
 *
 * Turns every measured height into an estimate, because the width is another now.
 */
void
salon_row_heights_forget (SalonRowHeights *self,
                          double           scale)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = get_row (self, i);

      row->height = (int) (row->height * scale);
      row->measured = FALSE;
    }
  self->sums_valid = FALSE;
}

/**
 * salon_row_heights_get_offset:
 * @self: heights
 * @row: a row, or the number of rows
 *
 * Returns: where it starts: the height of all rows before it, in pixels
 */
int
salon_row_heights_get_offset (SalonRowHeights *self,
                              guint            row)
{
  int offset = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (row <= self->rows->len, 0);

  ensure_sums (self);
  for (guint i = row; i > 0; i -= i & -i)
    offset += g_array_index (self->sums, int, i);

  return offset;
}

/**
 * salon_row_heights_get_total:
 * @self: heights
 *
 * Returns: the height of all rows together, in pixels
 */
int
salon_row_heights_get_total (SalonRowHeights *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return salon_row_heights_get_offset (self, self->rows->len);
}

/**
 * salon_row_heights_find:
 * @self: heights of one row at least
 * @y: a place in pixels
 *
 * Returns: the row that is at @y: the first or last one if @y is outside
 */
guint
salon_row_heights_find (SalonRowHeights *self,
                        int              y)
{
  guint row = 0;
  guint step = 1;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (self->rows->len > 0, 0);

  ensure_sums (self);
  while (step * 2 < self->sums->len)
    step *= 2;

  for (; step > 0; step /= 2)
    {
      if (row + step >= self->sums->len || g_array_index (self->sums, int, row + step) > y)
        continue;
      row += step;
      y -= g_array_index (self->sums, int, row);
    }

  return MIN (row, self->rows->len - 1);
}

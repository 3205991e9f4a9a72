/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-transcript-private.h"

#include <adwaita.h>

/* Pixels above the first and below the last message. */
#define PADDING_TOP    18
#define PADDING_BOTTOM 6

/* The reading column, in scalable pixels, and what stays free beside it. */
#define COLUMN_WIDTH  720
#define MARGIN        24
#define NARROW_MARGIN 12
#define NARROW_WIDTH  500

/* How many rows beyond the visible ones are made in one frame. */
#define FILL_PER_FRAME 3

/* What a line of text and everything around it takes, to guess a height. */
#define LINE_HEIGHT     22
#define CHARACTER_WIDTH 7
#define ROW_EXTRA       64

static SalonLiveRow *
get_live (SalonTranscript *self,
          guint            index)
{
  return &g_array_index (self->live, SalonLiveRow, index);
}

/* The index of the first live row at @position or after it. */
static guint
find_live (SalonTranscript *self,
           guint            position)
{
  guint index = 0;

  while (index < self->live->len && get_live (self, index)->position < position)
    index++;

  return index;
}

static int
get_upper (SalonTranscript *self)
{
  return PADDING_TOP + salon_row_heights_get_total (self->heights) + PADDING_BOTTOM;
}

/**
 * salon_transcript_get_row_y: (skip)
 * @self: a transcript
 * @position: a row
 *
 * Returns: where the row starts, in pixels from the top of the first
 */
int
salon_transcript_get_row_y (SalonTranscript *self,
                            guint            position)
{
  return PADDING_TOP + salon_row_heights_get_offset (self->heights, position);
}

static guint
find_row_at (SalonTranscript *self,
             int              y)
{
  return salon_row_heights_find (self->heights, y - PADDING_TOP);
}

static int
estimate_height (SalonTranscript *self,
                 guint            position)
{
  g_autoptr (SalonMessage) message = g_list_model_get_item (self->conversation, position);
  guint n_parts = g_list_model_get_n_items (G_LIST_MODEL (message));
  int width = MAX (self->column_width, 200);
  gsize lines = 0;

  for (guint i = 0; i < n_parts; i++)
    {
      g_autoptr (SalonPart) part = g_list_model_get_item (G_LIST_MODEL (message), i);

      lines += 1;
      if (salon_part_get_kind (part) == SALON_PART_TEXT)
        lines += salon_part_get_text_length (part) * CHARACTER_WIDTH / (gsize) width;
    }

  return ROW_EXTRA + (int) MIN (lines, 100000) * LINE_HEIGHT;
}

static void
remove_live (SalonTranscript *self,
             guint            index)
{
  GtkWidget *widget = GTK_WIDGET (get_live (self, index)->widget);

  if (self->anchor_widget != NULL && gtk_widget_is_ancestor (self->anchor_widget, widget))
    salon_transcript_forget_anchor_widget (self);
  gtk_widget_unparent (widget);
  g_array_remove_index (self->live, index);
}

/**
 * salon_transcript_forget_anchor_widget: (skip)
 * @self: a transcript
 *
 * Holds on to the anchor's row only.
 */
void
salon_transcript_forget_anchor_widget (SalonTranscript *self)
{
  g_clear_weak_pointer (&self->anchor_widget);
}

/**
 * salon_transcript_items_changed: (skip)
 * @self: a transcript
 * @position: the first row that changed
 * @n_removed: how many rows have gone
 * @n_added: how many have come
 *
 * Follows a change of the conversation.
 */
void
salon_transcript_items_changed (SalonTranscript *self,
                                guint            position,
                                guint            n_removed,
                                guint            n_added)
{
  salon_row_heights_splice (self->heights, position, n_removed, n_added);
  for (guint i = 0; i < n_added; i++)
    salon_row_heights_set_estimate (self->heights, position + i,
                                    estimate_height (self, position + i));

  for (guint i = self->live->len; i > 0; i--)
    {
      SalonLiveRow *row = get_live (self, i - 1);

      if (row->position >= position + n_removed)
        row->position += n_added - n_removed;
      else if (row->position >= position)
        remove_live (self, i - 1);
    }

  if (self->anchor_row >= position + n_removed)
    self->anchor_row += n_added - n_removed;
  else if (self->anchor_row >= position)
    self->anchor_row = position;

  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static SalonMessageRow *
ensure_row (SalonTranscript *self,
            guint            position)
{
  guint index = find_live (self, position);
  g_autoptr (SalonMessage) message = NULL;
  SalonLiveRow row;
  GtkWidget *next;

  if (index < self->live->len && get_live (self, index)->position == position)
    return get_live (self, index)->widget;

  /* Among its siblings in reading order, for the keyboard and the screen reader. */
  next = index < self->live->len ? GTK_WIDGET (get_live (self, index)->widget) : self->end_button;
  message = g_list_model_get_item (self->conversation, position);
  row.position = position;
  row.widget = SALON_MESSAGE_ROW (salon_message_row_new (message));
  gtk_widget_insert_before (GTK_WIDGET (row.widget), GTK_WIDGET (self), next);
  g_array_insert_val (self->live, index, row);

  return row.widget;
}

/* Whether the height is another than was thought. */
static gboolean
measure_row (SalonTranscript *self,
             guint            position)
{
  SalonMessageRow *row = ensure_row (self, position);
  int old_height = salon_row_heights_get (self->heights, position);
  int height;

  salon_message_row_set_last (row, position + 1 == salon_row_heights_get_n_rows (self->heights));
  gtk_widget_measure (GTK_WIDGET (row), GTK_ORIENTATION_VERTICAL, self->column_width,
                      &height, NULL, NULL, NULL);
  salon_row_heights_set_measured (self->heights, position, height);

  return height != old_height;
}

static int
get_wanted_value (SalonTranscript *self,
                  int              height)
{
  int end = MAX (get_upper (self) - height, 0);

  if (self->at_end)
    return end;

  return CLAMP (salon_transcript_get_row_y (self, self->anchor_row) - self->anchor_y, 0, end);
}

/* Makes and measures what is visible. Each round knows more heights than the one
 * before, so it ends soon; the number of rounds is bounded all the same.
 */
static void
measure_visible (SalonTranscript *self,
                 int              height)
{
  for (guint round = 0; round < 20; round++)
    {
      int value = get_wanted_value (self, height);
      guint first = find_row_at (self, value);
      guint last = find_row_at (self, value + height);
      gboolean changed = FALSE;

      /* From the place the reader is at outwards: at the end, upwards. */
      for (guint i = last + 1; i > first; i--)
        changed |= measure_row (self, i - 1);
      if (!changed)
        return;
    }
}

static gboolean
on_fill_tick_cb (GtkWidget     *widget,
                 GdkFrameClock *clock,
                 gpointer       user_data)
{
  SALON_TRANSCRIPT (widget)->fill_tick = 0;
  gtk_widget_queue_allocate (widget);

  return G_SOURCE_REMOVE;
}

static gboolean
is_live (SalonTranscript *self,
         guint            position)
{
  guint index = find_live (self, position);

  return index < self->live->len && get_live (self, index)->position == position;
}

/* Makes the rows just outside of the view, a few in each frame, so that they are there
 * when the reader scrolls.
 */
static void
measure_margin (SalonTranscript *self,
                int              height,
                guint           *first,
                guint           *last)
{
  int value = get_wanted_value (self, height);
  int margin = height / 2;
  guint budget = FILL_PER_FRAME;
  guint n_rows = salon_row_heights_get_n_rows (self->heights);

  *first = find_row_at (self, value);
  *last = find_row_at (self, value + height);

  while (*last + 1 < n_rows &&
         salon_transcript_get_row_y (self, *last + 1) < value + height + margin)
    {
      budget -= !is_live (self, *last + 1);
      if (budget == 0)
        break;
      measure_row (self, ++*last);
    }
  while (*first > 0 && salon_transcript_get_row_y (self, *first) > value - margin && budget > 0)
    {
      budget -= !is_live (self, *first - 1);
      if (budget == 0)
        break;
      measure_row (self, --*first);
    }

  if (budget == 0 && self->fill_tick == 0)
    self->fill_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_fill_tick_cb, NULL, NULL);
}

static void
drop_rows_outside (SalonTranscript *self,
                   guint            first,
                   guint            last)
{
  GtkWidget *focus_child = gtk_widget_get_focus_child (GTK_WIDGET (self));

  for (guint i = self->live->len; i > 0; i--)
    {
      SalonLiveRow *row = get_live (self, i - 1);

      if (row->position >= first && row->position <= last)
        continue;

      /* Where the focus is, the keyboard must find it again. */
      if (GTK_WIDGET (row->widget) == focus_child)
        measure_row (self, row->position);
      else
        remove_live (self, i - 1);
    }
}

static void
allocate_rows (SalonTranscript *self,
               int              width,
               int              value)
{
  int x = (width - self->column_width) / 2;

  for (guint i = 0; i < self->live->len; i++)
    {
      SalonLiveRow *row = get_live (self, i);
      graphene_point_t place = GRAPHENE_POINT_INIT (
        (float) x, (float) (salon_transcript_get_row_y (self, row->position) - value));

      gtk_widget_allocate (GTK_WIDGET (row->widget), self->column_width,
                           salon_row_heights_get (self->heights, row->position), -1,
                           gsk_transform_translate (NULL, &place));
    }
}

static gboolean
get_widget_y (SalonTranscript *self,
              GtkWidget       *widget,
              int             *y)
{
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (widget, GTK_WIDGET (self), &bounds))
    return FALSE;
  *y = (int) bounds.origin.y;

  return TRUE;
}

/* The innermost widget whose lower end is the first below the top of the view. */
static GtkWidget *
find_widget_at_top (SalonTranscript *self,
                    GtkWidget       *parent)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      graphene_rect_t bounds;

      if (!gtk_widget_get_child_visible (child) || !gtk_widget_get_visible (child) ||
          !gtk_widget_compute_bounds (child, GTK_WIDGET (self), &bounds) ||
          bounds.size.height <= 0 || bounds.origin.y + bounds.size.height <= 0)
        continue;

      return bounds.origin.y >= 0 ? child : find_widget_at_top (self, child);
    }

  return parent;
}

static void
note_place (SalonTranscript *self,
            int              value)
{
  guint index;
  GtkWidget *widget;

  salon_transcript_forget_anchor_widget (self);
  if (salon_row_heights_get_n_rows (self->heights) == 0)
    return;

  /* Who goes to the start wants the start, however high the first row turns out to be. */
  if (value <= 0)
    {
      self->anchor_row = 0;
      self->anchor_y = PADDING_TOP;
      return;
    }

  /* A row that was measured, if one is in sight: of the others the height may change. */
  self->anchor_row = find_row_at (self, value);
  index = find_live (self, self->anchor_row);
  if (index < self->live->len &&
      salon_transcript_get_row_y (self, get_live (self, index)->position) <
        value + gtk_widget_get_height (GTK_WIDGET (self)))
    self->anchor_row = get_live (self, index)->position;
  self->anchor_y = salon_transcript_get_row_y (self, self->anchor_row) - value;

  if (index >= self->live->len || get_live (self, index)->position != self->anchor_row ||
      self->anchor_y >= 0)
    return;

  widget = find_widget_at_top (self, GTK_WIDGET (get_live (self, index)->widget));
  if (widget != NULL && widget != GTK_WIDGET (get_live (self, index)->widget) &&
      get_widget_y (self, widget, &self->anchor_widget_y))
    g_set_weak_pointer (&self->anchor_widget, widget);
}

/**
 * salon_transcript_set_place: (skip)
 * @self: a transcript
 * @value: where the reader has scrolled to
 *
 * Takes it as the place that is to be kept.
 */
void
salon_transcript_set_place (SalonTranscript *self,
                            int              value)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  self->at_end = value >= get_upper (self) - height - 1;
  note_place (self, value);
  /* The widgets still stand where they stood before. */
  salon_transcript_forget_anchor_widget (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* When something inside the row at the top has grown above what the reader sees, moves
 * on by as much.
 */
static int
follow_anchor_widget (SalonTranscript *self,
                      int              width,
                      int              height,
                      int              value)
{
  int y;
  int wanted;

  if (self->at_end || self->anchor_widget == NULL || !get_widget_y (self, self->anchor_widget, &y))
    return value;

  wanted = CLAMP (value + y - self->anchor_widget_y, 0, MAX (get_upper (self) - height, 0));
  if (wanted != value)
    allocate_rows (self, width, wanted);

  return wanted;
}

static void
configure_adjustments (SalonTranscript *self,
                       int              width,
                       int              height,
                       int              value)
{
  self->configuring = TRUE;
  if (self->adjustments[GTK_ORIENTATION_VERTICAL] != NULL)
    gtk_adjustment_configure (self->adjustments[GTK_ORIENTATION_VERTICAL], value,
                              0, MAX (get_upper (self), height),
                              3 * LINE_HEIGHT, height * 0.9, height);
  if (self->adjustments[GTK_ORIENTATION_HORIZONTAL] != NULL)
    gtk_adjustment_configure (self->adjustments[GTK_ORIENTATION_HORIZONTAL], 0,
                              0, width, 1, width, width);
  self->configuring = FALSE;
}

static void
allocate_end_button (SalonTranscript *self,
                     int              width,
                     int              height,
                     int              value)
{
  gboolean show = get_upper (self) - height - value > 2 * LINE_HEIGHT;
  GtkRequisition size;

  gtk_widget_set_child_visible (self->end_button, show);
  if (!show)
    return;

  gtk_widget_get_preferred_size (self->end_button, NULL, &size);
  gtk_widget_size_allocate (self->end_button,
                            &(GtkAllocation) {
                              (width - size.width) / 2, height - size.height - 12,
                              size.width, size.height,
                            }, -1);
}

static void
update_column_width (SalonTranscript *self,
                     int              width)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));
  int column = (int) adw_length_unit_to_px (ADW_LENGTH_UNIT_SP, COLUMN_WIDTH, settings);
  int margin = width < NARROW_WIDTH ? NARROW_MARGIN : MARGIN;
  int old_width = self->column_width;

  self->column_width = CLAMP (width - 2 * margin, 1, column);
  if (old_width != 0 && old_width != self->column_width)
    salon_row_heights_forget (self->heights, (double) old_width / self->column_width);
}

/**
 * salon_transcript_allocate: (skip)
 * @self: a transcript
 * @width: its width
 * @height: its height
 *
 * Makes the rows that are in sight and puts them in their places.
 */
void
salon_transcript_allocate (SalonTranscript *self,
                           int              width,
                           int              height)
{
  guint first = 0;
  guint last = 0;
  int value = 0;

  update_column_width (self, width);

  if (salon_row_heights_get_n_rows (self->heights) > 0)
    {
      measure_visible (self, height);
      measure_margin (self, height, &first, &last);
      drop_rows_outside (self, first, last);
      value = get_wanted_value (self, height);
      allocate_rows (self, width, value);
      value = follow_anchor_widget (self, width, height, value);
      note_place (self, value);
    }

  configure_adjustments (self, width, height, value);
  allocate_end_button (self, width, height, value);
}

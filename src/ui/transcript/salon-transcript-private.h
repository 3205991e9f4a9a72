/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-message-row.h"
#include "salon-row-heights.h"
#include "salon-transcript.h"

G_BEGIN_DECLS

/* A row that exists as a widget. */
typedef struct
{
  guint position;
  SalonMessageRow *widget;
} SalonLiveRow;

struct _SalonTranscript
{
  GtkWidget parent_instance;

  GListModel *conversation;
  SalonRowHeights *heights;
  /* Sorted by position; a few dozen at most. */
  GArray *live;

  GtkAdjustment *adjustments[2];
  guint policies[2];
  int column_width;
  gboolean configuring;

  /* The reader's place. At the end it stays at the end, whatever comes; elsewhere the
   * row, and inside it the widget, at the top of the view stay where they are.
   */
  gboolean at_end;
  guint anchor_row;
  int anchor_y;
  GtkWidget *anchor_widget;
  int anchor_widget_y;

  GtkWidget *end_button;
  guint fill_tick;
};

void salon_transcript_allocate             (SalonTranscript *self,
                                            int              width,
                                            int              height);
void salon_transcript_set_place            (SalonTranscript *self,
                                            int              value);
void salon_transcript_items_changed        (SalonTranscript *self,
                                            guint            position,
                                            guint            n_removed,
                                            guint            n_added);
int  salon_transcript_get_row_y            (SalonTranscript *self,
                                            guint            position);
void salon_transcript_forget_anchor_widget (SalonTranscript *self);
void salon_transcript_scroll_to_focus      (SalonTranscript *self);
void salon_transcript_add_bindings         (GtkWidgetClass  *widget_class);

G_END_DECLS

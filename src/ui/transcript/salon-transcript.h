/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SALON_TYPE_TRANSCRIPT (salon_transcript_get_type ())

G_DECLARE_FINAL_TYPE (SalonTranscript, salon_transcript, SALON, TRANSCRIPT, GtkWidget)

GtkWidget  *salon_transcript_new              (void);
GListModel *salon_transcript_get_conversation (SalonTranscript *self);
void        salon_transcript_set_conversation (SalonTranscript *self,
                                               GListModel      *conversation);
void        salon_transcript_scroll_to_end    (SalonTranscript *self);
gboolean    salon_transcript_is_at_end        (SalonTranscript *self);
guint       salon_transcript_get_n_live_rows  (SalonTranscript *self);
GtkWidget  *salon_transcript_get_live_row     (SalonTranscript *self,
                                               guint            position);

G_END_DECLS

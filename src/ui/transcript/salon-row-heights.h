/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _SalonRowHeights SalonRowHeights;

SalonRowHeights *salon_row_heights_new          (void);
void             salon_row_heights_free         (SalonRowHeights *self);
void             salon_row_heights_splice       (SalonRowHeights *self,
                                                 guint            position,
                                                 guint            n_removed,
                                                 guint            n_added);
guint            salon_row_heights_get_n_rows   (SalonRowHeights *self);
int              salon_row_heights_get          (SalonRowHeights *self,
                                                 guint            row);
gboolean         salon_row_heights_is_measured  (SalonRowHeights *self,
                                                 guint            row);
void             salon_row_heights_set_measured (SalonRowHeights *self,
                                                 guint            row,
                                                 int              height);
void             salon_row_heights_set_estimate (SalonRowHeights *self,
                                                 guint            row,
                                                 int              height);
void             salon_row_heights_forget       (SalonRowHeights *self,
                                                 double           scale);
int              salon_row_heights_get_offset   (SalonRowHeights *self,
                                                 guint            row);
int              salon_row_heights_get_total    (SalonRowHeights *self);
guint            salon_row_heights_find         (SalonRowHeights *self,
                                                 int              y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonRowHeights, salon_row_heights_free)

G_END_DECLS

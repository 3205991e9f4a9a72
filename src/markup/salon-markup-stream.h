/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-markup-block.h"

G_BEGIN_DECLS

#define SALON_TYPE_MARKUP_STREAM (salon_markup_stream_get_type ())

G_DECLARE_FINAL_TYPE (SalonMarkupStream, salon_markup_stream, SALON, MARKUP_STREAM, GObject)

SalonMarkupStream *salon_markup_stream_new            (void);
void               salon_markup_stream_append         (SalonMarkupStream *self,
                                                       const char        *text,
                                                       gssize             length);
void               salon_markup_stream_finish         (SalonMarkupStream *self);
gboolean           salon_markup_stream_is_finished    (SalonMarkupStream *self);
guint              salon_markup_stream_get_n_blocks   (SalonMarkupStream *self);
guint              salon_markup_stream_get_n_finished (SalonMarkupStream *self);
SalonMarkupBlock  *salon_markup_stream_get_block      (SalonMarkupStream *self,
                                                       guint              index);

G_END_DECLS

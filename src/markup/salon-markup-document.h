/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-markup-block.h"

G_BEGIN_DECLS

#define SALON_TYPE_MARKUP_DOCUMENT (salon_markup_document_get_type ())

typedef struct _SalonMarkupDocument SalonMarkupDocument;

GType                salon_markup_document_get_type     (void) G_GNUC_CONST;
SalonMarkupDocument *salon_markup_parse                 (const char          *text,
                                                         gssize               length);
SalonMarkupDocument *salon_markup_document_ref          (SalonMarkupDocument *self);
void                 salon_markup_document_unref        (SalonMarkupDocument *self);
guint                salon_markup_document_get_n_blocks (SalonMarkupDocument *self);
SalonMarkupBlock    *salon_markup_document_get_block    (SalonMarkupDocument *self,
                                                         guint                index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMarkupDocument, salon_markup_document_unref)

G_END_DECLS

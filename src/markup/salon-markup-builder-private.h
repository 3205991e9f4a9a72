/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-markup-block-private.h"
#include "salon-markup-inline-private.h"

G_BEGIN_DECLS

/* The tree while a text is being read. */
typedef struct
{
  const char *source;
  gsize length;
  guint max_blocks;

  GPtrArray *blocks;
  GArray *starts;
  GArray *counts;

  /* Open blocks that have children, outermost first. */
  GPtrArray *path;
  /* For each block md4c has open: whether it is in the path or the leaf. */
  GByteArray *kept;

  SalonMarkupBlock *leaf;
  gboolean leaf_is_implicit;
  SalonMarkupInline content;
  /* The types of the open spans, outermost first. */
  GByteArray *spans;
  GString *code;
  gsize image_mark;

  guint n_blocks;
  gboolean full;
  GString *overflow;

  /* Where the first text of the current top-level block stands in the source, or -1. */
  gssize first_text;
  gboolean first_text_unknown;
} SalonMarkupBuilder;

SalonMarkupBlock *salon_markup_builder_make_block     (SalonMarkupBuilder  *self,
                                                       SalonMarkupBlockKind kind);
void              salon_markup_builder_flush_overflow (SalonMarkupBuilder  *self);
void              salon_markup_builder_attach         (SalonMarkupBuilder  *self,
                                                       SalonMarkupBlock    *block);
void              salon_markup_builder_close_leaf     (SalonMarkupBuilder  *self);
void              salon_markup_builder_open_implicit  (SalonMarkupBuilder  *self);
void              salon_markup_builder_close_implicit (SalonMarkupBuilder  *self);
void              salon_markup_builder_add_text       (SalonMarkupBuilder  *self,
                                                       const char          *text,
                                                       gsize                length);
void              salon_markup_builder_init           (SalonMarkupBuilder  *self,
                                                       const char          *text,
                                                       gsize                length,
                                                       guint                max_blocks);
void              salon_markup_builder_clear          (SalonMarkupBuilder  *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-markup-block.h"

G_BEGIN_DECLS

/* Filled in by the parser, read-only from then on. */
struct _SalonMarkupBlock
{
  gatomicrefcount ref_count;
  SalonMarkupBlockKind kind;

  guint level;
  guint start;
  SalonMarkupTask task;
  SalonMarkupAlignment alignment;
  guint ordered : 1;
  guint tight : 1;
  guint header : 1;

  char *language;
  char *markup;
  char *text;
  GPtrArray *children;
};

SalonMarkupBlock *salon_markup_block_new       (SalonMarkupBlockKind kind);
void              salon_markup_block_add_child (SalonMarkupBlock    *self,
                                                SalonMarkupBlock    *child);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SalonMarkupBlockKind:
 * @SALON_MARKUP_PARAGRAPH: running text
 * @SALON_MARKUP_HEADING: a heading of level 1 to 6
 * @SALON_MARKUP_CODE: text that is kept as it is, perhaps of a known language
 * @SALON_MARKUP_LIST: its children are list items
 * @SALON_MARKUP_LIST_ITEM: its children are any blocks
 * @SALON_MARKUP_QUOTE: its children are any blocks
 * @SALON_MARKUP_TABLE: its children are table rows
 * @SALON_MARKUP_TABLE_ROW: its children are table cells
 * @SALON_MARKUP_TABLE_CELL: text inside a table
 * @SALON_MARKUP_RULE: a line across
 *
 * What a block is.
 */
typedef enum
{
  SALON_MARKUP_PARAGRAPH,
  SALON_MARKUP_HEADING,
  SALON_MARKUP_CODE,
  SALON_MARKUP_LIST,
  SALON_MARKUP_LIST_ITEM,
  SALON_MARKUP_QUOTE,
  SALON_MARKUP_TABLE,
  SALON_MARKUP_TABLE_ROW,
  SALON_MARKUP_TABLE_CELL,
  SALON_MARKUP_RULE,
} SalonMarkupBlockKind;

/**
 * SalonMarkupTask:
 * @SALON_MARKUP_TASK_NONE: the list item is no task
 * @SALON_MARKUP_TASK_OPEN: a task that is not done
 * @SALON_MARKUP_TASK_DONE: a task that is done
 *
 * Whether a list item has a check box.
 */
typedef enum
{
  SALON_MARKUP_TASK_NONE,
  SALON_MARKUP_TASK_OPEN,
  SALON_MARKUP_TASK_DONE,
} SalonMarkupTask;

/**
 * SalonMarkupAlignment:
 * @SALON_MARKUP_ALIGN_START: where reading starts
 * @SALON_MARKUP_ALIGN_CENTER: in the middle
 * @SALON_MARKUP_ALIGN_END: where reading ends
 *
 * Where the text of a table cell stands.
 */
typedef enum
{
  SALON_MARKUP_ALIGN_START,
  SALON_MARKUP_ALIGN_CENTER,
  SALON_MARKUP_ALIGN_END,
} SalonMarkupAlignment;

#define SALON_TYPE_MARKUP_BLOCK (salon_markup_block_get_type ())

typedef struct _SalonMarkupBlock SalonMarkupBlock;

GType                 salon_markup_block_get_type         (void) G_GNUC_CONST;
SalonMarkupBlock     *salon_markup_block_ref              (SalonMarkupBlock *self);
void                  salon_markup_block_unref            (SalonMarkupBlock *self);
SalonMarkupBlockKind  salon_markup_block_get_kind         (SalonMarkupBlock *self);
const char           *salon_markup_block_get_pango_markup (SalonMarkupBlock *self);
const char           *salon_markup_block_get_text         (SalonMarkupBlock *self);
const char           *salon_markup_block_get_language     (SalonMarkupBlock *self);
guint                 salon_markup_block_get_level        (SalonMarkupBlock *self);
gboolean              salon_markup_block_is_ordered       (SalonMarkupBlock *self);
guint                 salon_markup_block_get_start        (SalonMarkupBlock *self);
gboolean              salon_markup_block_is_tight         (SalonMarkupBlock *self);
SalonMarkupTask       salon_markup_block_get_task         (SalonMarkupBlock *self);
SalonMarkupAlignment  salon_markup_block_get_alignment    (SalonMarkupBlock *self);
gboolean              salon_markup_block_is_header        (SalonMarkupBlock *self);
guint                 salon_markup_block_get_n_children   (SalonMarkupBlock *self);
SalonMarkupBlock     *salon_markup_block_get_child        (SalonMarkupBlock *self,
                                                           guint             index);
gboolean              salon_markup_block_equal            (SalonMarkupBlock *a,
                                                           SalonMarkupBlock *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMarkupBlock, salon_markup_block_unref)

G_END_DECLS

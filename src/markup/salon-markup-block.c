/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-markup"

#include "config.h"

#include "salon-markup-block-private.h"

/**
 * SalonMarkupBlock:
 *
 * One block of a Markdown text: a node of an immutable tree, safe to share
 * between threads.
 */

G_DEFINE_BOXED_TYPE (SalonMarkupBlock, salon_markup_block, salon_markup_block_ref,
                     salon_markup_block_unref)

/**
 * salon_markup_block_new: (skip)
 * @kind: what it is
 *
 * Makes a block for the parser to fill in.
 *
 * Returns: (transfer full): the block
 */
SalonMarkupBlock *
salon_markup_block_new (SalonMarkupBlockKind kind)
{
  SalonMarkupBlock *self = g_new0 (SalonMarkupBlock, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;

  return self;
}

/**
 * salon_markup_block_add_child: (skip)
 * @self: a block that is still being built
 * @child: (transfer full): its next child
 *
 * Adds @child at the end.
 */
void
salon_markup_block_add_child (SalonMarkupBlock *self,
                              SalonMarkupBlock *child)
{
  g_assert (self != NULL);
  g_assert (child != NULL);

  if (self->children == NULL)
    self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_markup_block_unref);
  g_ptr_array_add (self->children, child);
}

/**
 * salon_markup_block_ref:
 * @self: a block
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 */
SalonMarkupBlock *
salon_markup_block_ref (SalonMarkupBlock *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * salon_markup_block_unref:
 * @self: (transfer full): a block
 *
 * Gives a reference back. The tree's depth is bounded by the parser, so freeing
 * it may recurse.
 */
void
salon_markup_block_unref (SalonMarkupBlock *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->language);
  g_free (self->markup);
  g_free (self->text);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self);
}

/**
 * salon_markup_block_get_kind:
 * @self: a block
 *
 * Returns: what it is
 */
SalonMarkupBlockKind
salon_markup_block_get_kind (SalonMarkupBlock *self)
{
  g_return_val_if_fail (self != NULL, SALON_MARKUP_PARAGRAPH);

  return self->kind;
}

/**
 * salon_markup_block_get_pango_markup:
 * @self: a block
 *
 * The inline content of a paragraph, heading or table cell as Pango markup. It is
 * always well-formed. Links are `<a href>` elements, and lead to http, https or
 * mailto addresses only.
 *
 * Returns: (nullable): the markup, or %NULL for blocks of other kinds
 */
const char *
salon_markup_block_get_pango_markup (SalonMarkupBlock *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->markup;
}

/**
 * salon_markup_block_get_text:
 * @self: a block
 *
 * The content of a paragraph, heading, table cell or code block without any markup.
 *
 * Returns: (nullable): the text, or %NULL for blocks that only have children
 */
const char *
salon_markup_block_get_text (SalonMarkupBlock *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

/**
 * salon_markup_block_get_language:
 * @self: a block
 *
 * Returns: (nullable): the language a code block names, as it names it
 */
const char *
salon_markup_block_get_language (SalonMarkupBlock *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->language;
}

/**
 * salon_markup_block_get_level:
 * @self: a block
 *
 * Returns: the level of a heading, 1 to 6; 0 for other blocks
 */
guint
salon_markup_block_get_level (SalonMarkupBlock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->level;
}

/**
 * salon_markup_block_is_ordered:
 * @self: a block
 *
 * Returns: whether it is a list whose items are numbered
 */
gboolean
salon_markup_block_is_ordered (SalonMarkupBlock *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->ordered;
}

/**
 * salon_markup_block_get_start:
 * @self: a block
 *
 * Returns: the number of the first item of an ordered list; 0 for other blocks
 */
guint
salon_markup_block_get_start (SalonMarkupBlock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->start;
}

/**
 * salon_markup_block_is_tight:
 * @self: a block
 *
 * Returns: whether it is a list whose items stand close together
 */
gboolean
salon_markup_block_is_tight (SalonMarkupBlock *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->tight;
}

/**
 * salon_markup_block_get_task:
 * @self: a block
 *
 * Returns: whether a list item has a check box, and what is in it
 */
SalonMarkupTask
salon_markup_block_get_task (SalonMarkupBlock *self)
{
  g_return_val_if_fail (self != NULL, SALON_MARKUP_TASK_NONE);

  return self->task;
}

/**
 * salon_markup_block_get_alignment:
 * @self: a block
 *
 * Returns: where the text of a table cell stands
 */
SalonMarkupAlignment
salon_markup_block_get_alignment (SalonMarkupBlock *self)
{
  g_return_val_if_fail (self != NULL, SALON_MARKUP_ALIGN_START);

  return self->alignment;
}

/**
 * salon_markup_block_is_header:
 * @self: a block
 *
 * Returns: whether it is the header row of a table, or a cell in it
 */
gboolean
salon_markup_block_is_header (SalonMarkupBlock *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->header;
}

/**
 * salon_markup_block_get_n_children:
 * @self: a block
 *
 * Returns: how many children it has
 */
guint
salon_markup_block_get_n_children (SalonMarkupBlock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->children != NULL ? self->children->len : 0;
}

/**
 * salon_markup_block_get_child:
 * @self: a block
 * @index: less than [method@MarkupBlock.get_n_children]
 *
 * Returns: (transfer none): the child at @index
 */
SalonMarkupBlock *
salon_markup_block_get_child (SalonMarkupBlock *self,
                              guint             index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < salon_markup_block_get_n_children (self), NULL);

  return g_ptr_array_index (self->children, index);
}

/**
 * salon_markup_block_equal:
 * @a: a block
 * @b: another one
 *
 * Returns: whether both trees are the same in everything that can be read from them
 */
gboolean
salon_markup_block_equal (SalonMarkupBlock *a,
                          SalonMarkupBlock *b)
{
  guint n_children;

  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  if (a == b)
    return TRUE;

  n_children = salon_markup_block_get_n_children (a);
  if (a->kind != b->kind ||
      a->level != b->level ||
      a->start != b->start ||
      a->task != b->task ||
      a->alignment != b->alignment ||
      a->ordered != b->ordered ||
      a->tight != b->tight ||
      a->header != b->header ||
      n_children != salon_markup_block_get_n_children (b) ||
      g_strcmp0 (a->language, b->language) != 0 ||
      g_strcmp0 (a->markup, b->markup) != 0 ||
      g_strcmp0 (a->text, b->text) != 0)
    return FALSE;

  for (guint i = 0; i < n_children; i++)
    if (!salon_markup_block_equal (a->children->pdata[i], b->children->pdata[i]))
      return FALSE;

  return TRUE;
}

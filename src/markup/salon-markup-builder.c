/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-markup"

#include "config.h"

#include "salon-markup-builder-private.h"

#include <string.h>

#include "salon-markup-parser-private.h"

/**
 * salon_markup_builder_make_block: (skip)
 * @self: what is being built
 * @kind: what it is
 *
 * Makes a block, unless there are as many as there may be already.
 *
 * Returns: (transfer full) (nullable): the block
 */
SalonMarkupBlock *
salon_markup_builder_make_block (SalonMarkupBuilder  *self,
                                 SalonMarkupBlockKind kind)
{
  if (self->full || self->n_blocks >= self->max_blocks)
    {
      self->full = TRUE;
      return NULL;
    }

  self->n_blocks++;

  return salon_markup_block_new (kind);
}

static void
add_top_level (SalonMarkupBuilder *self,
               SalonMarkupBlock   *block)
{
  gssize start = self->first_text_unknown ? -1 : self->first_text;

  g_ptr_array_add (self->blocks, block);
  if (self->starts != NULL)
    g_array_append_val (self->starts, start);
  if (self->counts != NULL)
    g_array_append_val (self->counts, self->n_blocks);
}

/**
 * salon_markup_builder_flush_overflow: (skip)
 * @self: what is being built
 *
 * Shows what passed a bound in a code block at the top level.
 */
void
salon_markup_builder_flush_overflow (SalonMarkupBuilder *self)
{
  SalonMarkupBlock *block;

  if (self->overflow->len == 0)
    return;

  block = salon_markup_block_new (SALON_MARKUP_CODE);
  block->text = g_strchomp (g_strndup (self->overflow->str, self->overflow->len));
  g_string_truncate (self->overflow, 0);
  self->first_text_unknown = TRUE;
  add_top_level (self, block);
}

/**
 * salon_markup_builder_attach: (skip)
 * @self: what is being built
 * @block: (transfer full): a finished block
 *
 * Puts a finished block where it belongs: into the innermost open one, or at the top.
 */
void
salon_markup_builder_attach (SalonMarkupBuilder *self,
                             SalonMarkupBlock   *block)
{
  if (self->path->len > 0)
    salon_markup_block_add_child (g_ptr_array_index (self->path, self->path->len - 1), block);
  else
    add_top_level (self, block);
}

/**
 * salon_markup_builder_close_leaf: (skip)
 * @self: what is being built
 *
 * Finishes the block whose text was being written, if there is one.
 */
void
salon_markup_builder_close_leaf (SalonMarkupBuilder *self)
{
  SalonMarkupBlock *leaf = g_steal_pointer (&self->leaf);

  if (leaf == NULL)
    return;

  if (leaf->kind == SALON_MARKUP_CODE)
    {
      gsize length = self->code->len;

      if (length > 0 && self->code->str[length - 1] == '\n')
        length--;
      leaf->text = g_strndup (self->code->str, length);
      g_string_truncate (self->code, 0);
    }
  else
    {
      salon_markup_inline_finish (&self->content, &leaf->markup, &leaf->text);
    }

  self->leaf_is_implicit = FALSE;
  salon_markup_builder_attach (self, leaf);
}

/**
 * salon_markup_builder_open_implicit: (skip)
 * @self: what is being built
 *
 * Makes sure that text has a block to go to: in a tight list, items have text without
 * a paragraph around it.
 */
void
salon_markup_builder_open_implicit (SalonMarkupBuilder *self)
{
  if (self->leaf != NULL || self->full)
    return;

  self->leaf = salon_markup_builder_make_block (self, SALON_MARKUP_PARAGRAPH);
  self->leaf_is_implicit = self->leaf != NULL;
}

/**
 * salon_markup_builder_close_implicit: (skip)
 * @self: what is being built
 *
 * Finishes a paragraph that no mark in the source will end.
 */
void
salon_markup_builder_close_implicit (SalonMarkupBuilder *self)
{
  if (self->leaf_is_implicit)
    salon_markup_builder_close_leaf (self);
}

static void
split_paragraph (SalonMarkupBuilder *self)
{
  SalonMarkupBlock *next = salon_markup_builder_make_block (self, SALON_MARKUP_PARAGRAPH);
  gboolean implicit = self->leaf_is_implicit;

  salon_markup_builder_close_leaf (self);
  self->leaf = next;
  self->leaf_is_implicit = implicit && next != NULL;
  /* Of what follows the split, no start in the source is known. */
  self->first_text_unknown = TRUE;
}

/* How much of @text fits into @room, ending at a word or at least a character. */
static gsize
fitting_length (const char *text,
                gsize       length,
                gsize       room)
{
  gsize fitting = MIN (length, room);

  if (fitting == length)
    return length;

  for (gsize i = fitting; i > 0 && fitting - i < 256; i--)
    if (text[i - 1] == ' ' || text[i - 1] == '\n')
      return i;

  while (fitting > 0 && ((guint8) text[fitting] & 0xc0) == 0x80)
    fitting--;

  return fitting;
}

/**
 * salon_markup_builder_add_text: (skip)
 * @self: what is being built
 * @text: (array length=length): valid UTF-8
 * @length: its length in bytes
 *
 * Adds text to the open leaf. A paragraph that gets too long goes on in another; what
 * else is too long goes to the overflow.
 */
void
salon_markup_builder_add_text (SalonMarkupBuilder *self,
                               const char         *text,
                               gsize               length)
{
  salon_markup_builder_open_implicit (self);

  while (length > 0 && self->leaf != NULL)
    {
      gsize used = self->content.text->len;
      gsize room = used < SALON_MARKUP_MAX_PARAGRAPH ? SALON_MARKUP_MAX_PARAGRAPH - used : 0;
      gsize fitting = fitting_length (text, length, room);

      salon_markup_inline_add_text (&self->content, text, fitting);
      text += fitting;
      length -= fitting;

      if (length > 0 && self->leaf->kind != SALON_MARKUP_PARAGRAPH)
        break;
      if (length > 0)
        split_paragraph (self);
    }

  g_string_append_len (self->overflow, text, (gssize) length);
}

/**
 * salon_markup_builder_init: (skip)
 * @self: what is being built
 * @text: (array length=length): valid UTF-8
 * @length: its length in bytes
 * @max_blocks: how many blocks of all levels there may be
 *
 * Starts with no block.
 */
void
salon_markup_builder_init (SalonMarkupBuilder *self,
                           const char         *text,
                           gsize               length,
                           guint               max_blocks)
{
  memset (self, 0, sizeof *self);
  self->source = text;
  self->length = length;
  self->max_blocks = max_blocks;
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_markup_block_unref);
  self->path = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_markup_block_unref);
  self->kept = g_byte_array_new ();
  self->spans = g_byte_array_new ();
  self->code = g_string_new (NULL);
  self->overflow = g_string_new (NULL);
  salon_markup_inline_init (&self->content);
}

/**
 * salon_markup_builder_clear: (skip)
 * @self: what is being built
 *
 * Frees what is left after the blocks have been taken.
 */
void
salon_markup_builder_clear (SalonMarkupBuilder *self)
{
  g_clear_pointer (&self->leaf, salon_markup_block_unref);
  g_ptr_array_unref (self->path);
  g_byte_array_unref (self->kept);
  g_byte_array_unref (self->spans);
  g_string_free (self->code, TRUE);
  g_string_free (self->overflow, TRUE);
  salon_markup_inline_clear (&self->content);
}

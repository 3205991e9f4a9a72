/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-markup"

#include "config.h"

#include "salon-markup-document.h"

#include "salon-markup-parser-private.h"
#include "salon-markup-text-private.h"

/**
 * SalonMarkupDocument:
 *
 * A whole Markdown text (CommonMark with GitHub's tables, task lists, strikethrough
 * and bare links) as a list of blocks.
 *
 * Any text is a valid document: reading one never fails. Raw HTML is shown as the
 * text it is. Depth and number of blocks are bounded; what goes past a bound is not
 * lost, but kept as plain text in a code block after the rest.
 */
struct _SalonMarkupDocument
{
  gatomicrefcount ref_count;
  GPtrArray *blocks;
};

G_DEFINE_BOXED_TYPE (SalonMarkupDocument, salon_markup_document, salon_markup_document_ref,
                     salon_markup_document_unref)

/**
 * salon_markup_parse:
 * @text: (array length=length) (element-type guint8): Markdown; what is no UTF-8 in
 *   it is replaced by U+FFFD
 * @length: the length of @text in bytes, or -1 if it ends with a NUL
 *
 * Reads a whole text at once. For a text that is still growing, see
 * [class@MarkupStream].
 *
 * Returns: (transfer full): the document
 */
SalonMarkupDocument *
salon_markup_parse (const char *text,
                    gssize      length)
{
  SalonMarkupDocument *self;
  g_autoptr (GString) clean = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (length < 0)
    length = (gssize) strlen (text);

  clean = g_string_sized_new ((gsize) length + 1);
  salon_markup_text_append_clean (clean, text, (gsize) length);

  self = g_new0 (SalonMarkupDocument, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->blocks = salon_markup_parse_blocks (clean->str, clean->len, SALON_MARKUP_MAX_BYTES,
                                            SALON_MARKUP_MAX_BLOCKS, NULL, NULL);

  return self;
}

/**
 * salon_markup_document_ref:
 * @self: a document
 *
 * Returns: (transfer full): @self
 */
SalonMarkupDocument *
salon_markup_document_ref (SalonMarkupDocument *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * salon_markup_document_unref:
 * @self: (transfer full): a document
 *
 * Gives a reference back.
 */
void
salon_markup_document_unref (SalonMarkupDocument *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->blocks);
  g_free (self);
}

/**
 * salon_markup_document_get_n_blocks:
 * @self: a document
 *
 * Returns: how many blocks stand at the top level
 */
guint
salon_markup_document_get_n_blocks (SalonMarkupDocument *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->blocks->len;
}

/**
 * salon_markup_document_get_block:
 * @self: a document
 * @index: less than [method@MarkupDocument.get_n_blocks]
 *
 * Returns: (transfer none): the block at @index
 */
SalonMarkupBlock *
salon_markup_document_get_block (SalonMarkupDocument *self,
                                 guint                index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->blocks->len, NULL);

  return g_ptr_array_index (self->blocks, index);
}

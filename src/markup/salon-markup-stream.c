/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-markup"

#include "config.h"

#include "salon-markup-stream.h"

#include <string.h>

#include "salon-markup-parser-private.h"
#include "salon-markup-text-private.h"

/* Up to this size, what is not finished is read again at each addition; above, only
 * when it has grown by a part of itself, so that the work stays linear in the text.
 */
#define LARGE_TAIL   (256 * 1024)
#define GROWTH_SHIFT 5

/**
 * SalonMarkupStream:
 *
 * A Markdown text that is still being written.
 *
 * Its blocks stand in two groups. The first [method@MarkupStream.get_n_finished] are
 * finished: whatever is added, they stay. Only the others, the tail, are read again
 * when text is added, and those of them that come out the same stay the same objects.
 *
 * Until the text has ended, the blocks may differ in one way from those of the whole
 * text: a reference (`[a][b]`) does not find its definition (`[b]: address`) if a
 * finished block lies between the two. So [method@MarkupStream.finish] reads the whole
 * once more; the few blocks that come out differently then are the only finished ones
 * that are ever replaced, and the result is that of [func@markup_parse].
 */
struct _SalonMarkupStream
{
  GObject parent_instance;

  GString *text;
  /* Bytes at the end that are no whole character yet. */
  GString *pending;

  GPtrArray *blocks;
  guint n_finished;
  gsize tail_offset;
  /* How many blocks of all levels the finished ones have. */
  guint n_finished_nodes;

  /* The length of the tail when it was last read. */
  gsize tail_read;
  gboolean finished;
};

enum
{
  SIGNAL_BLOCKS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SalonMarkupStream, salon_markup_stream, G_TYPE_OBJECT)

static void
salon_markup_stream_finalize (GObject *object)
{
  SalonMarkupStream *self = SALON_MARKUP_STREAM (object);

  g_string_free (self->text, TRUE);
  g_string_free (self->pending, TRUE);
  g_ptr_array_unref (self->blocks);

  G_OBJECT_CLASS (salon_markup_stream_parent_class)->finalize (object);
}

static void
salon_markup_stream_class_init (SalonMarkupStreamClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_markup_stream_finalize;

  /**
   * SalonMarkupStream::blocks-changed:
   * @self: the stream
   * @first: the index of the first block that is another than before
   *
   * Emitted when blocks from @first on were added, replaced or removed.
   */
  signals[SIGNAL_BLOCKS_CHANGED] =
    g_signal_new ("blocks-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
salon_markup_stream_init (SalonMarkupStream *self)
{
  self->text = g_string_new (NULL);
  self->pending = g_string_new (NULL);
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_markup_block_unref);
}

/**
 * salon_markup_stream_new:
 *
 * Returns: (transfer full): a stream without text
 */
SalonMarkupStream *
salon_markup_stream_new (void)
{
  return g_object_new (SALON_TYPE_MARKUP_STREAM, NULL);
}

/* Puts @fresh in the place of the blocks from @from on. Trees that are the same keep
 * their identity, so a view has nothing to do for them.
 */
static void
replace_blocks (SalonMarkupStream *self,
                guint              from,
                GPtrArray         *fresh)
{
  guint old_length = self->blocks->len - from;
  guint first = G_MAXUINT;

  for (guint i = 0; i < MIN (fresh->len, old_length); i++)
    {
      SalonMarkupBlock **old = (SalonMarkupBlock **) &self->blocks->pdata[from + i];

      if (salon_markup_block_equal (*old, fresh->pdata[i]))
        continue;

      first = MIN (first, from + i);
      salon_markup_block_unref (*old);
      *old = salon_markup_block_ref (fresh->pdata[i]);
    }

  if (fresh->len != old_length)
    {
      first = MIN (first, from + MIN (fresh->len, old_length));
      if (old_length > fresh->len)
        g_ptr_array_remove_range (self->blocks, from + fresh->len, old_length - fresh->len);
      for (guint i = old_length; i < fresh->len; i++)
        g_ptr_array_add (self->blocks, salon_markup_block_ref (fresh->pdata[i]));
    }

  if (first != G_MAXUINT)
    g_signal_emit (self, signals[SIGNAL_BLOCKS_CHANGED], 0, first);
}

static gboolean
line_before_is_blank (const char *tail,
                      gsize       line)
{
  if (line == 0)
    return FALSE;

  for (gsize i = line - 1; i > 0; i--)
    {
      if (tail[i - 1] == '\n')
        return TRUE;
      if (tail[i - 1] != ' ' && tail[i - 1] != '\t')
        return FALSE;
    }

  return TRUE;
}

/* Whether everything before the line of @first_text is closed for good.
 *
 * After a blank line, a line that starts in the first column continues nothing
 * (CommonMark 5: neither a quote nor an item, and a paragraph has ended), but for two
 * things: it may be the next item of a list, and code between fences goes on. Of the
 * second the parser knows, because it gave this text to a block of its own. The first
 * is clear as soon as the line is whole, or starts like no item.
 */
static gboolean
find_safe_start (const char *tail,
                 gsize       length,
                 gssize      first_text,
                 gsize      *line)
{
  gsize start;

  if (first_text < 0)
    return FALSE;

  start = (gsize) first_text;
  while (start > 0 && tail[start - 1] != '\n')
    start--;

  if ((guint8) tail[start] <= 0x20 || !line_before_is_blank (tail, start))
    return FALSE;

  *line = start;

  return strchr ("-+*0123456789", tail[start]) == NULL ||
         memchr (tail + start, '\n', length - start) != NULL;
}

static void
finish_blocks (SalonMarkupStream *self,
               guint              n_tail_blocks,
               GArray            *starts,
               GArray            *counts)
{
  const char *tail = self->text->str + self->tail_offset;
  gsize length = self->text->len - self->tail_offset;

  for (guint i = n_tail_blocks; i > 1; i--)
    {
      gsize line;

      if (!find_safe_start (tail, length, g_array_index (starts, gssize, i - 1), &line))
        continue;

      self->n_finished += i - 1;
      self->n_finished_nodes += g_array_index (counts, guint, i - 2);
      self->tail_offset += line;
      return;
    }
}

static void
read_tail (SalonMarkupStream *self)
{
  g_autoptr (GPtrArray) fresh = NULL;
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (gssize));
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (guint));
  guint from = self->n_finished;

  fresh = salon_markup_parse_blocks (self->text->str + self->tail_offset,
                                     self->text->len - self->tail_offset,
                                     self->tail_offset < SALON_MARKUP_MAX_BYTES
                                       ? SALON_MARKUP_MAX_BYTES - self->tail_offset : 0,
                                     SALON_MARKUP_MAX_BLOCKS - self->n_finished_nodes,
                                     starts, counts);
  finish_blocks (self, fresh->len, starts, counts);
  self->tail_read = self->text->len - self->tail_offset;
  replace_blocks (self, from, fresh);
}

static gboolean
tail_is_due (SalonMarkupStream *self)
{
  gsize length = self->text->len - self->tail_offset;

  return length < LARGE_TAIL || length - self->tail_read >= self->tail_read >> GROWTH_SHIFT;
}

static void
take_text (SalonMarkupStream *self,
           gsize              length)
{
  salon_markup_text_append_clean (self->text, self->pending->str, length);
  g_string_erase (self->pending, 0, (gssize) length);
}

/**
 * salon_markup_stream_append:
 * @self: a stream that is not finished
 * @text: (array length=length) (element-type guint8): what was written; a character may
 *   be cut anywhere
 * @length: its length in bytes, or -1 if it ends with a NUL
 *
 * Adds text and brings the blocks up to date. A view that is fed in small pieces does
 * well to collect them for one frame.
 */
void
salon_markup_stream_append (SalonMarkupStream *self,
                            const char        *text,
                            gssize             length)
{
  g_return_if_fail (SALON_IS_MARKUP_STREAM (self));
  g_return_if_fail (text != NULL);
  g_return_if_fail (!self->finished);

  if (length < 0)
    length = (gssize) strlen (text);
  if (length == 0)
    return;

  g_string_append_len (self->pending, text, length);
  take_text (self, salon_markup_text_complete_length (self->pending->str, self->pending->len));

  if (tail_is_due (self))
    read_tail (self);
}

/**
 * salon_markup_stream_finish:
 * @self: a stream
 *
 * Says that no more text follows: all blocks are finished then, and the same as those
 * of the whole text.
 */
void
salon_markup_stream_finish (SalonMarkupStream *self)
{
  g_return_if_fail (SALON_IS_MARKUP_STREAM (self));

  if (self->finished)
    return;

  take_text (self, self->pending->len);
  self->n_finished = 0;
  self->n_finished_nodes = 0;
  self->tail_offset = 0;
  read_tail (self);

  self->finished = TRUE;
  self->n_finished = self->blocks->len;
  self->tail_offset = self->text->len;
}

/**
 * salon_markup_stream_is_finished:
 * @self: a stream
 *
 * Returns: whether [method@MarkupStream.finish] was called
 */
gboolean
salon_markup_stream_is_finished (SalonMarkupStream *self)
{
  g_return_val_if_fail (SALON_IS_MARKUP_STREAM (self), FALSE);

  return self->finished;
}

/**
 * salon_markup_stream_get_n_blocks:
 * @self: a stream
 *
 * Returns: how many blocks stand at the top level now
 */
guint
salon_markup_stream_get_n_blocks (SalonMarkupStream *self)
{
  g_return_val_if_fail (SALON_IS_MARKUP_STREAM (self), 0);

  return self->blocks->len;
}

/**
 * salon_markup_stream_get_n_finished:
 * @self: a stream
 *
 * Returns: how many of the blocks, from the first on, stay as they are
 */
guint
salon_markup_stream_get_n_finished (SalonMarkupStream *self)
{
  g_return_val_if_fail (SALON_IS_MARKUP_STREAM (self), 0);

  return self->n_finished;
}

/**
 * salon_markup_stream_get_block:
 * @self: a stream
 * @index: less than [method@MarkupStream.get_n_blocks]
 *
 * Returns: (transfer none): the block at @index
 */
SalonMarkupBlock *
salon_markup_stream_get_block (SalonMarkupStream *self,
                               guint              index)
{
  g_return_val_if_fail (SALON_IS_MARKUP_STREAM (self), NULL);
  g_return_val_if_fail (index < self->blocks->len, NULL);

  return g_ptr_array_index (self->blocks, index);
}

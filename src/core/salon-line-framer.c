/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-line-framer.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-core-error.h"

/* From this size on, a line is not copied when that can be avoided. */
#define LARGE_LINE ((gsize) 64 * 1024)

struct _SalonLineFramer
{
  gsize       max_line;

  /* Bytes begin … end of the buffer are whole lines, not popped yet, and behind them,
   * from tail on, the start of a line that has no end yet. */
  guint8     *buffer;
  gsize       capacity;
  gsize       begin;
  gsize       tail;
  gsize       end;

  /* Where, counted from the start of the stream as it went into the buffer, a line is
   * missing because it was too long. */
  GArray     *gaps;
  guint64     popped;

  guint64     skipped_bytes;
  gboolean    is_skipping;
  gboolean    is_finished;
};

/**
 * salon_line_framer_new:
 * @max_line: the longest line in bytes, without its end; 0 for 16 MiB
 *
 * Returns: (transfer full): a framer
 */
SalonLineFramer *
salon_line_framer_new (gsize max_line)
{
  SalonLineFramer *self = g_new0 (SalonLineFramer, 1);

  self->max_line = max_line > 0 ? max_line : SALON_LINE_FRAMER_DEFAULT_MAX_LINE;
  self->gaps = g_array_new (FALSE, FALSE, sizeof (guint64));

  return self;
}

/**
 * salon_line_framer_free:
 * @self: (transfer full): a framer
 */
void
salon_line_framer_free (SalonLineFramer *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->gaps);
  g_free (self->buffer);
  g_free (self);
}

/* Room is made by moving what is left to the front when at least half is used up, and
 * by doubling otherwise; either way every byte is moved a bounded number of times. */
static void
salon_line_framer_append (SalonLineFramer *self,
                          const guint8    *data,
                          gsize            length)
{
  if (self->capacity - self->end < length && self->begin > 0 && self->begin >= self->end / 2)
    {
      memmove (self->buffer, self->buffer + self->begin, self->end - self->begin);
      self->tail -= self->begin;
      self->end -= self->begin;
      self->begin = 0;
    }

  if (self->capacity - self->end < length)
    {
      gsize wanted = self->end + length;

      self->capacity = MAX (MAX (wanted, self->capacity * 2), 4096);
      self->buffer = g_realloc (self->buffer, self->capacity);
    }

  memcpy (self->buffer + self->end, data, length);
  self->end += length;
}

/* One long line should not be paid for until the stream ends. */
static void
salon_line_framer_shrink (SalonLineFramer *self)
{
  if (self->begin < self->end)
    return;

  self->begin = self->tail = self->end = 0;

  if (self->capacity > 64 * 1024)
    {
      g_clear_pointer (&self->buffer, g_free);
      self->capacity = 0;
    }
}

/* The tail has grown past the limit: it goes, and the rest of its line with it. */
static void
salon_line_framer_drop_tail (SalonLineFramer *self)
{
  guint64 position = self->popped + (self->tail - self->begin);

  g_array_append_val (self->gaps, position);
  self->skipped_bytes += self->end - self->tail;
  self->end = self->tail;
  self->is_skipping = TRUE;

  salon_line_framer_shrink (self);
}

/* Whether @length bytes without a line end can't become a line any more. One more than
 * the limit can, if the last is the first half of \r\n. */
static gboolean
is_hopeless (const guint8 *line,
             gsize         length,
             gsize         max_line)
{
  return length > max_line && (length > max_line + 1 || line[length - 1] != '\r');
}

/* Takes in a piece of a line, with the \n at its end if @has_end. */
static void
salon_line_framer_push_piece (SalonLineFramer *self,
                              const guint8    *data,
                              gsize            length,
                              gboolean         has_end)
{
  gsize content;

  if (self->is_skipping)
    {
      self->skipped_bytes += length;
      self->is_skipping = !has_end;
      return;
    }

  /* Not even copied when it is far too long already. */
  content = self->end - self->tail;
  if (length > self->max_line && content + length - self->max_line > 2)
    {
      self->skipped_bytes += length;
      salon_line_framer_drop_tail (self);
      self->is_skipping = !has_end;
      return;
    }

  salon_line_framer_append (self, data, length);
  content += has_end ? length - 1 : length;

  if (is_hopeless (self->buffer + self->tail, content, self->max_line))
    {
      salon_line_framer_drop_tail (self);
      self->is_skipping = !has_end;
    }
  else if (has_end)
    {
      self->tail = self->end;
    }
}

/**
 * salon_line_framer_push:
 * @self: a framer
 * @data: (array length=length): what came, of any length
 * @length: its length in bytes
 *
 * Takes in a piece of the stream. A line that grows past the limit is thrown away as it
 * comes: what is kept is never more than the whole lines that were not popped yet, and
 * one unfinished line within the limit.
 */
void
salon_line_framer_push (SalonLineFramer *self,
                        const guint8    *data,
                        gsize            length)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (data != NULL || length == 0);
  g_return_if_fail (!self->is_finished);

  while (length > 0)
    {
      const guint8 *newline = memchr (data, '\n', length);
      gsize piece = newline != NULL ? (gsize) (newline - data) + 1 : length;

      salon_line_framer_push_piece (self, data, piece, newline != NULL);
      data += piece;
      length -= piece;
    }
}

/**
 * salon_line_framer_finish:
 * @self: a framer
 *
 * Says that the stream has ended: what came after the last line end is a line now, if it
 * is anything. Nothing can be pushed afterwards.
 */
void
salon_line_framer_finish (SalonLineFramer *self)
{
  g_return_if_fail (self != NULL);

  if (!self->is_finished && !self->is_skipping && self->end > self->tail)
    salon_line_framer_push_piece (self, (const guint8 *) "\n", 1, TRUE);

  self->is_finished = TRUE;
}

/* Whether the next thing to tell is that a line is missing. */
static gboolean
salon_line_framer_take_gap (SalonLineFramer *self)
{
  if (self->gaps->len == 0 || g_array_index (self->gaps, guint64, 0) != self->popped)
    return FALSE;

  g_array_remove_index (self->gaps, 0);
  return TRUE;
}

/* A long line that is all there is takes the buffer with it: copying it would take a moment
 * in which nothing else happens, and twice the memory. */
static GBytes *
salon_line_framer_give_away (SalonLineFramer *self,
                             const guint8    *start,
                             gsize            length)
{
  guint8 *buffer = g_steal_pointer (&self->buffer);

  self->capacity = 0;
  return g_bytes_new_with_free_func (start, length, g_free, buffer);
}

/**
 * salon_line_framer_pop:
 * @self: a framer
 * @line: (out) (transfer full): where to put the line, without its end
 * @error: where to put %SALON_CORE_ERROR_TOO_LARGE
 *
 * Takes out the next line. For a line over the limit there is one error in its place,
 * and the lines behind it can be popped as ever.
 *
 * Returns: whether there was a line; %FALSE without an error means that more has to be
 *   pushed first
 */
gboolean
salon_line_framer_pop (SalonLineFramer  *self,
                       GBytes          **line,
                       GError          **error)
{
  const guint8 *start, *newline;
  gsize length;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (line != NULL, FALSE);

  if (salon_line_framer_take_gap (self))
    {
      g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE,
                   _("A line is longer than the %zu bytes allowed and was skipped."),
                   self->max_line);
      return FALSE;
    }

  if (self->begin == self->tail)
    return FALSE;

  start = self->buffer + self->begin;
  newline = memchr (start, '\n', self->tail - self->begin);
  g_assert (newline != NULL);

  length = newline - start;
  self->begin += length + 1;
  self->popped += length + 1;
  if (length > 0 && start[length - 1] == '\r')
    length--;

  if (length > LARGE_LINE && self->begin == self->end)
    *line = salon_line_framer_give_away (self, start, length);
  else
    *line = g_bytes_new (start, length);

  salon_line_framer_shrink (self);

  return TRUE;
}

/**
 * salon_line_framer_get_skipped_bytes:
 * @self: a framer
 *
 * Returns: how many bytes of over-long lines were thrown away since the beginning, their
 *   line ends among them
 */
guint64
salon_line_framer_get_skipped_bytes (SalonLineFramer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->skipped_bytes;
}

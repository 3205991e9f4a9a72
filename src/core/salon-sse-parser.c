/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-sse-parser.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-core-error.h"
#include "salon-utf8-private.h"

/* The stream is decoded line by line instead of as a whole. That comes to the same: line
 * ends are ASCII, and the UTF-8 decoder of the Encoding standard never swallows an ASCII
 * byte after a sequence that is broken off. */
struct _SalonSseParser
{
  gsize     max_event;

  GString  *line;             /* bytes of the line that has no end yet */
  GString  *data;             /* the standard's “data buffer” … */
  char     *type;             /* … “event type buffer” … */
  char     *id;               /* … and “last event ID buffer” */
  char     *last_event_id;
  gint64    event_retry_ms;
  gint64    retry_ms;

  GQueue    ready;            /* of SalonSseEvent; NULL stands for one too large */

  guint     bom_bytes;        /* how much of a byte order mark was seen; 4 is “past it” */
  gboolean  after_cr;         /* a \n right now belongs to the \r before it */
  gboolean  drops_line;       /* the rest of this line is not kept */
  gboolean  drops_event;      /* nor is the event it is in */
};

/**
 * salon_sse_parser_new:
 * @max_event: how many bytes a line, or the data of an event, may have; 0 for 16 MiB
 *
 * Returns: (transfer full): a parser at the start of a stream
 */
SalonSseParser *
salon_sse_parser_new (gsize max_event)
{
  SalonSseParser *self = g_new0 (SalonSseParser, 1);

  self->max_event = max_event > 0 ? max_event : SALON_SSE_PARSER_DEFAULT_MAX_EVENT;
  self->line = g_string_new (NULL);
  self->data = g_string_new (NULL);
  self->id = g_strdup ("");
  self->last_event_id = g_strdup ("");
  self->event_retry_ms = -1;
  self->retry_ms = -1;
  g_queue_init (&self->ready);

  return self;
}

static void
free_ready_event (gpointer event)
{
  if (event != NULL)
    salon_sse_event_free (event);
}

/**
 * salon_sse_parser_free:
 * @self: (transfer full): a parser
 */
void
salon_sse_parser_free (SalonSseParser *self)
{
  g_return_if_fail (self != NULL);

  g_string_free (self->line, TRUE);
  g_string_free (self->data, TRUE);
  g_free (self->type);
  g_free (self->id);
  g_free (self->last_event_id);
  g_queue_clear_full (&self->ready, free_ready_event);
  g_free (self);
}

/**
 * salon_sse_event_free:
 * @self: (transfer full): an event
 */
void
salon_sse_event_free (SalonSseEvent *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->type);
  g_free (self->data);
  g_free (self->last_event_id);
  g_free (self);
}

/* The event, as far as it is kept, is too large. Told once; the stream goes on. */
static void
salon_sse_parser_drop_event (SalonSseParser *self)
{
  if (!self->drops_event)
    g_queue_push_tail (&self->ready, NULL);

  self->drops_event = TRUE;
  g_string_truncate (self->data, 0);
}

/* “When a user agent is required to dispatch the event …” */
static void
salon_sse_parser_dispatch (SalonSseParser *self)
{
  g_autofree char *type = g_steal_pointer (&self->type);
  gint64 retry_ms = self->event_retry_ms;
  gboolean is_dropped = self->drops_event;
  SalonSseEvent *event;

  g_free (self->last_event_id);
  self->last_event_id = g_strdup (self->id);
  self->event_retry_ms = -1;
  self->drops_event = FALSE;

  if (self->data->len == 0 || is_dropped)
    {
      g_string_truncate (self->data, 0);
      return;
    }

  if (self->data->str[self->data->len - 1] == '\n')
    g_string_truncate (self->data, self->data->len - 1);

  event = g_new0 (SalonSseEvent, 1);
  event->type = type != NULL && *type != '\0' ? g_steal_pointer (&type) : g_strdup ("message");
  event->data_length = self->data->len;
  event->data = g_string_free (g_steal_pointer (&self->data), FALSE);
  event->last_event_id = g_strdup (self->last_event_id);
  event->retry_ms = retry_ms;
  self->data = g_string_new (NULL);

  g_queue_push_tail (&self->ready, event);
}

/* Digits only, and any number of them: a time past the end of time is the end of time. */
static gboolean
parse_retry (const char *value,
             gsize       length,
             gint64     *retry_ms)
{
  gint64 number = 0;
  gsize i;

  if (length == 0)
    return FALSE;

  for (i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (value[i]))
        return FALSE;
      if (number > (G_MAXINT64 - 9) / 10)
        number = G_MAXINT64;
      else
        number = number * 10 + (value[i] - '0');
    }

  *retry_ms = number;
  return TRUE;
}

/* “The steps to process the field” */
static void
salon_sse_parser_process_field (SalonSseParser *self,
                                const char     *name,
                                gsize           name_length,
                                const char     *value,
                                gsize           length)
{
  if (name_length == 4 && memcmp (name, "data", 4) == 0)
    {
      if (self->drops_event)
        return;
      if (self->data->len + length > self->max_event)
        {
          salon_sse_parser_drop_event (self);
          return;
        }
      _salon_utf8_append_valid (self->data, value, length);
      g_string_append_c (self->data, '\n');
    }
  else if (name_length == 5 && memcmp (name, "event", 5) == 0)
    {
      g_autoptr(GString) type = g_string_sized_new (length);

      _salon_utf8_append_valid (type, value, length);
      g_free (self->type);
      self->type = g_strdup (type->str);
    }
  else if (name_length == 2 && memcmp (name, "id", 2) == 0)
    {
      g_autoptr(GString) id = NULL;

      if (memchr (value, '\0', length) != NULL)
        return;

      id = g_string_sized_new (length);
      _salon_utf8_append_valid (id, value, length);
      g_free (self->id);
      self->id = g_strdup (id->str);
    }
  else if (name_length == 5 && memcmp (name, "retry", 5) == 0)
    {
      if (parse_retry (value, length, &self->event_retry_ms))
        self->retry_ms = self->event_retry_ms;
    }
}

static void
salon_sse_parser_process_line (SalonSseParser *self,
                               const char     *line,
                               gsize           length)
{
  const char *colon, *value;

  if (length == 0)
    {
      salon_sse_parser_dispatch (self);
      return;
    }

  colon = memchr (line, ':', length);
  if (colon == line)
    return;

  if (colon == NULL)
    {
      salon_sse_parser_process_field (self, line, length, "", 0);
      return;
    }

  value = colon + 1;
  if (value < line + length && *value == ' ')
    value++;

  salon_sse_parser_process_field (self, line, colon - line, value, line + length - value);
}

static void
salon_sse_parser_end_line (SalonSseParser *self)
{
  /* An over-long line is none of those that mean something when they are empty. */
  if (!self->drops_line)
    salon_sse_parser_process_line (self, self->line->str, self->line->len);

  self->drops_line = FALSE;
  g_string_truncate (self->line, 0);

  /* One large event should not be paid for until the stream ends. */
  if (self->line->allocated_len > 64 * 1024)
    {
      g_string_free (self->line, TRUE);
      self->line = g_string_new (NULL);
    }
}

static void
salon_sse_parser_append (SalonSseParser *self,
                         const guint8   *data,
                         gsize           length)
{
  if (self->drops_line || length == 0)
    return;

  /* Room for the longest field name, so that the limit counts the value alone. */
  if (self->line->len + length > self->max_event + strlen ("event: "))
    {
      /* A comment may be as long as it likes; nothing of it is kept. */
      const char first = self->line->len > 0 ? self->line->str[0] : (char) data[0];

      if (first != ':')
        salon_sse_parser_drop_event (self);
      self->drops_line = TRUE;
      g_string_truncate (self->line, 0);
      return;
    }

  g_string_append_len (self->line, (const char *) data, length);
}

/* Skips one byte order mark at the very start, however it is cut. Returns how many bytes
 * of @data were used for that. */
static gsize
salon_sse_parser_skip_byte_order_mark (SalonSseParser *self,
                                       const guint8   *data,
                                       gsize           length)
{
  static const guint8 mark[] = { 0xef, 0xbb, 0xbf };
  gsize used = 0;

  while (self->bom_bytes < sizeof mark)
    {
      if (used == length)
        return used;

      if (data[used] != mark[self->bom_bytes])
        {
          /* It was none: what was held back is text. */
          salon_sse_parser_append (self, mark, self->bom_bytes);
          break;
        }

      self->bom_bytes++;
      used++;
    }

  self->bom_bytes = sizeof mark + 1;
  return used;
}

/**
 * salon_sse_parser_push:
 * @self: a parser
 * @data: (array length=length): what came, of any length
 * @length: its length in bytes
 *
 * Takes in a piece of the stream. Bytes that are no UTF-8 become U+FFFD.
 */
void
salon_sse_parser_push (SalonSseParser *self,
                       const guint8   *data,
                       gsize           length)
{
  gsize begin = 0, i;

  g_return_if_fail (self != NULL);
  g_return_if_fail (data != NULL || length == 0);

  if (self->bom_bytes <= 3)
    begin = salon_sse_parser_skip_byte_order_mark (self, data, length);

  for (i = begin; i < length; i++)
    {
      if (data[i] != '\n' && data[i] != '\r')
        {
          self->after_cr = FALSE;
          continue;
        }

      if (data[i] == '\n' && self->after_cr)
        {
          /* The line ended at the \r already, which may have come long ago. */
          self->after_cr = FALSE;
          begin = i + 1;
          continue;
        }

      salon_sse_parser_append (self, data + begin, i - begin);
      salon_sse_parser_end_line (self);
      self->after_cr = data[i] == '\r';
      begin = i + 1;
    }

  salon_sse_parser_append (self, data + begin, length - begin);
}

/**
 * salon_sse_parser_pop:
 * @self: a parser
 * @event: (out) (transfer full): where to put the event
 * @error: where to put %SALON_CORE_ERROR_TOO_LARGE
 *
 * Takes out the next event. For an event over the limit there is one error in its place,
 * and the events behind it can be popped as ever.
 *
 * Returns: whether there was an event; %FALSE without an error means that more has to be
 *   pushed first
 */
gboolean
salon_sse_parser_pop (SalonSseParser  *self,
                      SalonSseEvent  **event,
                      GError         **error)
{
  SalonSseEvent *next;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (event != NULL, FALSE);

  if (g_queue_is_empty (&self->ready))
    return FALSE;

  next = g_queue_pop_head (&self->ready);
  if (next == NULL)
    {
      g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE,
                   _("An event of the stream is longer than the %zu bytes allowed and was "
                     "skipped."), self->max_event);
      return FALSE;
    }

  *event = next;
  return TRUE;
}

/**
 * salon_sse_parser_get_last_event_id:
 * @self: a parser
 *
 * Returns: (transfer none): the last event id as of the last event that was complete, also
 *   of one without data; empty when the stream has named none. It runs ahead of
 *   salon_sse_parser_pop() by the events that were not popped yet.
 */
const char *
salon_sse_parser_get_last_event_id (SalonSseParser *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->last_event_id;
}

/**
 * salon_sse_parser_get_retry:
 * @self: a parser
 *
 * Returns: the reconnection time that the stream asked for last, in milliseconds, or -1
 */
gint64
salon_sse_parser_get_retry (SalonSseParser *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->retry_ms;
}

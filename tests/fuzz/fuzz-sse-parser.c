/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "salon-sse-parser.h"

static void
check_event (const SalonSseEvent *event,
             gsize                max_event)
{
  g_assert_true (g_utf8_validate (event->type, -1, NULL));
  g_assert_true (g_utf8_validate (event->last_event_id, -1, NULL));
  g_assert_cmpstr (event->type, !=, "");
  g_assert_cmpint (event->retry_ms, >=, -1);
  /* U+FFFD has three bytes where one may have been. */
  g_assert_cmpuint (event->data_length, <=, 3 * max_event);
  g_assert_cmpint (event->data[event->data_length], ==, '\0');
  g_assert_null (strpbrk (event->type, "\r\n"));
  g_assert_null (strpbrk (event->last_event_id, "\r\n"));
  g_assert_null (memchr (event->data, '\r', event->data_length));
}

static void
pop_all (SalonSseParser *parser,
         gsize           max_event,
         GString        *out)
{
  for (;;)
    {
      g_autoptr(SalonSseEvent) event = NULL;
      g_autoptr(GError) error = NULL;

      if (salon_sse_parser_pop (parser, &event, &error))
        {
          check_event (event, max_event);
          g_string_append_printf (out, "<%s|%s|%" G_GINT64_FORMAT "|", event->type,
                                  event->last_event_id, event->retry_ms);
          g_string_append_len (out, event->data, event->data_length);
          g_string_append_c (out, '>');
        }
      else if (error != NULL)
        {
          g_string_append_c (out, '!');
        }
      else
        {
          return;
        }
    }
}

static GString *
parse (const guint8 *data,
       gsize         size,
       gsize         max_event,
       guint         seed)
{
  g_autoptr(SalonSseParser) parser = salon_sse_parser_new (max_event);
  GString *out = g_string_new (NULL);
  guint state = seed;

  while (size > 0)
    {
      gsize piece;

      state = state * 1103515245 + 12345;
      piece = seed == 0 ? size : MIN (size, 1 + (state >> 16) % seed);
      salon_sse_parser_push (parser, data, piece);
      if ((state >> 8) % 2 == 0)
        pop_all (parser, max_event, out);
      data += piece;
      size -= piece;
    }
  pop_all (parser, max_event, out);
  g_string_append_printf (out, "%s %" G_GINT64_FORMAT,
                          salon_sse_parser_get_last_event_id (parser),
                          salon_sse_parser_get_retry (parser));

  return out;
}

/* A line end is a line end: a stream means the same with each of the three. */
static GString *
replace_line_ends (const guint8 *data,
                   gsize         size,
                   const char   *line_end)
{
  GString *out = g_string_sized_new (size);
  gsize i;

  for (i = 0; i < size; i++)
    {
      if (data[i] == '\r' && i + 1 < size && data[i + 1] == '\n')
        continue;
      if (data[i] == '\r' || data[i] == '\n')
        g_string_append (out, line_end);
      else
        g_string_append_c (out, (char) data[i]);
    }

  return out;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const guint seeds[] = { 1, 2, 3, 7, 50 };
  static const char * const line_ends[] = { "\n", "\r", "\r\n" };
  g_autoptr(GString) whole = NULL;
  gsize max_event;
  guint i;

  if (size == 0)
    return 0;

  max_event = 1 + data[0];
  data++;
  size--;

  whole = parse (data, size, max_event, 0);
  for (i = 0; i < G_N_ELEMENTS (seeds); i++)
    {
      g_autoptr(GString) pieces = parse (data, size, max_event, seeds[i]);

      g_assert_cmpmem (pieces->str, pieces->len, whole->str, whole->len);
    }
  for (i = 0; i < G_N_ELEMENTS (line_ends); i++)
    {
      g_autoptr(GString) other = replace_line_ends (data, size, line_ends[i]);
      g_autoptr(GString) same = parse ((const guint8 *) other->str, other->len, max_event, 0);

      g_assert_cmpmem (same->str, same->len, whole->str, whole->len);
    }

  return 0;
}

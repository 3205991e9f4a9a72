/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-utf8-private.h"

/* How many bytes at @bytes belong together: a whole character, or the longest start
 * of one that is broken off. The second kind becomes a single U+FFFD, as the WHATWG
 * Encoding standard's UTF-8 decoder has it. */
static gsize
measure_sequence (const guint8 *bytes,
                  gsize         length,
                  gboolean     *is_whole)
{
  guint8 lower = 0x80, upper = 0xbf;
  gsize needed, i;

  *is_whole = FALSE;

  if (bytes[0] < 0x80)
    needed = 0;
  else if (bytes[0] >= 0xc2 && bytes[0] <= 0xdf)
    needed = 1;
  else if (bytes[0] >= 0xe0 && bytes[0] <= 0xef)
    needed = 2;
  else if (bytes[0] >= 0xf0 && bytes[0] <= 0xf4)
    needed = 3;
  else
    return 1;

  /* No overlong forms, no surrogates, nothing past U+10FFFF. */
  if (bytes[0] == 0xe0)
    lower = 0xa0;
  else if (bytes[0] == 0xed)
    upper = 0x9f;
  else if (bytes[0] == 0xf0)
    lower = 0x90;
  else if (bytes[0] == 0xf4)
    upper = 0x8f;

  for (i = 1; i <= needed; i++)
    {
      if (i >= length || bytes[i] < lower || bytes[i] > upper)
        return i;

      lower = 0x80;
      upper = 0xbf;
    }

  *is_whole = TRUE;
  return needed + 1;
}

void
_salon_utf8_append_valid (GString    *text,
                          const char *data,
                          gsize       length)
{
  gsize begin = 0;

  g_assert (text != NULL);
  g_assert (data != NULL || length == 0);

  while (begin < length)
    {
      const char *end = NULL;
      gsize sequence;
      gboolean is_whole;

      if (g_utf8_validate_len (data + begin, length - begin, &end))
        {
          g_string_append_len (text, data + begin, length - begin);
          return;
        }

      /* Stops at NUL, too, which is a character like others here. */
      g_string_append_len (text, data + begin, end - (data + begin));
      begin = end - data;

      sequence = measure_sequence ((const guint8 *) data + begin, length - begin, &is_whole);
      if (is_whole)
        g_string_append_len (text, data + begin, sequence);
      else
        g_string_append (text, "\357\277\275");
      begin += sequence;
    }
}

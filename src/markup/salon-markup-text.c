/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-markup"

#include "config.h"

#include "salon-markup-text-private.h"

#include <string.h>

#define REPLACEMENT_CHARACTER "\xef\xbf\xbd"

static void
append_with_newlines (GString    *destination,
                      const char *text,
                      gsize       length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *carriage_return = memchr (text, '\r', (gsize) (end - text));

      if (carriage_return == NULL)
        carriage_return = end;
      g_string_append_len (destination, text, carriage_return - text);
      text = carriage_return;

      if (text < end)
        {
          g_string_append_c (destination, '\n');
          text += text + 1 < end && text[1] == '\n' ? 2 : 1;
        }
    }
}

/**
 * salon_markup_text_append_clean: (skip)
 * @destination: where to write
 * @text: (array length=length): any bytes
 * @length: how many
 *
 * Appends @text with each byte that is no UTF-8, and each NUL, replaced by U+FFFD and
 * every line ending turned into a single newline. Cleaning a text in pieces gives the
 * same as cleaning it whole when the pieces end where
 * salon_markup_text_complete_length() says.
 */
void
salon_markup_text_append_clean (GString    *destination,
                                const char *text,
                                gsize       length)
{
  g_assert (destination != NULL);

  while (length > 0)
    {
      const char *end;
      gsize valid;

      g_utf8_validate_len (text, length, &end);
      valid = (gsize) (end - text);
      append_with_newlines (destination, text, valid);
      text += valid;
      length -= valid;

      if (length > 0)
        {
          g_string_append (destination, REPLACEMENT_CHARACTER);
          text++;
          length--;
        }
    }
}

/**
 * salon_markup_text_complete_length: (skip)
 * @text: (array length=length): any bytes
 * @length: how many
 *
 * Finds how much of @text can be cleaned without knowing what follows: a carriage
 * return or a character whose bytes have not all come is left out at the end.
 *
 * Returns: the number of bytes
 */
gsize
salon_markup_text_complete_length (const char *text,
                                   gsize       length)
{
  g_assert (text != NULL || length == 0);

  if (length > 0 && text[length - 1] == '\r')
    return length - 1;

  for (gsize back = 1; back <= 3 && back <= length; back++)
    {
      guint8 byte = (guint8) text[length - back];
      gsize wanted;

      if ((byte & 0xc0) == 0x80)
        continue;

      wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
      return wanted > back ? length - back : length;
    }

  return length;
}

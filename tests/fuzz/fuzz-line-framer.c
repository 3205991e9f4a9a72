/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "salon-line-framer.h"

#define TOO_LONG "\001too long\n"

/* What a framer has to give, by the simplest program that does it: each line with its
 * length before it. */
static GString *
expect (const guint8 *data,
        gsize         size,
        gsize         max_line,
        guint64      *skipped)
{
  GString *out = g_string_new (NULL);

  *skipped = 0;
  while (size > 0)
    {
      const guint8 *newline = memchr (data, '\n', size);
      gsize length = newline != NULL ? (gsize) (newline - data) : size;
      gsize content = length;

      if (content > 0 && data[content - 1] == '\r')
        content--;
      if (content > max_line)
        {
          g_string_append (out, TOO_LONG);
          *skipped += length + (newline != NULL ? 1 : 0);
        }
      else if (newline != NULL)
        {
          g_string_append_printf (out, "%zu:", content);
          g_string_append_len (out, (const char *) data, content);
        }

      length += newline != NULL ? 1 : 0;
      data += length;
      size -= length;
    }

  return out;
}

static void
pop_all (SalonLineFramer *framer,
         gsize            max_line,
         GString         *out)
{
  for (;;)
    {
      g_autoptr(GBytes) line = NULL;
      g_autoptr(GError) error = NULL;

      if (salon_line_framer_pop (framer, &line, &error))
        {
          gsize length;
          const char *text = g_bytes_get_data (line, &length);

          g_assert_cmpuint (length, <=, max_line);
          g_string_append_printf (out, "%zu:", length);
          g_string_append_len (out, text, length);
        }
      else if (error != NULL)
        {
          g_string_append (out, TOO_LONG);
        }
      else
        {
          return;
        }
    }
}

static void
check_pieces (const guint8  *data,
              gsize          size,
              gsize          max_line,
              guint          seed,
              const GString *expected,
              guint64        skipped)
{
  g_autoptr(SalonLineFramer) framer = salon_line_framer_new (max_line);
  g_autoptr(GString) out = g_string_new (NULL);
  guint state = seed;

  while (size > 0)
    {
      gsize piece;

      state = state * 1103515245 + 12345;
      piece = seed == 0 ? size : MIN (size, 1 + (state >> 16) % seed);
      salon_line_framer_push (framer, data, piece);
      if ((state >> 8) % 2 == 0)
        pop_all (framer, max_line, out);
      data += piece;
      size -= piece;
    }
  pop_all (framer, max_line, out);

  g_assert_cmpmem (out->str, out->len, expected->str, expected->len);
  g_assert_cmpuint (salon_line_framer_get_skipped_bytes (framer), ==, skipped);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const guint seeds[] = { 0, 1, 2, 3, 7, 50 };
  g_autoptr(GString) expected = NULL;
  guint64 skipped;
  gsize max_line;
  guint i;

  if (size == 0)
    return 0;

  max_line = 1 + data[0] % 64;
  data++;
  size--;

  expected = expect (data, size, max_line, &skipped);
  for (i = 0; i < G_N_ELEMENTS (seeds); i++)
    check_pieces (data, size, max_line, seeds[i], expected, skipped);

  return 0;
}

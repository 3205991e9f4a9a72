/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-core-error.h"
#include "salon-line-framer.h"

/* What comes out of a framer: lines in <>, ! for one too long. */
static void
pop_all (SalonLineFramer *framer,
         GString         *out)
{
  for (;;)
    {
      g_autoptr(GBytes) line = NULL;
      g_autoptr(GError) error = NULL;

      if (salon_line_framer_pop (framer, &line, &error))
        {
          g_string_append_c (out, '<');
          g_string_append_len (out, g_bytes_get_data (line, NULL), g_bytes_get_size (line));
          g_string_append_c (out, '>');
        }
      else if (error != NULL)
        {
          g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE);
          g_string_append_c (out, '!');
        }
      else
        {
          return;
        }
    }
}

static char *
frame (const char *stream,
       gsize       length,
       gsize       max_line,
       gsize       piece,
       gboolean    pop_at_once,
       guint64    *skipped)
{
  g_autoptr(SalonLineFramer) framer = salon_line_framer_new (max_line);
  GString *out = g_string_new (NULL);
  gsize i;

  for (i = 0; i < length; i += piece)
    {
      salon_line_framer_push (framer, (const guint8 *) stream + i, MIN (piece, length - i));
      if (pop_at_once)
        pop_all (framer, out);
    }
  pop_all (framer, out);
  *skipped = salon_line_framer_get_skipped_bytes (framer);

  return g_string_free (out, FALSE);
}

static void
test_table (void)
{
  static const struct {
    const char *stream;
    gsize       max_line;
    const char *expected;
    guint64     skipped;
  } table[] = {
    { "", 8, "", 0 },
    { "\n", 8, "<>", 0 },
    { "\r\n\n", 8, "<><>", 0 },
    { "a\nb\r\nc", 8, "<a><b>", 0 },
    { "a\rb\n\r\r\n", 8, "<a\rb><\r>", 0 },
    { "12345678\n", 8, "<12345678>", 0 },
    { "12345678\r\n", 8, "<12345678>", 0 },
    { "123456789\n", 8, "!", 10 },
    { "123456789\r\nx\n", 8, "!<x>", 11 },
    { "12345678\r", 8, "", 0 },
    { "12345678\rx\ny\n", 8, "!<y>", 11 },
    { "12345678\r\r\ny\n", 8, "!<y>", 11 },
    { "a\n1234567890123456789012\nb\n!23456789\n12345678901\nc\n", 8, "<a>!<b>!!<c>", 45 },
    { "123456789012", 8, "!", 12 },
    { "x\n123456789012", 8, "<x>!", 12 },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      gsize length = strlen (table[i].stream), piece;

      for (piece = 1; piece <= length + 1; piece++)
        {
          g_autofree char *at_once = NULL;
          g_autofree char *later = NULL;
          guint64 skipped;

          at_once = frame (table[i].stream, length, table[i].max_line, piece, TRUE, &skipped);
          g_assert_cmpstr (at_once, ==, table[i].expected);
          g_assert_cmpuint (skipped, ==, table[i].skipped);
          later = frame (table[i].stream, length, table[i].max_line, piece, FALSE, &skipped);
          g_assert_cmpstr (later, ==, table[i].expected);
          g_assert_cmpuint (skipped, ==, table[i].skipped);
        }
    }
}

static void
test_finish (void)
{
  static const char * const table[][2] = {
    { "a\nb", "<a><b>" }, { "a\n", "<a>" }, { "", "" }, { "a\r", "<a>" }, { "123456789", "!" },
    { "12345678\r", "<12345678>" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(SalonLineFramer) framer = salon_line_framer_new (8);
      g_autoptr(GString) out = g_string_new (NULL);

      salon_line_framer_push (framer, (const guint8 *) table[i][0], strlen (table[i][0]));
      salon_line_framer_finish (framer);
      salon_line_framer_finish (framer);
      pop_all (framer, out);
      g_assert_cmpstr (out->str, ==, table[i][1]);
    }
}

static void
test_bytes_are_left_alone (void)
{
  g_autoptr(SalonLineFramer) framer = salon_line_framer_new (0);
  g_autoptr(GBytes) line = NULL;

  salon_line_framer_push (framer, (const guint8 *) "a\0\377\n", 4);
  g_assert_true (salon_line_framer_pop (framer, &line, NULL));
  g_assert_cmpmem (g_bytes_get_data (line, NULL), g_bytes_get_size (line), "a\0\377", 3);
}

/* 16 MiB in pieces of 4 KiB: copied or searched anew each time, that would be 32 GiB. */
static void
test_long_line_is_linear (void)
{
  const gsize total = 16 * 1024 * 1024, piece = 4096;
  g_autoptr(SalonLineFramer) framer = salon_line_framer_new (0);
  g_autofree char *data = g_strnfill (piece, 'x');
  g_autoptr(GBytes) line = NULL;
  g_autoptr(GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();
  gsize i;

  for (i = 0; i < total; i += piece)
    {
      salon_line_framer_push (framer, (const guint8 *) data, piece);
      g_assert_false (salon_line_framer_pop (framer, &line, &error));
    }
  salon_line_framer_push (framer, (const guint8 *) "\n", 1);
  g_assert_true (salon_line_framer_pop (framer, &line, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (line), ==, total);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
}

static void
test_many_short_lines_are_linear (void)
{
  const guint count = 1000000;
  g_autoptr(SalonLineFramer) framer = salon_line_framer_new (0);
  g_autoptr(GString) data = g_string_new (NULL);
  gint64 begin = g_get_monotonic_time ();
  guint i;

  for (i = 0; i < count; i++)
    g_string_append (data, "ab\n");
  salon_line_framer_push (framer, (const guint8 *) data->str, data->len);
  for (i = 0; i < count; i++)
    {
      g_autoptr(GBytes) line = NULL;

      g_assert_true (salon_line_framer_pop (framer, &line, NULL));
      g_assert_cmpuint (g_bytes_get_size (line), ==, 2);
      /* Something always comes in between. */
      if (i % 1000 == 0)
        salon_line_framer_push (framer, (const guint8 *) "c", 1);
    }
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
}

static void
test_endless_line_costs_nothing (void)
{
  g_autoptr(SalonLineFramer) framer = salon_line_framer_new (1000);
  g_autofree char *data = g_strnfill (1024 * 1024, 'x');
  g_autoptr(GString) out = g_string_new (NULL);
  guint i;

  for (i = 0; i < 500; i++)
    salon_line_framer_push (framer, (const guint8 *) data, 1024 * 1024);
  salon_line_framer_push (framer, (const guint8 *) "\nok\n", 4);
  pop_all (framer, out);

  g_assert_cmpstr (out->str, ==, "!<ok>");
  g_assert_cmpuint (salon_line_framer_get_skipped_bytes (framer), ==,
                    G_GUINT64_CONSTANT (500) * 1024 * 1024 + 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/line-framer/same-lines-whatever-the-pieces", test_table);
  g_test_add_func ("/core/line-framer/finish-ends-the-last-line", test_finish);
  g_test_add_func ("/core/line-framer/bytes-are-left-alone", test_bytes_are_left_alone);
  g_test_add_func ("/core/line-framer/long-line-is-linear", test_long_line_is_linear);
  g_test_add_func ("/core/line-framer/many-short-lines-are-linear",
                   test_many_short_lines_are_linear);
  g_test_add_func ("/core/line-framer/endless-line-costs-nothing",
                   test_endless_line_costs_nothing);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "salon-markup-document.h"
#include "salon-markup-stream.h"

#include <string.h>

/* Text that was written to hurt. */
typedef struct
{
  const char *name;
  const char *before;
  const char *repeated;
  const char *after;
} Hostile;

static const Hostile cases[] = {
  { "stars", "", "*", "" },
  { "star-words", "", "*a ", "" },
  { "star-pairs", "", "**a*", "" },
  { "underscores", "", "_a_", "" },
  { "backticks", "", "`", "x" },
  { "growing-backticks", "", "` `` ``` ", "" },
  { "brackets", "", "[", "" },
  { "links", "", "[a](", "" },
  { "nested-links", "", "[a](b", "" },
  { "images", "", "![", "" },
  { "deep-quote", "", ">", "a" },
  { "deep-quote-lines", "", "> > > > > > > > > > > > > > > > a\n", "" },
  { "deep-list", "", "- ", "a" },
  { "items", "", "- a\n", "" },
  { "ordered-items", "", "1. a\n\n", "" },
  { "fences", "", "```\n", "" },
  { "unclosed-fence", "```\n", "text\n\n", "" },
  { "wide-table", "", "|a", "|\n" },
  { "long-table", "|a|b|\n|-|-|\n", "|1|2|\n", "" },
  { "entities", "", "&amp;", "" },
  { "half-entities", "", "&amp", "" },
  { "tags", "", "<a ", "" },
  { "half-comments", "", "<!--", "" },
  { "definitions", "", "[a]: b\n", "[a]" },
  { "uses-of-a-definition", "[a]: https://example.org/\n\n", "[a]", "" },
  { "one-word", "", "a", "" },
  { "addresses", "", "https://a.b ", "" },
  { "mails", "", "a@b.c ", "" },
  { "dollars", "", "$", "" },
  { "headings", "", "# a\n", "" },
  { "blank-lines", "", "\n", "a" },
  { "breaks", "", "a\\\n", "" },
  { "tildes", "", "~~a", "" },
  { "spaces", "", " ", "a" },
};

typedef struct
{
  guint n_blocks;
  guint depth;
  gsize longest;
  gsize text_length;
} Shape;

static void
measure (SalonMarkupBlock *block,
         guint             depth,
         Shape            *shape)
{
  const char *text = salon_markup_block_get_text (block);

  shape->n_blocks++;
  shape->depth = MAX (shape->depth, depth);
  if (text != NULL)
    {
      shape->text_length += strlen (text);
      if (salon_markup_block_get_kind (block) != SALON_MARKUP_CODE)
        shape->longest = MAX (shape->longest, strlen (text));
    }
  for (guint i = 0; i < salon_markup_block_get_n_children (block); i++)
    measure (salon_markup_block_get_child (block, i), depth + 1, shape);
}

static char *
write_text (const Hostile *hostile,
            gsize          size)
{
  g_autoptr (GString) text = g_string_sized_new (size + 64);

  g_string_append (text, hostile->before);
  while (text->len < size)
    g_string_append (text, hostile->repeated);
  g_string_append (text, hostile->after);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gint64
time_parse (const char *text,
            Shape      *shape)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (SalonMarkupDocument) document = salon_markup_parse (text, -1);
  gint64 taken = g_get_monotonic_time () - start;

  for (guint i = 0; i < salon_markup_document_get_n_blocks (document); i++)
    measure (salon_markup_document_get_block (document, i), 1, shape);

  return taken;
}

static void
test_hostile (gconstpointer user_data)
{
  const Hostile *hostile = user_data;
  g_autofree char *short_text = write_text (hostile, 100 * 1000);
  g_autofree char *long_text = write_text (hostile, 800 * 1000);
  Shape shape = { 0, };
  Shape long_shape = { 0, };
  gint64 short_time = time_parse (short_text, &shape);
  gint64 long_time = time_parse (long_text, &long_shape);

  g_test_message ("100 kB in %.1f ms, 800 kB in %.1f ms, %u blocks",
                  (double) short_time / 1000, (double) long_time / 1000, long_shape.n_blocks);

  /* Squared, eight times the text would take 64 times as long. */
  g_assert_cmpint (long_time, <, MAX (short_time, 5000) * 30);
  g_assert_cmpuint (long_shape.n_blocks, <=, 10100);
  g_assert_cmpuint (long_shape.depth, <=, 16);
  g_assert_cmpuint (long_shape.longest, <=, 8192 + 8);
}

static void
test_what_passes_a_bound_is_kept (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (SalonMarkupDocument) document = NULL;
  SalonMarkupBlock *last;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "- item %u\n", i);
  document = salon_markup_parse (text->str, -1);

  g_assert_cmpuint (salon_markup_document_get_n_blocks (document), ==, 2);
  last = salon_markup_document_get_block (document, 1);
  g_assert_cmpint (salon_markup_block_get_kind (last), ==, SALON_MARKUP_CODE);
  g_assert_nonnull (strstr (salon_markup_block_get_text (last), "item 6000\nitem 6001\n"));
  g_assert_true (g_str_has_suffix (salon_markup_block_get_text (last), "item 19999"));
}

static void
test_long_text_is_kept (void)
{
  g_autofree char *word = g_strnfill (300 * 1000, 'a');
  g_autofree char *paragraph = g_strconcat ("**x", word, "** end", NULL);
  g_autofree char *heading = g_strconcat ("# ", word, NULL);
  Shape shape = { 0, };

  time_parse (paragraph, &shape);
  g_assert_cmpuint (shape.text_length, ==, 300 * 1000 + 5);
  memset (&shape, 0, sizeof shape);
  time_parse (heading, &shape);
  g_assert_cmpuint (shape.text_length, ==, 300 * 1000);
}

static void
test_huge_text_is_kept (void)
{
  g_autofree char *text = g_strnfill (6 * 1024 * 1024, '\n');
  g_autoptr (SalonMarkupDocument) document = NULL;

  memset (text + 5 * 1024 * 1024, 'z', 1024 * 1024);
  document = salon_markup_parse (text, -1);
  g_assert_cmpuint (salon_markup_document_get_n_blocks (document), ==, 1);
  g_assert_true (g_str_has_suffix (
    salon_markup_block_get_text (salon_markup_document_get_block (document, 0)), "zzzz"));
}

/* In small pieces, as a model writes it; a tail that never finishes. */
static void
test_endless_tail_takes_linear_time (void)
{
  gint64 times[2];
  const guint n_lines[2] = { 60 * 1000, 240 * 1000 };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SalonMarkupStream) stream = salon_markup_stream_new ();
      gint64 start = g_get_monotonic_time ();
      const char *text;

      salon_markup_stream_append (stream, "```\n", -1);
      for (guint line = 0; line < n_lines[i]; line += 100)
        {
          g_autofree char *piece = g_strnfill (800, 'x');

          for (guint j = 7; j < 800; j += 8)
            piece[j] = '\n';
          salon_markup_stream_append (stream, piece, 800);
        }
      salon_markup_stream_finish (stream);
      times[i] = g_get_monotonic_time () - start;
      g_assert_cmpuint (salon_markup_stream_get_n_blocks (stream), ==, 1);
      text = salon_markup_block_get_text (salon_markup_stream_get_block (stream, 0));
      g_assert_cmpuint (strlen (text), ==, n_lines[i] * 8 - 1);
    }

  g_test_message ("480 kB in %.1f ms, 1920 kB in %.1f ms",
                  (double) times[0] / 1000, (double) times[1] / 1000);
  g_assert_cmpint (times[1], <, times[0] * 10);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/markup/hostile/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_hostile);
    }
  g_test_add_func ("/markup/hostile/what-passes-a-bound-is-kept", test_what_passes_a_bound_is_kept);
  g_test_add_func ("/markup/hostile/long-text-is-kept", test_long_text_is_kept);
  g_test_add_func ("/markup/hostile/huge-text-is-kept", test_huge_text_is_kept);
  g_test_add_func ("/markup/hostile/endless-tail-takes-linear-time",
                   test_endless_tail_takes_linear_time);

  return g_test_run ();
}

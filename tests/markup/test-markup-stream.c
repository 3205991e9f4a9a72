/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "salon-markup-stream.h"

#include <string.h>

#include "markup-test-utilities.h"

/* Follows a stream and fails when a finished block is ever replaced. */
typedef struct
{
  SalonMarkupStream *stream;
  GPtrArray *blocks;
  guint n_finished;
  gboolean differs_on_the_way;
  gboolean finishing;
  const char *text;
} Follower;

static void
on_blocks_changed_cb (SalonMarkupStream *stream,
                      guint              first,
                      gpointer           user_data)
{
  Follower *self = user_data;

  if (!self->finishing)
    g_assert_cmpuint (first, >=, self->n_finished);
  self->n_finished = salon_markup_stream_get_n_finished (stream);

  g_ptr_array_set_size (self->blocks, (int) MIN (first, self->blocks->len));
  for (guint i = first; i < salon_markup_stream_get_n_blocks (stream); i++)
    {
      SalonMarkupBlock *block = salon_markup_stream_get_block (stream, i);

      g_ptr_array_add (self->blocks, salon_markup_block_ref (block));
    }
}

static void
follower_init (Follower   *self,
               const char *text,
               gsize       length)
{
  self->stream = salon_markup_stream_new ();
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_markup_block_unref);
  self->n_finished = 0;
  self->text = text;
  self->finishing = FALSE;
  /* References to what comes later; and md4c, after two blank lines in a row, does not
   * take the same indentation for the same everywhere.
   */
  self->differs_on_the_way = g_regex_match_simple ("\\]:|\n[ \t\r]*\n[ \t\r]*\n", text,
                                                   G_REGEX_RAW, G_REGEX_MATCH_DEFAULT);
  g_signal_connect (self->stream, "blocks-changed", G_CALLBACK (on_blocks_changed_cb), self);
}

static void
follower_clear (Follower *self)
{
  g_assert_finalize_object (self->stream);
  g_ptr_array_unref (self->blocks);
}

static void
assert_same (Follower            *self,
             SalonMarkupDocument *document)
{
  g_assert_cmpuint (self->blocks->len, ==, salon_markup_stream_get_n_blocks (self->stream));
  g_assert_cmpuint (self->blocks->len, ==, salon_markup_document_get_n_blocks (document));
  for (guint i = 0; i < self->blocks->len; i++)
    {
      SalonMarkupBlock *expected = salon_markup_document_get_block (document, i);

      g_assert_true (self->blocks->pdata[i] == salon_markup_stream_get_block (self->stream, i));
      if (!salon_markup_block_equal (self->blocks->pdata[i], expected))
        {
          g_autofree char *expected_dump = markup_dump_block (expected);
          g_autofree char *dump = markup_dump_block (self->blocks->pdata[i]);
          g_autofree char *shown = g_strescape (self->text, NULL);

          g_test_message ("The text is “%s”", shown);
          g_assert_cmpstr (dump, ==, expected_dump);
          g_assert_not_reached ();
        }
    }
}

static void
check_two_pieces (const char *name,
                  const char *text,
                  gsize       length)
{
  g_autoptr (SalonMarkupDocument) whole = salon_markup_parse (text, (gssize) length);

  for (gsize cut = 0; cut <= length; cut++)
    {
      Follower follower;

      follower_init (&follower, text, length);
      salon_markup_stream_append (follower.stream, text, (gssize) cut);
      salon_markup_stream_append (follower.stream, text + cut, (gssize) (length - cut));
      follower.finishing = TRUE;
      salon_markup_stream_finish (follower.stream);
      assert_same (&follower, whole);
      follower_clear (&follower);
    }
}

static void
test_every_cut_gives_the_whole (void)
{
  markup_foreach_corpus (check_two_pieces);
}

/* At every moment, what is shown is what the text so far gives, but for references. */
static void
check_pieces (const char *text,
              gsize       length,
              gsize       size)
{
  Follower follower;

  follower_init (&follower, text, length);
  for (gsize i = 0; i < length; i += size)
    {
      gsize piece = MIN (size, length - i);

      salon_markup_stream_append (follower.stream, text + i, (gssize) piece);

      if (!follower.differs_on_the_way && (guint8) text[i + piece - 1] < 0x80 &&
          text[i + piece - 1] != '\r')
        {
          g_autoptr (SalonMarkupDocument) so_far = salon_markup_parse (text, (gssize) (i + piece));

          assert_same (&follower, so_far);
        }
    }
  follower.finishing = TRUE;
  salon_markup_stream_finish (follower.stream);

  {
    g_autoptr (SalonMarkupDocument) whole = salon_markup_parse (text, (gssize) length);

    assert_same (&follower, whole);
  }
  follower_clear (&follower);
}

static void
check_all_sizes (const char *name,
                 const char *text,
                 gsize       length)
{
  for (gsize size = 1; size <= 17; size++)
    check_pieces (text, length, size);
}

static void
test_growing_text_is_the_text_so_far (void)
{
  markup_foreach_corpus (check_all_sizes);
}

static void
test_random_texts (void)
{
  static const char * const pieces[] = {
    "*", "**", "`", "```\n", "~~~", "[a]", "> ", ">", "- ", "-", "1. ", "2", "10) ", "    ", "  ",
    "\t",
    "|", "|a|\n|-|\n", "# ", "\n", "\n\n", "\n\n\n", "\r\n", "---\n", "===\n", "text", "a b", "\\",
    "- [ ] ", "\n- ", "\n  ", "\n> ", "\n\n  ", "\n\n    ", "\n```\n",
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (1122);

  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint n_pieces = (guint) g_rand_int_range (random, 1, 40);

      for (guint i = 0; i < n_pieces; i++)
        g_string_append (text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      check_pieces (text->str, text->len, (gsize) g_rand_int_range (random, 1, 6));
    }
}

static void
test_blocks_are_finished_on_the_way (void)
{
  g_autoptr (SalonMarkupStream) stream = salon_markup_stream_new ();

  salon_markup_stream_append (stream, "one\n\n- a\n\n", -1);
  g_assert_cmpuint (salon_markup_stream_get_n_finished (stream), ==, 1);
  salon_markup_stream_append (stream, "1", -1);
  g_assert_cmpuint (salon_markup_stream_get_n_finished (stream), ==, 1);
  salon_markup_stream_append (stream, "9\n", -1);
  g_assert_cmpuint (salon_markup_stream_get_n_finished (stream), ==, 2);
  salon_markup_stream_append (stream, "\n```\ncode\n\nmore\n", -1);
  g_assert_cmpuint (salon_markup_stream_get_n_finished (stream), ==, 2);
  salon_markup_stream_append (stream, "```\n\nT", -1);
  g_assert_cmpuint (salon_markup_stream_get_n_finished (stream), ==, 4);
  g_assert_cmpuint (salon_markup_stream_get_n_blocks (stream), ==, 5);
  salon_markup_stream_finish (stream);
  g_assert_true (salon_markup_stream_is_finished (stream));
  g_assert_cmpuint (salon_markup_stream_get_n_finished (stream), ==, 5);
}

static void
test_unchanged_tail_keeps_its_blocks (void)
{
  g_autoptr (SalonMarkupStream) stream = salon_markup_stream_new ();
  SalonMarkupBlock *heading;

  salon_markup_stream_append (stream, "# Title\ntext", -1);
  g_assert_cmpuint (salon_markup_stream_get_n_finished (stream), ==, 0);
  heading = salon_markup_stream_get_block (stream, 0);
  salon_markup_stream_append (stream, " goes on", -1);
  g_assert_true (salon_markup_stream_get_block (stream, 0) == heading);
}

static void
count_cb (SalonMarkupStream *stream,
          guint              first,
          guint             *count)
{
  *count += 1;
}

static void
test_nothing_new_is_not_announced (void)
{
  g_autoptr (SalonMarkupStream) stream = salon_markup_stream_new ();
  guint count = 0;

  g_signal_connect (stream, "blocks-changed", G_CALLBACK (count_cb), &count);
  salon_markup_stream_append (stream, "text", -1);
  g_assert_cmpuint (count, ==, 1);
  salon_markup_stream_append (stream, "\n", -1);
  salon_markup_stream_append (stream, "", -1);
  salon_markup_stream_append (stream, "\n", -1);
  salon_markup_stream_finish (stream);
  g_assert_cmpuint (count, ==, 1);
}

static void
test_late_definitions_are_found_in_the_end (void)
{
  g_autoptr (SalonMarkupStream) stream = salon_markup_stream_new ();

  salon_markup_stream_append (stream, "See [a].\n\nMore.\n\nStill more.\n\n", -1);
  salon_markup_stream_append (stream, "[a]: https://example.org/\n", -1);
  g_assert_cmpstr (salon_markup_block_get_pango_markup (salon_markup_stream_get_block (stream, 0)),
                   ==, "See [a].");
  salon_markup_stream_finish (stream);
  g_assert_cmpstr (salon_markup_block_get_pango_markup (salon_markup_stream_get_block (stream, 0)),
                   ==, "See <a href=\"https://example.org/\">a</a>.");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/markup/stream/every-cut-gives-the-whole", test_every_cut_gives_the_whole);
  g_test_add_func ("/markup/stream/growing-text-is-the-text-so-far",
                   test_growing_text_is_the_text_so_far);
  g_test_add_func ("/markup/stream/random-texts-in-pieces", test_random_texts);
  g_test_add_func ("/markup/stream/blocks-are-finished-on-the-way",
                   test_blocks_are_finished_on_the_way);
  g_test_add_func ("/markup/stream/unchanged-tail-keeps-its-blocks",
                   test_unchanged_tail_keeps_its_blocks);
  g_test_add_func ("/markup/stream/nothing-new-is-not-announced",
                   test_nothing_new_is_not_announced);
  g_test_add_func ("/markup/stream/late-definitions-are-found-in-the-end",
                   test_late_definitions_are_found_in_the_end);

  return g_test_run ();
}

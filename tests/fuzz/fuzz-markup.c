/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-fuzz"

#include "config.h"

#include "fuzz.h"
#include "salon-markup-document.h"
#include "salon-markup-stream.h"

static void
start_element_cb (GMarkupParseContext *context,
                  const char          *name,
                  const char         **attributes,
                  const char         **values,
                  gpointer             user_data,
                  GError             **error)
{
  static const char * const plain[] = { "markup", "b", "i", "s", "tt", NULL };
  gboolean *in_link = user_data;

  if (g_strv_contains (plain, name))
    {
      g_assert_null (attributes[0]);
      return;
    }

  g_assert_cmpstr (name, ==, "a");
  g_assert_false (*in_link);
  *in_link = TRUE;
  g_assert_cmpstr (attributes[0], ==, "href");
  g_assert_null (attributes[1]);
  g_assert_true (g_ascii_strncasecmp (values[0], "https://", 8) == 0 ||
                 g_ascii_strncasecmp (values[0], "http://", 7) == 0 ||
                 g_ascii_strncasecmp (values[0], "mailto:", 7) == 0);
}

static void
end_element_cb (GMarkupParseContext *context,
                const char          *name,
                gpointer             user_data,
                GError             **error)
{
  if (g_str_equal (name, "a"))
    *(gboolean *) user_data = FALSE;
}

static void
collect_text_cb (GMarkupParseContext *context,
                 const char          *text,
                 gsize                length,
                 gpointer             user_data,
                 GError             **error)
{
  g_assert_true (g_utf8_validate_len (text, length, NULL));
}

static void
check_markup (const char *markup)
{
  static const GMarkupParser parser = {
    .start_element = start_element_cb,
    .end_element = end_element_cb,
    .text = collect_text_cb,
  };
  gboolean in_link = FALSE;
  g_autofree char *whole = g_strconcat ("<markup>", markup, "</markup>", NULL);
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &in_link, NULL);
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, whole, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
}

static void
check_block (SalonMarkupBlock *block,
             guint             depth)
{
  const char *markup = salon_markup_block_get_pango_markup (block);

  g_assert_cmpuint (depth, <, 20);
  if (markup != NULL)
    check_markup (markup);
  for (guint i = 0; i < salon_markup_block_get_n_children (block); i++)
    check_block (salon_markup_block_get_child (block, i), depth + 1);
}

static void
check_pieces (const char          *text,
              gsize                size,
              gsize                piece,
              SalonMarkupDocument *whole)
{
  g_autoptr (SalonMarkupStream) stream = salon_markup_stream_new ();
  guint n_blocks = salon_markup_document_get_n_blocks (whole);

  for (gsize i = 0; i < size; i += piece)
    salon_markup_stream_append (stream, text + i, (gssize) MIN (piece, size - i));
  salon_markup_stream_finish (stream);

  g_assert_cmpuint (salon_markup_stream_get_n_blocks (stream), ==, n_blocks);
  for (guint i = 0; i < n_blocks; i++)
    g_assert_true (salon_markup_block_equal (salon_markup_stream_get_block (stream, i),
                                             salon_markup_document_get_block (whole, i)));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const char *text = (const char *) data;
  g_autoptr (SalonMarkupDocument) whole = salon_markup_parse (text != NULL ? text : "",
                                                              (gssize) size);

  for (guint i = 0; i < salon_markup_document_get_n_blocks (whole); i++)
    check_block (salon_markup_document_get_block (whole, i), 0);
  if (size > 0)
    {
      check_pieces (text, size, 1 + size / 7, whole);
      check_pieces (text, size, 1 + data[0] % 13, whole);
    }

  return 0;
}

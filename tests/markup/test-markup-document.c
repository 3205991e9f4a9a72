/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "salon-markup-document.h"

#include <string.h>

#include "markup-test-utilities.h"

typedef struct
{
  const char *name;
  const char *text;
  const char *dump;
} Case;

static const Case cases[] = {
  { "paragraph", "Hello *you*", "paragraph |Hello <i>you</i>|\n" },
  { "empty", "", "" },
  { "heading-levels", "# a\n\n###### b\n\nc\n---\n",
    "heading 1 |a|\nheading 6 |b|\nheading 2 |c|\n" },
  { "styles", "**b** *i* ~~s~~ `c<`",
    "paragraph |<b>b</b> <i>i</i> <s>s</s> <tt>c&lt;</tt>|\n" },
  { "line-breaks-are-kept", "a\nb  \nc", "paragraph |a\\nb\\nc|\n" },
  { "code-keeps-its-text", "```c title\n<a> & \n\n*x*\n```", "code (c) |<a> & \\n\\n*x*|\n" },
  { "unclosed-fence-is-code", "```\nx\n", "code |x|\n" },
  { "rule", "a\n\n***\n", "paragraph |a|\nrule\n" },
  { "tight-list", "- a\n- b\n",
    "list tight\n  item\n    paragraph |a|\n  item\n    paragraph |b|\n" },
  { "loose-ordered-list", "3. a\n\n4. b\n",
    "list from 3\n  item\n    paragraph |a|\n  item\n    paragraph |b|\n" },
  { "tasks", "- [x] a\n- [ ] b\n",
    "list tight\n  item done\n    paragraph |a|\n  item open\n    paragraph |b|\n" },
  { "nested-tight-list", "- a\n  - b\n- c\n",
    "list tight\n  item\n    paragraph |a|\n    list tight\n      item\n        paragraph |b|\n"
    "  item\n    paragraph |c|\n" },
  { "quote", "> a\n> # b\n", "quote\n  paragraph |a|\n  heading 1 |b|\n" },
  { "table", "|a|b|c|\n|:-|:-:|-:|\n|1|*2*|\n",
    "table\n  row header\n    cell header |a|\n    cell header center |b|\n"
    "    cell header end |c|\n"
    "  row\n    cell |1|\n    cell center |<i>2</i>|\n    cell end ||\n" },
  { "table-cell-breaks", "|a|\n|-|\n|x<br>y<BR/>z<i>|\n",
    "table\n  row header\n    cell header |a|\n  row\n    cell |x\\ny\\nz&lt;i&gt;|\n" },
  { "html-is-text", "<div onclick=\"x\">\n\n<b>y</b>",
    "paragraph |&lt;div onclick=&quot;x&quot;&gt;|\nparagraph |&lt;b&gt;y&lt;/b&gt;|\n" },
  { "links-of-allowed-schemes",
    "[a](https://e.org/?a=b&c=\"d\") [b](HTTP://e.org) [c](mailto:a@e.org)",
    "paragraph |<a href=\"https://e.org/?a=b&amp;c=&quot;d&quot;\">a</a> "
    "<a href=\"HTTP://e.org\">b</a> <a href=\"mailto:a@e.org\">c</a>|\n" },
  { "links-of-other-schemes-are-text",
    "[a](javascript:x) [b](file:///etc) [c](data:text/html,x) [d](relative) <ftp://e.org>",
    "paragraph |a b c d ftp://e.org|\n" },
  { "bare-links", "https://e.org/a_b www.e.org a@e.org",
    "paragraph |<a href=\"https://e.org/a_b\">https://e.org/a_b</a> "
    "<a href=\"http://www.e.org\">www.e.org</a> <a href=\"mailto:a@e.org\">a@e.org</a>|\n" },
  { "image-is-a-link", "![an *image*](https://e.org/i.png) ![](https://e.org/j.png) ![x](y.png)",
    "paragraph |<a href=\"https://e.org/i.png\">an image</a> "
    "<a href=\"https://e.org/j.png\">https://e.org/j.png</a> x|\n" },
  { "no-link-inside-a-link", "[![i](https://a.org/)](https://b.org/)",
    "paragraph |<a href=\"https://b.org/\">i</a>|\n" },
  { "entities", "&amp; &lt; &rarr; &#65; &#x263A; &#0; &nope;",
    "paragraph |&amp; &lt; \\342\\206\\222 A \\342\\230\\272 \\357\\277\\275 &amp;nope;|\n" },
  { "math-stays-as-written", "$a_1*b*c$ and $$x < y$$",
    "paragraph |$a_1*b*c$ and $$x &lt; y$$|\n" },
  { "references", "[a] [b][a]\n\n[a]: https://e.org/",
    "paragraph |<a href=\"https://e.org/\">a</a> <a href=\"https://e.org/\">b</a>|\n" },
  { "spans-that-md4c-leaves-twice", "[](~)~ a *b*", "paragraph | a <i>b</i>|\n" },
  { "control-characters-are-replaced", "a\001b\033[0m\n",
    "paragraph |a\\357\\277\\275b\\357\\277\\275[0m|\n" },
};

static void
test_case (gconstpointer user_data)
{
  const Case *test = user_data;
  g_autofree char *dump = markup_dump (test->text);

  g_assert_cmpstr (dump, ==, test->dump);
}

static void
assert_well_formed (SalonMarkupBlock *block)
{
  const char *markup = salon_markup_block_get_pango_markup (block);

  if (markup != NULL)
    {
      g_assert_true (g_utf8_validate (markup, -1, NULL));
      g_assert_true (markup_is_well_formed (markup));
    }
  for (guint i = 0; i < salon_markup_block_get_n_children (block); i++)
    assert_well_formed (salon_markup_block_get_child (block, i));
}

static void
check_document (const char *name,
                const char *text,
                gsize       length)
{
  g_autoptr (SalonMarkupDocument) document = salon_markup_parse (text, (gssize) length);

  for (guint i = 0; i < salon_markup_document_get_n_blocks (document); i++)
    assert_well_formed (salon_markup_document_get_block (document, i));
}

static void
test_corpus_is_well_formed (void)
{
  markup_foreach_corpus (check_document);
}

/* Whatever is written: shuffled marks, cut and put together anew. */
static void
test_any_text_is_well_formed (void)
{
  static const char * const pieces[] = {
    "*", "**", "_", "`", "``", "```", "~~", "[", "]", "(", ")", "![", "](https://e.org/", "<", ">",
    "&", "&amp;", "\"", "'", "\n", "\n\n", "> ", "- ", "1. ", "    ", "|", "|-|\n", "# ", "$", "\\",
    "https://e.org", "a", "ä", "\xff", "\t", "\001", "<br>",
    "[a]: https://e.org\n", "---\n", "[ ] ",
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (20261122);

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint n_pieces = (guint) g_rand_int_range (random, 1, 60);

      for (guint i = 0; i < n_pieces; i++)
        g_string_append (text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      check_document ("", text->str, text->len);
    }
}

static void
test_checker_sees_broken_markup (void)
{
  g_assert_true (markup_is_well_formed ("<b>a <a href=\"https://e.org\">b</a></b>"));
  g_assert_false (markup_is_well_formed ("<b>a"));
  g_assert_false (markup_is_well_formed ("a & b"));
  g_assert_false (markup_is_well_formed ("<a href=\"file:///\">b</a>"));
  g_assert_false (markup_is_well_formed ("<a href=\"http://a\"><a href=\"http://a\">b</a></a>"));
}

static void
test_equal_sees_every_difference (void)
{
  static const char * const texts[] = {
    "a", "*a*", "# a", "## a", "```\na\n```", "```c\na\n```", "- a", "1. a", "2. a", "- a\n\n- a",
    "- [ ] a", "- [x] a", "> a", "|a|\n|-|", "|a|\n|-:|", "---", "- a\n- b",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint j = 0; j < G_N_ELEMENTS (texts); j++)
      {
        g_autoptr (SalonMarkupDocument) a = salon_markup_parse (texts[i], -1);
        g_autoptr (SalonMarkupDocument) b = salon_markup_parse (texts[j], -1);

        g_assert_cmpint (salon_markup_block_equal (salon_markup_document_get_block (a, 0),
                                                   salon_markup_document_get_block (b, 0)),
                         ==, i == j);
      }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/markup/document/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/markup/document/corpus-is-well-formed", test_corpus_is_well_formed);
  g_test_add_func ("/markup/document/any-text-is-well-formed", test_any_text_is_well_formed);
  g_test_add_func ("/markup/document/checker-sees-broken-markup",
                   test_checker_sees_broken_markup);
  g_test_add_func ("/markup/document/equal-sees-every-difference",
                   test_equal_sees_every_difference);

  return g_test_run ();
}

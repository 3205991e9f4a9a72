/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <libdex.h>

#include "salon-core-error.h"
#include "salon-json-schema.h"
#include "salon-json-writer.h"

static gboolean
judge (const char  *pattern,
       const char  *text,
       GError     **result)
{
  g_autoptr (SalonJsonWriter) schema_writer = salon_json_writer_new ();
  g_autoptr (SalonJsonWriter) value_writer = salon_json_writer_new ();
  g_autoptr (SalonJsonDocument) schema_document = NULL;
  g_autoptr (SalonJsonDocument) value = NULL;
  g_autoptr (SalonJsonSchema) schema = NULL;
  g_autoptr (GError) error = NULL;

  salon_json_writer_begin_object (schema_writer, NULL);
  salon_json_writer_add_string (schema_writer, "pattern", pattern);
  salon_json_writer_end_object (schema_writer);
  salon_json_writer_add_string (value_writer, NULL, text);
  schema_document = salon_json_writer_finish_document (schema_writer);
  value = salon_json_writer_finish_document (value_writer);
  schema = salon_json_schema_new (salon_json_document_get_root (schema_document), &error);
  g_assert_no_error (error);
  return salon_json_schema_validate (schema, salon_json_document_get_root (value), result);
}

static gboolean
matches (const char *pattern,
         const char *text)
{
  return judge (pattern, text, NULL);
}

/* What a pattern of ECMA-262 means, where GRegex alone would mean something else. */
static const struct
{
  const char *pattern;
  const char *text;
  gboolean    matches;
} patterns[] = {
  { "^\\p{Letter}+$", "Grüße", TRUE },
  { "^\\p{Letter}+$", "a1", FALSE },
  { "^\\p{General_Category=Uppercase_Letter}$", "Ä", TRUE },
  { "^\\p{gc=Lu}$", "ä", FALSE },
  { "^\\P{Lu}$", "ä", TRUE },
  { "^[\\p{digit}\\p{punct}]+$", "4!٣", TRUE },
  { "^\\p{Script=Greek}+$", "λόγος", TRUE },
  { "^\\p{sc=Grek}+$", "logos", FALSE },
  { "^\\p{Script_Extensions=Latin}+$", "logos", TRUE },
  { "^\\p{Assigned}$", "a", TRUE },
  { "^\\p{Assigned}$", "\xcd\xb8", FALSE },
  { "^[^\\P{Assigned}]$", "a", TRUE },
  { "^\\p{White_Space}$", " ", TRUE },
  { "^\\p{LC}$", "ǅ", TRUE },
  { "^\\d$", "٣", FALSE },
  { "^[\\D]$", "٣", TRUE },
  { "^\\w$", "é", FALSE },
  { "^[\\W]$", "é", TRUE },
  { "^[\\W]$", "]", TRUE },
  { "^[\\W]$", "_", FALSE },
  { "^\\s$", "\xef\xbb\xbf", TRUE },
  { "^[\\S]$", "\xef\xbb\xbf", FALSE },
  { "\\bcole", "écol école", TRUE },
  { "a\\Bb", "ab", TRUE },
  { "^.$", "\xe2\x80\xa8", FALSE },
  { "^.$", "\xc2\x85", TRUE },
  { "^a$", "a\n", FALSE },
  { "^\\u00e9\\ud83d\\ude00\\u{1F600}$", "é😀😀", TRUE },
  { "^\\x41\\cJ$", "A\n", TRUE },
  { "^[\\w-.]+$", "a-.", TRUE },
  { "^[\\w-.]+$", ",", FALSE },
  { "^[a-\\d]+$", "a-5", TRUE },
  { "^[+--]+$", "+,-", TRUE },
  { "^[[:alpha:]]$", "a]", TRUE },
  { "^[[:alpha:]]$", "z", FALSE },
  { "^[^]$", "\n", TRUE },
  { "^([]|b)$", "b", TRUE },
  { "^{a}]$", "{a}]", TRUE },
  { "^a{,2}$", "a{,2}", TRUE },
  { "^a{2}$", "aa", TRUE },
  { "^\\/\\-\\@$", "/-@", TRUE },
  { "^(?<x>a|b)\\k<x>$", "aa", TRUE },
  { "^(a|b)\\1$", "ab", FALSE },
  { "(?<!€)5$", "€5", FALSE },
  { "^[\\u00e4-\\u00fc]$", "ö", TRUE },
  { "^[ä-ü]$", "ß", FALSE },
};

/* What is none of ECMA's judges nothing. */
static const char *const no_patterns[] = {
  "(*UTF)x", "(?i)x", "(?#c)x", "(?R)", "(?>x)", "(?C1)x", "(?P<a>x)", "x++", "x*+", "x{2}+",
  "\\Ax", "x\\Z", "\\Cx", "\\Qx", "\\Rx", "\\p{Nonsense=X}", "\\p{}", "\\pL", "\\p{No thing}",
  "\\ud800", "\\u{110000}", "\\u12", "\\x1", "\\c1", "x\\", "[x", "[x\\", "(x", "x)", "\\2(x)",
  "[z-a]", "*", "\\01",
};

static void
test_patterns (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_test_message ("%s on %s", patterns[i].pattern, patterns[i].text);
      g_assert_cmpint (matches (patterns[i].pattern, patterns[i].text), ==, patterns[i].matches);
    }
}

static void
test_foreign_patterns (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (no_patterns); i++)
    {
      g_test_message ("%s", no_patterns[i]);
      g_assert_true (matches (no_patterns[i], "something"));
    }
}

/* PCRE recurses into groups; a fiber has a stack of its own, and it is small. */
static DexFuture *
match_nested_groups (gpointer user_data)
{
  g_autoptr (GString) pattern = g_string_new (NULL);
  guint depth = GPOINTER_TO_UINT (user_data);

  for (guint i = 0; i < depth; i++)
    g_string_append (pattern, i % 2 ? "(a|" : "(?<=");
  for (guint i = 0; i < depth; i++)
    g_string_append (pattern, "b)");
  return dex_future_new_for_boolean (matches (pattern->str, "aaa"));
}

static void
test_nested_groups (void)
{
  static const guint depths[] = { 8, 30, 48, 49, 400, 4000 };

  for (gsize i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      g_autoptr (DexFuture) future = dex_scheduler_spawn (NULL, 0, match_nested_groups,
                                                          GUINT_TO_POINTER (depths[i]), NULL);

      while (dex_future_is_pending (future))
        g_main_context_iteration (NULL, TRUE);
      g_assert_true (dex_future_is_resolved (future));
    }
}

/* What cannot be decided within bounds is no verdict. */
static void
test_hostile_pattern_ends (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (judge ("^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
                         &error));
  g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_DEEP);
}

/* Each step of a match may look at all of the text. */
static void
test_pattern_for_long_text (void)
{
  g_autofree char *longest = g_strnfill (32 * 1024, 'a');
  g_autofree char *longer = g_strnfill (1024 * 1024, 'a');

  g_assert_false (matches ("[^b]*b", longest));
  g_assert_true (matches ("[^b]*b", longer));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/json-schema-pattern/means-what-ecma-says", test_patterns);
  g_test_add_func ("/core/json-schema-pattern/foreign-ones-judge-nothing", test_foreign_patterns);
  g_test_add_func ("/core/json-schema-pattern/nested-groups-fit-a-fiber", test_nested_groups);
  g_test_add_func ("/core/json-schema-pattern/hostile-one-ends", test_hostile_pattern_ends);
  g_test_add_func ("/core/json-schema-pattern/judges-no-long-text", test_pattern_for_long_text);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test-store"

#include "config.h"

#include "salon-store-query-private.h"
#include "store-test-util.h"

static SalonStore *
open_with_texts (void)
{
  SalonStore *store = store_test_open (NULL);

  store_test_save_chat (store, "fruit", "Über Äpfel", 1);
  store_test_save_message (store, "f1", "fruit", NULL, "finished", 1);
  store_test_save_text (store, "f1p", "f1", "How do I bake an apple pie?\nWith \"quotes\" AND "
                                            "care");
  store_test_save_message (store, "f2", "fruit", "f1", "finished", 2);
  store_test_save_text (store, "f2p", "f2", "C++ is 100% not_a fruit; O'Brien’s apple cider.");
  store_test_save_message (store, "f3", "fruit", "f1", "failed", 3);
  store_test_save_text (store, "f3p", "f3", "りんごのパイを焼く方法");
  store_test_save_chat (store, "other", "Weather in Orleans", 2);
  return store;
}

static void
test_finds (void)
{
  const struct { const char *query; const char *hits; } rows[] = {
    { "apple", "fruit:f2 fruit:f1" },
    { "APPLE pi", "fruit:f1" },
    { "pie bake", "fruit:f1" },
    { "apfel", "fruit:-" },
    { "uber apf", "fruit:-" },
    { "orleans", "other:-" },
    { "pie zebra", "" },
    { "appl cider", "" },          /* only the last word may be a beginning */
    { "o'brien", "fruit:f2" },
    { "c++", "fruit:f2 fruit:f1" }, /* as a beginning: care, cider */
    { "100%", "fruit:f2" },
    { "パイ", "fruit:f3" },
    { "りんご", "fruit:f3" },
    { "apple パイ", "" },
  };
  SalonStore *store = open_with_texts ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *hits = store_test_dup_hits (store, rows[i].query);

      g_test_message ("%s", rows[i].query);
      g_assert_cmpstr (hits, ==, rows[i].hits);
    }
  store_test_close (store);
}

static void
test_hostile_text_is_only_text (void)
{
  const char *queries[] = {
    "", " ", "\"", "\"\"", "\"\"\"", "'", "*", "a*b", "apple*", "(", ")", "((((", "AND", "OR OR",
    "NOT", "NEAR(", "NEAR(apple pie, 3)", "title:", "text : apple",
    "{text}: apple", "^apple", "-apple",
    "apple AND", "%", "_", "!", "!!", "\\", ";DROP TABLE chats;--", "apple\x01pie", "\xff\xfe",
    "apple \xc3", "🎉", "\xe2\x80\xae", "+", "a + b", ":", ",", "[", "?", "?1", ":a", "@a", "$a",
  };
  SalonStore *store = open_with_texts ();
  g_autoptr(GString) huge = g_string_new (NULL);
  g_autofree char *hits = NULL;
  g_autofree char *after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *found = NULL;
      g_autofree char *escaped = g_strescape (queries[i], NULL);

      g_test_message ("%s", escaped);
      found = store_test_dup_hits (store, queries[i]);
    }
  for (guint i = 0; i < 20000; i++)
    g_string_append (huge, "w\"( ");
  hits = store_test_dup_hits (store, huge->str);
  after = store_test_dup_hits (store, "pie");
  g_assert_cmpstr (after, ==, "fruit:f1");
  store_test_close (store);
}

static void
test_makes_queries (void)
{
  const struct { const char *text; const char *match; const char *like; } rows[] = {
    { "a b", "\"a\" \"b\"*", "%a b%" },
    { "  say \"hi\"  ", "\"say\" \"\"\"hi\"\"\"*", "%say \"hi\"%" },
    { "a - b", "\"a\" \"b\"*", "%a - b%" },
    { "a -", "\"a\"*", "%a -%" },
    { "100%_!", "\"100%_!\"*", "%100!%!_!!%" },
    { "", NULL, NULL },
    { " \t", NULL, NULL },
    { "++", NULL, "%++%" },
    { "日本", NULL, "%日本%" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *match = salon_store_query_to_match (rows[i].text);
      g_autofree char *like = salon_store_query_to_like (rows[i].text);

      g_assert_cmpstr (match, ==, rows[i].match);
      g_assert_cmpstr (like, ==, rows[i].like);
    }
}

static void
test_the_index_follows_changes (void)
{
  g_autofree char *path = store_test_dup_path ("index.db");
  SalonStore *store = store_test_open (path);
  const struct
  {
    const char *state;
    const char *text;
    const char *word;
    const char *hits;
  } steps[] = {
    { "streaming", "alpha", "alpha", "" },
    { "finished", "alpha", "alpha", "c:m" },
    { "finished", "beta", "alpha", "" },
    { "finished", "beta", "beta", "c:m" },
    { "streaming", "beta", "beta", "" },
    { "streaming", "gamma", "gamma", "" },
    { "stopped", "gamma", "gamma", "c:m" },
    { "failed", NULL, "gamma", "" },
    { "failed", "delta", "delta", "c:m" },
  };
  g_autofree char *title = NULL;
  g_autofree char *none = NULL;

  store_test_save_chat (store, "c", "first", 1);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *hits = NULL;

      store_test_save_message (store, "m", "c", NULL, steps[i].state, 1);
      store_test_save_text (store, "p", "m", steps[i].text);
      hits = store_test_dup_hits (store, steps[i].word);
      g_assert_cmpstr (hits, ==, steps[i].hits);
    }
  store_test_save_chat (store, "c", "second", 1);
  title = store_test_dup_hits (store, "second");
  g_assert_cmpstr (title, ==, "c:-");
  none = store_test_dup_hits (store, "first");
  g_assert_cmpstr (none, ==, "");
  store_test_close (store);
  store_test_execute (path,
                      "INSERT INTO parts_search (parts_search, rank) VALUES ('integrity-check', 1);"
                      "INSERT INTO chats_search (chats_search, rank) VALUES ('integrity-check', "
                      "1);");
}

static void
test_snippets_are_one_short_line (void)
{
  SalonStore *store = store_test_open (NULL);
  g_autoptr(GString) text = g_string_new (NULL);
  const char *queries[] = { "needle", "針" };

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, i == 500 ? "the needle\n\n 針 is here\t" : "hay und heü\n");
  store_test_save_chat (store, "c", "t", 1);
  store_test_save_message (store, "m", "c", NULL, "finished", 1);
  store_test_save_text (store, "p", "m", text->str);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr(GPtrArray) hits = NULL;
      SalonStoreHit *hit;

      hits = store_test_await_boxed (salon_store_search (store, queries[i], 5));
      g_assert_cmpuint (hits->len, ==, 1);
      hit = hits->pdata[0];
      g_test_message ("%s", hit->snippet);
      g_assert_nonnull (strstr (hit->snippet, queries[i]));
      g_assert_null (strchr (hit->snippet, '\n'));
      g_assert_cmpint (g_utf8_strlen (hit->snippet, -1), <, 160);
      g_assert_true (g_str_has_prefix (hit->snippet, "…"));
      g_assert_true (g_str_has_suffix (hit->snippet, "…"));
    }
  store_test_close (store);
}

static void
test_respects_the_limit (void)
{
  SalonStore *store = store_test_open (NULL);
  g_autoptr(GPtrArray) hits = NULL;
  g_autoptr(GPtrArray) none = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("c%u", i);

      store_test_save_chat (store, id, "word", 1);
      store_test_save_message (store, id, id, NULL, "finished", 1);
      store_test_save_text (store, id, id, "word");
    }
  hits = store_test_await_boxed (salon_store_search (store, "word", 7));
  g_assert_cmpuint (hits->len, ==, 7);
  none = store_test_await_boxed (salon_store_search (store, "word", 0));
  g_assert_cmpuint (none->len, ==, 0);
  store_test_close (store);
}

int
main (int   argc,
      char *argv[])
{
  store_test_init (&argc, &argv);
  g_test_add_func ("/store/search/finds", test_finds);
  g_test_add_func ("/store/search/hostile-text-is-only-text", test_hostile_text_is_only_text);
  g_test_add_func ("/store/search/makes-queries", test_makes_queries);
  g_test_add_func ("/store/search/the-index-follows-changes", test_the_index_follows_changes);
  g_test_add_func ("/store/search/snippets-are-one-short-line", test_snippets_are_one_short_line);
  g_test_add_func ("/store/search/respects-the-limit", test_respects_the_limit);
  return g_test_run ();
}

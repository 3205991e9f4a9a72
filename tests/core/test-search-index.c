/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include <string.h>

#include "salon-search-index.h"
#include "salon-search-words.h"

static void
append_word (const char *word,
             gpointer    user_data)
{
  GString *words = user_data;

  g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", word);
}

static void
check_words (const char *text,
             const char *expected)
{
  g_autoptr (GString) words = g_string_new (NULL);

  salon_search_words_foreach (text, append_word, words);
  g_assert_cmpstr (words->str, ==, expected);
}

static void
test_words_of_identifiers (void)
{
  check_words ("getFileInfo", "get file info getfileinfo");
  check_words ("add_issue-comment", "add issu comment");
  check_words ("HTTPServerURL", "http server url httpserverurl");
  check_words ("list_s3_buckets v2", "list s3 bucket v2");
  check_words ("x.y/z:q", "x y z q");
}

static void
test_words_of_text (void)
{
  check_words ("What's Größe, señor? DON’T!", "what gross senor don");
  check_words ("", "");
  check_words ("… !! --", "");
  check_words ("a\xff\xfe" "b", "a b");
}

static void
test_forms_of_a_word_meet (void)
{
  static const char * const alike[][4] = {
    { "file", "files", NULL },
    { "query", "queries", "querying", NULL },
    { "search", "searches", "searched", "searching" },
    { "create", "created", "creating", "creates" },
    { "run", "running", "runs", NULL },
    { "box", "boxes", NULL },
    { "class", "classes", NULL },
    { "translate", "translation", "translating", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (alike); i++)
    {
      g_autoptr (GString) first = g_string_new (NULL);

      salon_search_words_foreach (alike[i][0], append_word, first);
      for (guint j = 1; j < 4 && alike[i][j] != NULL; j++)
        check_words (alike[i][j], first->str);
    }
  /* And these don't. */
  check_words ("status news is sing bed string", "status news is sing bed string");
}

static void
test_scripts_without_spaces_go_by_pairs (void)
{
  check_words ("天気予報", "天 気 天気 予 気予 報 予報");
  check_words ("get天気", "get 天 気 天気");
}

static SalonSearchIndex *
make_index (const char * const *texts)
{
  SalonSearchIndex *index = salon_search_index_new ();

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (texts[i], "|", -1);

      g_assert_cmpuint (salon_search_index_add_document (index), ==, i);
      salon_search_index_add_field (index, 3, fields[0]);
      if (fields[1] != NULL)
        salon_search_index_add_field (index, 1, fields[1]);
    }
  return index;
}

static char *
ask (SalonSearchIndex *index,
     const char       *query,
     guint             limit)
{
  g_autoptr (GArray) results = salon_search_index_search (index, query, limit);
  GString *text = g_string_new (NULL);
  double last = G_MAXDOUBLE;

  for (guint i = 0; i < results->len; i++)
    {
      const SalonSearchResult *result = &g_array_index (results, SalonSearchResult, i);

      g_assert_cmpfloat (result->score, <=, last);
      last = result->score;
      g_string_append_printf (text, "%s%u", i > 0 ? " " : "", result->document);
    }
  return g_string_free (text, FALSE);
}

static void
check_answer (SalonSearchIndex *index,
              const char       *query,
              const char       *expected)
{
  g_autofree char *answer = ask (index, query, 10);

  g_assert_cmpstr (answer, ==, expected);
}

static void
test_the_best_comes_first (void)
{
  const char *texts[] = {
    "read_file|Read a text file", "write_file|Write to a file, replacing its text",
    "send_mail|Send a message with a file attached", "sing_song|La la la", NULL
  };
  g_autoptr (SalonSearchIndex) index = make_index (texts);
  g_autofree char *limited = NULL;

  salon_search_index_seal (index);
  check_answer (index, "read a file", "0 1 2");
  check_answer (index, "Please write the file for me", "1 0 2");
  check_answer (index, "mails", "2");
  check_answer (index, "quantum", "");
  check_answer (index, "", "");
  limited = ask (index, "file", 1);
  g_assert_cmpuint (strlen (limited), ==, 1);
}

static void
test_a_field_of_weight_counts_more (void)
{
  const char *texts[] = { "other|the garden is one", "garden|the other is one", NULL };
  g_autoptr (SalonSearchIndex) index = make_index (texts);

  salon_search_index_seal (index);
  check_answer (index, "garden", "1 0");
}

static void
test_equals_keep_their_order (void)
{
  const char *texts[] = { "b one", "a one", "c one", NULL };
  g_autoptr (SalonSearchIndex) index = make_index (texts);

  salon_search_index_seal (index);
  check_answer (index, "one one", "0 1 2");
}

static void
test_beginnings_and_synonyms_are_found (void)
{
  const char *texts[] = { "repository", "image", "folder", "repo", NULL };
  const char *groups[] = { "picture photo image", "directory folder", NULL };
  g_autoptr (SalonSearchIndex) index = make_index (texts);

  salon_search_index_set_synonyms (index, groups);
  salon_search_index_seal (index);
  check_answer (index, "photos", "1");
  check_answer (index, "directories", "2");
  check_answer (index, "repo", "3 0");
}

static void
test_an_empty_index_answers (void)
{
  g_autoptr (SalonSearchIndex) index = salon_search_index_new ();

  salon_search_index_seal (index);
  check_answer (index, "anything", "");
  g_assert_cmpuint (salon_search_index_get_n_documents (index), ==, 0);
}

static void
test_hostile_texts_are_bounded (void)
{
  g_autoptr (SalonSearchIndex) index = salon_search_index_new ();
  g_autoptr (GString) many = g_string_new (NULL);
  g_autofree char *one = g_strnfill (4 * 1024 * 1024, 'x');
  g_autofree char *answer = NULL;

  for (guint i = 0; i < 300000; i++)
    g_string_append_printf (many, "w%u ", i);
  salon_search_index_add_document (index);
  salon_search_index_add_field (index, 1, many->str);
  salon_search_index_add_document (index);
  salon_search_index_add_field (index, 1, one);
  salon_search_index_seal (index);
  answer = ask (index, many->str, 5);
  g_assert_cmpstr (answer, ==, "0");
  check_answer (index, one, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/core/search-words/identifiers-are-taken-apart", test_words_of_identifiers);
  g_test_add_func ("/core/search-words/text-is-folded", test_words_of_text);
  g_test_add_func ("/core/search-words/forms-of-a-word-meet", test_forms_of_a_word_meet);
  g_test_add_func ("/core/search-words/scripts-without-spaces-go-by-pairs",
                   test_scripts_without_spaces_go_by_pairs);
  g_test_add_func ("/core/search-index/the-best-comes-first", test_the_best_comes_first);
  g_test_add_func ("/core/search-index/a-field-of-weight-counts-more",
                   test_a_field_of_weight_counts_more);
  g_test_add_func ("/core/search-index/equals-keep-their-order", test_equals_keep_their_order);
  g_test_add_func ("/core/search-index/beginnings-and-synonyms-are-found",
                   test_beginnings_and_synonyms_are_found);
  g_test_add_func ("/core/search-index/an-empty-index-answers", test_an_empty_index_answers);
  g_test_add_func ("/core/search-index/hostile-texts-are-bounded",
                   test_hostile_texts_are_bounded);
  return g_test_run ();
}

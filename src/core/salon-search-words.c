/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-search-words.h"

#include <string.h>

/* A word that is longer is a key, a hash or an attack. */
#define MAX_WORD_BYTES 64

/* --- endings ----------------------------------------------------------------------------- */

static gboolean
has_vowel (const char *text,
           gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (strchr ("aeiouy", text[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
cut_ending (GString    *word,
            const char *ending,
            const char *replacement,
            gsize       least)
{
  gsize length = strlen (ending);

  if (word->len < length + least || strcmp (word->str + word->len - length, ending) != 0 ||
      !has_vowel (word->str, word->len - length))
    return FALSE;
  g_string_truncate (word, word->len - length);
  g_string_append (word, replacement);
  return TRUE;
}

static gboolean
ends_doubled (const GString *word)
{
  char last = word->str[word->len - 1];

  return word->len > 3 && last == word->str[word->len - 2] && strchr ("lsz", last) == NULL &&
         g_ascii_isalpha (last);
}

/* A light hand: plurals and the forms of verbs, and what makes a noun of a verb. Two words that
 * should not meet do less harm here than two that should and don't. */
static void
take_endings_off (GString *word)
{
  /* What only looks like a plural. */
  if (word->len < 4 || strcmp (word->str, "news") == 0)
    return;
  if (!cut_ending (word, "ies", "y", 2) && !cut_ending (word, "sses", "ss", 1) &&
      !cut_ending (word, "shes", "sh", 1) && !cut_ending (word, "ches", "ch", 1) &&
      !cut_ending (word, "xes", "x", 1) && !g_str_has_suffix (word->str, "ss") &&
      !g_str_has_suffix (word->str, "us") && !g_str_has_suffix (word->str, "is"))
    cut_ending (word, "s", "", 3);
  if ((cut_ending (word, "ing", "", 3) || cut_ending (word, "ed", "", 3)) && ends_doubled (word))
    g_string_truncate (word, word->len - 1);
  if (!cut_ending (word, "ion", "", 4))
    cut_ending (word, "ment", "", 4);
  /* “e” comes and goes with the endings above. */
  if (word->len > 4)
    cut_ending (word, "e", "", 3);
  if (word->len > 3 && word->str[word->len - 1] == 'y' && strchr ("aeiou",
                                                                  word->str[word->len - 2]) == NULL)
    word->str[word->len - 1] = 'i';
}

/* --- words ------------------------------------------------------------------------------- */

typedef struct
{
  SalonSearchWordFunc func;
  gpointer            user_data;
  GString            *word;
  GString            *whole;    /* what “word” is a part of, without borders */
  guint               n_parts;  /* of “whole”, so far */
  gunichar            previous; /* of a script without spaces; 0 for none */
} Splitter;

static gboolean
is_plain (const GString *word)
{
  for (gsize i = 0; i < word->len; i++)
    {
      if (!g_ascii_isalpha (word->str[i]))
        return FALSE;
    }
  return TRUE;
}

static void
tell_word (Splitter *splitter,
           GString  *word)
{
  if (word->len > 0 && word->len <= MAX_WORD_BYTES)
    {
      if (is_plain (word))
        take_endings_off (word);
      splitter->func (word->str, splitter->user_data);
    }
  g_string_truncate (word, 0);
}

/* A part of a word in camelCase. */
static void
end_part (Splitter *splitter)
{
  splitter->n_parts++;
  tell_word (splitter, splitter->word);
}

/* Who writes “GitHub” may mean “github”. */
static void
end_word (Splitter *splitter)
{
  splitter->previous = 0;
  tell_word (splitter, splitter->word);
  if (splitter->n_parts > 0)
    tell_word (splitter, splitter->whole);
  g_string_truncate (splitter->whole, 0);
  splitter->n_parts = 0;
}

static gboolean
is_without_spaces (gunichar character)
{
  static const GUnicodeScript scripts[] = {
    G_UNICODE_SCRIPT_HAN,  G_UNICODE_SCRIPT_HIRAGANA, G_UNICODE_SCRIPT_KATAKANA,
    G_UNICODE_SCRIPT_THAI, G_UNICODE_SCRIPT_LAO,      G_UNICODE_SCRIPT_KHMER,
    G_UNICODE_SCRIPT_MYANMAR,
  };
  GUnicodeScript script;

  /* The first of them begins there. */
  if (character < 0xe00)
    return FALSE;
  script = g_unichar_get_script (character);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      if (scripts[i] == script)
        return TRUE;
    }
  return FALSE;
}

/* Pairs, and single characters for queries of one. */
static void
add_pair (Splitter *splitter,
          gunichar  character)
{
  char pair[16];
  gunichar previous = splitter->previous;
  int length;

  if (splitter->word->len > 0)
    end_word (splitter);
  length = g_unichar_to_utf8 (character, pair);
  pair[length] = '\0';
  splitter->func (pair, splitter->user_data);
  if (previous != 0)
    {
      length = g_unichar_to_utf8 (previous, pair);
      length += g_unichar_to_utf8 (character, pair + length);
      pair[length] = '\0';
      splitter->func (pair, splitter->user_data);
    }
  splitter->previous = character;
}

static void
add_character (Splitter *splitter,
               gunichar  character)
{
  splitter->previous = 0;
  character = g_unichar_tolower (character);
  /* The one letter of German that no decomposition takes apart. */
  if (character == 0xdf)
    {
      add_character (splitter, 's');
      character = 's';
    }
  if (splitter->word->len > MAX_WORD_BYTES)
    return;
  g_string_append_unichar (splitter->word, character);
  if (splitter->whole->len <= MAX_WORD_BYTES)
    g_string_append_unichar (splitter->whole, character);
}

/* “fooBar” and “HTTPServer” have a border before the last capital; digits stand by themselves,
 * but for those of short names like “s3”, “k8s” or “v2”. */
static gboolean
is_border (gunichar previous,
           gunichar current,
           gunichar next)
{
  if (g_unichar_islower (previous) && g_unichar_isupper (current))
    return TRUE;
  return g_unichar_isupper (previous) && g_unichar_isupper (current) && g_unichar_islower (next);
}

static void
split (Splitter   *splitter,
       const char *text)
{
  gunichar previous = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar current = g_utf8_get_char (at);
      const char *after = g_utf8_next_char (at);

      if (g_unichar_ismark (current))
        continue;
      if (current == '\'' || current == 0x2019)
        {
          /* “what's”, “don’t”: what follows says nothing. */
          end_word (splitter);
          while (g_unichar_isalpha (g_utf8_get_char (after)))
            after = g_utf8_next_char (after);
          at = g_utf8_prev_char (after);
          previous = 0;
          continue;
        }
      if (!g_unichar_isalnum (current))
        {
          end_word (splitter);
          previous = 0;
          continue;
        }
      if (is_without_spaces (current))
        add_pair (splitter, current);
      else
        {
          if (previous != 0 && is_border (previous, current, g_utf8_get_char (after)))
            end_part (splitter);
          add_character (splitter, current);
        }
      previous = current;
    }
  end_word (splitter);
}

static gboolean
is_ascii (const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    {
      if ((guchar) *at >= 128)
        return FALSE;
    }
  return TRUE;
}

/**
 * salon_search_words_foreach:
 * @text: any text
 * @func: (scope call): called for each word, in order
 * @user_data: for @func
 *
 * Takes a text apart as [struct@SearchIndex] does. What is no UTF-8 separates words.
 */
void
salon_search_words_foreach (const char          *text,
                            SalonSearchWordFunc  func,
                            gpointer             user_data)
{
  g_autofree char *folded = NULL;
  g_autoptr (GString) word = NULL;
  g_autoptr (GString) whole = NULL;
  Splitter splitter = { .func = func, .user_data = user_data };

  g_return_if_fail (text != NULL && func != NULL);

  if (!is_ascii (text))
    {
      g_autofree char *valid = g_utf8_make_valid (text, -1);

      /* Taken apart, diacritics are characters of their own, which are skipped. */
      folded = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
    }
  word = g_string_sized_new (MAX_WORD_BYTES + 8);
  whole = g_string_sized_new (MAX_WORD_BYTES + 8);
  splitter.word = word;
  splitter.whole = whole;
  split (&splitter, folded != NULL ? folded : text);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-practice-words-private.h"

#include <string.h>

/* Words that say nothing about which tool is meant. */
static const char * const fillers[] = {
  "a", "about", "all", "an", "and", "any", "are", "as", "at", "be", "by", "call", "can", "could",
  "currently", "did", "do", "does", "for", "from", "get", "give", "have", "how", "i", "in", "into",
  "is", "it", "its", "just", "let", "lets", "like", "me", "my", "need", "now", "of", "on", "or",
  "our", "please", "run", "show", "some", "tell", "that", "the", "then", "there", "this", "to",
  "tool", "tools", "up", "us", "use", "using", "want", "was", "we", "what", "whats", "which", "who",
  "will", "with", "would", "you", "your",
};

/* One stem stands for what people and tools call by several names. */
static const struct { const char *stem; const char *meaning; } meanings[] = {
  { "addition", "add" },   { "sum", "add" },        { "plus", "add" },       { "total", "add" },
  { "folder", "directory" }, { "dir", "directory" }, { "document", "file" }, { "day", "date" },
  { "today", "date" },     { "clock", "time" },     { "hour", "time" },      { "datetime", "time" },
  { "find", "search" },    { "grep", "search" },    { "look", "search" },    { "say", "echo" },
  { "repeat", "echo" },    { "remove", "delete" },  { "erase", "delete" },   { "save", "write" },
  { "view", "read" },      { "cat", "read" },       { "ls", "list" },        { "picture", "image" },
  { "photo", "image" },    { "notification", "notify" }, { "remind", "notify" },
  { "launch", "open" },    { "fetch", "download" },
};

/* Whether a word, in lower case, says nothing about which tool is meant. */
gboolean
salon_practice_word_is_filler (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (fillers); i++)
    {
      if (strcmp (fillers[i], word) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Cuts the endings off that English gives its words: files and file, listing and list. */
static void
cut_ending (char *word)
{
  gsize length = strlen (word);

  if (length > 4 && g_str_has_suffix (word, "ies"))
    memcpy (word + length - 3, "y", 2);
  else if (length > 5 && g_str_has_suffix (word, "ing"))
    word[length - 3] = '\0';
  else if (length > 4 && (g_str_has_suffix (word, "xes") || g_str_has_suffix (word, "ches") ||
                          g_str_has_suffix (word, "shes") || g_str_has_suffix (word, "sses")))
    word[length - 2] = '\0';
  else if (length > 4 && g_str_has_suffix (word, "ed") && word[length - 3] != 'e')
    word[length - 2] = '\0';
  else if (length > 3 && word[length - 1] == 's' &&
           word[length - 2] != 's' && word[length - 2] != 'u')
    word[length - 1] = '\0';

  /* time, timing; date, dating; write, writing: the silent e goes, too, except where
   * nothing but it would tell two words apart.
   */
  length = strlen (word);
  if (length > 4 && word[length - 1] == 'e')
    word[length - 1] = '\0';
}

/* What a word stands for, in lower case and without its ending. */
char *
salon_practice_word_stem (const char *word,
                          gssize      length)
{
  char *stem = g_utf8_strdown (word, length);

  cut_ending (stem);
  for (guint i = 0; i < G_N_ELEMENTS (meanings); i++)
    {
      g_autofree char *other = g_strdup (meanings[i].stem);

      cut_ending (other);
      if (strcmp (stem, other) == 0)
        {
          g_set_str (&stem, meanings[i].meaning);
          cut_ending (stem);
          break;
        }
    }
  return stem;
}

gboolean
salon_practice_words_contain (GPtrArray  *words,
                              const char *word)
{
  return g_ptr_array_find_with_equal_func (words, word, g_str_equal, NULL);
}

/* Adds the stem of a word, unless it is there already. */
void
salon_practice_words_add (GPtrArray  *words,
                          const char *word)
{
  g_autofree char *stem = salon_practice_word_stem (word, -1);

  if (!salon_practice_words_contain (words, stem))
    g_ptr_array_add (words, g_steal_pointer (&stem));
}

static void
flush (GPtrArray *words,
       GString   *word)
{
  g_autofree char *lower = NULL;

  if (word->len == 0)
    return;
  lower = g_utf8_strdown (word->str, (gssize) word->len);
  if (!salon_practice_word_is_filler (lower))
    salon_practice_words_add (words, lower);
  g_string_truncate (word, 0);
}

/* The stems of a text, each once, without fillers. Names fall apart into their words:
 * list_directory, list-directory and listDirectory are the same. Reads @limit bytes at most.
 */
GPtrArray *
salon_practice_words_split (const char *text,
                            gsize       limit)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) word = g_string_new (NULL);
  gboolean after_lower = FALSE;

  if (text == NULL)
    return words;
  for (const char *p = text; *p != '\0' && (gsize) (p - text) < limit; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      /* what's, it's: the apostrophe stands inside the word. */
      if (character == '\'' || character == 0x2019)
        continue;
      if (!g_unichar_isalnum (character) || (after_lower && g_unichar_isupper (character)))
        flush (words, word);
      if (g_unichar_isalnum (character))
        g_string_append_unichar (word, character);
      after_lower = g_unichar_islower (character);
    }
  flush (words, word);
  return words;
}

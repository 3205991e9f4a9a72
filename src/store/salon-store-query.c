/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include "salon-store-query-private.h"

#include <string.h>

/* Turns what a user typed into what SQLite searches for. Nothing of the text is ever read
 * as syntax. */

#define MAX_BYTES 1000
#define MAX_WORDS 50

static char *
normalize (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, strnlen (text, MAX_BYTES));

  return g_strstrip (g_utf8_normalize (valid, -1, G_NORMALIZE_NFC));
}

static gboolean
has_letter (const char *word)
{
  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

/* Scripts that put no spaces between words: the index holds whole runs of them, in which
 * a word could not be found. */
static gboolean
is_without_spaces (gunichar character)
{
  switch ((int) g_unichar_get_script (character))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_THAI:
    case G_UNICODE_SCRIPT_LAO:
    case G_UNICODE_SCRIPT_KHMER:
    case G_UNICODE_SCRIPT_MYANMAR:
    case G_UNICODE_SCRIPT_TIBETAN:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
can_use_index (const char *text)
{
  if (!has_letter (text))
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (is_without_spaces (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

/* An FTS5 expression: every word as a quoted string (a quote in it doubled), all of them
 * wanted, the last one as a beginning. %NULL when the index can't answer. */
char *
salon_store_query_to_match (const char *text)
{
  g_autofree char *normal = normalize (text);
  g_auto(GStrv) words = NULL;
  g_autoptr(GString) match = NULL;
  guint n_words = 0;

  if (!can_use_index (normal))
    return NULL;
  words = g_strsplit_set (normal, " \t\n\r\v\f", -1);
  match = g_string_new (NULL);
  for (guint i = 0; words[i] != NULL && n_words < MAX_WORDS; i++)
    {
      /* FTS5 would read a string without any letter as one that is nowhere. */
      if (!has_letter (words[i]))
        continue;
      if (n_words++ > 0)
        g_string_append_c (match, ' ');
      g_string_append_c (match, '"');
      for (const char *p = words[i]; *p != '\0'; p++)
        {
          if (*p == '"')
            g_string_append_c (match, '"');
          g_string_append_c (match, *p);
        }
      g_string_append_c (match, '"');
    }
  g_string_append_c (match, '*');
  return g_string_free (g_steal_pointer (&match), FALSE);
}

/* A LIKE pattern, to be used with ESCAPE '!', that finds the text anywhere; for what the
 * index can't answer. %NULL when there is nothing to look for. */
char *
salon_store_query_to_like (const char *text)
{
  g_autofree char *normal = normalize (text);
  g_autoptr(GString) pattern = NULL;

  if (*normal == '\0')
    return NULL;
  pattern = g_string_new ("%");
  for (const char *p = normal; *p != '\0'; p++)
    {
      if (strchr ("%_!", *p) != NULL)
        g_string_append_c (pattern, '!');
      g_string_append_c (pattern, *p);
    }
  g_string_append_c (pattern, '%');
  return g_string_free (g_steal_pointer (&pattern), FALSE);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-practice-clause-private.h"

#include <string.h>

#include "salon-practice-words-private.h"

/* Stands in for a quotation while the rest is taken apart. */
#define QUOTE_MARK '\001'

typedef struct
{
  char *text;        /* without the punctuation around it */
  char *lower;
  gboolean is_value; /* a path, URL or quotation: no word */
} Token;

static void
token_free (Token *token)
{
  g_free (token->text);
  g_free (token->lower);
  g_free (token);
}

static const struct { gunichar open; gunichar close; } quotation_marks[] = {
  { '"', '"' }, { '`', '`' }, { 0x201c, 0x201d }, { 0x201e, 0x201c }, { 0xab, 0xbb },
  { 0x2018, 0x2019 }, { '\'', '\'' },
};

/* The end of the quotation that begins at @p, or NULL if none does. */
static const char *
find_quotation_end (const char *text,
                    const char *p)
{
  gunichar open = g_utf8_get_char (p);

  for (guint i = 0; i < G_N_ELEMENTS (quotation_marks); i++)
    {
      const char *end;

      if (quotation_marks[i].open != open)
        continue;
      /* An apostrophe is a quotation mark only at the beginning of a word. */
      if (open == '\'' && p > text && !g_ascii_isspace (p[-1]) && p[-1] != '(')
        return NULL;
      end = g_utf8_strchr (g_utf8_next_char (p), -1, quotation_marks[i].close);
      if (end != NULL)
        return end;
    }
  return NULL;
}

/* Takes the quotations out of a text and leaves a mark for each. */
static char *
take_quotes (const char *text,
             GPtrArray  *quotes)
{
  GString *rest = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const char *end = find_quotation_end (text, p);

      if (end == NULL)
        {
          /* Nobody else sets marks. */
          g_string_append_unichar (rest, *p == QUOTE_MARK ? ' ' : g_utf8_get_char (p));
          continue;
        }
      p = g_utf8_next_char (p);
      g_ptr_array_add (quotes, g_strndup (p, (gsize) (end - p)));
      g_string_append_printf (rest, " %c ", QUOTE_MARK);
      p = end;
    }
  return g_string_free (rest, FALSE);
}

static GPtrArray *
take_tokens (const char *text)
{
  GPtrArray *tokens = g_ptr_array_new_with_free_func ((GDestroyNotify) token_free);
  g_auto (GStrv) pieces = g_strsplit_set (text, " \t\r\n", -1);

  for (guint i = 0; pieces[i] != NULL; i++)
    {
      char *piece = pieces[i] + strspn (pieces[i], "([{,;");
      gsize length = strlen (piece);
      Token *token;

      while (length > 0 && strchr (",;:!?)]}", piece[length - 1]) != NULL)
        length--;
      /* The full stop at the end of a sentence; but “.” and “..” are folders. */
      while (length > 1 && piece[length - 1] == '.' &&
             piece[length - 2] != '.' && piece[length - 2] != '/')
        length--;
      if (length == 0)
        continue;
      token = g_new0 (Token, 1);
      token->text = g_strndup (piece, length);
      token->lower = g_utf8_strdown (token->text, -1);
      g_ptr_array_add (tokens, token);
    }
  return tokens;
}

static gboolean
is_number (const char *text)
{
  char *end = NULL;

  if (!g_ascii_isdigit (text[*text == '-' || *text == '+' ? 1 : 0]))
    return FALSE;
  g_ascii_strtod (text, &end);
  return *end == '\0' && strpbrk (text, "xXnN") == NULL;
}

static const char *
number_of_word (const char *word)
{
  static const char * const words[] = {
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
  };
  static const char * const numbers[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strcmp (words[i], word) == 0)
        return numbers[i];
    }
  return NULL;
}

static gboolean
has_extension (const char *text)
{
  const char *dot = strrchr (text, '.');
  gsize length;

  if (dot == NULL || dot == text || !g_ascii_isalpha (dot[1]))
    return FALSE;
  length = strspn (dot + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
  return dot[1 + length] == '\0' && length <= 6 && strcmp (text, "e.g") != 0 && strcmp (text,
                                                                                        "i.e") != 0;
}

static gboolean
is_known_folder (const char *text)
{
  static const char * const names[] = {
    "Desktop", "Documents", "Downloads", "Music", "Pictures", "Public", "Templates", "Videos",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (strcmp (names[i], text) == 0)
        return TRUE;
    }
  return FALSE;
}

/* UTC; or Europe/Berlin: words with capitals on both sides of the slash. */
static gboolean
is_time_zone (const char *text)
{
  const char *slash = strchr (text, '/');

  if (strcmp (text, "UTC") == 0 || strcmp (text, "GMT") == 0)
    return TRUE;
  return slash != NULL && slash != text &&
         g_ascii_isupper (text[0]) && g_ascii_isupper (slash[1]) &&
         strchr (text, '.') == NULL;
}

/* Tokyo is Asia/Tokyo: the time zone database names a zone after its greatest city. */
static char *
dup_zone_of_city (const char *text)
{
  static const char * const continents[] = {
    "Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
  };

  if (!g_ascii_isupper (text[0]) || strpbrk (text, "./") != NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (continents); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/%s", continents[i], text);
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);

      if (zone != NULL)
        return g_steal_pointer (&name);
    }
  return NULL;
}

static gboolean
is_path (const char *text)
{
  if (strcmp (text, "/") == 0 || strcmp (text, ".") == 0 || strcmp (text, "..") == 0)
    return TRUE;
  if ((*text == '/' || *text == '~') && !g_str_has_prefix (text, "//"))
    return TRUE;
  if (strpbrk (text, "*?") != NULL)
    return FALSE;
  if (strchr (text, '/') != NULL)
    return !is_time_zone (text) && strcmp (text, "and/or") != 0;
  return has_extension (text) || is_known_folder (text);
}

static gboolean
means_place (const char *lower)
{
  return strcmp (lower, "folder") == 0 || strcmp (lower, "directory") == 0;
}

/* “the docs folder”, “directory docs”: a name beside the word is a path. */
static gboolean
is_named_place (GPtrArray *tokens,
                guint      position)
{
  Token *token = g_ptr_array_index (tokens, position);
  Token *before = position > 0 ? g_ptr_array_index (tokens, position - 1) : NULL;
  Token *after = position + 1 < tokens->len ? g_ptr_array_index (tokens, position + 1) : NULL;

  if (salon_practice_word_is_filler (token->lower) || means_place (token->lower) || position == 0)
    return FALSE;
  if (after != NULL && means_place (after->lower))
    return before != NULL && salon_practice_word_is_filler (before->lower);
  return before != NULL && means_place (before->lower) && after == NULL;
}

static void
sort_token (SalonPracticeClause *self,
            guint                position,
            guint               *n_quotes)
{
  Token *token = g_ptr_array_index (self->tokens, position);
  const char *number = number_of_word (token->lower);
  g_autofree char *zone = NULL;

  if (*token->text == QUOTE_MARK)
    {
      const char *quote = g_ptr_array_index (self->quotes, (*n_quotes)++);

      token->is_value = TRUE;
      g_set_str (&token->text, quote);
      if (is_path (quote) && strchr (quote, ' ') == NULL)
        g_ptr_array_add (self->paths, g_strdup (quote));
    }
  else if (strstr (token->text, "://") != NULL)
    {
      token->is_value = TRUE;
      g_ptr_array_add (self->urls, g_strdup (token->text));
      salon_practice_words_add (self->hints, "url");
    }
  else if (is_time_zone (token->text) || (zone = dup_zone_of_city (token->text)) != NULL)
    {
      token->is_value = TRUE;
      g_ptr_array_add (self->zones, zone != NULL ? g_steal_pointer (&zone)
                                                 : g_strdup (token->text));
      salon_practice_words_add (self->hints, "time");
    }
  else if (is_number (token->text) || number != NULL)
    {
      g_ptr_array_add (self->numbers, g_strdup (number != NULL ? number : token->text));
      salon_practice_words_add (self->hints, "number");
    }
  else if (is_path (token->text) || is_named_place (self->tokens, position))
    {
      token->is_value = TRUE;
      g_ptr_array_add (self->paths, g_strdup (token->text));
      salon_practice_words_add (self->hints, has_extension (token->text) ? "file" : "directory");
    }
  else
    {
      g_autoptr (GPtrArray) stems = salon_practice_words_split (token->text, G_MAXSIZE);

      for (guint i = 0; i < stems->len; i++)
        {
          const char *stem = g_ptr_array_index (stems, i);

          if (!salon_practice_words_contain (self->words, stem))
            g_ptr_array_add (self->words, g_strdup (stem));
          /* Whoever tells the time knows the date. */
          if (strcmp (stem, "date") == 0)
            salon_practice_words_add (self->hints, "time");
        }
    }
}

/* Takes a clause apart. */
SalonPracticeClause *
salon_practice_clause_new (const char *text)
{
  SalonPracticeClause *self = g_new0 (SalonPracticeClause, 1);
  g_autofree char *rest = NULL;
  guint n_quotes = 0;

  self->text = g_strdup (text);
  self->words = g_ptr_array_new_with_free_func (g_free);
  self->hints = g_ptr_array_new_with_free_func (g_free);
  self->quotes = g_ptr_array_new_with_free_func (g_free);
  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->urls = g_ptr_array_new_with_free_func (g_free);
  self->numbers = g_ptr_array_new_with_free_func (g_free);
  self->zones = g_ptr_array_new_with_free_func (g_free);
  rest = take_quotes (text, self->quotes);
  self->tokens = take_tokens (rest);
  for (guint i = 0; i < self->tokens->len; i++)
    sort_token (self, i, &n_quotes);
  return self;
}

void
salon_practice_clause_free (SalonPracticeClause *self)
{
  g_free (self->text);
  g_ptr_array_unref (self->words);
  g_ptr_array_unref (self->hints);
  g_ptr_array_unref (self->quotes);
  g_ptr_array_unref (self->paths);
  g_ptr_array_unref (self->urls);
  g_ptr_array_unref (self->numbers);
  g_ptr_array_unref (self->zones);
  g_ptr_array_unref (self->tokens);
  g_free (self);
}

/* Whether a token is part of the order, not of what is ordered: it chose the tool, or
 * goes into an argument of its own.
 */
static gboolean
belongs_to_order (Token     *token,
                  GPtrArray *name_words)
{
  g_autofree char *stem = NULL;

  if (token->is_value)
    return TRUE;
  stem = salon_practice_word_stem (token->text, -1);
  return salon_practice_words_contain (name_words, stem);
}

/* “for” in “search for cats” goes; “a” in “echo a word” stays. */
static guint
find_remainder_begin (SalonPracticeClause *self,
                      GPtrArray           *name_words)
{
  static const char * const joints[] = {
    "for", "me", "of", "please", "that", "to", "us", "with", NULL,
  };
  gboolean ordered = FALSE;
  guint begin = 0;

  for (; begin < self->tokens->len; begin++)
    {
      Token *token = g_ptr_array_index (self->tokens, begin);

      if (belongs_to_order (token, name_words))
        ordered = TRUE;
      else if (ordered ? !g_strv_contains (joints, token->lower)
                       : !salon_practice_word_is_filler (token->lower))
        break;
    }
  return begin;
}

/* “with the echo tool” and “in notes.txt” go; “to you” stays. */
static guint
find_remainder_end (SalonPracticeClause *self,
                    GPtrArray           *name_words,
                    guint                begin)
{
  guint end = self->tokens->len;
  gboolean ordered = FALSE;

  for (guint i = end; i > begin; i--)
    {
      Token *token = g_ptr_array_index (self->tokens, i - 1);

      if (belongs_to_order (token, name_words))
        ordered = TRUE;
      else if (!salon_practice_word_is_filler (token->lower))
        break;
      if (ordered || strcmp (token->lower, "please") == 0)
        end = i - 1;
    }
  return end;
}

/* What is left of the clause when the order is taken off both ends: “echo hello world” leaves
 * “hello world”. NULL if nothing is.
 */
char *
salon_practice_clause_dup_remainder (SalonPracticeClause *self,
                                     GPtrArray           *name_words)
{
  GString *remainder;
  guint begin = find_remainder_begin (self, name_words);
  guint end = find_remainder_end (self, name_words, begin);

  if (begin == end)
    return NULL;

  remainder = g_string_new (NULL);
  for (guint i = begin; i < end; i++)
    {
      Token *token = g_ptr_array_index (self->tokens, i);

      g_string_append_printf (remainder, "%s%s", remainder->len > 0 ? " " : "", token->text);
    }
  return g_string_free (remainder, FALSE);
}

/* The value of “name: value”, “name=value” or “name value”; NULL if there is none. */
char *
salon_practice_clause_dup_named (SalonPracticeClause *self,
                                 const char          *name)
{
  g_autofree char *wanted = g_utf8_strdown (name, -1);
  gsize length = strlen (wanted);

  for (guint i = 0; i < self->tokens->len; i++)
    {
      Token *token = g_ptr_array_index (self->tokens, i);

      if (token->is_value || !g_str_has_prefix (token->lower, wanted))
        continue;
      if ((token->lower[length] == '=' || token->lower[length] == ':') &&
          token->lower[length + 1] != '\0')
        return g_strdup (token->text + length + 1);
      if (token->lower[length] == '\0' && i + 1 < self->tokens->len)
        {
          Token *next = g_ptr_array_index (self->tokens, i + 1);

          if (next->is_value || !salon_practice_word_is_filler (next->lower))
            return g_strdup (next->text);
        }
    }
  return NULL;
}

static const char *
find_joint (const char  *p,
            const char **after)
{
  static const char * const joints[] = {
    ", and then ", ", then ", " and then ", ", and ", " and ", " then ", "; ",
  };

  for (guint i = 0; i < G_N_ELEMENTS (joints); i++)
    {
      if (g_ascii_strncasecmp (p, joints[i], strlen (joints[i])) == 0)
        {
          *after = p + strlen (joints[i]);
          return p;
        }
    }
  return NULL;
}

/* Cuts what the user wrote where another wish may begin: an array of pairs of strings,
 * a piece and the joint behind it. Quotations stay whole.
 */
GPtrArray *
salon_practice_clause_cut (const char *text)
{
  GPtrArray *pieces = g_ptr_array_new_with_free_func (g_free);
  const char *begin = text;
  const char *p = text;

  while (*p != '\0')
    {
      const char *end = find_quotation_end (text, p);
      const char *after = NULL;

      if (end != NULL)
        {
          p = g_utf8_next_char (end);
          continue;
        }
      if (find_joint (p, &after) == NULL)
        {
          p = g_utf8_next_char (p);
          continue;
        }
      g_ptr_array_add (pieces, g_strndup (begin, (gsize) (p - begin)));
      g_ptr_array_add (pieces, g_strndup (p, (gsize) (after - p)));
      begin = p = after;
    }
  g_ptr_array_add (pieces, g_strdup (begin));
  g_ptr_array_add (pieces, g_strdup (""));
  return pieces;
}

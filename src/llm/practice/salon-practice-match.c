/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-practice-match-private.h"

#include <math.h>
#include <string.h>

#include "salon-practice-schema-private.h"
#include "salon-practice-words-private.h"

#define DESCRIPTION_LIMIT 400 /* bytes: the first sentences say what a tool is for */

#define NAME_WEIGHT 3.0
#define DESCRIPTION_WEIGHT 1.0
#define PARAMETER_WEIGHT 0.7
#define HINT_SHARE 0.5
#define UNUSED_NAME_WORD 0.1
#define UNASKED_CHANGE 1.5
#define FIT 0.6
#define ENOUGH 1.2

typedef struct
{
  SalonLlmTool *tool;
  GPtrArray *name;
  GPtrArray *description;
  GPtrArray *parameters;
  guint n_paths;
  guint n_numbers;
} Entry;

struct _SalonPracticeMatcher
{
  GPtrArray *entries;
  GHashTable *frequencies; /* stem → in how many tools it is */
};

static void
entry_free (Entry *entry)
{
  salon_llm_tool_unref (entry->tool);
  g_ptr_array_unref (entry->name);
  g_ptr_array_unref (entry->description);
  g_ptr_array_unref (entry->parameters);
  g_free (entry);
}

static void
read_parameters (Entry *entry)
{
  const SalonJson *schema = salon_llm_tool_get_schema (entry->tool);
  const SalonJson *property;
  const char *name;
  SalonJsonIter iter;

  entry->parameters = g_ptr_array_new_with_free_func (g_free);
  salon_json_iter_init (&iter, salon_practice_schema_get_properties (schema));
  while (salon_json_iter_next (&iter, &name, &property))
    {
      g_autoptr (GPtrArray) words = salon_practice_words_split (name, G_MAXSIZE);

      for (guint i = 0; i < words->len; i++)
        salon_practice_words_add (entry->parameters, g_ptr_array_index (words, i));
      if (salon_practice_schema_is_path (name))
        entry->n_paths++;
      if (salon_practice_schema_is_number (schema, property))
        entry->n_numbers++;
    }
}

static void
count_words (SalonPracticeMatcher *self,
             Entry                *entry)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *lists[] = { entry->name, entry->description, entry->parameters };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      for (guint j = 0; j < lists[i]->len; j++)
        {
          char *word = g_ptr_array_index (lists[i], j);
          guint count;

          if (!g_hash_table_add (seen, word))
            continue;
          count = GPOINTER_TO_UINT (g_hash_table_lookup (self->frequencies, word));
          g_hash_table_replace (self->frequencies, g_strdup (word), GUINT_TO_POINTER (count + 1));
        }
    }
}

/* @tools: array of SalonLlmTool. */
SalonPracticeMatcher *
salon_practice_matcher_new (GPtrArray *tools)
{
  SalonPracticeMatcher *self = g_new0 (SalonPracticeMatcher, 1);

  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  self->frequencies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < tools->len; i++)
    {
      Entry *entry = g_new0 (Entry, 1);

      entry->tool = salon_llm_tool_ref (g_ptr_array_index (tools, i));
      entry->name = salon_practice_words_split (salon_llm_tool_get_name (entry->tool), G_MAXSIZE);
      entry->description = salon_practice_words_split (salon_llm_tool_get_description (entry->tool),
                                                       DESCRIPTION_LIMIT);
      read_parameters (entry);
      count_words (self, entry);
      g_ptr_array_add (self->entries, entry);
    }
  return self;
}

void
salon_practice_matcher_free (SalonPracticeMatcher *self)
{
  g_ptr_array_unref (self->entries);
  g_hash_table_unref (self->frequencies);
  g_free (self);
}

/* How much a word tells, from 0 to 1: one that every tool has tells little. */
static double
weigh (SalonPracticeMatcher *self,
       const char           *word)
{
  double total = self->entries->len;
  double count = GPOINTER_TO_UINT (g_hash_table_lookup (self->frequencies, word));

  return log (1.0 + total / MAX (count, 1.0)) / log (1.0 + total);
}

static double
score_words (SalonPracticeMatcher *self,
             Entry                *entry,
             GPtrArray            *words,
             gboolean             *in_name)
{
  double score = 0;

  for (guint i = 0; i < words->len; i++)
    {
      const char *word = g_ptr_array_index (words, i);

      if (salon_practice_words_contain (entry->name, word))
        {
          score += NAME_WEIGHT * weigh (self, word);
          *in_name = TRUE;
        }
      else if (salon_practice_words_contain (entry->description, word))
        score += DESCRIPTION_WEIGHT * weigh (self, word);
      else if (salon_practice_words_contain (entry->parameters, word))
        score += PARAMETER_WEIGHT * weigh (self, word);
    }
  return score;
}

/* Nothing is changed that nobody spoke of. */
static gboolean
changes_unasked (Entry               *entry,
                 SalonPracticeClause *clause)
{
  static const char * const changes[] = {
    "create", "delete", "drop", "edit", "kill", "move", "rename", "set", "update", "write",
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *stem = salon_practice_word_stem (changes[i], -1);

      if (salon_practice_words_contain (entry->name, stem) &&
          !salon_practice_words_contain (clause->words, stem))
        return TRUE;
    }
  return FALSE;
}

static double
score_entry (SalonPracticeMatcher *self,
             Entry                *entry,
             SalonPracticeClause  *clause,
             gboolean             *in_name)
{
  gboolean hint_in_name = FALSE;
  double score = score_words (self, entry, clause->words, in_name);

  score += HINT_SHARE * score_words (self, entry, clause->hints, &hint_in_name);
  if (score <= 0)
    return 0;
  for (guint i = 0; i < entry->name->len; i++)
    {
      const char *word = g_ptr_array_index (entry->name, i);

      if (!salon_practice_words_contain (clause->words, word) &&
          !salon_practice_words_contain (clause->hints, word))
        score -= UNUSED_NAME_WORD;
    }
  if (clause->paths->len > 0)
    score += entry->n_paths > 0 ? FIT : -FIT;
  if (clause->numbers->len > 0 && entry->n_numbers >= clause->numbers->len)
    score += FIT;
  if (changes_unasked (entry, clause))
    score -= UNASKED_CHANGE;
  return score;
}

/* The tool that fits a clause best; the first of several that fit as well. NULL if none
 * fits well enough. With @by_name, one of its words has to stand in the tool's name;
 * with @in_any_case, some tool is found if there are any.
 */
SalonLlmTool *
salon_practice_matcher_find (SalonPracticeMatcher *self,
                             SalonPracticeClause  *clause,
                             gboolean              by_name,
                             gboolean              in_any_case)
{
  Entry *best = NULL;
  double best_score = in_any_case ? -G_MAXDOUBLE : ENOUGH;

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);
      gboolean in_name = FALSE;
      double score = score_entry (self, entry, clause, &in_name);

      if (score <= best_score || (by_name && !in_name))
        continue;
      best = entry;
      best_score = score;
    }
  return best != NULL ? best->tool : NULL;
}

/* Whether the name of any tool has a word, given as its stem. */
gboolean
salon_practice_matcher_knows_name (SalonPracticeMatcher *self,
                                   const char           *stem)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (salon_practice_words_contain (entry->name, stem))
        return TRUE;
    }
  return FALSE;
}

/* The words of a tool's name. */
GPtrArray *
salon_practice_matcher_get_words (SalonPracticeMatcher *self,
                                  SalonLlmTool         *tool)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (entry->tool == tool)
        return entry->name;
    }
  return NULL;
}

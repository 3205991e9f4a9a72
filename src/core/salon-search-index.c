/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-search-index.h"

#include <math.h>
#include <string.h>

#include "salon-search-words.h"

/* How soon one more of the same word stops to count, and how much a long document loses. */
#define SATURATION 1.2
#define LENGTH_WEIGHT 0.4

/* What a word counts that is only meant like, or only begins like, the one that was asked for. */
#define SYNONYM_WEIGHT 0.7
#define PREFIX_WEIGHT 0.5
#define LEAST_PREFIX 4
#define MAX_PREFIXED 16

/* A question longer than this is a text. */
#define MAX_QUERY_WORDS 64
#define MAX_FIELD_WORDS 2000

typedef struct
{
  guint document;
  float frequency; /* weighted */
} Posting;

typedef struct
{
  char   *word;
  GArray *postings; /* Posting, by document */
} Term;

struct _SalonSearchIndex
{
  gatomicrefcount ref_count;

  GHashTable *terms;    /* word → Term */
  GPtrArray  *sorted;   /* Term, by word; once sealed */
  GArray     *lengths;  /* float: words of each document */
  double      mean_length;
  GHashTable *synonyms; /* word → GPtrArray of words */
};

G_DEFINE_BOXED_TYPE (SalonSearchIndex,
                     salon_search_index,
                     salon_search_index_ref,
                     salon_search_index_unref)

static void
term_free (gpointer data)
{
  Term *term = data;

  g_free (term->word);
  g_array_unref (term->postings);
  g_free (term);
}

/**
 * salon_search_index_new:
 *
 * Returns: (transfer full): an empty index, to be filled and sealed
 */
SalonSearchIndex *
salon_search_index_new (void)
{
  SalonSearchIndex *self = g_new0 (SalonSearchIndex, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->terms = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, term_free);
  self->lengths = g_array_new (FALSE, FALSE, sizeof (float));
  self->synonyms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) g_ptr_array_unref);
  return self;
}

/**
 * salon_search_index_ref:
 * @self: an index
 *
 * Returns: (transfer full): @self
 */
SalonSearchIndex *
salon_search_index_ref (SalonSearchIndex *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * salon_search_index_unref:
 * @self: (transfer full): an index
 *
 * Gives a reference back.
 */
void
salon_search_index_unref (SalonSearchIndex *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->sorted, g_ptr_array_unref);
  g_hash_table_unref (self->terms);
  g_hash_table_unref (self->synonyms);
  g_array_unref (self->lengths);
  g_free (self);
}

static void
collect_word (const char *word,
              gpointer    user_data)
{
  GPtrArray *words = user_data;

  if (words->len < MAX_FIELD_WORDS)
    g_ptr_array_add (words, g_strdup (word));
}

static GPtrArray *
split_words (const char *text)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  salon_search_words_foreach (text, collect_word, words);
  return words;
}

/**
 * salon_search_index_set_synonyms:
 * @self: an index
 * @groups: (array zero-terminated=1): words that are meant alike, a group of them in each string
 *
 * Who asks for one word of a group also finds the others, though not as the best.
 */
void
salon_search_index_set_synonyms (SalonSearchIndex    *self,
                                 const char * const  *groups)
{
  g_return_if_fail (self != NULL && groups != NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) words = split_words (groups[i]);

      for (guint j = 0; j < words->len; j++)
        {
          GPtrArray *others = g_hash_table_lookup (self->synonyms, words->pdata[j]);

          if (others == NULL)
            {
              others = g_ptr_array_new_with_free_func (g_free);
              g_hash_table_insert (self->synonyms, g_strdup (words->pdata[j]), others);
            }
          for (guint k = 0; k < words->len; k++)
            {
              if (k != j)
                g_ptr_array_add (others, g_strdup (words->pdata[k]));
            }
        }
    }
}

/**
 * salon_search_index_add_document:
 * @self: an index that is not sealed
 *
 * Begins a document; the fields added from now on are its own.
 *
 * Returns: its number, counted from 0
 */
guint
salon_search_index_add_document (SalonSearchIndex *self)
{
  float length = 0;

  g_return_val_if_fail (self != NULL && self->sorted == NULL, 0);

  g_array_append_val (self->lengths, length);
  return self->lengths->len - 1;
}

typedef struct
{
  SalonSearchIndex *index;
  guint             document;
  float             weight;
  guint             n_words;
} Filling;

static void
add_word (const char *word,
          gpointer    user_data)
{
  Filling *filling = user_data;
  Term *term = g_hash_table_lookup (filling->index->terms, word);
  Posting *last;

  if (filling->n_words++ >= MAX_FIELD_WORDS)
    return;
  if (term == NULL)
    {
      term = g_new0 (Term, 1);
      term->word = g_strdup (word);
      term->postings = g_array_new (FALSE, FALSE, sizeof (Posting));
      g_hash_table_insert (filling->index->terms, term->word, term);
    }
  last = term->postings->len > 0 ? &g_array_index (term->postings, Posting,
                                                   term->postings->len - 1)
                                 : NULL;
  if (last == NULL || last->document != filling->document)
    {
      Posting posting = { .document = filling->document };

      g_array_append_val (term->postings, posting);
      last = &g_array_index (term->postings, Posting, term->postings->len - 1);
    }
  last->frequency += filling->weight;
}

/**
 * salon_search_index_add_field:
 * @self: an index with a document, not sealed
 * @weight: how much a word counts here; 1 is usual
 * @text: the field; only its first 2000 words are looked at
 *
 * Adds to the last document.
 */
void
salon_search_index_add_field (SalonSearchIndex *self,
                              double            weight,
                              const char       *text)
{
  Filling filling;

  g_return_if_fail (self != NULL && self->sorted == NULL && self->lengths->len > 0);
  g_return_if_fail (text != NULL);

  filling = (Filling) { self, self->lengths->len - 1, (float) weight, 0 };
  salon_search_words_foreach (text, add_word, &filling);
  g_array_index (self->lengths, float, filling.document) += (float) MIN (filling.n_words,
                                                                         MAX_FIELD_WORDS);
}

static int
compare_terms (gconstpointer a,
               gconstpointer b)
{
  const Term *first = *(const Term * const *) a;
  const Term *second = *(const Term * const *) b;

  return strcmp (first->word, second->word);
}

/**
 * salon_search_index_seal:
 * @self: an index
 *
 * Nothing is added any more; from now on it can be asked.
 */
void
salon_search_index_seal (SalonSearchIndex *self)
{
  GHashTableIter iter;
  gpointer value;
  double total = 0;
  guint n;

  g_return_if_fail (self != NULL && self->sorted == NULL);

  n = self->lengths->len;
  for (guint i = 0; i < n; i++)
    total += (double) g_array_index (self->lengths, float, i);
  self->mean_length = n > 0 && total > 0 ? total / n : 1;
  self->sorted = g_ptr_array_sized_new (g_hash_table_size (self->terms));
  g_hash_table_iter_init (&iter, self->terms);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (self->sorted, value);
  g_ptr_array_sort (self->sorted, compare_terms);
}

/**
 * salon_search_index_get_n_documents:
 * @self: an index
 *
 * Returns: how many documents it has
 */
guint
salon_search_index_get_n_documents (SalonSearchIndex *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->lengths->len;
}

/* --- asking ------------------------------------------------------------------------------ */

/* English words that say how something is asked, not what. */
#define FILLERS \
  "a about after again all also am an and any are as at be because been before being " \
  "between both but by can could did do does doing don during each else ever every few for " \
  "from had has have having he her here hers him his how i if in into is it its itself just " \
  "let many may me might mine more most much must my myself need no nor not now of off on " \
  "one only or other our out over own per please quite s same several shall she should so " \
  "some such t than that the their them then there these they this those through to too " \
  "until up upon us use used using very via want wants was we were what when where whether " \
  "which while who whom whose why will with within would you your"

static gboolean
is_filler (const char *word)
{
  static GHashTable *fillers = NULL;

  if (g_once_init_enter_pointer (&fillers))
    {
      g_autoptr (GPtrArray) words = split_words (FILLERS);
      GHashTable *set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (guint i = 0; i < words->len; i++)
        g_hash_table_add (set, g_strdup (words->pdata[i]));
      g_once_init_leave_pointer (&fillers, set);
    }
  return g_hash_table_contains (fillers, word);
}

typedef struct
{
  const Term *term;
  double      weight;
} Match;

typedef struct
{
  SalonSearchIndex *index;
  GPtrArray        *words;   /* of the question */
  double           *scores;  /* of each document */
  float            *best;    /* of each document, for the word at hand */
  GArray           *touched;
  GArray           *matches; /* Match: what answers the word at hand */
} Asking;

static double
get_rarity (SalonSearchIndex *self,
            double            n_found)
{
  double n = self->lengths->len;

  n_found = MIN (n_found, n);
  return log (1 + (n - n_found + 0.5) / (n_found + 0.5));
}

static void
add_match (Asking     *asking,
           const Term *term,
           double      weight)
{
  Match match = { term, weight };

  g_array_append_val (asking->matches, match);
}

static guint
find_first (SalonSearchIndex *self,
            const char       *word)
{
  guint low = 0;
  guint high = self->sorted->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const Term *term = self->sorted->pdata[middle];

      if (strcmp (term->word, word) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* “repo” finds “repository”, “config” finds “configuration”. */
static void
add_prefixed (Asking     *asking,
              const char *word)
{
  SalonSearchIndex *self = asking->index;
  gsize length = strlen (word);
  guint n = 0;

  if (length < LEAST_PREFIX)
    return;
  for (guint i = find_first (self, word); n < MAX_PREFIXED && i < self->sorted->len; i++, n++)
    {
      const Term *term = self->sorted->pdata[i];

      if (!g_str_has_prefix (term->word, word))
        return;
      if (term->word[length] != '\0')
        add_match (asking, term, PREFIX_WEIGHT * (double) length / (double) strlen (term->word));
    }
}

/* A synonym that is asked for itself counts there. */
static void
add_synonyms (Asking     *asking,
              const char *word)
{
  GPtrArray *synonyms = g_hash_table_lookup (asking->index->synonyms, word);

  for (guint i = 0; synonyms != NULL && i < synonyms->len; i++)
    {
      const Term *term = g_hash_table_lookup (asking->index->terms, synonyms->pdata[i]);

      if (term != NULL &&
          !g_ptr_array_find_with_equal_func (asking->words, term->word, g_str_equal, NULL))
        add_match (asking, term, SYNONYM_WEIGHT);
    }
}

/* Of all that answers one word of the question, only the best counts. */
static void
score_match (Asking      *asking,
             const Match *match,
             double       rarity)
{
  SalonSearchIndex *self = asking->index;

  for (guint i = 0; i < match->term->postings->len; i++)
    {
      const Posting *posting = &g_array_index (match->term->postings, Posting, i);
      double length = (double) g_array_index (self->lengths, float, posting->document);
      double norm = 1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length / self->mean_length;
      double frequency = (double) posting->frequency / norm;
      float score = (float) (match->weight * rarity * frequency / (frequency + SATURATION));

      if (asking->best[posting->document] == 0)
        g_array_append_val (asking->touched, posting->document);
      if (score > asking->best[posting->document])
        asking->best[posting->document] = score;
    }
}

/* A word is as rare as all together that answers it: who asks for “new” does not mean the one
 * document that says “fresh”. */
static void
ask_word (Asking     *asking,
          const char *word)
{
  const Term *exact = g_hash_table_lookup (asking->index->terms, word);
  double n_found = 0;

  g_array_set_size (asking->matches, 0);
  if (exact != NULL)
    add_match (asking, exact, 1);
  add_prefixed (asking, word);
  add_synonyms (asking, word);
  for (guint i = 0; i < asking->matches->len; i++)
    n_found += g_array_index (asking->matches, Match, i).term->postings->len;
  for (guint i = 0; i < asking->matches->len; i++)
    score_match (asking, &g_array_index (asking->matches, Match, i),
                 get_rarity (asking->index, n_found));
  for (guint i = 0; i < asking->touched->len; i++)
    {
      guint document = g_array_index (asking->touched, guint, i);

      asking->scores[document] += (double) asking->best[document];
      asking->best[document] = 0;
    }
  g_array_set_size (asking->touched, 0);
}

static int
compare_results (gconstpointer a,
                 gconstpointer b)
{
  const SalonSearchResult *first = a;
  const SalonSearchResult *second = b;

  if (first->score > second->score)
    return -1;
  if (first->score < second->score)
    return 1;
  return (first->document > second->document) - (first->document < second->document);
}

static GPtrArray *
read_query (const char *query)
{
  g_autoptr (GPtrArray) words = split_words (query);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *wanted = g_ptr_array_new_with_free_func (g_free);

  for (int only_fillers = 0; only_fillers < 2 && wanted->len == 0; only_fillers++)
    {
      for (guint i = 0; i < words->len && wanted->len < MAX_QUERY_WORDS; i++)
        {
          if ((only_fillers || !is_filler (words->pdata[i])) &&
              g_hash_table_add (seen, words->pdata[i]))
            g_ptr_array_add (wanted, g_strdup (words->pdata[i]));
        }
    }
  return wanted;
}

/**
 * salon_search_index_search:
 * @self: a sealed index
 * @query: words, a question, a name
 * @limit: how many results at most
 *
 * The same question always gives the same answer; where two are equally good, the one that was
 * added first comes first.
 *
 * Returns: (transfer full) (element-type SalonSearchResult): the best first; empty when none has
 *   anything to do with @query
 */
GArray *
salon_search_index_search (SalonSearchIndex *self,
                           const char       *query,
                           guint             limit)
{
  g_autoptr (GPtrArray) words = NULL;
  g_autofree double *scores = NULL;
  g_autofree float *best = NULL;
  g_autoptr (GArray) touched = NULL;
  g_autoptr (GArray) matches = NULL;
  GArray *results;
  Asking asking;

  g_return_val_if_fail (self != NULL && self->sorted != NULL && query != NULL, NULL);

  words = read_query (query);
  scores = g_new0 (double, self->lengths->len + 1);
  best = g_new0 (float, self->lengths->len + 1);
  touched = g_array_new (FALSE, FALSE, sizeof (guint));
  matches = g_array_new (FALSE, FALSE, sizeof (Match));
  asking = (Asking) { self, words, scores, best, touched, matches };
  for (guint i = 0; i < words->len; i++)
    ask_word (&asking, words->pdata[i]);
  results = g_array_new (FALSE, FALSE, sizeof (SalonSearchResult));
  for (guint i = 0; i < self->lengths->len; i++)
    {
      SalonSearchResult result = { i, scores[i] };

      if (result.score > 0)
        g_array_append_val (results, result);
    }
  g_array_sort (results, compare_results);
  if (results->len > limit)
    g_array_set_size (results, limit);
  return results;
}

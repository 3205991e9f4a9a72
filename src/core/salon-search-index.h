/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SalonSearchIndex:
 *
 * Documents found by their words, the best first: BM25F over weighted fields (Robertson and
 * Zaragoza, “The Probabilistic Relevance Framework”, 2009). Words are made of identifiers and of
 * text alike: case and diacritics are folded, camelCase, snake_case and kebab-case are taken
 * apart, English endings are taken off, scripts without spaces are indexed by pairs of characters.
 *
 * Filled once, sealed, then only asked; everything is in memory.
 */
typedef struct _SalonSearchIndex SalonSearchIndex;

#define SALON_TYPE_SEARCH_INDEX (salon_search_index_get_type ())

/**
 * SalonSearchResult:
 * @document: the number [method@SearchIndex.add_document] gave it
 * @score: greater is better
 */
typedef struct
{
  guint  document;
  double score;
} SalonSearchResult;

GType             salon_search_index_get_type        (void) G_GNUC_CONST;
SalonSearchIndex *salon_search_index_new             (void);
SalonSearchIndex *salon_search_index_ref             (SalonSearchIndex   *self);
void              salon_search_index_unref           (SalonSearchIndex   *self);
void              salon_search_index_set_synonyms    (SalonSearchIndex   *self,
                                                      const char * const *groups);
guint             salon_search_index_add_document    (SalonSearchIndex   *self);
void              salon_search_index_add_field       (SalonSearchIndex   *self,
                                                      double              weight,
                                                      const char         *text);
void              salon_search_index_seal            (SalonSearchIndex   *self);
guint             salon_search_index_get_n_documents (SalonSearchIndex   *self);
GArray           *salon_search_index_search          (SalonSearchIndex   *self,
                                                      const char         *query,
                                                      guint               limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonSearchIndex, salon_search_index_unref)

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * SalonPracticeClause:
 * @text: the clause as it was written
 * @words: stems of its words, without fillers, quotes, paths and numbers
 * @hints: stems of what else is in it: “file” for a path, “number” for a number …
 * @quotes: what stands in quotation marks
 * @paths: what looks like a path
 * @urls: what looks like a URL
 * @numbers: the numbers, as they were written
 * @zones: what looks like a time zone, like Europe/Berlin
 *
 * A piece of what the user wrote that asks for one thing.
 */
typedef struct
{
  char *text;
  GPtrArray *words;
  GPtrArray *hints;
  GPtrArray *quotes;
  GPtrArray *paths;
  GPtrArray *urls;
  GPtrArray *numbers;
  GPtrArray *zones;
  /*< private >*/
  GPtrArray *tokens;
} SalonPracticeClause;

SalonPracticeClause *salon_practice_clause_new           (const char          *text);
void                 salon_practice_clause_free          (SalonPracticeClause *self);
char                *salon_practice_clause_dup_remainder (SalonPracticeClause *self,
                                                          GPtrArray           *name_words);
char                *salon_practice_clause_dup_named     (SalonPracticeClause *self,
                                                          const char          *name);
GPtrArray           *salon_practice_clause_cut           (const char          *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonPracticeClause, salon_practice_clause_free)

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-tool.h"
#include "salon-practice-clause-private.h"

G_BEGIN_DECLS

/*
 * SalonPracticeMatcher:
 *
 * Knows the words of the tools on offer, and says which tool fits a clause best.
 */
typedef struct _SalonPracticeMatcher SalonPracticeMatcher;

SalonPracticeMatcher *salon_practice_matcher_new        (GPtrArray            *tools);
void                  salon_practice_matcher_free       (SalonPracticeMatcher *self);
SalonLlmTool         *salon_practice_matcher_find       (SalonPracticeMatcher *self,
                                                         SalonPracticeClause  *clause,
                                                         gboolean              by_name,
                                                         gboolean              in_any_case);
gboolean              salon_practice_matcher_knows_name (SalonPracticeMatcher *self,
                                                         const char           *stem);
GPtrArray            *salon_practice_matcher_get_words  (SalonPracticeMatcher *self,
                                                         SalonLlmTool         *tool);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonPracticeMatcher, salon_practice_matcher_free)

G_END_DECLS

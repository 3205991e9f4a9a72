/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-tool.h"
#include "salon-practice-clause-private.h"

G_BEGIN_DECLS

char *salon_practice_fill_arguments (SalonLlmTool        *tool,
                                     SalonPracticeClause *clause,
                                     GPtrArray           *name_words);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-markup-document.h"

G_BEGIN_DECLS

char     *markup_dump_block     (SalonMarkupBlock *block);
char     *markup_dump           (const char       *text);
gboolean  markup_is_well_formed (const char       *markup);

typedef void (*MarkupCorpusFunc) (const char *name,
                                  const char *text,
                                  gsize       length);

void      markup_foreach_corpus (MarkupCorpusFunc  func);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean   salon_practice_word_is_filler (const char *word);
char      *salon_practice_word_stem      (const char *word,
                                          gssize      length);
GPtrArray *salon_practice_words_split    (const char *text,
                                          gsize       limit);
void       salon_practice_words_add      (GPtrArray  *words,
                                          const char *word);
gboolean   salon_practice_words_contain  (GPtrArray  *words,
                                          const char *word);

G_END_DECLS

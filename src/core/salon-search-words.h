/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SalonSearchWordFunc:
 * @word: a word as the index knows it; only valid during the call
 * @user_data: what was given with the function
 */
typedef void (*SalonSearchWordFunc) (const char *word,
                                     gpointer    user_data);

void salon_search_words_foreach (const char          *text,
                                 SalonSearchWordFunc  func,
                                 gpointer             user_data);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-model.h"

G_BEGIN_DECLS

char *salon_model_words_dup_tokens      (gint64      tokens);
char *salon_model_words_dup_price       (SalonModel *model);
char *salon_model_words_dup_details     (SalonModel *model);
char *salon_model_words_dup_description (SalonModel *model);
char *salon_model_words_dup_date        (void);
void  salon_model_words_fill_symbols    (GtkBox     *box,
                                         SalonModel *model);

G_END_DECLS

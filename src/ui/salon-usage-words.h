/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-usage.h"

G_BEGIN_DECLS

char *salon_usage_words_dup_tokens (gint64            tokens,
                                    gboolean          estimated);
char *salon_usage_words_dup_cost   (const SalonUsage *usage);
char *salon_usage_words_dup_lines  (const SalonUsage *usage);

G_END_DECLS

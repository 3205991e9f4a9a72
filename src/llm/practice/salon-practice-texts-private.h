/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *salon_practice_text_markdown  (void);
char       *salon_practice_text_dup_long  (guint       n_words);
char       *salon_practice_text_dup_quote (const char *text);
const char *salon_practice_text_tool_name (const char *name);

G_END_DECLS

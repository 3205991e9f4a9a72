/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void  salon_markup_text_append_clean    (GString    *destination,
                                         const char *text,
                                         gsize       length);
gsize salon_markup_text_complete_length (const char *text,
                                         gsize       length);

G_END_DECLS

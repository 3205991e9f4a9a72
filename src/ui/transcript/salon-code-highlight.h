/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

GtkSourceLanguage    *salon_code_highlight_find_language (const char        *name);
GtkSourceStyleScheme *salon_code_highlight_get_scheme    (void);
PangoAttrList        *salon_code_highlight_text          (const char        *text,
                                                          GtkSourceLanguage *language);

G_END_DECLS

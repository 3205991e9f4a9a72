/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *salon_text_label_new        (const char *markup);
void       salon_text_label_set_markup (GtkWidget  *label,
                                        const char *markup);
void       salon_text_label_set_text   (GtkWidget  *label,
                                        const char *text);

G_END_DECLS

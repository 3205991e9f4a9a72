/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SALON_TYPE_LINE_LAYOUT (salon_line_layout_get_type ())

G_DECLARE_FINAL_TYPE (SalonLineLayout, salon_line_layout, SALON, LINE_LAYOUT, GtkLayoutManager)

GtkWidget *salon_line_new_hanging (GtkWidget *mark,
                                   GtkWidget *content,
                                   int        spacing);
GtkWidget *salon_line_new_end     (GtkWidget *content);

G_END_DECLS

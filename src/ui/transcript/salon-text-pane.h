/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SALON_TYPE_TEXT_PANE (salon_text_pane_get_type ())

G_DECLARE_FINAL_TYPE (SalonTextPane, salon_text_pane, SALON, TEXT_PANE, GtkWidget)

GtkWidget  *salon_text_pane_new            (const char    *label);
void        salon_text_pane_set_text       (SalonTextPane *self,
                                            const char    *text,
                                            const char    *language);
const char *salon_text_pane_get_shown_text (SalonTextPane *self);

G_END_DECLS

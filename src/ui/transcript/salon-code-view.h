/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SALON_TYPE_CODE_VIEW (salon_code_view_get_type ())

G_DECLARE_FINAL_TYPE (SalonCodeView, salon_code_view, SALON, CODE_VIEW, GtkWidget)

GtkWidget  *salon_code_view_new      (void);
void        salon_code_view_set_code (SalonCodeView *self,
                                      const char    *code,
                                      const char    *language,
                                      gboolean       finished);
const char *salon_code_view_get_code (SalonCodeView *self);

G_END_DECLS

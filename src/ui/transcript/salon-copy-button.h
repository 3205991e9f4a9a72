/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SALON_TYPE_COPY_BUTTON (salon_copy_button_get_type ())

G_DECLARE_FINAL_TYPE (SalonCopyButton, salon_copy_button, SALON, COPY_BUTTON, GtkWidget)

/**
 * SalonCopyFunc:
 * @owner: the widget that has the text
 *
 * Returns: (transfer full): the text to copy
 */
typedef char *(*SalonCopyFunc) (GtkWidget *owner);

GtkWidget *salon_copy_button_new (const char   *label,
                                  GtkWidget    *owner,
                                  SalonCopyFunc get_text);

G_END_DECLS

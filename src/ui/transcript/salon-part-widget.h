/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-message.h"

G_BEGIN_DECLS

GtkWidget *salon_part_widget_new      (SalonPart *part,
                                       SalonRole  role);
void       salon_part_widget_set_last (GtkWidget *widget,
                                       gboolean   last);

G_END_DECLS

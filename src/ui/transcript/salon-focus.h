/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean salon_focus_leave (GtkWidget *widget);
void     salon_focus_enter (GtkWidget *widget);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-markup-block.h"

G_BEGIN_DECLS

GtkWidget *salon_table_widget_new (SalonMarkupBlock *table);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-markup-block.h"

G_BEGIN_DECLS

GtkWidget *salon_block_widget_new    (SalonMarkupBlock *block,
                                      gboolean          finished);
gboolean   salon_block_widget_update (GtkWidget        *widget,
                                      SalonMarkupBlock *old_block,
                                      SalonMarkupBlock *block,
                                      gboolean          finished);

G_END_DECLS

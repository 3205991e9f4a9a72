/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-sidebar.h"

G_BEGIN_DECLS

void _salon_sidebar_on_header_setup_cb (GtkSignalListItemFactory *factory,
                                        GtkListHeader            *header,
                                        gpointer                  user_data);
void _salon_sidebar_on_header_bind_cb  (GtkSignalListItemFactory *factory,
                                        GtkListHeader            *header,
                                        gpointer                  user_data);
int  _salon_sidebar_compare_sections   (gconstpointer             first,
                                        gconstpointer             second,
                                        gpointer                  user_data);

G_END_DECLS

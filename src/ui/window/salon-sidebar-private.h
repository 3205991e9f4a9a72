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

GtkSorter *_salon_sidebar_create_section_sorter (void);

G_END_DECLS

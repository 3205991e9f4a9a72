/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-host.h"

G_BEGIN_DECLS

#define SALON_TYPE_SERVERS_PAGE (salon_servers_page_get_type ())

G_DECLARE_FINAL_TYPE (SalonServersPage, salon_servers_page, SALON, SERVERS_PAGE, AdwNavigationPage)

GtkWidget *salon_servers_page_new        (SalonHost        *host);
void       salon_servers_page_add_server (SalonServersPage *self);

G_END_DECLS

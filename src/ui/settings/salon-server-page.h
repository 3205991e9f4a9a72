/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-host.h"
#include "salon-server.h"

G_BEGIN_DECLS

#define SALON_TYPE_SERVER_PAGE (salon_server_page_get_type ())

G_DECLARE_FINAL_TYPE (SalonServerPage, salon_server_page, SALON, SERVER_PAGE, AdwNavigationPage)

GtkWidget *salon_server_page_new (SalonHost   *host,
                                  SalonServer *server);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-server-manager.h"

G_BEGIN_DECLS

#define SALON_TYPE_START_PAGE (salon_start_page_get_type ())

G_DECLARE_FINAL_TYPE (SalonStartPage, salon_start_page, SALON, START_PAGE, AdwBin)

GtkWidget          *salon_start_page_new         (void);
SalonServerManager *salon_start_page_get_servers (SalonStartPage     *self);
void                salon_start_page_set_servers (SalonStartPage     *self,
                                                  SalonServerManager *servers);

G_END_DECLS

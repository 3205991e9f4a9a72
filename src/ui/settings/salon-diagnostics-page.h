/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-server.h"

G_BEGIN_DECLS

#define SALON_TYPE_DIAGNOSTICS_PAGE (salon_diagnostics_page_get_type ())

G_DECLARE_FINAL_TYPE (SalonDiagnosticsPage, salon_diagnostics_page,
                      SALON, DIAGNOSTICS_PAGE, AdwNavigationPage)

GtkWidget *salon_diagnostics_page_new (SalonServer *server);

G_END_DECLS

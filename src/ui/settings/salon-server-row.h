/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-server-manager.h"
#include "salon-server.h"

G_BEGIN_DECLS

#define SALON_TYPE_SERVER_ROW (salon_server_row_get_type ())

G_DECLARE_FINAL_TYPE (SalonServerRow, salon_server_row, SALON, SERVER_ROW, AdwActionRow)

GtkWidget   *salon_server_row_new        (SalonServerManager *manager,
                                          SalonServer        *server);
SalonServer *salon_server_row_get_server (SalonServerRow     *self);

void         salon_server_row_show_state (GtkImage           *image,
                                          SalonServerState    state);

G_END_DECLS

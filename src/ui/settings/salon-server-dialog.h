/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-host.h"
#include "salon-server.h"

G_BEGIN_DECLS

#define SALON_TYPE_SERVER_DIALOG (salon_server_dialog_get_type ())

G_DECLARE_FINAL_TYPE (SalonServerDialog, salon_server_dialog, SALON, SERVER_DIALOG, AdwDialog)

AdwDialog *salon_server_dialog_new (SalonHost   *host,
                                    SalonServer *server);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-host.h"

G_BEGIN_DECLS

#define SALON_TYPE_APPLICATION (salon_application_get_type ())

G_DECLARE_FINAL_TYPE (SalonApplication, salon_application, SALON, APPLICATION, AdwApplication)

SalonApplication *salon_application_new      (void);
SalonHost        *salon_application_get_host (SalonApplication *self);

G_END_DECLS

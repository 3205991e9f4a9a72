/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-host.h"

G_BEGIN_DECLS

#define SALON_TYPE_SETTINGS_WINDOW (salon_settings_window_get_type ())

G_DECLARE_FINAL_TYPE (SalonSettingsWindow, salon_settings_window, SALON, SETTINGS_WINDOW, AdwWindow)

GtkWidget *salon_settings_window_new       (SalonHost           *host);
void       salon_settings_window_show_page (SalonSettingsWindow *self,
                                            const char          *name);
void       salon_settings_window_add_toast (SalonSettingsWindow *self,
                                            AdwToast            *toast);

G_END_DECLS

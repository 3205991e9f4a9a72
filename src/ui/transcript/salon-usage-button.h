/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-message.h"

G_BEGIN_DECLS

#define SALON_TYPE_USAGE_BUTTON (salon_usage_button_get_type ())
G_DECLARE_FINAL_TYPE (SalonUsageButton, salon_usage_button, SALON, USAGE_BUTTON, GtkWidget)

GtkWidget *salon_usage_button_new (SalonMessage *message);

G_END_DECLS

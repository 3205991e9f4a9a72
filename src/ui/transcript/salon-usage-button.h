/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-message.h"

G_BEGIN_DECLS

GtkWidget *salon_usage_button_new (SalonMessage *message);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-part.h"

G_BEGIN_DECLS

GtkWidget *salon_summary_view_new (SalonPart *part);

G_END_DECLS

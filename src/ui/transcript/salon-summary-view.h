/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-part.h"

G_BEGIN_DECLS

#define SALON_TYPE_SUMMARY_VIEW (salon_summary_view_get_type ())
G_DECLARE_FINAL_TYPE (SalonSummaryView, salon_summary_view, SALON, SUMMARY_VIEW, GtkWidget)

GtkWidget *salon_summary_view_new (SalonPart *part);

G_END_DECLS

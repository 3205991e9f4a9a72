/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-part.h"

G_BEGIN_DECLS

#define SALON_TYPE_MARKUP_VIEW (salon_markup_view_get_type ())

G_DECLARE_FINAL_TYPE (SalonMarkupView, salon_markup_view, SALON, MARKUP_VIEW, GtkWidget)

GtkWidget *salon_markup_view_new           (SalonPart       *part);
guint      salon_markup_view_get_n_updates (SalonMarkupView *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SALON_TYPE_CONTEXT_RING (salon_context_ring_get_type ())
G_DECLARE_FINAL_TYPE (SalonContextRing, salon_context_ring, SALON, CONTEXT_RING, GtkWidget)

void salon_context_ring_set_fraction (SalonContextRing *self,
                                      double            fraction);

G_END_DECLS

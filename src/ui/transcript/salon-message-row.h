/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-message.h"

G_BEGIN_DECLS

#define SALON_TYPE_MESSAGE_ROW (salon_message_row_get_type ())

G_DECLARE_FINAL_TYPE (SalonMessageRow, salon_message_row, SALON, MESSAGE_ROW, GtkWidget)

GtkWidget    *salon_message_row_new         (SalonMessage    *message);
SalonMessage *salon_message_row_get_message (SalonMessageRow *self);
void          salon_message_row_set_last    (SalonMessageRow *self,
                                             gboolean         last);

G_END_DECLS

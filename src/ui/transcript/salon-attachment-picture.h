/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-attachment.h"

G_BEGIN_DECLS

GtkWidget *salon_attachment_picture_new (SalonAttachment *attachment,
                                         int              max_width,
                                         int              max_height);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-tool-call.h"

G_BEGIN_DECLS

#define SALON_TYPE_TOOL_DETAILS (salon_tool_details_get_type ())

G_DECLARE_FINAL_TYPE (SalonToolDetails, salon_tool_details, SALON, TOOL_DETAILS, GtkWidget)

GtkWidget *salon_tool_details_new (SalonToolCall *tool_call);

G_END_DECLS

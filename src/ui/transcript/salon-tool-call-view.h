/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "salon-tool-call.h"

G_BEGIN_DECLS

#define SALON_TYPE_TOOL_CALL_VIEW (salon_tool_call_view_get_type ())

G_DECLARE_FINAL_TYPE (SalonToolCallView, salon_tool_call_view, SALON, TOOL_CALL_VIEW, GtkWidget)

GtkWidget *salon_tool_call_view_new      (SalonToolCall     *tool_call);
GtkWidget *salon_tool_call_view_get_card (SalonToolCallView *self);

G_END_DECLS

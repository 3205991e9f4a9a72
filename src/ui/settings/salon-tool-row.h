/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-mcp-tool.h"

G_BEGIN_DECLS

GtkWidget *salon_tool_row_new (SalonMcpTool *tool);

G_END_DECLS

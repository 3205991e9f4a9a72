/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-types.h"

G_BEGIN_DECLS

gboolean salon_mcp_required_pages_begin (SalonMcpClient   *client,
                                         SalonMcpExchange *exchange,
                                         const GError     *error);

G_END_DECLS

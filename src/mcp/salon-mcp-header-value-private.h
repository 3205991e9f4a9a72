/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

G_BEGIN_DECLS

/* Values of HTTP headers that repeat what a request says (MCP 2026-07-28 “Transports”). */

char     *salon_mcp_header_value_encode    (const char      *text,
                                            gsize            length);
char     *salon_mcp_header_value_from_json (const SalonJson *value);
gboolean  salon_mcp_header_name_is_valid   (const char      *name);

G_END_DECLS

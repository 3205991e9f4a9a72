/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

G_BEGIN_DECLS

SalonJsonDocument *salon_mcp_frontmatter_parse (const char  *text,
                                                gsize        length,
                                                GError     **error);

G_END_DECLS

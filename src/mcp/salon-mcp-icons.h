/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

G_BEGIN_DECLS

const char *salon_mcp_icons_pick (const SalonJson *icons,
                                  const char      *server_url,
                                  guint            size,
                                  gboolean         is_dark);

G_END_DECLS

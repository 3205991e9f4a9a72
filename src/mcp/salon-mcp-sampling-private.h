/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

G_BEGIN_DECLS

gboolean salon_mcp_sampling_check (const SalonJson  *params,
                                   gboolean          can_use_tools,
                                   GError          **error);

G_END_DECLS

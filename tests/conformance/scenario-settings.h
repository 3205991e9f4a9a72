/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"
#include "salon-mcp-auth-settings.h"

G_BEGIN_DECLS

/* What a user would have to enter before a scenario: most of them want nothing. @context: the
 * scenario's data; may be NULL. */
SalonMcpAuthSettings *scenario_settings_new (const char      *scenario,
                                             const SalonJson *context);

G_END_DECLS

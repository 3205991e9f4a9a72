/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-error.h"

G_DEFINE_QUARK (salon-mcp-auth-error-quark, salon_mcp_auth_error)

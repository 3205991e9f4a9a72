/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-era-private.h"

G_DEFINE_INTERFACE (SalonMcpEra, salon_mcp_era, G_TYPE_OBJECT)

static void
salon_mcp_era_default_init (SalonMcpEraInterface *iface)
{
}

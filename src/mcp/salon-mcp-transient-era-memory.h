/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-mcp-era-memory.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_TRANSIENT_ERA_MEMORY (salon_mcp_transient_era_memory_get_type ())

/**
 * SalonMcpTransientEraMemory:
 *
 * A #SalonMcpEraMemory that lasts as long as the program.
 */
G_DECLARE_FINAL_TYPE (SalonMcpTransientEraMemory, salon_mcp_transient_era_memory,
                      SALON, MCP_TRANSIENT_ERA_MEMORY, GObject)

SalonMcpTransientEraMemory *salon_mcp_transient_era_memory_new (SalonClock *clock);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "salon-mcp-types.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_ERA_MEMORY (salon_mcp_era_memory_get_type ())

G_DECLARE_INTERFACE (SalonMcpEraMemory, salon_mcp_era_memory, SALON, MCP_ERA_MEMORY, GObject)

/**
 * SalonMcpEraMemoryInterface:
 * @lookup: what is known of a server, %SALON_MCP_ERA_AUTO for nothing
 * @store: keeps what was found out; %SALON_MCP_ERA_AUTO forgets
 *
 * Remembers which generation of the protocol a server speaks, so that it need not be found
 * out at each start. Neither function may block.
 *
 * A server that was legacy may have been brought up to date, and nothing would ever tell:
 * implementations forget legacy entries after %SALON_MCP_ERA_MEMORY_LEGACY_LIFE.
 */
struct _SalonMcpEraMemoryInterface
{
  GTypeInterface parent_interface;

  SalonMcpEraSetting (*lookup) (SalonMcpEraMemory  *self,
                                const char         *key);
  void               (*store)  (SalonMcpEraMemory  *self,
                                const char         *key,
                                SalonMcpEraSetting  era);
};

/**
 * SALON_MCP_ERA_MEMORY_LEGACY_LIFE:
 *
 * How long a legacy entry counts, in microseconds.
 */
#define SALON_MCP_ERA_MEMORY_LEGACY_LIFE (7 * G_TIME_SPAN_DAY)

SalonMcpEraSetting salon_mcp_era_memory_lookup (SalonMcpEraMemory  *self,
                                                const char         *key);
void               salon_mcp_era_memory_store  (SalonMcpEraMemory  *self,
                                                const char         *key,
                                                SalonMcpEraSetting  era);

G_END_DECLS

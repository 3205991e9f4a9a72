/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-era-memory.h"

G_DEFINE_INTERFACE (SalonMcpEraMemory, salon_mcp_era_memory, G_TYPE_OBJECT)

static void
salon_mcp_era_memory_default_init (SalonMcpEraMemoryInterface *iface)
{
}

/**
 * salon_mcp_era_memory_lookup:
 * @self: a memory
 * @key: what identifies the server: its command and arguments, or its address
 *
 * Returns: the era of the server, %SALON_MCP_ERA_AUTO when it is not known
 */
SalonMcpEraSetting
salon_mcp_era_memory_lookup (SalonMcpEraMemory *self,
                             const char        *key)
{
  g_return_val_if_fail (SALON_IS_MCP_ERA_MEMORY (self), SALON_MCP_ERA_AUTO);
  g_return_val_if_fail (key != NULL, SALON_MCP_ERA_AUTO);

  return SALON_MCP_ERA_MEMORY_GET_IFACE (self)->lookup (self, key);
}

/**
 * salon_mcp_era_memory_store:
 * @self: a memory
 * @key: what identifies the server
 * @era: what it speaks; %SALON_MCP_ERA_AUTO to forget what was known
 *
 * Keeps what was found out.
 */
void
salon_mcp_era_memory_store (SalonMcpEraMemory  *self,
                            const char         *key,
                            SalonMcpEraSetting  era)
{
  g_return_if_fail (SALON_IS_MCP_ERA_MEMORY (self));
  g_return_if_fail (key != NULL);

  SALON_MCP_ERA_MEMORY_GET_IFACE (self)->store (self, key, era);
}

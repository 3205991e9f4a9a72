/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-auth-store.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_AUTH_MEMORY_STORE (salon_mcp_auth_memory_store_get_type ())

/**
 * SalonMcpAuthMemoryStore:
 *
 * A #SalonMcpAuthStore that lasts as long as the program.
 */
G_DECLARE_FINAL_TYPE (SalonMcpAuthMemoryStore, salon_mcp_auth_memory_store,
                      SALON, MCP_AUTH_MEMORY_STORE, GObject)

SalonMcpAuthMemoryStore *salon_mcp_auth_memory_store_new (void);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-json.h"

G_BEGIN_DECLS

/* What a server said may be kept for a while (MCP “Caching”: ttlMs). It belongs to one
 * connection, so that nothing private crosses from one identity to another. */
typedef struct _SalonMcpCache SalonMcpCache;

SalonMcpCache     *salon_mcp_cache_new            (SalonClock        *clock);
void               salon_mcp_cache_free           (SalonMcpCache     *self);
SalonJsonDocument *salon_mcp_cache_lookup         (SalonMcpCache     *self,
                                                   const char        *method,
                                                   const char        *subject);
void               salon_mcp_cache_store          (SalonMcpCache     *self,
                                                   const char        *method,
                                                   const char        *subject,
                                                   guint              generation,
                                                   SalonJsonDocument *result);
guint              salon_mcp_cache_get_generation (SalonMcpCache     *self);
void               salon_mcp_cache_drop           (SalonMcpCache     *self,
                                                   const char        *method,
                                                   const char        *subject);
void               salon_mcp_cache_clear          (SalonMcpCache     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpCache, salon_mcp_cache_free)

G_END_DECLS

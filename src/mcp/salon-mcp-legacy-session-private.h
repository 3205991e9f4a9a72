/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-era-private.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_LEGACY_SESSION (salon_mcp_legacy_session_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpLegacySession, salon_mcp_legacy_session, SALON, MCP_LEGACY_SESSION,
                      GObject)

SalonMcpEra *salon_mcp_legacy_session_new    (SalonMcpClient *client);
gboolean     salon_mcp_legacy_session_speaks (const char     *version);

G_END_DECLS

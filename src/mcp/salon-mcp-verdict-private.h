/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-transport.h"

G_BEGIN_DECLS

/*
 * SalonMcpVerdict:
 * @SALON_MCP_VERDICT_MODERN: the server speaks a modern revision that Salon speaks
 * @SALON_MCP_VERDICT_ASK_AGAIN: it is modern, and wants to be asked in a version that Salon speaks
 * @SALON_MCP_VERDICT_FOREIGN: it is modern, in versions that Salon does not speak
 * @SALON_MCP_VERDICT_REFUSED: it is modern, and wants what Salon does not do
 * @SALON_MCP_VERDICT_LEGACY: nothing says that it is modern
 * @SALON_MCP_VERDICT_DIED: it did not survive the question
 * @SALON_MCP_VERDICT_OUTAGE: nothing can be said about it
 *
 * What the answer to server/discover says about a server (mcp.md 1.1).
 */
typedef enum
{
  SALON_MCP_VERDICT_MODERN,
  SALON_MCP_VERDICT_ASK_AGAIN,
  SALON_MCP_VERDICT_FOREIGN,
  SALON_MCP_VERDICT_REFUSED,
  SALON_MCP_VERDICT_LEGACY,
  SALON_MCP_VERDICT_DIED,
  SALON_MCP_VERDICT_OUTAGE,
} SalonMcpVerdict;

SalonMcpVerdict salon_mcp_verdict_of_result      (const SalonJson *result);
SalonMcpVerdict salon_mcp_verdict_of_error       (const GError    *error,
                                                  SalonMcpProbe    probe);
gboolean        salon_mcp_verdict_offers_version (const GError    *error,
                                                  const char      *version);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Types that many headers of the room need, so that they need not include each other. */

/**
 * SalonMcpEraSetting:
 * @SALON_MCP_ERA_AUTO: to be found out
 * @SALON_MCP_ERA_LEGACY: revisions up to 2025-11-25: a handshake, and a session
 * @SALON_MCP_ERA_MODERN: revisions from 2026-07-28 on: every request stands for itself
 *
 * The generations of the protocol.
 */
typedef enum
{
  SALON_MCP_ERA_AUTO,
  SALON_MCP_ERA_LEGACY,
  SALON_MCP_ERA_MODERN,
} SalonMcpEraSetting;

typedef struct _SalonMcpAuthorizer SalonMcpAuthorizer;
typedef struct _SalonMcpClient SalonMcpClient;
typedef struct _SalonMcpCommand SalonMcpCommand;
typedef struct _SalonMcpEraMemory SalonMcpEraMemory;
typedef struct _SalonMcpExchange SalonMcpExchange;
typedef struct _SalonMcpHttpTransport SalonMcpHttpTransport;
typedef struct _SalonMcpInputHandler SalonMcpInputHandler;
typedef struct _SalonMcpMemoryTransport SalonMcpMemoryTransport;
typedef struct _SalonMcpSseTransport SalonMcpSseTransport;
typedef struct _SalonMcpStdioTransport SalonMcpStdioTransport;
typedef struct _SalonMcpTool SalonMcpTool;
typedef struct _SalonMcpToolResult SalonMcpToolResult;
typedef struct _SalonMcpTransport SalonMcpTransport;

G_END_DECLS

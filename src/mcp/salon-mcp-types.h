/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Forward types of the room, so that its headers need not include each other. */

typedef struct _SalonMcpClient SalonMcpClient;
typedef struct _SalonMcpCommand SalonMcpCommand;
typedef struct _SalonMcpExchange SalonMcpExchange;
typedef struct _SalonMcpInputHandler SalonMcpInputHandler;
typedef struct _SalonMcpMemoryTransport SalonMcpMemoryTransport;
typedef struct _SalonMcpStdioTransport SalonMcpStdioTransport;
typedef struct _SalonMcpTool SalonMcpTool;
typedef struct _SalonMcpToolResult SalonMcpToolResult;
typedef struct _SalonMcpTransport SalonMcpTransport;

G_END_DECLS

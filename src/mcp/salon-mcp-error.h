/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SALON_MCP_ERROR (salon_mcp_error_quark ())

/**
 * SalonMcpError:
 * @SALON_MCP_ERROR_FAILED: anything that has no code of its own
 */
typedef enum
{
  SALON_MCP_ERROR_FAILED,
} SalonMcpError;

GQuark salon_mcp_error_quark (void);

G_END_DECLS

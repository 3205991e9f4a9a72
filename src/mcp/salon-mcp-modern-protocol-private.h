/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-era-private.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_MODERN_PROTOCOL (salon_mcp_modern_protocol_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpModernProtocol, salon_mcp_modern_protocol, SALON, MCP_MODERN_PROTOCOL,
                      GObject)

/* The one revision without a session so far. */
#define SALON_MCP_MODERN_VERSION "2026-07-28"

SalonMcpEra *salon_mcp_modern_protocol_new         (SalonMcpClient         *client);
void         salon_mcp_modern_protocol_accept      (SalonMcpModernProtocol *self,
                                                    SalonJsonDocument      *discovered);

/* For the rounds of questions. */
void         salon_mcp_modern_protocol_write_again (SalonMcpModernProtocol *self,
                                                    SalonMcpExchange       *exchange,
                                                    const SalonJson        *input_responses,
                                                    const char             *request_state);

G_END_DECLS

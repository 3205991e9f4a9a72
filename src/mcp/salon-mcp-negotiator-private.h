/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-mcp-types.h"

G_BEGIN_DECLS

/* Finds out what a server speaks, and opens a client's connection to it. */
DexFuture *salon_mcp_negotiator_run (SalonMcpClient *client) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

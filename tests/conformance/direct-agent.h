/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-http-client.h"
#include "salon-mcp-auth-user-agent.h"

G_BEGIN_DECLS

#define TYPE_DIRECT_AGENT (direct_agent_get_type ())

G_DECLARE_FINAL_TYPE (DirectAgent, direct_agent, DIRECT, AGENT, GObject)

/* Signs in without a browser and without anybody who looks: it fetches the authorization URL and
 * reads where that sends it back to. */
DirectAgent *direct_agent_new (SalonHttpClient *http_client);

G_END_DECLS

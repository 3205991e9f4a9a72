/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-client.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_SUBSCRIPTION (salon_mcp_subscription_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpSubscription, salon_mcp_subscription, SALON, MCP_SUBSCRIPTION,
                      GObject)

/**
 * SalonMcpLists:
 * @SALON_MCP_LIST_TOOLS: the list of tools
 * @SALON_MCP_LIST_PROMPTS: the list of prompts
 * @SALON_MCP_LIST_RESOURCES: the lists of resources and their templates
 *
 * Lists whose changes are of interest.
 */
typedef enum
{
  SALON_MCP_LIST_TOOLS = 1 << 0,
  SALON_MCP_LIST_PROMPTS = 1 << 1,
  SALON_MCP_LIST_RESOURCES = 1 << 2,
} SalonMcpLists;

SalonMcpSubscription *salon_mcp_subscription_new             (SalonMcpClient       *client);
void                  salon_mcp_subscription_set_lists       (SalonMcpSubscription *self,
                                                              SalonMcpLists         lists);
void                  salon_mcp_subscription_add_resource    (SalonMcpSubscription *self,
                                                              const char           *uri);
void                  salon_mcp_subscription_remove_resource (SalonMcpSubscription *self,
                                                              const char           *uri);
void                  salon_mcp_subscription_add_task        (SalonMcpSubscription *self,
                                                              const char           *task_id);
void                  salon_mcp_subscription_remove_task     (SalonMcpSubscription *self,
                                                              const char           *task_id);
void                  salon_mcp_subscription_stop            (SalonMcpSubscription *self);
gboolean              salon_mcp_subscription_watches         (SalonMcpSubscription *self,
                                                              const char           *uri);
SalonMcpLists         salon_mcp_subscription_get_lists       (SalonMcpSubscription *self);

G_END_DECLS

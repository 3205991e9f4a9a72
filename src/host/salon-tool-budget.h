/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-tool-discovery.h"

G_BEGIN_DECLS

/**
 * SalonToolBudgetServer:
 * @name: a server's name in the configuration
 * @n_tools: how many tools it offers
 * @tokens: about how many tokens their definitions are
 *
 * One server's share.
 */
typedef struct
{
  char   *name;
  guint   n_tools;
  gint64  tokens;
} SalonToolBudgetServer;

/**
 * SalonToolBudget:
 * @discovers: whether the model looks for its tools instead of being told all of them
 * @n_tools: how many tools there are
 * @window: how many tokens the model takes in all; 0 if unknown
 * @definition_tokens: about how many tokens all definitions are
 * @sent_tokens: about how many tokens are sent on account of the tools; what is between the two is
 *   saved
 * @servers: (element-type SalonToolBudgetServer): by name
 *
 * What tools take of a model's window. All of it is read-only.
 */
typedef struct
{
  gboolean   discovers;
  guint      n_tools;
  gint64     window;
  gint64     definition_tokens;
  gint64     sent_tokens;
  GPtrArray *servers;
} SalonToolBudget;

#define SALON_TYPE_TOOL_BUDGET (salon_tool_budget_get_type ())

GType            salon_tool_budget_get_type (void) G_GNUC_CONST;

/**
 * salon_tool_budget_new:
 * @tools: the tools of a chat
 * @mode: what is set for the chat
 * @window: what its model takes; 0 if unknown
 *
 * Returns: (transfer full): what they take
 */
SalonToolBudget *salon_tool_budget_new      (SalonToolSet           *tools,
                                             SalonToolDiscoveryMode  mode,
                                             gint64                  window);

/**
 * salon_tool_budget_copy:
 * @self: a budget
 *
 * Returns: (transfer full): another reference
 */
SalonToolBudget *salon_tool_budget_copy     (SalonToolBudget        *self);

/**
 * salon_tool_budget_free:
 * @self: (transfer full): a budget
 *
 * Gives a reference back.
 */
void             salon_tool_budget_free     (SalonToolBudget        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonToolBudget, salon_tool_budget_free)

G_END_DECLS

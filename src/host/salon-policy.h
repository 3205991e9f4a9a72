/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SalonDecision:
 * @SALON_DECISION_ASK: ask the user
 * @SALON_DECISION_ALLOW: the user has said so before
 * @SALON_DECISION_DENY: the user has said never
 */
typedef enum
{
  SALON_DECISION_ASK,
  SALON_DECISION_ALLOW,
  SALON_DECISION_DENY,
} SalonDecision;

/**
 * SalonDecisionReason:
 * @SALON_REASON_NOTHING_SAID: the user has said nothing about this tool
 * @SALON_REASON_DEFINITION_CHANGED: allowed once, but the tool is not the same any more
 * @SALON_REASON_RULE: a standing rule of the user
 * @SALON_REASON_CHAT: allowed for this chat
 * @SALON_REASON_BUILT_IN: part of Salon itself
 */
typedef enum
{
  SALON_REASON_NOTHING_SAID,
  SALON_REASON_DEFINITION_CHANGED,
  SALON_REASON_RULE,
  SALON_REASON_CHAT,
  SALON_REASON_BUILT_IN,
} SalonDecisionReason;

/**
 * SalonToolRule:
 * @SALON_TOOL_RULE_NONE: ask each time
 * @SALON_TOOL_RULE_ALLOW: let it run
 * @SALON_TOOL_RULE_NEVER: never let it run
 */
typedef enum
{
  SALON_TOOL_RULE_NONE,
  SALON_TOOL_RULE_ALLOW,
  SALON_TOOL_RULE_NEVER,
} SalonToolRule;

#define SALON_TYPE_TOOL_RULE (salon_tool_rule_get_type ())

GType         salon_tool_rule_get_type (void) G_GNUC_CONST;

/**
 * SalonPolicyGrant:
 * @rule: what was said
 * @server_identity: (nullable): of which server; %NULL when @server_name says it
 * @server_name: (nullable): of the server so named; %NULL for every server. Only
 *   rules that live as long as this run of Salon are bound to a mere name.
 * @tool_name: (nullable): of which tool; %NULL for every tool
 * @definition_hash: (nullable): of which definition; %NULL for every definition
 * @chat_id: (nullable): in which chat; %NULL for every chat
 *
 * Something the user has said. A %NULL member is no condition.
 */
typedef struct
{
  SalonToolRule  rule;
  const char    *server_identity;
  const char    *server_name;
  const char    *tool_name;
  const char    *definition_hash;
  const char    *chat_id;
} SalonPolicyGrant;

/**
 * SalonPolicyFacts:
 * @server_identity: of the server that would run the tool
 * @server_name: its name in the configuration
 * @tool_name: the tool's name at that server
 * @definition_hash: of the tool's definition as it is now
 * @chat_id: (nullable): the chat in which the model calls
 * @built_in: whether the tool is Salon's own code and reaches nothing outside of it;
 *   no tool of a server is, the bundled server's neither
 * @read_only_hint: what the server says about its tool
 * @destructive_hint: what the server says about its tool
 * @grants: (array length=n_grants): what the user has said
 * @n_grants: how much that is
 *
 * All a decision is made of. The hints are part of the facts to say (and test) that they
 * do not count: “Clients MUST consider tool annotations to be untrusted” (MCP, Tools).
 */
typedef struct
{
  const char             *server_identity;
  const char             *server_name;
  const char             *tool_name;
  const char             *definition_hash;
  const char             *chat_id;
  gboolean                built_in;
  gboolean                read_only_hint;
  gboolean                destructive_hint;
  const SalonPolicyGrant *grants;
  guint                   n_grants;
} SalonPolicyFacts;

/**
 * salon_policy_decide:
 * @facts: the facts
 * @reason: (out) (optional): why
 *
 * A pure function: never beats allow, allow holds only for the same server, tool and
 * definition, and in doubt the user is asked.
 *
 * Returns: the decision
 */
SalonDecision salon_policy_decide (const SalonPolicyFacts *facts,
                                   SalonDecisionReason    *reason);

G_END_DECLS

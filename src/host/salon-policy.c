/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-policy.h"

G_DEFINE_ENUM_TYPE (SalonToolRule, salon_tool_rule,
                    G_DEFINE_ENUM_VALUE (SALON_TOOL_RULE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (SALON_TOOL_RULE_ALLOW, "allow"),
                    G_DEFINE_ENUM_VALUE (SALON_TOOL_RULE_NEVER, "never"))

/* A condition that is not set holds; one that is set has to be met by a known fact. */
static gboolean
condition_holds (const char *condition,
                 const char *fact)
{
  return condition == NULL || g_strcmp0 (condition, fact) == 0;
}

static gboolean
grant_is_about (const SalonPolicyGrant *grant,
                const SalonPolicyFacts *facts)
{
  return condition_holds (grant->server_identity, facts->server_identity) &&
         condition_holds (grant->server_name, facts->server_name) &&
         condition_holds (grant->tool_name, facts->tool_name) &&
         condition_holds (grant->chat_id, facts->chat_id);
}

SalonDecision
salon_policy_decide (const SalonPolicyFacts *facts,
                     SalonDecisionReason    *reason)
{
  SalonDecision decision = SALON_DECISION_ASK;
  SalonDecisionReason because = SALON_REASON_NOTHING_SAID;

  g_return_val_if_fail (facts != NULL, SALON_DECISION_ASK);

  for (guint i = 0; i < facts->n_grants; i++)
    {
      const SalonPolicyGrant *grant = &facts->grants[i];

      if (grant->rule == SALON_TOOL_RULE_NONE || !grant_is_about (grant, facts))
        continue;
      /* “Never” is about the tool, whatever it says of itself by now. */
      if (grant->rule == SALON_TOOL_RULE_NEVER)
        {
          decision = SALON_DECISION_DENY;
          because = SALON_REASON_RULE;
          break;
        }
      if (condition_holds (grant->definition_hash, facts->definition_hash))
        {
          if (decision == SALON_DECISION_ALLOW && because == SALON_REASON_RULE)
            continue;
          decision = SALON_DECISION_ALLOW;
          because = grant->chat_id != NULL ? SALON_REASON_CHAT : SALON_REASON_RULE;
        }
      else if (decision == SALON_DECISION_ASK)
        {
          because = SALON_REASON_DEFINITION_CHANGED;
        }
    }

  if (decision == SALON_DECISION_ASK && facts->built_in)
    {
      decision = SALON_DECISION_ALLOW;
      because = SALON_REASON_BUILT_IN;
    }
  if (reason != NULL)
    *reason = because;
  return decision;
}

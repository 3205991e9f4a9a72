/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host-test"

#include "config.h"

#include "salon-policy.h"

#define ALLOW SALON_TOOL_RULE_ALLOW
#define NEVER SALON_TOOL_RULE_NEVER

/* A row: up to two grants, and what is decided about tool “t” (definition “h”) of server “s”
 * (identity “i”) in chat “c”. */
static const struct
{
  const char *name;
  SalonPolicyGrant grants[2];
  gboolean built_in;
  SalonDecision decision;
  SalonDecisionReason reason;
} rows[] = {
  { "nothing-said-asks", { { 0 } }, FALSE, SALON_DECISION_ASK, SALON_REASON_NOTHING_SAID },
  { "standing-rule-allows", { { ALLOW, "i", NULL, "t", "h", NULL } }, FALSE,
    SALON_DECISION_ALLOW, SALON_REASON_RULE },
  { "chat-permission-allows", { { ALLOW, "i", NULL, "t", "h", "c" } }, FALSE,
    SALON_DECISION_ALLOW, SALON_REASON_CHAT },
  { "other-chat-asks", { { ALLOW, "i", NULL, "t", "h", "other" } }, FALSE,
    SALON_DECISION_ASK, SALON_REASON_NOTHING_SAID },
  { "changed-definition-asks", { { ALLOW, "i", NULL, "t", "old", NULL } }, FALSE,
    SALON_DECISION_ASK, SALON_REASON_DEFINITION_CHANGED },
  { "changed-definition-in-chat-asks", { { ALLOW, "i", NULL, "t", "old", "c" } }, FALSE,
    SALON_DECISION_ASK, SALON_REASON_DEFINITION_CHANGED },
  { "one-of-two-definitions-allows",
    { { ALLOW, "i", NULL, "t", "old", NULL }, { ALLOW, "i", NULL, "t", "h", "c" } }, FALSE,
    SALON_DECISION_ALLOW, SALON_REASON_CHAT },
  { "look-alike-server-asks", { { ALLOW, "other", NULL, "t", "h", NULL } }, FALSE,
    SALON_DECISION_ASK, SALON_REASON_NOTHING_SAID },
  { "other-tool-asks", { { ALLOW, "i", NULL, "other", "h", NULL } }, FALSE,
    SALON_DECISION_ASK, SALON_REASON_NOTHING_SAID },
  { "never-denies", { { NEVER, "i", NULL, "t", "h", NULL } }, FALSE,
    SALON_DECISION_DENY, SALON_REASON_RULE },
  { "never-holds-for-a-changed-definition", { { NEVER, "i", NULL, "t", "old", NULL } }, FALSE,
    SALON_DECISION_DENY, SALON_REASON_RULE },
  { "never-beats-allow",
    { { ALLOW, "i", NULL, "t", "h", "c" }, { NEVER, "i", NULL, "t", "h", NULL } }, FALSE,
    SALON_DECISION_DENY, SALON_REASON_RULE },
  { "never-beats-all-of-the-command-line",
    { { ALLOW, NULL, NULL, NULL, NULL, NULL }, { NEVER, "i", NULL, "t", "h", NULL } }, FALSE,
    SALON_DECISION_DENY, SALON_REASON_RULE },
  { "never-beats-built-in", { { NEVER, "i", NULL, "t", "h", NULL } }, TRUE,
    SALON_DECISION_DENY, SALON_REASON_RULE },
  { "command-line-tool-allows", { { ALLOW, NULL, NULL, "t", NULL, NULL } }, FALSE,
    SALON_DECISION_ALLOW, SALON_REASON_RULE },
  { "command-line-server-allows", { { ALLOW, NULL, "s", NULL, NULL, NULL } }, FALSE,
    SALON_DECISION_ALLOW, SALON_REASON_RULE },
  { "command-line-other-server-asks", { { ALLOW, NULL, "x", "t", NULL, NULL } }, FALSE,
    SALON_DECISION_ASK, SALON_REASON_NOTHING_SAID },
  { "built-in-allows", { { 0 } }, TRUE, SALON_DECISION_ALLOW, SALON_REASON_BUILT_IN },
};

static void
test_row (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);

  /* What a server says of its tool makes no difference. */
  for (guint hints = 0; hints < 4; hints++)
    {
      SalonDecisionReason reason;
      SalonPolicyFacts facts = {
        .server_identity = "i", .server_name = "s", .tool_name = "t", .definition_hash = "h",
        .chat_id = "c", .built_in = rows[i].built_in, .read_only_hint = hints & 1,
        .destructive_hint = hints & 2, .grants = rows[i].grants, .n_grants = 2,
      };

      g_assert_cmpint (salon_policy_decide (&facts, &reason), ==, rows[i].decision);
      g_assert_cmpint (reason, ==, rows[i].reason);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/host/policy/%s", rows[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
    }
  return g_test_run ();
}

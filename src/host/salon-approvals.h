/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-answer.h"
#include "salon-approval.h"

G_BEGIN_DECLS

typedef struct _SalonStateStore SalonStateStore;

/**
 * SalonApprovals:
 *
 * What the user has said about tools: standing rules (a `GListModel` of [class@Approval],
 * kept in state.db), permissions for one chat and for this run (both in memory only).
 */
#define SALON_TYPE_APPROVALS (salon_approvals_get_type ())
G_DECLARE_FINAL_TYPE (SalonApprovals, salon_approvals, SALON, APPROVALS, GObject)

/**
 * SalonApprovals::changed:
 * @self: the approvals
 *
 * Some rule or permission has been added, replaced or revoked.
 */

/**
 * SalonApprovals::store-failed:
 * @self: the approvals
 * @error: why
 *
 * A rule could not be kept, or not be revoked, in state.db. It is in force until Salon ends.
 */

/**
 * salon_approvals_new:
 *
 * Returns: (transfer full): approvals in which nothing has been said
 */
SalonApprovals *salon_approvals_new                (void);

/**
 * salon_approvals_load:
 * @self: the approvals
 * @store: (nullable): where standing rules are kept; %NULL keeps them in memory
 *
 * Returns: (transfer full): a future that resolves when the rules are there
 */
DexFuture      *salon_approvals_load               (SalonApprovals  *self,
                                                    SalonStateStore *store)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_approvals_decide:
 * @self: the approvals
 * @facts: the facts, without "grants", which are filled in
 * @reason: (out) (optional): why
 *
 * Returns: what [func@policy_decide] makes of @facts and all the user has said
 */
SalonDecision   salon_approvals_decide             (SalonApprovals         *self,
                                                    const SalonPolicyFacts *facts,
                                                    SalonDecisionReason    *reason);

/**
 * salon_approvals_grant:
 * @self: the approvals
 * @facts: which server, tool, definition and chat
 * @scope: how far the permission reaches; nothing is kept for %SALON_APPROVAL_ONCE
 *
 * Takes effect at once; a standing rule is stored on the side.
 *
 * Returns: (transfer full): a future that resolves when it is stored, or rejects with
 *   `SALON_STORE_ERROR`; the permission then lasts as long as Salon runs
 */
DexFuture      *salon_approvals_grant              (SalonApprovals         *self,
                                                    const SalonPolicyFacts *facts,
                                                    SalonApprovalScope      scope)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_approvals_get_rule:
 * @self: the approvals
 * @server_identity: a server's identity
 * @tool_name: a tool's name at that server
 * @definition_hash: the tool's definition as it is now
 *
 * Returns: the standing rule that holds for the tool as it is now
 */
SalonToolRule   salon_approvals_get_rule           (SalonApprovals *self,
                                                    const char     *server_identity,
                                                    const char     *tool_name,
                                                    const char     *definition_hash);

/**
 * salon_approvals_set_rule:
 * @self: the approvals
 * @server_identity: a server's identity
 * @tool_name: a tool's name at that server
 * @definition_hash: the tool's definition as it is now
 * @rule: allow, never, or %SALON_TOOL_RULE_NONE to revoke
 *
 * Returns: (transfer full): a future that resolves when it is stored
 */
DexFuture      *salon_approvals_set_rule           (SalonApprovals *self,
                                                    const char     *server_identity,
                                                    const char     *tool_name,
                                                    const char     *definition_hash,
                                                    SalonToolRule   rule)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_approvals_allow_for_this_run:
 * @self: the approvals
 * @server_name: (nullable): a server's name in the configuration; %NULL for any
 * @tool_name: (nullable): a tool's name; %NULL for any
 *
 * Allows tools as named on the command line, until the end of the process.
 */
void            salon_approvals_allow_for_this_run (SalonApprovals *self,
                                                    const char     *server_name,
                                                    const char     *tool_name);

/**
 * salon_approvals_forget_chat:
 * @self: the approvals
 * @chat_id: a chat that is no more
 */
void            salon_approvals_forget_chat        (SalonApprovals *self,
                                                    const char     *chat_id);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-approvals.h"

#include "salon-approval-private.h"
#include "salon-state-store.h"

/* A permission that ends with the process: for one chat, or named on the command line. */
typedef struct
{
  char *server_identity;
  char *server_name;
  char *tool_name;
  char *definition_hash;
  char *chat_id;
} Permission;

struct _SalonApprovals
{
  GObject parent_instance;

  GPtrArray *approvals;
  GPtrArray *permissions;
  SalonStateStore *store;
};

static GType
salon_approvals_get_item_type (GListModel *model)
{
  return SALON_TYPE_APPROVAL;
}

static guint
salon_approvals_get_n_items (GListModel *model)
{
  return SALON_APPROVALS (model)->approvals->len;
}

static gpointer
salon_approvals_get_item (GListModel *model,
                          guint       position)
{
  SalonApprovals *self = SALON_APPROVALS (model);

  return position < self->approvals->len ? g_object_ref (self->approvals->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = salon_approvals_get_item_type;
  iface->get_n_items = salon_approvals_get_n_items;
  iface->get_item = salon_approvals_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonApprovals, salon_approvals, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum
{
  CHANGED,
  STORE_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
permission_free (Permission *permission)
{
  g_free (permission->server_identity);
  g_free (permission->server_name);
  g_free (permission->tool_name);
  g_free (permission->definition_hash);
  g_free (permission->chat_id);
  g_free (permission);
}

static void
salon_approvals_finalize (GObject *object)
{
  SalonApprovals *self = SALON_APPROVALS (object);

  g_clear_pointer (&self->approvals, g_ptr_array_unref);
  g_clear_pointer (&self->permissions, g_ptr_array_unref);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (salon_approvals_parent_class)->finalize (object);
}

static void
salon_approvals_class_init (SalonApprovalsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_approvals_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[STORE_FAILED] =
    g_signal_new ("store-failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
salon_approvals_init (SalonApprovals *self)
{
  self->approvals = g_ptr_array_new_with_free_func (g_object_unref);
  self->permissions = g_ptr_array_new_with_free_func ((GDestroyNotify) permission_free);
}

SalonApprovals *
salon_approvals_new (void)
{
  return g_object_new (SALON_TYPE_APPROVALS, NULL);
}

static DexFuture *
load_fiber (gpointer user_data)
{
  SalonApprovals *self = user_data;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  guint n_before;

  rows = dex_await_boxed (salon_state_store_list_approvals (self->store), &error);
  if (rows == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  n_before = self->approvals->len;
  for (guint i = 0; i < rows->len; i++)
    {
      const SalonStoreApproval *row = rows->pdata[i];
      SalonToolRule rule = SALON_TOOL_RULE_NONE;

      /* A word of a later release is no permission. */
      if (g_strcmp0 (row->decision, "allow") == 0)
        rule = SALON_TOOL_RULE_ALLOW;
      else if (g_strcmp0 (row->decision, "never") == 0)
        rule = SALON_TOOL_RULE_NEVER;
      if (rule == SALON_TOOL_RULE_NONE || row->server_identity == NULL || row->tool_name == NULL ||
          row->definition_hash == NULL)
        continue;
      g_ptr_array_add (self->approvals,
                       salon_approval_new (row->server_identity, row->tool_name,
                                           row->definition_hash, rule, row->granted_at));
    }
  g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, self->approvals->len - n_before);
  g_signal_emit (self, signals[CHANGED], 0);
  return dex_future_new_true ();
}

DexFuture *
salon_approvals_load (SalonApprovals  *self,
                      SalonStateStore *store)
{
  g_return_val_if_fail (SALON_IS_APPROVALS (self), NULL);

  g_set_object (&self->store, store);
  if (store == NULL)
    return dex_future_new_true ();
  return dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref);
}

SalonDecision
salon_approvals_decide (SalonApprovals         *self,
                        const SalonPolicyFacts *facts,
                        SalonDecisionReason    *reason)
{
  g_autofree SalonPolicyGrant *grants = NULL;
  SalonPolicyFacts with_grants;
  guint n = 0;

  g_return_val_if_fail (SALON_IS_APPROVALS (self), SALON_DECISION_ASK);
  g_return_val_if_fail (facts != NULL, SALON_DECISION_ASK);

  grants = g_new0 (SalonPolicyGrant, self->approvals->len + self->permissions->len + 1);
  for (guint i = 0; i < self->approvals->len; i++)
    {
      SalonApproval *approval = self->approvals->pdata[i];

      grants[n++] = (SalonPolicyGrant) {
        .rule = salon_approval_get_rule (approval),
        .server_identity = salon_approval_get_server_identity (approval),
        .tool_name = salon_approval_get_tool_name (approval),
        .definition_hash = salon_approval_get_definition_hash (approval),
      };
    }
  for (guint i = 0; i < self->permissions->len; i++)
    {
      const Permission *permission = self->permissions->pdata[i];

      grants[n++] = (SalonPolicyGrant) {
        .rule = SALON_TOOL_RULE_ALLOW,
        .server_identity = permission->server_identity,
        .server_name = permission->server_name,
        .tool_name = permission->tool_name,
        .definition_hash = permission->definition_hash,
        .chat_id = permission->chat_id,
      };
    }
  with_grants = *facts;
  with_grants.grants = grants;
  with_grants.n_grants = n;
  return salon_policy_decide (&with_grants, reason);
}

static gboolean
salon_approvals_find (SalonApprovals *self,
                      const char     *server_identity,
                      const char     *tool_name,
                      guint          *position)
{
  for (guint i = 0; i < self->approvals->len; i++)
    {
      SalonApproval *approval = self->approvals->pdata[i];

      if (g_strcmp0 (salon_approval_get_server_identity (approval), server_identity) == 0 &&
          g_strcmp0 (salon_approval_get_tool_name (approval), tool_name) == 0)
        {
          *position = i;
          return TRUE;
        }
    }
  return FALSE;
}

SalonToolRule
salon_approvals_get_rule (SalonApprovals *self,
                          const char     *server_identity,
                          const char     *tool_name,
                          const char     *definition_hash)
{
  SalonApproval *approval;
  guint position;

  g_return_val_if_fail (SALON_IS_APPROVALS (self), SALON_TOOL_RULE_NONE);

  if (!salon_approvals_find (self, server_identity, tool_name, &position))
    return SALON_TOOL_RULE_NONE;
  approval = self->approvals->pdata[position];
  if (salon_approval_get_rule (approval) == SALON_TOOL_RULE_ALLOW &&
      g_strcmp0 (salon_approval_get_definition_hash (approval), definition_hash) != 0)
    return SALON_TOOL_RULE_NONE;
  return salon_approval_get_rule (approval);
}

static DexFuture *
stored_cb (DexFuture *future,
           gpointer   user_data)
{
  SalonApprovals *self = user_data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    g_signal_emit (self, signals[STORE_FAILED], 0, error);
  return dex_ref (future);
}

/* Whoever waits for it or not: a rule that is forgotten at the end is something to know. */
static DexFuture *
salon_approvals_report (SalonApprovals *self,
                        DexFuture      *future)
{
  DexFuture *reported = dex_future_finally (future, stored_cb, g_object_ref (self),
                                            g_object_unref);

  dex_future_disown (dex_ref (reported));
  return reported;
}

DexFuture *
salon_approvals_set_rule (SalonApprovals *self,
                          const char     *server_identity,
                          const char     *tool_name,
                          const char     *definition_hash,
                          SalonToolRule   rule)
{
  g_autoptr (SalonStoreApproval) row = NULL;
  gint64 now = g_get_real_time ();
  guint position = 0;

  g_return_val_if_fail (SALON_IS_APPROVALS (self), NULL);
  g_return_val_if_fail (server_identity != NULL && tool_name != NULL, NULL);
  g_return_val_if_fail (definition_hash != NULL, NULL);

  if (salon_approvals_find (self, server_identity, tool_name, &position))
    {
      g_ptr_array_remove_index (self->approvals, position);
      g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
    }
  if (rule != SALON_TOOL_RULE_NONE)
    {
      g_ptr_array_add (self->approvals, salon_approval_new (server_identity, tool_name,
                                                            definition_hash, rule, now));
      g_list_model_items_changed (G_LIST_MODEL (self), self->approvals->len - 1, 0, 1);
    }
  g_signal_emit (self, signals[CHANGED], 0);

  if (self->store == NULL)
    return dex_future_new_true ();
  if (rule == SALON_TOOL_RULE_NONE)
    return salon_approvals_report (self, salon_state_store_delete_approval (self->store,
                                                                            server_identity,
                                                                            tool_name));
  row = salon_store_approval_new ();
  row->server_identity = g_strdup (server_identity);
  row->tool_name = g_strdup (tool_name);
  row->definition_hash = g_strdup (definition_hash);
  row->decision = g_strdup (rule == SALON_TOOL_RULE_ALLOW ? "allow" : "never");
  row->scope = g_strdup ("always");
  row->granted_at = now;
  return salon_approvals_report (self, salon_state_store_save_approval (self->store, row));
}

DexFuture *
salon_approvals_grant (SalonApprovals         *self,
                       const SalonPolicyFacts *facts,
                       SalonApprovalScope      scope)
{
  Permission *permission;

  g_return_val_if_fail (SALON_IS_APPROVALS (self), NULL);
  g_return_val_if_fail (facts != NULL, NULL);

  if (scope == SALON_APPROVAL_ALWAYS)
    return salon_approvals_set_rule (self, facts->server_identity, facts->tool_name,
                                     facts->definition_hash, SALON_TOOL_RULE_ALLOW);
  if (scope == SALON_APPROVAL_CHAT && facts->chat_id != NULL)
    {
      permission = g_new0 (Permission, 1);
      permission->server_identity = g_strdup (facts->server_identity);
      permission->tool_name = g_strdup (facts->tool_name);
      permission->definition_hash = g_strdup (facts->definition_hash);
      permission->chat_id = g_strdup (facts->chat_id);
      g_ptr_array_add (self->permissions, permission);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  return dex_future_new_true ();
}

void
salon_approvals_allow_for_this_run (SalonApprovals *self,
                                    const char     *server_name,
                                    const char     *tool_name)
{
  Permission *permission;

  g_return_if_fail (SALON_IS_APPROVALS (self));

  permission = g_new0 (Permission, 1);
  permission->server_name = g_strdup (server_name);
  permission->tool_name = g_strdup (tool_name);
  g_ptr_array_add (self->permissions, permission);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
salon_approvals_forget_chat (SalonApprovals *self,
                             const char     *chat_id)
{
  g_return_if_fail (SALON_IS_APPROVALS (self));
  g_return_if_fail (chat_id != NULL);

  for (guint i = self->permissions->len; i > 0; i--)
    {
      const Permission *permission = self->permissions->pdata[i - 1];

      if (g_strcmp0 (permission->chat_id, chat_id) == 0)
        g_ptr_array_remove_index (self->permissions, i - 1);
    }
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include "salon-state-store.h"

#include "salon-store-jobs-private.h"

struct _SalonStateStore
{
  GObject parent_instance;

  SalonStoreThread *thread;
};

G_DEFINE_FINAL_TYPE (SalonStateStore, salon_state_store, G_TYPE_OBJECT)

static const SalonStoreTable tables[] = {
  { "approvals", "serial, server_identity, tool_name, definition_hash, decision, scope, granted_at,"
                 " chat_id" },
  { NULL, NULL },
};

static const SalonStoreKind kind = {
  .resource_folder = "/io/github/salon_chat/Salon/store/migrations/state",
  .tables = tables,
  .mend_sql = "",
};

static void
salon_state_store_dispose (GObject *object)
{
  SalonStateStore *self = SALON_STATE_STORE (object);

  g_clear_pointer (&self->thread, salon_store_thread_free);

  G_OBJECT_CLASS (salon_state_store_parent_class)->dispose (object);
}

static void
salon_state_store_class_init (SalonStateStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = salon_state_store_dispose;
}

static void
salon_state_store_init (SalonStateStore *self)
{
}

static DexFuture *
on_opened_cb (DexFuture *future,
              gpointer   user_data)
{
  return dex_future_new_for_object (user_data);
}

DexFuture *
salon_state_store_open (const char *path)
{
  g_autoptr(SalonStateStore) self = g_object_new (SALON_TYPE_STATE_STORE, NULL);

  self->thread = salon_store_thread_new (path, &kind);
  return dex_future_then (salon_store_thread_open (self->thread), on_opened_cb,
                          g_object_ref (self), g_object_unref);
}

DexFuture *
salon_state_store_close (SalonStateStore *self)
{
  g_return_val_if_fail (SALON_IS_STATE_STORE (self), NULL);

  return salon_store_thread_close (self->thread);
}

const char *
salon_state_store_get_notice (SalonStateStore *self)
{
  g_return_val_if_fail (SALON_IS_STATE_STORE (self), NULL);

  return salon_store_thread_get_notice (self->thread);
}

static SalonStoreApproval *
read_approval (SalonStoreStatement *statement)
{
  SalonStoreApproval *approval = salon_store_approval_new ();

  approval->server_identity = salon_store_statement_dup_text (statement, 0);
  approval->tool_name = salon_store_statement_dup_text (statement, 1);
  approval->definition_hash = salon_store_statement_dup_text (statement, 2);
  approval->decision = salon_store_statement_dup_text (statement, 3);
  approval->scope = salon_store_statement_dup_text (statement, 4);
  approval->granted_at = salon_store_statement_get_int64 (statement, 5);
  approval->chat_id = salon_store_statement_dup_text (statement, 6);
  return approval;
}

static gboolean
list_approvals_job (SalonStoreDatabase  *database,
                    gpointer             data,
                    GValue              *result,
                    GError             **error)
{
  g_autoptr(SalonStoreStatement) statement = NULL;
  g_autoptr(GPtrArray) approvals = NULL;
  gboolean has_row;

  approvals = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_store_approval_free);
  statement = salon_store_database_query (database, error,
                                          "SELECT server_identity, tool_name, definition_hash,"
                                          " decision, scope, granted_at, chat_id FROM approvals"
                                          " ORDER BY server_identity, tool_name",
                                          "");
  if (statement == NULL)
    return FALSE;
  for (;;)
    {
      if (!salon_store_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return salon_store_result_rows (result, g_steal_pointer (&approvals));
      g_ptr_array_add (approvals, read_approval (statement));
    }
}

static gboolean
save_approval_job (SalonStoreDatabase  *database,
                   gpointer             data,
                   GValue              *result,
                   GError             **error)
{
  const SalonStoreApproval *approval = data;

  return salon_store_database_change (database, error,
                                      "INSERT INTO approvals (server_identity, tool_name,"
                                      " definition_hash, decision, scope, granted_at, chat_id)"
                                      " VALUES (?, ?, ?, ?, ?, ?, ?)"
                                      " ON CONFLICT (server_identity, tool_name) DO UPDATE SET"
                                      "  definition_hash = excluded.definition_hash,"
                                      "  decision = excluded.decision, scope = excluded.scope,"
                                      "  granted_at = excluded.granted_at,"
                                      "  chat_id = excluded.chat_id",
                                      "sssssis",
                                      approval->server_identity, approval->tool_name,
                                      approval->definition_hash, approval->decision,
                                      approval->scope, approval->granted_at, approval->chat_id)
    && salon_store_result_done (result);
}

static gboolean
delete_approval_job (SalonStoreDatabase  *database,
                     gpointer             data,
                     GValue              *result,
                     GError             **error)
{
  const SalonStoreApproval *approval = data;

  return salon_store_database_change (database, error,
                                      "DELETE FROM approvals WHERE server_identity = ?1"
                                      " AND (?2 IS NULL OR tool_name = ?2)",
                                      "ss", approval->server_identity, approval->tool_name)
    && salon_store_result_done (result);
}

DexFuture *
salon_state_store_list_approvals (SalonStateStore *self)
{
  g_return_val_if_fail (SALON_IS_STATE_STORE (self), NULL);

  return salon_store_thread_run (self->thread, list_approvals_job, NULL, NULL);
}

DexFuture *
salon_state_store_save_approval (SalonStateStore          *self,
                                 const SalonStoreApproval *approval)
{
  g_return_val_if_fail (SALON_IS_STATE_STORE (self), NULL);
  g_return_val_if_fail (approval != NULL, NULL);
  g_return_val_if_fail (approval->server_identity != NULL && approval->tool_name != NULL, NULL);
  g_return_val_if_fail (approval->definition_hash != NULL, NULL);
  g_return_val_if_fail (approval->decision != NULL && approval->scope != NULL, NULL);

  return salon_store_thread_run (self->thread, save_approval_job,
                                 salon_store_approval_copy (approval),
                                 (GDestroyNotify) salon_store_approval_free);
}

DexFuture *
salon_state_store_delete_approval (SalonStateStore *self,
                                   const char      *server_identity,
                                   const char      *tool_name)
{
  SalonStoreApproval *approval;

  g_return_val_if_fail (SALON_IS_STATE_STORE (self), NULL);
  g_return_val_if_fail (server_identity != NULL, NULL);

  approval = salon_store_approval_new ();
  approval->server_identity = g_strdup (server_identity);
  approval->tool_name = g_strdup (tool_name);
  return salon_store_thread_run (self->thread, delete_approval_job, approval,
                                 (GDestroyNotify) salon_store_approval_free);
}

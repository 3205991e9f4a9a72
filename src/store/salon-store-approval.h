/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SALON_TYPE_STORE_APPROVAL (salon_store_approval_get_type ())

typedef struct _SalonStoreApproval SalonStoreApproval;

/**
 * SalonStoreApproval:
 * @server_identity: which server the decision is about
 * @tool_name: which of its tools
 * @definition_hash: hash of the tool's definition when the decision was made: a tool
 *   that changed since has no approval any more
 * @decision: “allow” or “never”
 * @scope: “always”
 * @granted_at: microseconds since 1970
 * @chat_id: (nullable): the chat in which it was decided
 *
 * A standing decision of the user about a tool. All strings belong to the row.
 */
struct _SalonStoreApproval
{
  char *server_identity;
  char *tool_name;
  char *definition_hash;
  char *decision;
  char *scope;
  gint64 granted_at;
  char *chat_id;
};

GType salon_store_approval_get_type (void) G_GNUC_CONST;

/**
 * salon_store_approval_new: (skip)
 *
 * Returns: (transfer full): an approval with nothing filled in; the fields are set
 *   with g_set_str() or given strings to own
 */
SalonStoreApproval *salon_store_approval_new (void);

/**
 * salon_store_approval_copy:
 * @self: an approval
 *
 * Returns: (transfer full): a deep copy
 */
SalonStoreApproval *salon_store_approval_copy (const SalonStoreApproval *self);

/**
 * salon_store_approval_free:
 * @self: (transfer full) (nullable): an approval
 *
 * Frees it with all that belongs to it.
 */
void salon_store_approval_free (SalonStoreApproval *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonStoreApproval, salon_store_approval_free)

G_END_DECLS

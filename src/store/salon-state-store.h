/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-store-approval.h"
#include "salon-store-error.h"

G_BEGIN_DECLS

#define SALON_TYPE_STATE_STORE (salon_state_store_get_type ())

/**
 * SalonStateStore:
 *
 * What Salon remembers beside the chats, above all the user's standing decisions about
 * tools. It behaves as [class@Store] does: one thread, calls in order, nothing cancelled.
 */
G_DECLARE_FINAL_TYPE (SalonStateStore, salon_state_store, SALON, STATE_STORE, GObject)

/**
 * salon_state_store_open:
 * @path: (type filename) (nullable): the database file, made when there is none, with
 *   its folder; %NULL for one in memory
 *
 * Opens the state as [func@Store.open] opens the history.
 *
 * Returns: (transfer full): a future of a #SalonStateStore
 */
DexFuture *salon_state_store_open (const char *path) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_state_store_close:
 * @self: a store
 *
 * Carries out the calls made so far and closes the file. Closing twice is no error.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *salon_state_store_close (SalonStateStore *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_state_store_get_notice:
 * @self: a store
 *
 * Returns: (nullable): a sentence that the user should read, %NULL when all is well
 */
const char *salon_state_store_get_notice (SalonStateStore *self);

/**
 * salon_state_store_list_approvals:
 * @self: a store
 *
 * Returns: (transfer full): a future of a #GPtrArray of #SalonStoreApproval, by server
 *   and tool
 */
DexFuture *salon_state_store_list_approvals (SalonStateStore *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_state_store_save_approval:
 * @self: a store
 * @approval: the row, copied
 *
 * Adds the decision; it takes the place of an earlier one about the same tool.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *salon_state_store_save_approval (SalonStateStore          *self,
                                            const SalonStoreApproval *approval)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * salon_state_store_delete_approval:
 * @self: a store
 * @server_identity: a server
 * @tool_name: (nullable): one of its tools, %NULL for all of them
 *
 * Forgets the decision, so that the user is asked again. No error when there is none.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *salon_state_store_delete_approval (SalonStateStore *self,
                                              const char      *server_identity,
                                              const char      *tool_name)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

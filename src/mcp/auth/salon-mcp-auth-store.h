/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

#define SALON_TYPE_MCP_AUTH_STORE (salon_mcp_auth_store_get_type ())

G_DECLARE_INTERFACE (SalonMcpAuthStore, salon_mcp_auth_store, SALON, MCP_AUTH_STORE, GObject)

/**
 * SalonMcpAuthStoreInterface:
 * @load: see salon_mcp_auth_store_load()
 * @save: see salon_mcp_auth_store_save()
 * @remove: see salon_mcp_auth_store_remove()
 * @lock: see salon_mcp_auth_store_lock()
 * @is_persistent: see salon_mcp_auth_store_is_persistent()
 *
 * Where tokens and the credentials of clients are kept: the keyring, or the memory of the
 * program. Several programs may use the same one at the same time.
 *
 * Keys are any text, such as “client|ISSUER”, “tokens|ISSUER|RESOURCE|ACCOUNT” or
 * “server|URL|ACCOUNT”; what is kept is JSON, all of it to be treated as secret. A save is all
 * or nothing, and what was saved is what everyone loads from then on.
 */
struct _SalonMcpAuthStoreInterface
{
  GTypeInterface parent_interface;

  DexFuture *(*load)          (SalonMcpAuthStore *self,
                               const char        *key);
  DexFuture *(*save)          (SalonMcpAuthStore *self,
                               const char        *key,
                               const char        *text,
                               const char        *label);
  DexFuture *(*remove)        (SalonMcpAuthStore *self,
                               const char        *key);
  DexFuture *(*lock)          (SalonMcpAuthStore *self,
                               const char        *key);
  gboolean   (*is_persistent) (SalonMcpAuthStore *self);
};

DexFuture *salon_mcp_auth_store_load          (SalonMcpAuthStore *self,
                                               const char        *key) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *salon_mcp_auth_store_save          (SalonMcpAuthStore *self,
                                               const char        *key,
                                               const char        *text,
                                               const char        *label)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture *salon_mcp_auth_store_remove        (SalonMcpAuthStore *self,
                                               const char        *key) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *salon_mcp_auth_store_lock          (SalonMcpAuthStore *self,
                                               const char        *key) G_GNUC_WARN_UNUSED_RESULT;
gboolean   salon_mcp_auth_store_is_persistent (SalonMcpAuthStore *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-store.h"

G_DEFINE_INTERFACE (SalonMcpAuthStore, salon_mcp_auth_store, G_TYPE_OBJECT)

static void
salon_mcp_auth_store_default_init (SalonMcpAuthStoreInterface *iface)
{
}

/**
 * salon_mcp_auth_store_load:
 * @self: a store
 * @key: what to look for
 *
 * Returns: (transfer full): a future of the text kept under @key, a string that is %NULL when
 *   there is none; rejected when the store can't be read
 */
DexFuture *
salon_mcp_auth_store_load (SalonMcpAuthStore *self,
                           const char        *key)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_STORE (self), dex_future_new_infinite ());
  g_return_val_if_fail (key != NULL, dex_future_new_infinite ());

  return SALON_MCP_AUTH_STORE_GET_IFACE (self)->load (self, key);
}

/**
 * salon_mcp_auth_store_save:
 * @self: a store
 * @key: under what to keep it
 * @text: what to keep
 * @label: what a person who looks into the keyring reads of it; it holds no secret
 *
 * Keeps a text in place of what was under the key before.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *
salon_mcp_auth_store_save (SalonMcpAuthStore *self,
                           const char        *key,
                           const char        *text,
                           const char        *label)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_STORE (self), dex_future_new_infinite ());
  g_return_val_if_fail (key != NULL && text != NULL, dex_future_new_infinite ());
  g_return_val_if_fail (label != NULL, dex_future_new_infinite ());

  return SALON_MCP_AUTH_STORE_GET_IFACE (self)->save (self, key, text, label);
}

/**
 * salon_mcp_auth_store_remove:
 * @self: a store
 * @key: what to forget
 *
 * Forgets what is kept under a key; that there is nothing is no error.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *
salon_mcp_auth_store_remove (SalonMcpAuthStore *self,
                             const char        *key)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_STORE (self), dex_future_new_infinite ());
  g_return_val_if_fail (key != NULL, dex_future_new_infinite ());

  return SALON_MCP_AUTH_STORE_GET_IFACE (self)->remove (self, key);
}

/**
 * salon_mcp_auth_store_lock:
 * @self: a store
 * @key: what to be alone with
 *
 * Waits until nobody else – no other part of this program and no other program – holds the
 * lock of @key. The lock says nothing about load and save, which work without it; it is for
 * those who load, change and save. A program that dies loses its locks.
 *
 * Returns: (transfer full): a future of a #GObject that is the lock: it is given back when the
 *   last reference to it goes
 */
DexFuture *
salon_mcp_auth_store_lock (SalonMcpAuthStore *self,
                           const char        *key)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_STORE (self), dex_future_new_infinite ());
  g_return_val_if_fail (key != NULL, dex_future_new_infinite ());

  return SALON_MCP_AUTH_STORE_GET_IFACE (self)->lock (self, key);
}

/**
 * salon_mcp_auth_store_is_persistent:
 * @self: a store
 *
 * Returns: whether what it keeps outlives the program
 */
gboolean
salon_mcp_auth_store_is_persistent (SalonMcpAuthStore *self)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_STORE (self), FALSE);

  return SALON_MCP_AUTH_STORE_GET_IFACE (self)->is_persistent (self);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"
#include "salon-server-manager-private.h"

/**
 * salon_server_manager_add:
 * @self: a manager
 * @config: the new server's entry
 *
 * Writes a new entry to mcp.json. The server is in the list when the future resolves; it is not
 * started.
 *
 * Returns: (transfer full): a future of %TRUE; rejected with %SALON_HOST_ERROR_CONFIGURATION,
 *   %SALON_HOST_ERROR_EXISTS or %SALON_HOST_ERROR_READ_ONLY
 */
DexFuture *
salon_server_manager_add (SalonServerManager *self,
                          SalonServerConfig  *config)
{
  g_return_val_if_fail (SALON_IS_SERVER_MANAGER (self), NULL);
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (config), NULL);

  return salon_servers_file_put (self->file, NULL, config);
}

/**
 * salon_server_manager_update:
 * @self: a manager
 * @name: the server's present name
 * @config: what its entry is to be; the name may be another one
 *
 * Changes an entry in mcp.json. A server that runs is started again.
 *
 * Returns: (transfer full): a future of %TRUE; rejected as salon_server_manager_add(), or with
 *   %SALON_HOST_ERROR_NOT_FOUND
 */
DexFuture *
salon_server_manager_update (SalonServerManager *self,
                             const char         *name,
                             SalonServerConfig  *config)
{
  g_return_val_if_fail (SALON_IS_SERVER_MANAGER (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (config), NULL);

  return salon_servers_file_put (self->file, name, config);
}

/**
 * salon_server_manager_remove:
 * @self: a manager
 * @name: a server's name
 *
 * Removes an entry from mcp.json and ends its server. Removing the built-in server brings its
 * defaults back.
 *
 * Returns: (transfer full): a future of %TRUE; rejected as salon_server_manager_update()
 */
DexFuture *
salon_server_manager_remove (SalonServerManager *self,
                             const char         *name)
{
  g_return_val_if_fail (SALON_IS_SERVER_MANAGER (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return salon_servers_file_remove (self->file, name);
}

/**
 * salon_server_manager_set_enabled:
 * @self: a manager
 * @name: a server's name
 * @enabled: whether it may run
 *
 * Switches a server on or off in mcp.json. One that is switched on starts when it is needed.
 *
 * Returns: (transfer full): a future of %TRUE; rejected as salon_server_manager_update()
 */
DexFuture *
salon_server_manager_set_enabled (SalonServerManager *self,
                                  const char         *name,
                                  gboolean            enabled)
{
  g_autoptr(SalonServerConfig) config = NULL;
  SalonServer *server;
  const char *problem;

  g_return_val_if_fail (SALON_IS_SERVER_MANAGER (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  server = salon_server_manager_find (self, name);
  if (server == NULL)
    return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_FOUND,
                                  _("There is no server “%s”."), name);

  /* What of a broken entry was not understood would be lost. */
  problem = salon_server_config_get_problem (salon_server_get_config (server));
  if (problem != NULL)
    return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                                  _("The entry has a mistake that has to be put right first. %s"),
                                  problem);

  config = salon_server_config_copy (salon_server_get_config (server));
  salon_server_config_set_disabled (config, !enabled);

  return salon_servers_file_put (self->file, name, config);
}

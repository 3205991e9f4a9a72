/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-clock.h"
#include "salon-launcher.h"
#include "salon-mcp-era-memory.h"
#include "salon-remote-connector.h"
#include "salon-server.h"
#include "salon-servers-file.h"

G_BEGIN_DECLS

#define SALON_TYPE_SERVER_MANAGER (salon_server_manager_get_type ())

/**
 * SalonServerManager:
 *
 * The servers: a #GListModel of #SalonServer, the built-in one first, then the ones of mcp.json
 * in their order. Follows the file: an entry that changed restarts that server alone, and only
 * when it was running. Property “problem”: a nullable sentence about mcp.json.
 */
G_DECLARE_FINAL_TYPE (SalonServerManager, salon_server_manager, SALON, SERVER_MANAGER, GObject)

SalonServerManager *salon_server_manager_new             (SalonServersFile   *file,
                                                          SalonLauncher      *launcher,
                                                          SalonClock         *clock);
void                salon_server_manager_set_remote_connector (SalonServerManager   *self,
                                                               SalonRemoteConnector *connector);
void                salon_server_manager_set_sign_in_services (SalonServerManager        *self,
                                                               const SalonSignInServices *services);
void                salon_server_manager_set_era_memory  (SalonServerManager *self,
                                                          SalonMcpEraMemory  *memory);
void                salon_server_manager_set_connect_func (SalonServerManager     *self,
                                                           SalonServerConnectFunc  func,
                                                           gpointer                user_data,
                                                           GDestroyNotify          destroy);
void                salon_server_manager_set_input_handler_func
                                                         (SalonServerManager          *self,
                                                          SalonServerInputHandlerFunc  func,
                                                          gpointer                     user_data,
                                                          GDestroyNotify               destroy);
DexFuture          *salon_server_manager_open            (SalonServerManager *self)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_server_manager_close           (SalonServerManager *self)
  G_GNUC_WARN_UNUSED_RESULT;
const char         *salon_server_manager_get_problem     (SalonServerManager *self);
SalonServer        *salon_server_manager_find            (SalonServerManager *self,
                                                          const char         *name);
DexFuture          *salon_server_manager_start_enabled   (SalonServerManager *self,
                                                          gint64              patience)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_server_manager_start_automatic (SalonServerManager *self)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_server_manager_add             (SalonServerManager *self,
                                                          SalonServerConfig  *config)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_server_manager_update          (SalonServerManager *self,
                                                          const char         *name,
                                                          SalonServerConfig  *config)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_server_manager_remove          (SalonServerManager *self,
                                                          const char         *name)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_server_manager_set_enabled     (SalonServerManager *self,
                                                          const char         *name,
                                                          gboolean            enabled)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

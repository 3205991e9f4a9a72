/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-clock.h"
#include "salon-mcp-client.h"
#include "salon-mcp-era-memory.h"
#include "salon-mcp-input-handler.h"
#include "salon-ring.h"
#include "salon-server-config.h"
#include "salon-sign-in.h"

G_BEGIN_DECLS

/**
 * SalonServerState:
 * @SALON_SERVER_DISABLED: switched off in mcp.json
 * @SALON_SERVER_STOPPED: not running; starts when it is needed
 * @SALON_SERVER_STARTING: being started
 * @SALON_SERVER_READY: running, its tools are known
 * @SALON_SERVER_FAILED: could not be started, crashed, or its entry is broken; “status-text” says
 *   what happened
 */
typedef enum
{
  SALON_SERVER_DISABLED,
  SALON_SERVER_STOPPED,
  SALON_SERVER_STARTING,
  SALON_SERVER_READY,
  SALON_SERVER_FAILED,
} SalonServerState;

#define SALON_TYPE_SERVER_STATE (salon_server_state_get_type ())
GType salon_server_state_get_type (void);

#define SALON_TYPE_SERVER (salon_server_get_type ())

/**
 * SalonServer:
 *
 * One server of the user: its entry in mcp.json and, while it runs, the connection to it.
 *
 * Properties, all read-only and notifying: “name” (unique; the key in mcp.json), “title” (for
 * people; from the config, never the server's own words), “config”, “identity” (what approvals are
 * kept by), “built-in”, “state”, “status-text” (a sentence, never %NULL),
 * “tools” (a #GListModel of #SalonMcpTool: the same object for the server's life, empty while it
 * does not run), “client” (nullable; a ready #SalonMcpClient), “protocol-version”,
 * “server-title”, “server-version”, “instructions” (all nullable).
 */
G_DECLARE_FINAL_TYPE (SalonServer, salon_server, SALON, SERVER, GObject)

/**
 * SalonServerConnectFunc:
 * @config: the entry to connect to
 * @user_data: what was given with the function
 *
 * Makes the transport to a server, not started yet.
 *
 * Returns: (transfer full): a future of a #SalonMcpTransport; its rejection is the sentence that
 *   the failed server shows
 */
typedef DexFuture *(*SalonServerConnectFunc) (SalonServerConfig *config,
                                              gpointer           user_data);

/**
 * SalonServerInputHandlerFunc:
 * @server: the server that is about to start
 * @user_data: what was given with the function
 *
 * Makes what answers @server's questions (sampling and so on). Its answer is kept by the server's
 * client, so it must hold @server weakly, if at all.
 *
 * Returns: (transfer full) (nullable): a handler for this server
 */
typedef SalonMcpInputHandler *(*SalonServerInputHandlerFunc) (SalonServer *server,
                                                              gpointer     user_data);

const char        *salon_server_get_name             (SalonServer *self);
const char        *salon_server_get_title            (SalonServer *self);
SalonServerConfig *salon_server_get_config           (SalonServer *self);
const char        *salon_server_get_identity         (SalonServer *self);
gboolean           salon_server_is_built_in          (SalonServer *self);
SalonServerState   salon_server_get_state            (SalonServer *self);
const char        *salon_server_get_status_text      (SalonServer *self);
GListModel        *salon_server_get_tools            (SalonServer *self);
SalonMcpClient    *salon_server_get_client           (SalonServer *self);
const char        *salon_server_get_protocol_version (SalonServer *self);
const char        *salon_server_get_server_title     (SalonServer *self);
const char        *salon_server_get_server_version   (SalonServer *self);
const char        *salon_server_get_instructions     (SalonServer *self);
SalonRing         *salon_server_get_diagnostics      (SalonServer *self);
SalonRing         *salon_server_get_traffic          (SalonServer *self);
DexFuture         *salon_server_use                  (SalonServer *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture         *salon_server_start                (SalonServer *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture         *salon_server_stop                 (SalonServer *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture         *salon_server_restart              (SalonServer *self) G_GNUC_WARN_UNUSED_RESULT;

SalonSignIn       *salon_server_get_sign_in          (SalonServer *self);
DexFuture         *salon_server_sign_in              (SalonServer *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture         *salon_server_sign_out             (SalonServer *self) G_GNUC_WARN_UNUSED_RESULT;

/* For the manager and tests. */
SalonServer       *salon_server_new                  (SalonServerConfig           *config,
                                                      SalonClock                  *clock);
void               salon_server_set_connect_func     (SalonServer                 *self,
                                                      SalonServerConnectFunc       func,
                                                      gpointer                     user_data,
                                                      GDestroyNotify               destroy);
void               salon_server_set_input_handler_func (SalonServer                 *self,
                                                        SalonServerInputHandlerFunc  func,
                                                        gpointer                     user_data,
                                                        GDestroyNotify               destroy);
void               salon_server_set_era_memory       (SalonServer                 *self,
                                                      SalonMcpEraMemory           *memory);
void               salon_server_set_sign_in          (SalonServer                 *self,
                                                      SalonSignIn                 *sign_in);
void               salon_server_set_config           (SalonServer                 *self,
                                                      SalonServerConfig           *config);

G_END_DECLS

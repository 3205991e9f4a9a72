/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-client.h"
#include "salon-mcp-deadlines-private.h"
#include "salon-mcp-era-private.h"

G_BEGIN_DECLS

struct _SalonMcpClient
{
  GObject               parent_instance;

  SalonMcpTransport    *transport;
  SalonMcpInputHandler *input_handler;
  SalonClock           *clock;
  SalonMcpEra          *era;
  SalonMcpClientState   state;
  GError               *failure;
  GHashTable           *exchanges;          /* id → SalonMcpExchange */
  SalonMcpDeadlines    *deadlines;
  guint                 last_id;
  gint64                timeout;            /* microseconds, as are the next two */
  gint64                open_timeout;
  gint64                maximum_time;
  DexFuture            *closing;            /* the shared future of close */

  SalonJsonDocument    *server;             /* what the server said of itself; owns the rest */
  char                 *protocol_version;
  const SalonJson      *server_info;
  const SalonJson      *server_capabilities;
  const char           *instructions;
};

/* For the files of the client. */
void                  salon_mcp_client_handle_message       (SalonMcpClient       *self,
                                                             SalonJsonDocument    *message);
void                  salon_mcp_client_emit_tools_changed   (SalonMcpClient       *self);
void                  salon_mcp_client_emit_prompts_changed (SalonMcpClient       *self);
void                  salon_mcp_client_emit_resources_changed (SalonMcpClient     *self);
void                  salon_mcp_client_emit_log_message     (SalonMcpClient       *self,
                                                             SalonMcpLogLevel      level,
                                                             const char           *logger,
                                                             SalonJsonDocument    *data);

/* For exchanges. */
SalonMcpDeadlines    *salon_mcp_client_get_deadlines        (SalonMcpClient       *self);
void                  salon_mcp_client_forget_exchange      (SalonMcpClient       *self,
                                                             SalonMcpExchange     *exchange);
void                  salon_mcp_client_cancel_on_wire       (SalonMcpClient       *self,
                                                             SalonMcpExchange     *exchange,
                                                             const char           *reason);

/* For eras. */
SalonMcpExchange     *salon_mcp_client_start_exchange       (SalonMcpClient       *self,
                                                             const char           *method,
                                                             const SalonMcpParams *params)
  G_GNUC_WARN_UNUSED_RESULT;
SalonMcpExchange     *salon_mcp_client_start_handshake      (SalonMcpClient       *self,
                                                             const char           *method,
                                                             const SalonMcpParams *params)
  G_GNUC_WARN_UNUSED_RESULT;
void                  salon_mcp_client_send                 (SalonMcpClient       *self,
                                                             const char           *message);
void                  salon_mcp_client_note                 (SalonMcpClient       *self,
                                                             const char           *text);
SalonMcpInputHandler *salon_mcp_client_get_input_handler    (SalonMcpClient       *self);
gboolean              salon_mcp_client_has_capability       (SalonMcpClient       *self,
                                                             const char           *name);
void                  salon_mcp_client_set_server           (SalonMcpClient       *self,
                                                             const char           *protocol_version,
                                                             SalonJsonDocument    *document,
                                                             const SalonJson      *server_info,
                                                             const SalonJson      *capabilities,
                                                             const char           *instructions);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-cache-private.h"
#include "salon-mcp-client.h"
#include "salon-mcp-deadlines-private.h"
#include "salon-mcp-era-private.h"

G_BEGIN_DECLS

/* JSON-RPC 2.0, section 5.1 */
#define SALON_MCP_CODE_METHOD_NOT_FOUND (-32601)
#define SALON_MCP_CODE_INVALID_PARAMS   (-32602)

struct _SalonMcpClient
{
  GObject               parent_instance;

  SalonMcpTransport    *transport;
  SalonMcpInputHandler *input_handler;
  SalonClock           *clock;
  SalonMcpEra          *era;
  SalonMcpClientState   state;
  GError               *failure;
  GError               *transport_end;      /* how the transport ended while opening */
  GHashTable           *exchanges;          /* id → SalonMcpExchange */
  SalonMcpDeadlines    *deadlines;
  guint                 last_id;
  gint64                timeout;            /* microseconds, as are the next two */
  gint64                open_timeout;
  gint64                maximum_time;
  DexFuture            *closing;            /* the shared future of close */
  SalonMcpEraSetting    era_setting;
  SalonMcpEraSetting    era_in_use;
  SalonMcpEraMemory    *era_memory;
  char                 *era_key;
  GPtrArray            *extensions;         /* SalonMcpExtension */
  SalonMcpCache        *cache;
  GHashTable           *tools;              /* name → SalonMcpTool, as last listed */
  GHashTable           *open_elicitations;  /* ids of pages the user was sent to */
  char                 *trace_parent;
  char                 *trace_state;
  char                 *baggage;

  SalonJsonDocument    *server;             /* what the server said of itself; owns the rest */
  char                 *protocol_version;
  const SalonJson      *server_info;
  const SalonJson      *server_capabilities;
  const char           *instructions;
};

/* For the files of the client. */
void                  salon_mcp_client_handle_message       (SalonMcpClient       *self,
                                                             SalonJsonDocument    *message,
                                                             SalonMcpExchange     *origin);
void                  salon_mcp_client_emit_tools_changed   (SalonMcpClient       *self);
void                  salon_mcp_client_emit_prompts_changed (SalonMcpClient       *self);
void                  salon_mcp_client_emit_resources_changed (SalonMcpClient     *self);
gboolean              salon_mcp_client_emit_notification    (SalonMcpClient       *self,
                                                             const char           *method,
                                                             const SalonJson      *params);
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

void                  salon_mcp_client_fail_exchange        (SalonMcpClient       *self,
                                                             SalonMcpExchange     *exchange,
                                                             GError               *error);

/* For the negotiator. */
void                  salon_mcp_client_take_transport       (SalonMcpClient       *self,
                                                             SalonMcpTransport    *transport);
void                  salon_mcp_client_take_era             (SalonMcpClient       *self,
                                                             SalonMcpEraSetting    setting,
                                                             SalonMcpEra          *era);
SalonMcpExchange     *salon_mcp_client_start_probe          (SalonMcpClient       *self,
                                                             const char           *method,
                                                             gint64                timeout)
  G_GNUC_WARN_UNUSED_RESULT;

/* For eras. */
void                  salon_mcp_client_emit_session_renewed (SalonMcpClient       *self);
SalonMcpExchange     *salon_mcp_client_find_exchange        (SalonMcpClient       *self,
                                                             const SalonJson      *id);
void                  salon_mcp_client_fail                 (SalonMcpClient       *self,
                                                             const GError         *error);
void                  salon_mcp_client_suspend_exchange     (SalonMcpClient       *self,
                                                             SalonMcpExchange     *exchange);
void                  salon_mcp_client_renumber             (SalonMcpClient       *self,
                                                             SalonMcpExchange     *exchange);
void                  salon_mcp_client_send_again           (SalonMcpClient       *self,
                                                             SalonMcpExchange     *exchange,
                                                             char                 *text);
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
gboolean              salon_mcp_client_is_modern            (SalonMcpClient       *self);
gboolean              salon_mcp_client_has_capability       (SalonMcpClient       *self,
                                                             const char           *name);
void                  salon_mcp_client_set_server           (SalonMcpClient       *self,
                                                             const char           *protocol_version,
                                                             SalonJsonDocument    *document,
                                                             const SalonJson      *server_info,
                                                             const SalonJson      *capabilities,
                                                             const char           *instructions);

G_END_DECLS

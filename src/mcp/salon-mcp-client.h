/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-clock.h"
#include "salon-mcp-exchange.h"
#include "salon-mcp-extension.h"
#include "salon-mcp-input-handler.h"
#include "salon-mcp-transport.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_CLIENT       (salon_mcp_client_get_type ())
#define SALON_TYPE_MCP_CLIENT_STATE (salon_mcp_client_state_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpClient, salon_mcp_client, SALON, MCP_CLIENT, GObject)

/**
 * SalonMcpClientState:
 * @SALON_MCP_CLIENT_NEW: not opened yet
 * @SALON_MCP_CLIENT_OPENING: starting, or shaking hands
 * @SALON_MCP_CLIENT_READY: requests can be made
 * @SALON_MCP_CLIENT_CLOSING: being closed from this side
 * @SALON_MCP_CLIENT_CLOSED: closed from this side
 * @SALON_MCP_CLIENT_FAILED: could not be opened, or the server ended
 *
 * The life of a connection; there is no way back, a restart is a new client.
 */
typedef enum
{
  SALON_MCP_CLIENT_NEW,
  SALON_MCP_CLIENT_OPENING,
  SALON_MCP_CLIENT_READY,
  SALON_MCP_CLIENT_CLOSING,
  SALON_MCP_CLIENT_CLOSED,
  SALON_MCP_CLIENT_FAILED,
} SalonMcpClientState;

/**
 * SalonMcpLogLevel:
 *
 * Severity of a server's log message (RFC 5424), the least one first.
 */
typedef enum
{
  SALON_MCP_LOG_DEBUG,
  SALON_MCP_LOG_INFO,
  SALON_MCP_LOG_NOTICE,
  SALON_MCP_LOG_WARNING,
  SALON_MCP_LOG_ERROR,
  SALON_MCP_LOG_CRITICAL,
  SALON_MCP_LOG_ALERT,
  SALON_MCP_LOG_EMERGENCY,
} SalonMcpLogLevel;

/**
 * SalonMcpCompletionKind:
 * @SALON_MCP_COMPLETE_PROMPT: an argument of a prompt
 * @SALON_MCP_COMPLETE_RESOURCE: a gap of a template of resources
 *
 * What proposals are wanted for.
 */
typedef enum
{
  SALON_MCP_COMPLETE_PROMPT,
  SALON_MCP_COMPLETE_RESOURCE,
} SalonMcpCompletionKind;

GType               salon_mcp_client_state_get_type          (void) G_GNUC_CONST;
const char         *salon_mcp_log_level_to_string            (SalonMcpLogLevel      level);

SalonMcpClient     *salon_mcp_client_new                     (SalonMcpTransport    *transport,
                                                              SalonMcpInputHandler *input_handler,
                                                              SalonClock           *clock);
void                salon_mcp_client_set_era                 (SalonMcpClient       *self,
                                                              SalonMcpEraSetting    era);
SalonMcpEraSetting  salon_mcp_client_get_era                 (SalonMcpClient       *self);
void                salon_mcp_client_set_era_memory          (SalonMcpClient       *self,
                                                              SalonMcpEraMemory    *memory,
                                                              const char           *key);
void                salon_mcp_client_set_timeout             (SalonMcpClient       *self,
                                                              guint                 milliseconds);
void                salon_mcp_client_set_open_timeout        (SalonMcpClient       *self,
                                                              guint                 milliseconds);
void                salon_mcp_client_set_maximum_time        (SalonMcpClient       *self,
                                                              guint                 milliseconds);

void                salon_mcp_client_add_extension           (SalonMcpClient       *self,
                                                              SalonMcpExtension    *extension);
const SalonJson    *salon_mcp_client_get_extension           (SalonMcpClient       *self,
                                                              const char           *id);
void                salon_mcp_client_set_trace_context       (SalonMcpClient       *self,
                                                              const char           *trace_parent,
                                                              const char           *trace_state,
                                                              const char           *baggage);

DexFuture          *salon_mcp_client_open                    (SalonMcpClient       *self)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_mcp_client_close                   (SalonMcpClient       *self)
  G_GNUC_WARN_UNUSED_RESULT;

SalonMcpClientState salon_mcp_client_get_state               (SalonMcpClient       *self);
SalonMcpTransport  *salon_mcp_client_get_transport           (SalonMcpClient       *self);
const GError       *salon_mcp_client_get_failure             (SalonMcpClient       *self);
const char         *salon_mcp_client_get_protocol_version    (SalonMcpClient       *self);
const char         *salon_mcp_client_get_server_name         (SalonMcpClient       *self);
const char         *salon_mcp_client_get_server_title        (SalonMcpClient       *self);
const char         *salon_mcp_client_get_server_version      (SalonMcpClient       *self);
const char         *salon_mcp_client_get_instructions        (SalonMcpClient       *self);
const SalonJson    *salon_mcp_client_get_server_capabilities (SalonMcpClient       *self);

DexFuture          *salon_mcp_client_list_tools              (SalonMcpClient       *self)
  G_GNUC_WARN_UNUSED_RESULT;
SalonMcpExchange   *salon_mcp_client_call_tool               (SalonMcpClient       *self,
                                                              const char           *name,
                                                              const SalonJson      *arguments)
  G_GNUC_WARN_UNUSED_RESULT;
SalonMcpExchange   *salon_mcp_client_request                 (SalonMcpClient       *self,
                                                              const char           *method,
                                                              const SalonJson      *params)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_mcp_client_list_resources          (SalonMcpClient       *self)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_mcp_client_list_resource_templates (SalonMcpClient       *self)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_mcp_client_read_resource           (SalonMcpClient       *self,
                                                              const char           *uri)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_mcp_client_list_prompts            (SalonMcpClient       *self)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_mcp_client_get_prompt              (SalonMcpClient       *self,
                                                              const char           *name,
                                                              const SalonJson      *arguments)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_mcp_client_complete                (SalonMcpClient       *self,
                                                              SalonMcpCompletionKind kind,
                                                              const char           *reference,
                                                              const char           *argument,
                                                              const char           *value,
                                                              const SalonJson      *others)
  G_GNUC_WARN_UNUSED_RESULT;
void                salon_mcp_client_reload                  (SalonMcpClient       *self);
void                salon_mcp_client_notify_roots_changed    (SalonMcpClient       *self);
DexFuture          *salon_mcp_client_ping                    (SalonMcpClient       *self)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *salon_mcp_client_set_log_level           (SalonMcpClient       *self,
                                                              SalonMcpLogLevel      level)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

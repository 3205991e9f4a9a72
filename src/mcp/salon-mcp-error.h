/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#include "salon-json.h"

G_BEGIN_DECLS

#define SALON_MCP_ERROR (salon_mcp_error_quark ())

/**
 * SalonMcpError:
 * @SALON_MCP_ERROR_FAILED: anything that has no code of its own
 * @SALON_MCP_ERROR_CLOSED: the connection is over: the server ended, or it was
 *   closed from this side; the message holds the exit code or signal and the
 *   last line the server wrote to its standard error
 * @SALON_MCP_ERROR_TIMED_OUT: no answer within the time allowed
 * @SALON_MCP_ERROR_PROTOCOL: the server broke the protocol
 * @SALON_MCP_ERROR_REMOTE: the server answered with a JSON-RPC error; see
 *   salon_mcp_error_get_code() and its siblings
 * @SALON_MCP_ERROR_UNSUPPORTED_VERSION: no protocol version in common
 * @SALON_MCP_ERROR_UNSUPPORTED: the server has not declared the feature
 * @SALON_MCP_ERROR_START: the server could not be started
 * @SALON_MCP_ERROR_TOO_LARGE: a message exceeded the size limit
 * @SALON_MCP_ERROR_UNAUTHORIZED: the server wants to know who asks, or does not let them
 * @SALON_MCP_ERROR_SESSION_LOST: the server had forgotten the session, so it did not do what it
 *   was asked
 * @SALON_MCP_ERROR_INTERRUPTED: the connection broke before the answer; whether the server did
 *   what it was asked is not known
 *
 * Errors of the MCP client. The messages are whole, translated sentences.
 * Cancellation is not among them: that is always %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  SALON_MCP_ERROR_FAILED,
  SALON_MCP_ERROR_CLOSED,
  SALON_MCP_ERROR_TIMED_OUT,
  SALON_MCP_ERROR_PROTOCOL,
  SALON_MCP_ERROR_REMOTE,
  SALON_MCP_ERROR_UNSUPPORTED_VERSION,
  SALON_MCP_ERROR_UNSUPPORTED,
  SALON_MCP_ERROR_START,
  SALON_MCP_ERROR_TOO_LARGE,
  SALON_MCP_ERROR_UNAUTHORIZED,
  SALON_MCP_ERROR_SESSION_LOST,
  SALON_MCP_ERROR_INTERRUPTED,
} SalonMcpError;

GQuark       salon_mcp_error_quark              (void);

GError      *salon_mcp_error_new_remote         (int              code,
                                                 const char      *message,
                                                 const SalonJson *data);
int          salon_mcp_error_get_code           (const GError    *error);
const char  *salon_mcp_error_get_remote_message (const GError    *error);
const SalonJson *
             salon_mcp_error_get_data           (const GError    *error);
GError      *salon_mcp_error_set_http_status    (GError          *error,
                                                 guint            status);
guint        salon_mcp_error_get_http_status    (const GError    *error);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-json.h"
#include "salon-mcp-client.h"
#include "salon-mcp-types.h"

G_BEGIN_DECLS

/* What a request is about, borrowed for the time of a call. Either the members of params,
 * or the name of a tool and its arguments. */
typedef struct
{
  const SalonJson *members;
  const char      *name;
  const SalonJson *arguments;
  gboolean         wants_progress;
  gboolean         is_round;        /* read back: without the answers of the last round */
} SalonMcpParams;

#define SALON_TYPE_MCP_ERA (salon_mcp_era_get_type ())

G_DECLARE_INTERFACE (SalonMcpEra, salon_mcp_era, SALON, MCP_ERA, GObject)

/**
 * SalonMcpEraInterface:
 * @open: makes the connection fit for requests; resolves to %TRUE
 * @write_request: (transfer full): the text of a request
 * @handle_result: the server answered with a result, borrowed from a document
 * @handle_notification: a notification the client itself knows nothing of; returns whether it
 *   means anything
 * @handle_request: a request of the server
 * @handle_failure: (nullable): an exchange failed: the server answered with an error, or the
 *   request did not get through. Returns %TRUE when the era goes on with it, as with
 *   salon_mcp_client_resend()
 * @handle_session_lost: (nullable): the server has forgotten the session
 * @ping: (nullable): asks for a sign of life where there is no method for it
 * @set_log_level: (nullable): keeps the level where there is no method for it
 * @cancel: tells the server that nobody waits for an answer any more
 * @close: gives up what is going on, without telling the server
 *
 * What differs between the generations of the protocol (mcp.md section 0: legacy and
 * modern). The client keeps the exchanges; the era knows what they look like on the wire.
 */
struct _SalonMcpEraInterface
{
  GTypeInterface parent_interface;

  DexFuture *(*open)                (SalonMcpEra          *self);
  char      *(*write_request)       (SalonMcpEra          *self,
                                     SalonMcpExchange     *exchange,
                                     const SalonMcpParams *params);
  void       (*handle_result)       (SalonMcpEra          *self,
                                     SalonMcpExchange     *exchange,
                                     SalonJsonDocument    *document,
                                     const SalonJson      *result);
  gboolean   (*handle_notification) (SalonMcpEra          *self,
                                     const char           *method,
                                     const SalonJson      *params);
  void       (*handle_request)      (SalonMcpEra          *self,
                                     SalonJsonDocument    *document,
                                     const SalonJson      *id,
                                     const char           *method,
                                     const SalonJson      *params);
  gboolean   (*handle_failure)      (SalonMcpEra          *self,
                                     SalonMcpExchange     *exchange,
                                     const GError         *error);
  void       (*handle_session_lost) (SalonMcpEra          *self);
  DexFuture *(*ping)                (SalonMcpEra          *self);
  void       (*set_log_level)       (SalonMcpEra          *self,
                                     SalonMcpLogLevel      level);
  void       (*cancel)              (SalonMcpEra          *self,
                                     SalonMcpExchange     *exchange,
                                     const char           *reason);
  void       (*close)               (SalonMcpEra          *self);
};

G_END_DECLS

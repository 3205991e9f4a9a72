/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-json.h"
#include "salon-mcp-types.h"

G_BEGIN_DECLS

#define SALON_TYPE_MCP_INPUT_HANDLER (salon_mcp_input_handler_get_type ())

G_DECLARE_INTERFACE (SalonMcpInputHandler, salon_mcp_input_handler, SALON, MCP_INPUT_HANDLER,
                     GObject)

/**
 * SalonMcpInputKind:
 * @SALON_MCP_INPUT_SAMPLING: have a model answer
 * @SALON_MCP_INPUT_ELICITATION: have the user fill in a form
 * @SALON_MCP_INPUT_ROOTS: name the folders the server may work in
 * @SALON_MCP_INPUT_SAMPLING_TOOLS: sampling in which the model may use tools of the server;
 *   refines @SALON_MCP_INPUT_SAMPLING
 * @SALON_MCP_INPUT_ELICITATION_URL: have the user visit a page; refines
 *   @SALON_MCP_INPUT_ELICITATION
 *
 * What a server may ask of its host.
 */
typedef enum
{
  SALON_MCP_INPUT_SAMPLING,
  SALON_MCP_INPUT_ELICITATION,
  SALON_MCP_INPUT_ROOTS,
  SALON_MCP_INPUT_SAMPLING_TOOLS,
  SALON_MCP_INPUT_ELICITATION_URL,
} SalonMcpInputKind;

/**
 * SalonMcpInputHandlerInterface:
 * @can: whether requests of a kind are answered at all; decides what is declared to
 *   the server, so it has to stay the same as long as the connection lives
 * @sample: answers sampling/createMessage
 * @elicit: answers elicitation/create
 * @list_roots: answers roots/list
 * @offer_retry: the user has agreed to visit a page a request cannot do without; offers to make
 *   the request again. Resolves when they want it, rejects when they give up, and is dropped
 *   when the server says that they are done. When it is unset, the server has to say so
 *
 * Answers the questions of servers, whatever way they arrive. The futures resolve to a
 * #SalonJsonDocument, the result object to be sent. Rejecting with %G_IO_ERROR_CANCELLED or
 * %G_IO_ERROR_PERMISSION_DENIED means that the user refused; other errors are internal
 * ones. When the server withdraws its question, or the connection ends, the future is
 * dropped. An implementation that answers only some kinds leaves the others' functions unset.
 */
struct _SalonMcpInputHandlerInterface
{
  GTypeInterface parent_interface;

  gboolean   (*can)        (SalonMcpInputHandler *self,
                            SalonMcpInputKind     kind);
  DexFuture *(*sample)     (SalonMcpInputHandler *self,
                            SalonMcpClient       *client,
                            const SalonJson      *params);
  DexFuture *(*elicit)     (SalonMcpInputHandler *self,
                            SalonMcpClient       *client,
                            const SalonJson      *params);
  DexFuture *(*list_roots) (SalonMcpInputHandler *self,
                            SalonMcpClient       *client);
  DexFuture *(*offer_retry) (SalonMcpInputHandler *self,
                             SalonMcpClient       *client);
};

gboolean   salon_mcp_input_handler_can        (SalonMcpInputHandler *self,
                                               SalonMcpInputKind     kind);
DexFuture *salon_mcp_input_handler_sample     (SalonMcpInputHandler *self,
                                               SalonMcpClient       *client,
                                               const SalonJson      *params)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture *salon_mcp_input_handler_elicit     (SalonMcpInputHandler *self,
                                               SalonMcpClient       *client,
                                               const SalonJson      *params)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture *salon_mcp_input_handler_list_roots (SalonMcpInputHandler *self,
                                               SalonMcpClient       *client)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture *salon_mcp_input_handler_offer_retry (SalonMcpInputHandler *self,
                                                SalonMcpClient       *client)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-mcp-line-reader-private.h"
#include "salon-mcp-line-writer-private.h"
#include "salon-mcp-process-private.h"
#include "salon-mcp-stderr-reader-private.h"
#include "salon-mcp-stdio-transport.h"

G_BEGIN_DECLS

typedef enum
{
  SALON_MCP_STDIO_NEW,
  SALON_MCP_STDIO_STARTING,
  SALON_MCP_STDIO_OPEN,
  SALON_MCP_STDIO_ENDING,   /* the server is dead; its last messages are read */
  SALON_MCP_STDIO_CLOSING,
  SALON_MCP_STDIO_CLOSED,
} SalonMcpStdioState;

/* A server in a process of its own, one message a line over its standard input and
 * output (MCP “Transports”, stdio). */
struct _SalonMcpStdioTransport
{
  GObject               parent_instance;

  SalonMcpCommand      *command;
  SalonClock           *clock;
  char                 *guard_path;
  gsize                 max_message;
  guint                 grace_after_input;
  guint                 grace_after_term;
  SalonMcpStdioState    state;
  SalonMcpProcess      *process;
  SalonMcpLineReader   *reader;
  SalonMcpLineWriter   *writer;
  SalonMcpStderrReader *errors;
  SalonRing            *traffic;
  SalonRing            *diagnostics;
  DexFuture            *closing;       /* the shared future of close */
  DexFuture            *exit_watch;
  DexPromise           *told;          /* resolved with it */
  gboolean              closed_told;
};

void       salon_mcp_stdio_transport_tell_closed (SalonMcpStdioTransport *self,
                                                  const GError           *error);
DexFuture *salon_mcp_stdio_transport_close       (SalonMcpTransport      *transport)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

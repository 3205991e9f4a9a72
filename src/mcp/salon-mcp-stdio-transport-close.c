/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-stdio-transport-private.h"

/* Closing: end of input, SIGTERM, SIGKILL (MCP “Lifecycle”, shutdown). */

/* Says once that the connection is over; @error is why, NULL when it was closed on purpose. */
void
salon_mcp_stdio_transport_tell_closed (SalonMcpStdioTransport *self,
                                       const GError           *error)
{
  if (self->closed_told)
    return;
  self->closed_told = TRUE;
  self->state = SALON_MCP_STDIO_CLOSED;
  salon_mcp_transport_emit_closed (SALON_MCP_TRANSPORT (self), error);
  if (self->told != NULL)
    dex_promise_resolve_boolean (self->told, TRUE);
}

static void
await_gone_or (SalonMcpStdioTransport *self,
               guint                   milliseconds)
{
  dex_await (dex_future_first (salon_mcp_process_await_gone (self->process),
                               salon_clock_sleep (self->clock, (gint64) milliseconds * 1000),
                               NULL),
             NULL);
}

static gboolean
is_gone (SalonMcpStdioTransport *self)
{
  g_autoptr (DexFuture) gone = salon_mcp_process_await_gone (self->process);

  return !dex_future_is_pending (gone);
}

static DexFuture *
close_fiber (gpointer user_data)
{
  SalonMcpStdioTransport *self = user_data;

  if (self->writer != NULL)
    {
      salon_mcp_line_writer_close (self->writer);
      await_gone_or (self, self->grace_after_input);
      if (!is_gone (self))
        {
          salon_mcp_process_terminate (self->process);
          await_gone_or (self, self->grace_after_term);
        }
    }
  if (!is_gone (self))
    {
      salon_mcp_process_kill (self->process);
      dex_await (salon_mcp_process_await_gone (self->process), NULL);
    }
  if (self->reader != NULL)
    salon_mcp_line_reader_close (self->reader);
  salon_mcp_stdio_transport_tell_closed (self, NULL);
  self->state = SALON_MCP_STDIO_CLOSED;
  return dex_future_new_true ();
}

DexFuture *
salon_mcp_stdio_transport_close (SalonMcpTransport *transport)
{
  SalonMcpStdioTransport *self = SALON_MCP_STDIO_TRANSPORT (transport);

  if (self->closing != NULL)
    return dex_ref (self->closing);
  if (self->process == NULL || (self->state == SALON_MCP_STDIO_CLOSED && self->writer == NULL))
    {
      self->state = SALON_MCP_STDIO_CLOSED;
      return dex_future_new_true ();
    }
  self->state = SALON_MCP_STDIO_CLOSING;
  /* The future has to live without the caller's interest, and must not keep its owner. */
  self->closing = dex_scheduler_spawn (NULL, 0, close_fiber, g_object_ref (self), g_object_unref);
  dex_future_disown (dex_ref (self->closing));
  return dex_ref (self->closing);
}

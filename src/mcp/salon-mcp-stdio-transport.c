/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-stdio-transport-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-main-loop.h"
#include "salon-mcp-error.h"

#define DEFAULT_MAX_MESSAGE ((gsize) 16 * 1024 * 1024)
#define DEFAULT_GRACE_MS 2000
/* How long the exit status may lag behind the end of the output. */
#define STATUS_LAG_US G_TIME_SPAN_SECOND
/* What starting a program takes of the main loop. */
#define START_US (2 * G_TIME_SPAN_MILLISECOND)
#define TRAFFIC_BYTES (2 * 1024 * 1024)
#define DIAGNOSTICS_BYTES (512 * 1024)
#define RING_ENTRIES 4000

static void transport_iface_init (SalonMcpTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonMcpStdioTransport, salon_mcp_stdio_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_TRANSPORT,
                                                      transport_iface_init))

static void
salon_mcp_stdio_transport_dispose (GObject *object)
{
  SalonMcpStdioTransport *self = SALON_MCP_STDIO_TRANSPORT (object);

  dex_clear (&self->closing);
  dex_clear (&self->exit_watch);
  dex_clear (&self->told);
  if (self->reader != NULL)
    salon_mcp_line_reader_close (self->reader);
  g_clear_pointer (&self->reader, salon_mcp_line_reader_unref);
  g_clear_pointer (&self->writer, salon_mcp_line_writer_free);
  g_clear_pointer (&self->errors, salon_mcp_stderr_reader_free);
  /* Drops the control pipe: the guard ends whatever still runs. */
  g_clear_object (&self->process);

  G_OBJECT_CLASS (salon_mcp_stdio_transport_parent_class)->dispose (object);
}

static void
salon_mcp_stdio_transport_finalize (GObject *object)
{
  SalonMcpStdioTransport *self = SALON_MCP_STDIO_TRANSPORT (object);

  g_clear_pointer (&self->command, salon_mcp_command_unref);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->guard_path, g_free);
  g_clear_pointer (&self->traffic, salon_ring_unref);
  g_clear_pointer (&self->diagnostics, salon_ring_unref);

  G_OBJECT_CLASS (salon_mcp_stdio_transport_parent_class)->finalize (object);
}

static void
salon_mcp_stdio_transport_class_init (SalonMcpStdioTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_mcp_stdio_transport_dispose;
  object_class->finalize = salon_mcp_stdio_transport_finalize;
}

static void
salon_mcp_stdio_transport_init (SalonMcpStdioTransport *self)
{
  const char *guard = g_getenv ("SALON_SERVER_GUARD");

  self->guard_path = g_strdup (guard != NULL ? guard : LIBEXECDIR "/salon-server-guard");
  self->max_message = DEFAULT_MAX_MESSAGE;
  self->grace_after_input = DEFAULT_GRACE_MS;
  self->grace_after_term = DEFAULT_GRACE_MS;
  self->traffic = salon_ring_new (TRAFFIC_BYTES, RING_ENTRIES);
  self->diagnostics = salon_ring_new (DIAGNOSTICS_BYTES, RING_ENTRIES);
}

/* The messages of the server. */

static void
on_message_cb (SalonJsonDocument *message,
               const char        *text,
               gsize              length,
               gpointer           user_data)
{
  SalonMcpStdioTransport *self = user_data;

  salon_ring_add (self->traffic, salon_clock_get_real_time (self->clock), "received", text,
                  (gssize) length);
  /* While closing, the output is read only so that the server can get rid of it. */
  if (self->state == SALON_MCP_STDIO_OPEN || self->state == SALON_MCP_STDIO_ENDING)
    salon_mcp_transport_emit_message (SALON_MCP_TRANSPORT (self), message, NULL);
}

static void
on_skipped_cb (const char *text,
               gsize       length,
               gpointer    user_data)
{
  SalonMcpStdioTransport *self = user_data;
  g_autofree char *masked = salon_mcp_command_dup_masked (self->command, text, length);

  salon_ring_add (self->diagnostics, salon_clock_get_real_time (self->clock), "skipped",
                  masked != NULL ? masked : text, masked != NULL ? -1 : (gssize) length);
}

static void
on_lost_cb (const GError *error,
            gpointer      user_data)
{
  SalonMcpStdioTransport *self = user_data;

  salon_ring_add (self->diagnostics, salon_clock_get_real_time (self->clock), "skipped",
                  error->message, -1);
  if (self->state == SALON_MCP_STDIO_OPEN || self->state == SALON_MCP_STDIO_ENDING)
    salon_mcp_transport_emit_message_lost (SALON_MCP_TRANSPORT (self), error);
}

/* The end of the server. */

static void
tell_ended (SalonMcpStdioTransport *self,
            gboolean                is_dead)
{
  g_autofree char *sentence = NULL;
  g_autofree char *last_line = NULL;
  g_autoptr (GError) error = NULL;

  salon_mcp_line_writer_close (self->writer);
  salon_mcp_stderr_reader_drain (self->errors);
  sentence = is_dead ? salon_mcp_process_dup_end (self->process)
                     : g_strdup (_("The server closed its output, so nothing more can come from "
                                   "it."));
  last_line = salon_mcp_stderr_reader_dup_last_line (self->errors);
  if (last_line != NULL)
    /* Translators: a whole sentence on how a server ended, and the last line it wrote */
    g_set_error (&error, SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED,
                 _("%s The last thing it wrote was: “%s”"), sentence, last_line);
  else
    g_set_error_literal (&error, SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED, sentence);
  salon_mcp_stdio_transport_tell_closed (self, error);
}

static DexFuture *
on_status_waited_cb (DexFuture *future,
                     gpointer   user_data)
{
  g_autoptr (SalonMcpStdioTransport) self = g_weak_ref_get (user_data);
  g_autoptr (DexFuture) exited = NULL;

  if (self == NULL || self->state == SALON_MCP_STDIO_CLOSING || self->closed_told)
    return NULL;
  exited = salon_mcp_process_await_exited (self->process);
  tell_ended (self, !dex_future_is_pending (exited));
  /* A server nobody can hear is of no use any more. */
  dex_future_disown (salon_mcp_transport_close (SALON_MCP_TRANSPORT (self)));
  return NULL;
}

static GWeakRef *
weak_ref_new (gpointer object)
{
  GWeakRef *weak_ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak_ref, object);
  return weak_ref;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
on_output_end_cb (gpointer user_data)
{
  SalonMcpStdioTransport *self = user_data;
  DexFuture *waiting = NULL;

  if (self->state != SALON_MCP_STDIO_OPEN && self->state != SALON_MCP_STDIO_ENDING)
    return;
  /* Usually the server has ended, and its status is about to arrive. */
  waiting = dex_future_first (salon_mcp_process_await_exited (self->process),
                              salon_clock_sleep (self->clock, STATUS_LAG_US),
                              NULL);
  dex_future_disown (dex_future_finally (waiting, on_status_waited_cb, weak_ref_new (self),
                                         weak_ref_free));
}

static DexFuture *
on_exited_cb (DexFuture *future,
              gpointer   user_data)
{
  g_autoptr (SalonMcpStdioTransport) self = g_weak_ref_get (user_data);

  if (self == NULL || self->state != SALON_MCP_STDIO_OPEN)
    return NULL;
  self->state = SALON_MCP_STDIO_ENDING;
  salon_mcp_line_reader_drain (self->reader);
  return NULL;
}

static const SalonMcpLineReaderCallbacks reader_callbacks = {
  on_message_cb, on_skipped_cb, on_lost_cb, on_output_end_cb,
};

/* Starting. */

static DexFuture *
stopped_while_starting (void)
{
  return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s",
                                _("The server was stopped while it started."));
}

static DexFuture *
start_fiber (gpointer user_data)
{
  SalonMcpStdioTransport *self = user_data;
  g_autoptr (GError) error = NULL;

  /* All servers may be started at once. */
  dex_await (salon_main_loop_wait (START_US), NULL);
  if (self->state != SALON_MCP_STDIO_STARTING)
    return stopped_while_starting ();
  self->process = salon_mcp_process_new (self->command, self->guard_path);
  if (!dex_await (salon_mcp_process_start (self->process), &error))
    {
      if (self->state == SALON_MCP_STDIO_STARTING)
        {
          self->state = SALON_MCP_STDIO_CLOSED;
          self->closed_told = TRUE;
        }
      return dex_future_new_for_error (g_steal_pointer (&error));
    }
  if (self->state != SALON_MCP_STDIO_STARTING)
    return stopped_while_starting ();

  self->state = SALON_MCP_STDIO_OPEN;
  self->writer = salon_mcp_line_writer_new (salon_mcp_process_steal_input (self->process));
  self->errors = salon_mcp_stderr_reader_new (salon_mcp_process_steal_errors (self->process),
                                              self->command, self->diagnostics, self->clock);
  self->reader = salon_mcp_line_reader_new (salon_mcp_process_steal_output (self->process),
                                            self->max_message, &reader_callbacks, self);
  salon_mcp_line_reader_start (self->reader);
  self->exit_watch = dex_future_finally (salon_mcp_process_await_exited (self->process),
                                         on_exited_cb, weak_ref_new (self), weak_ref_free);
  return dex_future_new_true ();
}

static DexFuture *
salon_mcp_stdio_transport_start (SalonMcpTransport *transport)
{
  SalonMcpStdioTransport *self = SALON_MCP_STDIO_TRANSPORT (transport);

  if (self->state != SALON_MCP_STDIO_NEW)
    return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_START, "%s",
                                  _("The connection was started before; it takes a new one to "
                                    "start again."));
  self->state = SALON_MCP_STDIO_STARTING;
  return dex_scheduler_spawn (NULL, 0, start_fiber, g_object_ref (self), g_object_unref);
}

static DexFuture *
reject_with_cb (DexFuture *future,
                gpointer   user_data)
{
  return dex_future_new_for_error (g_error_copy (user_data));
}

static void
error_free_cb (gpointer data)
{
  g_error_free (data);
}

/* A broken pipe says that the server has gone, and not why. Its last words and its status are
 * about to arrive and explain more, so that is told first. */
static DexFuture *
on_not_written_cb (DexFuture *future,
                   gpointer   user_data)
{
  g_autoptr (SalonMcpStdioTransport) self = g_weak_ref_get (user_data);
  g_autoptr (GError) error = NULL;
  DexFuture *waiting = NULL;

  dex_future_get_value (future, &error);
  if (self == NULL || !g_error_matches (error, SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED) ||
      (self->state != SALON_MCP_STDIO_OPEN && self->state != SALON_MCP_STDIO_ENDING))
    return NULL;
  if (self->told == NULL)
    self->told = dex_promise_new ();
  waiting = dex_future_first (dex_ref (self->told),
                              salon_clock_sleep (self->clock, STATUS_LAG_US),
                              NULL);
  waiting = dex_future_finally (waiting, on_status_waited_cb, weak_ref_new (self), weak_ref_free);
  return dex_future_finally (waiting, reject_with_cb, g_steal_pointer (&error), error_free_cb);
}

static DexFuture *
salon_mcp_stdio_transport_send (SalonMcpTransport *transport,
                                const char        *message,
                                SalonMcpExchange  *exchange)
{
  SalonMcpStdioTransport *self = SALON_MCP_STDIO_TRANSPORT (transport);
  gsize length = strlen (message);
  DexFuture *sent = NULL;

  if (self->state == SALON_MCP_STDIO_OPEN)
    {
      /* The server is at work while the rest is done here. */
      sent = salon_mcp_line_writer_send (self->writer, message, length);
      salon_ring_add (self->traffic, salon_clock_get_real_time (self->clock), "sent", message,
                      (gssize) length);
    }
  else
    sent = dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED, "%s",
                                  _("The server takes no more messages: the connection to it is "
                                    "closed."));
  if (dex_future_is_resolved (sent))
    return sent;
  return dex_future_catch (sent, on_not_written_cb, weak_ref_new (self), weak_ref_free);
}

static SalonRing *
salon_mcp_stdio_transport_get_traffic (SalonMcpTransport *transport)
{
  return SALON_MCP_STDIO_TRANSPORT (transport)->traffic;
}

static SalonRing *
salon_mcp_stdio_transport_get_diagnostics (SalonMcpTransport *transport)
{
  return SALON_MCP_STDIO_TRANSPORT (transport)->diagnostics;
}

static SalonMcpProbe
salon_mcp_stdio_transport_get_probe (SalonMcpTransport *transport)
{
  return SALON_MCP_PROBE_PIPE;
}

static SalonMcpTransport *
salon_mcp_stdio_transport_renew (SalonMcpTransport *transport)
{
  SalonMcpStdioTransport *self = SALON_MCP_STDIO_TRANSPORT (transport);
  SalonMcpStdioTransport *renewed = salon_mcp_stdio_transport_new (self->command, self->clock);

  g_set_str (&renewed->guard_path, self->guard_path);
  renewed->max_message = self->max_message;
  renewed->grace_after_input = self->grace_after_input;
  renewed->grace_after_term = self->grace_after_term;
  g_clear_pointer (&renewed->traffic, salon_ring_unref);
  g_clear_pointer (&renewed->diagnostics, salon_ring_unref);
  renewed->traffic = salon_ring_ref (self->traffic);
  renewed->diagnostics = salon_ring_ref (self->diagnostics);
  return SALON_MCP_TRANSPORT (renewed);
}

static void
transport_iface_init (SalonMcpTransportInterface *iface)
{
  iface->get_probe = salon_mcp_stdio_transport_get_probe;
  iface->renew = salon_mcp_stdio_transport_renew;
  iface->start = salon_mcp_stdio_transport_start;
  iface->send = salon_mcp_stdio_transport_send;
  iface->close = salon_mcp_stdio_transport_close;
  iface->get_traffic = salon_mcp_stdio_transport_get_traffic;
  iface->get_diagnostics = salon_mcp_stdio_transport_get_diagnostics;
}

/**
 * salon_mcp_stdio_transport_new:
 * @command: what to start
 * @clock: (nullable): the time; %NULL for the system's
 *
 * Makes a transport for a server in a process of its own. To be used on the main thread.
 *
 * Returns: (transfer full): a new transport, not started yet
 */
SalonMcpStdioTransport *
salon_mcp_stdio_transport_new (SalonMcpCommand *command,
                               SalonClock      *clock)
{
  SalonMcpStdioTransport *self = NULL;

  g_return_val_if_fail (command != NULL, NULL);
  g_return_val_if_fail (clock == NULL || SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_MCP_STDIO_TRANSPORT, NULL);
  self->command = salon_mcp_command_ref (command);
  self->clock = g_object_ref (clock != NULL ? clock : salon_clock_get_system ());
  return self;
}

/**
 * salon_mcp_stdio_transport_set_guard_path:
 * @self: a transport that is not started yet
 * @path: where salon-server-guard lies
 *
 * Without it, the environment variable SALON_SERVER_GUARD and then the installed place count.
 */
void
salon_mcp_stdio_transport_set_guard_path (SalonMcpStdioTransport *self,
                                          const char             *path)
{
  g_return_if_fail (SALON_IS_MCP_STDIO_TRANSPORT (self));
  g_return_if_fail (path != NULL);

  g_set_str (&self->guard_path, path);
}

/**
 * salon_mcp_stdio_transport_set_grace_times:
 * @self: a transport
 * @after_input: milliseconds from the end of its input to SIGTERM; 2000 at first
 * @after_term: milliseconds from SIGTERM to SIGKILL; 2000 at first
 *
 * Sets how long the server may take to end by itself.
 */
void
salon_mcp_stdio_transport_set_grace_times (SalonMcpStdioTransport *self,
                                           guint                   after_input,
                                           guint                   after_term)
{
  g_return_if_fail (SALON_IS_MCP_STDIO_TRANSPORT (self));

  self->grace_after_input = after_input;
  self->grace_after_term = after_term;
}

/**
 * salon_mcp_stdio_transport_set_max_message:
 * @self: a transport that is not started yet
 * @bytes: the largest message taken in; 16 MiB at first
 */
void
salon_mcp_stdio_transport_set_max_message (SalonMcpStdioTransport *self,
                                           gsize                   bytes)
{
  g_return_if_fail (SALON_IS_MCP_STDIO_TRANSPORT (self));
  g_return_if_fail (bytes > 0);

  self->max_message = bytes;
}

/**
 * salon_mcp_stdio_transport_get_command:
 * @self: a transport
 *
 * Returns: (transfer none): what it starts
 */
SalonMcpCommand *
salon_mcp_stdio_transport_get_command (SalonMcpStdioTransport *self)
{
  g_return_val_if_fail (SALON_IS_MCP_STDIO_TRANSPORT (self), NULL);

  return self->command;
}

/**
 * salon_mcp_stdio_transport_get_guard_pid:
 * @self: a transport
 *
 * Returns: the process the server runs under, 0 before the start
 */
GPid
salon_mcp_stdio_transport_get_guard_pid (SalonMcpStdioTransport *self)
{
  g_return_val_if_fail (SALON_IS_MCP_STDIO_TRANSPORT (self), 0);

  return self->process != NULL ? salon_mcp_process_get_guard_pid (self->process) : 0;
}

/**
 * salon_mcp_stdio_transport_get_server_pid:
 * @self: a transport
 *
 * Returns: the server's process, 0 before it is started
 */
GPid
salon_mcp_stdio_transport_get_server_pid (SalonMcpStdioTransport *self)
{
  g_return_val_if_fail (SALON_IS_MCP_STDIO_TRANSPORT (self), 0);

  return self->process != NULL ? salon_mcp_process_get_server_pid (self->process) : 0;
}

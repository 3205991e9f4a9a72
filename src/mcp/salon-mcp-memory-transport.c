/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-memory-transport.h"

#include <glib/gi18n.h>

#include "salon-clock.h"
#include "salon-json-writer.h"
#include "salon-mcp-error.h"

#define RING_BYTES (256 * 1024)
#define RING_ENTRIES 1000

/* A server that lives in the same process: what the client sends is handed to a function,
 * what that delivers comes to the client later, in order, from the main loop. */
struct _SalonMcpMemoryTransport
{
  GObject                   parent_instance;

  SalonMcpMemoryServerFunc  server;
  gpointer                  user_data;
  GDestroyNotify            destroy;
  GQueue                    to_server;     /* SalonJsonDocument */
  GQueue                    to_client;     /* SalonJsonDocument */
  GSource                  *source;
  GError                   *start_failure;
  GError                   *end;           /* to be told after the last message */
  gboolean                  is_ending;
  gboolean                  is_open;
  gboolean                  is_probed;
  SalonMcpMemoryTransport  *first;         /* the one this is a renewal of; owns the data */
  SalonRing                *traffic;
  SalonRing                *diagnostics;
};

static void transport_iface_init (SalonMcpTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonMcpMemoryTransport, salon_mcp_memory_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_MCP_TRANSPORT,
                                                      transport_iface_init))

static void
stop_source (SalonMcpMemoryTransport *self)
{
  if (self->source == NULL)
    return;
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

static void
salon_mcp_memory_transport_dispose (GObject *object)
{
  SalonMcpMemoryTransport *self = SALON_MCP_MEMORY_TRANSPORT (object);

  stop_source (self);
  g_queue_clear_full (&self->to_server, (GDestroyNotify) salon_json_document_unref);
  g_queue_clear_full (&self->to_client, (GDestroyNotify) salon_json_document_unref);
  if (self->destroy != NULL)
    g_steal_pointer (&self->destroy) (self->user_data);
  g_clear_object (&self->first);

  G_OBJECT_CLASS (salon_mcp_memory_transport_parent_class)->dispose (object);
}

static void
salon_mcp_memory_transport_finalize (GObject *object)
{
  SalonMcpMemoryTransport *self = SALON_MCP_MEMORY_TRANSPORT (object);

  g_clear_error (&self->start_failure);
  g_clear_error (&self->end);
  g_clear_pointer (&self->traffic, salon_ring_unref);
  g_clear_pointer (&self->diagnostics, salon_ring_unref);

  G_OBJECT_CLASS (salon_mcp_memory_transport_parent_class)->finalize (object);
}

static void
salon_mcp_memory_transport_class_init (SalonMcpMemoryTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_mcp_memory_transport_dispose;
  object_class->finalize = salon_mcp_memory_transport_finalize;
}

static void
salon_mcp_memory_transport_init (SalonMcpMemoryTransport *self)
{
  g_queue_init (&self->to_server);
  g_queue_init (&self->to_client);
  self->traffic = salon_ring_new (RING_BYTES, RING_ENTRIES);
  self->diagnostics = salon_ring_new (RING_BYTES, RING_ENTRIES);
}

static gint64
now (void)
{
  return salon_clock_get_real_time (salon_clock_get_system ());
}

static gboolean
on_turn_cb (gpointer user_data)
{
  g_autoptr (SalonMcpMemoryTransport) self = g_object_ref (user_data);
  SalonJsonDocument *message = NULL;

  while (self->is_open && (message = g_queue_pop_head (&self->to_server)) != NULL)
    {
      self->server (self, salon_json_document_get_root (message), self->user_data);
      salon_json_document_unref (message);
    }
  while (self->is_open && (message = g_queue_pop_head (&self->to_client)) != NULL)
    {
      salon_mcp_transport_emit_message (SALON_MCP_TRANSPORT (self), message, NULL);
      salon_json_document_unref (message);
    }
  if (self->is_open && !g_queue_is_empty (&self->to_server))
    return G_SOURCE_CONTINUE;
  g_clear_pointer (&self->source, g_source_unref);
  if (self->is_open && self->is_ending)
    {
      self->is_open = FALSE;
      salon_mcp_transport_emit_closed (SALON_MCP_TRANSPORT (self), self->end);
    }
  return G_SOURCE_REMOVE;
}

static void
schedule (SalonMcpMemoryTransport *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  if (self->source != NULL)
    return;
  self->source = g_idle_source_new ();
  g_source_set_priority (self->source, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->source, on_turn_cb, self, NULL);
  g_source_set_static_name (self->source, "salon-mcp-memory-transport");
  g_source_attach (self->source, context);
}

static DexFuture *
salon_mcp_memory_transport_start (SalonMcpTransport *transport)
{
  SalonMcpMemoryTransport *self = SALON_MCP_MEMORY_TRANSPORT (transport);

  if (self->start_failure != NULL)
    return dex_future_new_for_error (g_error_copy (self->start_failure));
  self->is_open = TRUE;
  return dex_future_new_true ();
}

static DexFuture *
salon_mcp_memory_transport_send (SalonMcpTransport *transport,
                                 const char        *message,
                                 SalonMcpExchange  *exchange)
{
  SalonMcpMemoryTransport *self = SALON_MCP_MEMORY_TRANSPORT (transport);
  SalonJsonDocument *document = NULL;
  GError *error = NULL;

  if (!self->is_open)
    return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED, "%s",
                                  _("The server takes no more messages: the connection to it is "
                                    "closed."));
  salon_ring_add (self->traffic, now (), "sent", message, -1);
  document = salon_json_document_parse (message, -1, NULL, &error);
  if (document == NULL)
    return dex_future_new_for_error (error);
  g_queue_push_tail (&self->to_server, document);
  schedule (self);
  return dex_future_new_true ();
}

static DexFuture *
salon_mcp_memory_transport_close (SalonMcpTransport *transport)
{
  SalonMcpMemoryTransport *self = SALON_MCP_MEMORY_TRANSPORT (transport);

  stop_source (self);
  if (self->is_open)
    {
      self->is_open = FALSE;
      salon_mcp_transport_emit_closed (transport, NULL);
    }
  return dex_future_new_true ();
}

static SalonRing *
salon_mcp_memory_transport_get_traffic (SalonMcpTransport *transport)
{
  return SALON_MCP_MEMORY_TRANSPORT (transport)->traffic;
}

static SalonRing *
salon_mcp_memory_transport_get_diagnostics (SalonMcpTransport *transport)
{
  return SALON_MCP_MEMORY_TRANSPORT (transport)->diagnostics;
}

static SalonMcpProbe
salon_mcp_memory_transport_get_probe (SalonMcpTransport *transport)
{
  return SALON_MCP_MEMORY_TRANSPORT (transport)->is_probed ? SALON_MCP_PROBE_PIPE
      : SALON_MCP_PROBE_NONE;
}

static SalonMcpTransport *
salon_mcp_memory_transport_renew (SalonMcpTransport *transport)
{
  SalonMcpMemoryTransport *self = SALON_MCP_MEMORY_TRANSPORT (transport);
  SalonMcpMemoryTransport *renewed = NULL;

  if (!self->is_probed)
    return NULL;
  renewed = salon_mcp_memory_transport_new (self->server, self->user_data, NULL);
  renewed->first = g_object_ref (self);
  renewed->is_probed = TRUE;
  g_clear_pointer (&renewed->traffic, salon_ring_unref);
  g_clear_pointer (&renewed->diagnostics, salon_ring_unref);
  renewed->traffic = salon_ring_ref (self->traffic);
  renewed->diagnostics = salon_ring_ref (self->diagnostics);
  return SALON_MCP_TRANSPORT (renewed);
}

static void
transport_iface_init (SalonMcpTransportInterface *iface)
{
  iface->get_probe = salon_mcp_memory_transport_get_probe;
  iface->renew = salon_mcp_memory_transport_renew;
  iface->start = salon_mcp_memory_transport_start;
  iface->send = salon_mcp_memory_transport_send;
  iface->close = salon_mcp_memory_transport_close;
  iface->get_traffic = salon_mcp_memory_transport_get_traffic;
  iface->get_diagnostics = salon_mcp_memory_transport_get_diagnostics;
}

/**
 * salon_mcp_memory_transport_new:
 * @server: (scope notified): the server
 * @user_data: data for @server
 * @destroy: (nullable): frees @user_data
 *
 * Returns: (transfer full): a transport to a server in this process
 */
SalonMcpMemoryTransport *
salon_mcp_memory_transport_new (SalonMcpMemoryServerFunc server,
                                gpointer                 user_data,
                                GDestroyNotify           destroy)
{
  SalonMcpMemoryTransport *self = NULL;

  g_return_val_if_fail (server != NULL, NULL);

  self = g_object_new (SALON_TYPE_MCP_MEMORY_TRANSPORT, NULL);
  self->server = server;
  self->user_data = user_data;
  self->destroy = destroy;
  return self;
}

/**
 * salon_mcp_memory_transport_set_probed:
 * @self: a transport that is not started yet
 * @probed: whether the server is one of which nobody knows what it speaks, as in a process of
 *   its own; it can be started anew then, too
 */
void
salon_mcp_memory_transport_set_probed (SalonMcpMemoryTransport *self,
                                       gboolean                 probed)
{
  g_return_if_fail (SALON_IS_MCP_MEMORY_TRANSPORT (self));

  self->is_probed = probed;
}

/**
 * salon_mcp_memory_transport_deliver:
 * @self: a started transport
 * @message: a JSON-RPC message of the server, or a batch; what is no JSON is skipped, as on
 *   stdio
 *
 * For the server: sends a message to the client.
 */
void
salon_mcp_memory_transport_deliver (SalonMcpMemoryTransport *self,
                                    const char              *message)
{
  SalonJsonDocument *document = NULL;

  g_return_if_fail (SALON_IS_MCP_MEMORY_TRANSPORT (self));
  g_return_if_fail (message != NULL);

  document = salon_json_document_parse (message, -1, NULL, NULL);
  if (document == NULL)
    {
      salon_ring_add (self->diagnostics, now (), "skipped", message, -1);
      return;
    }
  salon_ring_add (self->traffic, now (), "received", message, -1);
  g_queue_push_tail (&self->to_client, document);
  schedule (self);
}

/* Begins an answer to @request. */
static SalonJsonWriter *
begin_answer (const SalonJson *request)
{
  SalonJsonWriter *writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "jsonrpc", "2.0");
  salon_json_writer_add_value (writer, "id", salon_json_get_member (request, "id"));
  return writer;
}

static void
deliver_answer (SalonMcpMemoryTransport *self,
                SalonJsonWriter         *writer)
{
  g_autofree char *text = NULL;

  salon_json_writer_end_object (writer);
  text = salon_json_writer_finish (writer);
  salon_mcp_memory_transport_deliver (self, text);
}

/**
 * salon_mcp_memory_transport_reply:
 * @self: a started transport
 * @request: the request to answer
 * @result: the JSON text of the result object
 *
 * For the server: answers a request.
 */
void
salon_mcp_memory_transport_reply (SalonMcpMemoryTransport *self,
                                  const SalonJson         *request,
                                  const char              *result)
{
  g_autoptr (SalonJsonWriter) writer = NULL;

  g_return_if_fail (SALON_IS_MCP_MEMORY_TRANSPORT (self));
  g_return_if_fail (request != NULL && result != NULL);

  writer = begin_answer (request);
  salon_json_writer_add_text (writer, "result", result);
  deliver_answer (self, writer);
}

/**
 * salon_mcp_memory_transport_reply_error:
 * @self: a started transport
 * @request: the request to answer
 * @code: the JSON-RPC code
 * @message: what to say
 *
 * For the server: answers a request with an error.
 */
void
salon_mcp_memory_transport_reply_error (SalonMcpMemoryTransport *self,
                                        const SalonJson         *request,
                                        int                      code,
                                        const char              *message)
{
  g_autoptr (SalonJsonWriter) writer = NULL;

  g_return_if_fail (SALON_IS_MCP_MEMORY_TRANSPORT (self));
  g_return_if_fail (request != NULL && message != NULL);

  writer = begin_answer (request);
  salon_json_writer_begin_object (writer, "error");
  salon_json_writer_add_int64 (writer, "code", code);
  salon_json_writer_add_string (writer, "message", message);
  salon_json_writer_end_object (writer);
  deliver_answer (self, writer);
}

/**
 * salon_mcp_memory_transport_disconnect:
 * @self: a started transport
 * @error: (nullable): why
 *
 * For the server: ends the connection after the messages delivered so far, as a server
 * that dies does.
 */
void
salon_mcp_memory_transport_disconnect (SalonMcpMemoryTransport *self,
                                       const GError            *error)
{
  g_return_if_fail (SALON_IS_MCP_MEMORY_TRANSPORT (self));

  if (self->is_ending)
    return;
  self->is_ending = TRUE;
  self->end = error != NULL ? g_error_copy (error) : NULL;
  schedule (self);
}

/**
 * salon_mcp_memory_transport_fail_start:
 * @self: a transport that is not started yet
 * @error: why
 *
 * Makes the start fail, as with a command that is not there.
 */
void
salon_mcp_memory_transport_fail_start (SalonMcpMemoryTransport *self,
                                       const GError            *error)
{
  g_return_if_fail (SALON_IS_MCP_MEMORY_TRANSPORT (self));
  g_return_if_fail (error != NULL);

  g_clear_error (&self->start_failure);
  self->start_failure = g_error_copy (error);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-exchange-private.h"

#include <glib/gi18n.h>

#include "salon-mcp-client-private.h"
#include "salon-mcp-error.h"
#include "salon-mcp-tool-result.h"

/* One request to the server, from its sending to its one and only outcome: a result, an
 * error, or its cancellation. */

G_DEFINE_FINAL_TYPE (SalonMcpExchange, salon_mcp_exchange, G_TYPE_OBJECT)

enum
{
  SIGNAL_PROGRESS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
salon_mcp_exchange_finalize (GObject *object)
{
  SalonMcpExchange *self = SALON_MCP_EXCHANGE (object);

  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->headers, g_ptr_array_unref);
  dex_clear (&self->work);
  g_clear_object (&self->tool);
  g_clear_pointer (&self->outcome, salon_json_document_unref);
  g_clear_error (&self->failure);
  dex_clear (&self->result);
  dex_clear (&self->tool_result);

  G_OBJECT_CLASS (salon_mcp_exchange_parent_class)->finalize (object);
}

static void
salon_mcp_exchange_class_init (SalonMcpExchangeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_mcp_exchange_finalize;

  /**
   * SalonMcpExchange::progress:
   * @self: the exchange
   * @progress: how far it is, in whatever unit; grows
   * @total: how far it will go, -1 when the server does not say
   * @message: (nullable): what the server is doing
   */
  signals[SIGNAL_PROGRESS] =
    g_signal_new ("progress", SALON_TYPE_MCP_EXCHANGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_DOUBLE, G_TYPE_DOUBLE,
                  G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
salon_mcp_exchange_init (SalonMcpExchange *self)
{
}

SalonMcpExchange *
salon_mcp_exchange_new (SalonMcpClient *client,
                        const char     *method,
                        gint64          id)
{
  SalonMcpExchange *self = g_object_new (SALON_TYPE_MCP_EXCHANGE, NULL);

  self->client = client;
  self->method = g_strdup (method);
  self->id = id;
  self->cancellable = TRUE;
  return self;
}

static void
settle_result (SalonMcpExchange *self)
{
  if (self->outcome != NULL)
    dex_promise_resolve_boxed (self->result, SALON_TYPE_JSON_DOCUMENT,
                               salon_json_document_ref (self->outcome));
  else
    dex_promise_reject (self->result, g_error_copy (self->failure));
}

static void
settle_tool_result (SalonMcpExchange *self)
{
  SalonMcpToolResult *tool_result = NULL;
  GError *error = NULL;

  if (self->outcome != NULL)
    tool_result = salon_mcp_tool_result_new (self->outcome, &error);
  else
    error = g_error_copy (self->failure);
  if (tool_result != NULL && self->tool != NULL &&
      !salon_mcp_tool_check_result (self->tool, tool_result, &error))
    g_clear_object (&tool_result);
  if (tool_result != NULL)
    dex_promise_resolve_object (self->tool_result, tool_result);
  else
    dex_promise_reject (self->tool_result, error);
}

/* There is an outcome now. */
static void
finish (SalonMcpExchange *self)
{
  gboolean is_awaited = self->result != NULL;

  salon_mcp_client_forget_exchange (self->client, self);
  self->client = NULL;
  /* It may be large, and the exchange be kept for its result. */
  g_clear_pointer (&self->text, g_free);
  dex_clear (&self->work);
  if (self->tool_result != NULL)
    settle_tool_result (self);
  if (is_awaited)
    settle_result (self);
}

/* The outcome; does nothing when there was one before. */
void
salon_mcp_exchange_resolve (SalonMcpExchange  *self,
                            SalonJsonDocument *result)
{
  g_autoptr (SalonMcpExchange) keep = g_object_ref (self);

  if (self->client == NULL)
    return;
  self->outcome = salon_json_document_ref (result);
  finish (self);
}

/* The outcome; @error is (transfer full). Does nothing when there was one before. */
void
salon_mcp_exchange_reject (SalonMcpExchange *self,
                           GError           *error)
{
  g_autoptr (SalonMcpExchange) keep = g_object_ref (self);

  if (self->client == NULL)
    {
      g_error_free (error);
      return;
    }
  self->failure = error;
  finish (self);
}

void
salon_mcp_exchange_emit_progress (SalonMcpExchange *self,
                                  double            progress,
                                  double            total,
                                  const char       *message)
{
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0, progress, total, message);
}

void
salon_mcp_exchange_write_id (SalonMcpExchange *self,
                             SalonJsonWriter  *writer,
                             const char       *name)
{
  g_autofree char *id = NULL;

  if (!self->is_probe)
    {
      salon_json_writer_add_int64 (writer, name, self->id);
      return;
    }
  id = g_strdup_printf (SALON_MCP_PROBE_ID_PREFIX "%" G_GINT64_FORMAT, self->id);
  salon_json_writer_add_string (writer, name, id);
}

/* @value NULL adds nothing. */
void
salon_mcp_exchange_add_header (SalonMcpExchange *self,
                               const char       *name,
                               const char       *value)
{
  if (value == NULL)
    return;
  if (self->headers == NULL)
    self->headers = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->headers, g_strdup (name));
  g_ptr_array_add (self->headers, g_strdup (value));
}

/**
 * salon_mcp_exchange_get_method:
 * @self: an exchange
 *
 * Returns: (transfer none): the method, such as “tools/call”
 */
const char *
salon_mcp_exchange_get_method (SalonMcpExchange *self)
{
  g_return_val_if_fail (SALON_IS_MCP_EXCHANGE (self), NULL);

  return self->method;
}

/**
 * salon_mcp_exchange_get_id:
 * @self: an exchange
 *
 * Returns: the request's id, unique within its client
 */
gint64
salon_mcp_exchange_get_id (SalonMcpExchange *self)
{
  g_return_val_if_fail (SALON_IS_MCP_EXCHANGE (self), 0);

  return self->id;
}

/**
 * salon_mcp_exchange_is_finished:
 * @self: an exchange
 *
 * Returns: whether its outcome is known
 */
gboolean
salon_mcp_exchange_is_finished (SalonMcpExchange *self)
{
  g_return_val_if_fail (SALON_IS_MCP_EXCHANGE (self), TRUE);

  return self->client == NULL;
}

/**
 * salon_mcp_exchange_await_result:
 * @self: an exchange
 *
 * May be called again and at any time. Dropping the future does not cancel the exchange;
 * salon_mcp_exchange_cancel() does.
 *
 * Returns: (transfer full): a future of the result object, a boxed #SalonJsonDocument; rejected
 *   with a #SalonMcpError, or with %G_IO_ERROR_CANCELLED after cancellation
 */
DexFuture *
salon_mcp_exchange_await_result (SalonMcpExchange *self)
{
  g_return_val_if_fail (SALON_IS_MCP_EXCHANGE (self), dex_future_new_infinite ());

  if (self->result == NULL)
    {
      self->result = dex_promise_new ();
      if (self->client == NULL)
        settle_result (self);
    }
  return DEX_FUTURE (dex_ref (self->result));
}

/**
 * salon_mcp_exchange_await_tool_result:
 * @self: the exchange of a tool call
 *
 * Like salon_mcp_exchange_await_result(), for tools. A tool that failed is a result, too:
 * see salon_mcp_tool_result_is_error().
 *
 * Returns: (transfer full): a future of the #SalonMcpToolResult
 */
DexFuture *
salon_mcp_exchange_await_tool_result (SalonMcpExchange *self)
{
  g_return_val_if_fail (SALON_IS_MCP_EXCHANGE (self), dex_future_new_infinite ());

  if (self->tool_result == NULL)
    {
      self->tool_result = dex_promise_new ();
      if (self->client == NULL)
        settle_tool_result (self);
    }
  return DEX_FUTURE (dex_ref (self->tool_result));
}

/**
 * salon_mcp_exchange_cancel:
 * @self: an exchange
 * @reason: (nullable): why, for the server's log
 *
 * Gives up on the answer and tells the server so. The result rejects with
 * %G_IO_ERROR_CANCELLED at once; an answer that comes nevertheless is ignored. Does nothing
 * when the exchange is finished.
 */
void
salon_mcp_exchange_cancel (SalonMcpExchange *self,
                           const char       *reason)
{
  SalonMcpClient *client = NULL;

  g_return_if_fail (SALON_IS_MCP_EXCHANGE (self));

  if (self->client == NULL)
    return;
  client = self->client;
  salon_mcp_client_cancel_on_wire (client, self, reason);
  salon_mcp_exchange_reject (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                        _("The request was cancelled.")));
}

/**
 * salon_mcp_exchange_set_timeout:
 * @self: an exchange
 * @milliseconds: how long to wait from now; 0 to wait for ever
 *
 * Replaces the time-out of the client for this exchange. The absolute maximum stays.
 */
void
salon_mcp_exchange_set_timeout (SalonMcpExchange *self,
                                guint             milliseconds)
{
  g_return_if_fail (SALON_IS_MCP_EXCHANGE (self));

  if (self->client != NULL)
    salon_mcp_deadlines_set_timeout (salon_mcp_client_get_deadlines (self->client), self,
                                     (gint64) milliseconds * 1000);
}

/**
 * salon_mcp_exchange_pause_deadline:
 * @self: an exchange
 *
 * Stops the clock, as while the user is asked something. Counted: it takes as many calls of
 * salon_mcp_exchange_resume_deadline() to let it run again.
 */
void
salon_mcp_exchange_pause_deadline (SalonMcpExchange *self)
{
  g_return_if_fail (SALON_IS_MCP_EXCHANGE (self));

  if (self->client != NULL)
    salon_mcp_deadlines_pause (salon_mcp_client_get_deadlines (self->client), self);
}

/**
 * salon_mcp_exchange_resume_deadline:
 * @self: an exchange whose deadline was paused
 *
 * Lets the clock run on from where it was stopped.
 */
void
salon_mcp_exchange_resume_deadline (SalonMcpExchange *self)
{
  g_return_if_fail (SALON_IS_MCP_EXCHANGE (self));

  if (self->client != NULL)
    salon_mcp_deadlines_resume (salon_mcp_client_get_deadlines (self->client), self);
}

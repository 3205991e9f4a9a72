/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-client.h"

#include <glib/gi18n.h>

#include "salon-mcp-client-private.h"
#include "salon-mcp-error.h"
#include "salon-mcp-exchange-private.h"
#include "salon-mcp-negotiator-private.h"

/* The connection to one server, whatever its transport and generation of the protocol. */

#define DEFAULT_TIMEOUT_US (60 * G_TIME_SPAN_SECOND)
#define DEFAULT_OPEN_TIMEOUT_US (60 * G_TIME_SPAN_SECOND)
#define DEFAULT_MAXIMUM_US (60 * G_TIME_SPAN_MINUTE)

G_DEFINE_FINAL_TYPE (SalonMcpClient, salon_mcp_client, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (SalonMcpClientState, salon_mcp_client_state,
  G_DEFINE_ENUM_VALUE (SALON_MCP_CLIENT_NEW, "new"),
  G_DEFINE_ENUM_VALUE (SALON_MCP_CLIENT_OPENING, "opening"),
  G_DEFINE_ENUM_VALUE (SALON_MCP_CLIENT_READY, "ready"),
  G_DEFINE_ENUM_VALUE (SALON_MCP_CLIENT_CLOSING, "closing"),
  G_DEFINE_ENUM_VALUE (SALON_MCP_CLIENT_CLOSED, "closed"),
  G_DEFINE_ENUM_VALUE (SALON_MCP_CLIENT_FAILED, "failed"))

enum
{
  PROP_0,
  PROP_STATE,
  N_PROPERTIES
};

enum
{
  SIGNAL_TOOLS_CHANGED,
  SIGNAL_PROMPTS_CHANGED,
  SIGNAL_RESOURCES_CHANGED,
  SIGNAL_LOG_MESSAGE,
  SIGNAL_NOTIFICATION,
  SIGNAL_SESSION_RENEWED,
  SIGNAL_CLOSED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static void
disconnect_transport (SalonMcpClient *self)
{
  salon_mcp_transport_set_receiver (self->transport, NULL, NULL);
  g_signal_handlers_disconnect_by_data (self->transport, self);
}

static void
salon_mcp_client_dispose (GObject *object)
{
  SalonMcpClient *self = SALON_MCP_CLIENT (object);

  if (self->transport != NULL)
    disconnect_transport (self);
  if (self->deadlines != NULL)
    salon_mcp_deadlines_stop (self->deadlines);
  if (self->era != NULL)
    SALON_MCP_ERA_GET_IFACE (self->era)->close (self->era);
  if (self->exchanges != NULL)
    {
      g_autoptr (GPtrArray) left = g_hash_table_get_values_as_ptr_array (self->exchanges);

      for (guint i = 0; i < left->len; i++)
        salon_mcp_exchange_reject (g_ptr_array_index (left, i),
                                   g_error_new_literal (SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED,
                                                        _("The connection to the server was "
                                                          "closed.")));
    }
  g_clear_object (&self->era);
  g_clear_object (&self->transport);
  g_clear_object (&self->input_handler);
  dex_clear (&self->closing);

  G_OBJECT_CLASS (salon_mcp_client_parent_class)->dispose (object);
}

static void
salon_mcp_client_finalize (GObject *object)
{
  SalonMcpClient *self = SALON_MCP_CLIENT (object);

  g_clear_pointer (&self->deadlines, salon_mcp_deadlines_unref);
  g_clear_pointer (&self->exchanges, g_hash_table_unref);
  g_clear_object (&self->clock);
  g_clear_object (&self->era_memory);
  g_clear_pointer (&self->era_key, g_free);
  g_clear_pointer (&self->extensions, g_ptr_array_unref);
  g_clear_pointer (&self->cache, salon_mcp_cache_free);
  g_clear_pointer (&self->tools, g_hash_table_unref);
  g_clear_pointer (&self->open_elicitations, g_hash_table_unref);
  g_clear_pointer (&self->trace_parent, g_free);
  g_clear_pointer (&self->trace_state, g_free);
  g_clear_pointer (&self->baggage, g_free);
  g_clear_error (&self->failure);
  g_clear_error (&self->transport_end);
  g_clear_pointer (&self->server, salon_json_document_unref);
  g_clear_pointer (&self->protocol_version, g_free);

  G_OBJECT_CLASS (salon_mcp_client_parent_class)->finalize (object);
}

static void
salon_mcp_client_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SalonMcpClient *self = SALON_MCP_CLIENT (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name, SALON_TYPE_MCP_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
salon_mcp_client_class_init (SalonMcpClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_mcp_client_dispose;
  object_class->finalize = salon_mcp_client_finalize;
  object_class->get_property = salon_mcp_client_get_property;

  /**
   * SalonMcpClient:state:
   *
   * Where the connection is in its life.
   */
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, SALON_TYPE_MCP_CLIENT_STATE, SALON_MCP_CLIENT_NEW,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * SalonMcpClient::tools-changed:
   *
   * The server says that its list of tools is another one now.
   */
  signals[SIGNAL_TOOLS_CHANGED] = add_signal ("tools-changed");

  /**
   * SalonMcpClient::prompts-changed:
   *
   * The server says that its list of prompts is another one now.
   */
  signals[SIGNAL_PROMPTS_CHANGED] = add_signal ("prompts-changed");

  /**
   * SalonMcpClient::resources-changed:
   *
   * The server says that its list of resources is another one now.
   */
  signals[SIGNAL_RESOURCES_CHANGED] = add_signal ("resources-changed");

  /**
   * SalonMcpClient::log-message:
   * @self: the client
   * @level: a #SalonMcpLogLevel
   * @logger: (nullable): the part of the server that logs
   * @data: what it says, any JSON value
   */
  signals[SIGNAL_LOG_MESSAGE] =
    g_signal_new ("log-message", SALON_TYPE_MCP_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_INT, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE,
                  SALON_TYPE_JSON_DOCUMENT | G_SIGNAL_TYPE_STATIC_SCOPE);

  /**
   * SalonMcpClient::session-renewed:
   *
   * The server had forgotten the session, and a new one was begun: what was subscribed to in
   * the old one is to be subscribed to again.
   */
  signals[SIGNAL_SESSION_RENEWED] = add_signal ("session-renewed");

  /**
   * SalonMcpClient::notification:
   * @self: the client
   * @method: its method, which is the signal's detail, too
   * @params: its parameters, perhaps null
   *
   * A notification that has no signal of its own, as those of extensions.
   */
  signals[SIGNAL_NOTIFICATION] =
    g_signal_new ("notification", SALON_TYPE_MCP_CLIENT, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0,
                  NULL, NULL,
                  NULL, G_TYPE_NONE, 2, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE,
                  SALON_TYPE_JSON_DOCUMENT | G_SIGNAL_TYPE_STATIC_SCOPE);

  /**
   * SalonMcpClient::closed:
   * @self: the client
   * @error: (nullable): why the connection ended by itself; %NULL when it was closed from
   *   this side
   *
   * The connection is over. Emitted once, after the state has changed.
   */
  signals[SIGNAL_CLOSED] =
    g_signal_new ("closed", SALON_TYPE_MCP_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
salon_mcp_client_init (SalonMcpClient *self)
{
  self->exchanges = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->extensions = g_ptr_array_new_with_free_func (g_object_unref);
  self->tools = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->open_elicitations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->timeout = DEFAULT_TIMEOUT_US;
  self->open_timeout = DEFAULT_OPEN_TIMEOUT_US;
  self->maximum_time = DEFAULT_MAXIMUM_US;
}

static void
set_state (SalonMcpClient      *self,
           SalonMcpClientState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* Requests. */

static void
reject_all (SalonMcpClient *self,
            const GError   *error)
{
  g_autoptr (GPtrArray) left = g_hash_table_get_values_as_ptr_array (self->exchanges);

  g_ptr_array_foreach (left, (GFunc) G_CALLBACK (g_object_ref), NULL);
  g_ptr_array_set_free_func (left, g_object_unref);
  for (guint i = 0; i < left->len; i++)
    salon_mcp_exchange_reject (g_ptr_array_index (left, i), g_error_copy (error));
}

static void
on_expired (SalonMcpExchange *exchange,
            gpointer          user_data)
{
  SalonMcpClient *self = user_data;
  gint64 waited = exchange->timeout / G_TIME_SPAN_SECOND;

  salon_mcp_client_cancel_on_wire (self, exchange, "Timed out");
  if (exchange->deadline >= exchange->last_deadline)
    salon_mcp_exchange_reject (exchange,
                               g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_TIMED_OUT,
                                            _("The server did not finish “%s” within the longest "
                                              "time allowed."),
                                            exchange->method));
  else
    salon_mcp_exchange_reject (exchange,
                               g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_TIMED_OUT,
                                            g_dngettext (GETTEXT_PACKAGE,
                                                         "The server did not answer “%s” within "
                                                         "%d second.",
                                                         "The server did not answer “%s” within "
                                                         "%d seconds.",
                                                         (gulong) waited),
                                            exchange->method, (int) waited));
}

/* What the transport tells. */

static void
on_message_cb (SalonJsonDocument *message,
               SalonMcpExchange  *origin,
               gpointer           user_data)
{
  SalonMcpClient *self = user_data;

  if (self->state == SALON_MCP_CLIENT_OPENING || self->state == SALON_MCP_CLIENT_READY)
    salon_mcp_client_handle_message (self, message, origin);
}

/* Nobody knows whose answer was lost, and waiting for it would take until the time-out. */
static void
on_message_lost_cb (SalonMcpClient *self,
                    const GError   *error)
{
  reject_all (self, error);
}

/* The connection is of no use any more. */
void
salon_mcp_client_fail (SalonMcpClient *self,
                       const GError   *error)
{
  if (self->state != SALON_MCP_CLIENT_OPENING && self->state != SALON_MCP_CLIENT_READY)
    return;
  self->failure = g_error_copy (error);
  if (self->era != NULL)
    SALON_MCP_ERA_GET_IFACE (self->era)->close (self->era);
  reject_all (self, error);
  set_state (self, SALON_MCP_CLIENT_FAILED);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0, self->failure);
}

static void
on_transport_closed_cb (SalonMcpClient *self,
                        const GError   *error)
{
  g_autoptr (SalonMcpClient) keep = g_object_ref (self);
  g_autoptr (GError) unexplained = NULL;

  if (error == NULL)
    unexplained = g_error_new_literal (SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED,
                                       _("The connection to the server was closed."));
  if (self->state != SALON_MCP_CLIENT_OPENING)
    {
      salon_mcp_client_fail (self, error != NULL ? error : unexplained);
      return;
    }
  /* What that means is for the negotiator to decide. */
  g_clear_error (&self->transport_end);
  self->transport_end = g_error_copy (error != NULL ? error : unexplained);
  reject_all (self, self->transport_end);
}

static void
on_session_lost_cb (SalonMcpClient *self)
{
  if (self->era != NULL && self->state == SALON_MCP_CLIENT_READY &&
      SALON_MCP_ERA_GET_IFACE (self->era)->handle_session_lost != NULL)
    SALON_MCP_ERA_GET_IFACE (self->era)->handle_session_lost (self->era);
}

static void
connect_transport (SalonMcpClient *self)
{
  salon_mcp_transport_set_receiver (self->transport, on_message_cb, self);
  g_signal_connect_swapped (self->transport, "message-lost", G_CALLBACK (on_message_lost_cb), self);
  g_signal_connect_swapped (self->transport, "session-lost", G_CALLBACK (on_session_lost_cb), self);
  g_signal_connect_swapped (self->transport, "closed", G_CALLBACK (on_transport_closed_cb), self);
}

/* Goes on with another transport, which it takes; what happens to the one so far is the
 * caller's business. */
void
salon_mcp_client_take_transport (SalonMcpClient    *self,
                                 SalonMcpTransport *transport)
{
  disconnect_transport (self);
  g_object_unref (self->transport);
  self->transport = transport;
  g_clear_error (&self->transport_end);
  connect_transport (self);
}

/* Goes on with another era, which it takes. */
void
salon_mcp_client_take_era (SalonMcpClient     *self,
                           SalonMcpEraSetting  setting,
                           SalonMcpEra        *era)
{
  if (self->era != NULL)
    SALON_MCP_ERA_GET_IFACE (self->era)->close (self->era);
  g_clear_object (&self->era);
  self->era = era;
  self->era_in_use = setting;
}

/* Opening and closing. */

static DexFuture *
open_fiber (gpointer user_data)
{
  SalonMcpClient *self = user_data;
  g_autoptr (GError) error = NULL;

  if (dex_await (salon_mcp_negotiator_run (self), &error) &&
      self->state == SALON_MCP_CLIENT_OPENING &&
      self->transport_end == NULL)
    {
      set_state (self, SALON_MCP_CLIENT_READY);
      return dex_future_new_true ();
    }
  /* How the server ended explains more than the message that could not be sent to it. */
  if (self->failure != NULL)
    {
      g_clear_error (&error);
      error = g_error_copy (self->failure);
    }
  else if (error == NULL)
    error = g_error_new_literal (SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED,
                                 _("The connection to the server was closed."));
  salon_mcp_client_fail (self, error);
  dex_future_disown (salon_mcp_transport_close (self->transport));
  return dex_future_new_for_error (g_steal_pointer (&error));
}

/**
 * salon_mcp_client_open:
 * @self: a new client
 *
 * Starts the server and shakes hands with it. When that fails, nothing is left running, and
 * the state is %SALON_MCP_CLIENT_FAILED.
 *
 * Returns: (transfer full): a future of %TRUE, rejected with a #SalonMcpError
 */
DexFuture *
salon_mcp_client_open (SalonMcpClient *self)
{
  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), dex_future_new_infinite ());

  if (self->state != SALON_MCP_CLIENT_NEW)
    return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_FAILED, "%s",
                                  _("The connection was opened before; it takes a new one to "
                                    "start again."));
  set_state (self, SALON_MCP_CLIENT_OPENING);
  return dex_scheduler_spawn (NULL, 0, open_fiber, g_object_ref (self), g_object_unref);
}

static DexFuture *
close_fiber (gpointer user_data)
{
  SalonMcpClient *self = user_data;

  dex_await (salon_mcp_transport_close (self->transport), NULL);
  if (self->state == SALON_MCP_CLIENT_CLOSING)
    {
      set_state (self, SALON_MCP_CLIENT_CLOSED);
      g_signal_emit (self, signals[SIGNAL_CLOSED], 0, NULL);
    }
  return dex_future_new_true ();
}

/**
 * salon_mcp_client_close:
 * @self: a client
 *
 * Ends the connection: outstanding exchanges are rejected at once with
 * %SALON_MCP_ERROR_CLOSED, then the server is ended. May be called in any state and again.
 *
 * Returns: (transfer full): a future of %TRUE when nothing of the server is left
 */
DexFuture *
salon_mcp_client_close (SalonMcpClient *self)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), dex_future_new_infinite ());

  if (self->closing != NULL)
    return dex_ref (self->closing);
  if (self->state != SALON_MCP_CLIENT_FAILED)
    set_state (self, SALON_MCP_CLIENT_CLOSING);
  if (self->era != NULL)
    SALON_MCP_ERA_GET_IFACE (self->era)->close (self->era);
  g_set_error_literal (&error, SALON_MCP_ERROR, SALON_MCP_ERROR_CLOSED,
                       _("The connection to the server was closed."));
  reject_all (self, error);
  self->closing = dex_scheduler_spawn (NULL, 0, close_fiber, g_object_ref (self), g_object_unref);
  /* It goes on, whether or not the caller waits for it. */
  dex_future_disown (dex_ref (self->closing));
  return dex_ref (self->closing);
}

/**
 * salon_mcp_client_new:
 * @transport: the way to the server, not started yet
 * @input_handler: (nullable): who answers the server's questions; what it can do is declared
 *   to the server
 * @clock: (nullable): the time; %NULL for the system's
 *
 * Makes a client for one connection. To be used on the main thread.
 *
 * Returns: (transfer full): a new client
 */
SalonMcpClient *
salon_mcp_client_new (SalonMcpTransport    *transport,
                      SalonMcpInputHandler *input_handler,
                      SalonClock           *clock)
{
  SalonMcpClient *self = NULL;

  g_return_val_if_fail (SALON_IS_MCP_TRANSPORT (transport), NULL);
  g_return_val_if_fail (input_handler == NULL || SALON_IS_MCP_INPUT_HANDLER (input_handler), NULL);
  g_return_val_if_fail (clock == NULL || SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_MCP_CLIENT, NULL);
  self->transport = g_object_ref (transport);
  g_set_object (&self->input_handler, input_handler);
  self->clock = g_object_ref (clock != NULL ? clock : salon_clock_get_system ());
  self->cache = salon_mcp_cache_new (self->clock);
  self->deadlines = salon_mcp_deadlines_new (self->clock, self->exchanges, on_expired, self);
  connect_transport (self);
  return self;
}

/* Emitters, for the other files of the client. */

void
salon_mcp_client_emit_tools_changed (SalonMcpClient *self)
{
  salon_mcp_cache_drop (self->cache, "tools/list", NULL);
  g_signal_emit (self, signals[SIGNAL_TOOLS_CHANGED], 0);
}

void
salon_mcp_client_emit_prompts_changed (SalonMcpClient *self)
{
  salon_mcp_cache_drop (self->cache, "prompts/list", NULL);
  g_signal_emit (self, signals[SIGNAL_PROMPTS_CHANGED], 0);
}

void
salon_mcp_client_emit_resources_changed (SalonMcpClient *self)
{
  salon_mcp_cache_drop (self->cache, "resources/list", NULL);
  salon_mcp_cache_drop (self->cache, "resources/templates/list", NULL);
  g_signal_emit (self, signals[SIGNAL_RESOURCES_CHANGED], 0);
}

/* Returns whether anybody wanted to hear it. What has no quark nobody connected to: servers
 * make none. */
gboolean
salon_mcp_client_emit_notification (SalonMcpClient  *self,
                                    const char      *method,
                                    const SalonJson *params)
{
  GQuark detail = g_quark_try_string (method);
  g_autoptr (SalonJsonDocument) document = NULL;

  if (!g_signal_has_handler_pending (self, signals[SIGNAL_NOTIFICATION], detail, FALSE))
    return FALSE;
  document = params != NULL ? salon_json_document_copy (params)
                            : salon_json_document_parse ("null", -1, NULL, NULL);
  g_signal_emit (self, signals[SIGNAL_NOTIFICATION], detail, method, document);
  return TRUE;
}

void
salon_mcp_client_emit_log_message (SalonMcpClient    *self,
                                   SalonMcpLogLevel   level,
                                   const char        *logger,
                                   SalonJsonDocument *data)
{
  g_signal_emit (self, signals[SIGNAL_LOG_MESSAGE], 0, (int) level, logger, data);
}

void
salon_mcp_client_emit_session_renewed (SalonMcpClient *self)
{
  g_signal_emit (self, signals[SIGNAL_SESSION_RENEWED], 0);
}

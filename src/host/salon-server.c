/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-server.h"

#include <glib/gi18n.h>

#include "salon-mcp-tool.h"
#include "salon-server-private.h"

enum
{
  PROP_0,
  PROP_NAME,
  PROP_TITLE,
  PROP_CONFIG,
  PROP_IDENTITY,
  PROP_BUILT_IN,
  PROP_STATE,
  PROP_STATUS_TEXT,
  PROP_TOOLS,
  PROP_CLIENT,
  PROP_PROTOCOL_VERSION,
  PROP_SERVER_TITLE,
  PROP_SERVER_VERSION,
  PROP_INSTRUCTIONS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (SalonServerState, salon_server_state,
                    G_DEFINE_ENUM_VALUE (SALON_SERVER_DISABLED, "disabled"),
                    G_DEFINE_ENUM_VALUE (SALON_SERVER_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (SALON_SERVER_STARTING, "starting"),
                    G_DEFINE_ENUM_VALUE (SALON_SERVER_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (SALON_SERVER_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (SalonServer, salon_server, G_TYPE_OBJECT)

static void
salon_server_dispose (GObject *object)
{
  SalonServer *self = SALON_SERVER (object);

  dex_clear (&self->starting);
  if (self->stopping != NULL)
    dex_future_disown (g_steal_pointer (&self->stopping));
  if (self->client != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->client, self);
      dex_future_disown (salon_mcp_client_close (self->client));
      g_clear_object (&self->client);
    }

  salon_server_set_connect_func (self, NULL, NULL, NULL);
  salon_server_set_input_handler_func (self, NULL, NULL, NULL);

  G_OBJECT_CLASS (salon_server_parent_class)->dispose (object);
}

static void
salon_server_finalize (GObject *object)
{
  SalonServer *self = SALON_SERVER (object);

  g_clear_object (&self->config);
  g_clear_object (&self->clock);
  g_clear_object (&self->era_memory);
  g_clear_object (&self->sign_in);
  g_clear_object (&self->tools);
  g_clear_pointer (&self->status_text, g_free);
  g_clear_pointer (&self->diagnostics, salon_ring_unref);
  g_clear_pointer (&self->traffic, salon_ring_unref);

  G_OBJECT_CLASS (salon_server_parent_class)->finalize (object);
}

static void
salon_server_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  SalonServer *self = SALON_SERVER (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, salon_server_get_name (self));
      break;

    case PROP_TITLE:
      g_value_set_string (value, salon_server_get_title (self));
      break;

    case PROP_CONFIG:
      g_value_set_object (value, self->config);
      break;

    case PROP_IDENTITY:
      g_value_set_string (value, salon_server_get_identity (self));
      break;

    case PROP_BUILT_IN:
      g_value_set_boolean (value, salon_server_is_built_in (self));
      break;

    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case PROP_STATUS_TEXT:
      g_value_set_string (value, self->status_text);
      break;

    case PROP_TOOLS:
      g_value_set_object (value, self->tools);
      break;

    case PROP_CLIENT:
      g_value_set_object (value, salon_server_get_client (self));
      break;

    case PROP_PROTOCOL_VERSION:
      g_value_set_string (value, salon_server_get_protocol_version (self));
      break;

    case PROP_SERVER_TITLE:
      g_value_set_string (value, salon_server_get_server_title (self));
      break;

    case PROP_SERVER_VERSION:
      g_value_set_string (value, salon_server_get_server_version (self));
      break;

    case PROP_INSTRUCTIONS:
      g_value_set_string (value, salon_server_get_instructions (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_server_class_init (SalonServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = salon_server_dispose;
  object_class->finalize = salon_server_finalize;
  object_class->get_property = salon_server_get_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_CONFIG] =
    g_param_spec_object ("config", NULL, NULL, SALON_TYPE_SERVER_CONFIG, flags);
  properties[PROP_IDENTITY] = g_param_spec_string ("identity", NULL, NULL, NULL, flags);
  properties[PROP_BUILT_IN] = g_param_spec_boolean ("built-in", NULL, NULL, FALSE, flags);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, SALON_TYPE_SERVER_STATE, SALON_SERVER_STOPPED, flags);
  properties[PROP_STATUS_TEXT] = g_param_spec_string ("status-text", NULL, NULL, NULL, flags);
  properties[PROP_TOOLS] = g_param_spec_object ("tools", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_CLIENT] =
    g_param_spec_object ("client", NULL, NULL, SALON_TYPE_MCP_CLIENT, flags);
  properties[PROP_PROTOCOL_VERSION] =
    g_param_spec_string ("protocol-version", NULL, NULL, NULL, flags);
  properties[PROP_SERVER_TITLE] = g_param_spec_string ("server-title", NULL, NULL, NULL, flags);
  properties[PROP_SERVER_VERSION] = g_param_spec_string ("server-version", NULL, NULL, NULL, flags);
  properties[PROP_INSTRUCTIONS] = g_param_spec_string ("instructions", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
salon_server_init (SalonServer *self)
{
  self->tools = g_list_store_new (SALON_TYPE_MCP_TOOL);
  self->state = SALON_SERVER_STOPPED;
  self->may_restart = TRUE;
}

/* --- state -------------------------------------------------------------------------------- */

/* What there is to say about a server that is not running and has not failed to. */
void
salon_server_set_idle (SalonServer *self)
{
  const char *problem = salon_server_config_get_problem (self->config);

  if (salon_server_config_is_disabled (self->config))
    salon_server_set_state (self, SALON_SERVER_DISABLED, _("Switched off."));
  else if (problem != NULL)
    salon_server_set_state (self, SALON_SERVER_FAILED, problem);
  else
    salon_server_set_state (self, SALON_SERVER_STOPPED,
                            _("Not running. It starts when it is needed."));
}

/**
 * salon_server_new:
 * @config: the entry, sealed
 * @clock: (nullable): the clock; %NULL: the system's
 *
 * Returns: (transfer full): a server that does not run
 */
SalonServer *
salon_server_new (SalonServerConfig *config,
                  SalonClock        *clock)
{
  SalonServer *self;

  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (config), NULL);
  g_return_val_if_fail (clock == NULL || SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_SERVER, NULL);
  self->config = g_object_ref (config);
  self->clock = g_object_ref (clock != NULL ? clock : salon_clock_get_system ());
  salon_server_set_idle (self);

  return self;
}

/* All that is only known while the server runs. */
static void
salon_server_notify_peer (SalonServer *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLIENT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROTOCOL_VERSION]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVER_TITLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVER_VERSION]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSTRUCTIONS]);
}

void
salon_server_set_state (SalonServer      *self,
                        SalonServerState  state,
                        const char       *status_text)
{
  g_assert (SALON_IS_SERVER (self));
  g_assert (status_text != NULL);

  g_object_freeze_notify (G_OBJECT (self));

  if (g_set_str (&self->status_text, status_text))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS_TEXT]);

  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
      salon_server_notify_peer (self);
    }

  g_object_thaw_notify (G_OBJECT (self));
}

/* Whether the server has to end, and perhaps start again, for @config to be true. */
static gboolean
needs_restart (SalonServerConfig *old_config,
               SalonServerConfig *new_config)
{
  g_autoptr(SalonServerConfig) same = salon_server_config_copy (new_config);

  salon_server_config_set_auto_start (same, salon_server_config_get_auto_start (old_config));

  return !salon_server_config_equal (old_config, same);
}

/**
 * salon_server_set_era_memory:
 * @self: a server
 * @memory: (nullable): remembers which generation of the protocol the server speaks
 *
 * Counts for the next start.
 */
void
salon_server_set_era_memory (SalonServer       *self,
                             SalonMcpEraMemory *memory)
{
  g_return_if_fail (SALON_IS_SERVER (self));
  g_return_if_fail (memory == NULL || SALON_IS_MCP_ERA_MEMORY (memory));

  g_set_object (&self->era_memory, memory);
}

/**
 * salon_server_set_config:
 * @self: a server
 * @config: its entry, sealed
 *
 * Follows a change in mcp.json: a server that runs is started again, or stopped when it is now
 * switched off; one that had failed gets another chance.
 */
void
salon_server_set_config (SalonServer       *self,
                         SalonServerConfig *config)
{
  gboolean was_running;

  g_return_if_fail (SALON_IS_SERVER (self));
  g_return_if_fail (SALON_IS_SERVER_CONFIG (config));

  if (salon_server_config_equal (self->config, config))
    {
      /* Nothing of it concerns the server; but what is written back must not be an old version. */
      g_set_object (&self->config, config);
      return;
    }

  was_running = self->state == SALON_SERVER_STARTING || self->state == SALON_SERVER_READY;
  if (needs_restart (self->config, config))
    {
      g_set_object (&self->config, config);
      self->may_restart = TRUE;
      dex_future_disown (salon_server_stop (self));
      salon_server_set_idle (self);
      if (was_running && self->state == SALON_SERVER_STOPPED)
        dex_future_disown (salon_server_start (self));
    }
  else
    g_set_object (&self->config, config);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONFIG]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IDENTITY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/**
 * salon_server_set_connect_func:
 * @self: a server
 * @func: (nullable): makes the transport
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data
 */
void
salon_server_set_connect_func (SalonServer            *self,
                               SalonServerConnectFunc  func,
                               gpointer                user_data,
                               GDestroyNotify          destroy)
{
  g_return_if_fail (SALON_IS_SERVER (self));

  if (self->connect_destroy != NULL)
    self->connect_destroy (self->connect_data);
  self->connect_func = func;
  self->connect_data = user_data;
  self->connect_destroy = destroy;
}

/**
 * salon_server_set_input_handler_func:
 * @self: a server
 * @func: (nullable): makes what answers the server's questions
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data
 */
void
salon_server_set_input_handler_func (SalonServer                 *self,
                                     SalonServerInputHandlerFunc  func,
                                     gpointer                     user_data,
                                     GDestroyNotify               destroy)
{
  g_return_if_fail (SALON_IS_SERVER (self));

  if (self->input_handler_destroy != NULL)
    self->input_handler_destroy (self->input_handler_data);
  self->input_handler_func = func;
  self->input_handler_data = user_data;
  self->input_handler_destroy = destroy;
}

/* --- getters ------------------------------------------------------------------------------ */

/**
 * salon_server_get_name:
 * @self: a server
 *
 * Returns: (transfer none): the key in mcp.json, unique among the servers
 */
const char *
salon_server_get_name (SalonServer *self)
{
  g_return_val_if_fail (SALON_IS_SERVER (self), NULL);

  return salon_server_config_get_name (self->config);
}

/**
 * salon_server_get_title:
 * @self: a server
 *
 * What people call the server. It comes from the entry, never from the server: a server may call
 * itself as it likes, and must not be able to pass for another one.
 *
 * Returns: (transfer none): the title
 */
const char *
salon_server_get_title (SalonServer *self)
{
  g_return_val_if_fail (SALON_IS_SERVER (self), NULL);

  return salon_server_config_get_title (self->config);
}

/**
 * salon_server_get_config:
 * @self: a server
 *
 * Returns: (transfer none): its entry, sealed; copy it to change something
 */
SalonServerConfig *
salon_server_get_config (SalonServer *self)
{
  g_return_val_if_fail (SALON_IS_SERVER (self), NULL);

  return self->config;
}

/**
 * salon_server_get_identity:
 * @self: a server
 *
 * Returns: (transfer none): what approvals are kept by; see salon_server_config_get_identity()
 */
const char *
salon_server_get_identity (SalonServer *self)
{
  g_return_val_if_fail (SALON_IS_SERVER (self), NULL);

  return salon_server_config_get_identity (self->config);
}

/**
 * salon_server_is_built_in:
 * @self: a server
 *
 * Returns: whether this is the bundled desktop server
 */
gboolean
salon_server_is_built_in (SalonServer *self)
{
  g_return_val_if_fail (SALON_IS_SERVER (self), FALSE);

  return salon_server_config_is_built_in (self->config);
}

/**
 * salon_server_get_state:
 * @self: a server
 *
 * Returns: its state
 */
SalonServerState
salon_server_get_state (SalonServer *self)
{
  g_return_val_if_fail (SALON_IS_SERVER (self), SALON_SERVER_STOPPED);

  return self->state;
}

/**
 * salon_server_get_status_text:
 * @self: a server
 *
 * Returns: (transfer none): a sentence about the state; after a failure, what happened
 */
const char *
salon_server_get_status_text (SalonServer *self)
{
  g_return_val_if_fail (SALON_IS_SERVER (self), NULL);

  return self->status_text;
}

/**
 * salon_server_get_tools:
 * @self: a server
 *
 * Returns: (transfer none): the tools, a list of #SalonMcpTool; empty while the server is not ready
 */
GListModel *
salon_server_get_tools (SalonServer *self)
{
  g_return_val_if_fail (SALON_IS_SERVER (self), NULL);

  return G_LIST_MODEL (self->tools);
}

/**
 * salon_server_get_client:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): the connection while the server is ready
 */
SalonMcpClient *
salon_server_get_client (SalonServer *self)
{
  g_return_val_if_fail (SALON_IS_SERVER (self), NULL);

  return self->state == SALON_SERVER_READY ? self->client : NULL;
}

/**
 * salon_server_get_protocol_version:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): the protocol revision agreed on, while the server is ready
 */
const char *
salon_server_get_protocol_version (SalonServer *self)
{
  SalonMcpClient *client = salon_server_get_client (self);

  return client != NULL ? salon_mcp_client_get_protocol_version (client) : NULL;
}

/**
 * salon_server_get_server_title:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): how the server calls itself, while it is ready
 */
const char *
salon_server_get_server_title (SalonServer *self)
{
  SalonMcpClient *client = salon_server_get_client (self);
  const char *title = client != NULL ? salon_mcp_client_get_server_title (client) : NULL;

  if (title == NULL && client != NULL)
    title = salon_mcp_client_get_server_name (client);

  return title;
}

/**
 * salon_server_get_server_version:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): the server's own version, while it is ready
 */
const char *
salon_server_get_server_version (SalonServer *self)
{
  SalonMcpClient *client = salon_server_get_client (self);

  return client != NULL ? salon_mcp_client_get_server_version (client) : NULL;
}

/**
 * salon_server_get_instructions:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): what the server wants the model to know, while it is ready;
 *   untrusted text
 */
const char *
salon_server_get_instructions (SalonServer *self)
{
  SalonMcpClient *client = salon_server_get_client (self);

  return client != NULL ? salon_mcp_client_get_instructions (client) : NULL;
}

/**
 * salon_server_get_diagnostics:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): what the last run wrote to stderr; %NULL before the first
 */
SalonRing *
salon_server_get_diagnostics (SalonServer *self)
{
  g_return_val_if_fail (SALON_IS_SERVER (self), NULL);

  return self->diagnostics;
}

/**
 * salon_server_get_traffic:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): the messages of the last run; %NULL before the first
 */
SalonRing *
salon_server_get_traffic (SalonServer *self)
{
  g_return_val_if_fail (SALON_IS_SERVER (self), NULL);

  return self->traffic;
}

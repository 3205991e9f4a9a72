/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-server-manager.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"
#include "salon-mcp-stdio-transport.h"
#include "salon-paths.h"
#include "salon-server-manager-private.h"

#define GUARD_PROGRAM "salon-server-guard"

enum
{
  PROP_0,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
salon_server_manager_get_item_type (GListModel *model)
{
  return SALON_TYPE_SERVER;
}

static guint
salon_server_manager_get_n_items (GListModel *model)
{
  return SALON_SERVER_MANAGER (model)->servers->len;
}

static gpointer
salon_server_manager_get_item (GListModel *model,
                               guint       position)
{
  SalonServerManager *self = SALON_SERVER_MANAGER (model);

  return position < self->servers->len ? g_object_ref (g_ptr_array_index (self->servers, position))
                                       : NULL;
}

static void
list_model_interface_init (GListModelInterface *iface)
{
  iface->get_item_type = salon_server_manager_get_item_type;
  iface->get_n_items = salon_server_manager_get_n_items;
  iface->get_item = salon_server_manager_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonServerManager, salon_server_manager, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_interface_init))

static void
salon_server_manager_dispose (GObject *object)
{
  SalonServerManager *self = SALON_SERVER_MANAGER (object);

  /* The servers may be held by others, but this is where their functions lead. */
  for (guint i = 0; i < self->servers->len; i++)
    {
      SalonServer *server = g_ptr_array_index (self->servers, i);

      salon_server_set_connect_func (server, NULL, NULL, NULL);
      salon_server_set_input_handler_func (server, NULL, NULL, NULL);
    }
  g_ptr_array_set_size (self->servers, 0);

  salon_server_manager_set_connect_func (self, NULL, NULL, NULL);
  salon_server_manager_set_input_handler_func (self, NULL, NULL, NULL);
  g_clear_object (&self->file);
  g_clear_object (&self->launcher);
  g_clear_object (&self->remote_connector);
  g_clear_object (&self->era_memory);
  salon_server_manager_set_sign_in_services (self, NULL);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (salon_server_manager_parent_class)->dispose (object);
}

static void
salon_server_manager_finalize (GObject *object)
{
  SalonServerManager *self = SALON_SERVER_MANAGER (object);

  g_clear_pointer (&self->servers, g_ptr_array_unref);

  G_OBJECT_CLASS (salon_server_manager_parent_class)->finalize (object);
}

static void
salon_server_manager_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SalonServerManager *self = SALON_SERVER_MANAGER (object);

  switch (prop_id)
    {
    case PROP_PROBLEM:
      g_value_set_string (value, salon_server_manager_get_problem (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_server_manager_class_init (SalonServerManagerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_server_manager_dispose;
  object_class->finalize = salon_server_manager_finalize;
  object_class->get_property = salon_server_manager_get_property;

  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
salon_server_manager_init (SalonServerManager *self)
{
  self->servers = g_ptr_array_new_with_free_func (g_object_unref);
}

/* --- connecting --------------------------------------------------------------------------- */

static DexFuture *
on_prepared (DexFuture *prepared,
             gpointer   user_data)
{
  SalonClock *clock = user_data;
  SalonMcpCommand *command = g_value_get_boxed (dex_future_get_value (prepared, NULL));
  SalonMcpStdioTransport *transport = salon_mcp_stdio_transport_new (command, clock);
  g_autofree char *guard = salon_paths_find_program (GUARD_PROGRAM);

  salon_mcp_stdio_transport_set_guard_path (transport, guard);

  return dex_future_new_take_object (transport);
}

/* How servers are reached, unless a test says otherwise. */
static DexFuture *
salon_server_manager_connect (SalonServerManager *self,
                              SalonServerConfig  *config)
{
  SalonServer *server = salon_server_manager_find (self, salon_server_config_get_name (config));

  if (self->connect_func != NULL)
    return self->connect_func (config, self->connect_data);

  if (salon_server_config_get_transport (config) != SALON_SERVER_TRANSPORT_STDIO)
    return self->remote_connector != NULL
           ? salon_remote_connector_prepare (self->remote_connector, config,
                                             server != NULL ? salon_server_get_sign_in (server)
                                                            : NULL)
           : dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_SUPPORTED,
                                    _("There is no way to reach it."));

  return dex_future_then (salon_launcher_prepare (self->launcher, config), on_prepared,
                          g_object_ref (self->clock), g_object_unref);
}

static DexFuture *
connect_server (SalonServerConfig *config,
                gpointer           user_data)
{
  return salon_server_manager_connect (user_data, config);
}

static SalonMcpInputHandler *
make_input_handler (SalonServer *server,
                    gpointer     user_data)
{
  SalonServerManager *self = user_data;

  return self->input_handler_func != NULL
         ? self->input_handler_func (server, self->input_handler_data) : NULL;
}

/* --- following the file ------------------------------------------------------------------- */

/* The servers of the new list keep their objects, and with them their connections. */
static SalonServer *
salon_server_manager_dup_server (SalonServerManager *self,
                                 SalonServerConfig  *config)
{
  SalonServer *server = salon_server_manager_find (self, salon_server_config_get_name (config));

  if (server != NULL)
    return g_object_ref (server);

  server = salon_server_new (config, self->clock);
  salon_server_set_connect_func (server, connect_server, self, NULL);
  salon_server_set_input_handler_func (server, make_input_handler, self, NULL);
  salon_server_set_era_memory (server, self->era_memory);
  if (self->sign_in_services.store != NULL)
    {
      g_autoptr(SalonSignIn) sign_in = salon_sign_in_new (salon_server_config_get_name (config),
                                                          &self->sign_in_services);

      salon_server_set_sign_in (server, sign_in);
    }

  return server;
}

/* Tells of the smallest stretch that covers the difference. */
static void
salon_server_manager_replace (SalonServerManager *self,
                              GPtrArray          *servers)
{
  g_autoptr(GPtrArray) old_servers = g_steal_pointer (&self->servers);
  guint start = 0;
  guint old_end = old_servers->len;
  guint new_end = servers->len;

  while (start < MIN (old_end, new_end) &&
         g_ptr_array_index (old_servers, start) == g_ptr_array_index (servers, start))
    start++;
  while (old_end > start && new_end > start &&
         g_ptr_array_index (old_servers, old_end - 1) == g_ptr_array_index (servers, new_end - 1))
    {
      old_end--;
      new_end--;
    }

  self->servers = g_ptr_array_ref (servers);
  if (old_end > start || new_end > start)
    g_list_model_items_changed (G_LIST_MODEL (self), start, old_end - start, new_end - start);

  for (guint i = start; i < old_end; i++)
    {
      SalonServer *server = g_ptr_array_index (old_servers, i);

      if (!g_ptr_array_find (servers, server, NULL))
        dex_future_disown (salon_server_stop (server));
    }
}

static void
salon_server_manager_follow (SalonServerManager *self)
{
  GPtrArray *configs = salon_servers_file_get_configs (self->file);
  g_autoptr(GPtrArray) held = g_ptr_array_ref (configs);
  g_autoptr(GPtrArray) servers = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < held->len; i++)
    g_ptr_array_add (servers, salon_server_manager_dup_server (self, g_ptr_array_index (held, i)));

  salon_server_manager_replace (self, servers);

  for (guint i = 0; i < held->len; i++)
    salon_server_set_config (g_ptr_array_index (servers, i), g_ptr_array_index (held, i));
}

static void
on_problem (SalonServerManager *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

/**
 * salon_server_manager_new:
 * @file: mcp.json
 * @launcher: what starts programs
 * @clock: (nullable): the clock; %NULL: the system's
 *
 * Returns: (transfer full): a manager that knows the built-in server only
 */
SalonServerManager *
salon_server_manager_new (SalonServersFile *file,
                          SalonLauncher    *launcher,
                          SalonClock       *clock)
{
  SalonServerManager *self;

  g_return_val_if_fail (SALON_IS_SERVERS_FILE (file), NULL);
  g_return_val_if_fail (SALON_IS_LAUNCHER (launcher), NULL);
  g_return_val_if_fail (clock == NULL || SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_SERVER_MANAGER, NULL);
  self->file = g_object_ref (file);
  self->launcher = g_object_ref (launcher);
  self->clock = g_object_ref (clock != NULL ? clock : salon_clock_get_system ());

  g_signal_connect_object (file, "changed", G_CALLBACK (salon_server_manager_follow), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (file, "notify::problem", G_CALLBACK (on_problem), self,
                           G_CONNECT_SWAPPED);
  salon_server_manager_follow (self);

  return self;
}

/**
 * salon_server_manager_set_remote_connector:
 * @self: a manager
 * @connector: (nullable): what reaches servers with an address; without one, they can't be
 */
void
salon_server_manager_set_remote_connector (SalonServerManager   *self,
                                           SalonRemoteConnector *connector)
{
  g_return_if_fail (SALON_IS_SERVER_MANAGER (self));
  g_return_if_fail (connector == NULL || SALON_IS_REMOTE_CONNECTOR (connector));

  g_set_object (&self->remote_connector, connector);
}

/**
 * salon_server_manager_set_sign_in_services:
 * @self: a manager that has no remote servers yet
 * @services: (nullable): what signing in to remote servers works with; the objects are referenced
 */
void
salon_server_manager_set_sign_in_services (SalonServerManager        *self,
                                           const SalonSignInServices *services)
{
  static const SalonSignInServices none = { 0 };

  g_return_if_fail (SALON_IS_SERVER_MANAGER (self));

  if (services == NULL)
    services = &none;
  g_set_object (&self->sign_in_services.store, services->store);
  g_set_object (&self->sign_in_services.expander, services->expander);
  g_set_object (&self->sign_in_services.http_client, services->http_client);
  g_set_object (&self->sign_in_services.clock, services->clock);
  g_set_object (&self->sign_in_services.consent, services->consent);
  g_set_object (&self->sign_in_services.browser, services->browser);
}

/**
 * salon_server_manager_set_era_memory:
 * @self: a manager
 * @memory: (nullable): remembers which generation of the protocol each server speaks
 *
 * Counts for the next start of each server.
 */
void
salon_server_manager_set_era_memory (SalonServerManager *self,
                                     SalonMcpEraMemory  *memory)
{
  g_return_if_fail (SALON_IS_SERVER_MANAGER (self));
  g_return_if_fail (memory == NULL || SALON_IS_MCP_ERA_MEMORY (memory));

  g_set_object (&self->era_memory, memory);
  for (guint i = 0; i < self->servers->len; i++)
    salon_server_set_era_memory (g_ptr_array_index (self->servers, i), memory);
}

/**
 * salon_server_manager_set_connect_func:
 * @self: a manager
 * @func: (nullable): makes the transports to all servers; %NULL: the usual way
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data
 *
 * Puts something else between Salon and its servers: a server in the same process, in a test.
 */
void
salon_server_manager_set_connect_func (SalonServerManager     *self,
                                       SalonServerConnectFunc  func,
                                       gpointer                user_data,
                                       GDestroyNotify          destroy)
{
  g_return_if_fail (SALON_IS_SERVER_MANAGER (self));

  if (self->connect_destroy != NULL)
    self->connect_destroy (self->connect_data);
  self->connect_func = func;
  self->connect_data = user_data;
  self->connect_destroy = destroy;
}

/**
 * salon_server_manager_set_input_handler_func:
 * @self: a manager
 * @func: (nullable): makes what answers a server's questions, once for each start
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data
 */
void
salon_server_manager_set_input_handler_func (SalonServerManager          *self,
                                             SalonServerInputHandlerFunc  func,
                                             gpointer                     user_data,
                                             GDestroyNotify               destroy)
{
  g_return_if_fail (SALON_IS_SERVER_MANAGER (self));

  if (self->input_handler_destroy != NULL)
    self->input_handler_destroy (self->input_handler_data);
  self->input_handler_func = func;
  self->input_handler_data = user_data;
  self->input_handler_destroy = destroy;
}

/**
 * salon_server_manager_open:
 * @self: a manager
 *
 * Reads mcp.json. No server is started.
 *
 * Returns: (transfer full): a future of %TRUE, never rejected; what is wrong with the file is in
 *   “problem” and in the state of single servers
 */
DexFuture *
salon_server_manager_open (SalonServerManager *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_MANAGER (self), NULL);

  return salon_servers_file_load (self->file);
}

/**
 * salon_server_manager_get_problem:
 * @self: a manager
 *
 * Returns: (transfer none) (nullable): what is wrong with mcp.json as a whole
 */
const char *
salon_server_manager_get_problem (SalonServerManager *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_MANAGER (self), NULL);

  return salon_servers_file_get_problem (self->file);
}

/**
 * salon_server_manager_find:
 * @self: a manager
 * @name: a server's name
 *
 * Returns: (transfer none) (nullable): the server of that name
 */
SalonServer *
salon_server_manager_find (SalonServerManager *self,
                           const char         *name)
{
  g_return_val_if_fail (SALON_IS_SERVER_MANAGER (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->servers->len; i++)
    {
      SalonServer *server = g_ptr_array_index (self->servers, i);

      if (g_str_equal (salon_server_get_name (server), name))
        return server;
    }

  return NULL;
}

/* --- all at once -------------------------------------------------------------------------- */

static DexFuture *
ignore_result (DexFuture *completed,
               gpointer   user_data)
{
  return dex_future_new_true ();
}

/* Resolves when each of them has, one way or the other. */
static DexFuture *
settle_all (GPtrArray *futures)
{
  if (futures->len == 0)
    return dex_future_new_true ();

  return dex_future_finally (dex_future_allv ((DexFuture **) futures->pdata, futures->len),
                             ignore_result, NULL, NULL);
}

/**
 * salon_server_manager_start_enabled:
 * @self: a manager
 * @patience: how long to wait, in microseconds; negative: as long as it takes
 *
 * Has all servers that are not switched off running, as salon_server_use() does, side by side. A
 * server that fails, or takes longer than @patience, concerns no other; the latter goes on
 * starting.
 *
 * Returns: (transfer full): a future of %TRUE, never rejected
 */
DexFuture *
salon_server_manager_start_enabled (SalonServerManager *self,
                                    gint64              patience)
{
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  DexFuture *settled;

  g_return_val_if_fail (SALON_IS_SERVER_MANAGER (self), NULL);

  for (guint i = 0; i < self->servers->len; i++)
    {
      SalonServer *server = g_ptr_array_index (self->servers, i);

      if (salon_server_get_state (server) != SALON_SERVER_DISABLED)
        g_ptr_array_add (futures, salon_server_use (server));
    }

  settled = settle_all (futures);
  if (patience < 0)
    return settled;

  return dex_future_first (settled, salon_clock_sleep (self->clock, patience), NULL);
}

/**
 * salon_server_manager_start_automatic:
 * @self: a manager
 *
 * Starts the servers whose entries say `"autoStart": true`, side by side.
 *
 * Returns: (transfer full): a future of %TRUE when each is ready or has failed, never rejected
 */
DexFuture *
salon_server_manager_start_automatic (SalonServerManager *self)
{
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  g_return_val_if_fail (SALON_IS_SERVER_MANAGER (self), NULL);

  for (guint i = 0; i < self->servers->len; i++)
    {
      SalonServer *server = g_ptr_array_index (self->servers, i);

      if (salon_server_get_state (server) != SALON_SERVER_DISABLED &&
          salon_server_config_get_auto_start (salon_server_get_config (server)))
        g_ptr_array_add (futures, salon_server_use (server));
    }

  return settle_all (futures);
}

/**
 * salon_server_manager_close:
 * @self: a manager
 *
 * Ends all servers in order, side by side.
 *
 * Returns: (transfer full): a future of %TRUE when nothing of them is left, never rejected
 */
DexFuture *
salon_server_manager_close (SalonServerManager *self)
{
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  g_return_val_if_fail (SALON_IS_SERVER_MANAGER (self), NULL);

  for (guint i = 0; i < self->servers->len; i++)
    g_ptr_array_add (futures, salon_server_stop (g_ptr_array_index (self->servers, i)));

  return settle_all (futures);
}

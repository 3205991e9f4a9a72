/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon"

#include "config.h"

#include "salon-cli-private.h"

#include <glib/gi18n.h>

#include "salon-model-registry.h"
#include "salon-server-manager.h"

/* How long the list waits for servers, in microseconds. */
#define PATIENCE (30 * G_TIME_SPAN_SECOND)

static const char *
describe_state (SalonServerState state)
{
  switch (state)
    {
    case SALON_SERVER_DISABLED:
      return _("off");
    case SALON_SERVER_STOPPED:
      return _("stopped");
    case SALON_SERVER_STARTING:
      return _("starting");
    case SALON_SERVER_READY:
      return _("ready");
    case SALON_SERVER_FAILED:
    default:
      return _("failed");
    }
}

static void
print_server (SalonServer *server)
{
  SalonServerState state = salon_server_get_state (server);
  g_autofree char *command =
    salon_server_config_dup_command_line (salon_server_get_config (server));
  g_autofree char *line = NULL;
  g_autofree char *printable = NULL;

  line = g_strdup_printf ("%s\t%s\t%s\n", salon_server_get_name (server), describe_state (state),
                          command != NULL ? command : "");
  printable = salon_cli_dup_printable (line);
  g_print ("%s", printable);
  if (state == SALON_SERVER_READY)
    {
      guint n = g_list_model_get_n_items (salon_server_get_tools (server));

      g_print (g_dngettext (GETTEXT_PACKAGE, "\t%u tool\n", "\t%u tools\n", n), n);
    }
  else if (state == SALON_SERVER_FAILED || state == SALON_SERVER_STARTING)
    {
      salon_cli_say ("%s: %s", salon_server_get_name (server),
                     salon_server_get_status_text (server));
    }
}

static DexFuture *
servers_fiber (gpointer user_data)
{
  SalonCli *cli = user_data;
  SalonServerManager *servers = salon_host_get_servers (cli->host);
  guint n;

  dex_await (salon_server_manager_start_enabled (servers, PATIENCE), NULL);
  n = g_list_model_get_n_items (G_LIST_MODEL (servers));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SalonServer) server = g_list_model_get_item (G_LIST_MODEL (servers), i);

      print_server (server);
    }
  return dex_future_new_for_int (SALON_CLI_DONE);
}

DexFuture *
salon_cli_servers (SalonCli *cli)
{
  return dex_scheduler_spawn (NULL, 0, servers_fiber, cli, NULL);
}

static void
print_provider (SalonCli           *cli,
                SalonModelProvider *provider)
{
  SalonModelRegistry *models = salon_host_get_models (cli->host);
  const char *default_model = salon_model_registry_get_default_model (models);
  GListModel *list = salon_model_provider_get_models (provider);
  guint n = g_list_model_get_n_items (list);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SalonModel) model = g_list_model_get_item (list, i);
      const char *reference = salon_model_get_reference (model);
      g_autofree char *printable = salon_cli_dup_printable (reference);

      g_print ("%s%s\n", printable,
               g_strcmp0 (reference, default_model) == 0 ? _("\t(default)") : "");
    }
  if (salon_model_provider_get_state (provider) == SALON_MODEL_PROVIDER_FAILED)
    salon_cli_say ("%s: %s", salon_model_provider_get_id (provider),
                   salon_model_provider_get_status (provider));
}

static DexFuture *
models_fiber (gpointer user_data)
{
  SalonCli *cli = user_data;
  SalonModelRegistry *models = salon_host_get_models (cli->host);
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (models));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SalonModelProvider) provider = g_list_model_get_item (G_LIST_MODEL (models), i);

      g_ptr_array_add (futures,
                       salon_model_registry_list_models (models,
                                                         salon_model_provider_get_id (provider)));
    }
  if (futures->len > 0)
    dex_await (dex_future_allv ((DexFuture * const *) futures->pdata, futures->len), NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (models)); i++)
    {
      g_autoptr (SalonModelProvider) provider = g_list_model_get_item (G_LIST_MODEL (models), i);

      print_provider (cli, provider);
    }
  return dex_future_new_for_int (SALON_CLI_DONE);
}

DexFuture *
salon_cli_models (SalonCli *cli)
{
  return dex_scheduler_spawn (NULL, 0, models_fiber, cli, NULL);
}

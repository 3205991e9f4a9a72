/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon"

#include "config.h"

#include "salon-cli-private.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"
#include "salon-server-manager.h"

static DexFuture *
open_uri (const char *uri,
          gpointer    user_data)
{
  SalonCli *cli = user_data;

  salon_cli_end_answer (cli);
  salon_cli_say (_("Open this address in a web browser on this computer:\n\n  %s\n"), uri);
  return dex_future_new_true ();
}

void
salon_cli_show_addresses (SalonCli *cli)
{
  SalonBrowser *browser = salon_host_get_browser (cli->host);

  salon_browser_set_opener (browser, open_uri, cli, NULL);
  salon_browser_set_terminal (browser, TRUE);
}

char *
salon_cli_dup_plan (SalonMcpAuthPlan *plan)
{
  const char * const *scopes = salon_mcp_auth_plan_get_scopes (plan);
  const char *page = salon_mcp_auth_plan_get_authorization_host (plan);
  const char *issuer = salon_mcp_auth_plan_get_issuer_host (plan);
  g_autofree char *joined = g_strjoinv (", ", (GStrv) scopes);
  g_autofree char *both = NULL;

  if (page != NULL && g_strcmp0 (page, issuer) != 0)
    /* Translators: the host of a web page, and the host of the service it belongs to */
    issuer = both = g_strdup_printf (_("%s, for %s"), page, issuer);

  if (joined[0] == '\0')
    return g_strdup_printf (_("%s signs you in at %s."),
                            salon_mcp_auth_plan_get_server_host (plan), issuer);
  return g_strdup_printf (_("%s signs you in at %s, and wants: %s."),
                          salon_mcp_auth_plan_get_server_host (plan),
                          issuer, joined);
}

static SalonServer *
find_server (SalonCli  *cli,
             GError   **error)
{
  SalonServer *server;

  if (g_strv_length (cli->arguments) != 2)
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
                   _("Which server? Write its name after “salon %s”; “salon servers” lists them."),
                   cli->arguments[0]);
      return NULL;
    }
  server = salon_server_manager_find (salon_host_get_servers (cli->host), cli->arguments[1]);
  if (server == NULL)
    g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_FOUND,
                 _("There is no server “%s” in mcp.json; “salon servers” lists them."),
                 cli->arguments[1]);
  else if (salon_server_get_sign_in (server) == NULL)
    g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_SUPPORTED,
                 _("“%s” runs on this computer: there is no signing in to it."),
                 cli->arguments[1]);
  else
    return server;
  return NULL;
}

static DexFuture *
sign_in_fiber (gpointer user_data)
{
  SalonCli *cli = user_data;
  g_autoptr (SalonMcpAuthPlan) plan = NULL;
  g_autofree char *words = NULL;
  GError *error = NULL;
  SalonServer *server = find_server (cli, &error);
  SalonSignIn *sign_in;

  if (server == NULL)
    return dex_future_new_for_error (error);
  sign_in = salon_server_get_sign_in (server);
  plan = dex_await_boxed (salon_sign_in_prepare (sign_in, salon_server_get_config (server)),
                          &error);
  if (plan == NULL)
    return dex_future_new_for_error (error);
  words = salon_cli_dup_plan (plan);
  salon_cli_say ("%s", words);
  if (!dex_await (salon_sign_in_begin (sign_in, salon_server_get_config (server)), &error))
    return dex_future_new_for_error (error);
  salon_cli_say (_("You are signed in to “%s”."), salon_server_get_title (server));
  if (!salon_sign_in_is_kept (sign_in))
    salon_cli_say (_("There is no keyring to keep that in: it is forgotten at once. Sign in from "
                     "“salon ask”, or in the window."));
  return dex_future_new_for_int (SALON_CLI_DONE);
}

DexFuture *
salon_cli_sign_in (SalonCli *cli)
{
  salon_cli_show_addresses (cli);
  return dex_scheduler_spawn (NULL, 0, sign_in_fiber, cli, NULL);
}

static DexFuture *
sign_out_fiber (gpointer user_data)
{
  SalonCli *cli = user_data;
  GError *error = NULL;
  SalonServer *server = find_server (cli, &error);

  if (server == NULL || !dex_await (salon_server_sign_out (server), &error))
    return dex_future_new_for_error (error);
  salon_cli_say (_("You are signed out of “%s”."), salon_server_get_title (server));
  return dex_future_new_for_int (SALON_CLI_DONE);
}

DexFuture *
salon_cli_sign_out (SalonCli *cli)
{
  return dex_scheduler_spawn (NULL, 0, sign_out_fiber, cli, NULL);
}

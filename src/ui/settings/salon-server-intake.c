/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-server-intake.h"

#include <string.h>

#include "salon-secrets.h"
#include "salon-server-config.h"
#include "salon-server-manager.h"
#include "salon-server.h"

typedef struct
{
  SalonHost *host;
  GPtrArray *configs;
  char      *replaced;
  char     **secret_headers;   /* NULL: judged by their names */
} Intake;

static void
intake_free (gpointer data)
{
  Intake *intake = data;

  g_object_unref (intake->host);
  g_ptr_array_unref (intake->configs);
  g_free (intake->replaced);
  g_strfreev (intake->secret_headers);
  g_free (intake);
}

/**
 * salon_server_intake_is_secret:
 * @name: the name of an environment variable
 * @value: its value
 *
 * Returns: whether @value looks like something that should not stand in a file
 */
gboolean
salon_server_intake_is_secret (const char *name,
                               const char *value)
{
  static const char * const words[] = { "KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD" };
  g_autofree char *upper = NULL;

  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  /* Paths to keys and references are no secrets themselves. */
  if (*value == '\0' || *value == '/' || strstr (value, "${") != NULL)
    return FALSE;

  upper = g_ascii_strup (name, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strstr (upper, words[i]) != NULL)
        return TRUE;
    }

  return FALSE;
}

/**
 * salon_server_intake_is_secret_header:
 * @name: the name of a header
 *
 * Returns: whether its values are such as should not stand in a file
 */
gboolean
salon_server_intake_is_secret_header (const char *name)
{
  static const char * const words[] = {
    "authorization", "cookie", "key", "token", "secret", "password", "credential",
  };
  g_autofree char *small = NULL;

  g_return_val_if_fail (name != NULL, FALSE);

  small = g_ascii_strdown (name, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strstr (small, words[i]) != NULL)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_secret_header (Intake     *intake,
                  const char *name,
                  const char *value)
{
  if (*value == '\0' || strstr (value, "${") != NULL)
    return FALSE;
  if (intake->secret_headers != NULL)
    return g_strv_contains ((const char * const *) intake->secret_headers, name);

  return salon_server_intake_is_secret_header (name);
}

/* Moves the values of headers to the keyring that belong there and leaves references. */
static gboolean
move_headers (Intake             *intake,
              SalonSecrets       *secrets,
              SalonServerConfig  *config,
              GError            **error)
{
  const char * const *headers = salon_server_config_get_headers (config);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) moved = NULL;

  for (gsize i = 0; headers != NULL && headers[i] != NULL; i++)
    {
      const char *colon = strstr (headers[i], ": ");
      g_autofree char *name = colon != NULL ? g_strndup (headers[i], colon - headers[i]) : NULL;
      g_autofree char *secret = NULL;

      if (name == NULL || !is_secret_header (intake, name, colon + 2))
        {
          g_strv_builder_add (builder, headers[i]);
          continue;
        }

      secret = salon_secrets_make_name (salon_server_config_get_name (config), name);
      if (!dex_await (salon_secrets_store (secrets, secret, colon + 2), error))
        return FALSE;

      g_strv_builder_take (builder, g_strdup_printf ("%s: ${secret:%s}", name, secret));
    }

  moved = g_strv_builder_end (builder);
  if (headers != NULL)
    salon_server_config_set_headers (config, (const char * const *) moved);

  return TRUE;
}

/* Moves the secrets among a config's variables to the keyring and leaves references. */
static gboolean
move_secrets (SalonSecrets       *secrets,
              SalonServerConfig  *config,
              GError            **error)
{
  const char * const *environment = salon_server_config_get_environment (config);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) moved = NULL;

  for (gsize i = 0; environment != NULL && environment[i] != NULL; i++)
    {
      const char *equals = strchr (environment[i], '=');
      g_autofree char *name = NULL;
      g_autofree char *secret = NULL;

      if (equals != NULL)
        name = g_strndup (environment[i], equals - environment[i]);

      if (name == NULL || !salon_server_intake_is_secret (name, equals + 1))
        {
          g_strv_builder_add (builder, environment[i]);
          continue;
        }

      secret = salon_secrets_make_name (salon_server_config_get_name (config), name);
      if (!dex_await (salon_secrets_store (secrets, secret, equals + 1), error))
        return FALSE;

      g_strv_builder_take (builder, g_strdup_printf ("%s=${secret:%s}", name, secret));
    }

  moved = g_strv_builder_end (builder);
  if (environment != NULL)
    salon_server_config_set_environment (config, (const char * const *) moved);

  return TRUE;
}

/* Moves the secret of a client to the keyring and leaves a reference. */
static gboolean
move_client_secret (SalonSecrets       *secrets,
                    SalonServerConfig  *config,
                    GError            **error)
{
  SalonSignInOptions *options = salon_server_config_get_sign_in (config);
  const char *value = options != NULL ? salon_sign_in_options_get_client_secret (options) : NULL;
  g_autoptr(SalonSignInOptions) moved = NULL;
  g_autofree char *name = NULL;
  g_autofree char *reference = NULL;

  if (value == NULL || *value == '\0' || strstr (value, "${") != NULL)
    return TRUE;

  name = salon_secrets_make_name (salon_server_config_get_name (config), "oauth-client-secret");
  if (!dex_await (salon_secrets_store (secrets, name, value), error))
    return FALSE;

  reference = g_strdup_printf ("${secret:%s}", name);
  moved = salon_sign_in_options_change (options, salon_sign_in_options_get_client_id (options),
                                        reference, salon_sign_in_options_get_scopes (options),
                                        salon_sign_in_options_get_assume_s256 (options),
                                        salon_sign_in_options_get_allow_private_network (options),
                                        error);
  if (moved == NULL)
    return FALSE;

  salon_server_config_set_sign_in (config, moved);
  return TRUE;
}

static DexFuture *
intake_fiber (gpointer user_data)
{
  Intake *intake = user_data;
  SalonServerManager *servers = salon_host_get_servers (intake->host);
  SalonSecrets *secrets = salon_host_get_secrets (intake->host);
  GError *error = NULL;

  if (!dex_await (salon_secrets_open (secrets), &error))
    return dex_future_new_for_error (error);

  for (guint i = 0; i < intake->configs->len; i++)
    {
      SalonServerConfig *config = g_ptr_array_index (intake->configs, i);
      DexFuture *future;

      /* Without a keyring a secret would be forgotten at the end; the file is better. */
      if (salon_secrets_is_persistent (secrets) &&
          (!move_secrets (secrets, config, &error) ||
           !move_headers (intake, secrets, config, &error) ||
           !move_client_secret (secrets, config, &error)))
        return dex_future_new_for_error (error);

      if (intake->replaced != NULL)
        future = salon_server_manager_update (servers, intake->replaced, config);
      else
        future = salon_server_manager_add (servers, config);

      if (!dex_await (future, &error))
        return dex_future_new_for_error (error);
    }

  return dex_future_new_true ();
}

/**
 * salon_server_intake_run:
 * @host: the host
 * @configs: (element-type SalonServerConfig): servers the user has agreed to; secrets in
 *   their variables and headers, and of their clients, go to the keyring
 * @replaced: (nullable): the name of the server that the one config replaces, %NULL to add
 * @secret_headers: (nullable): names of the headers whose values go to the keyring, when the user
 *   has said which; %NULL to judge by their names
 *
 * Returns: (transfer full): a future that resolves when all stand in mcp.json, and rejects
 *   with a sentence; servers before the failing one have been added then
 */
DexFuture *
salon_server_intake_run (SalonHost          *host,
                         GPtrArray          *configs,
                         const char         *replaced,
                         const char * const *secret_headers)
{
  Intake *intake;

  g_return_val_if_fail (SALON_IS_HOST (host), NULL);
  g_return_val_if_fail (configs != NULL, NULL);
  g_return_val_if_fail (replaced == NULL || configs->len == 1, NULL);

  intake = g_new0 (Intake, 1);
  intake->host = g_object_ref (host);
  intake->configs = g_ptr_array_ref (configs);
  intake->replaced = g_strdup (replaced);
  intake->secret_headers = g_strdupv ((char **) secret_headers);

  return dex_scheduler_spawn (NULL, 0, intake_fiber, intake, intake_free);
}

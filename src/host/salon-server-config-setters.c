/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-server-config-private.h"

/* Replaces a list; an empty one is the same as none. */
static void
replace_strings (char               ***strings,
                 const char * const   *replacement)
{
  char **copy = replacement != NULL && replacement[0] != NULL ? g_strdupv ((char **) replacement)
                                                              : NULL;

  g_strfreev (*strings);
  *strings = copy;
}

/**
 * salon_server_config_set_name:
 * @self: a config that is not sealed
 * @name: the key in mcp.json
 */
void
salon_server_config_set_name (SalonServerConfig *self,
                              const char        *name)
{
  g_return_if_fail (SALON_IS_SERVER_CONFIG (self));
  g_return_if_fail (!self->sealed);
  g_return_if_fail (!self->built_in);
  g_return_if_fail (name != NULL);

  g_set_str (&self->name, name);
}

/**
 * salon_server_config_set_command:
 * @self: a config that is not sealed
 * @command: the program, a name or a path
 * @arguments: (nullable): its arguments
 *
 * Makes this a server that runs on this computer.
 */
void
salon_server_config_set_command (SalonServerConfig  *self,
                                 const char         *command,
                                 const char * const *arguments)
{
  g_return_if_fail (SALON_IS_SERVER_CONFIG (self));
  g_return_if_fail (!self->sealed);
  g_return_if_fail (!self->built_in);
  g_return_if_fail (command != NULL);

  self->transport = SALON_SERVER_TRANSPORT_STDIO;
  g_set_str (&self->command, command);
  replace_strings (&self->arguments, arguments);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->headers, g_strfreev);
  g_clear_pointer (&self->identity, g_free);
}

/**
 * salon_server_config_set_url:
 * @self: a config that is not sealed
 * @transport: %SALON_SERVER_TRANSPORT_HTTP or %SALON_SERVER_TRANSPORT_SSE
 * @url: the address
 *
 * Makes this a remote server.
 */
void
salon_server_config_set_url (SalonServerConfig    *self,
                             SalonServerTransport  transport,
                             const char           *url)
{
  g_return_if_fail (SALON_IS_SERVER_CONFIG (self));
  g_return_if_fail (!self->sealed);
  g_return_if_fail (!self->built_in);
  g_return_if_fail (transport != SALON_SERVER_TRANSPORT_STDIO);
  g_return_if_fail (url != NULL);

  self->transport = transport;
  g_set_str (&self->url, url);
  g_clear_pointer (&self->command, g_free);
  g_clear_pointer (&self->arguments, g_strfreev);
  g_clear_pointer (&self->identity, g_free);
}

/**
 * salon_server_config_set_environment:
 * @self: a config that is not sealed
 * @environment: (nullable): variables for the program, each `NAME=value`
 */
void
salon_server_config_set_environment (SalonServerConfig  *self,
                                     const char * const *environment)
{
  g_return_if_fail (SALON_IS_SERVER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  replace_strings (&self->environment, environment);
}

/**
 * salon_server_config_set_headers:
 * @self: a config that is not sealed
 * @headers: (nullable): headers for a remote server, each `Name: value`
 */
void
salon_server_config_set_headers (SalonServerConfig  *self,
                                 const char * const *headers)
{
  g_return_if_fail (SALON_IS_SERVER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  replace_strings (&self->headers, headers);
}

/**
 * salon_server_config_set_directory:
 * @self: a config that is not sealed
 * @directory: (nullable): the program's working folder
 */
void
salon_server_config_set_directory (SalonServerConfig *self,
                                   const char        *directory)
{
  g_return_if_fail (SALON_IS_SERVER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  g_set_str (&self->directory, directory);
}

/**
 * salon_server_config_set_disabled:
 * @self: a config that is not sealed
 * @disabled: whether the server is switched off
 */
void
salon_server_config_set_disabled (SalonServerConfig *self,
                                  gboolean           disabled)
{
  g_return_if_fail (SALON_IS_SERVER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  self->disabled = !!disabled;
}

/**
 * salon_server_config_set_auto_start:
 * @self: a config that is not sealed
 * @auto_start: whether the server starts with Salon
 */
void
salon_server_config_set_auto_start (SalonServerConfig *self,
                                    gboolean           auto_start)
{
  g_return_if_fail (SALON_IS_SERVER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  self->auto_start = !!auto_start;
}

/**
 * salon_server_config_set_timeout:
 * @self: a config that is not sealed
 * @seconds: how long a request may take without a sign of progress, at most a day; 0: the default
 */
void
salon_server_config_set_timeout (SalonServerConfig *self,
                                 guint              seconds)
{
  g_return_if_fail (SALON_IS_SERVER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  self->timeout = MIN (seconds, SALON_SERVER_MAX_TIMEOUT);
}

/**
 * salon_server_config_set_start_timeout:
 * @self: a config that is not sealed
 * @seconds: how long the server may take to start, at most a day; 0: the default
 */
void
salon_server_config_set_start_timeout (SalonServerConfig *self,
                                       guint              seconds)
{
  g_return_if_fail (SALON_IS_SERVER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  self->start_timeout = MIN (seconds, SALON_SERVER_MAX_TIMEOUT);
}

/**
 * salon_server_config_set_era:
 * @self: a config that is not sealed
 * @era: (nullable): `legacy` or `modern`; `auto` or %NULL to find out
 */
void
salon_server_config_set_era (SalonServerConfig *self,
                             const char        *era)
{
  g_return_if_fail (SALON_IS_SERVER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  g_set_str (&self->era, g_strcmp0 (era, "auto") == 0 ? NULL : era);
}

/**
 * salon_server_config_set_roots:
 * @self: a config that is not sealed
 * @roots: (nullable): the folders the server may work in; an empty list is none at all, %NULL the
 *   default
 */
void
salon_server_config_set_roots (SalonServerConfig  *self,
                               const char * const *roots)
{
  char **copy;

  g_return_if_fail (SALON_IS_SERVER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  copy = g_strdupv ((char **) roots);
  g_strfreev (self->roots);
  self->roots = copy;
}

/**
 * salon_server_config_set_sign_in:
 * @self: a config that is not sealed
 * @options: (nullable): what is decided about signing in, %NULL: everything is found out
 */
void
salon_server_config_set_sign_in (SalonServerConfig  *self,
                                 SalonSignInOptions *options)
{
  g_return_if_fail (SALON_IS_SERVER_CONFIG (self));
  g_return_if_fail (!self->sealed);

  if (options != NULL)
    salon_sign_in_options_ref (options);
  g_clear_pointer (&self->sign_in, salon_sign_in_options_unref);
  self->sign_in = options;
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-command.h"

struct _SalonMcpCommand
{
  char **argv;
  char **environment;
  char  *working_directory;
};

G_DEFINE_BOXED_TYPE (SalonMcpCommand, salon_mcp_command, salon_mcp_command_ref,
                     salon_mcp_command_unref)

/**
 * salon_mcp_command_new:
 * @argv: (array zero-terminated=1): the program and its arguments, at least the program;
 *   a name without a slash is looked up in the PATH of @environment
 * @environment: (array zero-terminated=1): the whole environment, as NAME=value; nothing
 *   is inherited beside it
 * @working_directory: (nullable): the folder to start in, or %NULL for the current one
 *
 * Returns: (transfer full): a new command
 */
SalonMcpCommand *
salon_mcp_command_new (const char * const *argv,
                       const char * const *environment,
                       const char         *working_directory)
{
  SalonMcpCommand *self = NULL;

  g_return_val_if_fail (argv != NULL && argv[0] != NULL, NULL);
  g_return_val_if_fail (environment != NULL, NULL);

  self = g_atomic_rc_box_new0 (SalonMcpCommand);
  self->argv = g_strdupv ((char **) argv);
  self->environment = g_strdupv ((char **) environment);
  self->working_directory = g_strdup (working_directory);
  return self;
}

/**
 * salon_mcp_command_ref:
 * @self: a command
 *
 * Returns: (transfer full): @self
 */
SalonMcpCommand *
salon_mcp_command_ref (SalonMcpCommand *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
salon_mcp_command_clear (gpointer data)
{
  SalonMcpCommand *self = data;

  g_strfreev (self->argv);
  g_strfreev (self->environment);
  g_free (self->working_directory);
}

/**
 * salon_mcp_command_unref:
 * @self: (transfer full): a command
 */
void
salon_mcp_command_unref (SalonMcpCommand *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, salon_mcp_command_clear);
}

/**
 * salon_mcp_command_get_argv:
 * @self: a command
 *
 * Returns: (transfer none) (array zero-terminated=1): program and arguments
 */
const char * const *
salon_mcp_command_get_argv (SalonMcpCommand *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char * const *) self->argv;
}

/**
 * salon_mcp_command_get_environment:
 * @self: a command
 *
 * Returns: (transfer none) (array zero-terminated=1): the whole environment
 */
const char * const *
salon_mcp_command_get_environment (SalonMcpCommand *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char * const *) self->environment;
}

/**
 * salon_mcp_command_get_working_directory:
 * @self: a command
 *
 * Returns: (transfer none) (nullable): the folder to start in
 */
const char *
salon_mcp_command_get_working_directory (SalonMcpCommand *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->working_directory;
}

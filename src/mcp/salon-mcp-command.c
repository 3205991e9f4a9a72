/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-command.h"

#include <string.h>

struct _SalonMcpCommand
{
  char **argv;
  char **environment;
  char  *working_directory;
  char **secrets;
};

/* Shorter ones would make holes in every log, and are no secrets. */
#define MIN_SECRET_LENGTH 6
#define MASK "•••"

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
  g_strfreev (self->secrets);
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

/**
 * salon_mcp_command_set_secrets:
 * @self: a command that nobody else knows yet
 * @secrets: (nullable): what must not be seen in what the server logs
 *
 * A server that is refused somewhere likes to write the key it tried with, and the last line of
 * its log is quoted in sentences that people read, models are given and chats keep.
 */
void
salon_mcp_command_set_secrets (SalonMcpCommand    *self,
                               const char * const *secrets)
{
  g_return_if_fail (self != NULL);

  g_strfreev (self->secrets);
  self->secrets = g_strdupv ((char **) secrets);
}

/**
 * salon_mcp_command_dup_masked:
 * @self: a command
 * @text: something its server has written; need not be UTF-8 nor end with a NUL
 * @length: the length of @text
 *
 * Returns: (transfer full) (nullable): @text with dots in place of secrets; %NULL when there
 *   are none in it
 */
char *
salon_mcp_command_dup_masked (SalonMcpCommand *self,
                              const char      *text,
                              gsize            length)
{
  g_autoptr (GString) masked = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL || length == 0, NULL);

  for (guint i = 0; self->secrets != NULL && self->secrets[i] != NULL; i++)
    {
      const char *secret = self->secrets[i];
      gsize secret_length = strlen (secret);

      if (secret_length < MIN_SECRET_LENGTH ||
          memmem (masked != NULL ? masked->str : text, masked != NULL ? masked->len : length,
                  secret, secret_length) == NULL)
        continue;
      if (masked == NULL)
        masked = g_string_new_len (text, (gssize) length);
      g_string_replace (masked, secret, MASK, 0);
    }
  return masked != NULL ? g_string_free_and_steal (g_steal_pointer (&masked)) : NULL;
}

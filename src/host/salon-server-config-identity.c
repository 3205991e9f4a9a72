/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-server-config-private.h"

static void
update_with_nul (GChecksum  *checksum,
                 const char *text)
{
  g_checksum_update (checksum, (const guchar *) text, strlen (text) + 1);
}

/**
 * salon_server_config_get_identity:
 * @self: a config
 *
 * What approvals are kept by: a server of the same name that runs another command, or the same in
 * another folder, or lives at another address, is another server. References are not resolved, so
 * no secret goes in.
 *
 * Returns: (transfer none): a short text made of the transport and a hash
 */
const char *
salon_server_config_get_identity (SalonServerConfig *self)
{
  g_autoptr(GChecksum) checksum = NULL;

  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), NULL);

  if (self->identity != NULL)
    return self->identity;

  if (self->built_in)
    return self->identity = g_strdup ("built-in:" SALON_DESKTOP_SERVER_NAME);

  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  if (self->transport == SALON_SERVER_TRANSPORT_STDIO)
    {
      update_with_nul (checksum, self->command != NULL ? self->command : "");
      for (guint i = 0; self->arguments != NULL && self->arguments[i] != NULL; i++)
        update_with_nul (checksum, self->arguments[i]);
      /* “python server.py” is another program in another folder. No argument is made of the
       * first byte, which is not UTF-8. */
      if (self->directory != NULL)
        {
          update_with_nul (checksum, "\xff");
          update_with_nul (checksum, self->directory);
        }
    }
  else
    update_with_nul (checksum, self->url != NULL ? self->url : "");

  self->identity =
    g_strconcat (self->transport == SALON_SERVER_TRANSPORT_STDIO ? "stdio:" : "http:",
                 g_checksum_get_string (checksum), NULL);

  return self->identity;
}

/**
 * salon_server_config_dup_command_line:
 * @self: a config
 *
 * For people: the command with every argument, untruncated and quoted so that each argument can be
 * told from the next; the address of a remote server.
 *
 * Returns: (transfer full): the text
 */
char *
salon_server_config_dup_command_line (SalonServerConfig *self)
{
  g_autoptr(GString) line = NULL;

  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), NULL);

  if (self->built_in)
    return g_strdup ("salon-desktop-server");
  if (self->transport != SALON_SERVER_TRANSPORT_STDIO)
    return g_strdup (self->url != NULL ? self->url : "");

  line = g_string_new (self->command);
  for (guint i = 0; self->arguments != NULL && self->arguments[i] != NULL; i++)
    {
      const char *argument = self->arguments[i];
      g_autofree char *quoted = NULL;

      if (*argument == '\0' || strpbrk (argument, " \t\n\r\"'\\$&|;<>()*?`!#") != NULL)
        quoted = g_shell_quote (argument);
      g_string_append_printf (line, " %s", quoted != NULL ? quoted : argument);
    }

  return g_string_free_and_steal (g_steal_pointer (&line));
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-server-paste.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "salon-json.h"
#include "salon-server-config.h"

/* More than anybody writes by hand. */
#define MAX_BYTES ((gsize) 1024 * 1024)

static gboolean
is_entry (const SalonJson *value)
{
  return salon_json_get_member (value, "command") != NULL
         || salon_json_get_member (value, "url") != NULL;
}

/* The object whose members are servers: what applications call “mcpServers” or “servers”, or
 * the pasted object itself. */
static const SalonJson *
find_servers (const SalonJson *root)
{
  const SalonJson *servers = salon_json_get_member (root, "mcpServers");

  if (servers == NULL)
    servers = salon_json_get_member (root, "servers");

  return servers != NULL ? servers : root;
}

/* A README often shows the members without the braces around them. */
static SalonJsonDocument *
parse_document (const char  *text,
                GError     **error)
{
  SalonJsonLimits limits = { MAX_BYTES, 32 };
  SalonJsonDocument *document = NULL;
  g_autofree char *wrapped = NULL;

  if (g_str_has_prefix (text, "\""))
    {
      wrapped = g_strdup_printf ("{%s}", text);
      document = salon_json_document_parse (wrapped, -1, &limits, NULL);
    }

  return document != NULL ? document : salon_json_document_parse (text, -1, &limits, error);
}

static gboolean
add_config (GPtrArray        *configs,
            const char       *name,
            const SalonJson  *entry,
            GError          **error)
{
  g_autoptr(SalonServerConfig) config = NULL;

  if (!salon_json_is_object (entry) || !is_entry (entry))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _("“%s” has neither a “command” nor a “url”, so it describes no server."), name);
      return FALSE;
    }

  config = salon_server_config_new_from_json (name, entry);
  if (salon_server_config_get_problem (config) != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           salon_server_config_get_problem (config));
      return FALSE;
    }

  g_ptr_array_add (configs, g_steal_pointer (&config));
  return TRUE;
}

/* The last part of what is started, without version, folder and the usual beginnings. */
static char *
guess_name (const SalonJson *entry)
{
  g_autoptr(SalonServerConfig) config = salon_server_config_new_from_json ("server", entry);
  const char * const *arguments = salon_server_config_get_arguments (config);
  const char *best = salon_server_config_get_command (config);
  g_autofree char *base = NULL;
  char *at;

  for (gsize i = 0; arguments != NULL && arguments[i] != NULL; i++)
    {
      if (*arguments[i] != '-')
        {
          best = arguments[i];
          break;
        }
    }

  if (best == NULL)
    return g_strdup ("server");

  base = g_path_get_basename (best);
  at = strchr (base, '@');
  if (at != NULL && at != base)
    *at = '\0';
  if (g_str_has_prefix (base, "server-") && base[7] != '\0')
    return g_strdup (base + 7);

  return g_steal_pointer (&base);
}

/**
 * salon_server_paste_parse:
 * @text: what has been pasted
 * @error: return location for an error
 *
 * Reads the configuration of servers as it is shown in READMEs and kept by other
 * applications: an object with “mcpServers” or “servers”, the object in it, its members
 * without braces, or a single server's entry.
 *
 * Returns: (transfer full) (element-type SalonServerConfig) (nullable): at least one
 *   config, or %NULL with a sentence
 */
GPtrArray *
salon_server_paste_parse (const char  *text,
                          GError     **error)
{
  g_autoptr(SalonJsonDocument) document = NULL;
  g_autoptr(GPtrArray) configs = NULL;
  g_autofree char *stripped = NULL;
  const SalonJson *root;
  const SalonJson *servers;
  const SalonJson *entry;
  const char *name;
  SalonJsonIter iter;

  g_return_val_if_fail (text != NULL, NULL);

  stripped = g_strstrip (g_strdup (text));
  document = parse_document (stripped, error);
  if (document == NULL)
    return NULL;

  root = salon_json_document_get_root (document);
  configs = g_ptr_array_new_with_free_func (g_object_unref);

  if (salon_json_is_object (root) && is_entry (root))
    {
      g_autofree char *guessed = guess_name (root);

      if (!add_config (configs, guessed, root, error))
        return NULL;
      return g_steal_pointer (&configs);
    }

  servers = find_servers (root);
  if (!salon_json_is_object (servers) || salon_json_get_length (servers) == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _("There is no server in this text."));
      return NULL;
    }

  salon_json_iter_init (&iter, servers);
  while (salon_json_iter_next (&iter, &name, &entry))
    {
      if (!add_config (configs, name, entry, error))
        return NULL;
    }

  return g_steal_pointer (&configs);
}

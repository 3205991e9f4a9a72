/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-server-config.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"
#include "salon-server-config-private.h"

/* Bytes; it becomes a part of tool names and of sentences. */
#define MAX_NAME_LENGTH 128

enum
{
  PROP_0,
  PROP_NAME,
  PROP_TITLE,
  PROP_PROBLEM,
  PROP_DISABLED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SalonServerConfig, salon_server_config, G_TYPE_OBJECT)

static void
salon_server_config_finalize (GObject *object)
{
  SalonServerConfig *self = SALON_SERVER_CONFIG (object);

  g_free (self->name);
  g_free (self->title);
  g_free (self->problem);
  g_free (self->identity);
  g_free (self->type);
  g_free (self->command);
  g_strfreev (self->arguments);
  g_strfreev (self->environment);
  g_free (self->directory);
  g_free (self->url);
  g_strfreev (self->headers);
  g_free (self->era);
  g_clear_pointer (&self->sign_in, salon_sign_in_options_unref);
  g_strfreev (self->roots);
  g_clear_pointer (&self->original, salon_json_document_unref);

  G_OBJECT_CLASS (salon_server_config_parent_class)->finalize (object);
}

static void
salon_server_config_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SalonServerConfig *self = SALON_SERVER_CONFIG (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_TITLE:
      g_value_set_string (value, salon_server_config_get_title (self));
      break;

    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;

    case PROP_DISABLED:
      g_value_set_boolean (value, self->disabled);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_server_config_class_init (SalonServerConfigClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = salon_server_config_finalize;
  object_class->get_property = salon_server_config_get_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  properties[PROP_DISABLED] = g_param_spec_boolean ("disabled", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
salon_server_config_init (SalonServerConfig *self)
{
}

/**
 * salon_server_config_new:
 * @name: the key in mcp.json
 *
 * Returns: (transfer full): a config without a command or an address
 */
SalonServerConfig *
salon_server_config_new (const char *name)
{
  SalonServerConfig *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (SALON_TYPE_SERVER_CONFIG, NULL);
  self->name = g_strdup (name);

  return self;
}

/**
 * salon_server_config_new_built_in:
 *
 * Returns: (transfer full): the desktop server as it is when mcp.json says nothing about it
 */
SalonServerConfig *
salon_server_config_new_built_in (void)
{
  SalonServerConfig *self = salon_server_config_new (SALON_DESKTOP_SERVER_NAME);

  self->built_in = TRUE;
  /* Translators: the name of the bundled server with tools for files, clipboard and so on. */
  self->title = g_strdup (_("Desktop"));

  return self;
}

/**
 * salon_server_config_copy:
 * @self: a config
 *
 * Returns: (transfer full): a copy that can be changed; a problem is not copied
 */
SalonServerConfig *
salon_server_config_copy (SalonServerConfig *self)
{
  SalonServerConfig *copy;

  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), NULL);

  copy = salon_server_config_new (self->name);
  copy->title = g_strdup (self->title);
  copy->built_in = self->built_in;
  copy->transport = self->transport;
  copy->type = g_strdup (self->type);
  copy->command = g_strdup (self->command);
  copy->arguments = g_strdupv (self->arguments);
  copy->environment = g_strdupv (self->environment);
  copy->directory = g_strdup (self->directory);
  copy->url = g_strdup (self->url);
  copy->headers = g_strdupv (self->headers);
  copy->disabled = self->disabled;
  copy->auto_start = self->auto_start;
  copy->timeout = self->timeout;
  copy->start_timeout = self->start_timeout;
  copy->era = g_strdup (self->era);
  copy->roots = g_strdupv (self->roots);
  copy->sign_in = self->sign_in != NULL ? salon_sign_in_options_ref (self->sign_in) : NULL;
  copy->original = self->original != NULL ? salon_json_document_ref (self->original) : NULL;

  return copy;
}

static gboolean
equal_strings (char **a,
               char **b)
{
  static const char * const none[] = { NULL };

  return g_strv_equal (a != NULL ? (const char * const *) a : none,
                       b != NULL ? (const char * const *) b : none);
}

/**
 * salon_server_config_equal:
 * @self: a config
 * @other: another one
 *
 * Returns: whether both describe the same server in the same way, whatever unknown members
 *   their entries have
 */
gboolean
salon_server_config_equal (SalonServerConfig *self,
                           SalonServerConfig *other)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), FALSE);
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (other), FALSE);

  return g_strcmp0 (self->name, other->name) == 0 &&
         g_strcmp0 (self->problem, other->problem) == 0 &&
         self->built_in == other->built_in &&
         self->transport == other->transport &&
         g_strcmp0 (self->command, other->command) == 0 &&
         equal_strings (self->arguments, other->arguments) &&
         equal_strings (self->environment, other->environment) &&
         g_strcmp0 (self->directory, other->directory) == 0 &&
         g_strcmp0 (self->url, other->url) == 0 &&
         equal_strings (self->headers, other->headers) &&
         !self->disabled == !other->disabled &&
         !self->auto_start == !other->auto_start &&
         self->timeout == other->timeout &&
         self->start_timeout == other->start_timeout &&
         g_strcmp0 (self->era, other->era) == 0 &&
         (self->roots == NULL) == (other->roots == NULL) &&
         equal_strings (self->roots, other->roots) &&
         salon_sign_in_options_equal (self->sign_in, other->sign_in);
}

static gboolean
check_failed (GError     **error,
              const char  *sentence)
{
  g_set_error_literal (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION, sentence);

  return FALSE;
}

static gboolean
is_possible_name (const char *name)
{
  if (*name == '\0' || strlen (name) > MAX_NAME_LENGTH || !g_utf8_validate (name, -1, NULL))
    return FALSE;

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (p)))
        return FALSE;
    }

  return TRUE;
}

/* A text that begins with a reference is only known when the server starts. */
static gboolean
is_possible_url (const char *url)
{
  return g_ascii_strncasecmp (url, "http://", 7) == 0 ||
         g_ascii_strncasecmp (url, "https://", 8) == 0 ||
         g_str_has_prefix (url, "${");
}

/**
 * salon_server_config_check:
 * @self: a config
 * @error: where to say what is missing or wrong
 *
 * Returns: whether the config can be written to mcp.json
 */
gboolean
salon_server_config_check (SalonServerConfig  *self,
                           GError            **error)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), FALSE);

  if (!is_possible_name (self->name))
    return check_failed (error, _("A server needs a name of 1 to 128 characters."));

  if (self->era != NULL && !g_str_equal (self->era, "auto") &&
      !g_str_equal (self->era, "legacy") && !g_str_equal (self->era, "modern"))
    return check_failed (error, _("“era” has to be “auto”, “legacy” or “modern”."));

  if (self->built_in)
    return TRUE;

  if (self->transport == SALON_SERVER_TRANSPORT_STDIO)
    {
      if (self->command == NULL || *self->command == '\0')
        return check_failed (error, _("The server needs a “command” to start it, or a “url” where "
                                      "it can be reached."));
    }
  else
    {
      if (self->url == NULL || *self->url == '\0')
        return check_failed (error, _("A remote server needs a “url”."));
      if (!is_possible_url (self->url))
        return check_failed (error, _("“url” has to begin with “https://” or “http://”."));
    }

  return TRUE;
}

/**
 * salon_server_config_seal:
 * @self: a config
 *
 * Makes the config unchangeable.
 */
void
salon_server_config_seal (SalonServerConfig *self)
{
  g_return_if_fail (SALON_IS_SERVER_CONFIG (self));

  self->sealed = TRUE;
}

/* --- getters ------------------------------------------------------------------------------ */

/**
 * salon_server_config_get_name:
 * @self: a config
 *
 * Returns: (transfer none): the key in mcp.json
 */
const char *
salon_server_config_get_name (SalonServerConfig *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), NULL);

  return self->name;
}

/**
 * salon_server_config_get_title:
 * @self: a config
 *
 * Returns: (transfer none): what to call the server as long as it has not said so itself
 */
const char *
salon_server_config_get_title (SalonServerConfig *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), NULL);

  return self->title != NULL ? self->title : self->name;
}

/**
 * salon_server_config_get_problem:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): what is wrong with the entry; such a server cannot start
 */
const char *
salon_server_config_get_problem (SalonServerConfig *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), NULL);

  return self->problem;
}

/**
 * salon_server_config_is_built_in:
 * @self: a config
 *
 * Returns: whether this is the bundled desktop server
 */
gboolean
salon_server_config_is_built_in (SalonServerConfig *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), FALSE);

  return self->built_in;
}

/**
 * salon_server_config_get_transport:
 * @self: a config
 *
 * Returns: how the server is reached
 */
SalonServerTransport
salon_server_config_get_transport (SalonServerConfig *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), SALON_SERVER_TRANSPORT_STDIO);

  return self->transport;
}

/**
 * salon_server_config_get_command:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): the program of a stdio server, a name or a path; %NULL for
 *   the built-in one
 */
const char *
salon_server_config_get_command (SalonServerConfig *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), NULL);

  return self->command;
}

/**
 * salon_server_config_get_arguments:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): the program's arguments
 */
const char * const *
salon_server_config_get_arguments (SalonServerConfig *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), NULL);

  return (const char * const *) self->arguments;
}

/**
 * salon_server_config_get_environment:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): variables for the program, each `NAME=value`
 */
const char * const *
salon_server_config_get_environment (SalonServerConfig *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), NULL);

  return (const char * const *) self->environment;
}

/**
 * salon_server_config_get_directory:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): the program's working folder; %NULL: the home folder
 */
const char *
salon_server_config_get_directory (SalonServerConfig *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), NULL);

  return self->directory;
}

/**
 * salon_server_config_get_url:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): the address of a remote server
 */
const char *
salon_server_config_get_url (SalonServerConfig *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), NULL);

  return self->url;
}

/**
 * salon_server_config_get_headers:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): headers for a remote server, each `Name: value`
 */
const char * const *
salon_server_config_get_headers (SalonServerConfig *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), NULL);

  return (const char * const *) self->headers;
}

/**
 * salon_server_config_is_disabled:
 * @self: a config
 *
 * Returns: whether the server is switched off
 */
gboolean
salon_server_config_is_disabled (SalonServerConfig *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), TRUE);

  return self->disabled;
}

/**
 * salon_server_config_get_auto_start:
 * @self: a config
 *
 * Returns: whether the server starts with Salon instead of when it is first needed
 */
gboolean
salon_server_config_get_auto_start (SalonServerConfig *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), FALSE);

  return self->auto_start;
}

/**
 * salon_server_config_get_timeout:
 * @self: a config
 *
 * Returns: how long a request may take without a sign of progress, in seconds
 */
guint
salon_server_config_get_timeout (SalonServerConfig *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), 0);

  return self->timeout > 0 ? self->timeout : SALON_SERVER_DEFAULT_TIMEOUT;
}

/**
 * salon_server_config_get_start_timeout:
 * @self: a config
 *
 * Returns: how long the server may take to start and to list its tools, in seconds
 */
guint
salon_server_config_get_start_timeout (SalonServerConfig *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), 0);

  return self->start_timeout > 0 ? self->start_timeout : SALON_SERVER_DEFAULT_START_TIMEOUT;
}

/**
 * salon_server_config_get_era:
 * @self: a config
 *
 * Returns: (transfer none): “auto”, “legacy” or “modern”
 */
const char *
salon_server_config_get_era (SalonServerConfig *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), NULL);

  return self->era != NULL ? self->era : "auto";
}

/**
 * salon_server_config_get_roots:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): the folders the server may work in; %NULL when the entry
 *   does not say
 */
const char * const *
salon_server_config_get_roots (SalonServerConfig *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), NULL);

  return (const char * const *) self->roots;
}

/**
 * salon_server_config_get_sign_in:
 * @self: a config
 *
 * Returns: (transfer none) (nullable): what the user has decided about signing in to a remote
 *   server, the member “oauth”
 */
SalonSignInOptions *
salon_server_config_get_sign_in (SalonServerConfig *self)
{
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (self), NULL);

  return self->sign_in;
}

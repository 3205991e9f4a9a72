/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-server-config-private.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"
#include "salon-json-shape-private.h"

/* The keys that Salon knows, in the order in which it writes new ones. */
static const char * const known_keys[] = {
  "type", "command", "args", "env", "cwd", "url", "headers",
  "disabled", "autoStart", "era", "timeout", "startTimeout", "roots", "oauth",
  NULL
};

/* --- reading ------------------------------------------------------------------------------ */

static gboolean
read_seconds (const SalonJson  *entry,
              const char       *name,
              guint            *seconds,
              GError          **error)
{
  gint64 value = 0;

  if (!salon_json_read_int64 (entry, name, SALON_JSON_OPTIONAL, &value, error))
    return FALSE;

  if (salon_json_get_kind (salon_json_get_member (entry, name)) != SALON_JSON_NULL &&
      (value < 1 || value > SALON_SERVER_MAX_TIMEOUT))
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                   _("“%s” counts seconds and has to lie between 1 and %d, but it is "
                     "%" G_GINT64_FORMAT "."), name, SALON_SERVER_MAX_TIMEOUT, value);
      return FALSE;
    }

  *seconds = value;

  return TRUE;
}

static gboolean
read_sign_in (const SalonJson     *entry,
              SalonSignInOptions **options,
              GError             **error)
{
  const SalonJson *value = salon_json_get_member (entry, "oauth");

  if (salon_json_get_kind (value) == SALON_JSON_NULL)
    return TRUE;
  *options = salon_sign_in_options_new_from_json (value, error);
  return *options != NULL;
}

static gboolean
transport_from_type (const char            *type,
                     SalonServerTransport  *transport,
                     GError               **error)
{
  static const struct
  {
    const char *type;
    SalonServerTransport transport;
  } types[] = {
    { "stdio", SALON_SERVER_TRANSPORT_STDIO },
    { "http", SALON_SERVER_TRANSPORT_HTTP },
    { "streamable-http", SALON_SERVER_TRANSPORT_HTTP },
    { "streamableHttp", SALON_SERVER_TRANSPORT_HTTP },
    { "sse", SALON_SERVER_TRANSPORT_SSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (g_str_equal (type, types[i].type))
        {
          *transport = types[i].transport;
          return TRUE;
        }
    }

  g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
               _("“type” has to be “stdio”, “http” or “sse”, not “%s”."), type);

  return FALSE;
}

/* Which of the two ways to reach a server an entry describes. */
static gboolean
salon_server_config_read_transport (SalonServerConfig  *self,
                                    GError            **error)
{
  self->transport = self->url != NULL ? SALON_SERVER_TRANSPORT_HTTP : SALON_SERVER_TRANSPORT_STDIO;

  if (self->type != NULL && !transport_from_type (self->type, &self->transport, error))
    return FALSE;

  if (self->command != NULL && self->url != NULL)
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                   _("An entry has either “command” or “url”, not both."));
      return FALSE;
    }

  return TRUE;
}

static gboolean
salon_server_config_read (SalonServerConfig  *self,
                          const SalonJson    *entry,
                          GError            **error)
{
  if (!salon_json_is_object (entry))
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                   _("The entry has to be an object, not %s."),
                   salon_json_kind_to_string (salon_json_get_kind (entry)));
      return FALSE;
    }

  /* First of all, so that a mistake elsewhere does not start a server that is switched off. */
  if (!salon_json_read_boolean (entry, "disabled", SALON_JSON_OPTIONAL, &self->disabled, error) ||
      !salon_json_read_boolean (entry, "autoStart", SALON_JSON_OPTIONAL, &self->auto_start,
                                error) ||
      !salon_json_shape_read_text (entry, "type", &self->type, error) ||
      !salon_json_shape_read_text (entry, "command", &self->command, error) ||
      !salon_json_shape_read_strings (entry, "args", &self->arguments, error) ||
      !salon_json_shape_read_pairs (entry, "env", "=", &self->environment, error) ||
      !salon_json_shape_read_text (entry, "cwd", &self->directory, error) ||
      !salon_json_shape_read_text (entry, "url", &self->url, error) ||
      !salon_json_shape_read_pairs (entry, "headers", ": ", &self->headers, error) ||
      !salon_json_shape_read_text (entry, "era", &self->era, error) ||
      !read_seconds (entry, "timeout", &self->timeout, error) ||
      !read_seconds (entry, "startTimeout", &self->start_timeout, error) ||
      !salon_json_shape_read_strings (entry, "roots", &self->roots, error) ||
      !read_sign_in (entry, &self->sign_in, error))
    return FALSE;

  return salon_server_config_read_transport (self, error);
}

/* The built-in server's entry, when there is one, only says what differs. */
static gboolean
is_built_in_entry (const char      *name,
                   const SalonJson *entry)
{
  return g_str_equal (name, SALON_DESKTOP_SERVER_NAME) &&
         salon_json_get_member (entry, "command") == NULL &&
         salon_json_get_member (entry, "url") == NULL;
}

/**
 * salon_server_config_new_from_json:
 * @name: the entry's key in mcp.json
 * @entry: the entry's value
 *
 * Reads one entry. A mistake in it makes a config whose
 * salon_server_config_get_problem() says what is wrong.
 *
 * Returns: (transfer full): a sealed config
 */
SalonServerConfig *
salon_server_config_new_from_json (const char      *name,
                                   const SalonJson *entry)
{
  g_autoptr(GError) error = NULL;
  SalonServerConfig *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = is_built_in_entry (name, entry) ? salon_server_config_new_built_in ()
                                         : salon_server_config_new (name);
  self->original = entry != NULL ? salon_json_document_copy (entry) : NULL;

  if (!salon_server_config_read (self, entry, &error) ||
      !salon_server_config_check (self, &error))
    self->problem = g_strdup_printf (_("mcp.json, server “%s”: %s"), name, error->message);

  salon_server_config_seal (self);

  return self;
}

/* --- writing ------------------------------------------------------------------------------ */

static gboolean
salon_server_config_had_url (SalonServerConfig *self)
{
  return self->original != NULL &&
         salon_json_get_member (salon_json_document_get_root (self->original), "url") != NULL;
}

static const char *
salon_server_config_get_type_text (SalonServerConfig *self)
{
  SalonServerTransport written;

  /* “streamable-http” and its like stay as they were written. */
  if (self->type != NULL && transport_from_type (self->type, &written, NULL) &&
      written == self->transport)
    return self->type;

  switch (self->transport)
    {
    case SALON_SERVER_TRANSPORT_HTTP:
      /* A “url” says as much; a new entry says it twice, for hosts that ask for it. */
      return self->type == NULL && salon_server_config_had_url (self) ? NULL : "http";

    case SALON_SERVER_TRANSPORT_SSE:
      return "sse";

    case SALON_SERVER_TRANSPORT_STDIO:
    default:
      return NULL;
    }
}

static void
write_flag (SalonJsonWriter *writer,
            const char      *key,
            gboolean         value,
            gboolean         was_there)
{
  if (value || was_there)
    salon_json_writer_add_boolean (writer, key, value);
}

static void
write_seconds (SalonJsonWriter *writer,
               const char      *key,
               guint            seconds)
{
  if (seconds > 0)
    salon_json_writer_add_int64 (writer, key, seconds);
}

static void
salon_server_config_write_key (SalonServerConfig *self,
                               SalonJsonWriter   *writer,
                               const char        *key,
                               gboolean           was_there)
{
  const gboolean is_program = self->transport == SALON_SERVER_TRANSPORT_STDIO && !self->built_in;
  const gboolean is_remote = self->transport != SALON_SERVER_TRANSPORT_STDIO;

  if (g_str_equal (key, "type"))
    salon_json_writer_add_string (writer, key, salon_server_config_get_type_text (self));
  else if (g_str_equal (key, "command") && is_program)
    salon_json_writer_add_string (writer, key, self->command);
  else if (g_str_equal (key, "args") && is_program && self->arguments != NULL)
    salon_json_shape_write_strings (writer, key, (const char * const *) self->arguments);
  else if (g_str_equal (key, "env") && self->environment != NULL)
    salon_json_shape_write_pairs (writer, key, "=", (const char * const *) self->environment);
  else if (g_str_equal (key, "cwd"))
    salon_json_writer_add_string (writer, key, self->directory);
  else if (g_str_equal (key, "url") && is_remote)
    salon_json_writer_add_string (writer, key, self->url);
  else if (g_str_equal (key, "headers") && is_remote && self->headers != NULL)
    salon_json_shape_write_pairs (writer, key, ": ", (const char * const *) self->headers);
  else if (g_str_equal (key, "disabled"))
    write_flag (writer, key, self->disabled, was_there);
  else if (g_str_equal (key, "autoStart"))
    write_flag (writer, key, self->auto_start, was_there);
  else if (g_str_equal (key, "era"))
    salon_json_writer_add_string (writer, key, self->era);
  else if (g_str_equal (key, "timeout"))
    write_seconds (writer, key, self->timeout);
  else if (g_str_equal (key, "startTimeout"))
    write_seconds (writer, key, self->start_timeout);
  else if (g_str_equal (key, "roots") && self->roots != NULL)
    salon_json_shape_write_strings (writer, key, (const char * const *) self->roots);
  else if (g_str_equal (key, "oauth") && is_remote && self->sign_in != NULL)
    salon_json_writer_add_value (writer, key, salon_sign_in_options_get_json (self->sign_in));
}

/**
 * salon_server_config_has_unknown_members:
 * @self: a config
 *
 * Returns: whether the entry it was read from has keys that Salon does not know
 */
gboolean
salon_server_config_has_unknown_members (SalonServerConfig *self)
{
  SalonJsonIter iter;
  const char *key;

  if (self->original == NULL)
    return FALSE;

  salon_json_iter_init (&iter, salon_json_document_get_root (self->original));
  while (salon_json_iter_next (&iter, &key, NULL))
    {
      if (!g_strv_contains (known_keys, key))
        return TRUE;
    }

  return FALSE;
}

/**
 * salon_server_config_write:
 * @self: a config
 * @writer: where to write
 *
 * Adds the config as the member of its name. What was read from a file keeps its order, and its
 * unknown members.
 */
void
salon_server_config_write (SalonServerConfig *self,
                           SalonJsonWriter   *writer)
{
  const SalonJson *original;
  SalonJsonIter iter;
  const SalonJson *value;
  const char *key;

  g_return_if_fail (SALON_IS_SERVER_CONFIG (self));
  g_return_if_fail (writer != NULL);

  original = self->original != NULL ? salon_json_document_get_root (self->original) : NULL;

  /* A broken entry is the user's to put right, so it stays as it is. */
  if (self->problem != NULL && original != NULL)
    {
      salon_json_writer_add_value (writer, self->name, original);
      return;
    }

  salon_json_writer_begin_object (writer, self->name);

  salon_json_iter_init (&iter, original);
  while (salon_json_iter_next (&iter, &key, &value))
    {
      if (g_strv_contains (known_keys, key))
        salon_server_config_write_key (self, writer, key, TRUE);
      else
        salon_json_writer_add_value (writer, key, value);
    }

  for (guint i = 0; known_keys[i] != NULL; i++)
    {
      if (salon_json_get_member (original, known_keys[i]) == NULL)
        salon_server_config_write_key (self, writer, known_keys[i], FALSE);
    }

  salon_json_writer_end_object (writer);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-remote-connector.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-host-error.h"
#include "salon-mcp-http-transport.h"
#include "salon-mcp-sse-transport.h"

struct _SalonRemoteConnector
{
  GObject parent_instance;

  SalonExpander *expander;
  SalonHttpClient *http_client;
  SalonClock *clock;
};

G_DEFINE_FINAL_TYPE (SalonRemoteConnector, salon_remote_connector, G_TYPE_OBJECT)

static void
salon_remote_connector_dispose (GObject *object)
{
  SalonRemoteConnector *self = SALON_REMOTE_CONNECTOR (object);

  g_clear_object (&self->expander);
  g_clear_object (&self->http_client);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (salon_remote_connector_parent_class)->dispose (object);
}

static void
salon_remote_connector_class_init (SalonRemoteConnectorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = salon_remote_connector_dispose;
}

static void
salon_remote_connector_init (SalonRemoteConnector *self)
{
}

/**
 * salon_remote_connector_new:
 * @expander: replaces the references in addresses and headers
 * @http_client: makes the requests
 * @clock: (nullable): the clock; %NULL: the system's
 *
 * Returns: (transfer full): a new connector
 */
SalonRemoteConnector *
salon_remote_connector_new (SalonExpander   *expander,
                            SalonHttpClient *http_client,
                            SalonClock      *clock)
{
  SalonRemoteConnector *self;

  g_return_val_if_fail (SALON_IS_EXPANDER (expander), NULL);
  g_return_val_if_fail (SALON_IS_HTTP_CLIENT (http_client), NULL);
  g_return_val_if_fail (clock == NULL || SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_REMOTE_CONNECTOR, NULL);
  self->expander = g_object_ref (expander);
  self->http_client = g_object_ref (http_client);
  self->clock = g_object_ref (clock != NULL ? clock : salon_clock_get_system ());

  return self;
}

/* --- one connection ------------------------------------------------------------------------ */

typedef struct
{
  SalonRemoteConnector *self;
  SalonServerConfig *config;
  SalonSignIn *sign_in;
} Preparation;

static void
preparation_free (gpointer data)
{
  Preparation *preparation = data;

  g_object_unref (preparation->self);
  g_object_unref (preparation->config);
  g_clear_object (&preparation->sign_in);
  g_free (preparation);
}

/* In words that do not hold the address: a secret may be part of it. */
static gboolean
check_url (const char  *url,
           GError     **error)
{
  g_autoptr(GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;

  if ((g_strcmp0 (scheme, "http") == 0 || g_strcmp0 (scheme, "https") == 0) &&
      g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0')
    return TRUE;

  g_set_error_literal (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                       _("“url” is no address of a server: with its references replaced it has to "
                         "begin with “https://” or “http://” and name a host."));

  return FALSE;
}

/* RFC 9110, 5.1 and 5.5: a name is a token, a value has no line breaks. White space around a
 * value, such as the line break that was copied with a key, is no part of it. */
static gboolean
add_header (GHashTable  *headers,
            const char  *name,
            const char  *value,
            GError     **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (value));

  for (const char *p = stripped; *p != '\0'; p++)
    {
      if (g_ascii_iscntrl (*p) && *p != '\t')
        {
          g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                       _("The value of the header “%s” has a line break or another control "
                         "character in it."), name);
          return FALSE;
        }
    }
  for (const char *p = name; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && strchr ("!#$%&'*+-.^_`|~", *p) == NULL)
        {
          g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                       _("“%s” can not be the name of a header."), name);
          return FALSE;
        }
    }
  g_hash_table_replace (headers, g_strdup (name), g_steal_pointer (&stripped));

  return TRUE;
}

/* In a fiber. The names come from the file as they are; only values have references. */
static GHashTable *
expand_headers (Preparation  *preparation,
                GError      **error)
{
  const char * const *lines = salon_server_config_get_headers (preparation->config);
  g_autoptr(GHashTable) headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      const char *colon = strstr (lines[i], ": ");
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (colon == NULL)
        continue;
      name = g_strndup (lines[i], colon - lines[i]);
      value = dex_await_string (salon_expander_expand (preparation->self->expander, colon + 2),
                                error);
      if (value == NULL || !add_header (headers, name, value, error))
        return NULL;
    }

  return g_steal_pointer (&headers);
}

/* Who has put in a key by hand does not want to sign in. */
static gboolean
has_authorization (GHashTable *headers)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, headers);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (g_ascii_strcasecmp (name, "Authorization") == 0)
        return TRUE;
    }
  return FALSE;
}

static DexFuture *
prepare_fiber (gpointer user_data)
{
  Preparation *preparation = user_data;
  SalonRemoteConnector *self = preparation->self;
  g_autoptr(SalonMcpAuthSession) session = NULL;
  g_autoptr(GHashTable) headers = NULL;
  g_autofree char *url = NULL;
  GError *error = NULL;

  url = dex_await_string (
    salon_expander_expand (self->expander, salon_server_config_get_url (preparation->config)),
    &error);
  if (url == NULL || !check_url (url, &error) ||
      (headers = expand_headers (preparation, &error)) == NULL)
    return dex_future_new_for_error (error);

  if (preparation->sign_in != NULL && !has_authorization (headers))
    {
      session = dex_await_object (salon_sign_in_open (preparation->sign_in, preparation->config),
                                  &error);
      if (session == NULL)
        return dex_future_new_for_error (error);
    }

  if (salon_server_config_get_transport (preparation->config) == SALON_SERVER_TRANSPORT_SSE)
    {
      SalonMcpSseTransport *transport =
        salon_mcp_sse_transport_new (url, headers, self->http_client, self->clock);

      if (session != NULL)
        salon_mcp_sse_transport_set_authorizer (transport, SALON_MCP_AUTHORIZER (session));
      return dex_future_new_take_object (transport);
    }
  else
    {
      SalonMcpHttpTransport *transport =
        salon_mcp_http_transport_new (url, headers, self->http_client, self->clock);

      if (session != NULL)
        salon_mcp_http_transport_set_authorizer (transport, SALON_MCP_AUTHORIZER (session));
      return dex_future_new_take_object (transport);
    }
}

/**
 * salon_remote_connector_prepare:
 * @self: a connector
 * @config: the entry of a server with an address
 * @sign_in: (nullable): signs in when the server wants it; an Authorization header in @config
 *   makes it unnecessary
 *
 * Finds out whom to connect to. Nothing is sent yet.
 *
 * Returns: (transfer full): a future of a #SalonMcpTransport that is not started; rejected with
 *   %SALON_HOST_ERROR_CONFIGURATION when the address or a header can't be one, or what
 *   salon_expander_expand() is rejected with
 */
DexFuture *
salon_remote_connector_prepare (SalonRemoteConnector *self,
                                SalonServerConfig    *config,
                                SalonSignIn          *sign_in)
{
  Preparation *preparation;

  g_return_val_if_fail (SALON_IS_REMOTE_CONNECTOR (self), NULL);
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (config), NULL);
  g_return_val_if_fail (salon_server_config_get_url (config) != NULL, NULL);

  preparation = g_new0 (Preparation, 1);
  preparation->self = g_object_ref (self);
  preparation->config = g_object_ref (config);
  g_set_object (&preparation->sign_in, sign_in);

  return dex_scheduler_spawn (NULL, 0, prepare_fiber, preparation, preparation_free);
}

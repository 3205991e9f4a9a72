/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-resource-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-auth-error.h"
#include "salon-mcp-auth-scopes-private.h"
#include "salon-mcp-auth-text.h"

/* Each one costs requests when the ones before it do not answer. */
#define MAX_ISSUERS 10
#define MAX_IDENTIFIER 2048
#define WELL_KNOWN "/.well-known/oauth-protected-resource"

struct _SalonMcpAuthResource
{
  char     *identifier;
  char    **issuers;
  char     *scopes;
  gboolean  needs_dpop;
};

G_DEFINE_BOXED_TYPE (SalonMcpAuthResource, salon_mcp_auth_resource, salon_mcp_auth_resource_ref,
                     salon_mcp_auth_resource_unref)

SalonMcpAuthResource *
salon_mcp_auth_resource_ref (SalonMcpAuthResource *self)
{
  return g_rc_box_acquire (self);
}

static void
resource_clear (gpointer data)
{
  SalonMcpAuthResource *self = data;

  g_free (self->identifier);
  g_strfreev (self->issuers);
  g_free (self->scopes);
}

void
salon_mcp_auth_resource_unref (SalonMcpAuthResource *self)
{
  g_rc_box_release_full (self, resource_clear);
}

/* Identifiers. */

static GUri *
parse (const char *url)
{
  return url != NULL && strlen (url) <= MAX_IDENTIFIER && g_str_is_ascii (url)
         ? g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL)
         : NULL;
}

static int
get_port (GUri *uri)
{
  int port = g_uri_get_port (uri);

  if (port >= 0)
    return port;
  return strcmp (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
}

/* “/a/../b” is below “/a” by its letters only; GUri would take the dots away before they are
 * seen. */
static gboolean
has_dots (const char *url)
{
  g_autofree char *path = g_strndup (url, strcspn (url, "?#"));
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *part = g_uri_unescape_string (parts[i], NULL);

      if (part == NULL || strcmp (part, ".") == 0 || strcmp (part, "..") == 0)
        return TRUE;
    }
  return FALSE;
}

/* Whether @path is @prefix, or lies below it. */
static gboolean
is_below (const char *path,
          const char *prefix)
{
  gsize length = strlen (prefix);

  while (length > 0 && prefix[length - 1] == '/')
    length--;
  return strncmp (path, prefix, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

gboolean
salon_mcp_auth_resource_identifies (const char *identifier,
                                    const char *server_url)
{
  g_autoptr (GUri) one = parse (identifier);
  g_autoptr (GUri) other = parse (server_url);

  if (one == NULL || other == NULL || g_uri_get_host (one) == NULL ||
      g_uri_get_host (other) == NULL)
    return FALSE;
  if (g_uri_get_fragment (one) != NULL || g_uri_get_userinfo (one) != NULL)
    return FALSE;
  if (strcmp (g_uri_get_scheme (one), g_uri_get_scheme (other)) != 0 ||
      g_ascii_strcasecmp (g_uri_get_host (one), g_uri_get_host (other)) != 0 ||
      get_port (one) != get_port (other))
    return FALSE;
  if (g_uri_get_query (one) != NULL &&
      g_strcmp0 (g_uri_get_query (one), g_uri_get_query (other)) != 0)
    return FALSE;
  return !has_dots (identifier) && is_below (g_uri_get_path (other), g_uri_get_path (one));
}

char *
salon_mcp_auth_resource_dup_canonical (const char *server_url)
{
  gsize length = strcspn (server_url, "#");
  g_autofree char *text = g_strndup (server_url, length);
  g_autoptr (GUri) uri = parse (text);

  if (uri != NULL && strcmp (g_uri_get_path (uri), "/") == 0 && g_uri_get_query (uri) == NULL &&
      g_str_has_suffix (text, "/"))
    text[strlen (text) - 1] = '\0';
  return g_steal_pointer (&text);
}

char **
salon_mcp_auth_resource_dup_locations (const char *server_url,
                                       const char *given)
{
  g_autoptr (GStrvBuilder) locations = g_strv_builder_new ();
  g_autoptr (GUri) uri = parse (server_url);
  g_autofree char *origin = NULL;
  g_autofree char *below = NULL;
  const char *path = NULL;

  if (given != NULL)
    {
      g_autofree char *resolved = g_uri_resolve_relative (server_url, given, G_URI_FLAGS_ENCODED,
                                                          NULL);

      g_strv_builder_add (locations, resolved != NULL ? resolved : given);
    }
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return g_strv_builder_end (locations);
  origin = g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                       g_uri_get_port (uri), "", NULL, NULL);
  path = g_uri_get_path (uri);
  /* RFC 9728 section 3.1: between host and path, with the query if there is one. */
  if (*path != '\0' && strcmp (path, "/") != 0)
    {
      below = g_strconcat (origin, WELL_KNOWN, path, g_uri_get_query (uri) != NULL ? "?" : NULL,
                           g_uri_get_query (uri), NULL);
      g_strv_builder_add (locations, below);
    }
  g_strv_builder_take (locations, g_strconcat (origin, WELL_KNOWN, NULL));
  return g_strv_builder_end (locations);
}

/* The document. */

static char **
read_issuers (const SalonJson *array)
{
  g_autoptr (GStrvBuilder) issuers = g_strv_builder_new ();
  const SalonJson *element = NULL;
  SalonJsonIter iter;
  guint count = 0;

  salon_json_iter_init (&iter, salon_json_is_array (array) ? array : NULL);
  while (count < MAX_ISSUERS && salon_json_iter_next (&iter, NULL, &element))
    {
      const char *issuer = salon_json_as_string (element);
      g_autoptr (GUri) uri = parse (issuer);

      /* RFC 8414 section 2 */
      if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_query (uri) != NULL ||
          g_uri_get_fragment (uri) != NULL)
        continue;
      g_strv_builder_add (issuers, issuer);
      count++;
    }
  return count > 0 ? g_strv_builder_end (issuers) : NULL;
}

SalonMcpAuthResource *
salon_mcp_auth_resource_new (const char       *document_url,
                             const SalonJson  *document,
                             const char       *server_url,
                             GError          **error)
{
  const char *identifier = salon_json_as_string (salon_json_get_member (document, "resource"));
  g_autofree char *host = salon_mcp_auth_text_dup_host (document_url);
  g_autofree char *shown = NULL;
  g_auto (GStrv) issuers = NULL;
  SalonMcpAuthResource *self = NULL;

  if (identifier == NULL)
    {
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
                   _("The protected resource metadata of %s do not say which server they are "
                     "about: “resource” is missing or no text. Tell those who run the server."),
                   host);
      return NULL;
    }
  if (!salon_mcp_auth_resource_identifies (identifier, server_url))
    {
      shown = salon_mcp_auth_text_dup_shown (identifier, 200);
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_RESOURCE,
                   _("The protected resource metadata of %s are about another server: “resource” "
                     "is “%s”. Signing in was not begun, as somebody could be after what you are "
                     "allowed to do there."), host, shown);
      return NULL;
    }
  issuers = read_issuers (salon_json_get_member (document, "authorization_servers"));
  if (issuers == NULL)
    {
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
                   _("The protected resource metadata of %s name no authorization server: "
                     "“authorization_servers” has to be a list of addresses. Tell those who run "
                     "the server."), host);
      return NULL;
    }
  self = g_rc_box_new0 (SalonMcpAuthResource);
  self->identifier = g_strdup (identifier);
  self->issuers = g_steal_pointer (&issuers);
  self->scopes =
    salon_mcp_auth_scopes_from_array (salon_json_get_member (document, "scopes_supported"));
  salon_json_as_boolean (salon_json_get_member (document, "dpop_bound_access_tokens_required"),
                         &self->needs_dpop);
  return self;
}

const char *
salon_mcp_auth_resource_get_identifier (SalonMcpAuthResource *self)
{
  return self->identifier;
}

const char * const *
salon_mcp_auth_resource_get_issuers (SalonMcpAuthResource *self)
{
  return (const char * const *) self->issuers;
}

gboolean
salon_mcp_auth_resource_has_issuer (SalonMcpAuthResource *self,
                                    const char           *issuer)
{
  return issuer != NULL && g_strv_contains ((const char * const *) self->issuers, issuer);
}

const char *
salon_mcp_auth_resource_get_scopes (SalonMcpAuthResource *self)
{
  return self->scopes;
}

gboolean
salon_mcp_auth_resource_needs_dpop (SalonMcpAuthResource *self)
{
  return self->needs_dpop;
}

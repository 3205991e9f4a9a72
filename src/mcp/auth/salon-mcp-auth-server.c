/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-server-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-auth-error.h"
#include "salon-mcp-auth-form.h"
#include "salon-mcp-auth-text.h"

#define MAX_ENDPOINT 2048
#define OAUTH_WELL_KNOWN "/.well-known/oauth-authorization-server"
#define OPENID_WELL_KNOWN "/.well-known/openid-configuration"

struct _SalonMcpAuthServer
{
  char              *document_url;   /* NULL without a document */
  char              *issuer;
  char              *authorization_endpoint;
  char              *token_endpoint;
  char              *registration_endpoint;
  char              *revocation_endpoint;
  SalonJsonDocument *document;       /* NULL without one */
};

G_DEFINE_BOXED_TYPE (SalonMcpAuthServer, salon_mcp_auth_server, salon_mcp_auth_server_ref,
                     salon_mcp_auth_server_unref)

SalonMcpAuthServer *
salon_mcp_auth_server_ref (SalonMcpAuthServer *self)
{
  return g_rc_box_acquire (self);
}

static void
server_clear (gpointer data)
{
  SalonMcpAuthServer *self = data;

  g_free (self->document_url);
  g_free (self->issuer);
  g_free (self->authorization_endpoint);
  g_free (self->token_endpoint);
  g_free (self->registration_endpoint);
  g_free (self->revocation_endpoint);
  g_clear_pointer (&self->document, salon_json_document_unref);
}

void
salon_mcp_auth_server_unref (SalonMcpAuthServer *self)
{
  g_rc_box_release_full (self, server_clear);
}

/* RFC 6749 section 3.1: absolute, and without a fragment. Who may be connected to is judged
 * where it is done. */
static gboolean
is_endpoint (const char *url)
{
  g_autoptr (GUri) uri = NULL;

  if (strlen (url) > MAX_ENDPOINT || !g_str_is_ascii (url))
    return FALSE;
  uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  return uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
         (strcmp (g_uri_get_scheme (uri), "https") == 0 ||
          strcmp (g_uri_get_scheme (uri), "http") == 0) &&
         g_uri_get_fragment (uri) == NULL && g_uri_get_userinfo (uri) == NULL;
}

static gboolean
read_endpoint (SalonMcpAuthServer  *self,
               const char          *name,
               char               **endpoint,
               GError             **error)
{
  const SalonJson *member = salon_json_get_member (salon_json_document_get_root (self->document),
                                                   name);
  const char *url = salon_json_as_string (member);
  g_autofree char *host = NULL;

  if (member == NULL || salon_json_get_kind (member) == SALON_JSON_NULL)
    return TRUE;
  if (url != NULL && is_endpoint (url))
    {
      *endpoint = g_strdup (url);
      return TRUE;
    }
  host = salon_mcp_auth_text_dup_host (self->document_url);
  g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
               _("The authorization server metadata of %s are no use: “%s” is not the address of "
                 "a web page. Tell those who run the server."), host, name);
  return FALSE;
}

/* RFC 6749 section 3.1: a query of its own is kept, but nothing may be in there twice: what is
 * there already might count in the place of what is asked. */
static gboolean
check_query (SalonMcpAuthServer  *self,
             GError             **error)
{
  static const char * const names[] = {
    "response_type", "response_mode", "client_id", "redirect_uri", "code_challenge",
    "code_challenge_method", "state", "scope", "resource", "request", "request_uri", NULL
  };
  const char *found = NULL;
  g_autofree char *host = NULL;

  if (self->authorization_endpoint != NULL)
    found = salon_mcp_auth_form_find_in_url (self->authorization_endpoint, names);
  if (found == NULL)
    return TRUE;
  host = salon_mcp_auth_text_dup_host (self->document_url);
  g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
               _("The authorization server metadata of %s are no use: their "
                 "“authorization_endpoint” already says “%s”, which is for Salon to say. Tell "
                 "those who run the server."), host, found);
  return FALSE;
}

static gboolean
check_issuer (const char       *document_url,
              const char       *issuer,
              const SalonJson  *document,
              GError          **error)
{
  const char *found = salon_json_as_string (salon_json_get_member (document, "issuer"));
  g_autofree char *host = NULL;
  g_autofree char *shown = NULL;

  /* RFC 8414 section 3.3; by their characters, nothing is normalized. */
  if (found != NULL && strcmp (found, issuer) == 0)
    return TRUE;
  host = salon_mcp_auth_text_dup_host (document_url);
  shown = salon_mcp_auth_text_dup_shown (found != NULL ? found : "", 200);
  g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_ISSUER,
               _("The authorization server metadata of %s are not those of “%s”: their “issuer” is "
                 "“%s”. They were not used, as somebody could pretend to be that server."),
               host, issuer, shown);
  return FALSE;
}

SalonMcpAuthServer *
salon_mcp_auth_server_new (const char       *document_url,
                           const char       *issuer,
                           const SalonJson  *document,
                           GError          **error)
{
  g_autoptr (SalonMcpAuthServer) self = NULL;
  g_autofree char *host = NULL;

  if (!check_issuer (document_url, issuer, document, error))
    return NULL;
  self = g_rc_box_new0 (SalonMcpAuthServer);
  self->document_url = g_strdup (document_url);
  self->issuer = g_strdup (issuer);
  self->document = salon_json_document_copy (document);
  if (!read_endpoint (self, "authorization_endpoint", &self->authorization_endpoint, error) ||
      !read_endpoint (self, "token_endpoint", &self->token_endpoint, error) ||
      !read_endpoint (self, "registration_endpoint", &self->registration_endpoint, error) ||
      !read_endpoint (self, "revocation_endpoint", &self->revocation_endpoint, error) ||
      !check_query (self, error))
    return NULL;
  if (self->token_endpoint != NULL)
    return g_steal_pointer (&self);
  host = salon_mcp_auth_text_dup_host (document_url);
  g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
               _("The authorization server metadata of %s name no “token_endpoint”, so nobody can "
                 "sign in there. Tell those who run the server."), host);
  return NULL;
}

SalonMcpAuthServer *
salon_mcp_auth_server_new_default (const char *origin)
{
  SalonMcpAuthServer *self = g_rc_box_new0 (SalonMcpAuthServer);

  self->issuer = g_strdup (origin);
  self->authorization_endpoint = g_strconcat (origin, "/authorize", NULL);
  self->token_endpoint = g_strconcat (origin, "/token", NULL);
  self->registration_endpoint = g_strconcat (origin, "/register", NULL);
  return self;
}

const char *
salon_mcp_auth_server_get_issuer (SalonMcpAuthServer *self)
{
  return self->issuer;
}

const char *
salon_mcp_auth_server_get_authorization_endpoint (SalonMcpAuthServer *self)
{
  return self->authorization_endpoint;
}

const char *
salon_mcp_auth_server_get_token_endpoint (SalonMcpAuthServer *self)
{
  return self->token_endpoint;
}

const char *
salon_mcp_auth_server_get_registration_endpoint (SalonMcpAuthServer *self)
{
  return self->registration_endpoint;
}

const char *
salon_mcp_auth_server_get_revocation_endpoint (SalonMcpAuthServer *self)
{
  return self->revocation_endpoint;
}

/* What the document can do. */

static const SalonJson *
get_member (SalonMcpAuthServer *self,
            const char         *name)
{
  if (self->document == NULL)
    return NULL;
  return salon_json_get_member (salon_json_document_get_root (self->document), name);
}

static gboolean
lists (SalonMcpAuthServer *self,
       const char         *name,
       const char         *value)
{
  const SalonJson *array = get_member (self, name);
  const SalonJson *element = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_is_array (array) ? array : NULL);
  while (salon_json_iter_next (&iter, NULL, &element))
    if (g_strcmp0 (salon_json_as_string (element), value) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_set (SalonMcpAuthServer *self,
        const char         *name)
{
  gboolean value = FALSE;

  salon_json_as_boolean (get_member (self, name), &value);
  return value;
}

gboolean
salon_mcp_auth_server_has_scope (SalonMcpAuthServer *self,
                                 const char         *scope)
{
  return lists (self, "scopes_supported", scope);
}

gboolean
salon_mcp_auth_server_takes_metadata_urls (SalonMcpAuthServer *self)
{
  return is_set (self, "client_id_metadata_document_supported");
}

gboolean
salon_mcp_auth_server_sends_issuer (SalonMcpAuthServer *self)
{
  return is_set (self, "authorization_response_iss_parameter_supported");
}

gboolean
salon_mcp_auth_server_names_methods (SalonMcpAuthServer *self)
{
  return salon_json_is_array (get_member (self, "token_endpoint_auth_methods_supported"));
}

gboolean
salon_mcp_auth_server_takes_method (SalonMcpAuthServer *self,
                                    const char         *method)
{
  if (!salon_mcp_auth_server_names_methods (self))
    return strcmp (method, "client_secret_basic") == 0;
  return lists (self, "token_endpoint_auth_methods_supported", method);
}

gboolean
salon_mcp_auth_server_takes_dpop (SalonMcpAuthServer *self)
{
  return lists (self, "dpop_signing_alg_values_supported", "ES256");
}

gboolean
salon_mcp_auth_server_check_pkce (SalonMcpAuthServer  *self,
                                  gboolean             assume,
                                  GError             **error)
{
  const SalonJson *methods = get_member (self, "code_challenge_methods_supported");
  g_autofree char *host = NULL;

  /* Without a document there is nothing that could be missing from it. */
  if (self->document == NULL || lists (self, "code_challenge_methods_supported", "S256"))
    return TRUE;
  if (!salon_json_is_array (methods) && assume)
    return TRUE;
  host = salon_mcp_auth_text_dup_host (self->document_url);
  if (salon_json_is_array (methods))
    g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_UNSUPPORTED,
                 _("The authorization server %s can’t protect signing in as it has to: “S256” is "
                   "not among its “code_challenge_methods_supported”. Tell those who run it."),
                 host);
  else
    g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_UNSUPPORTED,
                 _("The metadata of the authorization server %s do not say that it protects "
                   "signing in: “code_challenge_methods_supported” is missing. If you know that "
                   "it supports PKCE with S256, switch on “Assume PKCE (S256)” in the settings of "
                   "the server."), host);
  return FALSE;
}

char **
salon_mcp_auth_server_dup_locations (const char *issuer)
{
  g_autoptr (GStrvBuilder) locations = g_strv_builder_new ();
  g_autoptr (GUri) uri = g_uri_parse (issuer, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *origin = NULL;
  g_autofree char *path = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return g_strv_builder_end (locations);
  origin = g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                       g_uri_get_port (uri), "", NULL, NULL);
  path = g_strdup (g_uri_get_path (uri));
  /* RFC 8414 section 3.1: a slash at the end is taken away first. */
  if (g_str_has_suffix (path, "/"))
    path[strlen (path) - 1] = '\0';
  g_strv_builder_take (locations, g_strconcat (origin, OAUTH_WELL_KNOWN, path, NULL));
  if (*path != '\0')
    g_strv_builder_take (locations, g_strconcat (origin, OPENID_WELL_KNOWN, path, NULL));
  g_strv_builder_take (locations, g_strconcat (origin, path, OPENID_WELL_KNOWN, NULL));
  return g_strv_builder_end (locations);
}

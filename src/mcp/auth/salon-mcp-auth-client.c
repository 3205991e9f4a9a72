/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-client-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-auth-error.h"
#include "salon-mcp-auth-form.h"
#include "salon-mcp-auth-random.h"
#include "salon-mcp-auth-text.h"

#define NONE "none"
#define BASIC "client_secret_basic"
#define POST "client_secret_post"
#define PRIVATE_KEY "private_key_jwt"

#define MAX_TEXT 8192
#define ASSERTION_TYPE "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

/* How long a signature is good, in seconds: for one request. */
#define ASSERTION_SECONDS 120

struct _SalonMcpAuthClient
{
  SalonMcpAuthClientKind kind;
  char                  *issuer;
  char                  *id;
  char                  *secret;
  char                  *method;
  char                  *redirect_uri;
  gint64                 issued_at;    /* seconds; 0 for unknown */
  gint64                 expires_at;   /* seconds; 0 for never */
};

G_DEFINE_BOXED_TYPE (SalonMcpAuthClient, salon_mcp_auth_client, salon_mcp_auth_client_ref,
                     salon_mcp_auth_client_unref)

static gboolean
is_known_method (const char *method)
{
  static const char * const methods[] = { NONE, BASIC, POST, PRIVATE_KEY, NULL };

  return method != NULL && g_strv_contains (methods, method);
}

/* RFC 6749 appendix A: what ids and secrets are made of, and nothing that ends a header. */
static gboolean
is_text (const char *text)
{
  if (text == NULL || *text == '\0' || strlen (text) > MAX_TEXT)
    return FALSE;
  for (const char *at = text; *at != '\0'; at++)
    if (*at < ' ' || *at > '~')
      return FALSE;
  return TRUE;
}

SalonMcpAuthClient *
salon_mcp_auth_client_new (SalonMcpAuthClientKind  kind,
                           const char             *issuer,
                           const char             *id,
                           const char             *secret,
                           const char             *method)
{
  SalonMcpAuthClient *self = g_rc_box_new0 (SalonMcpAuthClient);

  self->kind = kind;
  self->issuer = g_strdup (issuer);
  self->id = g_strdup (id);
  self->secret = g_strdup (secret);
  self->method = g_strdup (method);
  return self;
}

/* Without the port: with loopback addresses it does not count (RFC 8252 section 7.3). */
static char *
dup_without_port (const char *uri)
{
  static const char * const hosts[] = { "http://127.0.0.1:", "http://localhost:" };

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    if (g_str_has_prefix (uri, hosts[i]))
      {
        gsize length = strlen (hosts[i]);

        return g_strdup_printf ("%.*s%s", (int) length - 1, uri,
                                uri + length + strspn (uri + length, "0123456789"));
      }
  return g_strdup (uri);
}

/* RFC 7591 section 3.2.1: the answer says what was registered, which need not be what was asked
 * for. */
static gboolean
has_redirect (const SalonJson *answer,
              const char      *redirect_uri)
{
  const SalonJson *uris = salon_json_get_member (answer, "redirect_uris");
  g_autofree char *wanted = NULL;
  const SalonJson *element = NULL;
  SalonJsonIter iter;

  if (!salon_json_is_array (uris) || redirect_uri == NULL)
    return TRUE;
  wanted = dup_without_port (redirect_uri);
  salon_json_iter_init (&iter, uris);
  while (salon_json_iter_next (&iter, NULL, &element))
    {
      const char *uri = salon_json_as_string (element);
      g_autofree char *found = uri != NULL ? dup_without_port (uri) : NULL;

      if (g_strcmp0 (found, wanted) == 0)
        return TRUE;
    }
  return FALSE;
}

SalonMcpAuthClient *
salon_mcp_auth_client_new_registered (const char       *issuer,
                                      const SalonJson  *answer,
                                      const char       *method,
                                      const char       *redirect_uri,
                                      GError          **error)
{
  const char *id = salon_json_as_string (salon_json_get_member (answer, "client_id"));
  const char *secret = salon_json_as_string (salon_json_get_member (answer, "client_secret"));
  const char *given =
    salon_json_as_string (salon_json_get_member (answer, "token_endpoint_auth_method"));
  g_autofree char *host = salon_mcp_auth_text_dup_host (issuer);
  g_autofree char *shown = NULL;
  SalonMcpAuthClient *self = NULL;

  if (!is_text (id) || (secret != NULL && !is_text (secret)))
    {
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_REGISTRATION,
                   _("%s has registered Salon, but its answer holds no usable “client_id”. Tell "
                     "those who run it, or enter a “Client ID” in the settings of the server."),
                   host);
      return NULL;
    }
  if (!has_redirect (answer, redirect_uri))
    {
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_REGISTRATION,
                   _("%s has registered Salon, but not with the address that the browser comes "
                     "back to (“redirect_uris”). Tell those who run it, or enter a “Client "
                     "ID” in the settings of the server."), host);
      return NULL;
    }
  if (given != NULL && !is_known_method (given))
    {
      shown = salon_mcp_auth_text_dup_shown (given, 60);
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_UNSUPPORTED,
                   _("%s wants Salon to show who it is by “%s”, which it can’t. Enter a "
                     "“Client ID” in the settings of the server."), host, shown);
      return NULL;
    }
  if (given != NULL)
    method = given;
  if (secret == NULL && (strcmp (method, BASIC) == 0 || strcmp (method, POST) == 0))
    method = NONE;
  self = salon_mcp_auth_client_new (SALON_MCP_AUTH_CLIENT_BY_REGISTRATION, issuer, id, secret,
                                    method);
  self->redirect_uri = g_strdup (redirect_uri);
  salon_json_as_int64 (salon_json_get_member (answer, "client_id_issued_at"), &self->issued_at);
  salon_json_as_int64 (salon_json_get_member (answer, "client_secret_expires_at"),
                       &self->expires_at);
  return self;
}

SalonMcpAuthClient *
salon_mcp_auth_client_new_from_json (const SalonJson *json)
{
  const char *issuer = salon_json_as_string (salon_json_get_member (json, "issuer"));
  const char *id = salon_json_as_string (salon_json_get_member (json, "id"));
  const char *method = salon_json_as_string (salon_json_get_member (json, "method"));
  SalonMcpAuthClient *self = NULL;
  gint64 kind = -1;

  if (!salon_json_as_int64 (salon_json_get_member (json, "kind"), &kind) ||
      kind < SALON_MCP_AUTH_CLIENT_BY_HAND || kind > SALON_MCP_AUTH_CLIENT_BY_REGISTRATION ||
      issuer == NULL || !is_text (id) || !is_known_method (method))
    return NULL;
  self = salon_mcp_auth_client_new ((SalonMcpAuthClientKind) kind, issuer, id,
                                    salon_json_as_string (salon_json_get_member (json, "secret")),
                                    method);
  self->redirect_uri =
    g_strdup (salon_json_as_string (salon_json_get_member (json, "redirect_uri")));
  salon_json_as_int64 (salon_json_get_member (json, "issued_at"), &self->issued_at);
  salon_json_as_int64 (salon_json_get_member (json, "expires_at"), &self->expires_at);
  return self;
}

SalonMcpAuthClient *
salon_mcp_auth_client_ref (SalonMcpAuthClient *self)
{
  return g_rc_box_acquire (self);
}

static void
client_clear (gpointer data)
{
  SalonMcpAuthClient *self = data;

  g_free (self->issuer);
  g_free (self->id);
  g_free (self->secret);
  g_free (self->method);
  g_free (self->redirect_uri);
}

void
salon_mcp_auth_client_unref (SalonMcpAuthClient *self)
{
  g_rc_box_release_full (self, client_clear);
}

void
salon_mcp_auth_client_write (SalonMcpAuthClient *self,
                             SalonJsonWriter    *writer,
                             const char         *name)
{
  salon_json_writer_begin_object (writer, name);
  salon_json_writer_add_int64 (writer, "kind", self->kind);
  salon_json_writer_add_string (writer, "issuer", self->issuer);
  salon_json_writer_add_string (writer, "id", self->id);
  salon_json_writer_add_string (writer, "method", self->method);
  if (self->secret != NULL)
    salon_json_writer_add_string (writer, "secret", self->secret);
  if (self->redirect_uri != NULL)
    salon_json_writer_add_string (writer, "redirect_uri", self->redirect_uri);
  salon_json_writer_add_int64 (writer, "issued_at", self->issued_at);
  salon_json_writer_add_int64 (writer, "expires_at", self->expires_at);
  salon_json_writer_end_object (writer);
}

SalonMcpAuthClientKind
salon_mcp_auth_client_get_kind (SalonMcpAuthClient *self)
{
  return self->kind;
}

const char *
salon_mcp_auth_client_get_issuer (SalonMcpAuthClient *self)
{
  return self->issuer;
}

const char *
salon_mcp_auth_client_get_id (SalonMcpAuthClient *self)
{
  return self->id;
}

const char *
salon_mcp_auth_client_get_secret (SalonMcpAuthClient *self)
{
  return self->secret;
}

const char *
salon_mcp_auth_client_get_method (SalonMcpAuthClient *self)
{
  return self->method;
}

const char *
salon_mcp_auth_client_get_redirect_uri (SalonMcpAuthClient *self)
{
  return self->redirect_uri;
}

gboolean
salon_mcp_auth_client_is_expired (SalonMcpAuthClient *self,
                                  gint64              now)
{
  return self->secret != NULL && self->expires_at > 0 &&
         self->expires_at <= now / G_USEC_PER_SEC;
}

/* Showing who it is. */

static void
add_pair (GPtrArray  *pairs,
          const char *name,
          const char *value)
{
  g_ptr_array_add (pairs, g_strdup (name));
  g_ptr_array_add (pairs, g_strdup (value));
}

static void
add_basic (SalonMcpAuthClient *self,
           GPtrArray          *headers)
{
  g_autofree char *id = salon_mcp_auth_form_encode_text (self->id);
  g_autofree char *secret = salon_mcp_auth_form_encode_text (self->secret);
  g_autofree char *both = g_strconcat (id, ":", secret, NULL);
  g_autofree char *encoded = g_base64_encode ((const guint8 *) both, strlen (both));
  g_autofree char *value = g_strconcat ("Basic ", encoded, NULL);

  add_pair (headers, "Authorization", value);
}

/* RFC 7523 section 3; the audience is the issuer (draft-ietf-oauth-rfc7523bis). */
static char *
make_assertion (SalonMcpAuthClient  *self,
                SalonMcpAuthKey     *key,
                SalonClock          *clock,
                GError             **error)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  gint64 now = salon_clock_get_real_time (clock) / G_USEC_PER_SEC;
  g_autofree char *number = salon_mcp_auth_random_text (16);
  g_autofree char *claims = NULL;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "iss", self->id);
  salon_json_writer_add_string (writer, "sub", self->id);
  salon_json_writer_add_string (writer, "aud", self->issuer);
  salon_json_writer_add_string (writer, "jti", number);
  salon_json_writer_add_int64 (writer, "iat", now);
  salon_json_writer_add_int64 (writer, "exp", now + ASSERTION_SECONDS);
  salon_json_writer_end_object (writer);
  claims = salon_json_writer_finish (writer);
  return salon_mcp_auth_key_sign_jwt (key, NULL, claims, error);
}

gboolean
salon_mcp_auth_client_authenticate (SalonMcpAuthClient  *self,
                                    SalonMcpAuthKey     *key,
                                    SalonClock          *clock,
                                    GPtrArray           *form,
                                    GPtrArray           *headers,
                                    GError             **error)
{
  g_autofree char *assertion = NULL;

  if (strcmp (self->method, BASIC) == 0 && self->secret != NULL)
    {
      add_basic (self, headers);
      return TRUE;
    }
  add_pair (form, "client_id", self->id);
  if (strcmp (self->method, POST) == 0 && self->secret != NULL)
    add_pair (form, "client_secret", self->secret);
  if (strcmp (self->method, PRIVATE_KEY) != 0)
    return TRUE;
  if (key == NULL)
    {
      g_set_error_literal (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED,
                           _("The authorization server wants a signature, and there is no key. "
                             "Enter one as “privateKey” of the server in mcp.json."));
      return FALSE;
    }
  assertion = make_assertion (self, key, clock, error);
  if (assertion == NULL)
    return FALSE;
  add_pair (form, "client_assertion_type", ASSERTION_TYPE);
  add_pair (form, "client_assertion", assertion);
  return TRUE;
}

const char *
salon_mcp_auth_client_choose_method (SalonMcpAuthServer *server,
                                     gboolean            has_secret,
                                     gboolean            has_key)
{
  if (has_key && (!salon_mcp_auth_server_names_methods (server) ||
                  salon_mcp_auth_server_takes_method (server, PRIVATE_KEY)))
    return PRIVATE_KEY;
  if (has_secret && salon_mcp_auth_server_takes_method (server, BASIC))
    return BASIC;
  if (has_secret && salon_mcp_auth_server_takes_method (server, POST))
    return POST;
  /* Public clients are let in by servers that do not list “none”, too. */
  if ((!has_secret && !has_key) || salon_mcp_auth_server_takes_method (server, NONE))
    return NONE;
  return NULL;
}

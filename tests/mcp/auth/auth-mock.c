/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "auth-mock.h"

#include <stdlib.h>
#include <string.h>

#include "salon-json-writer.h"
#include "salon-mcp-auth-base64url.h"
#include "salon-mcp-auth-form.h"
#include "salon-mcp-auth-pkce.h"

static guint n_mocks;

static void
respond (HttpPeerRequest *request,
         guint            status,
         const char      *headers,
         const char      *body)
{
  http_peer_respond (request, status, headers, "application/json", body);
}

static void
respond_metadata (AuthMock        *self,
                  HttpPeerRequest *request)
{
  g_autofree char *body = g_strdup_printf (
    "{\"issuer\":\"%s\",\"authorization_endpoint\":\"%s/authorize\","
    "\"token_endpoint\":\"%s/token\","
    "\"registration_endpoint\":\"%s/register\",\"revocation_endpoint\":\"%s/revoke\","
    "\"token_endpoint_auth_methods_supported\":%s%s%s}", self->url, self->url, self->url,
    self->url, self->url, self->methods != NULL ? self->methods : "[\"none\"]",
    self->has_no_s256 ? "" : ",\"code_challenge_methods_supported\":[\"S256\"]",
    self->more != NULL ? self->more : "");

  self->n_metadata++;
  if (self->has_no_metadata)
    respond (request, 404, NULL, "{}");
  else
    respond (request, 200, NULL, body);
}

static const char *
get_redirect_uri (HttpPeerRequest *request)
{
  const SalonJson *uris = salon_json_get_member (salon_json_document_get_root (request->message),
                                                 "redirect_uris");
  const SalonJson *uri = NULL;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, uris);
  g_assert_true (salon_json_iter_next (&iter, NULL, &uri));
  return salon_json_as_string (uri);
}

static void
do_register (AuthMock        *self,
             HttpPeerRequest *request)
{
  const char *redirect_uri = get_redirect_uri (request);
  g_autofree char *id = NULL;
  g_autofree char *body = NULL;

  self->n_registrations++;
  g_set_str (&self->registration, request->body);
  if (self->registration_refusal != NULL)
    {
      body = g_strdup_printf ("{\"error\":\"%s\",\"error_description\":\"go away\"}",
                              self->registration_refusal);
      respond (request, 400, NULL, body);
      return;
    }
  if (self->redirect_refused != NULL && strstr (redirect_uri, self->redirect_refused) != NULL)
    {
      respond (request, 400, NULL, "{\"error\":\"invalid_redirect_uri\"}");
      return;
    }
  id = g_strdup_printf ("client-%u-%u", self->number, self->n_registrations);
  g_hash_table_replace (self->clients, g_strdup (id), g_strdup (redirect_uri));
  body = g_strdup_printf ("{\"client_id\":\"%s\",\"client_secret\":\"secret of %s\","
                          "\"client_secret_expires_at\":%u}", id, id, self->secret_life);
  respond (request, 201, NULL, body);
}

static void
do_authorize (AuthMock        *self,
              HttpPeerRequest *request)
{
  g_autoptr (GError) error = NULL;
  GHashTable *form = salon_mcp_auth_form_decode (strchr (request->path, '?') + 1, &error);
  g_autofree char *code = NULL;
  g_autofree char *location = NULL;
  const char *client_id = NULL;
  const char *registered = NULL;

  g_assert_no_error (error);
  self->n_authorizations++;
  client_id = g_hash_table_lookup (form, "client_id");
  registered = g_hash_table_lookup (self->clients, client_id);
  if (registered != NULL &&
      g_strcmp0 (registered, g_hash_table_lookup (form, "redirect_uri")) != 0)
    g_string_append (self->complaints, "redirect URI that was not registered;");
  if (g_strcmp0 (g_hash_table_lookup (form, "code_challenge_method"), "S256") != 0 ||
      g_hash_table_lookup (form, "resource") == NULL)
    g_string_append (self->complaints, "authorization without S256 or resource;");
  code = g_strdup_printf ("code-%u-%u", self->number, self->n_authorizations);
  location = g_strdup_printf ("Location: %s?code=%s&state=%s\r\n",
                              (char *) g_hash_table_lookup (form, "redirect_uri"), code,
                              (char *) g_hash_table_lookup (form, "state"));
  g_hash_table_replace (self->codes, g_strdup (code), form);
  http_peer_respond (request, 302, location, NULL, NULL);
}

/* Tokens. */

static void
refuse (AuthMock        *self,
        HttpPeerRequest *request,
        guint            status,
        const char      *error,
        const char      *headers)
{
  g_autofree char *body =
    g_strdup_printf ("{\"error\":\"%s\",\"error_description\":\"%s\"}", error,
                     self->refusal_words != NULL ? self->refusal_words : "");

  self->n_refusals++;
  respond (request, status, headers, body);
}

static void
give (AuthMock        *self,
      HttpPeerRequest *request,
      const char      *scope)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *access = g_strdup_printf ("t%u-%u", self->number, ++self->n_given);
  g_autofree char *refresh = g_strdup_printf ("r%u-%u", self->number, self->n_given);
  g_autofree char *body = NULL;

  if (self->grants != NULL)
    scope = self->grants;
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "access_token", access);
  salon_json_writer_add_string (writer, "token_type", self->proof != NULL ? "DPoP" : "Bearer");
  if (self->life > 0)
    salon_json_writer_add_int64 (writer, "expires_in", self->life);
  if (!self->gives_no_refresh && (!self->keeps_refresh || self->n_given == 1))
    {
      salon_json_writer_add_string (writer, "refresh_token", refresh);
      g_hash_table_replace (self->refresh_tokens, g_strdup (refresh),
                            g_strdup (scope != NULL ? scope : ""));
    }
  salon_json_writer_end_object (writer);
  body = salon_json_writer_finish (writer);
  g_hash_table_replace (self->access_tokens, g_strdup (access),
                        g_strdup (scope != NULL ? scope : ""));
  respond (request, 200, NULL, body);
}

static void
redeem_code (AuthMock        *self,
             HttpPeerRequest *request)
{
  const char *code = g_hash_table_lookup (self->form, "code");
  GHashTable *asked = code != NULL ? g_hash_table_lookup (self->codes, code) : NULL;
  const char *verifier = g_hash_table_lookup (self->form, "code_verifier");
  g_autofree char *challenge = verifier != NULL ? salon_mcp_auth_pkce_dup_challenge (verifier)
                                                : NULL;
  g_autofree char *scope = NULL;

  self->n_codes++;
  if (asked == NULL ||
      g_strcmp0 (challenge, g_hash_table_lookup (asked, "code_challenge")) != 0 ||
      g_strcmp0 (g_hash_table_lookup (self->form, "redirect_uri"),
                 g_hash_table_lookup (asked, "redirect_uri")) != 0 ||
      g_strcmp0 (g_hash_table_lookup (self->form, "resource"),
                 g_hash_table_lookup (asked, "resource")) != 0)
    {
      g_string_append (self->complaints, "code that does not fit;");
      refuse (self, request, 400, "invalid_grant", NULL);
      return;
    }
  scope = g_strdup (g_hash_table_lookup (asked, "scope"));
  g_hash_table_remove (self->codes, code);
  give (self, request, scope);
}

static void
redeem_refresh (AuthMock        *self,
                HttpPeerRequest *request)
{
  const char *token = g_hash_table_lookup (self->form, "refresh_token");
  g_autofree char *scope = token != NULL ? g_strdup (g_hash_table_lookup (self->refresh_tokens,
                                                                          token)) : NULL;

  self->n_refreshes++;
  if (g_hash_table_lookup (self->form, "resource") == NULL)
    g_string_append (self->complaints, "refresh without resource;");
  if (scope == NULL)
    {
      refuse (self, request, 400, "invalid_grant", NULL);
      return;
    }
  if (!self->keeps_refresh)
    g_hash_table_remove (self->refresh_tokens, token);
  give (self, request, scope);
}

static gboolean
has_nonce (AuthMock *self)
{
  g_auto (GStrv) parts = self->proof != NULL ? g_strsplit (self->proof, ".", -1) : NULL;
  g_autoptr (GBytes) bytes = parts != NULL ? salon_mcp_auth_base64url_decode (parts[1]) : NULL;
  g_autoptr (SalonJsonDocument) claims =
    bytes != NULL ? salon_json_document_parse_bytes (bytes, NULL, NULL) : NULL;

  return self->nonce == NULL || claims == NULL ||
         g_strcmp0 (salon_json_as_string (salon_json_get_member (
                        salon_json_document_get_root (claims), "nonce")), self->nonce) == 0;
}

static void
do_token (AuthMock        *self,
          HttpPeerRequest *request)
{
  g_autoptr (GError) error = NULL;
  const char *grant = NULL;
  const char *id = NULL;

  g_clear_pointer (&self->form, g_hash_table_unref);
  self->form = salon_mcp_auth_form_decode (request->body, &error);
  g_assert_no_error (error);
  g_set_str (&self->authorization, http_peer_header (request, "Authorization"));
  g_set_str (&self->proof, http_peer_header (request, "DPoP"));
  grant = g_hash_table_lookup (self->form, "grant_type");
  id = g_hash_table_lookup (self->form, "client_id");
  if (!has_nonce (self))
    {
      g_autofree char *header = g_strdup_printf ("DPoP-Nonce: %s\r\n", self->nonce);

      refuse (self, request, 400, "use_dpop_nonce", header);
    }
  else if (self->refusal != NULL)
    refuse (self, request, 400, self->refusal, NULL);
  else if (self->forgets_clients && id != NULL && g_str_has_suffix (id, "-1"))
    refuse (self, request, 401, "invalid_client", NULL);
  else if (g_strcmp0 (grant, "authorization_code") == 0)
    redeem_code (self, request);
  else if (g_strcmp0 (grant, "refresh_token") == 0 && self->holds_refreshes)
    self->held = request;
  else if (g_strcmp0 (grant, "refresh_token") == 0)
    redeem_refresh (self, request);
  else if (g_str_has_suffix (grant, ":token-exchange"))
    http_peer_respond (request, 200, NULL, "application/json",
                       "{\"access_token\":\"an-id-jag\",\"token_type\":\"N_A\","
                       "\"issued_token_type\":\"urn:ietf:params:oauth:token-type:id-jag\"}");
  else
    give (self, request, g_hash_table_lookup (self->form, "scope"));
}

static void
do_revoke (AuthMock        *self,
           HttpPeerRequest *request)
{
  g_autoptr (GHashTable) form = salon_mcp_auth_form_decode (request->body, NULL);
  const char *token = g_hash_table_lookup (form, "token");

  self->n_revocations++;
  g_hash_table_remove (self->refresh_tokens, token);
  g_hash_table_remove (self->access_tokens, token);
  http_peer_respond (request, 200, NULL, NULL, "");
}

static void
on_request (HttpPeerRequest *request,
            gpointer         user_data)
{
  AuthMock *self = user_data;

  if (g_str_has_prefix (request->path, "/.well-known/"))
    respond_metadata (self, request);
  else if (g_str_equal (request->path, "/register"))
    do_register (self, request);
  else if (g_str_has_prefix (request->path, "/authorize?"))
    do_authorize (self, request);
  else if (g_str_equal (request->path, "/token"))
    do_token (self, request);
  else if (g_str_equal (request->path, "/revoke"))
    do_revoke (self, request);
  else
    respond (request, 404, NULL, "{}");
}

AuthMock *
auth_mock_new (void)
{
  AuthMock *self = g_new0 (AuthMock, 1);

  self->number = ++n_mocks;
  self->peer = http_peer_new (on_request, self);
  self->url = g_strndup (http_peer_get_url (self->peer),
                         strlen (http_peer_get_url (self->peer)) - strlen ("/mcp"));
  self->clients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_hash_table_unref);
  self->access_tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->refresh_tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->complaints = g_string_new (NULL);
  return self;
}

void
auth_mock_free (AuthMock *self)
{
  g_assert_cmpstr (self->complaints->str, ==, "");
  http_peer_free (self->peer);
  g_hash_table_unref (self->clients);
  g_hash_table_unref (self->codes);
  g_hash_table_unref (self->access_tokens);
  g_hash_table_unref (self->refresh_tokens);
  g_clear_pointer (&self->form, g_hash_table_unref);
  g_string_free (self->complaints, TRUE);
  g_free (self->authorization);
  g_free (self->proof);
  g_free (self->registration);
  g_free (self->url);
  g_free (self);
}

/* No access token is good any more; the refresh tokens still are. */
void
auth_mock_expire (AuthMock *self)
{
  g_hash_table_remove_all (self->access_tokens);
}

void
auth_mock_release (AuthMock *self)
{
  g_assert_nonnull (self->held);
  self->holds_refreshes = FALSE;
  redeem_refresh (self, g_steal_pointer (&self->held));
}

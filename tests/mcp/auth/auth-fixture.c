/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "auth-fixture.h"

#include <string.h>

#include "salon-mcp-auth-base64url.h"
#include "salon-mcp-auth-scopes-private.h"
#include "salon-mcp-http-link-private.h"

#define METADATA_PATH "/.well-known/oauth-protected-resource/mcp"

static void
respond_metadata (AuthFixture     *self,
                  HttpPeerRequest *request)
{
  g_autofree char *body = g_strdup_printf (
    "{\"resource\":\"%s\",\"authorization_servers\":[\"%s\"]%s}",
    self->resource != NULL ? self->resource : http_peer_get_url (self->peer), self->mock->url,
    self->more != NULL ? self->more : "");

  self->n_metadata++;
  if (self->has_no_metadata || !g_str_equal (request->path, METADATA_PATH))
    http_peer_respond (request, 404, NULL, "application/json", "{}");
  else
    http_peer_respond (request, 200, NULL, "application/json",
                       self->metadata != NULL ? self->metadata : body);
}

static void
challenge (AuthFixture     *self,
           HttpPeerRequest *request,
           guint            status,
           const char      *error,
           const char      *scope)
{
  g_autoptr (GString) header = g_string_new ("WWW-Authenticate: ");
  g_autofree char *origin = g_strndup (http_peer_get_url (self->peer),
                                       strlen (http_peer_get_url (self->peer)) - strlen ("/mcp"));

  g_string_append_printf (header, "%s realm=\"a, b\"",
                          self->scheme != NULL ? self->scheme : "Bearer");
  if (!self->has_no_metadata)
    g_string_append_printf (header, ", resource_metadata=\"%s" METADATA_PATH "\"", origin);
  if (error != NULL)
    g_string_append_printf (header, ", error=\"%s\"", error);
  if (scope != NULL)
    g_string_append_printf (header, ", scope=\"%s\"", scope);
  g_string_append (header, "\r\n");
  if (self->nonce != NULL)
    g_string_append_printf (header, "DPoP-Nonce: %s\r\n", self->nonce);
  self->n_refusals++;
  http_peer_respond (request, status, header->str, "application/json", "{}");
}

static gboolean
lacks_nonce (AuthFixture *self)
{
  g_auto (GStrv) parts = self->proof != NULL ? g_strsplit (self->proof, ".", -1) : NULL;
  g_autoptr (GBytes) bytes = parts != NULL ? salon_mcp_auth_base64url_decode (parts[1]) : NULL;
  g_autoptr (SalonJsonDocument) claims =
    bytes != NULL ? salon_json_document_parse_bytes (bytes, NULL, NULL) : NULL;

  return self->nonce != NULL && claims != NULL &&
         g_strcmp0 (salon_json_as_string (salon_json_get_member (
                        salon_json_document_get_root (claims), "nonce")), self->nonce) != 0;
}

static void
on_request (HttpPeerRequest *request,
            gpointer         user_data)
{
  AuthFixture *self = user_data;
  AuthMock *mock = self->accepted != NULL ? self->accepted : self->mock;
  const char *authorization = http_peer_header (request, "Authorization");
  const char *token = authorization != NULL ? strchr (authorization, ' ') : NULL;
  const char *scope = NULL;

  if (g_str_has_prefix (request->path, "/.well-known/oauth-protected-resource"))
    {
      respond_metadata (self, request);
      return;
    }
  if (!g_str_equal (request->path, "/mcp"))
    {
      http_peer_respond (request, 404, NULL, "application/json", "{}");
      return;
    }
  g_set_str (&self->carried, authorization);
  g_set_str (&self->proof, http_peer_header (request, "DPoP"));
  self->n_calls += authorization != NULL;
  scope = token != NULL ? g_hash_table_lookup (mock->access_tokens, token + 1) : NULL;
  if (scope == NULL || self->refuses_all)
    challenge (self, request, 401, token != NULL ? "invalid_token" : NULL, self->challenge_scope);
  else if (lacks_nonce (self))
    challenge (self, request, 401, "use_dpop_nonce", NULL);
  else if (self->needed_scope != NULL &&
           !salon_mcp_auth_scopes_contain (scope, self->needed_scope))
    challenge (self, request, 403, "insufficient_scope", self->needed_scope);
  else
    http_peer_respond (request, 200, NULL, "application/json", "{}");
}

void
auth_fixture_init (AuthFixture *self)
{
  self->peer = http_peer_new (on_request, self);
  self->mock = auth_mock_new ();
  self->clock = salon_manual_clock_new ();
  salon_manual_clock_set_real_time (self->clock, 1700000000 * G_TIME_SPAN_SECOND);
  self->http_client = salon_http_client_new ();
  self->store = SALON_MCP_AUTH_STORE (salon_mcp_auth_memory_store_new ());
  self->settings = salon_mcp_auth_settings_new ();
  self->agent = auth_agent_new (self->http_client);
}

void
auth_fixture_clear (AuthFixture *self)
{
  mcp_test_settle ();
  g_clear_object (&self->agent);
  g_clear_object (&self->store);
  g_clear_object (&self->http_client);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->settings, salon_mcp_auth_settings_unref);
  g_clear_pointer (&self->peer, http_peer_free);
  g_clear_pointer (&self->mock, auth_mock_free);
  g_free (self->carried);
  g_free (self->proof);
}

SalonMcpAuthSession *
auth_fixture_session (AuthFixture *self)
{
  return salon_mcp_auth_session_new (http_peer_get_url (self->peer), self->settings, self->store,
                                     SALON_MCP_AUTH_USER_AGENT (self->agent), self->http_client,
                                     SALON_CLOCK (self->clock));
}

static void
link_free (gpointer data)
{
  salon_mcp_http_link_unref (data);
}

static DexFuture *
call_fiber (gpointer user_data)
{
  SalonMcpHttpLink *link = user_data;
  SalonMcpHttpCall call = { .method = "POST", .url = link->url, .body = "{\"jsonrpc\":\"2.0\"}" };
  GError *error = NULL;
  g_autoptr (SalonHttpResponse) response = salon_mcp_http_link_send (link, &call, &error);

  if (response == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_for_uint (salon_http_response_get_status (response));
}

DexFuture *
auth_fixture_start (AuthFixture         *self,
                    SalonMcpAuthSession *session)
{
  SalonMcpHttpLink *link = salon_mcp_http_link_new (http_peer_get_url (self->peer), NULL,
                                                    self->http_client, SALON_CLOCK (self->clock));

  link->authorizer = SALON_MCP_AUTHORIZER (g_object_ref (session));
  return dex_scheduler_spawn (NULL, SALON_MCP_HTTP_STACK_SIZE, call_fiber, link, link_free);
}

guint
auth_fixture_finish (DexFuture  *call,
                     GError    **error)
{
  const GValue *value = NULL;
  guint status = 0;

  mcp_test_await (dex_ref (call), NULL);
  value = dex_future_get_value (call, error);
  if (value != NULL)
    status = g_value_get_uint (value);
  dex_unref (call);
  return status;
}

guint
auth_fixture_call (AuthFixture          *self,
                   SalonMcpAuthSession  *session,
                   GError              **error)
{
  return auth_fixture_finish (auth_fixture_start (self, session), error);
}

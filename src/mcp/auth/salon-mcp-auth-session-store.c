/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-session-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-json-writer.h"
#include "salon-mcp-auth-error.h"
#include "salon-mcp-auth-keys-private.h"
#include "salon-mcp-auth-text.h"

/* What a session keeps: the tokens under issuer, resource and account, and under the server's
 * address which issuer and resource these were. */

static char *
dup_tokens_key (SalonMcpAuthSession *self,
                const char          *issuer,
                const char          *resource)
{
  return salon_mcp_auth_dup_tokens_key (issuer, resource,
                                        salon_mcp_auth_settings_get_account (self->settings));
}

static char *
dup_server_key (SalonMcpAuthSession *self)
{
  return salon_mcp_auth_dup_server_key (self->server_url,
                                        salon_mcp_auth_settings_get_account (self->settings));
}

static const char *
read_member (const SalonJson *json,
             const char      *name)
{
  return salon_json_as_string (salon_json_get_member (json, name));
}

gboolean
salon_mcp_auth_session_load_now (SalonMcpAuthSession  *self,
                                 GError              **error)
{
  g_autofree char *key = dup_server_key (self);
  g_autofree char *tokens_key = NULL;
  g_autofree char *text = NULL;
  g_autofree char *tokens_text = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (SalonJsonDocument) document = NULL;
  g_autoptr (SalonMcpAuthTokens) tokens = NULL;
  const SalonJson *json = NULL;

  text = dex_await_string (salon_mcp_auth_store_load (self->store, key), &failure);
  if (failure == NULL && text != NULL)
    document = salon_json_document_parse (text, -1, NULL, NULL);
  if (document != NULL)
    {
      json = salon_json_document_get_root (document);
      g_set_str (&self->issuer, read_member (json, "issuer"));
      g_set_str (&self->resource, read_member (json, "resource"));
      g_set_str (&self->client_id, read_member (json, "client_id"));
    }
  if (failure == NULL && self->issuer != NULL && self->resource != NULL)
    {
      tokens_key = dup_tokens_key (self, self->issuer, self->resource);
      tokens_text = dex_await_string (salon_mcp_auth_store_load (self->store, tokens_key),
                                      &failure);
      tokens = salon_mcp_auth_tokens_new_from_text (tokens_text);
    }
  if (failure != NULL)
    {
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_STORE,
                   _("What was kept of an earlier sign-in can’t be read: %s"), failure->message);
      return FALSE;
    }
  if (tokens != NULL && self->tokens == NULL)
    {
      salon_mcp_auth_session_set_tokens (self, tokens);
      salon_mcp_auth_session_set_state (self, SALON_MCP_AUTH_SIGNED_IN, NULL);
    }
  return TRUE;
}

gboolean
salon_mcp_auth_session_save_tokens (SalonMcpAuthSession  *self,
                                    const char           *key,
                                    SalonMcpAuthTokens   *tokens,
                                    GError              **error)
{
  g_autofree char *text = salon_mcp_auth_tokens_to_text (tokens);
  g_autofree char *host = salon_mcp_auth_text_dup_host (self->server_url);
  /* Translators: a line in the list of passwords; a host name follows. */
  g_autofree char *label = g_strdup_printf (_("Salon: signed in to %s"), host);
  g_autoptr (GError) failure = NULL;

  if (dex_await (salon_mcp_auth_store_save (self->store, key, text, label), &failure))
    return TRUE;
  g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_STORE,
               _("The sign-in can’t be kept, and will be forgotten when Salon ends: %s"),
               failure->message);
  return FALSE;
}

static gboolean
save_server (SalonMcpAuthSession  *self,
             GError              **error)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *key = dup_server_key (self);
  g_autofree char *host = salon_mcp_auth_text_dup_host (self->server_url);
  /* Translators: a line in the list of passwords; a host name follows. */
  g_autofree char *label = g_strdup_printf (_("Salon: where to sign in to %s"), host);
  g_autofree char *text = NULL;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "issuer", self->issuer);
  salon_json_writer_add_string (writer, "resource", self->resource);
  if (self->client_id != NULL)
    salon_json_writer_add_string (writer, "client_id", self->client_id);
  salon_json_writer_end_object (writer);
  text = salon_json_writer_finish (writer);
  return dex_await (salon_mcp_auth_store_save (self->store, key, text, label), error);
}

/* Takes new tokens over, and keeps them in the place of those of another issuer or resource. */
gboolean
salon_mcp_auth_session_keep (SalonMcpAuthSession  *self,
                             SalonMcpAuthTokens   *tokens,
                             GError              **error)
{
  g_autofree char *old_key = NULL;
  g_autofree char *key = NULL;
  g_autoptr (GObject) lock = NULL;

  if (self->issuer != NULL && self->resource != NULL)
    old_key = dup_tokens_key (self, self->issuer, self->resource);
  salon_mcp_auth_session_set_tokens (self, tokens);
  g_set_str (&self->client_id, salon_mcp_auth_settings_get_client_id (self->settings));
  key = dup_tokens_key (self, self->issuer, self->resource);
  if (old_key != NULL && strcmp (old_key, key) != 0)
    dex_await (salon_mcp_auth_store_remove (self->store, old_key), NULL);
  lock = dex_await_object (salon_mcp_auth_store_lock (self->store, key), error);
  return lock != NULL &&
         salon_mcp_auth_session_save_tokens (self, key, tokens, error) &&
         save_server (self, error);
}

gboolean
salon_mcp_auth_session_forget (SalonMcpAuthSession  *self,
                               GError              **error)
{
  g_autofree char *server_key = dup_server_key (self);
  g_autofree char *key = NULL;
  g_autoptr (GObject) lock = NULL;

  if (self->issuer == NULL || self->resource == NULL)
    return TRUE;
  key = dup_tokens_key (self, self->issuer, self->resource);
  salon_mcp_auth_session_set_tokens (self, NULL);
  lock = dex_await_object (salon_mcp_auth_store_lock (self->store, key), error);
  return lock != NULL &&
         dex_await (salon_mcp_auth_store_remove (self->store, key), error) &&
         dex_await (salon_mcp_auth_store_remove (self->store, server_key), error);
}

/* Signing out. */

static gboolean
take_back (SalonMcpAuthSession  *self,
           SalonMcpAuthTokens   *tokens,
           GError              **error)
{
  SalonMcpAuthTokensContext context;
  SalonMcpAuthTokenCall call;
  const char *refresh_token = salon_mcp_auth_tokens_get_refresh_token (tokens);

  salon_mcp_auth_tokens_get_context (tokens, &context);
  if (context.revocation_endpoint == NULL)
    return TRUE;
  salon_mcp_auth_session_make_call (self, &context, &call);
  call.endpoint = context.revocation_endpoint;
  call.proof_key = NULL;
  /* RFC 7009 section 2.1: the refresh token takes the others of its grant along, mostly. */
  if (refresh_token != NULL &&
      !salon_mcp_auth_token_client_revoke (&call, refresh_token, "refresh_token", error))
    return FALSE;
  return salon_mcp_auth_token_client_revoke (&call,
                                             salon_mcp_auth_tokens_get_access_token (tokens),
                                             "access_token", error);
}

static DexFuture *
sign_out_fiber (gpointer user_data)
{
  SalonMcpAuthSession *self = user_data;
  g_autoptr (SalonMcpAuthTokens) tokens = NULL;
  g_autofree char *key = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) problem = NULL;
  GError *error = NULL;

  salon_mcp_auth_session_cancel (self);
  if (!dex_await (salon_mcp_auth_session_join_loading (self), &error))
    return dex_future_new_for_error (error);
  if (self->issuer != NULL && self->resource != NULL)
    {
      key = dup_tokens_key (self, self->issuer, self->resource);
      text = dex_await_string (salon_mcp_auth_store_load (self->store, key), NULL);
      tokens = salon_mcp_auth_tokens_new_from_text (text);
    }
  if (tokens == NULL && self->tokens != NULL)
    tokens = salon_mcp_auth_tokens_ref (self->tokens);
  /* Forgotten first: whatever happens on the way to the authorization server, nobody here is
   * signed in any more. */
  if (!salon_mcp_auth_session_forget (self, &error))
    return dex_future_new_for_error (error);
  g_clear_pointer (&self->issuer, g_free);
  g_clear_pointer (&self->resource, g_free);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_pointer (&self->client_id, g_free);
  g_clear_error (&self->given_up);
  self->given_up = g_error_new_literal (SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED,
                                        _("You have signed out. Sign in again to use the "
                                          "server."));
  if (tokens != NULL)
    take_back (self, tokens, &problem);
  salon_mcp_auth_session_set_state (self, SALON_MCP_AUTH_NEEDED,
                                    problem != NULL ? problem->message : NULL);
  return dex_future_new_true ();
}

/**
 * salon_mcp_auth_session_sign_out:
 * @self: a session
 *
 * Forgets the tokens and has the authorization server take them back, where it can (RFC 7009).
 * That it can't be reached does not keep anybody signed in; the problem then says so. Nobody is
 * asked to sign in again until salon_mcp_auth_session_sign_in().
 *
 * Returns: (transfer full): a future of %TRUE; rejected when the store does not let go of them
 */
DexFuture *
salon_mcp_auth_session_sign_out (SalonMcpAuthSession *self)
{
  g_return_val_if_fail (SALON_IS_MCP_AUTH_SESSION (self), dex_future_new_infinite ());

  return dex_scheduler_spawn (NULL, SALON_MCP_AUTH_STACK_SIZE, sign_out_fiber, g_object_ref (self),
                              g_object_unref);
}

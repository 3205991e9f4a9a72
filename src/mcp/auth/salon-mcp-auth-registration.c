/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-registration-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-json-writer.h"
#include "salon-mcp-auth-answer.h"
#include "salon-mcp-auth-error.h"
#include "salon-mcp-auth-keys-private.h"
#include "salon-mcp-auth-text.h"
#include "salon-mcp-auth-token-client-private.h"

static char *
dup_key (const SalonMcpAuthRegistrationCall *call)
{
  return salon_mcp_auth_dup_client_key (salon_mcp_auth_server_get_issuer (call->server));
}

static SalonMcpAuthClient *
find_by_hand (const SalonMcpAuthRegistrationCall  *call,
              GError                             **error)
{
  const char *issuer = salon_mcp_auth_server_get_issuer (call->server);
  const char *own = salon_mcp_auth_settings_get_client_issuer (call->settings);
  const char *secret = salon_mcp_auth_settings_get_client_secret (call->settings);
  g_autofree char *host = salon_mcp_auth_text_dup_host (issuer);
  const char *method = NULL;

  /* MCP 2026-07-28: credentials are good for their issuer and for nobody else. */
  if (own != NULL && strcmp (own, issuer) != 0)
    {
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_REGISTRATION,
                   _("The “Client ID” in the settings of the server is for “%s”, but the server "
                     "now wants you to sign in at “%s”. If that is right, register Salon there, "
                     "enter the new ID, and change its “issuer” in mcp.json."), own, issuer);
      return NULL;
    }
  method = salon_mcp_auth_client_choose_method (
    call->server, secret != NULL, salon_mcp_auth_settings_get_private_key (call->settings) != NULL);
  if (method == NULL)
    {
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_UNSUPPORTED,
                   _("%s wants clients to show who they are in ways that Salon does not know "
                     "(“token_endpoint_auth_methods_supported”)."), host);
      return NULL;
    }
  return salon_mcp_auth_client_new (SALON_MCP_AUTH_CLIENT_BY_HAND, issuer,
                                    salon_mcp_auth_settings_get_client_id (call->settings), secret,
                                    method);
}

SalonMcpAuthClient *
salon_mcp_auth_registration_find_fixed (const SalonMcpAuthRegistrationCall  *call,
                                        GError                             **error)
{
  const char *document = salon_mcp_auth_settings_get_client_metadata_url (call->settings);

  if (salon_mcp_auth_settings_get_client_id (call->settings) != NULL)
    return find_by_hand (call, error);
  if (document != NULL && salon_mcp_auth_server_takes_metadata_urls (call->server))
    return salon_mcp_auth_client_new (SALON_MCP_AUTH_CLIENT_BY_DOCUMENT,
                                      salon_mcp_auth_server_get_issuer (call->server), document,
                                      NULL, "none");
  return NULL;
}

static SalonMcpAuthClient *
read_client (const char *text)
{
  g_autoptr (SalonJsonDocument) document =
    text != NULL ? salon_json_document_parse (text, -1, NULL, NULL) : NULL;

  if (document == NULL)
    return NULL;
  return salon_mcp_auth_client_new_from_json (salon_json_document_get_root (document));
}

SalonMcpAuthClient *
salon_mcp_auth_registration_load (const SalonMcpAuthRegistrationCall  *call,
                                  GError                             **error)
{
  g_autofree char *key = dup_key (call);
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = dex_await_string (salon_mcp_auth_store_load (call->store, key),
                                            &failure);
  g_autoptr (SalonMcpAuthClient) client = NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  client = read_client (text);
  if (client == NULL ||
      strcmp (salon_mcp_auth_client_get_issuer (client),
              salon_mcp_auth_server_get_issuer (call->server)) != 0 ||
      salon_mcp_auth_client_is_expired (client, salon_clock_get_real_time (call->clock)))
    return NULL;
  return g_steal_pointer (&client);
}

char *
salon_mcp_auth_registration_write_body (const char *client_name,
                                        const char *redirect_uri,
                                        const char *method)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "client_name", client_name);
  salon_json_writer_begin_array (writer, "redirect_uris");
  salon_json_writer_add_string (writer, NULL, redirect_uri);
  salon_json_writer_end_array (writer);
  salon_json_writer_begin_array (writer, "grant_types");
  salon_json_writer_add_string (writer, NULL, "authorization_code");
  salon_json_writer_add_string (writer, NULL, "refresh_token");
  salon_json_writer_end_array (writer);
  salon_json_writer_begin_array (writer, "response_types");
  salon_json_writer_add_string (writer, NULL, "code");
  salon_json_writer_end_array (writer);
  salon_json_writer_add_string (writer, "token_endpoint_auth_method", method);
  /* A program on somebody's computer, that comes back to a loopback address (MCP 2026-07-28). */
  salon_json_writer_add_string (writer, "application_type", "native");
  /* No “scope”: what is registered is all that can ever be asked for, and nobody knows yet what
   * more the server will want (step-up). */
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

/* What to ask for: a program on somebody's computer can keep no secret from them, so none is
 * best. */
static const char *
choose_method (SalonMcpAuthServer *server)
{
  static const char * const methods[] = { "none", "client_secret_basic", "client_secret_post" };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (salon_mcp_auth_server_takes_method (server, methods[i]))
      return methods[i];
  return NULL;
}

static gboolean
check_possible (const SalonMcpAuthRegistrationCall  *call,
                GError                             **error)
{
  g_autofree char *host =
    salon_mcp_auth_text_dup_host (salon_mcp_auth_server_get_issuer (call->server));

  if (salon_mcp_auth_server_get_registration_endpoint (call->server) == NULL)
    g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_REGISTRATION,
                 _("%s lets only clients in that were registered by hand. Register Salon there and "
                   "enter the “Client ID” in the settings of the server."), host);
  else if (choose_method (call->server) == NULL)
    g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_UNSUPPORTED,
                 _("%s wants clients to show who they are in ways that Salon does not know "
                   "(“token_endpoint_auth_methods_supported”)."), host);
  else
    return TRUE;
  return FALSE;
}

static void
set_refusal (const SalonMcpAuthRegistrationCall  *call,
             SalonMcpAuthAnswer                  *answer,
             char                               **refusal,
             GError                             **error)
{
  const SalonJson *object = salon_mcp_auth_answer_get_object (answer);
  const char *code = salon_json_as_string (salon_json_get_member (object, "error"));
  const char *words = salon_json_as_string (salon_json_get_member (object, "error_description"));
  g_autofree char *host =
    salon_mcp_auth_text_dup_host (salon_mcp_auth_server_get_issuer (call->server));
  g_autofree char *shown = NULL;

  if (refusal != NULL)
    *refusal = g_strdup (code);
  if (code == NULL)
    {
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_REGISTRATION,
                   _("%s did not register Salon: it answered with the status %u. Enter a “Client "
                     "ID” in the settings of the server."), host,
                   salon_mcp_auth_answer_get_status (answer));
      return;
    }
  shown = salon_mcp_auth_text_dup_shown (words != NULL ? words : code, 300);
  g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_REGISTRATION,
               _("%s did not register Salon: “%s”. Enter a “Client ID” in the settings of the "
                 "server."), host, shown);
}

static gboolean
keep (const SalonMcpAuthRegistrationCall  *call,
      SalonMcpAuthClient                  *client,
      GError                             **error)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *key = dup_key (call);
  g_autofree char *host = salon_mcp_auth_text_dup_host (salon_mcp_auth_client_get_issuer (client));
  /* Translators: a line in the list of passwords; a host name follows. */
  g_autofree char *label = g_strdup_printf (_("Salon: registration at %s"), host);
  g_autofree char *text = NULL;

  salon_mcp_auth_client_write (client, writer, NULL);
  text = salon_json_writer_finish (writer);
  return dex_await (salon_mcp_auth_store_save (call->store, key, text, label), error);
}

SalonMcpAuthClient *
salon_mcp_auth_registration_register (const SalonMcpAuthRegistrationCall  *call,
                                      const char                          *redirect_uri,
                                      char                               **refusal,
                                      GError                             **error)
{
  const char *method = choose_method (call->server);
  g_autofree char *body = NULL;
  g_autoptr (SalonMcpAuthAnswer) answer = NULL;
  g_autoptr (SalonMcpAuthClient) client = NULL;
  guint status = 0;

  if (refusal != NULL)
    *refusal = NULL;
  if (!check_possible (call, error))
    return NULL;
  body = salon_mcp_auth_registration_write_body (
    salon_mcp_auth_settings_get_client_name (call->settings), redirect_uri, method);
  answer = dex_await_boxed (
    salon_mcp_auth_or_stop (
      salon_mcp_auth_fetcher_post_json (
        call->fetcher, salon_mcp_auth_server_get_registration_endpoint (call->server), body, NULL),
      call->stop),
    error);
  if (answer == NULL)
    return NULL;
  status = salon_mcp_auth_answer_get_status (answer);
  if (status != 200 && status != 201)
    {
      set_refusal (call, answer, refusal, error);
      return NULL;
    }
  client = salon_mcp_auth_client_new_registered (salon_mcp_auth_server_get_issuer (call->server),
                                                 salon_mcp_auth_answer_get_object (answer), method,
                                                 redirect_uri, error);
  if (client == NULL || !keep (call, client, error))
    return NULL;
  return g_steal_pointer (&client);
}

void
salon_mcp_auth_registration_forget (SalonMcpAuthStore  *store,
                                    SalonMcpAuthClient *client)
{
  g_autofree char *key = salon_mcp_auth_dup_client_key (salon_mcp_auth_client_get_issuer (client));
  g_autofree char *text = dex_await_string (salon_mcp_auth_store_load (store, key), NULL);
  g_autoptr (SalonMcpAuthClient) kept = read_client (text);

  if (kept != NULL && strcmp (salon_mcp_auth_client_get_id (kept),
                              salon_mcp_auth_client_get_id (client)) == 0)
    dex_await (salon_mcp_auth_store_remove (store, key), NULL);
}

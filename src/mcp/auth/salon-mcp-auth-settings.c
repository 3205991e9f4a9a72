/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-settings.h"

#include <glib/gi18n.h>

#include "salon-mcp-auth-error.h"

/* A token of a platform in a file; real ones have about 2 KiB. */
#define MAX_ASSERTION (64 * 1024)

struct _SalonMcpAuthSettings
{
  char             *client_id;
  char             *client_secret;
  char             *client_issuer;
  char             *private_key;
  SalonMcpAuthGrant grant;
  char             *provider_issuer;
  char             *provider_endpoint;
  char             *provider_client_id;
  char             *assertion;
  char             *assertion_file;
  char             *scopes;
  gboolean          assume_s256;
  gboolean          allow_private_network;
  gboolean          use_dpop;
  char             *client_metadata_url;
  char             *client_name;
  char             *account;
};

G_DEFINE_BOXED_TYPE (SalonMcpAuthSettings, salon_mcp_auth_settings, salon_mcp_auth_settings_ref,
                     salon_mcp_auth_settings_unref)

/**
 * salon_mcp_auth_settings_new:
 *
 * Returns: (transfer full): settings that leave everything to what is found out
 */
SalonMcpAuthSettings *
salon_mcp_auth_settings_new (void)
{
  SalonMcpAuthSettings *self = g_rc_box_new0 (SalonMcpAuthSettings);

  self->client_name = g_strdup ("Salon");
  self->account = g_strdup ("");
  return self;
}

/**
 * salon_mcp_auth_settings_ref:
 * @self: settings
 *
 * Returns: (transfer full): @self
 */
SalonMcpAuthSettings *
salon_mcp_auth_settings_ref (SalonMcpAuthSettings *self)
{
  return g_rc_box_acquire (self);
}

static void
settings_clear (gpointer data)
{
  SalonMcpAuthSettings *self = data;

  g_free (self->client_id);
  g_free (self->client_secret);
  g_free (self->client_issuer);
  g_free (self->private_key);
  g_free (self->provider_issuer);
  g_free (self->provider_endpoint);
  g_free (self->provider_client_id);
  g_free (self->assertion);
  g_free (self->assertion_file);
  g_free (self->scopes);
  g_free (self->client_metadata_url);
  g_free (self->client_name);
  g_free (self->account);
}

/**
 * salon_mcp_auth_settings_unref:
 * @self: (transfer full): settings
 */
void
salon_mcp_auth_settings_unref (SalonMcpAuthSettings *self)
{
  g_rc_box_release_full (self, settings_clear);
}

/**
 * salon_mcp_auth_settings_set_client:
 * @self: settings
 * @client_id: (nullable): the id of the client; %NULL to register
 * @client_secret: (nullable): its secret; %NULL for a client without
 * @issuer: (nullable): the authorization server that knows it; %NULL for the first one a server
 *   names
 *
 * Uses a client that was registered by hand.
 */
void
salon_mcp_auth_settings_set_client (SalonMcpAuthSettings *self,
                                    const char           *client_id,
                                    const char           *client_secret,
                                    const char           *issuer)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->client_id, client_id);
  g_set_str (&self->client_secret, client_secret);
  g_set_str (&self->client_issuer, issuer);
}

/**
 * salon_mcp_auth_settings_set_private_key:
 * @self: settings
 * @pem: (nullable): an ES256 key, PKCS#8 in PEM
 *
 * Has the client show who it is by a signature instead of a secret (private_key_jwt).
 */
void
salon_mcp_auth_settings_set_private_key (SalonMcpAuthSettings *self,
                                         const char           *pem)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->private_key, pem);
}

/**
 * salon_mcp_auth_settings_set_grant:
 * @self: settings
 * @grant: how to be let in
 *
 * Sets how to be let in; the user signs in unless something else is said.
 */
void
salon_mcp_auth_settings_set_grant (SalonMcpAuthSettings *self,
                                   SalonMcpAuthGrant     grant)
{
  g_return_if_fail (self != NULL);

  self->grant = grant;
}

/**
 * salon_mcp_auth_settings_set_identity_provider:
 * @self: settings
 * @issuer: (nullable): the issuer of the organization's identity provider
 * @token_endpoint: (nullable): its token endpoint; %NULL to find it by @issuer
 * @client_id: (nullable): the id by which it knows this client
 *
 * Sets who vouches for the user (%SALON_MCP_AUTH_GRANT_ENTERPRISE).
 */
void
salon_mcp_auth_settings_set_identity_provider (SalonMcpAuthSettings *self,
                                               const char           *issuer,
                                               const char           *token_endpoint,
                                               const char           *client_id)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->provider_issuer, issuer);
  g_set_str (&self->provider_endpoint, token_endpoint);
  g_set_str (&self->provider_client_id, client_id);
}

/**
 * salon_mcp_auth_settings_set_assertion:
 * @self: settings
 * @assertion: (nullable): the ID token of the user, or the token of the platform
 *
 * Sets what the identity provider or the platform vouches with.
 */
void
salon_mcp_auth_settings_set_assertion (SalonMcpAuthSettings *self,
                                       const char           *assertion)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->assertion, assertion);
}

/**
 * salon_mcp_auth_settings_set_assertion_file:
 * @self: settings
 * @path: (nullable): a file
 *
 * Sets the file to read the assertion from each time it is needed: platforms replace it.
 */
void
salon_mcp_auth_settings_set_assertion_file (SalonMcpAuthSettings *self,
                                            const char           *path)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->assertion_file, path);
}

/**
 * salon_mcp_auth_settings_set_scopes:
 * @self: settings
 * @scopes: (nullable): scopes, separated by blanks; %NULL for those the server asks for
 *
 * Sets what to ask for at the first sign-in.
 */
void
salon_mcp_auth_settings_set_scopes (SalonMcpAuthSettings *self,
                                    const char           *scopes)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->scopes, scopes);
}

/**
 * salon_mcp_auth_settings_set_assume_s256:
 * @self: settings
 * @assume_s256: whether to believe it
 *
 * Sets whether to believe that the authorization server supports PKCE with S256 although its
 * metadata does not say so. S256 is used in any case.
 */
void
salon_mcp_auth_settings_set_assume_s256 (SalonMcpAuthSettings *self,
                                         gboolean              assume_s256)
{
  g_return_if_fail (self != NULL);

  self->assume_s256 = assume_s256;
}

/**
 * salon_mcp_auth_settings_set_allow_private_network:
 * @self: settings
 * @allow: whether to allow it
 *
 * Sets whether authorization servers may be in a private network.
 */
void
salon_mcp_auth_settings_set_allow_private_network (SalonMcpAuthSettings *self,
                                                   gboolean              allow)
{
  g_return_if_fail (self != NULL);

  self->allow_private_network = allow;
}

/**
 * salon_mcp_auth_settings_set_use_dpop:
 * @self: settings
 * @use_dpop: whether to insist on it
 *
 * Sets whether tokens have to be bound to a key (DPoP). Servers that demand it get it anyway.
 */
void
salon_mcp_auth_settings_set_use_dpop (SalonMcpAuthSettings *self,
                                      gboolean              use_dpop)
{
  g_return_if_fail (self != NULL);

  self->use_dpop = use_dpop;
}

/**
 * salon_mcp_auth_settings_set_client_metadata_url:
 * @self: settings
 * @url: (nullable): an https address; %NULL for none
 *
 * Sets where the client's metadata document is: its address is the id of the client with
 * authorization servers that support that.
 */
void
salon_mcp_auth_settings_set_client_metadata_url (SalonMcpAuthSettings *self,
                                                 const char           *url)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->client_metadata_url, url);
}

/**
 * salon_mcp_auth_settings_set_client_name:
 * @self: settings
 * @client_name: what the client calls itself; “Salon” unless set
 *
 * Sets the name by which users know the client again.
 */
void
salon_mcp_auth_settings_set_client_name (SalonMcpAuthSettings *self,
                                         const char           *client_name)
{
  g_return_if_fail (self != NULL);

  g_return_if_fail (client_name != NULL);

  g_set_str (&self->client_name, client_name);
}

/**
 * salon_mcp_auth_settings_set_account:
 * @self: settings
 * @account: (nullable): a name for it; %NULL for the only one
 *
 * Sets which of several accounts this is: each has tokens of its own.
 */
void
salon_mcp_auth_settings_set_account (SalonMcpAuthSettings *self,
                                     const char           *account)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->account, account != NULL ? account : "");
}

/**
 * salon_mcp_auth_settings_get_client_id:
 * @self: settings
 *
 * Returns: (nullable) (transfer none): the id of the client that was registered by hand
 */
const char *
salon_mcp_auth_settings_get_client_id (SalonMcpAuthSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->client_id;
}

/**
 * salon_mcp_auth_settings_get_client_secret:
 * @self: settings
 *
 * Returns: (nullable) (transfer none): its secret
 */
const char *
salon_mcp_auth_settings_get_client_secret (SalonMcpAuthSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->client_secret;
}

/**
 * salon_mcp_auth_settings_get_client_issuer:
 * @self: settings
 *
 * Returns: (nullable) (transfer none): the authorization server that knows it
 */
const char *
salon_mcp_auth_settings_get_client_issuer (SalonMcpAuthSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->client_issuer;
}

/**
 * salon_mcp_auth_settings_get_private_key:
 * @self: settings
 *
 * Returns: (nullable) (transfer none): the key of the client, in PEM
 */
const char *
salon_mcp_auth_settings_get_private_key (SalonMcpAuthSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->private_key;
}

/**
 * salon_mcp_auth_settings_get_grant:
 * @self: settings
 *
 * Returns: how to be let in
 */
SalonMcpAuthGrant
salon_mcp_auth_settings_get_grant (SalonMcpAuthSettings *self)
{
  g_return_val_if_fail (self != NULL, SALON_MCP_AUTH_GRANT_CODE);

  return self->grant;
}

/**
 * salon_mcp_auth_settings_get_provider_issuer:
 * @self: settings
 *
 * Returns: (nullable) (transfer none): the issuer of the identity provider
 */
const char *
salon_mcp_auth_settings_get_provider_issuer (SalonMcpAuthSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->provider_issuer;
}

/**
 * salon_mcp_auth_settings_get_provider_endpoint:
 * @self: settings
 *
 * Returns: (nullable) (transfer none): its token endpoint
 */
const char *
salon_mcp_auth_settings_get_provider_endpoint (SalonMcpAuthSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->provider_endpoint;
}

/**
 * salon_mcp_auth_settings_get_provider_client_id:
 * @self: settings
 *
 * Returns: (nullable) (transfer none): the id by which it knows the client
 */
const char *
salon_mcp_auth_settings_get_provider_client_id (SalonMcpAuthSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->provider_client_id;
}

/**
 * salon_mcp_auth_settings_get_scopes:
 * @self: settings
 *
 * Returns: (nullable) (transfer none): what to ask for at the first sign-in
 */
const char *
salon_mcp_auth_settings_get_scopes (SalonMcpAuthSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->scopes;
}

/**
 * salon_mcp_auth_settings_get_assume_s256:
 * @self: settings
 *
 * Returns: whether S256 is taken for granted
 */
gboolean
salon_mcp_auth_settings_get_assume_s256 (SalonMcpAuthSettings *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->assume_s256;
}

/**
 * salon_mcp_auth_settings_get_allow_private_network:
 * @self: settings
 *
 * Returns: whether authorization servers may be in a private network
 */
gboolean
salon_mcp_auth_settings_get_allow_private_network (SalonMcpAuthSettings *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->allow_private_network;
}

/**
 * salon_mcp_auth_settings_get_use_dpop:
 * @self: settings
 *
 * Returns: whether tokens have to be bound to a key
 */
gboolean
salon_mcp_auth_settings_get_use_dpop (SalonMcpAuthSettings *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->use_dpop;
}

/**
 * salon_mcp_auth_settings_get_client_metadata_url:
 * @self: settings
 *
 * Returns: (nullable) (transfer none): where the metadata of the client are
 */
const char *
salon_mcp_auth_settings_get_client_metadata_url (SalonMcpAuthSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->client_metadata_url;
}

/**
 * salon_mcp_auth_settings_get_client_name:
 * @self: settings
 *
 * Returns: (transfer none): what the client calls itself
 */
const char *
salon_mcp_auth_settings_get_client_name (SalonMcpAuthSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->client_name;
}

/**
 * salon_mcp_auth_settings_get_account:
 * @self: settings
 *
 * Returns: (transfer none): the name of the account, empty for the only one
 */
const char *
salon_mcp_auth_settings_get_account (SalonMcpAuthSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->account;
}

/**
 * salon_mcp_auth_settings_dup_assertion:
 * @self: settings
 * @error: return location
 *
 * Reads what the identity provider or the platform vouches with.
 *
 * Returns: (transfer full): the assertion; %NULL with %SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED when
 *   there is none
 */
char *
salon_mcp_auth_settings_dup_assertion (SalonMcpAuthSettings  *self,
                                       GError               **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;
  gsize length = 0;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->assertion_file == NULL)
    text = g_strdup (self->assertion);
  else if (!g_file_get_contents (self->assertion_file, &text, &length, &cause))
    {
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED,
                   _("The file with the token of the platform can’t be read: %s"),
                   cause->message);
      return NULL;
    }
  if (text != NULL && length <= MAX_ASSERTION && *g_strstrip (text) != '\0')
    return g_steal_pointer (&text);
  g_set_error_literal (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED,
                       _("There is no token of an identity provider or a platform to sign in "
                         "with. Enter it as “assertion” or “assertionFile” of the server in "
                         "mcp.json."));
  return NULL;
}

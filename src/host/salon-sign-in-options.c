/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-sign-in-options.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"
#include "salon-json-shape-private.h"
#include "salon-json-writer.h"

struct _SalonSignInOptions
{
  gatomicrefcount ref_count;

  SalonJsonDocument *json;
  SalonMcpAuthGrant grant;
  char *client_id;
  char *client_secret; /* may hold references to secrets, as may the next two */
  char *private_key;
  char *assertion;
  char *issuer;
  char *scopes;
  char *account;
  char *client_metadata_url;
  char *assertion_file;
  char *provider_issuer;
  char *provider_endpoint;
  char *provider_client_id;
  gboolean assume_s256;
  gboolean allow_private_network;
  gboolean dpop;
};

G_DEFINE_BOXED_TYPE (SalonSignInOptions, salon_sign_in_options,
                     salon_sign_in_options_ref, salon_sign_in_options_unref)

/**
 * salon_sign_in_options_ref:
 * @self: options
 *
 * Returns: (transfer full): @self
 */
SalonSignInOptions *
salon_sign_in_options_ref (SalonSignInOptions *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * salon_sign_in_options_unref:
 * @self: (transfer full): options
 *
 * Gives a reference back.
 */
void
salon_sign_in_options_unref (SalonSignInOptions *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->json, salon_json_document_unref);
  g_free (self->client_id);
  g_free (self->client_secret);
  g_free (self->private_key);
  g_free (self->assertion);
  g_free (self->issuer);
  g_free (self->scopes);
  g_free (self->account);
  g_free (self->client_metadata_url);
  g_free (self->assertion_file);
  g_free (self->provider_issuer);
  g_free (self->provider_endpoint);
  g_free (self->provider_client_id);
  g_free (self);
}

/* --- reading ------------------------------------------------------------------------------- */

static gboolean
fail (GError     **error,
      const char  *sentence)
{
  g_set_error_literal (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION, sentence);
  return FALSE;
}

static gboolean
read_grant (SalonSignInOptions  *self,
            const SalonJson     *json,
            GError             **error)
{
  static const char * const names[] = {
    [SALON_MCP_AUTH_GRANT_CODE] = "code",
    [SALON_MCP_AUTH_GRANT_CLIENT] = "client-credentials",
    [SALON_MCP_AUTH_GRANT_ENTERPRISE] = "enterprise",
    [SALON_MCP_AUTH_GRANT_WORKLOAD] = "workload",
  };
  g_autofree char *grant = NULL;

  if (!salon_json_shape_read_text (json, "grant", &grant, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (grant != NULL && !g_str_equal (grant, names[i]))
        continue;
      self->grant = i;
      return TRUE;
    }
  g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
               _("“grant” in “oauth” has to be “code”, “client-credentials”, “enterprise” or "
                 "“workload”, not “%s”."), grant);
  return FALSE;
}

/* Both forms are in use: one text with spaces, and a list. */
static gboolean
read_scopes (SalonSignInOptions  *self,
             const SalonJson     *json,
             GError             **error)
{
  g_auto (GStrv) list = NULL;

  if (!salon_json_is_array (salon_json_get_member (json, "scopes")))
    return salon_json_shape_read_text (json, "scopes", &self->scopes, error);
  if (!salon_json_shape_read_strings (json, "scopes", &list, error))
    return FALSE;
  self->scopes = g_strjoinv (" ", list);
  return TRUE;
}

static gboolean
read_provider (SalonSignInOptions  *self,
               const SalonJson     *json,
               GError             **error)
{
  const SalonJson *provider = NULL;

  if (!salon_json_read_object (json, "identityProvider", SALON_JSON_OPTIONAL, &provider, error))
    return FALSE;
  return provider == NULL ||
         (salon_json_shape_read_text (provider, "issuer", &self->provider_issuer, error) &&
          salon_json_shape_read_text (provider, "tokenEndpoint", &self->provider_endpoint, error) &&
          salon_json_shape_read_text (provider, "clientId", &self->provider_client_id, error));
}

static gboolean
check (SalonSignInOptions  *self,
       GError             **error)
{
  if (self->client_id == NULL && (self->client_secret != NULL || self->private_key != NULL))
    return fail (error, _("“oauth” has a secret or a key of a client, but no “clientId”."));
  if (self->grant == SALON_MCP_AUTH_GRANT_CLIENT && self->client_id == NULL)
    return fail (error, _("“oauth” with the grant “client-credentials” needs a “clientId” and a "
                          "“clientSecret” or a “privateKey”."));
  if (self->grant == SALON_MCP_AUTH_GRANT_CLIENT && self->client_secret == NULL &&
      self->private_key == NULL)
    return fail (error, _("“oauth” with the grant “client-credentials” needs a “clientSecret” or "
                          "a “privateKey”."));
  if (self->grant == SALON_MCP_AUTH_GRANT_ENTERPRISE && self->provider_endpoint == NULL)
    return fail (error, _("“oauth” with the grant “enterprise” needs an “identityProvider” with a "
                          "“tokenEndpoint”."));
  if (self->grant >= SALON_MCP_AUTH_GRANT_ENTERPRISE && self->assertion == NULL &&
      self->assertion_file == NULL)
    return fail (error, _("“oauth” with this grant needs an “assertion” or an “assertionFile”."));
  return TRUE;
}

/**
 * salon_sign_in_options_new_from_json:
 * @json: the value of “oauth”
 * @error: return location for an error
 *
 * Returns: (transfer full): the options; %NULL with %SALON_HOST_ERROR_CONFIGURATION when the value
 *   does not make sense
 */
SalonSignInOptions *
salon_sign_in_options_new_from_json (const SalonJson  *json,
                                     GError          **error)
{
  g_autoptr (SalonSignInOptions) self = g_new0 (SalonSignInOptions, 1);

  g_atomic_ref_count_init (&self->ref_count);
  if (!salon_json_is_object (json))
    {
      fail (error, _("“oauth” has to be an object."));
      return NULL;
    }
  self->json = salon_json_document_copy (json);
  if (!read_grant (self, json, error) || !read_scopes (self, json, error) ||
      !read_provider (self, json, error) ||
      !salon_json_shape_read_text (json, "clientId", &self->client_id, error) ||
      !salon_json_shape_read_text (json, "clientSecret", &self->client_secret, error) ||
      !salon_json_shape_read_text (json, "privateKey", &self->private_key, error) ||
      !salon_json_shape_read_text (json, "assertion", &self->assertion, error) ||
      !salon_json_shape_read_text (json, "assertionFile", &self->assertion_file, error) ||
      !salon_json_shape_read_text (json, "issuer", &self->issuer, error) ||
      !salon_json_shape_read_text (json, "account", &self->account, error) ||
      !salon_json_shape_read_text (json, "clientMetadataUrl", &self->client_metadata_url, error) ||
      !salon_json_read_boolean (json, "assumeS256", SALON_JSON_OPTIONAL, &self->assume_s256,
                                error) ||
      !salon_json_read_boolean (json, "allowPrivateNetwork", SALON_JSON_OPTIONAL,
                                &self->allow_private_network, error) ||
      !salon_json_read_boolean (json, "dpop", SALON_JSON_OPTIONAL, &self->dpop, error) ||
      !check (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * salon_sign_in_options_equal:
 * @self: (nullable): options
 * @other: (nullable): options
 *
 * Returns: whether both say the same
 */
gboolean
salon_sign_in_options_equal (SalonSignInOptions *self,
                             SalonSignInOptions *other)
{
  if (self == NULL || other == NULL)
    return self == other;
  return salon_json_equal (salon_json_document_get_root (self->json),
                           salon_json_document_get_root (other->json));
}

/**
 * salon_sign_in_options_get_json:
 * @self: options
 *
 * Returns: (transfer none): the value they were made from
 */
const SalonJson *
salon_sign_in_options_get_json (SalonSignInOptions *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return salon_json_document_get_root (self->json);
}

/**
 * salon_sign_in_options_get_client_id:
 * @self: options
 *
 * Returns: (transfer none) (nullable): the client the user has registered
 */
const char *
salon_sign_in_options_get_client_id (SalonSignInOptions *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->client_id;
}

/**
 * salon_sign_in_options_get_client_secret:
 * @self: options
 *
 * Returns: (transfer none) (nullable): its secret as written, which should be a reference
 */
const char *
salon_sign_in_options_get_client_secret (SalonSignInOptions *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->client_secret;
}

/**
 * salon_sign_in_options_get_scopes:
 * @self: options
 *
 * Returns: (transfer none) (nullable): what to ask for, with spaces between; %NULL for what the
 *   server wants
 */
const char *
salon_sign_in_options_get_scopes (SalonSignInOptions *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->scopes;
}

/**
 * salon_sign_in_options_get_assume_s256:
 * @self: options
 *
 * Returns: whether the authorization server is known to support PKCE with S256
 */
gboolean
salon_sign_in_options_get_assume_s256 (SalonSignInOptions *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->assume_s256;
}

/**
 * salon_sign_in_options_get_allow_private_network:
 * @self: options
 *
 * Returns: whether the server's documents may lead into the user's own network
 */
gboolean
salon_sign_in_options_get_allow_private_network (SalonSignInOptions *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->allow_private_network;
}

/* --- changing ------------------------------------------------------------------------------ */

/* A member that a form knows. */
typedef struct
{
  const char *name;
  const char *text;      /* nullable; "" stands for %NULL */
  const char *old_text;  /* nullable */
  gboolean is_on;        /* for a flag, which has no texts */
  gboolean is_done;
} Member;

static Member *
find_member (Member     *members,
             gsize       n_members,
             const char *name)
{
  for (gsize i = 0; i < n_members; i++)
    if (g_str_equal (members[i].name, name))
      return &members[i];
  return NULL;
}

/* Writes what @member has become; @old, if any, where it says that already: scopes may be a list.
 * Returns whether there was something to write. */
static gboolean
write_member (Member          *member,
              const SalonJson *old,
              SalonJsonWriter *writer)
{
  gboolean has_text = member->text != NULL && *member->text != '\0';

  if (member->is_done || (!has_text && !member->is_on))
    return FALSE;
  if (member->is_on)
    salon_json_writer_add_boolean (writer, member->name, TRUE);
  else if (old != NULL && g_strcmp0 (member->text, member->old_text) == 0)
    salon_json_writer_add_value (writer, member->name, old);
  else
    salon_json_writer_add_string (writer, member->name, member->text);
  member->is_done = TRUE;
  return TRUE;
}

/* One space between each. */
static char *
dup_scopes (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = g_strsplit_set (text != NULL ? text : "", " \t\r\n", -1);
  g_auto (GStrv) scopes = NULL;

  for (gsize i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_strv_builder_add (builder, words[i]);
  scopes = g_strv_builder_end (builder);
  return g_strjoinv (" ", scopes);
}

/**
 * salon_sign_in_options_change:
 * @self: (nullable): options to begin with
 * @client_id: (nullable): the client the user has registered
 * @client_secret: (nullable): its secret, or a reference to it
 * @scopes: (nullable): what to ask for, separated by white space
 * @assume_s256: whether the authorization server is known to support PKCE with S256
 * @allow_private: whether the server's documents may lead into the user's own network
 * @error: return location for an error
 *
 * Says what a form can say. An empty text is the same as %NULL; members of @self that are not
 * named here stay as they are, and where they are.
 *
 * Returns: (transfer full) (nullable): the new options; %NULL when nothing is left to say, and
 *   with %SALON_HOST_ERROR_CONFIGURATION when it does not make sense together
 */
SalonSignInOptions *
salon_sign_in_options_change (SalonSignInOptions  *self,
                              const char          *client_id,
                              const char          *client_secret,
                              const char          *scopes,
                              gboolean             assume_s256,
                              gboolean             allow_private,
                              GError             **error)
{
  g_autofree char *tidy_scopes = dup_scopes (scopes);
  g_autofree char *old_scopes = dup_scopes (self != NULL ? self->scopes : NULL);
  Member members[] = {
    { .name = "clientId", .text = client_id, .old_text = self != NULL ? self->client_id : NULL },
    { .name = "clientSecret", .text = client_secret,
      .old_text = self != NULL ? self->client_secret : NULL },
    { .name = "scopes", .text = tidy_scopes, .old_text = old_scopes },
    { .name = "assumeS256", .is_on = assume_s256 },
    { .name = "allowPrivateNetwork", .is_on = allow_private },
  };
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr (SalonJsonDocument) document = NULL;
  const SalonJson *value = NULL;
  const char *name = NULL;
  gboolean is_empty = TRUE;
  SalonJsonIter iter;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_iter_init (&iter, self != NULL ? salon_json_document_get_root (self->json) : NULL);
  while (salon_json_iter_next (&iter, &name, &value))
    {
      Member *member = find_member (members, G_N_ELEMENTS (members), name);

      if (member == NULL)
        salon_json_writer_add_value (writer, name, value);
      if (member == NULL || write_member (member, value, writer))
        is_empty = FALSE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (write_member (&members[i], NULL, writer))
      is_empty = FALSE;
  salon_json_writer_end_object (writer);

  document = salon_json_writer_finish_document (writer);
  if (is_empty)
    return NULL;
  return salon_sign_in_options_new_from_json (salon_json_document_get_root (document), error);
}

/* --- settings for a session ---------------------------------------------------------------- */

typedef struct
{
  SalonSignInOptions *self;
  SalonExpander *expander;
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  salon_sign_in_options_unref (making->self);
  g_object_unref (making->expander);
  g_free (making);
}

/* In a fiber. */
static gboolean
expand (Making      *making,
        const char  *text,
        char       **expanded,
        GError     **error)
{
  if (text == NULL)
    return TRUE;
  *expanded = dex_await_string (salon_expander_expand (making->expander, text), error);
  return *expanded != NULL;
}

static DexFuture *
make_fiber (gpointer user_data)
{
  Making *making = user_data;
  SalonSignInOptions *self = making->self;
  g_autoptr (SalonMcpAuthSettings) settings = salon_mcp_auth_settings_new ();
  g_autofree char *client_secret = NULL;
  g_autofree char *private_key = NULL;
  g_autofree char *assertion = NULL;
  GError *error = NULL;

  if (!expand (making, self->client_secret, &client_secret, &error) ||
      !expand (making, self->private_key, &private_key, &error) ||
      !expand (making, self->assertion, &assertion, &error))
    return dex_future_new_for_error (error);

  salon_mcp_auth_settings_set_grant (settings, self->grant);
  if (self->client_id != NULL)
    salon_mcp_auth_settings_set_client (settings, self->client_id, client_secret, self->issuer);
  if (private_key != NULL)
    salon_mcp_auth_settings_set_private_key (settings, private_key);
  if (assertion != NULL)
    salon_mcp_auth_settings_set_assertion (settings, assertion);
  if (self->assertion_file != NULL)
    salon_mcp_auth_settings_set_assertion_file (settings, self->assertion_file);
  if (self->provider_endpoint != NULL)
    salon_mcp_auth_settings_set_identity_provider (settings, self->provider_issuer,
                                                   self->provider_endpoint,
                                                   self->provider_client_id);
  if (self->scopes != NULL)
    salon_mcp_auth_settings_set_scopes (settings, self->scopes);
  if (self->account != NULL)
    salon_mcp_auth_settings_set_account (settings, self->account);
  if (self->client_metadata_url != NULL)
    salon_mcp_auth_settings_set_client_metadata_url (settings, self->client_metadata_url);
  salon_mcp_auth_settings_set_assume_s256 (settings, self->assume_s256);
  salon_mcp_auth_settings_set_allow_private_network (settings, self->allow_private_network);
  salon_mcp_auth_settings_set_use_dpop (settings, self->dpop);
  return dex_future_new_take_boxed (SALON_TYPE_MCP_AUTH_SETTINGS, g_steal_pointer (&settings));
}

/**
 * salon_sign_in_options_make_settings:
 * @self: options
 * @expander: replaces the references to secrets
 *
 * Returns: (transfer full): a future of the boxed #SalonMcpAuthSettings; rejected with what
 *   salon_expander_expand() is rejected with
 */
DexFuture *
salon_sign_in_options_make_settings (SalonSignInOptions *self,
                                     SalonExpander      *expander)
{
  Making *making;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (SALON_IS_EXPANDER (expander), NULL);

  making = g_new0 (Making, 1);
  making->self = salon_sign_in_options_ref (self);
  making->expander = g_object_ref (expander);
  return dex_scheduler_spawn (NULL, 0, make_fiber, making, making_free);
}

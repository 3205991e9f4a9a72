/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-response.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-auth-error.h"
#include "salon-mcp-auth-form.h"
#include "salon-mcp-auth-text.h"

struct _SalonMcpAuthResponse
{
  GHashTable *parameters;
};

G_DEFINE_BOXED_TYPE (SalonMcpAuthResponse, salon_mcp_auth_response, salon_mcp_auth_response_ref,
                     salon_mcp_auth_response_unref)

/**
 * salon_mcp_auth_response_new_from_query:
 * @query: the query of the address the browser was sent to, without the question mark
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the response; %NULL with %SALON_MCP_AUTH_ERROR_FAILED
 *   when the query is no form, or one of its names is there twice
 */
SalonMcpAuthResponse *
salon_mcp_auth_response_new_from_query (const char  *query,
                                        GError     **error)
{
  SalonMcpAuthResponse *self;
  GHashTable *parameters;

  g_return_val_if_fail (query != NULL, NULL);

  parameters = salon_mcp_auth_form_decode (query, error);
  if (parameters == NULL)
    return NULL;

  self = g_atomic_rc_box_new0 (SalonMcpAuthResponse);
  self->parameters = parameters;
  return self;
}

/**
 * salon_mcp_auth_response_new_from_redirect:
 * @location: where the authorization server sent the user agent
 * @redirect_uri: where it should have
 * @error: return location for an error
 *
 * For user agents that follow redirects themselves.
 *
 * Returns: (transfer full) (nullable): the response; %NULL with %SALON_MCP_AUTH_ERROR_STATE when
 *   @location is not @redirect_uri and a query, and as
 *   salon_mcp_auth_response_new_from_query() says
 */
SalonMcpAuthResponse *
salon_mcp_auth_response_new_from_redirect (const char  *location,
                                           const char  *redirect_uri,
                                           GError     **error)
{
  g_autofree char *query = NULL;
  gsize length;

  g_return_val_if_fail (location != NULL, NULL);
  g_return_val_if_fail (redirect_uri != NULL, NULL);

  /* Up to and without what it may go on with. */
  length = strlen (redirect_uri);
  if (strcspn (location, "?#") != length || !g_str_has_prefix (location, redirect_uri))
    {
      g_autofree char *host = salon_mcp_auth_text_dup_host (location);

      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_STATE,
                   _("The authorization server sent its answer to %s, which is not the address "
                     "that it was given."), host);
      return NULL;
    }

  if (location[length] == '?')
    query = g_strndup (location + length + 1, strcspn (location + length + 1, "#"));

  return salon_mcp_auth_response_new_from_query (query != NULL ? query : "", error);
}

/**
 * salon_mcp_auth_response_ref:
 * @self: a response
 *
 * Returns: (transfer full): @self
 */
SalonMcpAuthResponse *
salon_mcp_auth_response_ref (SalonMcpAuthResponse *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
salon_mcp_auth_response_clear (gpointer data)
{
  SalonMcpAuthResponse *self = data;

  g_hash_table_unref (self->parameters);
}

/**
 * salon_mcp_auth_response_unref:
 * @self: (transfer full): a response
 */
void
salon_mcp_auth_response_unref (SalonMcpAuthResponse *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, salon_mcp_auth_response_clear);
}

/**
 * salon_mcp_auth_response_get_code:
 * @self: a response
 *
 * Returns: (transfer none) (nullable): the authorization code, a secret
 */
const char *
salon_mcp_auth_response_get_code (SalonMcpAuthResponse *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_hash_table_lookup (self->parameters, "code");
}

/**
 * salon_mcp_auth_response_get_state:
 * @self: a response
 *
 * Returns: (transfer none) (nullable): the state
 */
const char *
salon_mcp_auth_response_get_state (SalonMcpAuthResponse *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_hash_table_lookup (self->parameters, "state");
}

/**
 * salon_mcp_auth_response_get_iss:
 * @self: a response
 *
 * Returns: (transfer none) (nullable): the issuer that the response says it is of (RFC 9207),
 *   decoded and otherwise byte for byte
 */
const char *
salon_mcp_auth_response_get_iss (SalonMcpAuthResponse *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_hash_table_lookup (self->parameters, "iss");
}

/**
 * salon_mcp_auth_response_get_error:
 * @self: a response
 *
 * Returns: (transfer none) (nullable): the error's code. Not to be acted on nor shown before
 *   the issuer is known to be right (RFC 9207 section 2.4)
 */
const char *
salon_mcp_auth_response_get_error (SalonMcpAuthResponse *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_hash_table_lookup (self->parameters, "error");
}

/**
 * salon_mcp_auth_response_get_error_description:
 * @self: a response
 *
 * Returns: (transfer none) (nullable): what the server says about its error
 */
const char *
salon_mcp_auth_response_get_error_description (SalonMcpAuthResponse *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_hash_table_lookup (self->parameters, "error_description");
}

/**
 * salon_mcp_auth_response_get_error_uri:
 * @self: a response
 *
 * Returns: (transfer none) (nullable): where the server says there is more about its error
 */
const char *
salon_mcp_auth_response_get_error_uri (SalonMcpAuthResponse *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_hash_table_lookup (self->parameters, "error_uri");
}

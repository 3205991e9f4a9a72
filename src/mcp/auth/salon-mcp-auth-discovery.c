/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-discovery-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-auth-answer.h"
#include "salon-mcp-auth-challenge.h"
#include "salon-mcp-auth-error.h"
#include "salon-mcp-auth-scopes-private.h"
#include "salon-mcp-auth-text.h"
#include "salon-mcp-auth-token-client-private.h"

/* What is told to servers that look at it while they are being found out about. */
#define PROTOCOL_VERSION "2025-11-25"

#define ORIGIN_WELL_KNOWN "/.well-known/oauth-authorization-server"

struct _SalonMcpAuthDiscovery
{
  SalonMcpAuthServer *server;
  char               *resource;
  char               *scopes;
  gboolean            needs_dpop;
};

G_DEFINE_BOXED_TYPE (SalonMcpAuthDiscovery, salon_mcp_auth_discovery, salon_mcp_auth_discovery_ref,
                     salon_mcp_auth_discovery_unref)

SalonMcpAuthDiscovery *
salon_mcp_auth_discovery_ref (SalonMcpAuthDiscovery *self)
{
  return g_rc_box_acquire (self);
}

static void
discovery_clear (gpointer data)
{
  SalonMcpAuthDiscovery *self = data;

  g_clear_pointer (&self->server, salon_mcp_auth_server_unref);
  g_free (self->resource);
  g_free (self->scopes);
}

void
salon_mcp_auth_discovery_unref (SalonMcpAuthDiscovery *self)
{
  g_rc_box_release_full (self, discovery_clear);
}

SalonMcpAuthServer *
salon_mcp_auth_discovery_get_server (SalonMcpAuthDiscovery *self)
{
  return self->server;
}

const char *
salon_mcp_auth_discovery_get_resource (SalonMcpAuthDiscovery *self)
{
  return self->resource;
}

const char *
salon_mcp_auth_discovery_get_scopes (SalonMcpAuthDiscovery *self)
{
  return self->scopes;
}

gboolean
salon_mcp_auth_discovery_needs_dpop (SalonMcpAuthDiscovery *self)
{
  return self->needs_dpop;
}

/* Documents. */

/* A document, when there is one there. An error only when it can't be known whether there is one,
 * or when looking was not allowed; *is_absent when there is certainly none. */
static SalonMcpAuthAnswer *
read_document (const SalonMcpAuthDiscoveryCall  *call,
               const char                       *url,
               gboolean                         *is_absent,
               GError                          **error)
{
  g_autoptr (SalonMcpAuthAnswer) answer = dex_await_boxed (
    salon_mcp_auth_or_stop (salon_mcp_auth_fetcher_get (call->fetcher, url, PROTOCOL_VERSION),
                            call->stop),
    error);
  g_autofree char *host = NULL;
  guint status = 0;

  *is_absent = FALSE;
  if (answer == NULL)
    return NULL;
  status = salon_mcp_auth_answer_get_status (answer);
  if (status == 200 && salon_mcp_auth_answer_get_object (answer) != NULL)
    return g_steal_pointer (&answer);
  if (status >= 400 && status < 500)
    {
      *is_absent = TRUE;
      return NULL;
    }
  host = salon_mcp_auth_text_dup_host (url);
  if (status == 200)
    g_set_error_literal (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
                         salon_mcp_auth_answer_get_problem (answer));
  else
    g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
                 _("%s answered with the status %u when it was asked how to sign in. Try again "
                   "later."), host, status);
  return NULL;
}

/* Pages for people in the place of documents that do not exist are common. */
static gboolean
is_page (const GError *error)
{
  return g_error_matches (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY);
}

/* No use in looking elsewhere. */
static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_error_matches (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_RESOURCE) ||
         g_error_matches (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS);
}

/* Keeps the first of several errors. */
static void
keep_error (GError **first,
            GError  *error)
{
  if (*first == NULL)
    *first = error;
  else
    g_error_free (error);
}

static SalonMcpAuthChallenge *
find_challenge (GPtrArray *challenges)
{
  SalonMcpAuthChallenge *challenge = salon_mcp_auth_challenge_find (challenges, "Bearer");

  return challenge != NULL ? challenge : salon_mcp_auth_challenge_find (challenges, "DPoP");
}

/* What any of the challenges say: servers that take both kinds of tokens repeat themselves. */
static const char *
find_parameter (GPtrArray  *challenges,
                const char *name)
{
  SalonMcpAuthChallenge *first = find_challenge (challenges);
  SalonMcpAuthChallenge *other = salon_mcp_auth_challenge_find (challenges, "DPoP");
  const char *value = first != NULL ? salon_mcp_auth_challenge_get_parameter (first, name) : NULL;

  if (value == NULL && other != NULL)
    value = salon_mcp_auth_challenge_get_parameter (other, name);
  return value;
}

SalonMcpAuthResource *
salon_mcp_auth_discovery_read_resource (const SalonMcpAuthDiscoveryCall  *call,
                                        GError                          **error)
{
  const char *server_url = salon_mcp_auth_fetcher_get_server_url (call->fetcher);
  g_autoptr (GPtrArray) challenges = salon_mcp_auth_challenge_parse (call->challenge);
  const char *given = find_parameter (challenges, "resource_metadata");
  g_auto (GStrv) locations = salon_mcp_auth_resource_dup_locations (server_url, given);
  GError *first = NULL;

  for (guint i = 0; locations[i] != NULL; i++)
    {
      GError *failure = NULL;
      gboolean is_absent = FALSE;
      g_autoptr (SalonMcpAuthAnswer) answer = read_document (call, locations[i], &is_absent,
                                                             &failure);
      SalonMcpAuthResource *resource = NULL;

      if (answer != NULL)
        resource = salon_mcp_auth_resource_new (locations[i],
                                                salon_mcp_auth_answer_get_object (answer),
                                                server_url, &failure);
      if (resource != NULL)
        {
          g_clear_error (&first);
          return resource;
        }
      if (failure != NULL && is_final (failure))
        {
          g_clear_error (&first);
          g_propagate_error (error, failure);
          return NULL;
        }
      /* Only what the server has pointed to has to be there. */
      if (failure != NULL && answer == NULL && is_page (failure) && (given == NULL || i > 0))
        g_clear_error (&failure);
      if (failure != NULL)
        keep_error (&first, failure);
    }
  if (first != NULL)
    g_propagate_error (error, first);
  return NULL;
}

static SalonMcpAuthServer *
use_document (const SalonMcpAuthDiscoveryCall  *call,
              const char                       *url,
              const char                       *issuer,
              SalonMcpAuthAnswer               *answer,
              GError                          **error)
{
  g_autoptr (SalonMcpAuthServer) server =
    salon_mcp_auth_server_new (url, issuer, salon_mcp_auth_answer_get_object (answer), error);

  if (server == NULL)
    return NULL;
  if (salon_mcp_auth_settings_get_grant (call->settings) == SALON_MCP_AUTH_GRANT_CODE &&
      !salon_mcp_auth_server_check_pkce (server,
                                         salon_mcp_auth_settings_get_assume_s256 (call->settings),
                                         error))
    return NULL;
  return g_steal_pointer (&server);
}

SalonMcpAuthServer *
salon_mcp_auth_discovery_read_server (const SalonMcpAuthDiscoveryCall  *call,
                                      const char                       *issuer,
                                      GError                          **error)
{
  g_auto (GStrv) locations = salon_mcp_auth_server_dup_locations (issuer);
  g_autofree char *host = NULL;
  GError *first = NULL;

  for (guint i = 0; locations[i] != NULL; i++)
    {
      GError *failure = NULL;
      gboolean is_absent = FALSE;
      g_autoptr (SalonMcpAuthAnswer) answer = read_document (call, locations[i], &is_absent,
                                                             &failure);
      SalonMcpAuthServer *server = NULL;

      if (answer != NULL)
        server = use_document (call, locations[i], issuer, answer, &failure);
      if (server != NULL)
        {
          g_clear_error (&first);
          return server;
        }
      if (failure == NULL)
        continue;
      if (is_final (failure))
        {
          g_clear_error (&first);
          g_propagate_error (error, failure);
          return NULL;
        }
      keep_error (&first, failure);
    }
  if (first != NULL)
    {
      g_propagate_error (error, first);
      return NULL;
    }
  host = salon_mcp_auth_text_dup_host (issuer);
  g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY,
               _("The authorization server %s says nowhere how to sign in: it has no metadata for "
                 "“%s”. Tell those who run the server."), host, issuer);
  return NULL;
}

/* The whole. */

/* The issuers of a server in the order in which they are to be tried. */
static char **
sort_issuers (SalonMcpAuthResource *resource,
              const char           *preferred)
{
  g_autoptr (GStrvBuilder) sorted = g_strv_builder_new ();
  const char * const *issuers = salon_mcp_auth_resource_get_issuers (resource);

  if (salon_mcp_auth_resource_has_issuer (resource, preferred))
    g_strv_builder_add (sorted, preferred);
  for (guint i = 0; issuers[i] != NULL; i++)
    if (g_strcmp0 (issuers[i], preferred) != 0)
      g_strv_builder_add (sorted, issuers[i]);
  return g_strv_builder_end (sorted);
}

static SalonMcpAuthServer *
read_servers (const SalonMcpAuthDiscoveryCall  *call,
              SalonMcpAuthResource             *resource,
              GError                          **error)
{
  const char *own = salon_mcp_auth_settings_get_client_issuer (call->settings);
  g_auto (GStrv) issuers = sort_issuers (resource, own != NULL ? own : call->preferred_issuer);
  GError *first = NULL;

  for (guint i = 0; issuers[i] != NULL; i++)
    {
      GError *failure = NULL;
      SalonMcpAuthServer *server = salon_mcp_auth_discovery_read_server (call, issuers[i],
                                                                         &failure);

      if (server != NULL)
        {
          g_clear_error (&first);
          return server;
        }
      if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_clear_error (&first);
          g_propagate_error (error, failure);
          return NULL;
        }
      keep_error (&first, failure);
    }
  g_propagate_error (error, first);
  return NULL;
}

/* MCP 2025-03-26: the server is its own authorization server. */
static SalonMcpAuthServer *
read_origin (const SalonMcpAuthDiscoveryCall  *call,
             GError                          **error)
{
  const char *server_url = salon_mcp_auth_fetcher_get_server_url (call->fetcher);
  g_autoptr (GUri) uri = g_uri_parse (server_url, G_URI_FLAGS_ENCODED, error);
  g_autofree char *origin = NULL;
  g_autofree char *url = NULL;
  g_autoptr (SalonMcpAuthAnswer) answer = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean is_absent = FALSE;

  if (uri == NULL)
    return NULL;
  origin = g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                       g_uri_get_port (uri), "", NULL, NULL);
  url = g_strconcat (origin, ORIGIN_WELL_KNOWN, NULL);
  answer = read_document (call, url, &is_absent, &failure);
  if (answer != NULL)
    return use_document (call, url, origin, answer, error);
  if (is_absent || is_page (failure))
    return salon_mcp_auth_server_new_default (origin);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* Whether the server wants nothing but tokens that are bound to a key. */
static gboolean
wants_dpop (GPtrArray *challenges)
{
  return salon_mcp_auth_challenge_find (challenges, "DPoP") != NULL &&
         salon_mcp_auth_challenge_find (challenges, "Bearer") == NULL;
}

SalonMcpAuthDiscovery *
salon_mcp_auth_discovery_run (const SalonMcpAuthDiscoveryCall  *call,
                              GError                          **error)
{
  g_autoptr (GPtrArray) challenges = salon_mcp_auth_challenge_parse (call->challenge);
  g_autoptr (SalonMcpAuthResource) resource = NULL;
  g_autoptr (SalonMcpAuthServer) server = NULL;
  g_autoptr (GError) failure = NULL;
  SalonMcpAuthDiscovery *self = NULL;

  resource = salon_mcp_auth_discovery_read_resource (call, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  server = resource != NULL ? read_servers (call, resource, error) : read_origin (call, error);
  if (server == NULL)
    return NULL;
  self = g_rc_box_new0 (SalonMcpAuthDiscovery);
  self->server = g_steal_pointer (&server);
  self->scopes = salon_mcp_auth_scopes_join (find_parameter (challenges, "scope"), NULL);
  self->needs_dpop = wants_dpop (challenges);
  if (resource == NULL)
    {
      self->resource = salon_mcp_auth_resource_dup_canonical (
        salon_mcp_auth_fetcher_get_server_url (call->fetcher));
      return self;
    }
  self->resource = g_strdup (salon_mcp_auth_resource_get_identifier (resource));
  if (self->scopes == NULL)
    self->scopes = g_strdup (salon_mcp_auth_resource_get_scopes (resource));
  self->needs_dpop |= salon_mcp_auth_resource_needs_dpop (resource);
  return self;
}

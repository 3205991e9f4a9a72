/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-tokens-private.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-auth-error.h"
#include "salon-mcp-auth-scopes-private.h"
#include "salon-mcp-auth-text.h"

/* A header has to hold it. */
#define MAX_TOKEN (32 * 1024)

/* What an odd server may say, in seconds: ten years. */
#define MAX_LIFE ((gint64) 10 * 365 * 24 * 60 * 60)

/* How long before its end a token is renewed: a tenth of its life, at most this. */
#define MAX_SKEW (30 * G_TIME_SPAN_SECOND)

struct _SalonMcpAuthTokens
{
  char               *access_token;
  char               *refresh_token;
  gboolean            is_bound;
  char               *scopes;
  char               *wanted;
  gint64              issued_at;    /* microseconds of real time */
  gint64              expires_at;   /* the same; 0 when nothing was said */
  char               *issuer;
  char               *resource;
  char               *token_endpoint;
  char               *revocation_endpoint;
  SalonMcpAuthClient *client;
  SalonMcpAuthKey    *key;
};

G_DEFINE_BOXED_TYPE (SalonMcpAuthTokens, salon_mcp_auth_tokens, salon_mcp_auth_tokens_ref,
                     salon_mcp_auth_tokens_unref)

SalonMcpAuthTokens *
salon_mcp_auth_tokens_ref (SalonMcpAuthTokens *self)
{
  return g_rc_box_acquire (self);
}

static void
tokens_clear (gpointer data)
{
  SalonMcpAuthTokens *self = data;

  g_free (self->access_token);
  g_free (self->refresh_token);
  g_free (self->scopes);
  g_free (self->wanted);
  g_free (self->issuer);
  g_free (self->resource);
  g_free (self->token_endpoint);
  g_free (self->revocation_endpoint);
  g_clear_pointer (&self->client, salon_mcp_auth_client_unref);
  g_clear_pointer (&self->key, salon_mcp_auth_key_unref);
}

void
salon_mcp_auth_tokens_unref (SalonMcpAuthTokens *self)
{
  g_rc_box_release_full (self, tokens_clear);
}

/* RFC 6749 appendix A.12: visible characters; here without a blank, which would begin something
 * else in the header. */
static gboolean
is_token (const char *text)
{
  if (text == NULL || *text == '\0' || strlen (text) > MAX_TOKEN)
    return FALSE;
  for (const char *at = text; *at != '\0'; at++)
    if (*at <= ' ' || *at > '~')
      return FALSE;
  return TRUE;
}

/* Some servers write numbers as texts. 0 for unknown. */
static gint64
read_life (const SalonJson *answer)
{
  const SalonJson *member = salon_json_get_member (answer, "expires_in");
  const char *text = salon_json_as_string (member);
  double number = 0;

  if (text != NULL)
    number = g_ascii_strtod (text, NULL);
  else
    salon_json_as_double (member, &number);
  if (!(number >= 1))
    return 0;
  return (gint64) MIN (number, (double) MAX_LIFE);
}

static gboolean
read_type (SalonMcpAuthTokens               *self,
           const SalonJson                  *answer,
           const SalonMcpAuthTokensContext  *context,
           GError                          **error)
{
  const SalonJson *member = salon_json_get_member (answer, "token_type");
  const char *type = salon_json_as_string (member);
  g_autofree char *host = NULL;
  g_autofree char *shown = NULL;

  if (salon_json_get_kind (member) == SALON_JSON_NULL)
    return TRUE;
  if (type == NULL)
    type = "token_type";
  if (g_ascii_strcasecmp (type, "Bearer") == 0)
    return TRUE;
  self->is_bound = g_ascii_strcasecmp (type, "DPoP") == 0;
  if (self->is_bound && context->key != NULL)
    return TRUE;
  host = salon_mcp_auth_text_dup_host (context->token_endpoint);
  shown = salon_mcp_auth_text_dup_shown (type, 60);
  g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_TOKEN,
               _("%s has given a token of the kind “%s”, which Salon did not ask for."), host,
               shown);
  return FALSE;
}

static void
take_context (SalonMcpAuthTokens              *self,
              const SalonMcpAuthTokensContext *context)
{
  self->issuer = g_strdup (context->issuer);
  self->resource = g_strdup (context->resource);
  self->token_endpoint = g_strdup (context->token_endpoint);
  self->revocation_endpoint = g_strdup (context->revocation_endpoint);
  self->wanted = g_strdup (context->scopes);
  self->client = salon_mcp_auth_client_ref (context->client);
  self->key = context->key != NULL ? salon_mcp_auth_key_ref (context->key) : NULL;
}

SalonMcpAuthTokens *
salon_mcp_auth_tokens_new (const SalonJson                  *answer,
                           const SalonMcpAuthTokensContext  *context,
                           SalonMcpAuthTokens               *previous,
                           gint64                            now,
                           GError                          **error)
{
  const char *access_token = salon_json_as_string (salon_json_get_member (answer, "access_token"));
  const char *refresh_token =
    salon_json_as_string (salon_json_get_member (answer, "refresh_token"));
  const char *scopes = salon_json_as_string (salon_json_get_member (answer, "scope"));
  gint64 life = read_life (answer);
  g_autoptr (SalonMcpAuthTokens) self = NULL;
  g_autofree char *host = NULL;

  if (!is_token (access_token))
    {
      host = salon_mcp_auth_text_dup_host (context->token_endpoint);
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_TOKEN,
                   _("The answer of %s holds no usable “access_token”. Tell those who run it."),
                   host);
      return NULL;
    }
  self = g_rc_box_new0 (SalonMcpAuthTokens);
  take_context (self, context);
  if (!read_type (self, answer, context, error))
    return NULL;
  self->access_token = g_strdup (access_token);
  /* RFC 6749 section 6: without a new one the old one stays good. */
  if (is_token (refresh_token))
    self->refresh_token = g_strdup (refresh_token);
  else if (previous != NULL)
    self->refresh_token = g_strdup (previous->refresh_token);
  self->scopes = salon_mcp_auth_scopes_join (scopes, NULL);
  if (self->scopes == NULL)
    self->scopes = g_strdup (previous != NULL ? previous->scopes : self->wanted);
  self->issued_at = now;
  self->expires_at = life > 0 ? now + life * G_USEC_PER_SEC : 0;
  return g_steal_pointer (&self);
}

/* Keeping them. */

static char *
dup_member (const SalonJson *json,
            const char      *name)
{
  return g_strdup (salon_json_as_string (salon_json_get_member (json, name)));
}

static gboolean
is_whole (SalonMcpAuthTokens *self)
{
  return is_token (self->access_token) &&
         (self->refresh_token == NULL || is_token (self->refresh_token)) &&
         self->issuer != NULL && self->resource != NULL && self->token_endpoint != NULL &&
         self->client != NULL && (!self->is_bound || self->key != NULL);
}

SalonMcpAuthTokens *
salon_mcp_auth_tokens_new_from_text (const char *text)
{
  g_autoptr (SalonJsonDocument) document =
    text != NULL ? salon_json_document_parse (text, -1, NULL, NULL) : NULL;
  const SalonJson *json = document != NULL ? salon_json_document_get_root (document) : NULL;
  g_autoptr (SalonMcpAuthTokens) self = NULL;
  g_autofree char *pem = NULL;

  if (!salon_json_is_object (json))
    return NULL;
  self = g_rc_box_new0 (SalonMcpAuthTokens);
  self->access_token = dup_member (json, "access_token");
  self->refresh_token = dup_member (json, "refresh_token");
  salon_json_as_boolean (salon_json_get_member (json, "is_bound"), &self->is_bound);
  self->scopes = dup_member (json, "scopes");
  self->wanted = dup_member (json, "wanted");
  salon_json_as_int64 (salon_json_get_member (json, "issued_at"), &self->issued_at);
  salon_json_as_int64 (salon_json_get_member (json, "expires_at"), &self->expires_at);
  self->issuer = dup_member (json, "issuer");
  self->resource = dup_member (json, "resource");
  self->token_endpoint = dup_member (json, "token_endpoint");
  self->revocation_endpoint = dup_member (json, "revocation_endpoint");
  self->client = salon_mcp_auth_client_new_from_json (salon_json_get_member (json, "client"));
  pem = dup_member (json, "key");
  if (pem != NULL)
    self->key = salon_mcp_auth_key_new_from_pem (pem, NULL);
  return is_whole (self) ? g_steal_pointer (&self) : NULL;
}

static void
add_string (SalonJsonWriter *writer,
            const char      *name,
            const char      *value)
{
  if (value != NULL)
    salon_json_writer_add_string (writer, name, value);
}

char *
salon_mcp_auth_tokens_to_text (SalonMcpAuthTokens *self)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *pem = self->key != NULL ? salon_mcp_auth_key_to_pem (self->key) : NULL;

  salon_json_writer_begin_object (writer, NULL);
  add_string (writer, "access_token", self->access_token);
  add_string (writer, "refresh_token", self->refresh_token);
  salon_json_writer_add_boolean (writer, "is_bound", self->is_bound);
  add_string (writer, "scopes", self->scopes);
  add_string (writer, "wanted", self->wanted);
  salon_json_writer_add_int64 (writer, "issued_at", self->issued_at);
  salon_json_writer_add_int64 (writer, "expires_at", self->expires_at);
  add_string (writer, "issuer", self->issuer);
  add_string (writer, "resource", self->resource);
  add_string (writer, "token_endpoint", self->token_endpoint);
  add_string (writer, "revocation_endpoint", self->revocation_endpoint);
  salon_mcp_auth_client_write (self->client, writer, "client");
  add_string (writer, "key", pem);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

/* What is in them. */

void
salon_mcp_auth_tokens_get_context (SalonMcpAuthTokens        *self,
                                   SalonMcpAuthTokensContext *context)
{
  context->issuer = self->issuer;
  context->resource = self->resource;
  context->token_endpoint = self->token_endpoint;
  context->revocation_endpoint = self->revocation_endpoint;
  context->scopes = self->wanted;
  context->client = self->client;
  context->key = self->key;
}

const char *
salon_mcp_auth_tokens_get_access_token (SalonMcpAuthTokens *self)
{
  return self->access_token;
}

const char *
salon_mcp_auth_tokens_get_refresh_token (SalonMcpAuthTokens *self)
{
  return self->refresh_token;
}

gboolean
salon_mcp_auth_tokens_is_bound (SalonMcpAuthTokens *self)
{
  return self->is_bound;
}

const char *
salon_mcp_auth_tokens_get_scopes (SalonMcpAuthTokens *self)
{
  return self->scopes;
}

const char *
salon_mcp_auth_tokens_get_wanted (SalonMcpAuthTokens *self)
{
  return self->wanted;
}

gint64
salon_mcp_auth_tokens_get_expires_at (SalonMcpAuthTokens *self)
{
  return self->expires_at;
}

gboolean
salon_mcp_auth_tokens_is_expiring (SalonMcpAuthTokens *self,
                                   gint64              now)
{
  gint64 skew = MIN ((self->expires_at - self->issued_at) / 10, MAX_SKEW);

  return self->expires_at > 0 && now >= self->expires_at - MAX (skew, 0);
}

gboolean
salon_mcp_auth_tokens_is_expired (SalonMcpAuthTokens *self,
                                  gint64              now)
{
  return self->expires_at > 0 && now >= self->expires_at;
}

char *
salon_mcp_auth_tokens_dup_header (SalonMcpAuthTokens *self)
{
  return g_strconcat (self->is_bound ? "DPoP " : "Bearer ", self->access_token, NULL);
}

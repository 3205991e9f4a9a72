/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-proof-private.h"

#include <string.h>

#include "salon-json-writer.h"
#include "salon-mcp-auth-base64url.h"
#include "salon-mcp-auth-random.h"

#define MAX_NONCE 1024
#define MAX_ORIGINS 16
#define HASH_LENGTH 32

struct _SalonMcpAuthNonces
{
  GHashTable *nonces;   /* origin → nonce */
};

SalonMcpAuthNonces *
salon_mcp_auth_nonces_new (void)
{
  SalonMcpAuthNonces *self = g_new0 (SalonMcpAuthNonces, 1);

  self->nonces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
salon_mcp_auth_nonces_free (SalonMcpAuthNonces *self)
{
  g_hash_table_unref (self->nonces);
  g_free (self);
}

static char *
dup_origin (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *host = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return NULL;
  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  return g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, host, g_uri_get_port (uri),
                     "", NULL, NULL);
}

/* RFC 9449 section 8.1 */
static gboolean
is_nonce (const char *text)
{
  if (text == NULL || *text == '\0' || strlen (text) > MAX_NONCE)
    return FALSE;
  for (const char *at = text; *at != '\0'; at++)
    if (*at <= ' ' || *at > '~' || *at == '"' || *at == '\\')
      return FALSE;
  return TRUE;
}

gboolean
salon_mcp_auth_nonces_take (SalonMcpAuthNonces *self,
                            const char         *url,
                            const char         *nonce)
{
  g_autofree char *origin = dup_origin (url);

  if (origin == NULL || !is_nonce (nonce) ||
      g_strcmp0 (g_hash_table_lookup (self->nonces, origin), nonce) == 0)
    return FALSE;
  if (g_hash_table_size (self->nonces) >= MAX_ORIGINS)
    g_hash_table_remove_all (self->nonces);
  g_hash_table_replace (self->nonces, g_steal_pointer (&origin), g_strdup (nonce));
  return TRUE;
}

const char *
salon_mcp_auth_nonces_lookup (SalonMcpAuthNonces *self,
                              const char         *url)
{
  g_autofree char *origin = dup_origin (url);

  return origin != NULL ? g_hash_table_lookup (self->nonces, origin) : NULL;
}

static void
hash (const char *text,
      guint8      digest[HASH_LENGTH])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = HASH_LENGTH;

  g_checksum_update (checksum, (const guint8 *) text, (gssize) strlen (text));
  g_checksum_get_digest (checksum, digest, &length);
}

static char *
make_claims (const char *method,
             const char *url,
             const char *access_token,
             const char *nonce,
             const char *body,
             SalonClock *clock)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *number = salon_mcp_auth_random_text (16);
  g_autofree char *target = g_strndup (url, strcspn (url, "?#"));
  guint8 digest[HASH_LENGTH];

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "jti", number);
  salon_json_writer_add_string (writer, "htm", method);
  salon_json_writer_add_string (writer, "htu", target);
  salon_json_writer_add_int64 (writer, "iat", salon_clock_get_real_time (clock) / G_USEC_PER_SEC);
  if (access_token != NULL)
    {
      g_autofree char *encoded = NULL;

      hash (access_token, digest);
      encoded = salon_mcp_auth_base64url_encode (digest, sizeof digest);
      salon_json_writer_add_string (writer, "ath", encoded);
    }
  if (nonce != NULL)
    salon_json_writer_add_string (writer, "nonce", nonce);
  if (body != NULL)
    {
      g_autofree char *encoded = NULL;
      g_autofree char *value = NULL;

      /* In the form of RFC 9530. */
      hash (body, digest);
      encoded = g_base64_encode (digest, sizeof digest);
      value = g_strdup_printf ("sha-256=:%s:", encoded);
      salon_json_writer_add_string (writer, "content_digest", value);
    }
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

char *
salon_mcp_auth_proof_new (SalonMcpAuthKey  *key,
                          const char       *method,
                          const char       *url,
                          const char       *access_token,
                          const char       *nonce,
                          const char       *body,
                          SalonClock       *clock,
                          GError          **error)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autofree char *jwk = salon_mcp_auth_key_dup_jwk (key);
  g_autofree char *claims = make_claims (method, url, access_token, nonce, body, clock);
  g_autofree char *header = NULL;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "typ", "dpop+jwt");
  salon_json_writer_add_text (writer, "jwk", jwk);
  salon_json_writer_end_object (writer);
  header = salon_json_writer_finish (writer);
  return salon_mcp_auth_key_sign_jwt (key, header, claims, error);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-key.h"

#include <string.h>

#include <glib/gi18n.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "salon-json-writer.h"
#include "salon-json.h"
#include "salon-mcp-auth-base64url.h"
#include "salon-mcp-auth-error.h"

/* Of a coordinate on P-256, and of each half of a signature (RFC 7518 sections 3.4, 6.2.1). */
#define COORDINATE_LENGTH 32

#define SHA256_LENGTH 32

/* Keys have some hundred bytes; a certificate chain may come along. */
#define MAX_PEM (64 * 1024)

struct _SalonMcpAuthKey
{
  gnutls_x509_privkey_t x509;
  gnutls_privkey_t      signer;
  char                 *x;
  char                 *y;
};

G_DEFINE_BOXED_TYPE (SalonMcpAuthKey, salon_mcp_auth_key, salon_mcp_auth_key_ref,
                     salon_mcp_auth_key_unref)

static void
salon_mcp_auth_key_clear (gpointer data)
{
  SalonMcpAuthKey *self = data;

  g_clear_pointer (&self->signer, gnutls_privkey_deinit);
  g_clear_pointer (&self->x509, gnutls_x509_privkey_deinit);
  g_free (self->x);
  g_free (self->y);
}

/**
 * salon_mcp_auth_key_ref:
 * @self: a key
 *
 * Returns: (transfer full): @self
 */
SalonMcpAuthKey *
salon_mcp_auth_key_ref (SalonMcpAuthKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * salon_mcp_auth_key_unref:
 * @self: (transfer full): a key
 */
void
salon_mcp_auth_key_unref (SalonMcpAuthKey *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, salon_mcp_auth_key_clear);
}

static gboolean
check (int      result,
       GError **error)
{
  if (result >= 0)
    return TRUE;

  g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_FAILED,
               _("The key that Salon signs with can’t be used (%s)."), gnutls_strerror (result));
  return FALSE;
}

/* Numbers come without the zeros they begin with, or with one more; RFC 7518 section 6.2.1.2
 * wants exactly as many bytes as the curve has. */
static gboolean
copy_number (const gnutls_datum_t *number,
             guint8                bytes[COORDINATE_LENGTH])
{
  const guint8 *data = number->data;
  gsize length = number->size;

  while (length > COORDINATE_LENGTH && *data == 0)
    {
      data++;
      length--;
    }
  if (length > COORDINATE_LENGTH)
    return FALSE;

  memset (bytes, 0, COORDINATE_LENGTH - length);
  memcpy (bytes + COORDINATE_LENGTH - length, data, length);
  return TRUE;
}

static char *
encode_number (const gnutls_datum_t *number)
{
  guint8 bytes[COORDINATE_LENGTH];

  return copy_number (number, bytes) ? salon_mcp_auth_base64url_encode (bytes, sizeof bytes)
                                     : NULL;
}

/* Takes the key over, whatever happens. */
static SalonMcpAuthKey *
salon_mcp_auth_key_new_take (gnutls_x509_privkey_t   x509,
                             GError                **error)
{
  g_autoptr(SalonMcpAuthKey) self = g_atomic_rc_box_new0 (SalonMcpAuthKey);
  gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;
  gnutls_datum_t x = { NULL, 0 };
  gnutls_datum_t y = { NULL, 0 };

  self->x509 = x509;
  if (gnutls_x509_privkey_get_pk_algorithm (x509) != GNUTLS_PK_ECDSA ||
      gnutls_x509_privkey_export_ecc_raw (x509, &curve, &x, &y, NULL) < 0 ||
      curve != GNUTLS_ECC_CURVE_SECP256R1)
    {
      gnutls_free (x.data);
      gnutls_free (y.data);
      g_set_error_literal (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_UNSUPPORTED,
                           _("The private key is of a kind that Salon can’t sign with: it has to "
                             "be an elliptic curve key on P-256, for ES256."));
      return NULL;
    }

  self->x = encode_number (&x);
  self->y = encode_number (&y);
  gnutls_free (x.data);
  gnutls_free (y.data);

  if (!check (self->x != NULL && self->y != NULL ? 0 : GNUTLS_E_INTERNAL_ERROR, error) ||
      !check (gnutls_privkey_init (&self->signer), error) ||
      !check (gnutls_privkey_import_x509 (self->signer, x509, 0), error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * salon_mcp_auth_key_new_generate:
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a new key; %NULL with %SALON_MCP_AUTH_ERROR_FAILED
 */
SalonMcpAuthKey *
salon_mcp_auth_key_new_generate (GError **error)
{
  gnutls_x509_privkey_t x509 = NULL;

  if (!check (gnutls_x509_privkey_init (&x509), error))
    return NULL;

  if (!check (gnutls_x509_privkey_generate (x509, GNUTLS_PK_ECDSA,
                                            GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0),
              error))
    {
      gnutls_x509_privkey_deinit (x509);
      return NULL;
    }

  return salon_mcp_auth_key_new_take (x509, error);
}

/**
 * salon_mcp_auth_key_new_from_pem:
 * @pem: a private key that is not encrypted, as PKCS#8 or SEC 1
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the key; %NULL with %SALON_MCP_AUTH_ERROR_UNSUPPORTED
 *   when it is no key, encrypted, or of another kind
 */
SalonMcpAuthKey *
salon_mcp_auth_key_new_from_pem (const char  *pem,
                                 GError     **error)
{
  gnutls_x509_privkey_t x509 = NULL;
  gnutls_datum_t data;
  int result;

  g_return_val_if_fail (pem != NULL, NULL);

  data.data = (unsigned char *) pem;
  data.size = (unsigned int) strnlen (pem, MAX_PEM);

  if (!check (gnutls_x509_privkey_init (&x509), error))
    return NULL;

  /* Tells by itself what the header says. */
  result = gnutls_x509_privkey_import2 (x509, &data, GNUTLS_X509_FMT_PEM, NULL, 0);
  if (result < 0)
    {
      gnutls_x509_privkey_deinit (x509);
      g_set_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_UNSUPPORTED,
                   _("The private key can’t be read (%s). It has to be a PEM text that is not "
                     "encrypted and begins with “-----BEGIN PRIVATE KEY-----”."),
                   gnutls_strerror (result));
      return NULL;
    }

  return salon_mcp_auth_key_new_take (x509, error);
}

/**
 * salon_mcp_auth_key_to_pem:
 * @self: a key
 *
 * Returns: (transfer full): the private key as PKCS#8, not encrypted: a secret, for the
 *   keyring only
 */
char *
salon_mcp_auth_key_to_pem (SalonMcpAuthKey *self)
{
  gnutls_datum_t data = { NULL, 0 };
  char *pem;

  g_return_val_if_fail (self != NULL, NULL);

  if (gnutls_x509_privkey_export2_pkcs8 (self->x509, GNUTLS_X509_FMT_PEM, NULL,
                                         GNUTLS_PKCS_PLAIN, &data) < 0)
    return NULL;

  pem = g_strndup ((const char *) data.data, data.size);
  gnutls_memset (data.data, 0, data.size);
  gnutls_free (data.data);
  return pem;
}

/**
 * salon_mcp_auth_key_dup_jwk:
 * @self: a key
 *
 * Returns: (transfer full): the public key as a JSON Web Key, of its required members only and
 *   in the order that RFC 7638 section 3 puts them
 */
char *
salon_mcp_auth_key_dup_jwk (SalonMcpAuthKey *self)
{
  g_autoptr(SalonJsonWriter) writer = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "crv", "P-256");
  salon_json_writer_add_string (writer, "kty", "EC");
  salon_json_writer_add_string (writer, "x", self->x);
  salon_json_writer_add_string (writer, "y", self->y);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

/**
 * salon_mcp_auth_key_dup_thumbprint:
 * @self: a key
 *
 * Returns: (transfer full): the public key's thumbprint (RFC 7638, SHA-256)
 */
char *
salon_mcp_auth_key_dup_thumbprint (SalonMcpAuthKey *self)
{
  g_autofree char *jwk = NULL;
  guint8 digest[SHA256_LENGTH];

  g_return_val_if_fail (self != NULL, NULL);

  jwk = salon_mcp_auth_key_dup_jwk (self);
  if (gnutls_hash_fast (GNUTLS_DIG_SHA256, jwk, strlen (jwk), digest) < 0)
    return NULL;

  return salon_mcp_auth_base64url_encode (digest, sizeof digest);
}

/* The JOSE header: "alg", which is not for callers to choose, and their members. */
static char *
write_header (const char  *header_json,
              GError     **error)
{
  g_autoptr(SalonJsonDocument) document = NULL;
  g_autoptr(SalonJsonWriter) writer = salon_json_writer_new ();
  const SalonJson *value;
  SalonJsonIter iter;
  const char *name;

  document = salon_json_document_parse (header_json != NULL ? header_json : "{\"typ\":\"JWT\"}",
                                        -1, NULL, error);
  if (document == NULL)
    return NULL;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "alg", "ES256");
  salon_json_iter_init (&iter, salon_json_document_get_root (document));
  while (salon_json_iter_next (&iter, &name, &value))
    {
      if (name != NULL && strcmp (name, "alg") != 0)
        salon_json_writer_add_value (writer, name, value);
    }
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

/* DER as X.509 has it, into the two numbers that RFC 7518 section 3.4 puts side by side. */
static char *
encode_signature (const gnutls_datum_t  *der,
                  GError               **error)
{
  guint8 bytes[2 * COORDINATE_LENGTH];
  gnutls_datum_t r = { NULL, 0 };
  gnutls_datum_t s = { NULL, 0 };
  int result = gnutls_decode_rs_value (der, &r, &s);

  if (result >= 0 && (!copy_number (&r, bytes) || !copy_number (&s, bytes + COORDINATE_LENGTH)))
    result = GNUTLS_E_INTERNAL_ERROR;
  gnutls_free (r.data);
  gnutls_free (s.data);

  return check (result, error) ? salon_mcp_auth_base64url_encode (bytes, sizeof bytes) : NULL;
}

/**
 * salon_mcp_auth_key_sign_jwt:
 * @self: a key
 * @header_json: (nullable): a JSON object with the header's members beside `alg`; %NULL for
 *   `typ` of `JWT`
 * @claims_json: the claims, a JSON object; signed byte for byte
 * @error: return location for an error
 *
 * Makes a JSON Web Token, signed with ES256, in compact form.
 *
 * Returns: (transfer full) (nullable): the token; %NULL with %SALON_MCP_AUTH_ERROR_FAILED, or
 *   %SALON_CORE_ERROR_SYNTAX when @header_json is no JSON
 */
char *
salon_mcp_auth_key_sign_jwt (SalonMcpAuthKey  *self,
                             const char       *header_json,
                             const char       *claims_json,
                             GError          **error)
{
  g_autofree char *header = NULL;
  g_autofree char *encoded_header = NULL;
  g_autofree char *encoded_claims = NULL;
  g_autofree char *signed_text = NULL;
  g_autofree char *signature = NULL;
  gnutls_datum_t data;
  gnutls_datum_t der = { NULL, 0 };

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (claims_json != NULL, NULL);

  header = write_header (header_json, error);
  if (header == NULL)
    return NULL;

  encoded_header = salon_mcp_auth_base64url_encode ((const guint8 *) header, strlen (header));
  encoded_claims = salon_mcp_auth_base64url_encode ((const guint8 *) claims_json,
                                                    strlen (claims_json));
  signed_text = g_strconcat (encoded_header, ".", encoded_claims, NULL);

  data.data = (unsigned char *) signed_text;
  data.size = (unsigned int) strlen (signed_text);
  if (!check (gnutls_privkey_sign_data2 (self->signer, GNUTLS_SIGN_ECDSA_SHA256, 0, &data, &der),
              error))
    return NULL;

  signature = encode_signature (&der, error);
  gnutls_free (der.data);

  return signature != NULL ? g_strconcat (signed_text, ".", signature, NULL) : NULL;
}

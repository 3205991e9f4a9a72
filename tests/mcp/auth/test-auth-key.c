/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include "auth-test.h"
#include "salon-mcp-auth-base64url.h"
#include "salon-mcp-auth-key.h"
#include "salon-mcp-auth-pkce.h"
#include "salon-mcp-auth-random.h"

/* The key of RFC 7515 appendix A.3, put into PKCS#8 by openssl. */
#define RFC7515_PEM \
  "-----BEGIN PRIVATE KEY-----\n" \
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjpsQnnGQmL+YBIff\n" \
  "H1136cspYG6+0iY7X1fCE9+E9LKhRANCAAR/zc4ncPbEXUGDy+5v20t7WAczNXvp\n" \
  "7xO6z248e9FURcfxRM0bvZt+hyzf7bnuufSzaV1uqQskrYpGIyiFiOWt\n" \
  "-----END PRIVATE KEY-----\n"
#define RFC7515_X "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
#define RFC7515_Y "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
/* Made by openssl: SHA-256 of the RFC 7638 form of that key. */
#define RFC7515_THUMBPRINT "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U"

#define SEC1_PEM \
  "-----BEGIN EC PRIVATE KEY-----\n" \
  "MHcCAQEEII6bEJ5xkJi/mASH3x9dd+nLKWBuvtImO19XwhPfhPSyoAoGCCqGSM49\n" \
  "AwEHoUQDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEXH8UTNG72b\n" \
  "focs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==\n" \
  "-----END EC PRIVATE KEY-----\n"

#define P384_PEM \
  "-----BEGIN PRIVATE KEY-----\n" \
  "MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDCMZdYv+YnIrw1ohePb\n" \
  "5FfSPfvFlp8qqyfgJLFUxfO1Cwse+jCApqUubUz+B/pE6o6hZANiAATo11FewXX4\n" \
  "wAoJp6i6W/lsIv0fUhkqRkA+WF2ozXXVLEKfhA9pLxkS/JMvdgmmI2WPiMHG5Gal\n" \
  "0/3zlSNKtt4Cl1d+y56+Gu6Si7RtAAeJcWQ+741zA5UJGmMgbNMIz94=\n" \
  "-----END PRIVATE KEY-----\n"

#define RSA_PEM \
  "-----BEGIN PRIVATE KEY-----\n" \
  "MIICeAIBADANBgkqhkiG9w0BAQEFAASCAmIwggJeAgEAAoGBALiHMJM8OEKpcHxb\n" \
  "M0YWAp/i6axFzrmk5wBB+Hadd8u4blCHVway5k7ziN8X54mGA57e7FQgT0csxHs7\n" \
  "u198EMnrvaXpscZBLDi0rUC3ljnlpMn3sRICef65LMgdp/DD8m5mBMD/DfkRyd25\n" \
  "EgApiOOSrGeQbs6PCHtTo0/RtPi5AgMBAAECgYEAjilI2QXZ6jGTwZqZg/NNDlTI\n" \
  "5bnaK9fJR7+LZgam1kI+arf56eVF3alt10IZVS/z9h+UPrOtoA3zSWWZU1THsRfJ\n" \
  "T8IFhEA1/+rhXZHsdsbtD/277i5ZJahUvi9/7IeUkCskTgeqQDu/UgGFbBULnpq4\n" \
  "iI/Id0y1TipUWWIYmiECQQDw+1J6Ed1QTRPRl3MdFONtdK2PHBfFwarHRhBBir26\n" \
  "hlT/LMMi+//RdEwj99V7NrBZbSiNqHwfo/IkR6xr90zdAkEAxAcxdUwD4suScR5M\n" \
  "d2DAnU2tJtc3agWHR4bQ0yYxpmnwx6dhtuneNM5/MXae66cwv2GlkkzCyYou/wPX\n" \
  "m/Z/jQJBALxYUbAiwkz+0RyhOFFkgBSOexA9Lr9bjLTPJ+lyHLPqRghi3ek7+Eem\n" \
  "k9QQ4gO5TL+4N1fwdYLtSlXcxwBjeukCQCuxrsSGfRdAaRPtvP2fA1AM0Fun/SIU\n" \
  "uWKoGkP2b3q4goL+PDmZR35dyNwtpJ7CVYtTKKTDl2d09aTCJn0NJMECQQCjDJlB\n" \
  "gSBNBmS7VGxUvdJyIaANZ2HC0J2m1+btgFsGOAH0Z3TfZzYBEmpoWlWymRvksqlU\n" \
  "/SehOaLNPsdymoRZ\n" \
  "-----END PRIVATE KEY-----\n"

/* Whether a JWT is signed by the key of these coordinates, as GnuTLS says. */
static gboolean
is_signed_by (const char *jwt,
              const char *x,
              const char *y)
{
  g_auto(GStrv) parts = g_strsplit (jwt, ".", -1);
  g_autoptr(GBytes) x_bytes = salon_mcp_auth_base64url_decode (x);
  g_autoptr(GBytes) y_bytes = salon_mcp_auth_base64url_decode (y);
  g_autofree char *text = NULL;
  g_autoptr(GBytes) signature = NULL;
  gnutls_datum_t r, s, der, data, x_data, y_data;
  gnutls_pubkey_t key;
  gsize size;
  int result;

  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  signature = salon_mcp_auth_base64url_decode (parts[2]);
  g_assert_nonnull (signature);
  /* RFC 7518 section 3.4: not DER. */
  g_assert_cmpuint (g_bytes_get_size (signature), ==, 64);

  r.data = (unsigned char *) g_bytes_get_data (signature, &size);
  r.size = 32;
  s.data = r.data + 32;
  s.size = 32;
  g_assert_cmpint (gnutls_encode_rs_value (&der, &r, &s), ==, 0);

  x_data.data = (unsigned char *) g_bytes_get_data (x_bytes, &size);
  x_data.size = (unsigned int) size;
  g_assert_cmpuint (size, ==, 32);
  y_data.data = (unsigned char *) g_bytes_get_data (y_bytes, &size);
  y_data.size = (unsigned int) size;
  g_assert_cmpuint (size, ==, 32);

  text = g_strdup_printf ("%s.%s", parts[0], parts[1]);
  data.data = (unsigned char *) text;
  data.size = (unsigned int) strlen (text);

  g_assert_cmpint (gnutls_pubkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_pubkey_import_ecc_raw (key, GNUTLS_ECC_CURVE_SECP256R1,
                                                 &x_data, &y_data), ==, 0);
  result = gnutls_pubkey_verify_data2 (key, GNUTLS_SIGN_ECDSA_SHA256, 0, &data, &der);
  gnutls_pubkey_deinit (key);
  gnutls_free (der.data);

  return result >= 0;
}

static SalonJsonDocument *
decode_part (const char *jwt,
             guint       index)
{
  g_auto(GStrv) parts = g_strsplit (jwt, ".", -1);
  g_autoptr(GBytes) bytes = salon_mcp_auth_base64url_decode (parts[index]);

  g_assert_nonnull (bytes);
  return salon_json_document_parse_bytes (bytes, NULL, NULL);
}

static const char *
string_of (SalonJsonDocument *document,
           const char        *name)
{
  return salon_json_as_string (salon_json_get_member (salon_json_document_get_root (document),
                                                      name));
}

static void
test_known_key (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(SalonMcpAuthKey) key = salon_mcp_auth_key_new_from_pem (RFC7515_PEM, &error);
  g_autofree char *jwk = NULL;
  g_autofree char *thumbprint = NULL;
  g_autofree char *jwt = NULL;
  g_autoptr(SalonJsonDocument) header = NULL;

  g_assert_no_error (error);
  jwk = salon_mcp_auth_key_dup_jwk (key);
  g_assert_cmpstr (jwk, ==, "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" RFC7515_X
                            "\",\"y\":\"" RFC7515_Y "\"}");
  thumbprint = salon_mcp_auth_key_dup_thumbprint (key);
  g_assert_cmpstr (thumbprint, ==, RFC7515_THUMBPRINT);

  jwt = salon_mcp_auth_key_sign_jwt (key, NULL, "{\"iss\":\"joe\"}", &error);
  g_assert_no_error (error);
  g_assert_true (is_signed_by (jwt, RFC7515_X, RFC7515_Y));
  header = decode_part (jwt, 0);
  g_assert_cmpstr (string_of (header, "alg"), ==, "ES256");
  g_assert_cmpstr (string_of (header, "typ"), ==, "JWT");
}

/* The token of RFC 7515 appendix A.3, made elsewhere, proves the checker of this test. */
static void
test_checker (void)
{
  static const char jwt[] =
    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLm"
    "NvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmW"
    "QxfKTUJqPP3-Kg6NU1Q";
  g_autofree char *other = g_strdup (jwt);

  g_assert_true (is_signed_by (jwt, RFC7515_X, RFC7515_Y));
  other[30] = other[30] == 'a' ? 'b' : 'a';
  g_assert_false (is_signed_by (other, RFC7515_X, RFC7515_Y));
}

/* Every 256th number begins with a zero, which must not get lost. */
static void
test_generated_keys (void)
{
  guint i;

  for (i = 0; i < 300; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(SalonMcpAuthKey) key = salon_mcp_auth_key_new_generate (&error);
      g_autofree char *jwk = salon_mcp_auth_key_dup_jwk (key);
      g_autoptr(SalonJsonDocument) public = mcp_test_json (jwk);
      g_autofree char *jwt = NULL;

      g_assert_no_error (error);
      g_assert_cmpuint (strlen (string_of (public, "x")), ==, 43);
      g_assert_cmpuint (strlen (string_of (public, "y")), ==, 43);
      jwt = salon_mcp_auth_key_sign_jwt (key, "{}", "{}", &error);
      g_assert_no_error (error);
      g_assert_true (is_signed_by (jwt, string_of (public, "x"), string_of (public, "y")));
    }
}

static void
test_store (void)
{
  g_autoptr(SalonMcpAuthKey) key = salon_mcp_auth_key_new_generate (NULL);
  g_autofree char *pem = salon_mcp_auth_key_to_pem (key);
  g_autoptr(SalonMcpAuthKey) again = salon_mcp_auth_key_new_from_pem (pem, NULL);
  g_autofree char *jwk = salon_mcp_auth_key_dup_jwk (key);
  g_autofree char *jwk_again = salon_mcp_auth_key_dup_jwk (again);
  g_autoptr(SalonMcpAuthKey) sec1 = salon_mcp_auth_key_new_from_pem (SEC1_PEM, NULL);
  g_autofree char *sec1_jwk = salon_mcp_auth_key_dup_jwk (sec1);

  g_assert_true (g_str_has_prefix (pem, "-----BEGIN PRIVATE KEY-----\n"));
  g_assert_cmpstr (jwk, ==, jwk_again);
  mcp_test_assert_contains (sec1_jwk, RFC7515_X);
}

static void
test_wrong_keys (void)
{
  static const struct {
    const char *pem;
    const char *words;
  } wrong[] = {
    { P384_PEM, "P-256" },
    { RSA_PEM, "P-256" },
    { "", "PEM" },
    { "hello", "PEM" },
    { "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "PEM" },
    { "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "PEM" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (salon_mcp_auth_key_new_from_pem (wrong[i].pem, &error));
      g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_UNSUPPORTED);
      mcp_test_assert_contains (error->message, wrong[i].words);
    }
}

static void
test_header (void)
{
  g_autoptr(SalonMcpAuthKey) key = salon_mcp_auth_key_new_generate (NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *jwk = salon_mcp_auth_key_dup_jwk (key);
  g_autofree char *extra = g_strdup_printf ("{\"typ\":\"dpop+jwt\",\"alg\":\"none\",\"jwk\":%s}",
                                            jwk);
  g_autofree char *jwt = salon_mcp_auth_key_sign_jwt (key, extra, "{\"a\": [1,2]}", &error);
  g_autoptr(SalonJsonDocument) header = decode_part (jwt, 0);
  g_auto(GStrv) parts = g_strsplit (jwt, ".", -1);
  g_autoptr(GBytes) claims = salon_mcp_auth_base64url_decode (parts[1]);
  const SalonJson *root = salon_json_document_get_root (header);

  g_assert_cmpstr (string_of (header, "typ"), ==, "dpop+jwt");
  /* Not for the caller to choose. */
  g_assert_cmpstr (string_of (header, "alg"), ==, "ES256");
  g_assert_cmpuint (salon_json_get_length (root), ==, 3);
  g_assert_true (salon_json_is_object (salon_json_get_member (root, "jwk")));
  /* Byte for byte. */
  g_assert_cmpmem (g_bytes_get_data (claims, NULL), g_bytes_get_size (claims),
                   "{\"a\": [1,2]}", 12);

  g_assert_null (salon_mcp_auth_key_sign_jwt (key, "{", "{}", &error));
  g_assert_nonnull (error);
}

static void
test_pkce (void)
{
  /* RFC 7636 appendix B */
  static const guint8 octets[] = {
    116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77,
    105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
  };
  g_autofree char *verifier = salon_mcp_auth_base64url_encode (octets, sizeof octets);
  g_autofree char *challenge = salon_mcp_auth_pkce_dup_challenge (verifier);
  g_autofree char *one = salon_mcp_auth_pkce_new_verifier ();
  g_autofree char *other = salon_mcp_auth_pkce_new_verifier ();

  g_assert_cmpstr (verifier, ==, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  g_assert_cmpstr (challenge, ==, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  g_assert_cmpuint (strlen (one), ==, 43);
  g_assert_cmpuint (strspn (one, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_"), ==, 43);
  g_assert_cmpstr (one, !=, other);
}

static void
test_base64url (void)
{
  static const struct {
    const char *bytes;
    const char *text;
  } right[] = {
    { "", "" }, { "f", "Zg" }, { "fo", "Zm8" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg" },
    { "fooba", "Zm9vYmE" }, { "foobar", "Zm9vYmFy" }, { "\xfb\xff\xfe", "-__-" },
  };
  static const char * const wrong[] = {
    "Z", "Zg==", "Zg=", "Zm9", "Zh", "Zm9v!", " Zg", "Zg\n", "+/8", "Zm9vY", "\xc3\xa4",
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (right); i++)
    {
      gsize length = strlen (right[i].bytes);
      g_autofree char *text = salon_mcp_auth_base64url_encode ((const guint8 *) right[i].bytes,
                                                               length);
      g_autoptr(GBytes) bytes = salon_mcp_auth_base64url_decode (right[i].text);

      g_assert_cmpstr (text, ==, right[i].text);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                       right[i].bytes, length);
    }
  for (i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_null (salon_mcp_auth_base64url_decode (wrong[i]));
}

static void
test_random (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint i;

  for (i = 0; i < 1000; i++)
    g_assert_true (g_hash_table_add (seen, salon_mcp_auth_random_text (16)));
}

int
main (int   argc,
      char *argv[])
{
  mcp_test_init (&argc, &argv);

  g_test_add_func ("/mcp/auth/key/known-key", test_known_key);
  g_test_add_func ("/mcp/auth/key/the-checker-knows-rfc-7515", test_checker);
  g_test_add_func ("/mcp/auth/key/generated-keys-sign", test_generated_keys);
  g_test_add_func ("/mcp/auth/key/comes-back-from-the-store", test_store);
  g_test_add_func ("/mcp/auth/key/other-kinds-are-refused", test_wrong_keys);
  g_test_add_func ("/mcp/auth/key/algorithm-is-not-the-callers", test_header);
  g_test_add_func ("/mcp/auth/pkce/rfc-7636", test_pkce);
  g_test_add_func ("/mcp/auth/base64url/strict", test_base64url);
  g_test_add_func ("/mcp/auth/random/never-twice", test_random);

  return g_test_run ();
}

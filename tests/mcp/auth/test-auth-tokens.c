/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include <string.h>

#include "auth-test.h"
#include "salon-mcp-auth-base64url.h"
#include "salon-mcp-auth-proof-private.h"
#include "salon-mcp-auth-tokens-private.h"

#define SECOND G_TIME_SPAN_SECOND

static SalonMcpAuthTokens *
make_tokens (const char          *text,
             SalonMcpAuthKey     *key,
             SalonMcpAuthTokens  *previous,
             gint64               now,
             GError             **error)
{
  g_autoptr (SalonJsonDocument) document = mcp_test_json (text);
  g_autoptr (SalonMcpAuthClient) client =
    salon_mcp_auth_client_new (SALON_MCP_AUTH_CLIENT_BY_HAND, "https://as.example", "me", "s3cret",
                               "client_secret_post");
  SalonMcpAuthTokensContext context = {
    .issuer = "https://as.example",
    .resource = "https://mcp.example/",
    .token_endpoint = "https://as.example/t",
    .revocation_endpoint = "https://as.example/r",
    .scopes = "a b",
    .client = client,
    .key = key,
  };

  return salon_mcp_auth_tokens_new (salon_json_document_get_root (document), &context, previous,
                                    now, error);
}

static void
test_answers (void)
{
  static const struct
  {
    const char *text;
    gint64      life;      /* seconds; 0 for unknown, -1 for a refusal */
    const char *refresh;
    const char *scopes;
  } cases[] = {
    { "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":60}", 60, NULL, "a b" },
    { "{\"access_token\":\"t\",\"token_type\":\"bEARER\",\"expires_in\":\"60\"}", 60, NULL,
      "a b" },
    { "{\"access_token\":\"t\",\"refresh_token\":\"r\",\"scope\":\"a\"}", 0, "r", "a" },
    { "{\"access_token\":\"t\",\"expires_in\":-5,\"scope\":\"\"}", 0, NULL, "a b" },
    { "{\"access_token\":\"t\",\"expires_in\":1e300}", 315360000, NULL, "a b" },
    { "{\"access_token\":\"t\",\"expires_in\":true,\"refresh_token\":\"a b\"}", 0, NULL, "a b" },
    { "{\"access_token\":\"t\",\"expires_in\":1.5}", 1, NULL, "a b" },
    { "{}", -1, NULL, NULL },
    { "{\"access_token\":\"\"}", -1, NULL, NULL },
    { "{\"access_token\":7}", -1, NULL, NULL },
    { "{\"access_token\":\"a\\r\\nX: y\"}", -1, NULL, NULL },
    { "{\"access_token\":\"a b\"}", -1, NULL, NULL },
    { "{\"access_token\":\"t\",\"token_type\":\"mac\"}", -1, NULL, NULL },
    /* Bound to a key that nobody has asked for. */
    { "{\"access_token\":\"t\",\"token_type\":\"DPoP\"}", -1, NULL, NULL },
  };
  const gint64 now = 1000 * SECOND;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonMcpAuthTokens) tokens = make_tokens (cases[i].text, NULL, NULL, now, &error);

      g_test_message ("%s", cases[i].text);
      if (cases[i].life < 0)
        {
          g_assert_null (tokens);
          g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_TOKEN);
          mcp_test_assert_contains (error->message, "as.example");
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpint (salon_mcp_auth_tokens_get_expires_at (tokens), ==,
                       cases[i].life > 0 ? now + cases[i].life * SECOND : 0);
      g_assert_cmpstr (salon_mcp_auth_tokens_get_refresh_token (tokens), ==, cases[i].refresh);
      g_assert_cmpstr (salon_mcp_auth_tokens_get_scopes (tokens), ==, cases[i].scopes);
    }
}

/* What is not said anew stays as it was. */
static void
test_renewed (void)
{
  g_autoptr (SalonMcpAuthTokens) first =
    make_tokens ("{\"access_token\":\"t1\",\"refresh_token\":\"r1\",\"scope\":\"a\"}", NULL, NULL,
                 0, NULL);
  g_autoptr (SalonMcpAuthTokens) second = make_tokens ("{\"access_token\":\"t2\"}", NULL, first, 0,
                                                       NULL);
  g_autoptr (SalonMcpAuthTokens) third =
    make_tokens ("{\"access_token\":\"t3\",\"refresh_token\":\"r3\",\"scope\":\"a c\"}", NULL,
                 second, 0, NULL);

  g_assert_cmpstr (salon_mcp_auth_tokens_get_access_token (second), ==, "t2");
  g_assert_cmpstr (salon_mcp_auth_tokens_get_refresh_token (second), ==, "r1");
  g_assert_cmpstr (salon_mcp_auth_tokens_get_scopes (second), ==, "a");
  g_assert_cmpstr (salon_mcp_auth_tokens_get_refresh_token (third), ==, "r3");
  g_assert_cmpstr (salon_mcp_auth_tokens_get_scopes (third), ==, "a c");
}

static void
test_time (void)
{
  g_autoptr (SalonMcpAuthTokens) hour =
    make_tokens ("{\"access_token\":\"t\",\"expires_in\":3600}", NULL, NULL, 0, NULL);
  g_autoptr (SalonMcpAuthTokens) moment =
    make_tokens ("{\"access_token\":\"t\",\"expires_in\":2}", NULL, NULL, 0, NULL);
  g_autoptr (SalonMcpAuthTokens) open =
    make_tokens ("{\"access_token\":\"t\"}", NULL, NULL, 0, NULL);

  g_assert_false (salon_mcp_auth_tokens_is_expiring (hour, 3569 * SECOND));
  g_assert_true (salon_mcp_auth_tokens_is_expiring (hour, 3570 * SECOND));
  g_assert_false (salon_mcp_auth_tokens_is_expired (hour, 3599 * SECOND));
  g_assert_true (salon_mcp_auth_tokens_is_expired (hour, 3600 * SECOND));
  /* A short life is not all end. */
  g_assert_false (salon_mcp_auth_tokens_is_expiring (moment, 1 * SECOND));
  g_assert_true (salon_mcp_auth_tokens_is_expiring (moment, 2 * SECOND - SECOND / 5));
  g_assert_false (salon_mcp_auth_tokens_is_expiring (open, G_MAXINT64));
}

static void
test_kept (void)
{
  g_autoptr (SalonMcpAuthKey) key = salon_mcp_auth_key_new_generate (NULL);
  g_autoptr (SalonMcpAuthTokens) tokens =
    make_tokens ("{\"access_token\":\"t\",\"token_type\":\"DPoP\",\"refresh_token\":\"r\","
                 "\"expires_in\":60}", key, NULL, 5, NULL);
  g_autofree char *text = salon_mcp_auth_tokens_to_text (tokens);
  g_autoptr (SalonMcpAuthTokens) again = salon_mcp_auth_tokens_new_from_text (text);
  g_autofree char *again_text = salon_mcp_auth_tokens_to_text (again);
  g_autofree char *header = salon_mcp_auth_tokens_dup_header (again);
  static const char * const broken[] = {
    "", "{", "[]", "{}", "{\"access_token\":\"t\"}",
    "{\"access_token\":\"t\",\"issuer\":\"i\",\"resource\":\"r\",\"token_endpoint\":\"e\"}",
  };
  SalonMcpAuthTokensContext context;

  g_assert_cmpstr (text, ==, again_text);
  g_assert_cmpstr (header, ==, "DPoP t");
  salon_mcp_auth_tokens_get_context (again, &context);
  g_assert_cmpstr (context.issuer, ==, "https://as.example");
  g_assert_cmpstr (context.revocation_endpoint, ==, "https://as.example/r");
  g_assert_cmpstr (context.scopes, ==, "a b");
  g_assert_cmpstr (salon_mcp_auth_client_get_secret (context.client), ==, "s3cret");
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    g_assert_null (salon_mcp_auth_tokens_new_from_text (broken[i]));
  g_assert_null (salon_mcp_auth_tokens_new_from_text (NULL));
}

/* Proofs. */

static SalonJsonDocument *
read_part (const char *token,
           guint       index)
{
  g_auto (GStrv) parts = g_strsplit (token, ".", -1);
  g_autoptr (GBytes) bytes = salon_mcp_auth_base64url_decode (parts[index]);

  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  return salon_json_document_parse_bytes (bytes, NULL, NULL);
}

static const char *
get_text (SalonJsonDocument *document,
          const char        *name)
{
  return salon_json_as_string (
    salon_json_get_member (salon_json_document_get_root (document), name));
}

static void
test_proof (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  g_autoptr (SalonMcpAuthKey) key = salon_mcp_auth_key_new_generate (NULL);
  g_autofree char *jwk = salon_mcp_auth_key_dup_jwk (key);
  g_autofree char *proof = NULL;
  g_autofree char *other = NULL;
  g_autofree char *found_jwk = NULL;
  g_autoptr (SalonJsonDocument) header = NULL;
  g_autoptr (SalonJsonDocument) claims = NULL;
  g_autoptr (SalonJsonDocument) other_claims = NULL;
  gint64 issued_at = 0;

  salon_manual_clock_set_real_time (clock, 1700000000 * (gint64) SECOND);
  /* The token of RFC 9449 section 7.1 and its hash. */
  proof = salon_mcp_auth_proof_new (key, "POST", "https://mcp.example/x?y=1#z",
                                    "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU", "n-1", "{}",
                                    SALON_CLOCK (clock), NULL);
  other = salon_mcp_auth_proof_new (key, "GET", "https://mcp.example/x", NULL, NULL, NULL,
                                    SALON_CLOCK (clock), NULL);
  header = read_part (proof, 0);
  claims = read_part (proof, 1);
  other_claims = read_part (other, 1);
  g_assert_cmpstr (get_text (header, "typ"), ==, "dpop+jwt");
  g_assert_cmpstr (get_text (header, "alg"), ==, "ES256");
  found_jwk = salon_json_to_text (salon_json_get_member (salon_json_document_get_root (header),
                                                         "jwk"), FALSE);
  g_assert_cmpstr (found_jwk, ==, jwk);
  g_assert_null (strstr (found_jwk, "\"d\""));
  g_assert_cmpstr (get_text (claims, "htm"), ==, "POST");
  g_assert_cmpstr (get_text (claims, "htu"), ==, "https://mcp.example/x");
  g_assert_cmpstr (get_text (claims, "ath"), ==, "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
  g_assert_cmpstr (get_text (claims, "nonce"), ==, "n-1");
  g_assert_cmpstr (get_text (claims, "content_digest"), ==,
                   "sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:");
  g_assert_true (salon_json_as_int64 (
                     salon_json_get_member (salon_json_document_get_root (claims), "iat"),
                     &issued_at));
  g_assert_cmpint (issued_at, ==, 1700000000);
  g_assert_null (get_text (other_claims, "ath"));
  g_assert_null (get_text (other_claims, "nonce"));
  g_assert_null (get_text (other_claims, "content_digest"));
  g_assert_cmpstr (get_text (claims, "jti"), !=, get_text (other_claims, "jti"));
}

static void
test_nonces (void)
{
  g_autoptr (SalonMcpAuthNonces) nonces = salon_mcp_auth_nonces_new ();

  g_assert_null (salon_mcp_auth_nonces_lookup (nonces, "https://a.example/x"));
  g_assert_true (salon_mcp_auth_nonces_take (nonces, "https://a.example/x", "n1"));
  g_assert_false (salon_mcp_auth_nonces_take (nonces, "https://a.example/y", "n1"));
  g_assert_true (salon_mcp_auth_nonces_take (nonces, "https://a.example/y", "n2"));
  g_assert_true (salon_mcp_auth_nonces_take (nonces, "https://b.example/x", "n1"));
  g_assert_cmpstr (salon_mcp_auth_nonces_lookup (nonces, "https://A.example/z?q"), ==, "n2");
  g_assert_cmpstr (salon_mcp_auth_nonces_lookup (nonces, "https://b.example"), ==, "n1");
  g_assert_null (salon_mcp_auth_nonces_lookup (nonces, "http://a.example/x"));
  g_assert_false (salon_mcp_auth_nonces_take (nonces, "https://a.example/", NULL));
  g_assert_false (salon_mcp_auth_nonces_take (nonces, "https://a.example/", ""));
  g_assert_false (salon_mcp_auth_nonces_take (nonces, "https://a.example/", "a b"));
  g_assert_false (salon_mcp_auth_nonces_take (nonces, "nowhere", "n"));
  g_assert_cmpstr (salon_mcp_auth_nonces_lookup (nonces, "https://a.example/"), ==, "n2");
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/auth/tokens/answers-are-checked", test_answers);
  g_test_add_func ("/mcp/auth/tokens/what-is-not-said-anew-stays", test_renewed);
  g_test_add_func ("/mcp/auth/tokens/are-renewed-ahead-of-time", test_time);
  g_test_add_func ("/mcp/auth/tokens/are-kept-whole-or-not-at-all", test_kept);
  g_test_add_func ("/mcp/auth/proof/covers-the-request-once", test_proof);
  g_test_add_func ("/mcp/auth/proof/nonces-belong-to-origins", test_nonces);
  return g_test_run ();
}

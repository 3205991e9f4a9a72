/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "auth-test.h"
#include "salon-mcp-auth-server-private.h"

#define ISSUER "https://as.example"
#define MINIMUM "\"issuer\":\"" ISSUER "\",\"token_endpoint\":\"https://as.example/token\""

static SalonMcpAuthServer *
read_text (const char  *text,
           GError     **error)
{
  g_autoptr (SalonJsonDocument) document = mcp_test_json (text);

  return salon_mcp_auth_server_new ("https://doc.example/.well-known/x", ISSUER,
                                    salon_json_document_get_root (document), error);
}

static void
test_locations (void)
{
  static const char * const cases[][4] = {
    { "https://as.example", "https://as.example/.well-known/oauth-authorization-server",
      "https://as.example/.well-known/openid-configuration", NULL },
    { "https://as.example/", "https://as.example/.well-known/oauth-authorization-server",
      "https://as.example/.well-known/openid-configuration", NULL },
    { "https://as.example:8443/t/1", "https://as.example:8443/.well-known/"
      "oauth-authorization-server/t/1",
      "https://as.example:8443/.well-known/openid-configuration/t/1",
      "https://as.example:8443/t/1/.well-known/openid-configuration" },
    { "https://as.example/t/", "https://as.example/.well-known/oauth-authorization-server/t",
      "https://as.example/.well-known/openid-configuration/t",
      "https://as.example/t/.well-known/openid-configuration" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) locations = salon_mcp_auth_server_dup_locations (cases[i][0]);

      g_assert_cmpstr (locations[0], ==, cases[i][1]);
      g_assert_cmpstr (locations[1], ==, cases[i][2]);
      g_assert_cmpstr (locations[2], ==, cases[i][3]);
    }
}

static void
test_issuer (void)
{
  static const char * const others[] = {
    "{\"token_endpoint\":\"https://as.example/token\"}",
    "{\"issuer\":null,\"token_endpoint\":\"https://as.example/token\"}",
    "{\"issuer\":\"https://as.example/\",\"token_endpoint\":\"https://as.example/token\"}",
    "{\"issuer\":\"https://AS.example\",\"token_endpoint\":\"https://as.example/token\"}",
    "{\"issuer\":\"https://as.example:443\",\"token_endpoint\":\"https://as.example/t\"}",
    "{\"issuer\":\"http://as.example\",\"token_endpoint\":\"https://as.example/token\"}",
    "{\"issuer\":\"https://evil.example\",\"token_endpoint\":\"https://as.example/token\"}",
    "{\"issuer\":[\"https://as.example\"],\"token_endpoint\":\"https://as.example/token\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_text (others[i], &error));
      g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_ISSUER);
      mcp_test_assert_contains (error->message, "doc.example");
      mcp_test_assert_contains (error->message, ISSUER);
    }
}

static void
test_endpoints (void)
{
  static const char * const broken[][2] = {
    { "{\"issuer\":\"" ISSUER "\"}", "“token_endpoint”" },
    { "{\"issuer\":\"" ISSUER "\",\"token_endpoint\":\"/token\"}", "“token_endpoint”" },
    { "{\"issuer\":\"" ISSUER "\",\"token_endpoint\":7}", "“token_endpoint”" },
    { "{" MINIMUM ",\"authorization_endpoint\":\"javascript:alert(1)\"}",
      "“authorization_endpoint”" },
    { "{" MINIMUM ",\"authorization_endpoint\":\"file:///etc/passwd\"}",
      "“authorization_endpoint”" },
    { "{" MINIMUM ",\"authorization_endpoint\":\"https://as.example/a#b\"}",
      "“authorization_endpoint”" },
    { "{" MINIMUM ",\"authorization_endpoint\":\"https://as.example@evil.example/\"}",
      "“authorization_endpoint”" },
    { "{" MINIMUM ",\"registration_endpoint\":\"data:,x\"}", "“registration_endpoint”" },
    { "{" MINIMUM ",\"revocation_endpoint\":\"https://\"}", "“revocation_endpoint”" },
  };
  g_autoptr (SalonMcpAuthServer) server = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_text (broken[i][0], &error));
      g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_DISCOVERY);
      mcp_test_assert_contains (error->message, broken[i][1]);
    }
  server = read_text ("{" MINIMUM ",\"registration_endpoint\":null,"
                 "\"authorization_endpoint\":\"https://as.example/a?x=1\"}", NULL);
  g_assert_cmpstr (salon_mcp_auth_server_get_authorization_endpoint (server), ==,
                   "https://as.example/a?x=1");
  g_assert_null (salon_mcp_auth_server_get_registration_endpoint (server));
}

static void
test_pkce (void)
{
  static const struct
  {
    const char *member;
    gboolean    assume;
    const char *words;   /* NULL: it is good */
  } cases[] = {
    { ",\"code_challenge_methods_supported\":[\"plain\",\"S256\"]", FALSE, NULL },
    { "", TRUE, NULL },
    { "", FALSE, "is missing" },
    { ",\"code_challenge_methods_supported\":null", FALSE, "is missing" },
    { ",\"code_challenge_methods_supported\":[\"plain\"]", FALSE, "not among" },
    /* The user can say what is not said, not the opposite of what is. */
    { ",\"code_challenge_methods_supported\":[\"plain\"]", TRUE, "not among" },
    { ",\"code_challenge_methods_supported\":[]", TRUE, "not among" },
  };
  g_autoptr (SalonMcpAuthServer) fallback = salon_mcp_auth_server_new_default (ISSUER);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{" MINIMUM "%s}", cases[i].member);
      g_autoptr (SalonMcpAuthServer) server = read_text (text, NULL);
      g_autoptr (GError) error = NULL;
      gboolean is_good = salon_mcp_auth_server_check_pkce (server, cases[i].assume, &error);

      g_assert_true (is_good == (cases[i].words == NULL));
      if (is_good)
        continue;
      g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_UNSUPPORTED);
      mcp_test_assert_contains (error->message, cases[i].words);
      mcp_test_assert_contains (error->message, "“code_challenge_methods_supported”");
    }
  g_assert_true (salon_mcp_auth_server_check_pkce (fallback, FALSE, NULL));
}

static void
test_abilities (void)
{
  g_autoptr (SalonMcpAuthServer) bare = read_text ("{" MINIMUM "}", NULL);
  g_autoptr (SalonMcpAuthServer) able =
    read_text ("{" MINIMUM ",\"scopes_supported\":[\"offline_access\"],"
          "\"client_id_metadata_document_supported\":true,"
          "\"authorization_response_iss_parameter_supported\":true,"
          "\"dpop_signing_alg_values_supported\":[\"RS256\",\"ES256\"],"
          "\"token_endpoint_auth_methods_supported\":[\"none\",\"private_key_jwt\"]}", NULL);
  g_autoptr (SalonMcpAuthServer) odd =
    read_text ("{" MINIMUM ",\"scopes_supported\":\"offline_access\","
          "\"client_id_metadata_document_supported\":\"true\","
          "\"authorization_response_iss_parameter_supported\":1}", NULL);

  g_assert_true (salon_mcp_auth_server_has_scope (able, "offline_access"));
  g_assert_true (salon_mcp_auth_server_takes_metadata_urls (able));
  g_assert_true (salon_mcp_auth_server_sends_issuer (able));
  g_assert_true (salon_mcp_auth_server_takes_dpop (able));
  g_assert_true (salon_mcp_auth_server_takes_method (able, "none"));
  g_assert_false (salon_mcp_auth_server_takes_method (able, "client_secret_basic"));
  g_assert_false (salon_mcp_auth_server_takes_dpop (bare));
  /* RFC 8414: what counts when nothing is said. */
  g_assert_true (salon_mcp_auth_server_takes_method (bare, "client_secret_basic"));
  g_assert_false (salon_mcp_auth_server_takes_method (bare, "none"));
  g_assert_false (salon_mcp_auth_server_has_scope (odd, "offline_access"));
  g_assert_false (salon_mcp_auth_server_takes_metadata_urls (odd));
  g_assert_false (salon_mcp_auth_server_sends_issuer (odd));
}

static void
test_default (void)
{
  g_autoptr (SalonMcpAuthServer) server = salon_mcp_auth_server_new_default ("https://a.example");

  g_assert_cmpstr (salon_mcp_auth_server_get_issuer (server), ==, "https://a.example");
  g_assert_cmpstr (salon_mcp_auth_server_get_authorization_endpoint (server), ==,
                   "https://a.example/authorize");
  g_assert_cmpstr (salon_mcp_auth_server_get_token_endpoint (server), ==,
                   "https://a.example/token");
  g_assert_cmpstr (salon_mcp_auth_server_get_registration_endpoint (server), ==,
                   "https://a.example/register");
  g_assert_null (salon_mcp_auth_server_get_revocation_endpoint (server));
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/auth/server/is-looked-for-in-order", test_locations);
  g_test_add_func ("/mcp/auth/server/metadata-of-another-issuer-are-not-used", test_issuer);
  g_test_add_func ("/mcp/auth/server/endpoints-are-addresses-of-pages", test_endpoints);
  g_test_add_func ("/mcp/auth/server/s256-has-to-be-named-or-vouched-for", test_pkce);
  g_test_add_func ("/mcp/auth/server/abilities-are-what-it-says", test_abilities);
  g_test_add_func ("/mcp/auth/server/of-2025-03-26-has-fixed-endpoints", test_default);
  return g_test_run ();
}

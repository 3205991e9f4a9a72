/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include <string.h>

#include "auth-test.h"
#include "salon-mcp-auth-form.h"
#include "salon-mcp-auth-pkce.h"
#include "salon-mcp-auth-request-private.h"

#define ISSUER "https://as.example/T"
#define REDIRECT "http://127.0.0.1:1234/callback"
#define RESOURCE "https://mcp.example/x/"

static SalonMcpAuthRequest *
make_request (const char *more,
              const char *scopes,
              SalonClock *clock)
{
  g_autofree char *text =
    g_strdup_printf ("{\"issuer\":\"" ISSUER "\",\"token_endpoint\":\"https://as.example/t\","
                     "\"authorization_endpoint\":\"https://as.example/a?tenant=1\"%s}", more);
  g_autoptr (SalonJsonDocument) document = mcp_test_json (text);
  g_autoptr (SalonMcpAuthServer) server =
    salon_mcp_auth_server_new ("https://as.example/x", ISSUER,
                               salon_json_document_get_root (document), NULL);
  g_autoptr (SalonMcpAuthClient) client =
    salon_mcp_auth_client_new (SALON_MCP_AUTH_CLIENT_BY_HAND, ISSUER, "me & you", NULL, "none");

  return salon_mcp_auth_request_new (server, client, REDIRECT, RESOURCE, scopes, clock);
}

static void
test_url (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  g_autoptr (SalonMcpAuthRequest) request = make_request ("", "a b", SALON_CLOCK (clock));
  g_autoptr (SalonMcpAuthRequest) other = make_request ("", "offline_access", SALON_CLOCK (clock));
  g_autofree char *url = salon_mcp_auth_request_dup_url (request);
  g_autofree char *other_url = salon_mcp_auth_request_dup_url (other);
  g_autofree char *challenge =
    salon_mcp_auth_pkce_dup_challenge (salon_mcp_auth_request_get_verifier (request));
  g_autoptr (GHashTable) form = salon_mcp_auth_form_decode (strchr (url, '?') + 1, NULL);

  g_assert_true (g_str_has_prefix (url, "https://as.example/a?"));
  g_assert_cmpstr (g_hash_table_lookup (form, "tenant"), ==, "1");
  g_assert_cmpstr (g_hash_table_lookup (form, "response_type"), ==, "code");
  g_assert_cmpstr (g_hash_table_lookup (form, "client_id"), ==, "me & you");
  g_assert_cmpstr (g_hash_table_lookup (form, "redirect_uri"), ==, REDIRECT);
  g_assert_cmpstr (g_hash_table_lookup (form, "code_challenge"), ==, challenge);
  g_assert_cmpstr (g_hash_table_lookup (form, "code_challenge_method"), ==, "S256");
  g_assert_cmpstr (g_hash_table_lookup (form, "scope"), ==, "a b");
  g_assert_cmpstr (g_hash_table_lookup (form, "resource"), ==, RESOURCE);
  g_assert_cmpstr (g_hash_table_lookup (form, "state"), ==,
                   salon_mcp_auth_request_get_state (request));
  g_assert_cmpuint (strlen (salon_mcp_auth_request_get_state (request)), >=, 22);
  g_assert_false (g_hash_table_contains (form, "prompt"));
  g_assert_cmpstr (salon_mcp_auth_request_get_state (request), !=,
                   salon_mcp_auth_request_get_state (other));
  g_assert_cmpstr (salon_mcp_auth_request_get_verifier (request), !=,
                   salon_mcp_auth_request_get_verifier (other));
  mcp_test_assert_contains (other_url, "prompt=consent");
}

#define SENDS ",\"authorization_response_iss_parameter_supported\":true"
#define SENDS_NOT ",\"authorization_response_iss_parameter_supported\":false"
#define GOOD "iss=https%3A%2F%2Fas.example%2FT"

/* $ stands for the state. */
static const struct
{
  const char *more;
  const char *query;
  int         code;     /* -1: it is good */
  const char *words;
  const char *unsaid;   /* what must not be shown */
} cases[] = {
  { "", "code=c&state=$", -1, NULL, NULL },
  { "", "code=c&state=$&" GOOD, -1, NULL, NULL },
  { SENDS, "code=c&state=$&" GOOD, -1, NULL, NULL },
  { SENDS_NOT, "code=c&state=$", -1, NULL, NULL },
  { "", "code=c", SALON_MCP_AUTH_ERROR_STATE, "no sign-in", NULL },
  { "", "code=c&state=", SALON_MCP_AUTH_ERROR_STATE, "no sign-in", NULL },
  { "", "code=c&state=other", SALON_MCP_AUTH_ERROR_STATE, "no sign-in", NULL },
  { "", "error=access_denied&state=other", SALON_MCP_AUTH_ERROR_STATE, "no sign-in", NULL },
  { SENDS, "code=c&state=$", SALON_MCP_AUTH_ERROR_ISSUER, "“iss” is missing", NULL },
  { SENDS, "error=access_denied&error_description=gotcha&state=$", SALON_MCP_AUTH_ERROR_ISSUER,
    "“iss” is missing", "gotcha" },
  { SENDS_NOT, "code=c&state=$&iss=https://evil.example", SALON_MCP_AUTH_ERROR_ISSUER,
    "https://evil.example", NULL },
  { "", "error=x&error_description=gotcha&state=$&iss=https://evil.example",
    SALON_MCP_AUTH_ERROR_ISSUER, "https://evil.example", "gotcha" },
  { SENDS, "code=c&state=$&iss=https://as.example/T/", SALON_MCP_AUTH_ERROR_ISSUER, "“iss”", NULL },
  { SENDS, "code=c&state=$&iss=https://as.example/t", SALON_MCP_AUTH_ERROR_ISSUER, "“iss”", NULL },
  { SENDS, "code=c&state=$&iss=https://AS.example/T", SALON_MCP_AUTH_ERROR_ISSUER, "“iss”", NULL },
  { SENDS, "code=c&state=$&iss=https://as.example:443/T", SALON_MCP_AUTH_ERROR_ISSUER, "“iss”",
    NULL },
  { SENDS, "code=c&state=$&iss=https://as.example/%2554", SALON_MCP_AUTH_ERROR_ISSUER, "“iss”",
    NULL },
  { SENDS, "code=c&state=$&iss=", SALON_MCP_AUTH_ERROR_ISSUER, "“iss”", NULL },
  { "", "error=access_denied&error_description=not+you&state=$", SALON_MCP_AUTH_ERROR_DENIED,
    "not you", NULL },
  { "", "error=login_required&state=$", SALON_MCP_AUTH_ERROR_DENIED, "login_required", NULL },
  { "", "error=invalid_scope&state=$", SALON_MCP_AUTH_ERROR_SCOPE, "“Scopes”", NULL },
  { "", "error=server_error&state=$", SALON_MCP_AUTH_ERROR_FAILED, "server_error", NULL },
  /* Both: it is a refusal. */
  { "", "code=c&error=server_error&state=$", SALON_MCP_AUTH_ERROR_FAILED, "server_error", NULL },
  { "", "state=$", SALON_MCP_AUTH_ERROR_FAILED, "“code”", NULL },
  { "", "code=&state=$", SALON_MCP_AUTH_ERROR_FAILED, "“code”", NULL },
};

static void
test_check (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SalonMcpAuthRequest) request = make_request (cases[i].more, NULL,
                                                              SALON_CLOCK (clock));
      g_auto (GStrv) parts = g_strsplit (cases[i].query, "$", -1);
      g_autofree char *query = g_strjoinv (salon_mcp_auth_request_get_state (request), parts);
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonMcpAuthResponse) response =
        salon_mcp_auth_response_new_from_query (query, &error);
      const char *code = NULL;

      g_assert_no_error (error);
      g_test_message ("%s with %s", cases[i].query, cases[i].more);
      code = salon_mcp_auth_request_check (request, response, &error);
      if (cases[i].code < 0)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (code, ==, "c");
          continue;
        }
      g_assert_null (code);
      g_assert_error (error, SALON_MCP_AUTH_ERROR, cases[i].code);
      mcp_test_assert_contains (error->message, cases[i].words);
      if (cases[i].unsaid != NULL)
        g_assert_null (strstr (error->message, cases[i].unsaid));
    }
}

static void
test_once (void)
{
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  g_autoptr (SalonMcpAuthRequest) request = make_request ("", NULL, SALON_CLOCK (clock));
  g_autoptr (SalonMcpAuthRequest) old = make_request ("", NULL, SALON_CLOCK (clock));
  g_autofree char *query = g_strdup_printf ("code=c&state=%s",
                                            salon_mcp_auth_request_get_state (request));
  g_autofree char *old_query = g_strdup_printf ("code=c&state=%s",
                                                salon_mcp_auth_request_get_state (old));
  g_autoptr (SalonMcpAuthResponse) response = salon_mcp_auth_response_new_from_query (query, NULL);
  g_autoptr (SalonMcpAuthResponse) late = salon_mcp_auth_response_new_from_query (old_query, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (salon_mcp_auth_request_check (request, response, &error), ==, "c");
  g_assert_null (salon_mcp_auth_request_check (request, response, &error));
  g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_STATE);
  g_clear_error (&error);
  salon_manual_clock_advance (clock, 2 * G_TIME_SPAN_HOUR);
  g_assert_null (salon_mcp_auth_request_check (old, late, &error));
  g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_STATE);
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/auth/request/says-all-it-has-to", test_url);
  g_test_add_func ("/mcp/auth/request/responses-are-judged-in-order", test_check);
  g_test_add_func ("/mcp/auth/request/is-good-once-and-not-for-ever", test_once);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include <string.h>

#include "auth-fixture.h"
#include "salon-mcp-auth-base64url.h"
#include "salon-mcp-auth-key.h"

static char *
dup_token (AuthMock   *mock,
           const char *scheme,
           guint       number)
{
  return g_strdup_printf ("%s t%u-%u", scheme, mock->number, number);
}

static void
assert_carried (AuthFixture *fixture,
                const char  *scheme,
                guint        number)
{
  g_autofree char *header = dup_token (fixture->mock, scheme, number);

  g_assert_cmpstr (fixture->carried, ==, header);
}

static const char *
get_form (AuthFixture *fixture,
          const char  *name)
{
  return g_hash_table_lookup (fixture->mock->form, name);
}

/* Step-up. */

static void
test_step_up (void)
{
  AuthFixture fixture = { .challenge_scope = "basic" };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  session = auth_fixture_session (&fixture);
  fixture.mock->more = ",\"scopes_supported\":[\"offline_access\"]";
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 200);
  mcp_test_assert_contains (fixture.agent->url, "scope=basic+offline_access&");
  fixture.needed_scope = "write";
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 200);
  g_assert_no_error (error);
  /* A new authorization for all of it, as a refresh can't widen anything. */
  mcp_test_assert_contains (fixture.agent->url, "scope=basic+offline_access+write&");
  g_assert_cmpuint (fixture.mock->n_refreshes, ==, 0);
  g_assert_true (salon_mcp_auth_plan_is_step_up (fixture.agent->plan));
  g_assert_cmpstr (salon_mcp_auth_session_get_scopes (session), ==, "basic offline_access write");
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* More rights that do not help are asked for once, and not again for the same thing. */
static void
test_step_up_in_vain (void)
{
  AuthFixture fixture = { .challenge_scope = "basic" };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  session = auth_fixture_session (&fixture);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, NULL), ==, 200);
  fixture.needed_scope = "write";
  fixture.mock->grants = "basic";
  for (guint i = 0; i < 3; i++)
    {
      g_clear_error (&error);
      g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 0);
      g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SCOPE);
    }
  g_assert_cmpuint (fixture.agent->n_visits, ==, 2);
  /* What one may do is not lost by it. */
  g_assert_cmpint (salon_mcp_auth_session_get_state (session), ==, SALON_MCP_AUTH_SIGNED_IN);
  fixture.needed_scope = NULL;
  g_assert_cmpuint (auth_fixture_call (&fixture, session, NULL), ==, 200);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* The user says no to one request, and may say yes to the next one. */
static void
test_step_up_refused (void)
{
  AuthFixture fixture = { .challenge_scope = "basic" };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  session = auth_fixture_session (&fixture);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, NULL), ==, 200);
  fixture.needed_scope = "write";
  fixture.agent->refuses = TRUE;
  for (guint i = 0; i < 5; i++)
    {
      g_clear_error (&error);
      g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 0);
      g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED);
      mcp_test_assert_contains (error->message, "needs more rights");
    }
  g_assert_cmpuint (fixture.agent->n_plans, ==, 6);
  g_assert_cmpuint (fixture.agent->n_visits, ==, 1);
  fixture.agent->refuses = FALSE;
  g_assert_cmpuint (auth_fixture_call (&fixture, session, NULL), ==, 200);
  g_assert_cmpuint (fixture.agent->n_visits, ==, 2);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* A server that always wants something more gets three attempts. */
static void
test_step_up_cap (void)
{
  AuthFixture fixture = { .challenge_scope = "basic" };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  session = auth_fixture_session (&fixture);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, NULL), ==, 200);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *challenge =
        g_strdup_printf ("Bearer error=\"insufficient_scope\", scope=\"more%u\"", i);
      g_autofree char *header = dup_token (fixture.mock, "Bearer", fixture.mock->n_given);
      g_autoptr (GHashTable) credentials = g_hash_table_new (g_str_hash, g_str_equal);
      SalonMcpAuthorizerRequest request = { "POST", http_peer_get_url (fixture.peer), NULL, "op" };
      SalonMcpAuthorizerRefusal refusal = { 403, challenge, NULL, credentials, 0 };

      g_hash_table_insert (credentials, (gpointer) "Authorization", header);
      g_clear_error (&error);
      g_assert_true (mcp_test_await (salon_mcp_authorizer_handle_refusal (
                                         SALON_MCP_AUTHORIZER (session), &request, &refusal),
                                     &error) == (i < 3));
    }
  g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SCOPE);
  g_assert_cmpuint (fixture.agent->n_visits, ==, 4);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* A 403 of another kind is a plain no. */
static void
test_plain_403 (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GHashTable) none = g_hash_table_new (g_str_hash, g_str_equal);
  static const char * const challenges[] = {
    NULL, "", "Bearer error=\"access_denied\"", "Basic error=\"insufficient_scope\"",
  };

  auth_fixture_init (&fixture);
  session = auth_fixture_session (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (challenges); i++)
    {
      SalonMcpAuthorizerRequest request = { "POST", http_peer_get_url (fixture.peer), NULL, "op" };
      SalonMcpAuthorizerRefusal refusal = { 403, challenges[i], NULL, none, 0 };
      g_autoptr (DexFuture) dealt = salon_mcp_authorizer_handle_refusal (
        SALON_MCP_AUTHORIZER (session), &request, &refusal);

      g_assert_true (mcp_test_await (dex_ref (dealt), NULL));
      g_assert_false (g_value_get_boolean (dex_future_get_value (dealt, NULL)));
    }
  g_assert_cmpuint (fixture.agent->n_plans, ==, 0);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* DPoP. */

static char *
dup_claim (const char *proof,
           const char *name)
{
  g_auto (GStrv) parts = g_strsplit (proof, ".", -1);
  g_autoptr (GBytes) bytes = salon_mcp_auth_base64url_decode (parts[1]);
  g_autoptr (SalonJsonDocument) claims = salon_json_document_parse_bytes (bytes, NULL, NULL);

  return g_strdup (salon_json_as_string (salon_json_get_member (
      salon_json_document_get_root (claims), name)));
}

static void
test_dpop (void)
{
  AuthFixture fixture = { .scheme = "DPoP", .nonce = "server-1" };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *endpoint = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *target = NULL;
  g_autofree char *nonce = NULL;
  g_autofree char *covered = NULL;

  auth_fixture_init (&fixture);
  session = auth_fixture_session (&fixture);
  fixture.mock->more = ",\"dpop_signing_alg_values_supported\":[\"ES256\"]";
  fixture.mock->nonce = "issuer-1";
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 200);
  g_assert_no_error (error);
  assert_carried (&fixture, "DPoP", 1);
  endpoint = dup_claim (fixture.mock->proof, "htu");
  g_assert_true (g_str_has_prefix (endpoint, fixture.mock->url));
  g_assert_true (g_str_has_suffix (endpoint, "/token"));
  g_assert_cmpuint (fixture.mock->n_refusals, ==, 1);
  first = dup_claim (fixture.proof, "jti");
  target = dup_claim (fixture.proof, "htu");
  nonce = dup_claim (fixture.proof, "nonce");
  covered = dup_claim (fixture.proof, "ath");
  g_assert_cmpstr (target, ==, http_peer_get_url (fixture.peer));
  g_assert_cmpstr (nonce, ==, "server-1");
  g_assert_nonnull (covered);

  /* The nonce is kept, the proof is not. A new nonce costs one more round. */
  g_assert_cmpuint (auth_fixture_call (&fixture, session, NULL), ==, 200);
  g_assert_cmpuint (fixture.n_refusals, ==, 1);
  second = dup_claim (fixture.proof, "jti");
  g_assert_cmpstr (first, !=, second);
  fixture.nonce = "server-2";
  g_assert_cmpuint (auth_fixture_call (&fixture, session, NULL), ==, 200);
  g_assert_cmpuint (fixture.n_refusals, ==, 2);

  /* Renewed tokens are bound to the same key. */
  auth_mock_expire (fixture.mock);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, NULL), ==, 200);
  assert_carried (&fixture, "DPoP", 2);
  g_assert_cmpuint (fixture.mock->n_refreshes, ==, 1);
  g_assert_cmpuint (fixture.agent->n_visits, ==, 1);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

static void
test_dpop_missing (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  salon_mcp_auth_settings_set_use_dpop (fixture.settings, TRUE);
  session = auth_fixture_session (&fixture);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 0);
  g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_UNSUPPORTED);
  g_assert_cmpuint (fixture.mock->n_authorizations, ==, 0);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* Without a browser. */

static void
test_client_credentials (void)
{
  AuthFixture fixture = { .challenge_scope = "a" };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  g_clear_object (&fixture.agent);
  fixture.mock->methods = "[\"client_secret_basic\"]";
  fixture.mock->has_no_s256 = TRUE;
  salon_mcp_auth_settings_set_grant (fixture.settings, SALON_MCP_AUTH_GRANT_CLIENT);
  salon_mcp_auth_settings_set_client (fixture.settings, "me", "s", fixture.mock->url);
  session = salon_mcp_auth_session_new (http_peer_get_url (fixture.peer), fixture.settings,
                                        fixture.store, NULL, fixture.http_client,
                                        SALON_CLOCK (fixture.clock));
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 200);
  g_assert_no_error (error);
  g_assert_cmpstr (get_form (&fixture, "grant_type"), ==, "client_credentials");
  g_assert_cmpstr (get_form (&fixture, "resource"), ==, http_peer_get_url (fixture.peer));
  g_assert_cmpstr (get_form (&fixture, "scope"), ==, "a");
  g_assert_cmpstr (fixture.mock->authorization, ==, "Basic bWU6cw==");
  /* When it has expired: the same again. */
  auth_mock_expire (fixture.mock);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 200);
  g_assert_cmpstr (get_form (&fixture, "grant_type"), ==, "client_credentials");
  g_assert_cmpuint (fixture.mock->n_given, ==, 2);
  g_assert_cmpuint (fixture.mock->n_refreshes, ==, 0);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

static void
test_private_key (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (SalonMcpAuthKey) key = salon_mcp_auth_key_new_generate (NULL);
  g_autofree char *pem = salon_mcp_auth_key_to_pem (key);
  g_autofree char *audience = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  fixture.mock->methods = "[\"private_key_jwt\"]";
  salon_mcp_auth_settings_set_grant (fixture.settings, SALON_MCP_AUTH_GRANT_CLIENT);
  salon_mcp_auth_settings_set_client (fixture.settings, "me", NULL, NULL);
  salon_mcp_auth_settings_set_private_key (fixture.settings, pem);
  session = auth_fixture_session (&fixture);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 200);
  g_assert_no_error (error);
  audience = dup_claim (get_form (&fixture, "client_assertion"), "aud");
  g_assert_cmpstr (audience, ==, fixture.mock->url);
  /* Who gets it is shown to the user once, as the server has named it. */
  g_assert_cmpuint (fixture.agent->n_plans, ==, 1);
  g_assert_null (salon_mcp_auth_plan_get_authorization_host (fixture.agent->plan));
  auth_mock_expire (fixture.mock);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 200);
  g_assert_cmpuint (fixture.agent->n_plans, ==, 1);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

static void
test_enterprise (void)
{
  AuthFixture fixture = { .challenge_scope = "a b" };
  g_autoptr (AuthMock) provider = auth_mock_new ();
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  salon_mcp_auth_settings_set_grant (fixture.settings, SALON_MCP_AUTH_GRANT_ENTERPRISE);
  salon_mcp_auth_settings_set_client (fixture.settings, "me", "s", NULL);
  salon_mcp_auth_settings_set_identity_provider (fixture.settings, provider->url, NULL, "at-idp");
  salon_mcp_auth_settings_set_assertion (fixture.settings, "an-id-token");
  fixture.mock->methods = "[\"client_secret_post\"]";
  session = auth_fixture_session (&fixture);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 200);
  g_assert_no_error (error);
  g_assert_cmpstr (g_hash_table_lookup (provider->form, "subject_token"), ==, "an-id-token");
  g_assert_cmpstr (g_hash_table_lookup (provider->form, "subject_token_type"), ==,
                   "urn:ietf:params:oauth:token-type:id_token");
  g_assert_cmpstr (g_hash_table_lookup (provider->form, "requested_token_type"), ==,
                   "urn:ietf:params:oauth:token-type:id-jag");
  g_assert_cmpstr (g_hash_table_lookup (provider->form, "audience"), ==, fixture.mock->url);
  g_assert_cmpstr (g_hash_table_lookup (provider->form, "resource"), ==,
                   http_peer_get_url (fixture.peer));
  g_assert_cmpstr (g_hash_table_lookup (provider->form, "scope"), ==, "a b");
  g_assert_cmpstr (g_hash_table_lookup (provider->form, "client_id"), ==, "at-idp");
  g_assert_null (g_hash_table_lookup (provider->form, "client_secret"));
  g_assert_cmpstr (get_form (&fixture, "grant_type"), ==,
                   "urn:ietf:params:oauth:grant-type:jwt-bearer");
  g_assert_cmpstr (get_form (&fixture, "assertion"), ==, "an-id-jag");
  g_assert_cmpstr (get_form (&fixture, "client_secret"), ==, "s");
  g_assert_cmpuint (fixture.agent->n_visits, ==, 0);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* Refused once is refused: no second attempt and no other grant (SEP-1933). */
static void
test_workload (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autofree char *path = mcp_test_path ("token");
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  g_assert_true (g_file_set_contents (path, "a-platform-token\n", -1, NULL));
  salon_mcp_auth_settings_set_grant (fixture.settings, SALON_MCP_AUTH_GRANT_WORKLOAD);
  salon_mcp_auth_settings_set_client (fixture.settings, "me", NULL, NULL);
  salon_mcp_auth_settings_set_assertion_file (fixture.settings, path);
  session = auth_fixture_session (&fixture);
  fixture.mock->refusal = "invalid_grant";
  for (guint i = 0; i < 2; i++)
    {
      g_clear_error (&error);
      g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 0);
      g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_TOKEN);
    }
  g_assert_cmpuint (fixture.mock->n_refusals, ==, 1);
  g_assert_cmpstr (get_form (&fixture, "assertion"), ==, "a-platform-token");
  fixture.mock->refusal = NULL;
  g_clear_error (&error);
  g_assert_true (mcp_test_await (salon_mcp_auth_session_sign_in (session), &error));
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 200);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* MCP 2025-03-26: the server is its own authorization server, without metadata. */
static void
test_old_server (void)
{
  AuthFixture fixture = { .has_no_metadata = TRUE };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (SalonMcpAuthPlan) plan = NULL;
  g_autofree char *origin = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  session = auth_fixture_session (&fixture);
  plan = auth_test_await_boxed (salon_mcp_auth_session_discover (session), &error);
  g_assert_no_error (error);
  origin = g_strndup (http_peer_get_url (fixture.peer),
                      strlen (http_peer_get_url (fixture.peer)) - strlen ("/mcp"));
  g_assert_cmpstr (salon_mcp_auth_plan_get_issuer (plan), ==, origin);
  g_assert_cmpstr (salon_mcp_auth_plan_get_resource (plan), ==, http_peer_get_url (fixture.peer));
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* What was told in confidence is not in what the user reads, even if the server repeats it. */
static void
test_no_secret_in_errors (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  salon_mcp_auth_settings_set_client (fixture.settings, "me", "the-very-secret-one", NULL);
  fixture.mock->methods = "[\"client_secret_basic\"]";
  fixture.mock->refusal = "invalid_client";
  fixture.mock->refusal_words = "your secret the-very-secret-one is wrong";
  session = auth_fixture_session (&fixture);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 0);
  g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_TOKEN);
  mcp_test_assert_contains (error->message, "invalid_client");
  g_assert_null (strstr (error->message, "very-secret"));
  g_assert_null (strstr (salon_mcp_auth_session_get_problem (session), "very-secret"));
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/auth/step-up/asks-for-the-union", test_step_up);
  g_test_add_func ("/mcp/auth/step-up/in-vain-is-not-repeated", test_step_up_in_vain);
  g_test_add_func ("/mcp/auth/step-up/a-no-may-be-a-yes-later", test_step_up_refused);
  g_test_add_func ("/mcp/auth/step-up/has-a-cap", test_step_up_cap);
  g_test_add_func ("/mcp/auth/step-up/other-refusals-are-none", test_plain_403);
  g_test_add_func ("/mcp/auth/dpop/proofs-and-nonces", test_dpop);
  g_test_add_func ("/mcp/auth/dpop/is-not-left-out", test_dpop_missing);
  g_test_add_func ("/mcp/auth/machine/client-credentials", test_client_credentials);
  g_test_add_func ("/mcp/auth/machine/private-key", test_private_key);
  g_test_add_func ("/mcp/auth/machine/enterprise-managed", test_enterprise);
  g_test_add_func ("/mcp/auth/machine/workload-identity-is-tried-once", test_workload);
  g_test_add_func ("/mcp/auth/session/servers-of-2025-03-26", test_old_server);
  g_test_add_func ("/mcp/auth/session/errors-hold-no-secrets", test_no_secret_in_errors);
  return g_test_run ();
}

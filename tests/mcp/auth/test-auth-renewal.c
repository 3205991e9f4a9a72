/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include <string.h>

#include "auth-fixture.h"

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

static SalonMcpAuthSession *
signed_in (AuthFixture *fixture)
{
  SalonMcpAuthSession *session = auth_fixture_session (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (auth_fixture_call (fixture, session, &error), ==, 200);
  g_assert_no_error (error);
  return session;
}

static void
advance (AuthFixture *fixture,
         gint64       seconds)
{
  salon_manual_clock_advance (fixture->clock, seconds * G_TIME_SPAN_SECOND);
}

static void
test_ahead_of_time (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;

  auth_fixture_init (&fixture);
  fixture.mock->life = 3600;
  session = signed_in (&fixture);
  advance (&fixture, 3500);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, NULL), ==, 200);
  g_assert_cmpuint (fixture.mock->n_refreshes, ==, 0);
  advance (&fixture, 80);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, NULL), ==, 200);
  g_assert_cmpuint (fixture.mock->n_refreshes, ==, 1);
  assert_carried (&fixture, "Bearer", 2);
  /* The server has refused nothing but the first request of all. */
  g_assert_cmpuint (fixture.n_refusals, ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (fixture.mock->form, "resource"), ==,
                   http_peer_get_url (fixture.peer));
  g_assert_cmpuint (fixture.agent->n_plans, ==, 1);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

static void
test_refused (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  guint n_metadata = 0;

  auth_fixture_init (&fixture);
  session = signed_in (&fixture);
  n_metadata = fixture.n_metadata;
  auth_mock_expire (fixture.mock);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, NULL), ==, 200);
  g_assert_cmpuint (fixture.mock->n_refreshes, ==, 1);
  assert_carried (&fixture, "Bearer", 2);
  g_assert_cmpuint (fixture.agent->n_plans, ==, 1);
  /* The server was asked whether it still wants tokens of this issuer. */
  g_assert_cmpuint (fixture.n_metadata, ==, n_metadata + 1);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* Many requests, one refresh. */
static void
test_single_flight (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  DexFuture *calls[10];

  auth_fixture_init (&fixture);
  session = signed_in (&fixture);
  auth_mock_expire (fixture.mock);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    calls[i] = auth_fixture_start (&fixture, session);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    g_assert_cmpuint (auth_fixture_finish (calls[i], NULL), ==, 200);
  g_assert_cmpuint (fixture.mock->n_refreshes, ==, 1);
  g_assert_cmpuint (fixture.agent->n_plans, ==, 1);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* Two programs with one sign-in: rotating refresh tokens are used once each. */
static void
test_two_sessions (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) one = NULL;
  g_autoptr (SalonMcpAuthSession) other = NULL;
  DexFuture *first = NULL;
  DexFuture *second = NULL;

  auth_fixture_init (&fixture);
  one = signed_in (&fixture);
  other = auth_fixture_session (&fixture);
  g_assert_cmpuint (auth_fixture_call (&fixture, other, NULL), ==, 200);
  g_assert_cmpuint (fixture.agent->n_plans, ==, 1);
  assert_carried (&fixture, "Bearer", 1);
  for (guint round = 1; round <= 3; round++)
    {
      auth_mock_expire (fixture.mock);
      first = auth_fixture_start (&fixture, one);
      second = auth_fixture_start (&fixture, other);
      g_assert_cmpuint (auth_fixture_finish (first, NULL), ==, 200);
      g_assert_cmpuint (auth_fixture_finish (second, NULL), ==, 200);
      g_assert_cmpuint (fixture.mock->n_refreshes, ==, round);
    }
  g_assert_cmpuint (fixture.mock->n_refusals, ==, 0);
  g_assert_cmpuint (fixture.agent->n_plans, ==, 1);
  g_clear_object (&one);
  g_clear_object (&other);
  auth_fixture_clear (&fixture);
}

static void
test_no_new_refresh_token (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;

  auth_fixture_init (&fixture);
  fixture.mock->keeps_refresh = TRUE;
  session = signed_in (&fixture);
  for (guint round = 1; round <= 3; round++)
    {
      auth_mock_expire (fixture.mock);
      g_assert_cmpuint (auth_fixture_call (&fixture, session, NULL), ==, 200);
      g_assert_cmpuint (fixture.mock->n_refreshes, ==, round);
    }
  g_assert_cmpuint (fixture.agent->n_plans, ==, 1);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

static void
test_no_refresh_token (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;

  auth_fixture_init (&fixture);
  fixture.mock->gives_no_refresh = TRUE;
  session = signed_in (&fixture);
  auth_mock_expire (fixture.mock);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, NULL), ==, 200);
  g_assert_cmpuint (fixture.mock->n_refreshes, ==, 0);
  g_assert_cmpuint (fixture.agent->n_plans, ==, 2);
  g_assert_nonnull (salon_mcp_auth_plan_get_reason (fixture.agent->plan));
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

static void
test_invalid_grant (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;

  auth_fixture_init (&fixture);
  session = signed_in (&fixture);
  auth_mock_expire (fixture.mock);
  g_hash_table_remove_all (fixture.mock->refresh_tokens);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, NULL), ==, 200);
  g_assert_cmpuint (fixture.mock->n_refreshes, ==, 1);
  g_assert_cmpuint (fixture.mock->n_refusals, ==, 1);
  g_assert_cmpuint (fixture.agent->n_plans, ==, 2);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* A server that is in trouble does not sign anybody out. */
static void
test_trouble (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  session = signed_in (&fixture);
  auth_mock_expire (fixture.mock);
  fixture.mock->refusal = "temporarily_unavailable";
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 0);
  g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_TOKEN);
  g_assert_cmpuint (fixture.agent->n_plans, ==, 1);
  fixture.mock->refusal = NULL;
  g_clear_error (&error);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 200);
  g_assert_cmpuint (fixture.agent->n_plans, ==, 1);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* What another program has put there in the meantime counts. */
static void
test_swap (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (SalonMcpAuthSession) other = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *call = NULL;

  auth_fixture_init (&fixture);
  session = signed_in (&fixture);
  other = auth_fixture_session (&fixture);
  g_assert_true (mcp_test_await (salon_mcp_auth_session_load (other), NULL));
  auth_mock_expire (fixture.mock);
  fixture.mock->holds_refreshes = TRUE;
  call = auth_fixture_start (&fixture, session);
  while (fixture.mock->held == NULL)
    g_main_context_iteration (NULL, TRUE);
  /* Somebody signs out while the answer is on its way. It waits for the lock, so that what is
   * renewed is forgotten, too. */
  dex_future_disown (salon_mcp_auth_session_sign_out (other));
  mcp_test_settle ();
  auth_mock_release (fixture.mock);
  auth_fixture_finish (call, NULL);
  mcp_test_settle ();
  while (fixture.mock->n_revocations < 2)
    g_main_context_iteration (NULL, TRUE);
  fixture.agent->refuses = TRUE;
  auth_mock_expire (fixture.mock);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 0);
  g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED);
  g_clear_object (&session);
  g_clear_object (&other);
  auth_fixture_clear (&fixture);
}

/* A server that takes no token at all: a refresh, two sign-ins, and that is it. */
static void
test_no_loops (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  session = signed_in (&fixture);
  fixture.refuses_all = TRUE;
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 0);
  g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED);
  g_assert_cmpuint (fixture.mock->n_refreshes, ==, 1);
  g_assert_cmpuint (fixture.agent->n_visits, ==, 3);
  g_clear_error (&error);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 0);
  g_assert_cmpuint (fixture.agent->n_visits, ==, 3);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* The server wants tokens of another issuer: nothing of the old one goes there. */
static void
test_moves (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (AuthMock) old = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  session = signed_in (&fixture);
  old = g_steal_pointer (&fixture.mock);
  fixture.mock = auth_mock_new ();
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 200);
  g_assert_no_error (error);
  g_assert_cmpuint (old->n_refreshes, ==, 0);
  g_assert_cmpuint (fixture.mock->n_registrations, ==, 1);
  g_assert_cmpuint (fixture.mock->n_refreshes, ==, 0);
  g_assert_cmpstr (salon_mcp_auth_session_get_issuer (session), ==, fixture.mock->url);
  g_assert_cmpuint (fixture.agent->n_plans, ==, 2);
  assert_carried (&fixture, "Bearer", 1);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* Credentials that the user has entered do not move along. */
static void
test_moves_with_client (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (AuthMock) old = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  salon_mcp_auth_settings_set_client (fixture.settings, "by-hand", "a secret", NULL);
  fixture.mock->methods = "[\"client_secret_post\"]";
  session = signed_in (&fixture);
  old = g_steal_pointer (&fixture.mock);
  fixture.mock = auth_mock_new ();
  fixture.mock->methods = old->methods;
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 0);
  g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_REGISTRATION);
  mcp_test_assert_contains (error->message, fixture.mock->url);
  g_assert_cmpuint (fixture.mock->n_authorizations, ==, 0);
  g_assert_null (fixture.mock->form);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* A token goes to the server it is for. */
static void
test_elsewhere (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  static const char * const urls[] = {
    "http://127.0.0.1:1/mcp", "https://evil.example/mcp", "http://localhost/mcp", "mcp", "",
  };

  auth_fixture_init (&fixture);
  session = signed_in (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      SalonMcpAuthorizerRequest request = { "POST", urls[i], NULL, "POST" };
      g_autoptr (GHashTable) headers = auth_test_await_boxed (
        salon_mcp_authorizer_get_headers (SALON_MCP_AUTHORIZER (session), &request), NULL);

      g_assert_cmpuint (g_hash_table_size (headers), ==, 0);
    }
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/auth/renewal/happens-ahead-of-time", test_ahead_of_time);
  g_test_add_func ("/mcp/auth/renewal/follows-a-refusal", test_refused);
  g_test_add_func ("/mcp/auth/renewal/is-one-for-many-requests", test_single_flight);
  g_test_add_func ("/mcp/auth/renewal/is-one-for-two-sessions", test_two_sessions);
  g_test_add_func ("/mcp/auth/renewal/the-old-refresh-token-stays-without-a-new-one",
                   test_no_new_refresh_token);
  g_test_add_func ("/mcp/auth/renewal/without-a-refresh-token-is-a-sign-in",
                   test_no_refresh_token);
  g_test_add_func ("/mcp/auth/renewal/a-lost-grant-is-a-sign-in", test_invalid_grant);
  g_test_add_func ("/mcp/auth/renewal/trouble-signs-nobody-out", test_trouble);
  g_test_add_func ("/mcp/auth/renewal/signing-out-meanwhile-counts", test_swap);
  g_test_add_func ("/mcp/auth/renewal/does-not-go-on-for-ever", test_no_loops);
  g_test_add_func ("/mcp/auth/renewal/the-authorization-server-moves", test_moves);
  g_test_add_func ("/mcp/auth/renewal/entered-credentials-do-not-move", test_moves_with_client);
  g_test_add_func ("/mcp/auth/renewal/tokens-go-nowhere-else", test_elsewhere);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include <string.h>

#include "auth-fixture.h"
#include "salon-mcp-auth-form.h"

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

/* A first request: everything is found out, the user agrees, and the request goes through. */
static void
test_sign_in (void)
{
  AuthFixture fixture = { .more = ",\"scopes_supported\":[\"a\",\"b\"]" };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;
  const char * const *scopes = NULL;

  auth_fixture_init (&fixture);
  session = auth_fixture_session (&fixture);
  fixture.mock->life = 60;
  g_assert_cmpint (salon_mcp_auth_session_get_state (session), ==, SALON_MCP_AUTH_NONE);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 200);
  g_assert_no_error (error);
  assert_carried (&fixture, "Bearer", 1);
  g_assert_cmpint (salon_mcp_auth_session_get_state (session), ==, SALON_MCP_AUTH_SIGNED_IN);
  g_assert_cmpstr (salon_mcp_auth_session_get_issuer (session), ==, fixture.mock->url);
  g_assert_cmpstr (salon_mcp_auth_session_get_scopes (session), ==, "a b");
  g_assert_cmpint (salon_mcp_auth_session_get_expires_at (session), ==,
                   1700000060 * G_TIME_SPAN_SECOND);
  g_assert_null (salon_mcp_auth_session_get_problem (session));

  g_assert_cmpuint (fixture.agent->n_plans, ==, 1);
  g_assert_cmpstr (salon_mcp_auth_plan_get_server_url (fixture.agent->plan), ==,
                   http_peer_get_url (fixture.peer));
  g_assert_cmpstr (salon_mcp_auth_plan_get_issuer (fixture.agent->plan), ==, fixture.mock->url);
  g_assert_cmpstr (salon_mcp_auth_plan_get_resource (fixture.agent->plan), ==,
                   http_peer_get_url (fixture.peer));
  scopes = salon_mcp_auth_plan_get_scopes (fixture.agent->plan);
  g_assert_cmpstrv (scopes, ((const char *[]) { "a", "b", NULL }));
  g_assert_false (salon_mcp_auth_plan_is_step_up (fixture.agent->plan));

  g_assert_cmpuint (fixture.mock->n_registrations, ==, 1);
  g_assert_cmpuint (fixture.mock->n_authorizations, ==, 1);
  g_assert_cmpuint (fixture.mock->n_codes, ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (fixture.mock->form, "resource"), ==,
                   http_peer_get_url (fixture.peer));
  mcp_test_assert_contains (fixture.mock->registration, "\"application_type\":\"native\"");
  mcp_test_assert_contains (fixture.mock->registration, "\"refresh_token\"");

  /* From now on it is known. */
  g_assert_cmpuint (auth_fixture_call (&fixture, session, NULL), ==, 200);
  g_assert_cmpuint (fixture.n_refusals, ==, 1);
  g_assert_cmpuint (fixture.mock->n_authorizations, ==, 1);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* Through the real listener on loopback. */
static void
test_callback (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  session = auth_fixture_session (&fixture);
  fixture.agent->has_callback = TRUE;
  /* A server that knows this computer by name only. */
  fixture.mock->redirect_refused = "127.0.0.1";
  g_assert_true (mcp_test_await (salon_mcp_auth_session_sign_in (session), &error));
  g_assert_no_error (error);
  mcp_test_assert_contains (fixture.agent->url, "redirect_uri=http%3A%2F%2Flocalhost%3A");
  g_assert_cmpuint (fixture.mock->n_registrations, ==, 2);

  /* The next time it comes back to the same place, so nothing has to be registered. */
  g_assert_true (mcp_test_await (salon_mcp_auth_session_sign_in (session), &error));
  g_assert_cmpuint (fixture.mock->n_registrations, ==, 2);
  g_assert_cmpuint (fixture.mock->n_authorizations, ==, 2);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* The order of the ways to be known. */
static void
test_registration_order (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) by_registration = NULL;
  g_autoptr (SalonMcpAuthSession) by_document = NULL;
  g_autoptr (SalonMcpAuthSession) by_hand = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  by_registration = auth_fixture_session (&fixture);
  g_assert_true (mcp_test_await (salon_mcp_auth_session_sign_in (by_registration), &error));
  g_assert_cmpuint (fixture.mock->n_registrations, ==, 1);

  salon_mcp_auth_settings_set_client_metadata_url (fixture.settings, "https://salon.example/c");
  fixture.mock->more = ",\"client_id_metadata_document_supported\":true";
  by_document = auth_fixture_session (&fixture);
  g_assert_true (mcp_test_await (salon_mcp_auth_session_sign_in (by_document), &error));
  g_assert_cmpstr (g_hash_table_lookup (fixture.mock->form, "client_id"), ==,
                   "https://salon.example/c");

  salon_mcp_auth_settings_set_client (fixture.settings, "by:hand", "s e+cret", NULL);
  fixture.mock->methods = "[\"client_secret_basic\"]";
  by_hand = auth_fixture_session (&fixture);
  g_assert_true (mcp_test_await (salon_mcp_auth_session_sign_in (by_hand), &error));
  g_assert_false (g_hash_table_contains (fixture.mock->form, "client_id"));
  /* by%3Ahand:s+e%2Bcret */
  g_assert_cmpstr (fixture.mock->authorization, ==, "Basic YnklM0FoYW5kOnMrZSUyQmNyZXQ=");
  g_assert_cmpuint (fixture.mock->n_registrations, ==, 1);
  g_clear_object (&by_registration);
  g_clear_object (&by_document);
  g_clear_object (&by_hand);
  auth_fixture_clear (&fixture);
}

/* A secret that has expired is not shown to anybody any more. */
static void
test_secret_expires (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;

  auth_fixture_init (&fixture);
  session = auth_fixture_session (&fixture);
  fixture.mock->methods = "[\"client_secret_post\"]";
  fixture.mock->secret_life = 1700000100;
  g_assert_true (mcp_test_await (salon_mcp_auth_session_sign_in (session), NULL));
  g_assert_true (mcp_test_await (salon_mcp_auth_session_sign_in (session), NULL));
  g_assert_cmpuint (fixture.mock->n_registrations, ==, 1);
  salon_manual_clock_set_real_time (fixture.clock, 1700000100 * G_TIME_SPAN_SECOND);
  fixture.mock->secret_life = 0;
  g_assert_true (mcp_test_await (salon_mcp_auth_session_sign_in (session), NULL));
  g_assert_cmpuint (fixture.mock->n_registrations, ==, 2);
  g_assert_true (g_str_has_suffix (g_hash_table_lookup (fixture.mock->form, "client_secret"),
                                   "-2"));
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* A server that has forgotten a client gets to know it again, once. */
static void
test_invalid_client (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  session = auth_fixture_session (&fixture);
  g_assert_true (mcp_test_await (salon_mcp_auth_session_sign_in (session), &error));
  fixture.mock->forgets_clients = TRUE;
  g_assert_true (mcp_test_await (salon_mcp_auth_session_sign_in (session), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture.mock->n_registrations, ==, 2);
  g_assert_cmpuint (fixture.mock->n_authorizations, ==, 3);
  fixture.mock->refusal = "invalid_client";
  g_assert_false (mcp_test_await (salon_mcp_auth_session_sign_in (session), &error));
  g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_TOKEN);
  g_assert_cmpuint (fixture.mock->n_registrations, ==, 3);
  g_assert_cmpuint (fixture.mock->n_authorizations, ==, 5);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

static void
test_registration_refused (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  session = auth_fixture_session (&fixture);
  fixture.mock->registration_refusal = "invalid_client_metadata";
  g_assert_false (mcp_test_await (salon_mcp_auth_session_sign_in (session), &error));
  g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_REGISTRATION);
  mcp_test_assert_contains (error->message, "go away");
  g_assert_cmpuint (fixture.agent->n_visits, ==, 0);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* Whoever says no is not asked again by every request, only when they want to. */
static void
test_no_means_no (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  session = auth_fixture_session (&fixture);
  fixture.agent->refuses = TRUE;
  for (guint i = 0; i < 3; i++)
    {
      g_clear_error (&error);
      g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 0);
      g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED);
    }
  g_assert_cmpuint (fixture.agent->n_plans, ==, 1);
  g_assert_cmpuint (fixture.mock->n_registrations, ==, 0);
  g_assert_cmpint (salon_mcp_auth_session_get_state (session), ==, SALON_MCP_AUTH_NEEDED);
  g_assert_nonnull (salon_mcp_auth_session_get_problem (session));
  fixture.agent->refuses = FALSE;
  g_clear_error (&error);
  g_assert_true (mcp_test_await (salon_mcp_auth_session_sign_in (session), &error));
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 200);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

static void
test_cancel (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *call = NULL;
  DexFuture *other = NULL;

  auth_fixture_init (&fixture);
  session = auth_fixture_session (&fixture);
  fixture.agent->stays_away = TRUE;
  call = auth_fixture_start (&fixture, session);
  other = auth_fixture_start (&fixture, session);
  while (fixture.agent->n_visits == 0 || fixture.n_refusals < 2)
    g_main_context_iteration (NULL, TRUE);
  mcp_test_settle ();
  g_assert_cmpint (salon_mcp_auth_session_get_state (session), ==, SALON_MCP_AUTH_SIGNING_IN);
  salon_mcp_auth_session_cancel (session);
  g_assert_cmpuint (auth_fixture_finish (call, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (auth_fixture_finish (other, NULL), ==, 0);
  /* Two requests, one browser. */
  g_assert_cmpuint (fixture.agent->n_visits, ==, 1);
  g_clear_error (&error);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 0);
  g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED);
  g_assert_cmpuint (fixture.agent->n_visits, ==, 1);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* Nobody comes back from the browser: that ends, and the next attempt is one of a new client, as
 * the old one may not be known any more. */
static void
test_nobody_comes_back (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *signed_in = NULL;

  auth_fixture_init (&fixture);
  session = auth_fixture_session (&fixture);
  fixture.agent->has_callback = TRUE;
  g_assert_true (mcp_test_await (salon_mcp_auth_session_sign_in (session), &error));
  fixture.agent->stays_away = TRUE;
  signed_in = salon_mcp_auth_session_sign_in (session);
  while (fixture.agent->n_visits < 2)
    g_main_context_iteration (NULL, TRUE);
  mcp_test_settle ();
  salon_manual_clock_advance (fixture.clock, 6 * G_TIME_SPAN_MINUTE);
  g_assert_false (mcp_test_await (signed_in, &error));
  g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_TIMED_OUT);
  fixture.agent->stays_away = FALSE;
  g_clear_error (&error);
  g_assert_true (mcp_test_await (salon_mcp_auth_session_sign_in (session), &error));
  g_assert_cmpuint (fixture.mock->n_registrations, ==, 2);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

static void
test_sign_out (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (SalonMcpAuthSession) later = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  session = auth_fixture_session (&fixture);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 200);
  g_assert_true (mcp_test_await (salon_mcp_auth_session_sign_out (session), &error));
  g_assert_cmpuint (fixture.mock->n_revocations, ==, 2);
  g_assert_cmpuint (g_hash_table_size (fixture.mock->access_tokens), ==, 0);
  g_assert_cmpuint (g_hash_table_size (fixture.mock->refresh_tokens), ==, 0);
  g_assert_cmpint (salon_mcp_auth_session_get_state (session), ==, SALON_MCP_AUTH_NEEDED);
  g_assert_null (salon_mcp_auth_session_get_issuer (session));

  /* Nobody is signed in again by a request that happens to be made. */
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 0);
  g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED);
  g_assert_null (fixture.carried);
  later = auth_fixture_session (&fixture);
  g_assert_true (mcp_test_await (salon_mcp_auth_session_load (later), NULL));
  g_assert_cmpint (salon_mcp_auth_session_get_state (later), ==, SALON_MCP_AUTH_NONE);
  g_clear_object (&session);
  g_clear_object (&later);
  auth_fixture_clear (&fixture);
}

/* The plan can be had without doing anything. */
static void
test_discover (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (SalonMcpAuthPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  session = auth_fixture_session (&fixture);
  plan = auth_test_await_boxed (salon_mcp_auth_session_discover (session), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (salon_mcp_auth_plan_get_issuer (plan), ==, fixture.mock->url);
  g_assert_cmpuint (fixture.mock->n_registrations, ==, 0);
  g_assert_cmpuint (fixture.agent->n_plans, ==, 0);
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

/* What must not lead to a sign-in; whatever it is, nothing is registered and no browser opens. */
static void
test_refused_documents (void)
{
  static const struct
  {
    const char *metadata;
    const char *server_more;
    gboolean    has_no_s256;
    gboolean    has_no_metadata;
    int         code;
    const char *words;
  } cases[] = {
    { "{\"resource\":\"https://evil.example/mcp\",\"authorization_servers\":"
      "[\"https://a.example\"]}",
      NULL, FALSE, FALSE, SALON_MCP_AUTH_ERROR_RESOURCE, "evil.example" },
    { "{\"authorization_servers\":[\"https://a.example\"]}", NULL, FALSE, FALSE,
      SALON_MCP_AUTH_ERROR_DISCOVERY, "“resource”" },
    { "<html>", NULL, FALSE, FALSE, SALON_MCP_AUTH_ERROR_DISCOVERY, "127.0.0.1" },
    { NULL, NULL, TRUE, FALSE, SALON_MCP_AUTH_ERROR_UNSUPPORTED,
      "“code_challenge_methods_supported”" },
    { NULL, NULL, FALSE, TRUE, SALON_MCP_AUTH_ERROR_DISCOVERY, "has no metadata" },
    { NULL, ",\"authorization_endpoint\":7", FALSE, FALSE, SALON_MCP_AUTH_ERROR_DISCOVERY, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AuthFixture fixture = { .metadata = cases[i].metadata };
      g_autoptr (SalonMcpAuthSession) session = NULL;
      g_autoptr (GError) error = NULL;

      auth_fixture_init (&fixture);
      session = auth_fixture_session (&fixture);
      fixture.mock->more = cases[i].server_more;
      fixture.mock->has_no_s256 = cases[i].has_no_s256;
      fixture.mock->has_no_metadata = cases[i].has_no_metadata;
      g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 0);
      g_assert_error (error, SALON_MCP_AUTH_ERROR, cases[i].code);
      mcp_test_assert_contains (error->message, cases[i].words);
      g_assert_cmpuint (fixture.mock->n_registrations, ==, 0);
      g_assert_cmpuint (fixture.agent->n_plans, ==, 0);
      g_clear_object (&session);
      auth_fixture_clear (&fixture);
    }
}

/* The user knows better: S256 is used in any case. */
static void
test_assume_s256 (void)
{
  AuthFixture fixture = { 0 };
  g_autoptr (SalonMcpAuthSession) session = NULL;
  g_autoptr (GError) error = NULL;

  auth_fixture_init (&fixture);
  salon_mcp_auth_settings_set_assume_s256 (fixture.settings, TRUE);
  fixture.mock->has_no_s256 = TRUE;
  session = auth_fixture_session (&fixture);
  g_assert_cmpuint (auth_fixture_call (&fixture, session, &error), ==, 200);
  g_assert_no_error (error);
  mcp_test_assert_contains (fixture.agent->url, "code_challenge_method=S256");
  g_clear_object (&session);
  auth_fixture_clear (&fixture);
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/auth/session/signs-in-when-the-server-asks", test_sign_in);
  g_test_add_func ("/mcp/auth/session/comes-back-by-the-listener-the-server-wants", test_callback);
  g_test_add_func ("/mcp/auth/session/is-known-in-the-right-order", test_registration_order);
  g_test_add_func ("/mcp/auth/session/expired-secrets-are-replaced", test_secret_expires);
  g_test_add_func ("/mcp/auth/session/forgotten-clients-register-again-once", test_invalid_client);
  g_test_add_func ("/mcp/auth/session/a-refused-registration-is-told",
                   test_registration_refused);
  g_test_add_func ("/mcp/auth/session/no-means-no", test_no_means_no);
  g_test_add_func ("/mcp/auth/session/is-cancelled-for-all-who-wait", test_cancel);
  g_test_add_func ("/mcp/auth/session/nobody-comes-back", test_nobody_comes_back);
  g_test_add_func ("/mcp/auth/session/signs-out-and-stays-out", test_sign_out);
  g_test_add_func ("/mcp/auth/session/plans-without-doing", test_discover);
  g_test_add_func ("/mcp/auth/session/refused-documents-lead-nowhere", test_refused_documents);
  g_test_add_func ("/mcp/auth/session/the-user-vouches-for-s256", test_assume_s256);
  return g_test_run ();
}

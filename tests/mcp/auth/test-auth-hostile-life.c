/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include <string.h>

#include "auth-cases.h"

/* Servers that were let in, or nearly, and only then show what they are. */

static void
sign_in (AuthWorld *world)
{
  g_autoptr(GError) error = NULL;
  gboolean is_in = auth_world_refuse (world, 401, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (is_in);
}

static void
assert_refused (AuthWorld  *world,
                guint       status,
                const char *challenge,
                int         code,
                const char *words)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (auth_world_refuse (world, status, challenge, &error));
  g_assert_error (error, SALON_MCP_AUTH_ERROR, code);
  mcp_test_assert_contains (error->message, words);
  auth_world_assert_fit (world, error->message);
}

static void
assert_carried (AuthWorld  *world,
                const char *expected)
{
  g_autofree char *carried = auth_world_dup_credentials (world);

  g_assert_cmpstr (carried, ==, expected);
}

/* What nobody but its issuer may ever see. */
static void
assert_never_told (HttpPeer   *peer,
                   const char *secret)
{
  guint i;

  for (i = 0; i < http_peer_get_n_requests (peer); i++)
    {
      HttpPeerRequest *request = http_peer_get_request (peer, i);
      const char *authorization = http_peer_header (request, "authorization");

      g_assert_null (strstr (request->path, secret));
      g_assert_null (strstr (request->body, secret));
      g_assert_true (authorization == NULL || strstr (authorization, secret) == NULL);
    }
}

static void
test_endless_401 (void)
{
  AuthWorld world = { 0 };
  guint i;

  auth_world_init (&world);
  for (i = 0; i < 20; i++)
    {
      g_autoptr(GError) error = NULL;

      auth_world_refuse (&world, 401, NULL, &error);
      if (error != NULL)
        auth_world_assert_fit (&world, error->message);
    }
  assert_refused (&world, 401, NULL, SALON_MCP_AUTH_ERROR_SIGN_IN_NEEDED,
                  "does not take the token");
  g_assert_cmpuint (world.counts[AUTH_STAGE_BROWSER], <=, 3);
  g_assert_cmpuint (world.counts[AUTH_STAGE_TOKEN], <=, 6);
  auth_world_clear (&world);
}

static void
test_endless_escalation (void)
{
  AuthWorld world = { 0 };
  guint n_refused = 0;
  guint i;

  auth_world_init (&world);
  sign_in (&world);
  for (i = 0; i < 20; i++)
    {
      g_autofree char *challenge =
        g_strdup_printf ("Bearer error=\"insufficient_scope\", scope=\"right-%u\"", i);
      g_autoptr(GError) error = NULL;

      if (auth_world_refuse (&world, 403, challenge, &error))
        continue;
      g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_SCOPE);
      mcp_test_assert_contains (error->message, "asks for more rights");
      n_refused++;
    }
  /* Three times, and then no more. */
  g_assert_cmpuint (world.counts[AUTH_STAGE_BROWSER], ==, 1 + 3);
  g_assert_cmpuint (n_refused, ==, 17);
  auth_world_clear (&world);
}

static void
test_same_escalation (void)
{
  static const char challenge[] = "Bearer error=\"insufficient_scope\", scope=\"all\"";
  AuthWorld world = { 0 };
  g_autoptr(GError) error = NULL;

  auth_world_init (&world);
  sign_in (&world);
  g_assert_true (auth_world_refuse (&world, 403, challenge, &error));
  g_assert_cmpstr (g_hash_table_lookup (world.query, "scope"), ==, "files all");
  assert_refused (&world, 403, challenge, SALON_MCP_AUTH_ERROR_SCOPE, "again and again");
  g_assert_cmpuint (world.counts[AUTH_STAGE_BROWSER], ==, 2);
  /* Nothing is lost by it. */
  assert_carried (&world, "Bearer " AUTH_WORLD_TOKEN);
  auth_world_clear (&world);
}

/* 403 alone is a refusal and no more. */
static void
test_plain_403 (void)
{
  AuthWorld world = { 0 };
  g_autoptr(GError) error = NULL;

  auth_world_init (&world);
  sign_in (&world);
  g_assert_false (auth_world_refuse (&world, 403, "Bearer scope=\"all\"", &error));
  g_assert_no_error (error);
  g_assert_false (auth_world_refuse (&world, 403, "Basic realm=\"x\"", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (world.counts[AUTH_STAGE_BROWSER], ==, 1);
  auth_world_clear (&world);
}

/* Renewals that go wrong: the tokens stay where they are, and nobody is asked to sign in for
 * what may be over in a minute. */
static void
test_broken_renewals (void)
{
  static const struct {
    const char *token;
    int         code;
    const char *words;
  } table[] = {
    { "{" BEARER "\"access_token\":\"\"}", SALON_MCP_AUTH_ERROR_TOKEN, "access_token" },
    { "{\"access_token\":\"t2\",\"token_type\":\"mac\"}", SALON_MCP_AUTH_ERROR_TOKEN, "mac" },
    { "{\"access_token\":\"t2\",\"token_type\":\"DPoP\"}", SALON_MCP_AUTH_ERROR_TOKEN, "DPoP" },
    { "HTTP 200 text/html\n\n<html>", SALON_MCP_AUTH_ERROR_TOKEN, "text/html" },
    { "HTTP 500\n\n{}", SALON_MCP_AUTH_ERROR_TOKEN, "status 500" },
    { "HTTP 400\n\n{\"error\":\"server_error\",\"error_description\":\"" AUTH_WORLD_REFRESH "\"}",
      SALON_MCP_AUTH_ERROR_TOKEN, "server_error" },
    { "HTTP 307\nLocation: $EVIL/token\n\n", SALON_MCP_AUTH_ERROR_DISCOVERY, "sent elsewhere" },
    { "HANG", SALON_MCP_AUTH_ERROR_TIMED_OUT, "did not answer within" },
    { "DRIP", SALON_MCP_AUTH_ERROR_TIMED_OUT, "did not answer within" },
    { "{" ACCESS BEARER "\"x\":\"$BIG\"}", SALON_MCP_AUTH_ERROR_DISCOVERY, "256 KiB" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      AuthWorld world = { 0 };

      auth_world_init (&world);
      sign_in (&world);
      world.lies.token = table[i].token;
      assert_refused (&world, 401, NULL, table[i].code, table[i].words);
      assert_carried (&world, "Bearer " AUTH_WORLD_TOKEN);
      g_assert_cmpuint (world.counts[AUTH_STAGE_BROWSER], ==, 1);
      g_assert_cmpuint (world.counts[AUTH_STAGE_TOKEN], ==, 2);
      g_assert_cmpuint (http_peer_get_n_requests (world.evil), ==, 0);
      auth_world_clear (&world);
    }
}

static void
test_swapped_refresh_token (void)
{
  AuthWorld world = { 0 };

  auth_world_init (&world);
  sign_in (&world);
  g_assert_cmpstr (g_hash_table_lookup (world.form, "grant_type"), ==, "authorization_code");

  world.lies.token = "{\"access_token\":\"t2\",\"token_type\":\"Bearer\",\"refresh_token\":\"r2\"}";
  sign_in (&world);
  g_assert_cmpstr (g_hash_table_lookup (world.form, "grant_type"), ==, "refresh_token");
  g_assert_cmpstr (g_hash_table_lookup (world.form, "refresh_token"), ==, AUTH_WORLD_REFRESH);
  g_assert_cmpstr (g_hash_table_lookup (world.form, "resource"), ==,
                   g_hash_table_lookup (world.names, "$MCP"));
  assert_carried (&world, "Bearer t2");

  /* One that no header could carry is none: the last good one stays. */
  world.lies.token =
    "{\"access_token\":\"t3\",\"token_type\":\"Bearer\",\"refresh_token\":\"r3\\r\\nX: y\"}";
  auth_world_restart (&world);
  sign_in (&world);
  g_assert_cmpstr (g_hash_table_lookup (world.form, "refresh_token"), ==, "r2");
  auth_world_restart (&world);
  sign_in (&world);
  g_assert_cmpstr (g_hash_table_lookup (world.form, "refresh_token"), ==, "r2");
  g_assert_cmpuint (world.counts[AUTH_STAGE_BROWSER], ==, 1);
  auth_world_clear (&world);
}

#define EVIL_EVERYTHING \
  "{\"issuer\":\"$EVIL\",\"authorization_endpoint\":\"$EVIL/authorize\"," \
  "\"token_endpoint\":\"$EVIL/token\",\"registration_endpoint\":\"$EVIL/register\"," S256 REST "," \
  "\"client_id\":\"evil-client\",\"access_token\":\"evil-token\",\"token_type\":\"Bearer\"}"

/* Where to sign in is somebody else's now: nothing of before gets there. */
static void
test_moved_to_somebody_else (void)
{
  AuthWorld world = { 0 };
  g_autofree char *plan = NULL;
  guint n_tokens;

  auth_world_init (&world);
  sign_in (&world);
  n_tokens = world.counts[AUTH_STAGE_TOKEN];

  world.lies.resource = "{" RESOURCE "\"authorization_servers\":[\"$EVIL\"]}";
  world.lies.evil = EVIL_EVERYTHING;
  world.lies.answer = CODE_AND_STATE "&iss=$EVIL";
  sign_in (&world);

  /* The user was asked, and told where. */
  g_assert_cmpuint (world.counts[AUTH_STAGE_PLAN], ==, 2);
  plan = auth_world_fill_in (&world, "$EVIL");
  mcp_test_assert_contains (world.plan, plan + strlen ("https://"));
  assert_never_told (world.evil, AUTH_WORLD_REFRESH);
  assert_never_told (world.evil, AUTH_WORLD_TOKEN);
  assert_never_told (world.evil, "client-1");
  g_assert_cmpuint (world.counts[AUTH_STAGE_TOKEN], ==, n_tokens);
  assert_carried (&world, "Bearer evil-token");

  auth_world_accept (&world);

  /* And the honest one hears nothing of the other's. */
  world.lies.resource = NULL;
  world.lies.answer = NULL;
  sign_in (&world);
  assert_never_told (world.as, "evil-token");
  assert_never_told (world.as, "evil-client");
  auth_world_clear (&world);
}

static void
test_moved_to_a_liar (void)
{
  AuthWorld world = { 0 };

  auth_world_init (&world);
  sign_in (&world);
  world.lies.resource = "{" RESOURCE "\"authorization_servers\":[\"$EVIL\"]}";
  world.lies.evil = "{" ISSUER AUTHORIZE REDEEM REGISTER S256 REST "}";
  assert_refused (&world, 401, NULL, SALON_MCP_AUTH_ERROR_ISSUER, "issuer");
  assert_never_told (world.evil, AUTH_WORLD_REFRESH);
  g_assert_cmpuint (world.counts[AUTH_STAGE_BROWSER], ==, 1);
  auth_world_clear (&world);
}

/* Credentials that were entered by hand are for their issuer. */
static void
test_client_of_another_issuer (void)
{
  AuthWorld world = { 0 };

  world.settings = salon_mcp_auth_settings_new ();
  salon_mcp_auth_settings_set_client (world.settings, "my-client", "my-very-own-secret",
                                      "https://bank.example");
  auth_world_init (&world);
  assert_refused (&world, 401, NULL, SALON_MCP_AUTH_ERROR_REGISTRATION, "https://bank.example");
  assert_never_told (world.as, "my-client");
  assert_never_told (world.as, "my-very-own-secret");
  g_assert_cmpuint (world.counts[AUTH_STAGE_BROWSER], ==, 0);
  auth_world_clear (&world);
}

/* A secret goes into a header or a body by the rules, or nowhere. */
static void
test_downgrades (void)
{
  static const struct {
    const char *methods;
    gboolean    goes_on;
  } table[] = {
    { "[\"none\"]", TRUE },
    { "[\"client_secret_jwt\",\"none \",\"NONE\"]", FALSE },
    { "[]", FALSE },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *server =
        g_strdup_printf ("{" ISSUER AUTHORIZE REDEEM S256
                         "\"token_endpoint_auth_methods_supported\":%s}", table[i].methods);
      AuthWorld world = { .lies = { .server = server } };
      g_autoptr(GError) error = NULL;
      gboolean goes_on;

      world.settings = salon_mcp_auth_settings_new ();
      auth_world_init (&world);
      salon_mcp_auth_settings_set_client (world.settings, "my-client", "my-very-own-secret",
                                          g_hash_table_lookup (world.names, "$AS"));
      auth_world_restart (&world);
      goes_on = auth_world_refuse (&world, 401, NULL, &error);
      g_test_message ("%s: %s", table[i].methods, error != NULL ? error->message : "goes on");
      g_assert_cmpint (goes_on, ==, table[i].goes_on);
      if (!goes_on)
        g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_UNSUPPORTED);
      assert_never_told (world.as, "my-very-own-secret");
      auth_world_clear (&world);
    }
}

#define DPOP_SERVER \
  "{" ISSUER AUTHORIZE REDEEM REGISTER S256 REST \
  ",\"dpop_signing_alg_values_supported\":[\"ES256\"]}"

static void
test_dpop (void)
{
  static const struct {
    const char *token;
    const char *words;
    guint       n_at_most;
  } table[] = {
    { "HTTP 400\nDPoP-Nonce: n\n\n{\"error\":\"use_dpop_nonce\"}", "use_dpop_nonce", 4 },
    { "HTTP 400\n\n{\"error\":\"use_dpop_nonce\"}", "use_dpop_nonce", 4 },
    { "HTTP 400\nDPoP-Nonce: $BIG\n\n{\"error\":\"use_dpop_nonce\"}", "", 4 },
    { "HTTP 400\nDPoP-Nonce: a\"b\\c\n\n{\"error\":\"use_dpop_nonce\"}", "use_dpop_nonce", 4 },
    /* Bound was asked for; a token for anybody is not taken. */
    { "{" ACCESS BEARER "\"x\":1}", "anybody could use", 1 },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      AuthWorld world = { .lies = { .server = DPOP_SERVER, .token = table[i].token } };
      g_autoptr(GError) error = NULL;

      world.settings = salon_mcp_auth_settings_new ();
      salon_mcp_auth_settings_set_use_dpop (world.settings, TRUE);
      auth_world_init (&world);
      g_assert_false (auth_world_refuse (&world, 401, NULL, &error));
      g_assert_nonnull (error);
      g_test_message ("%u: %s", i, error->message);
      mcp_test_assert_contains (error->message, table[i].words);
      auth_world_assert_fit (&world, error->message);
      g_assert_cmpuint (world.counts[AUTH_STAGE_TOKEN], <=, table[i].n_at_most);
      assert_carried (&world, NULL);
      auth_world_clear (&world);
    }
}

static void
test_nonces_without_end (void)
{
  AuthWorld world = { .lies = { .server = DPOP_SERVER,
                                .token = "{" ACCESS "\"token_type\":\"DPoP\"}" } };
  guint n_repeats = 0;
  guint i;

  world.settings = salon_mcp_auth_settings_new ();
  salon_mcp_auth_settings_set_use_dpop (world.settings, TRUE);
  auth_world_init (&world);
  sign_in (&world);
  for (i = 0; i < 20; i++)
    {
      g_autofree char *nonce = g_strdup_printf ("nonce-%u", i);

      world.nonce = nonce;
      world.attempt = i;
      if (!auth_world_refuse (&world, 401, "DPoP error=\"use_dpop_nonce\"", NULL))
        break;
      n_repeats++;
    }
  g_assert_cmpuint (n_repeats, <=, 6);
  g_assert_cmpuint (world.counts[AUTH_STAGE_BROWSER], <=, 3);
  auth_world_clear (&world);
}

/* Signing out is done, whatever the server thinks of it. */
static void
test_revocation_elsewhere (void)
{
  static const char * const endpoints[] = {
    "https://127.0.0.1:$PORT/", "https://loop.example:$PORT/", "https://169.254.169.254/",
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      g_autofree char *server =
        g_strdup_printf ("{" ISSUER AUTHORIZE REDEEM REGISTER S256
                         "\"revocation_endpoint\":\"%s\"," REST "}", endpoints[i]);
      AuthWorld world = { .lies = { .server = server } };

      auth_world_init (&world);
      sign_in (&world);
      mcp_test_await (salon_mcp_auth_session_sign_out (world.session), NULL);
      assert_carried (&world, NULL);
      auth_world_restart (&world);
      assert_carried (&world, NULL);
      auth_world_clear (&world);
    }
}

/* What the user is shown. */
static void
test_names_shown (void)
{
  static const char challenge[] =
    "Bearer resource_metadata=\"$ORIGIN/.well-known/oauth-protected-resource/mcp\", "
    "scope=\"files\xe2\x80\xae x\xe2\x80\xa8y $LONG\x07\"";
  AuthWorld world = { 0 };
  g_autoptr(GError) error = NULL;

  auth_world_init (&world);
  auth_world_refuse (&world, 401, challenge, &error);
  if (error != NULL)
    auth_world_assert_fit (&world, error->message);
  if (world.plan != NULL)
    {
      g_assert_null (strstr (world.plan, "\xe2\x80\xae"));
      g_assert_null (strstr (world.plan, "\xe2\x80\xa8"));
      g_assert_null (strchr (world.plan, '\x07'));
      g_assert_cmpuint (strlen (world.plan), <, 1000);
      g_assert_true (g_str_has_prefix (world.plan, "other.example:"));
    }
  g_assert_true (world.plan != NULL || error != NULL);
  auth_world_clear (&world);
}

/* The real callback. */

static void
test_visits (void)
{
  static const struct {
    const char *visits[4];
    const char *code;   /* that is redeemed; NULL for none */
    int         error;
  } table[] = {
    /* Two at the same moment: the first. */
    { { "code=one&state=$STATE&iss=$AS", "code=two&state=$STATE&iss=$AS", NULL }, "one", 0 },
    /* Injected in front of it: no state, an older one, somebody else's. */
    { { "code=evil", "code=evil&state=x", "code=one&state=$STATE&iss=$AS", NULL }, "one", 0 },
    { { "code=evil&state=$STATE0&iss=$AS", "error=access_denied&state=",
        "code=one&state=$STATE&iss=$AS", NULL }, "one", 0 },
    /* With the right state but of another issuer, the sign-in is over: it is known by others. */
    { { "code=evil&state=$STATE&iss=$EVIL", "code=one&state=$STATE&iss=$AS", NULL }, NULL,
      SALON_MCP_AUTH_ERROR_ISSUER },
    { { "code=evil&state=$STATE", "code=one&state=$STATE&iss=$AS", NULL }, NULL,
      SALON_MCP_AUTH_ERROR_ISSUER },
    { { "error=access_denied&state=$STATE&iss=$AS", "code=one&state=$STATE&iss=$AS", NULL }, NULL,
      SALON_MCP_AUTH_ERROR_DENIED },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      AuthWorld world = { .visits = table[i].visits };
      g_autoptr(GError) error = NULL;

      auth_world_init (&world);
      world.lies.registration = "{\"client_id\":\"client-1\"}";
      auth_world_refuse (&world, 401, NULL, &error);
      if (table[i].code != NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (g_hash_table_lookup (world.form, "code"), ==, table[i].code);
          g_assert_cmpuint (world.counts[AUTH_STAGE_TOKEN], ==, 1);
        }
      else
        {
          g_assert_error (error, SALON_MCP_AUTH_ERROR, table[i].error);
          auth_world_assert_fit (&world, error->message);
          g_assert_cmpuint (world.counts[AUTH_STAGE_TOKEN], ==, 0);
        }
      auth_world_clear (&world);
    }
}

/* What was good for an earlier question is nothing to a later one. */
static void
test_replayed_visit (void)
{
  static const char * const first[] = { "code=one&state=$STATE&iss=$AS", NULL };
  static const char * const second[] = {
    "code=one&state=$OLD&iss=$AS", "code=two&state=$STATE&iss=$AS", NULL
  };
  AuthWorld world = { .visits = first };

  auth_world_init (&world);
  world.lies.registration = "{\"client_id\":\"client-1\"}";
  world.lies.token = "{" ACCESS BEARER "\"expires_in\":60}";
  sign_in (&world);
  g_hash_table_insert (world.names, g_strdup ("$OLD"),
                       g_strdup (g_hash_table_lookup (world.names, "$STATE")));
  world.visits = second;
  sign_in (&world);
  g_assert_cmpstr (g_hash_table_lookup (world.form, "code"), ==, "two");
  g_assert_cmpuint (world.counts[AUTH_STAGE_TOKEN], ==, 2);
  auth_world_clear (&world);
}

int
main (int   argc,
      char *argv[])
{
  mcp_test_init (&argc, &argv);

  g_test_add_func ("/mcp/auth/hostile/endless-401", test_endless_401);
  g_test_add_func ("/mcp/auth/hostile/endless-escalation", test_endless_escalation);
  g_test_add_func ("/mcp/auth/hostile/same-escalation", test_same_escalation);
  g_test_add_func ("/mcp/auth/hostile/plain-403", test_plain_403);
  g_test_add_func ("/mcp/auth/hostile/broken-renewals", test_broken_renewals);
  g_test_add_func ("/mcp/auth/hostile/swapped-refresh-token", test_swapped_refresh_token);
  g_test_add_func ("/mcp/auth/hostile/moved-to-somebody-else", test_moved_to_somebody_else);
  g_test_add_func ("/mcp/auth/hostile/moved-to-a-liar", test_moved_to_a_liar);
  g_test_add_func ("/mcp/auth/hostile/client-of-another-issuer", test_client_of_another_issuer);
  g_test_add_func ("/mcp/auth/hostile/downgrades", test_downgrades);
  g_test_add_func ("/mcp/auth/hostile/dpop", test_dpop);
  g_test_add_func ("/mcp/auth/hostile/nonces-without-end", test_nonces_without_end);
  g_test_add_func ("/mcp/auth/hostile/revocation-elsewhere", test_revocation_elsewhere);
  g_test_add_func ("/mcp/auth/hostile/names-shown", test_names_shown);
  g_test_add_func ("/mcp/auth/hostile/visits", test_visits);
  g_test_add_func ("/mcp/auth/hostile/replayed-visit", test_replayed_visit);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "fetcher-fixture.h"

/* Where addresses lead, and for whom. */

typedef struct
{
  const char *url;   /* PORT stands for the peer's */
  const char *words; /* of the refusal; NULL when it is allowed */
} Judgement;

static void
assert_judgements (const char      *server_url,
                   gboolean         allow_private,
                   const Judgement *table,
                   gsize            n_rows)
{
  FetcherFixture fixture;
  gsize i;

  fetcher_fixture_init (&fixture, fetcher_fixture_answer_json, server_url, allow_private);
  for (i = 0; i < n_rows; i++)
    {
      g_autoptr(GString) url = g_string_new (table[i].url);
      g_autoptr(GError) error = NULL;
      gboolean passes;

      g_string_replace (url, "PORT", fixture.port, 0);
      passes = mcp_test_await (salon_mcp_auth_fetcher_judge (fixture.fetcher, url->str), &error);
      g_test_message ("%zu: %s", i, passes ? "passes" : error->message);
      if (table[i].words == NULL)
        {
          g_assert_no_error (error);
          g_assert_true (salon_mcp_auth_fetcher_check_url (fixture.fetcher, url->str, NULL));
          continue;
        }

      g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS);
      mcp_test_assert_contains (error->message, table[i].words);
      auth_test_await_error (salon_mcp_auth_fetcher_get (fixture.fetcher, url->str, "2025-11-25"),
                             SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
                             table[i].words);
      auth_test_await_error (salon_mcp_auth_fetcher_post_json (fixture.fetcher, url->str, "{}",
                                                               NULL),
                             SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_BLOCKED_ADDRESS,
                             table[i].words);
    }
  /* Not one connection was made. */
  g_assert_cmpuint (http_peer_get_n_requests (fixture.peer), ==, 0);
  fetcher_fixture_clear (&fixture);
}

static void
test_public_server (void)
{
  static const Judgement table[] = {
    { "https://public.example/x", NULL },
    { "https://mcp.example.com/x", NULL },
    { "https://PUBLIC.example:8443/x?y#z", NULL },
    { "https://public.example./x", NULL },
    { "https://93.184.216.34/", NULL },
    { "https://[2606:4700::1111]/", NULL },
    { "HTTPS://public.example", NULL },
    { "https://p%75blic.example/", NULL },
    /* This computer. */
    { "http://127.0.0.1:PORT/", "this computer" },
    { "https://127.0.0.1:PORT/", "this computer" },
    { "http://127.0.0.1:22/", "this computer" },
    { "https://127.1.2.3/", "this computer" },
    { "https://0.0.0.0:PORT/", "this computer" },
    { "https://[::1]:PORT/", "this computer" },
    { "https://[::]:PORT/", "this computer" },
    { "https://[::ffff:127.0.0.1]:PORT/", "this computer" },
    { "https://[::ffff:7f00:1]:PORT/", "this computer" },
    { "https://[64:ff9b::7f00:1]/", "this computer" },
    { "https://[2002:7f00:1::]/", "this computer" },
    { "http://localhost:PORT/", "this computer" },
    { "https://LocalHost:PORT/", "this computer" },
    { "https://localhost.:PORT/", "this computer" },
    { "https://x.localhost:PORT/", "this computer" },
    { "https://%6cocalhost:PORT/", "this computer" },
    { "https://loop.example:PORT/", "this computer" },
    { "https://six.example:PORT/", "this computer" },
    { "https://mapped.example:PORT/", "this computer" },
    { "https://zero.example:PORT/", "this computer" },
    { "https://mixed6.example:PORT/", "this computer" },
    /* Odd spellings of it. */
    { "https://127.1:PORT/", "unusual spelling" },
    { "https://127.0.1:PORT/", "unusual spelling" },
    { "https://0x7f.1:PORT/", "unusual spelling" },
    { "https://0x7f000001:PORT/", "unusual spelling" },
    { "https://0X7F000001:PORT/", "unusual spelling" },
    { "https://2130706433:PORT/", "unusual spelling" },
    { "https://0177.0.0.1:PORT/", "unusual spelling" },
    { "https://127.0.0.01:PORT/", "unusual spelling" },
    { "https://127.0.0.1.:PORT/", "unusual spelling" },
    { "https://127.0.0.0x1:PORT/", "unusual spelling" },
    { "https://017700000001:PORT/", "unusual spelling" },
    { "https://0/", "unusual spelling" },
    { "https://256.256.256.256/", "unusual spelling" },
    { "https://1.2.3.4.5/", "unusual spelling" },
    { "https://127%2e0%2e0%2e1:PORT/", "no address" },
    { "https://\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1:PORT/", "this computer" },
    { "https://127\xe3\x80\x82" "0\xe3\x80\x82" "0\xe3\x80\x82" "1:PORT/", "this computer" },
    { "https://[::1%25lo]:PORT/", "no address" },
    { "https://[fe80::1%25eth0]/", "no address" },
    { "https://[v1.x]/", "no address" },
    { "https://[::1/", "no address" },
    { "https://[127.0.0.1]/", "no address" },
    /* Networks of others. */
    { "https://10.0.0.1/", "a private network" },
    { "https://192.168.1.1/", "a private network" },
    { "https://172.16.0.1/", "a private network" },
    { "https://100.64.0.1/", "a private network" },
    { "https://[fd00::1]/", "a private network" },
    { "https://private.example/", "a private network" },
    { "https://ula.example/", "a private network" },
    { "https://mixed.example/", "a private network" },
    { "https://169.254.169.254/latest/meta-data/", "the local link" },
    { "http://169.254.169.254/latest/meta-data/", "the local link" },
    { "https://meta.example/", "the local link" },
    { "https://[fe80::1]/", "the local link" },
    { "https://224.0.0.1/", "many computers" },
    { "https://255.255.255.255/", "not in public use" },
    /* No encryption. */
    { "http://public.example/", "https://" },
    { "http://mcp.example.com/", "https://" },
    { "http://93.184.216.34/", "https://" },
    /* No web. */
    { "javascript:alert(1)", "has to begin with https://" },
    { "data:application/json,{}", "has to begin with https://" },
    { "file:///etc/passwd", "has to begin with https://" },
    { "ftp://public.example/", "has to begin with https://" },
    { "gopher://127.0.0.1:PORT/_x", "has to begin with https://" },
    { "ws://public.example/", "has to begin with https://" },
    { "unix:/run/x.sock", "has to begin with https://" },
    { "//public.example/x", "has to begin with https://" },
    { "/x", "has to begin with https://" },
    { "", "has to begin with https://" },
    { "https:", "has to begin with https://" },
    { "https:///x", "not the name of a host" },
    { "https://public.example\\@127.0.0.1/", "has to begin with https://" },
    { "https://public.example/ x", "has to begin with https://" },
    { "https://public.example/\r\nX: y", "has to begin with https://" },
    { "https://public.example/\xff", "has to begin with https://" },
    { "https://public.example%00.evil.example/", "has to begin with https://" },
    { "https://public.example%2f.evil.example/", "not the name of a host" },
    { "https://public..example/", "not the name of a host" },
    { "https://.example/", "not the name of a host" },
    { "https://a b/", "has to begin with https://" },
    { "https://public.example:0/", "port" },
    { "https://public.example:65536/", "begin with https://" },
    { "https://user@public.example/", "user’s name" },
    { "https://user:secret@public.example/", "user’s name" },
    { "https://public.example@127.0.0.1:PORT/", "user’s name" },
    { "https://@public.example/", "user’s name" },
  };

  assert_judgements ("https://mcp.example.com/mcp", FALSE, table, G_N_ELEMENTS (table));
}

static void
test_local_server (void)
{
  static const Judgement table[] = {
    { "https://public.example/x", NULL },
    { "https://127.9.9.9/", NULL },
    { "http://127.9.9.9/", NULL },
    { "http://[::1]:1/", NULL },
    { "http://localhost:1/", NULL },
    { "http://as.localhost:1/", NULL },
    { "http://0.0.0.0:1/", "this computer" },
    { "http://public.example/", "https://" },
    { "https://private.example/", "a private network" },
    { "http://private.example/", "https://" },
    { "http://10.0.0.1/", "a private network" },
    { "https://meta.example/", "the local link" },
    /* A name may be made to lead here; but it is not the server's. */
    { "http://loop.example/", "https://" },
    { "https://loop.example/", NULL },
  };

  assert_judgements ("http://localhost:9/mcp", FALSE, table, G_N_ELEMENTS (table));
  assert_judgements ("http://127.0.0.1:9/mcp", FALSE, table, G_N_ELEMENTS (table));
  assert_judgements ("http://[::1]:9/mcp", FALSE, table, G_N_ELEMENTS (table));
}

/* The server's own name does not open this computer to it. */
static void
test_name_that_leads_here (void)
{
  static const Judgement table[] = {
    { "https://loop.example/x", NULL },
    { "https://loop.example:22/x", NULL },
    { "http://loop.example/x", NULL },
    { "https://127.0.0.1:PORT/x", "this computer" },
    { "https://localhost:PORT/x", "this computer" },
    { "https://six.example/x", "this computer" },
  };

  assert_judgements ("https://loop.example/mcp", FALSE, table, G_N_ELEMENTS (table));
}

static void
test_private_network (void)
{
  static const Judgement refused[] = {
    { "https://private.example/x", NULL },
    { "https://private.example:22/x", NULL },
    { "http://private.example/x", "https://" },
    { "https://10.0.0.1/x", "switch on “Allow My Own Network”" },
    { "https://10.0.0.2/x", "switch on “Allow My Own Network”" },
    { "https://ula.example/x", "switch on “Allow My Own Network”" },
    { "https://127.0.0.1/x", "this computer" },
    { "https://public.example/x", NULL },
  };
  static const Judgement allowed[] = {
    { "https://private.example/x", NULL },
    { "http://private.example/x", NULL },
    { "https://10.0.0.2/x", NULL },
    { "http://10.0.0.2/x", NULL },
    { "https://ula.example/x", NULL },
    { "https://mixed.example/x", NULL },
    { "https://127.0.0.1/x", "this computer" },
    { "https://169.254.169.254/x", "the local link" },
    { "https://public.example/x", NULL },
    { "https://255.255.255.255/", "not in public use" },
  };
  static const Judgement encrypted[] = {
    { "https://10.0.0.2/x", NULL },
    { "http://10.0.0.2/x", "https://" },
    { "http://private.example/x", "https://" },
  };
  static const Judgement literal[] = {
    { "https://10.0.0.1/x", NULL },
    { "https://10.0.0.2/x", "a private network" },
  };

  assert_judgements ("http://private.example/mcp", FALSE, refused, G_N_ELEMENTS (refused));
  assert_judgements ("http://private.example/mcp", TRUE, allowed, G_N_ELEMENTS (allowed));
  assert_judgements ("https://private.example/mcp", TRUE, encrypted, G_N_ELEMENTS (encrypted));
  assert_judgements ("https://10.0.0.1/mcp", FALSE, literal, G_N_ELEMENTS (literal));
}

static void
test_server_url_that_is_none (void)
{
  static const Judgement table[] = {
    { "https://public.example/x", NULL },
    { "https://127.0.0.1/x", "this computer" },
  };

  assert_judgements ("http://user@127.0.0.1/mcp", FALSE, table, G_N_ELEMENTS (table));
  assert_judgements ("nonsense", FALSE, table, G_N_ELEMENTS (table));
}

int
main (int   argc,
      char *argv[])
{
  mcp_test_init (&argc, &argv);

  g_test_add_func ("/mcp/auth/addresses/public-server", test_public_server);
  g_test_add_func ("/mcp/auth/addresses/local-server", test_local_server);
  g_test_add_func ("/mcp/auth/addresses/name-that-leads-here", test_name_that_leads_here);
  g_test_add_func ("/mcp/auth/addresses/private-network", test_private_network);
  g_test_add_func ("/mcp/auth/addresses/server-url-that-is-none", test_server_url_that_is_none);

  return g_test_run ();
}

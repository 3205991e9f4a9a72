/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include <string.h>

#include "auth-test.h"
#include "salon-mcp-auth-resource-private.h"
#include "salon-mcp-auth-scopes-private.h"

#define SERVER "https://mcp.example.org/a/mcp"

static void
test_identifies (void)
{
  static const struct
  {
    const char *identifier;
    const char *server_url;
    gboolean    fits;
  } cases[] = {
    { SERVER, SERVER, TRUE },
    { "https://mcp.example.org", SERVER, TRUE },
    { "https://mcp.example.org/", SERVER, TRUE },
    { "https://mcp.example.org/a", SERVER, TRUE },
    { "https://mcp.example.org/a/", SERVER, TRUE },
    { "https://mcp.example.org/a/mcp/", SERVER, TRUE },
    { "https://mcp.example.org:443/a/mcp", SERVER, TRUE },
    { "https://MCP.Example.org/a/mcp", SERVER, TRUE },
    { "HTTPS://mcp.example.org/a/mcp", SERVER, TRUE },
    { SERVER, "https://mcp.example.org/a/mcp?x=1", TRUE },
    { "https://mcp.example.org/a/mcp?x=1", "https://mcp.example.org/a/mcp?x=1", TRUE },
    { "http://127.0.0.1:4000/mcp", "http://127.0.0.1:4000/mcp", TRUE },
    { "https://mcp.example.org/a/mcp?x=2", "https://mcp.example.org/a/mcp?x=1", FALSE },
    { "https://mcp.example.org/a/mc", SERVER, FALSE },
    { "https://mcp.example.org/a/mcpx", SERVER, FALSE },
    { "https://mcp.example.org/a/mcp/x", SERVER, FALSE },
    { "https://mcp.example.org/A/mcp", SERVER, FALSE },
    { "https://mcp.example.org/b", SERVER, FALSE },
    { "https://mcp.example.org/a/../b", "https://mcp.example.org/a/../b/mcp", FALSE },
    { "https://mcp.example.org/a/%2e%2e", "https://mcp.example.org/a/%2e%2e/b", FALSE },
    { "http://mcp.example.org/a/mcp", SERVER, FALSE },
    { "https://mcp.example.org:8443/a/mcp", SERVER, FALSE },
    { "https://evil.example.org/a/mcp", SERVER, FALSE },
    { "https://mcp.example.org.evil.org/a/mcp", SERVER, FALSE },
    { "https://mcp.example.org@evil.org/a/mcp", SERVER, FALSE },
    { "https://evil@mcp.example.org/a/mcp", SERVER, FALSE },
    { "https://mcp.example.org/a/mcp#x", SERVER, FALSE },
    { "//mcp.example.org/a/mcp", SERVER, FALSE },
    { "/a/mcp", SERVER, FALSE },
    { "api://mcp.example.org/a/mcp", SERVER, FALSE },
    { "urn:mcp", SERVER, FALSE },
    { "", SERVER, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s for %s", cases[i].identifier, cases[i].server_url);
      g_assert_true (salon_mcp_auth_resource_identifies (cases[i].identifier,
                                                         cases[i].server_url) == cases[i].fits);
    }
}

static void
test_canonical (void)
{
  static const char * const cases[][2] = {
    { "https://a.example", "https://a.example" },
    { "https://a.example/", "https://a.example" },
    { "https://a.example/mcp", "https://a.example/mcp" },
    { "https://a.example/mcp/", "https://a.example/mcp/" },
    { "https://a.example/mcp#x", "https://a.example/mcp" },
    { "https://a.example:443/?q=1", "https://a.example:443/?q=1" },
    { "https://A.example/%7Eme", "https://A.example/%7Eme" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *canonical = salon_mcp_auth_resource_dup_canonical (cases[i][0]);

      g_assert_cmpstr (canonical, ==, cases[i][1]);
    }
}

static void
test_locations (void)
{
  static const char * const cases[][4] = {
    { "https://a.example/mcp", NULL,
      "https://a.example/.well-known/oauth-protected-resource/mcp",
      "https://a.example/.well-known/oauth-protected-resource" },
    { "https://a.example:8443/x/y/", NULL,
      "https://a.example:8443/.well-known/oauth-protected-resource/x/y/",
      "https://a.example:8443/.well-known/oauth-protected-resource" },
    { "https://a.example/mcp?t=1", NULL,
      "https://a.example/.well-known/oauth-protected-resource/mcp?t=1",
      "https://a.example/.well-known/oauth-protected-resource" },
    { "https://a.example", NULL, "https://a.example/.well-known/oauth-protected-resource", NULL },
    { "https://a.example/", NULL, "https://a.example/.well-known/oauth-protected-resource", NULL },
    { "https://a.example", "https://b.example/doc", "https://b.example/doc",
      "https://a.example/.well-known/oauth-protected-resource" },
    { "https://a.example", "/doc", "https://a.example/doc",
      "https://a.example/.well-known/oauth-protected-resource" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) locations = salon_mcp_auth_resource_dup_locations (cases[i][0], cases[i][1]);

      g_assert_cmpstr (locations[0], ==, cases[i][2]);
      g_assert_cmpstr (locations[1], ==, cases[i][3]);
    }
}

static SalonMcpAuthResource *
read_text (const char  *text,
           GError     **error)
{
  g_autoptr (SalonJsonDocument) document = mcp_test_json (text);

  return salon_mcp_auth_resource_new ("https://mcp.example.org/.well-known/x",
                                      salon_json_document_get_root (document), SERVER, error);
}

static void
test_document (void)
{
  g_autoptr (SalonMcpAuthResource) resource = NULL;
  g_autoptr (GError) error = NULL;

  resource = read_text ("{\"resource\":\"https://mcp.example.org/a/\",\"authorization_servers\":["
                   "1,\"no address\",\"https://as.example/#x\",\"https://as.example/?x\","
                   "\"https://as.example/t\",\"https://as2.example/\"],"
                   "\"scopes_supported\":[\"a\",7,\"b c\",\"d\",\"a\",\"\"],"
                   "\"dpop_bound_access_tokens_required\":true}", &error);
  g_assert_no_error (error);
  /* As it was published, with its slash. */
  g_assert_cmpstr (salon_mcp_auth_resource_get_identifier (resource), ==,
                   "https://mcp.example.org/a/");
  g_assert_cmpstrv (salon_mcp_auth_resource_get_issuers (resource),
                    ((const char *[]) { "https://as.example/t", "https://as2.example/", NULL }));
  g_assert_true (salon_mcp_auth_resource_has_issuer (resource, "https://as2.example/"));
  g_assert_false (salon_mcp_auth_resource_has_issuer (resource, "https://as2.example"));
  g_assert_cmpstr (salon_mcp_auth_resource_get_scopes (resource), ==, "a d");
  g_assert_true (salon_mcp_auth_resource_needs_dpop (resource));
}

static void
test_broken_documents (void)
{
  static const struct
  {
    const char *text;
    int         code;
    const char *words;
  } cases[] = {
    { "{}", SALON_MCP_AUTH_ERROR_DISCOVERY, "“resource”" },
    { "[]", SALON_MCP_AUTH_ERROR_DISCOVERY, "“resource”" },
    { "{\"resource\":[\"" SERVER "\"]}", SALON_MCP_AUTH_ERROR_DISCOVERY, "“resource”" },
    { "{\"resource\":\"https://evil.example/mcp\",\"authorization_servers\":"
      "[\"https://as.example\"]}", SALON_MCP_AUTH_ERROR_RESOURCE, "https://evil.example/mcp" },
    { "{\"resource\":\"" SERVER "\"}", SALON_MCP_AUTH_ERROR_DISCOVERY,
      "“authorization_servers”" },
    { "{\"resource\":\"" SERVER "\",\"authorization_servers\":[]}",
      SALON_MCP_AUTH_ERROR_DISCOVERY, "mcp.example.org" },
    { "{\"resource\":\"" SERVER "\",\"authorization_servers\":\"https://as.example\"}",
      SALON_MCP_AUTH_ERROR_DISCOVERY, "“authorization_servers”" },
    { "{\"resource\":\"" SERVER "\",\"authorization_servers\":[null,\"as\"]}",
      SALON_MCP_AUTH_ERROR_DISCOVERY, "“authorization_servers”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_text (cases[i].text, &error));
      g_assert_error (error, SALON_MCP_AUTH_ERROR, cases[i].code);
      mcp_test_assert_contains (error->message, cases[i].words);
    }
}

/* Ten issuers are tried at most, whatever a document lists. */
static void
test_many_issuers (void)
{
  g_autoptr (GString) text = g_string_new ("{\"resource\":\"" SERVER "\","
                                           "\"authorization_servers\":[");
  g_autoptr (SalonMcpAuthResource) resource = NULL;

  for (guint i = 0; i < 500; i++)
    g_string_append_printf (text, "%s\"https://as%u.example\"", i > 0 ? "," : "", i);
  g_string_append (text, "]}");
  resource = read_text (text->str, NULL);
  g_assert_cmpuint (g_strv_length ((char **) salon_mcp_auth_resource_get_issuers (resource)), ==,
                    10);
}

static void
test_scopes (void)
{
  static const struct
  {
    const char *first;
    const char *second;
    const char *joined;
  } cases[] = {
    { NULL, NULL, NULL },
    { "", "  ", NULL },
    { "a", NULL, "a" },
    { NULL, "b a", "b a" },
    { "a b", "b c", "a b c" },
    { "a  a\tb", "a", "a b" },
    { "a\"b c\\d ok", "\xc3\xa4", "ok" },
    { "A", "a", "A a" },
  };
  g_autoptr (GString) many = g_string_new (NULL);
  g_autofree char *joined = NULL;
  g_auto (GStrv) parts = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *both = salon_mcp_auth_scopes_join (cases[i].first, cases[i].second);

      g_assert_cmpstr (both, ==, cases[i].joined);
    }
  g_assert_true (salon_mcp_auth_scopes_contain ("a b", "b"));
  g_assert_true (salon_mcp_auth_scopes_contain ("a b", NULL));
  g_assert_true (salon_mcp_auth_scopes_contain (NULL, NULL));
  g_assert_false (salon_mcp_auth_scopes_contain ("a b", "a c"));
  g_assert_false (salon_mcp_auth_scopes_contain ("ab", "a"));
  g_assert_false (salon_mcp_auth_scopes_contain (NULL, "a"));
  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (many, "s%u ", i);
  joined = salon_mcp_auth_scopes_join (many->str, NULL);
  parts = g_strsplit (joined, " ", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 200);
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/auth/resource/stands-for-servers-of-its-origin-below-it", test_identifies);
  g_test_add_func ("/mcp/auth/resource/a-server-without-metadata-is-its-address", test_canonical);
  g_test_add_func ("/mcp/auth/resource/is-looked-for-in-order", test_locations);
  g_test_add_func ("/mcp/auth/resource/is-kept-as-published", test_document);
  g_test_add_func ("/mcp/auth/resource/wrong-members-are-named", test_broken_documents);
  g_test_add_func ("/mcp/auth/resource/issuers-are-bounded", test_many_issuers);
  g_test_add_func ("/mcp/auth/scopes/are-sets-of-what-scopes-can-be", test_scopes);
  return g_test_run ();
}

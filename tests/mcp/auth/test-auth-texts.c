/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include <string.h>

#include "auth-test.h"
#include "salon-mcp-auth-form.h"
#include "salon-mcp-auth-plan.h"
#include "salon-mcp-auth-response.h"
#include "salon-mcp-auth-text.h"

static void
test_shown (void)
{
  static const struct {
    const char *text;
    gsize       max;
    const char *expected;
  } table[] = {
    { NULL, 10, "" },
    { "", 10, "" },
    { "plain", 10, "plain" },
    { "  a \t\r\n b  ", 10, "a b" },
    { "a\x1b[31mb", 10, "a[31mb" },
    { "a\xe2\x80\xae" "b\xe2\x81\xa6" "c\xe2\x80\x8b" "d\xef\xbb\xbf", 10, "abcd" },
    { "a\xe2\x80\xa8" "b\xe2\x80\xa9" "c", 10, "a b c" },
    { "a\xc2\x85" "b", 10, "ab" },
    { "\xee\x80\x80x", 10, "x" },
    { "\xff\xfe", 10, "\xef\xbf\xbd\xef\xbf\xbd" },
    { "gr\xc3\xbc\xc3\x9f", 10, "gr\xc3\xbc\xc3\x9f" },
    { "12345", 5, "12345" },
    { "123456", 5, "12345\xe2\x80\xa6" },
    { "1234 6", 5, "1234\xe2\x80\xa6" },
    { "\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80", 2,
      "\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xe2\x80\xa6" },
    { "a\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81" "b", 20,
      "a\xcc\x81\xcc\x81\xcc\x81\xcc\x81" "b" },
    { "x", 0, "\xe2\x80\xa6" },
  };
  g_autofree char *filler = g_strnfill (10 * 1024 * 1024, 'x');
  g_autofree char *cut = salon_mcp_auth_text_dup_shown (filler, 100);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *shown = salon_mcp_auth_text_dup_shown (table[i].text, table[i].max);

      g_assert_cmpstr (shown, ==, table[i].expected);
    }
  g_assert_cmpuint (strlen (cut), ==, 103);
}

static void
test_host (void)
{
  static const char * const table[][2] = {
    { "https://example.org/x?y#z", "example.org" },
    { "HTTPS://example.org:443", "example.org" },
    { "https://example.org:8443/", "example.org:8443" },
    { "http://example.org:80/", "example.org" },
    { "https://example.org:80/", "example.org:80" },
    { "http://[::1]:8080/x", "[::1]:8080" },
    { "http://[::1]/x", "::1" },
    { "https://user:secret@example.org/", "example.org" },
    /* Cyrillic о */
    { "https://\xd0\xbe" "ther.example/", "xn--ther-45d.example" },
    { "https://a%0ab.example/", "ab.example" },
    { "javascript:alert(1)", "?" },
    { "/x", "?" },
    { "", "?" },
    { NULL, "?" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *host = salon_mcp_auth_text_dup_host (table[i][0]);

      if (table[i][0] != NULL && strstr (table[i][0], "%0a") != NULL)
        g_assert_null (strchr (host, '\n'));
      else
        g_assert_cmpstr (host, ==, table[i][1]);
    }
}

static void
test_form (void)
{
  static const char * const pairs[] = { "a b", "c&d=e", "\xc3\xa4", "~-._*+", "empty", "", NULL };
  static const char * const none[] = { NULL };
  static const char * const names[] = { "state", "redirect_uri", NULL };
  static const char * const urls[][2] = {
    { "https://a.example", "https://a.example?x=y" },
    { "https://a.example/p?", "https://a.example/p?x=y" },
    { "https://a.example/p?q=%20", "https://a.example/p?q=%20&x=y" },
    { "https://a.example/p?q&", "https://a.example/p?q&x=y" },
    { "https://a.example/p#f?g", "https://a.example/p?x=y" },
  };
  static const char * const one[] = { "x", "y", NULL };
  static const struct {
    const char *url;
    const char *found;
  } queries[] = {
    { "https://a.example/state", NULL },
    { "https://a.example/?a=state", NULL },
    { "https://a.example/?a=b#&state=x", NULL },
    { "https://a.example/?state", "state" },
    { "https://a.example/?a=b&state=", "state" },
    { "https://a.example/?a=b&st%61te=x", "state" },
    { "https://a.example/?redirect%5Furi=x", "redirect_uri" },
    { "https://a.example/?%zz=1&state=2", "state" },
  };
  g_autofree char *text = salon_mcp_auth_form_encode (pairs);
  g_autofree char *empty = salon_mcp_auth_form_encode (none);
  g_autofree char *same = salon_mcp_auth_form_add_to_url ("https://a.example/#x", none);
  g_autoptr(GHashTable) values = salon_mcp_auth_form_decode (text, NULL);
  guint i;

  g_assert_cmpstr (text, ==, "a+b=c%26d%3De&%C3%A4=~-._%2A%2B&empty=");
  g_assert_cmpstr (empty, ==, "");
  g_assert_cmpstr (same, ==, "https://a.example/");
  g_assert_cmpuint (g_hash_table_size (values), ==, 3);
  g_assert_cmpstr (g_hash_table_lookup (values, "a b"), ==, "c&d=e");
  g_assert_cmpstr (g_hash_table_lookup (values, "\xc3\xa4"), ==, "~-._*+");
  g_assert_cmpstr (g_hash_table_lookup (values, "empty"), ==, "");

  for (i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autofree char *url = salon_mcp_auth_form_add_to_url (urls[i][0], one);

      g_assert_cmpstr (url, ==, urls[i][1]);
    }
  for (i = 0; i < G_N_ELEMENTS (queries); i++)
    g_assert_cmpstr (salon_mcp_auth_form_find_in_url (queries[i].url, names), ==,
                     queries[i].found);
}

static void
test_wrong_forms (void)
{
  static const char * const wrong[] = {
    "a=%", "a=%1", "a=%zz", "%00=a", "a=%00", "a=%ff", "a=1&a=2", "a&a", "a=1&%61=2", "=1&=2",
  };
  g_autoptr(GString) many = g_string_new (NULL);
  g_autoptr(GHashTable) odd = salon_mcp_auth_form_decode ("&&a&b==c&&", NULL);
  guint i;

  g_assert_cmpuint (g_hash_table_size (odd), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (odd, "a"), ==, "");
  g_assert_cmpstr (g_hash_table_lookup (odd, "b"), ==, "=c");

  for (i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (salon_mcp_auth_form_decode (wrong[i], &error));
      g_assert_error (error, SALON_MCP_AUTH_ERROR, SALON_MCP_AUTH_ERROR_FAILED);
    }
  for (i = 0; i < 100000; i++)
    g_string_append_printf (many, "&%u", i);
  g_assert_null (salon_mcp_auth_form_decode (many->str, NULL));
}

static void
test_redirects (void)
{
  static const struct {
    const char *location;
    int         code;   /* of the error; -1 for none, -2 for an answer that says nothing */
  } table[] = {
    { "http://127.0.0.1:1/cb?code=a&state=b", -1 },
    { "http://127.0.0.1:1/cb?code=a&state=b#x", -1 },
    { "http://127.0.0.1:1/cb", -2 },
    { "http://127.0.0.1:1/cb#code=a&state=b", -2 },
    { "http://127.0.0.1:1/cbx?code=a", SALON_MCP_AUTH_ERROR_STATE },
    { "http://127.0.0.1:1/cb/?code=a", SALON_MCP_AUTH_ERROR_STATE },
    { "http://127.0.0.1:11/cb?code=a", SALON_MCP_AUTH_ERROR_STATE },
    { "https://127.0.0.1:1/cb?code=a", SALON_MCP_AUTH_ERROR_STATE },
    { "http://evil.example/?http://127.0.0.1:1/cb?code=a", SALON_MCP_AUTH_ERROR_STATE },
    { "", SALON_MCP_AUTH_ERROR_STATE },
    { "http://127.0.0.1:1/cb?code=a&code=b", SALON_MCP_AUTH_ERROR_FAILED },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(SalonMcpAuthResponse) response =
        salon_mcp_auth_response_new_from_redirect (table[i].location, "http://127.0.0.1:1/cb",
                                                   &error);

      g_test_message ("%s", table[i].location);
      if (table[i].code >= 0)
        {
          g_assert_error (error, SALON_MCP_AUTH_ERROR, table[i].code);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (salon_mcp_auth_response_get_code (response), ==,
                       table[i].code == -1 ? "a" : NULL);
      g_assert_cmpstr (salon_mcp_auth_response_get_state (response), ==,
                       table[i].code == -1 ? "b" : NULL);
    }
}

static void
test_plan (void)
{
  g_autoptr(GString) scopes = g_string_new (" a  b\xe2\x80\xae ");
  SalonMcpAuthPlanFields fields = {
    .server_url = "https://mcp.example:8443/mcp",
    .issuer = "https://as.example/tenant",
    .authorization_endpoint = "https://\xd0\xb0s.example/authorize",
    .resource = "https://mcp.example:8443/mcp",
    .account = "me\n\xe2\x80\xae",
    .is_step_up = TRUE,
    .reason = "Because.",
  };
  g_autoptr(SalonMcpAuthPlan) plan = NULL;
  g_autoptr(SalonMcpAuthPlan) bare = NULL;
  guint i;

  for (i = 0; i < 1000; i++)
    g_string_append_printf (scopes, " %u", i);
  fields.scopes = scopes->str;
  plan = salon_mcp_auth_plan_new (&fields);
  g_assert_cmpstr (salon_mcp_auth_plan_get_server_host (plan), ==, "mcp.example:8443");
  g_assert_cmpstr (salon_mcp_auth_plan_get_issuer (plan), ==, "https://as.example/tenant");
  g_assert_cmpstr (salon_mcp_auth_plan_get_issuer_host (plan), ==, "as.example");
  g_assert_true (g_str_has_prefix (salon_mcp_auth_plan_get_authorization_host (plan), "xn--"));
  g_assert_cmpstr (salon_mcp_auth_plan_get_account (plan), ==, "me");
  g_assert_true (salon_mcp_auth_plan_is_step_up (plan));
  g_assert_cmpstr (salon_mcp_auth_plan_get_reason (plan), ==, "Because.");
  g_assert_cmpstr (salon_mcp_auth_plan_get_resource (plan), ==, fields.resource);
  g_assert_cmpstr (salon_mcp_auth_plan_get_server_url (plan), ==, fields.server_url);
  g_assert_cmpstr (salon_mcp_auth_plan_get_scopes (plan)[0], ==, "a");
  g_assert_cmpstr (salon_mcp_auth_plan_get_scopes (plan)[1], ==, "b");
  g_assert_cmpuint (g_strv_length ((char **) salon_mcp_auth_plan_get_scopes (plan)), ==, 65);

  bare = salon_mcp_auth_plan_new (&(SalonMcpAuthPlanFields) {
    .server_url = "https://mcp.example/", .issuer = "https://as.example"
  });
  g_assert_null (salon_mcp_auth_plan_get_authorization_host (bare));
  g_assert_null (salon_mcp_auth_plan_get_account (bare));
  g_assert_null (salon_mcp_auth_plan_get_scopes (bare)[0]);
}

int
main (int   argc,
      char *argv[])
{
  mcp_test_init (&argc, &argv);

  g_test_add_func ("/mcp/auth/text/shown", test_shown);
  g_test_add_func ("/mcp/auth/text/host", test_host);
  g_test_add_func ("/mcp/auth/form/round-trip", test_form);
  g_test_add_func ("/mcp/auth/form/wrong-ones", test_wrong_forms);
  g_test_add_func ("/mcp/auth/response/redirects", test_redirects);
  g_test_add_func ("/mcp/auth/plan/fit-to-be-shown", test_plan);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-header-value"

#include "config.h"

#include <string.h>

#include "mcp-test.h"
#include "salon-mcp-header-value-private.h"

/* What is repeated in headers (MCP 2026-07-28 “Transports”, value encoding). */

static void
test_encode (void)
{
  static const char * const cases[][2] = {
    { "", "" },
    { "plain", "plain" },
    { "in between", "in between" },
    { "a%20b", "a%20b" },
    { "~!@#$%^&*()", "~!@#$%^&*()" },
    { " before", "=?base64?IGJlZm9yZQ==?=" },
    { "after ", "=?base64?YWZ0ZXIg?=" },
    { "ta\tb", "=?base64?dGEJYg==?=" },
    { "line\nbreak", "=?base64?bGluZQpicmVhaw==?=" },
    { "cr\rlf", "=?base64?Y3INbGY=?=" },
    { "\x7f", "=?base64?fw==?=" },
    { "Grüße", "=?base64?R3LDvMOfZQ==?=" },
    { "=?base64?x?=", "=?base64?PT9iYXNlNjQ/eD89?=" },
    { "=?base64?" "?=", "=?base64?PT9iYXNlNjQ/Pz0=?=" },
    { "=?base64?x", "=?base64?x" },
    { "x?=", "x?=" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value = salon_mcp_header_value_encode (cases[i][0], strlen (cases[i][0]));

      g_assert_cmpstr (value, ==, cases[i][1]);
    }
}

static void
test_from_json (void)
{
  static const char * const cases[][2] = {
    { "\"\"", "" },
    { "\"a\"", "a" },
    { "\"a\\u0000b\"", "=?base64?YQBi?=" },
    { "0", "0" },
    { "-9007199254740991", "-9007199254740991" },
    { "12.0", "12" },
    { "true", "true" },
    { "false", "false" },
    { "null", NULL },
    { "[1]", NULL },
    { "{}", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SalonJsonDocument) document = mcp_test_json (cases[i][0]);
      g_autofree char *value =
        salon_mcp_header_value_from_json (salon_json_document_get_root (document));

      g_assert_cmpstr (value, ==, cases[i][1]);
    }
  g_assert_null (salon_mcp_header_value_from_json (NULL));
}

static void
test_names (void)
{
  g_assert_true (salon_mcp_header_name_is_valid ("Region"));
  g_assert_true (salon_mcp_header_name_is_valid ("a-b_c.1!#$%&'*+^`|~"));
  g_assert_false (salon_mcp_header_name_is_valid (NULL));
  g_assert_false (salon_mcp_header_name_is_valid (""));
  g_assert_false (salon_mcp_header_name_is_valid ("a b"));
  g_assert_false (salon_mcp_header_name_is_valid ("a:b"));
  g_assert_false (salon_mcp_header_name_is_valid ("é"));
  g_assert_false (salon_mcp_header_name_is_valid ("a\r\nb"));
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/header-value/text", test_encode);
  g_test_add_func ("/mcp/header-value/json", test_from_json);
  g_test_add_func ("/mcp/header-value/names", test_names);
  return g_test_run ();
}

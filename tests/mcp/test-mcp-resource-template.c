/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-resource-template"

#include "config.h"

#include "mcp-test.h"
#include "salon-core-error.h"
#include "salon-mcp-resource-template.h"

static SalonMcpResourceTemplate *
make (const char *uri_template)
{
  g_autofree char *text = g_strdup_printf ("{\"name\":\"files\",\"uriTemplate\":\"%s\"}",
                                           uri_template);
  g_autoptr (SalonJsonDocument) document = mcp_test_json (text);
  g_autoptr (GError) error = NULL;
  SalonMcpResourceTemplate *made =
    salon_mcp_resource_template_new (salon_json_document_get_root (document), &error);

  g_assert_no_error (error);
  return made;
}

static void
test_expand (void)
{
  static const char * const tags[] = { "red", "a&b", NULL };
  g_autoptr (SalonMcpResourceTemplate) files = make ("repo://{owner}/{+path}{?tag*,page}");
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                                         (GDestroyNotify) salon_uri_value_unref);
  g_autofree char *names = NULL, *empty = NULL, *whole = NULL;
  g_autoptr (GError) error = NULL;

  names = g_strjoinv (" ", (char **) salon_mcp_resource_template_get_variables (files));
  g_assert_cmpstr (names, ==, "owner path tag page");
  empty = salon_mcp_resource_template_expand (files, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (empty, ==, "repo:///");

  g_hash_table_insert (values, (char *) "owner", salon_uri_value_new_string ("a/b"));
  g_hash_table_insert (values, (char *) "path", salon_uri_value_new_string ("src/x y.c"));
  g_hash_table_insert (values, (char *) "tag", salon_uri_value_new_list (tags));
  whole = salon_mcp_resource_template_expand (files, values, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (whole, ==, "repo://a%2Fb/src/x%20y.c?tag=red&tag=a%26b");
}

/* One that the server wrote wrongly is still there to be seen. */
static void
test_broken (void)
{
  g_autoptr (SalonMcpResourceTemplate) broken = make ("x:/{a");
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (salon_mcp_resource_template_get_uri_template (broken), ==, "x:/{a");
  g_assert_null (salon_mcp_resource_template_get_variables (broken)[0]);
  for (int i = 0; i < 2; i++)
    {
      g_assert_null (salon_mcp_resource_template_expand (broken, NULL, &error));
      g_assert_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_SYNTAX);
      g_assert_cmpstr (error->message, ==,
                       "In the address template, a brace at “{a” has no other one.");
      g_clear_error (&error);
    }
  g_assert_null (salon_mcp_resource_template_expand (broken, NULL, NULL));
}

int
main (int   argc,
      char *argv[])
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/resource-template/gaps-are-filled", test_expand);
  g_test_add_func ("/mcp/resource-template/a-broken-one-says-so-when-used", test_broken);
  return g_test_run ();
}

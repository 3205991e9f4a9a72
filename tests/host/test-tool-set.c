/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host-test"

#include "config.h"

#include <string.h>

#include "turn-fixture.h"

static void
test_names (void)
{
  static const struct { const char *server, *tool, *start; gboolean exact; } rows[] = {
    { "files", "read_file", "files__read_file", TRUE },
    { "a-b", "c-d", "a-b__c-d", TRUE },
    { "files", "read.file", "files__read_file_", FALSE },
    { "my files", "read", "my_files__read_", FALSE },
    { "größe", "x", "gr__e__x_", FALSE },
    { "a__b", "c", "a__b__c_", FALSE },
    { "a", "b__c", "a__b__c", TRUE },
    { "a_", "b", "a___b_", FALSE },
    { "a", "_b", "a___b", TRUE },
    { "server-with-a-name-that-is-rather-long-as-names-go", "tool-with-a-long-name",
      "server-with-a-name-that-is-rather-long-as-names-go__too", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *id = salon_tool_set_dup_id (rows[i].server, rows[i].tool, 0);
      g_autofree char *again = salon_tool_set_dup_id (rows[i].server, rows[i].tool, 0);
      g_autofree char *other = salon_tool_set_dup_id (rows[i].server, rows[i].tool, 1);

      g_assert_cmpstr (id, ==, again);
      g_assert_cmpstr (id, !=, other);
      g_assert_true (g_str_has_prefix (id, rows[i].start));
      if (rows[i].exact)
        g_assert_cmpstr (id, ==, rows[i].start);
      else
        g_assert_cmpstr (id, !=, rows[i].start);
      g_assert_cmpuint (strlen (id), <=, 64);
      g_assert_true (g_regex_match_simple ("^[A-Za-z0-9_-]+$", id, 0, 0));
    }
}

static void
test_no_two_the_same (void)
{
  static const char *servers[] = { "a", "a_", "a__b", "a b", "a.b", "a__", "ä", "ö" };
  static const char *tools[] = { "b", "_b", "b__c", "c", "x.y", "x_y", "x y", "", "ß", "ä" };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (servers); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (tools); j++)
        g_assert_true (g_hash_table_add (seen, salon_tool_set_dup_id (servers[i], tools[j], 0)));
    }
}

static SalonMcpTool *
make_tool (const char *name)
{
  g_autofree char *text =
    g_strdup_printf ("{\"name\":\"%s\",\"inputSchema\":{\"type\":\"object\"}}", name);
  g_autoptr (SalonJsonDocument) document = salon_json_document_parse (text, -1, NULL, NULL);

  return salon_mcp_tool_new (salon_json_document_get_root (document), NULL);
}

/* A tool named after the hash of another one does not take its place. */
static void
test_forged_name (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SalonServer *server = fixture_add_server (f, "s");
  g_autofree char *honest = salon_tool_set_dup_id ("s", "x.y", 0);
  g_autoptr (SalonToolSet) set = salon_tool_set_new ();
  g_autoptr (GPtrArray) tools = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (tools, make_tool (honest + strlen ("s__")));
  g_ptr_array_add (tools, make_tool ("x.y"));
  salon_tool_set_add_server (set, server, tools);
  salon_tool_set_seal (set);
  g_assert_cmpuint (salon_tool_set_get_size (set), ==, 2);
  g_assert_cmpstr (salon_tool_set_get (set, 0)->id, !=, salon_tool_set_get (set, 1)->id);
  for (guint i = 0; i < 2; i++)
    {
      const SalonTool *tool = salon_tool_set_get (set, i);

      g_assert_true (salon_tool_set_find (set, tool->id) == tool);
      g_assert_cmpstr (salon_llm_tool_get_name (tool->llm_tool), ==, tool->id);
    }
}

static void
test_order_and_mapping_back (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (SalonToolSet) set = NULL;
  g_autoptr (SalonToolSet) same = NULL;
  g_autofree char *strange = salon_tool_set_dup_id ("a", "strange.name", 0);
  const char *before = "";

  fixture_add_server (f, "z");
  fixture_add_server (f, "a");
  g_assert_true (fixture_finish (f, salon_toolbox_prepare (f->toolbox, NULL, G_USEC_PER_SEC),
                                 NULL));
  set = salon_toolbox_get_tools (f->toolbox, NULL);
  same = salon_toolbox_get_tools (f->toolbox, NULL);
  g_assert_true (set == same);
  g_assert_cmpuint (salon_tool_set_get_size (set), ==, 14);
  for (guint i = 0; i < 14; i++)
    {
      g_assert_cmpstr (before, <, salon_tool_set_get (set, i)->id);
      before = salon_tool_set_get (set, i)->id;
    }
  g_assert_cmpstr (salon_mcp_tool_get_name (salon_tool_set_find (set, strange)->tool), ==,
                   "strange.name");
  g_assert_null (salon_tool_set_find (set, "a__nope"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/host/tool-set/names", test_names);
  g_test_add_func ("/host/tool-set/no-two-names-are-the-same", test_no_two_the_same);
  g_test_add_func ("/host/tool-set/forged-name-takes-no-place", test_forged_name);
  g_test_add_func ("/host/tool-set/order-is-fixed-and-names-map-back", test_order_and_mapping_back);

  return g_test_run ();
}

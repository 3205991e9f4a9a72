/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host-test"

#include "config.h"

#include "salon-tool-catalog.h"

#include "tool-crowd.h"

/* Whether the tool that answers a question is among the first five. */
static gboolean
finds (SalonToolCatalog *catalog,
       ToolCrowd        *crowd,
       guint             question)
{
  g_autoptr (GArray) found = NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  found = salon_tool_catalog_search (catalog, crowd->questions->pdata[question], 5);
  for (guint i = 0; i < found->len; i++)
    {
      guint number = g_array_index (found, guint, i);
      g_autofree char *name = NULL;

      name = g_strdup_printf ("%s/%s", (char *) crowd->servers->pdata[number],
                              salon_mcp_tool_get_name (crowd->tools->pdata[number]));
      if (g_str_equal (name, crowd->answers->pdata[question]))
        return TRUE;
      g_string_append_printf (names, " %s", name);
    }
  g_test_message ("“%s” does not find %s but%s", (char *) crowd->questions->pdata[question],
                  (char *) crowd->answers->pdata[question], names->str);
  return FALSE;
}

/* Of a hundred questions, 95 find their tool among the first five of 5,000. The later ones were
 * written when the ranking was done, and nothing was changed for them. */
static void
test_questions_find_their_tool (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "host", "data",
                                                 "tool-questions.json", NULL);
  g_autoptr (ToolCrowd) crowd = tool_crowd_new (path, 5000, 100);
  g_autoptr (SalonToolCatalog) catalog = salon_tool_catalog_new ();
  guint n_first = crowd->questions->len - crowd->n_later;
  guint n_found = 0;
  guint n_found_later = 0;

  g_assert_cmpuint (crowd->tools->len, ==, 5000);
  g_assert_cmpuint (n_first, ==, 100);
  for (guint i = 0; i < crowd->tools->len; i++)
    salon_tool_catalog_add (catalog, crowd->servers->pdata[i], crowd->titles->pdata[i],
                            crowd->tools->pdata[i]);
  salon_tool_catalog_seal (catalog);
  for (guint i = 0; i < crowd->questions->len; i++)
    {
      if (!finds (catalog, crowd, i))
        continue;
      if (i < n_first)
        n_found++;
      else
        n_found_later++;
    }
  g_test_message ("%u of %u questions find their tool among the first five, and %u of %u later "
                  "ones", n_found, n_first, n_found_later, crowd->n_later);
  g_assert_cmpuint (n_found * 100, >=, n_first * 95);
  g_assert_cmpuint (n_found_later * 100, >=, crowd->n_later * 80);
}

static void
test_the_crowd_is_many_servers (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "host", "data",
                                                 "tool-questions.json", NULL);
  g_autoptr (ToolCrowd) crowd = tool_crowd_new (path, 5000, 100);
  g_autoptr (GHashTable) servers = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < crowd->servers->len; i++)
    g_hash_table_add (servers, crowd->servers->pdata[i]);
  g_assert_cmpuint (g_hash_table_size (servers), ==, 100);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/host/tool-catalog/questions-find-their-tool",
                   test_questions_find_their_tool);
  g_test_add_func ("/host/tool-catalog/the-crowd-is-many-servers",
                   test_the_crowd_is_many_servers);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "salon-era-file.h"

#include "host-test.h"
#include "salon-manual-clock.h"

typedef struct
{
  char *folder;
  char *path;
  SalonManualClock *clock;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = host_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "state", "eras.json", NULL);
  fixture->clock = salon_manual_clock_new ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->clock);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static SalonEraFile *
load (Fixture *fixture)
{
  SalonEraFile *file = salon_era_file_new (fixture->path, SALON_CLOCK (fixture->clock));

  host_test_await (salon_era_file_load (file));

  return file;
}

static SalonMcpEraSetting
look_up (SalonEraFile *file,
         const char   *key)
{
  return salon_mcp_era_memory_lookup (SALON_MCP_ERA_MEMORY (file), key);
}

static void
store (SalonEraFile       *file,
       const char         *key,
       SalonMcpEraSetting  era)
{
  salon_mcp_era_memory_store (SALON_MCP_ERA_MEMORY (file), key, era);
}

static void
test_survives (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(SalonEraFile) first = load (fixture);
  g_autoptr(SalonEraFile) second = NULL;

  g_assert_cmpint (look_up (first, "a"), ==, SALON_MCP_ERA_AUTO);
  store (first, "a", SALON_MCP_ERA_LEGACY);
  store (first, "b", SALON_MCP_ERA_MODERN);
  store (first, "c", SALON_MCP_ERA_MODERN);
  store (first, "c", SALON_MCP_ERA_AUTO);
  g_assert_cmpint (look_up (first, "a"), ==, SALON_MCP_ERA_LEGACY);
  host_test_await (salon_era_file_flush (first));

  second = load (fixture);
  g_assert_cmpint (look_up (second, "a"), ==, SALON_MCP_ERA_LEGACY);
  g_assert_cmpint (look_up (second, "b"), ==, SALON_MCP_ERA_MODERN);
  g_assert_cmpint (look_up (second, "c"), ==, SALON_MCP_ERA_AUTO);
}

/* What is stored while the file is written ends up in it, too. */
static void
test_stored_while_written (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr(SalonEraFile) first = load (fixture);
  g_autoptr(SalonEraFile) second = NULL;

  store (first, "a", SALON_MCP_ERA_MODERN);
  host_test_settle ();
  store (first, "b", SALON_MCP_ERA_MODERN);
  host_test_await (salon_era_file_flush (first));
  host_test_await (salon_era_file_flush (first));

  second = load (fixture);
  g_assert_cmpint (look_up (second, "a"), ==, SALON_MCP_ERA_MODERN);
  g_assert_cmpint (look_up (second, "b"), ==, SALON_MCP_ERA_MODERN);
}

static void
test_legacy_ends (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(SalonEraFile) first = load (fixture);
  g_autoptr(SalonEraFile) second = NULL;

  store (first, "old", SALON_MCP_ERA_LEGACY);
  store (first, "new", SALON_MCP_ERA_MODERN);
  host_test_await (salon_era_file_flush (first));
  salon_manual_clock_advance (fixture->clock, SALON_MCP_ERA_MEMORY_LEGACY_LIFE - 1);
  g_assert_cmpint (look_up (first, "old"), ==, SALON_MCP_ERA_LEGACY);
  salon_manual_clock_advance (fixture->clock, 1);
  g_assert_cmpint (look_up (first, "old"), ==, SALON_MCP_ERA_AUTO);

  second = load (fixture);
  g_assert_cmpint (look_up (second, "old"), ==, SALON_MCP_ERA_AUTO);
  g_assert_cmpint (look_up (second, "new"), ==, SALON_MCP_ERA_MODERN);
}

static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  static const char * const contents[] = {
    "", "{", "[]", "{\"servers\":[]}", "{\"servers\":{\"a\":5,\"b\":{\"era\":\"modern\"}}}",
    "{\"servers\":{\"a\":{\"era\":\"future\",\"storedAt\":1}}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr(SalonEraFile) file = NULL;

      host_test_write (fixture->path, contents[i]);
      file = load (fixture);
      g_assert_cmpint (look_up (file, "a"), ==, SALON_MCP_ERA_AUTO);
      g_assert_cmpint (look_up (file, "b"), ==, SALON_MCP_ERA_AUTO);
      store (file, "b", SALON_MCP_ERA_MODERN);
      host_test_await (salon_era_file_flush (file));
      g_clear_object (&file);
      file = load (fixture);
      g_assert_cmpint (look_up (file, "b"), ==, SALON_MCP_ERA_MODERN);
    }
}

/* A folder that can't be made costs nothing but the memory. */
static void
test_not_written (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *in_the_way = g_build_filename (fixture->folder, "state", NULL);
  g_autoptr(SalonEraFile) file = NULL;

  host_test_write (in_the_way, "a file");
  file = load (fixture);
  store (file, "a", SALON_MCP_ERA_MODERN);
  host_test_await (salon_era_file_flush (file));
  g_assert_cmpint (look_up (file, "a"), ==, SALON_MCP_ERA_MODERN);
}

#define ADD(name, func) g_test_add ("/host/era-file/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  ADD ("what-was-found-out-survives-the-program", test_survives);
  ADD ("what-comes-while-it-is-written-is-written-too", test_stored_while_written);
  ADD ("legacy-servers-are-asked-again-after-a-while", test_legacy_ends);
  ADD ("a-damaged-file-is-an-empty-one", test_damaged);
  ADD ("a-file-that-can-not-be-written-harms-nobody", test_not_written);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "salon-servers-file.h"

#include <unistd.h>

#include "host-test.h"
#include "salon-host-error.h"

typedef struct
{
  char *folder;
  char *path;
  SalonServersFile *file;
  guint n_changed;
  guint n_problems;
} Fixture;

static void
on_changed (Fixture *fixture)
{
  fixture->n_changed++;
}

static void
on_problem (Fixture *fixture)
{
  fixture->n_problems++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = host_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "salon", "mcp.json", NULL);
}

static void
open_file (Fixture *fixture)
{
  fixture->file = salon_servers_file_new (fixture->path);
  g_signal_connect_swapped (fixture->file, "changed", G_CALLBACK (on_changed), fixture);
  g_signal_connect_swapped (fixture->file, "notify::problem", G_CALLBACK (on_problem), fixture);
  host_test_await (salon_servers_file_load (fixture->file));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  host_test_settle ();
  if (fixture->file != NULL)
    g_assert_finalize_object (fixture->file);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static SalonServerConfig *
config_at (Fixture *fixture,
           guint    position)
{
  GPtrArray *configs = salon_servers_file_get_configs (fixture->file);

  g_assert_cmpuint (position, <, configs->len);

  return g_ptr_array_index (configs, position);
}

static void
assert_names (Fixture    *fixture,
              const char *expected)
{
  GPtrArray *configs = salon_servers_file_get_configs (fixture->file);
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < configs->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "",
                            salon_server_config_get_name (g_ptr_array_index (configs, i)));
  g_assert_cmpstr (names->str, ==, expected);
}

static SalonServerConfig *
new_config (const char *name,
            const char *command)
{
  SalonServerConfig *config = salon_server_config_new (name);

  salon_server_config_set_command (config, command, NULL);

  return config;
}

static void
assert_file (Fixture    *fixture,
             const char *expected)
{
  g_autofree char *contents = host_test_read (fixture->path);
  g_autoptr(GError) error = NULL;
  g_autoptr(SalonJsonDocument) document = salon_json_document_parse (contents, -1, NULL, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = salon_json_to_text (salon_json_document_get_root (document), FALSE);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_missing (Fixture       *fixture,
              gconstpointer  data)
{
  open_file (fixture);

  assert_names (fixture, "desktop");
  g_assert_null (salon_servers_file_get_problem (fixture->file));
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS) &&
                  g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_creates (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(SalonServerConfig) config = new_config ("files", "npx");
  g_autofree char *contents = NULL;
  GStatBuf info;

  open_file (fixture);
  host_test_await (salon_servers_file_put (fixture->file, NULL, config));

  assert_names (fixture, "desktop files");
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  assert_file (fixture, "{\"mcpServers\":{\"files\":{\"command\":\"npx\"}}}");
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 07777, ==, 0600);

  /* For people: over several lines, with an end. */
  contents = host_test_read (fixture->path);
  g_assert_true (g_str_has_suffix (contents, "}\n"));
  host_test_assert_contains (contents, "\n  \"mcpServers\"");
}

static void
test_keeps (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(SalonServerConfig) config = NULL;
  g_autoptr(SalonServerConfig) other = new_config ("last", "c");

  host_test_write (fixture->path,
                   "{\"theirs\":[1,2.50],\"mcpServers\":{\"b\":{\"x\":1,\"command\":\"b\"},"
                   "\"broken\":{\"args\":5},\"a\":{\"command\":\"a\"}},\"$schema\":\"s\"}");
  open_file (fixture);
  assert_names (fixture, "desktop b broken a");

  config = salon_server_config_copy (config_at (fixture, 1));
  salon_server_config_set_disabled (config, TRUE);
  host_test_await (salon_servers_file_put (fixture->file, "b", config));
  host_test_await (salon_servers_file_put (fixture->file, NULL, other));
  host_test_await (salon_servers_file_remove (fixture->file, "a"));

  assert_names (fixture, "desktop b broken last");
  assert_file (fixture,
               "{\"theirs\":[1,2.50],\"mcpServers\":{\"b\":{\"x\":1,\"command\":\"b\","
               "\"disabled\":true},\"broken\":{\"args\":5},\"last\":{\"command\":\"c\"}},"
               "\"$schema\":\"s\"}");
}

static void
test_renames (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(SalonServerConfig) config = new_config ("new", "n");
  g_autoptr(SalonServerConfig) taken = new_config ("z", "n");
  g_autoptr(SalonServerConfig) built_in_name = new_config ("desktop", "n");
  g_autofree char *exists = NULL;
  g_autofree char *reserved = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *wrong = NULL;
  g_autoptr(SalonServerConfig) incomplete = salon_server_config_new ("i");

  host_test_write (fixture->path,
                   "{\"mcpServers\":{\"a\":{\"command\":\"a\"},\"z\":{\"command\":\"z\"}}}");
  open_file (fixture);

  host_test_await (salon_servers_file_put (fixture->file, "a", config));
  assert_names (fixture, "desktop new z");

  exists = host_test_await_error (salon_servers_file_put (fixture->file, "new", taken),
                                  SALON_HOST_ERROR, SALON_HOST_ERROR_EXISTS);
  host_test_assert_contains (exists, "“z”");
  reserved = host_test_await_error (salon_servers_file_put (fixture->file, NULL, built_in_name),
                                    SALON_HOST_ERROR, SALON_HOST_ERROR_EXISTS);
  host_test_assert_contains (reserved, "“desktop”");
  missing = host_test_await_error (salon_servers_file_remove (fixture->file, "a"),
                                   SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_FOUND);
  host_test_assert_contains (missing, "“a”");
  wrong = host_test_await_error (salon_servers_file_put (fixture->file, NULL, incomplete),
                                 SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION);
  host_test_assert_contains (wrong, "“command”");

  assert_file (fixture, "{\"mcpServers\":{\"new\":{\"command\":\"n\"},\"z\":{\"command\":\"z\"}}}");
}

static void
test_side_by_side (Fixture       *fixture,
                   gconstpointer  data)
{
  DexFuture *futures[10];

  open_file (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (futures); i++)
    {
      g_autofree char *name = g_strdup_printf ("s%u", i);
      g_autoptr(SalonServerConfig) config = new_config (name, "c");

      futures[i] = salon_servers_file_put (fixture->file, NULL, config);
    }
  /* One that nobody waits for is done all the same. */
  dex_clear (&futures[4]);
  for (guint i = 0; i < G_N_ELEMENTS (futures); i++)
    {
      if (futures[i] != NULL)
        host_test_await (futures[i]);
    }

  assert_names (fixture, "desktop s0 s1 s2 s3 s4 s5 s6 s7 s8 s9");
}

static void
test_built_in (Fixture       *fixture,
               gconstpointer  data)
{
  static const char * const roots[] = { "~/Work", NULL };
  g_autoptr(SalonServerConfig) config = salon_server_config_new_built_in ();
  g_autoptr(SalonServerConfig) plain = salon_server_config_new_built_in ();

  open_file (fixture);

  /* The default is nothing to write down. */
  host_test_await (salon_servers_file_put (fixture->file, "desktop", plain));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  salon_server_config_set_roots (config, roots);
  salon_server_config_set_disabled (config, TRUE);
  host_test_await (salon_servers_file_put (fixture->file, "desktop", config));
  assert_file (fixture,
               "{\"mcpServers\":{\"desktop\":{\"disabled\":true,\"roots\":[\"~/Work\"]}}}");
  assert_names (fixture, "desktop");
  g_assert_true (salon_server_config_is_disabled (config_at (fixture, 0)));

  salon_server_config_set_roots (config, NULL);
  salon_server_config_set_disabled (config, FALSE);
  host_test_await (salon_servers_file_put (fixture->file, "desktop", config));
  assert_file (fixture, "{\"mcpServers\":{}}");
  g_assert_false (salon_server_config_is_disabled (config_at (fixture, 0)));
  g_assert_true (salon_server_config_is_built_in (config_at (fixture, 0)));
}

static void
test_built_in_replaced (Fixture       *fixture,
                        gconstpointer  data)
{
  host_test_write (fixture->path,
                   "{\"mcpServers\":{\"a\":{\"command\":\"a\"},"
                   "\"desktop\":{\"command\":\"mine\"}}}");
  open_file (fixture);
  assert_names (fixture, "a desktop");
  g_assert_false (salon_server_config_is_built_in (config_at (fixture, 1)));

  host_test_await (salon_servers_file_remove (fixture->file, "desktop"));
  assert_names (fixture, "desktop a");
  g_assert_true (salon_server_config_is_built_in (config_at (fixture, 0)));
}

static void
test_mistakes (Fixture       *fixture,
               gconstpointer  data)
{
  host_test_write (fixture->path,
                   "{\"mcpServers\":{\"good\":{\"command\":\"a\"},\"bad\":{\"command\":\"b\","
                   "\"args\":\"c\"},\"good\":{\"command\":\"again\"}}}");
  open_file (fixture);

  assert_names (fixture, "desktop good bad");
  g_assert_null (salon_server_config_get_problem (config_at (fixture, 1)));
  g_assert_cmpstr (salon_server_config_get_command (config_at (fixture, 1)), ==, "a");
  g_assert_cmpstr (salon_server_config_get_problem (config_at (fixture, 2)), ==,
                   "mcp.json, server “bad”: “args” has to be an array of strings, not a string.");
  g_assert_cmpstr (salon_servers_file_get_problem (fixture->file), ==,
                   "mcp.json: there are two servers named “good”; the first one counts.");
}

/* The way of most editors: a new file, renamed over the old one. */
static void
replace (const char *path,
         const char *contents)
{
  g_autofree char *temporary = g_strconcat (path, ".new", NULL);

  host_test_write (temporary, contents);
  g_assert_cmpint (g_rename (temporary, path), ==, 0);
}

/* The way of the others: into the file itself. */
static void
overwrite (const char *path,
           const char *contents)
{
  FILE *file = g_fopen (path, "w");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (contents, 1, strlen (contents), file), ==, strlen (contents));
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
test_last_good_version (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(SalonServerConfig) config = new_config ("new", "n");
  g_autofree char *refused = NULL;
  g_autofree char *contents = NULL;
  const char *broken = "{\n  \"mcpServers\": {\n    \"a\": {\"command\": \"b\"},\n  }\n}\n";

  host_test_write (fixture->path, "{\"mcpServers\":{\"a\":{\"command\":\"a\"}}}");
  open_file (fixture);
  g_assert_cmpuint (fixture->n_problems, ==, 0);

  replace (fixture->path, broken);
  host_test_run_until (salon_servers_file_get_problem (fixture->file) != NULL);
  host_test_assert_contains (salon_servers_file_get_problem (fixture->file), "mcp.json: ");
  host_test_assert_contains (salon_servers_file_get_problem (fixture->file), "line 3, column 26");
  assert_names (fixture, "desktop a");
  g_assert_cmpstr (salon_server_config_get_command (config_at (fixture, 1)), ==, "a");
  g_assert_cmpuint (fixture->n_problems, ==, 1);

  /* What the user is about to correct is not written over. */
  refused = host_test_await_error (salon_servers_file_put (fixture->file, NULL, config),
                                   SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION);
  host_test_assert_contains (refused, "line 3, column 26");
  contents = host_test_read (fixture->path);
  g_assert_cmpstr (contents, ==, broken);

  replace (fixture->path, "{\"mcpServers\":{\"a\":{\"command\":\"c\"}}}");
  host_test_run_until (salon_servers_file_get_problem (fixture->file) == NULL);
  g_assert_cmpstr (salon_server_config_get_command (config_at (fixture, 1)), ==, "c");

  replace (fixture->path, "[]");
  host_test_run_until (salon_servers_file_get_problem (fixture->file) != NULL);
  g_assert_cmpstr (salon_servers_file_get_problem (fixture->file), ==,
                   "mcp.json has to hold an object, not an array.");
  assert_names (fixture, "desktop a");

  replace (fixture->path, "{\"mcpServers\":[]}");
  host_test_run_until (strstr (salon_servers_file_get_problem (fixture->file), "hold") == NULL);
  g_assert_cmpstr (salon_servers_file_get_problem (fixture->file), ==,
                   "mcp.json: “mcpServers” has to be an object, not an array.");
  assert_names (fixture, "desktop a");
}

static void
test_watches (Fixture       *fixture,
              gconstpointer  data)
{
  host_test_write (fixture->path, "{\"mcpServers\":{\"a\":{\"command\":\"a\"}}}");
  open_file (fixture);
  g_assert_cmpuint (fixture->n_changed, ==, 1);

  overwrite (fixture->path, "{\"mcpServers\":{\"b\":{\"command\":\"b\"}}}");
  host_test_run_until (fixture->n_changed == 2);
  assert_names (fixture, "desktop b");

  replace (fixture->path, "{\"mcpServers\":{\"c\":{\"command\":\"c\"}}}");
  host_test_run_until (fixture->n_changed == 3);
  assert_names (fixture, "desktop c");

  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  host_test_run_until (fixture->n_changed == 4);
  assert_names (fixture, "desktop");

  replace (fixture->path, "{\"mcpServers\":{\"d\":{\"command\":\"d\"}}}");
  host_test_run_until (fixture->n_changed == 5);
  assert_names (fixture, "desktop d");
}

static void
test_link (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *dotfiles = g_build_filename (fixture->folder, "dotfiles", "mcp.json", NULL);
  g_autoptr(SalonServerConfig) config = new_config ("b", "b");
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *contents = NULL;

  host_test_write (dotfiles, "{\"mcpServers\":{\"a\":{\"command\":\"a\"}}}");
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (symlink ("../dotfiles/mcp.json", fixture->path), ==, 0);
  open_file (fixture);
  assert_names (fixture, "desktop a");

  host_test_await (salon_servers_file_put (fixture->file, NULL, config));
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
  contents = host_test_read (dotfiles);
  host_test_assert_contains (contents, "\"b\"");
  g_assert_cmpuint (fixture->n_changed, ==, 2);

  /* Changes at the other end of the link are noticed. */
  replace (dotfiles, "{\"mcpServers\":{\"c\":{\"command\":\"c\"}}}");
  host_test_run_until (fixture->n_changed == 3);
  assert_names (fixture, "desktop c");
}

static void
test_dangling_link (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *target = g_build_filename (fixture->folder, "elsewhere", "mine.json", NULL);
  g_autoptr(SalonServerConfig) config = new_config ("b", "b");
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (symlink (target, fixture->path), ==, 0);
  open_file (fixture);
  assert_names (fixture, "desktop");

  host_test_await (salon_servers_file_put (fixture->file, NULL, config));
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (target, G_FILE_TEST_IS_REGULAR));
}

static void
test_not_writable (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(SalonServerConfig) config = new_config ("b", "b");
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *message = NULL;

  /* A file stands where the folder has to be: nobody can write there, not even root. */
  host_test_write (folder, "");
  open_file (fixture);

  message = host_test_await_error (salon_servers_file_put (fixture->file, NULL, config),
                                   SALON_HOST_ERROR, SALON_HOST_ERROR_READ_ONLY);
  host_test_assert_contains (message, fixture->path);
  host_test_assert_contains (message, "Nothing was changed.");
  assert_names (fixture, "desktop");
}

static void
test_strange_file (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  /* Reading a pipe would never end. */
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  open_file (fixture);

  g_assert_cmpstr (salon_servers_file_get_problem (fixture->file), ==,
                   "mcp.json could not be read: It is not an ordinary file.");
  assert_names (fixture, "desktop");
}

#define ADD(path, function) \
  g_test_add ("/host/servers-file/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  ADD ("a-missing-file-is-not-made", test_missing);
  ADD ("the-first-entry-makes-the-file", test_creates);
  ADD ("order-and-unknown-members-are-kept", test_keeps);
  ADD ("entries-are-renamed-in-place", test_renames);
  ADD ("edits-at-the-same-time-are-all-done", test_side_by_side);
  ADD ("the-built-in-server-is-written-when-it-differs", test_built_in);
  ADD ("an-entry-may-replace-the-built-in-server", test_built_in_replaced);
  ADD ("one-broken-entry-does-not-take-the-others-away", test_mistakes);
  ADD ("a-syntax-error-keeps-the-last-good-version", test_last_good_version);
  ADD ("edits-by-hand-are-noticed", test_watches);
  ADD ("a-linked-file-is-written-through-the-link", test_link);
  ADD ("a-dangling-link-is-written-through", test_dangling_link);
  ADD ("a-file-that-cannot-be-written-is-told", test_not_writable);
  ADD ("a-pipe-is-refused", test_strange_file);

  return g_test_run ();
}

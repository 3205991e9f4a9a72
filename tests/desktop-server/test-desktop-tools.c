/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test-desktop-server"

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "salon-json-schema.h"
#include "server-test.h"

static void
test_tools (ServerTest    *fixture,
            gconstpointer  data)
{
  const struct
  {
    const char *tool;
    const char *arguments;
    gboolean failed;
    const char *text;
  } rows[] = {
    { "get_date_time", "{\"time_zone\":\"Europe/Berlin\"}", FALSE, "(Europe/Berlin)" },
    { "get_date_time", "{\"time_zone\":\"Mars/Olympus\"}", TRUE, "no time zone “Mars/Olympus”" },
    { "get_date_time", "{\"zone\":1}", TRUE, "zone" },
    { "get_date_time", "{\"time_zone\":1}", TRUE, "string" },
    { "list_directory", "{}", FALSE, "allowed/" },
    { "list_directory", "{\"path\":\".\"}", FALSE, "[a.txt  (25 bytes)\nbinary  (3 bytes)\nempty "
                                                   " (0 bytes)\nin\nlatin1  (5 "
                                                   "bytes)\nout\nsub/\n]" },
    { "list_directory", "{\"path\":\"\",\"show_hidden\":true}", FALSE, ".hidden" },
    { "list_directory", "{\"path\":\"sub\"}", FALSE, "[b.md  (19 bytes)\n]" },
    { "list_directory", "{\"path\":\"a.txt\"}", TRUE, "not a folder" },
    { "list_directory", "{\"path\":\"none\"}", TRUE, "There is no “none”." },
    { "read_file", "{\"path\":\"a.txt\"}", FALSE, "[one\ntwo\nthree\nThe Needle\n]" },
    { "read_file", "{\"path\":\"in\"}", FALSE, "[one\ntwo" },
    { "read_file", "{\"path\":\"sub/../a.txt\",\"offset\":2,\"limit\":1}", FALSE, "[two\n] [The "
                                                                                  "file goes on: "
                                                                                  "to read "
                                                                                  "further, use "
                                                                                  "offset 3.]" },
    { "read_file", "{\"path\":\"a.txt\",\"offset\":4,\"limit\":1}", FALSE, "[The Needle\n]" },
    { "read_file", "{\"path\":\"a.txt\",\"offset\":99}", FALSE, "has no line 99" },
    { "read_file", "{\"path\":\"a.txt\",\"offset\":0}", TRUE, "" },
    { "read_file", "{\"path\":\"a.txt\",\"offset\":1e30}", TRUE, "" },
    { "read_file", "{\"path\":\"empty\"}", FALSE, "The file is empty." },
    { "read_file", "{\"path\":\"binary\"}", TRUE, "not a text file" },
    { "read_file", "{\"path\":\"latin1\"}", TRUE, "not a text file" },
    { "read_file", "{\"path\":\"sub\"}", TRUE, "is a folder" },
    { "read_file", "{}", TRUE, "path" },
    { "search_files", "{\"name\":\"*.MD\"}", FALSE, "sub/b.md" },
    { "search_files", "{\"text\":\"NEEDLE\"}", FALSE, "b.md:1: a needle here, too" },
    { "search_files", "{\"text\":\"needle\",\"name\":\"a.*\"}", FALSE, "a.txt:4: The Needle\n]" },
    { "search_files", "{\"text\":\"secret\"}", FALSE, "[Nothing was found.]" },
    { "search_files", "{\"text\":\"e\",\"limit\":1}", FALSE, "Not everything was searched" },
    { "search_files", "{}", TRUE, "a name, a text, or both" },
    { "search_files", "{\"name\":\"[\",\"path\":\"..\"}", TRUE, "not inside" },
    { "open_with_default_application", "{\"target\":\"none\"}", TRUE, "There is no “none”." },
    { "open_with_default_application", "{\"target\":\"file:///etc/passwd\"}", TRUE, "" },
    { "open_with_default_application", "{\"target\":\"javascript:alert(1)\"}", TRUE, "" },
    { "open_with_default_application", "{\"target\":\"out/secret\"}", TRUE, "not inside" },
    { "send_notification", "{\"title\":\"x\"}", TRUE, "can’t be shown" },
    { "send_notification", "{\"title\":\"\"}", TRUE, "" },
  };

  server_test_initialize (fixture, "2025-11-25", "{}");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean failed = FALSE;
      g_autofree char *text = server_test_call_text (fixture, rows[i].tool, rows[i].arguments,
                                                     &failed);

      if (failed != rows[i].failed || strstr (text, rows[i].text) == NULL)
        g_error ("%s %s: %s", rows[i].tool, rows[i].arguments, text);
    }
}

static void
test_programs_are_not_opened (ServerTest    *fixture,
                              gconstpointer  data)
{
  g_autofree char *program = server_test_dup_path (fixture, "program");
  const char *rows[] = { "{\"target\":\"program\"}", "{\"target\":\"x.desktop\"}" };

  server_test_write_file (fixture, "program", "#!/bin/sh\n", -1);
  g_assert_cmpint (g_chmod (program, 0700), ==, 0);
  server_test_write_file (fixture, "x.desktop", "[Desktop Entry]\n", -1);
  server_test_initialize (fixture, "2025-11-25", "{}");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean failed = FALSE;
      g_autofree char *text = server_test_call_text (fixture, "open_with_default_application",
                                                     rows[i], &failed);

      g_assert_true (failed);
      g_assert_nonnull (strstr (text, "can be run as a program"));
    }
}

static void
test_no_path_leads_out (ServerTest    *fixture,
                        gconstpointer  data)
{
  const char *paths[] = {
    "..", "../", "../secret", "../allowed-not", "sub/../../secret", "out", "out/secret",
    "./out/./secret",
    "/etc/passwd", "//etc/passwd", "/", "/proc/self/cwd", "/proc/self/environ", "~/secret",
    "@-not", "@/../secret", "@/out/secret", "@/sub/../../secret", "@/../allowed/../secret",
  };
  const char *tools[] = {
    "read_file", "list_directory", "write_file", "open_with_default_application",
  };
  g_autofree char *secret = server_test_dup_path (fixture, "../secret");
  g_autofree char *contents = NULL;

  server_test_initialize (fixture, "2025-11-25", "{}");
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    for (guint j = 0; j < G_N_ELEMENTS (tools); j++)
      {
        /* “@” is the allowed folder itself. */
        g_autofree char *path = paths[i][0] == '@'
          ? g_strconcat (fixture->folder, paths[i] + 1, NULL) : g_strdup (paths[i]);
        g_autofree char *arguments = g_strdup_printf ("{\"%s\":\"%s\"%s}",
                                                      j == 3 ? "target" : "path", path,
                                                      j == 2 ? ",\"text\":\"x\","
                                                               "\"overwrite\":true" : "");
        g_autofree char *text = NULL;
        gboolean failed = FALSE;

        text = server_test_call_text (fixture, tools[j], arguments, &failed);
        /* Writing replaces a link by name, it doesn't go through it. */
        if (j == 2 && g_str_equal (path, "out"))
          continue;
        if (!failed || strstr (text, "top secret") != NULL)
          g_error ("%s %s: %s", tools[j], arguments, text);
      }
  g_assert_true (g_file_get_contents (secret, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "top secret\n");
}

static void
test_writes_files (ServerTest    *fixture,
                   gconstpointer  data)
{
  const struct { const char *arguments; gboolean failed; const char *text; } rows[] = {
    { "{\"path\":\"new.txt\",\"text\":\"ä\\n\"}", FALSE, "Wrote 3 bytes to" },
    { "{\"path\":\"new.txt\",\"text\":\"other\"}", TRUE, "exists already" },
    { "{\"path\":\"sub/deep.txt\",\"text\":\"\"}", FALSE, "Wrote 0 bytes to" },
    { "{\"path\":\"a.txt\",\"text\":\"replaced\",\"overwrite\":true}", FALSE, "Wrote 8 bytes to" },
    { "{\"path\":\"sub\",\"text\":\"x\",\"overwrite\":true}", TRUE, "can’t be written" },
    { "{\"path\":\"none/x\",\"text\":\"x\"}", TRUE, "There is no “none”." },
    { "{\"path\":\"\",\"text\":\"x\"}", TRUE, "not the name of a file" },
    { "{\"path\":\"sub/\",\"text\":\"x\"}", TRUE, "not the name of a file" },
    { "{\"path\":\"sub/..\",\"text\":\"x\"}", TRUE, "not the name of a file" },
    { "{\"path\":\"x\"}", TRUE, "text" },
  };
  g_autofree char *path = server_test_dup_path (fixture, "a.txt");
  g_autofree char *contents = NULL;
  g_autoptr(GDir) dir = NULL;
  const char *name;
  struct stat status;

  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  server_test_initialize (fixture, "2025-11-25", "{}");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean failed = FALSE;
      g_autofree char *text = server_test_call_text (fixture, "write_file", rows[i].arguments,
                                                     &failed);

      if (failed != rows[i].failed || strstr (text, rows[i].text) == NULL)
        g_error ("%s: %s", rows[i].arguments, text);
    }
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "replaced");
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0640);
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_false (g_str_has_prefix (name, ".salon-"));
}

static void
test_reads_long_files_in_pieces (ServerTest    *fixture,
                                 gconstpointer  data)
{
  g_autoptr(GString) contents = g_string_new (NULL);
  g_autofree char *first = NULL;
  g_autofree char *line = NULL;
  g_autofree char *next = NULL;
  gboolean failed = FALSE;

  for (guint i = 1; i <= 300000; i++)
    g_string_append_printf (contents, "line %u ä\n", i);
  server_test_write_file (fixture, "long", contents->str, (gssize) contents->len);
  g_string_assign (contents, "");
  for (guint i = 0; i < 400000; i++)
    g_string_append (contents, "€");
  server_test_write_file (fixture, "one-line", contents->str, (gssize) contents->len);
  server_test_initialize (fixture, "2025-11-25", "{}");

  first = server_test_call_text (fixture, "read_file", "{\"path\":\"long\"}", &failed);
  g_assert_false (failed);
  g_assert_cmpuint (strlen (first), <, 1024 * 1024 + 200);
  g_assert_true (g_str_has_prefix (first, "[line 1 ä\nline 2 ä\n"));
  next = strstr (first, "use offset ");
  g_assert_nonnull (next);
  {
    guint64 offset = g_ascii_strtoull (next + strlen ("use offset "), NULL, 10);
    g_autofree char *last = g_strdup_printf ("line %" G_GUINT64_FORMAT " ä\n] [", offset - 1);
    g_autofree char *arguments = g_strdup_printf ("{\"path\":\"long\",\"offset\":%" G_GUINT64_FORMAT
                                                  ",\"limit\":1}", offset);
    g_autofree char *expected = g_strdup_printf ("[line %" G_GUINT64_FORMAT " ä\n] [", offset);
    g_autofree char *second = NULL;

    /* Not one line is cut, left out or read twice. */
    g_assert_nonnull (strstr (first, last));
    second = server_test_call_text (fixture, "read_file", arguments, &failed);
    g_assert_true (g_str_has_prefix (second, expected));
  }
  g_steal_pointer (&next);
  line = server_test_call_text (fixture, "read_file", "{\"path\":\"one-line\"}", &failed);
  g_assert_false (failed);
  g_assert_nonnull (strstr (line, "Line 1 is longer than 1 MiB"));
}

static void
test_structured_content_fits_its_schema (ServerTest    *fixture,
                                         gconstpointer  data)
{
  const struct { const char *tool; const char *arguments; } rows[] = {
    { "get_date_time", "{}" },
    { "list_directory", "{}" },
    { "list_directory", "{\"path\":\".\"}" },
    { "search_files", "{\"text\":\"needle\"}" },
    { "search_files", "{\"name\":\"nothing\"}" },
  };
  g_autoptr(SalonJsonDocument) list = NULL;
  const SalonJson *result;
  const SalonJson *tools;
  const SalonJson *tool;
  guint n_checked = 0;

  server_test_initialize (fixture, "2025-11-25", "{}");
  server_test_send_line (fixture, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
  list = server_test_receive (fixture);
  result = salon_json_get_member (salon_json_document_get_root (list), "result");
  tools = salon_json_get_member (result, "tools");
  g_assert_cmpuint (salon_json_get_length (tools), ==, 7);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(SalonJsonDocument) answer = NULL;
      const SalonJson *structured;
      SalonJsonIter iter;

      answer = server_test_call (fixture, rows[i].tool, rows[i].arguments);
      result = salon_json_get_member (salon_json_document_get_root (answer), "result");
      structured = salon_json_get_member (result, "structuredContent");
      g_assert_true (salon_json_is_object (structured));
      salon_json_iter_init (&iter, tools);
      while (salon_json_iter_next (&iter, NULL, &tool))
        {
          g_autoptr(SalonJsonSchema) schema = NULL;
          g_autoptr(GError) error = NULL;
          const char *name = salon_json_as_string (salon_json_get_member (tool, "name"));

          if (g_strcmp0 (name, rows[i].tool) != 0)
            continue;
          schema = salon_json_schema_new (salon_json_get_member (tool, "outputSchema"), &error);
          g_assert_no_error (error);
          salon_json_schema_validate (schema, structured, &error);
          g_assert_no_error (error);
          n_checked++;
        }
    }
  g_assert_cmpuint (n_checked, ==, G_N_ELEMENTS (rows));
}

static void
test_without_folders_files_are_refused_in_words (ServerTest    *fixture,
                                                 gconstpointer  data)
{
  ServerTest own = { .folder = g_strdup (fixture->folder) };
  const struct { const char *tool; const char *arguments; } rows[] = {
    { "list_directory", "{}" },
    { "list_directory", "{\"path\":\"/\"}" },
    { "read_file", "{\"path\":\"/etc/passwd\"}" },
    { "write_file", "{\"path\":\"x\",\"text\":\"x\"}" },
    { "search_files", "{\"name\":\"*\"}" },
    { "open_with_default_application", "{\"target\":\"/etc/passwd\"}" },
  };

  server_test_start (&own, NULL);
  server_test_initialize (&own, "2025-06-18", "{}");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean failed = FALSE;
      g_autofree char *text = server_test_call_text (&own, rows[i].tool, rows[i].arguments,
                                                     &failed);

      g_assert_true (failed);
      g_assert_nonnull (strstr (text, "No folder may be used yet."));
    }
  server_test_tear_down (&own, NULL);
}

#define ADD(name, function) \
  g_test_add ("/desktop-server/" name, ServerTest, NULL, server_test_set_up, function, \
              server_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("tools", test_tools);
  ADD ("programs-are-not-opened", test_programs_are_not_opened);
  ADD ("no-path-leads-out", test_no_path_leads_out);
  ADD ("writes-files", test_writes_files);
  ADD ("reads-long-files-in-pieces", test_reads_long_files_in_pieces);
  ADD ("structured-content-fits-its-schema", test_structured_content_fits_its_schema);
  ADD ("without-folders-files-are-refused-in-words",
       test_without_folders_files_are_refused_in_words);
  return g_test_run ();
}

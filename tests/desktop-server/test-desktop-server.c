/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test-desktop-server"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>

#include "salon-json-schema.h"
#include "salon-json-writer.h"

/* Real time: only a hang fails by it. */
#define WATCHDOG_SECONDS 60

typedef struct
{
  GSubprocess *process;
  GOutputStream *input;
  GDataInputStream *output;
  char *folder; /* allowed */
} Fixture;

static char *
dup_path (Fixture    *fixture,
          const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
write_file (Fixture    *fixture,
            const char *name,
            const char *contents,
            gssize      length)
{
  g_autofree char *path = dup_path (fixture, name);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, contents, length, &error);
  g_assert_no_error (error);
}

static void
start (Fixture    *fixture,
       const char *argument)
{
  const char *program = g_test_get_filename (G_TEST_BUILT, "..", "src", "salon-desktop-server", NULL);
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GError) error = NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  /* No desktop of the machine's is to be disturbed. */
  g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere", TRUE);
  g_subprocess_launcher_setenv (launcher, "TZ", "UTC", TRUE);
  fixture->process = g_subprocess_launcher_spawn (launcher, &error, program, argument, NULL);
  g_assert_no_error (error);
  fixture->input = g_object_ref (g_subprocess_get_stdin_pipe (fixture->process));
  fixture->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->process));
}

static void
send_bytes (Fixture    *fixture,
            const char *bytes,
            gsize       length)
{
  g_autoptr(GError) error = NULL;

  g_output_stream_write_all (fixture->input, bytes, length, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
send_line (Fixture    *fixture,
           const char *line)
{
  send_bytes (fixture, line, strlen (line));
  send_bytes (fixture, "\n", 1);
}

static SalonJsonDocument *
receive (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;
  SalonJsonDocument *document;

  line = g_data_input_stream_read_line (fixture->output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  document = salon_json_document_parse (line, -1, NULL, &error);
  g_assert_no_error (error);
  return document;
}

/* What the server wrote last, as text: keeps tables short. */
static char *
ask (Fixture    *fixture,
     const char *line)
{
  g_autoptr(SalonJsonDocument) document = NULL;

  send_line (fixture, line);
  document = receive (fixture);
  return salon_json_to_text (salon_json_document_get_root (document), FALSE);
}

static void
initialize (Fixture    *fixture,
            const char *version,
            const char *capabilities)
{
  g_autofree char *request = g_strdup_printf (
    "{\"jsonrpc\":\"2.0\",\"id\":\"init\",\"method\":\"initialize\",\"params\":{"
    "\"protocolVersion\":\"%s\",\"capabilities\":%s,\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}",
    version, capabilities);
  g_autofree char *answer = ask (fixture, request);

  g_assert_nonnull (strstr (answer, "\"serverInfo\""));
  send_line (fixture, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
}

static SalonJsonDocument *
call (Fixture    *fixture,
      const char *tool,
      const char *arguments)
{
  g_autofree char *request = g_strdup_printf (
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\","
    "\"arguments\":%s}}", tool, arguments);

  send_line (fixture, request);
  return receive (fixture);
}

/* The text of a call's result; @failed: whether it is one of an error. */
static char *
call_text (Fixture    *fixture,
           const char *tool,
           const char *arguments,
           gboolean   *failed)
{
  g_autoptr(SalonJsonDocument) document = call (fixture, tool, arguments);
  const SalonJson *result = salon_json_get_member (salon_json_document_get_root (document), "result");
  g_autoptr(GString) text = g_string_new (NULL);
  const SalonJson *content;
  SalonJsonIter iter;

  g_assert_true (salon_json_is_object (result));
  g_assert_true (salon_json_as_boolean (salon_json_get_member (result, "isError"), failed));
  salon_json_iter_init (&iter, salon_json_get_member (result, "content"));
  while (salon_json_iter_next (&iter, NULL, &content))
    g_string_append_printf (text, "%s[%s]", text->len > 0 ? " " : "",
                            salon_json_as_string (salon_json_get_member (content, "text")));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
on_alarm (int number)
{
  /* All reading here blocks, so the main loop's timers can't tell. */
  const char message[] = "Bail out! The server did not answer in time\n";

  (void) !write (STDOUT_FILENO, message, sizeof message - 1);
  _exit (1);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *sub = NULL;
  g_autofree char *link = NULL;
  g_autofree char *inner_link = NULL;

  signal (SIGALRM, on_alarm);
  alarm (WATCHDOG_SECONDS);
  fixture->folder = g_build_filename (g_get_user_data_dir (), "allowed", NULL);
  sub = dup_path (fixture, "sub");
  g_assert_cmpint (g_mkdir_with_parents (sub, 0700), ==, 0);
  write_file (fixture, "a.txt", "one\ntwo\nthree\nThe Needle\n", -1);
  write_file (fixture, "sub/b.md", "a needle here, too\n", -1);
  write_file (fixture, "binary", "x\0y", 3);
  write_file (fixture, "latin1", "caf\xe9\n", -1);
  write_file (fixture, "empty", "", 0);
  write_file (fixture, ".hidden", "needle\n", -1);
  write_file (fixture, "../secret", "top secret\n", -1);
  write_file (fixture, "../allowed-not", "top secret\n", -1);
  link = dup_path (fixture, "out");
  g_assert_cmpint (symlink ("..", link), ==, 0);
  inner_link = dup_path (fixture, "in");
  g_assert_cmpint (symlink ("a.txt", inner_link), ==, 0);
  start (fixture, data != NULL ? data : fixture->folder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  /* It ends by itself, and well, when its input does. */
  g_output_stream_close (fixture->input, NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (fixture->process, NULL, &error);
  g_assert_no_error (error);
  alarm (0);
  g_clear_object (&fixture->input);
  g_clear_object (&fixture->output);
  g_clear_object (&fixture->process);
  g_free (fixture->folder);
}

static void
test_negotiates_the_version (Fixture       *fixture,
                             gconstpointer  data)
{
  const struct { const char *wanted; const char *given; gboolean has_title; } rows[] = {
    { "2024-11-05", "2024-11-05", FALSE },
    { "2025-03-26", "2025-03-26", FALSE },
    { "2025-06-18", "2025-06-18", TRUE },
    { "2025-11-25", "2025-11-25", TRUE },
    { "2026-07-28", "2025-11-25", TRUE },
    { "1.0", "2025-11-25", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fixture own = { .folder = g_strdup (fixture->folder) };
      g_autofree char *request = NULL;
      g_autofree char *expected = NULL;
      g_autofree char *answer = NULL;
      g_autofree char *tools = NULL;

      start (&own, NULL);
      request = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                                 "{\"protocolVersion\":\"%s\"}}", rows[i].wanted);
      expected = g_strdup_printf ("\"protocolVersion\":\"%s\"", rows[i].given);
      answer = ask (&own, request);
      g_assert_nonnull (strstr (answer, expected));
      tools = ask (&own, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}");
      g_assert_cmpint (strstr (tools, "\"outputSchema\"") != NULL, ==, rows[i].has_title);
      g_assert_cmpint (strstr (tools, "\"annotations\"") != NULL, ==, i > 0);
      tear_down (&own, NULL);
    }
}

static void
test_answers_messages (Fixture       *fixture,
                       gconstpointer  data)
{
  const struct { const char *message; const char *answer; } rows[] = {
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}", "\"id\":1,\"error\":{\"code\":-32600" },
    { "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}", "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}" },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"server/discover\"}", "\"id\":\"x\",\"error\":{\"code\":-32601" },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}}", "\"code\":-32602" },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}", "\"code\":-32602" },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"}}", "\"serverInfo\"" },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"}}", "\"code\":-32600" },
    { "{\"jsonrpc\":\"2.0\",\"id\":-3,\"method\":\"tools/list\",\"params\":{\"cursor\":\"x\"}}", "\"id\":-3,\"error\":{\"code\":-32602" },
    { "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\",\"params\":[]}", "\"code\":-32602" },
    { "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"resources/list\"}", "\"code\":-32601" },
    { "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\"}", "\"code\":-32602" },
    { "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":7}}", "\"code\":-32602" },
    { "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"none\"}}", "\"code\":-32602" },
    { "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"get_date_time\",\"arguments\":[]}}", "\"code\":-32602" },
    { "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"get_date_time\"}}", "\"isError\":false" },
    { "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", "\"id\":null,\"error\":{\"code\":-32600" },
    { "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}", "\"id\":null,\"error\":{\"code\":-32600" },
    { "{\"jsonrpc\":\"1.0\",\"id\":4,\"method\":\"ping\"}", "\"id\":4,\"error\":{\"code\":-32600" },
    { "{\"jsonrpc\":\"2.0\"}", "\"code\":-32600" },
    { "[{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"ping\"}]", "\"id\":null,\"error\":{\"code\":-32600" },
    { "[]", "\"code\":-32600" },
    { "7", "\"code\":-32600" },
    { "null", "\"code\":-32600" },
    { "garbage", "\"code\":-32700" },
    { "{\"jsonrpc\":\"2.0\",", "\"code\":-32700" },
    { "\xff\xfe\x01", "\"code\":-32700" },
    { "Content-Length: 17\r", "\"code\":-32700" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *answer = ask (fixture, rows[i].message);

      if (strstr (answer, rows[i].answer) == NULL)
        g_error ("%s\nwas answered with %s\ninstead of %s", rows[i].message, answer, rows[i].answer);
    }
}

static void
test_survives_what_is_no_request (Fixture       *fixture,
                                  gconstpointer  data)
{
  const char *silent[] = {
    "", "\r", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/whatever\",\"params\":7}",
    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":99}}",
    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}",
    "{\"jsonrpc\":\"2.0\",\"id\":\"roots-9\",\"result\":{\"roots\":[]}}",
    "{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":1,\"message\":\"x\"}}",
  };
  g_autofree char *long_line = g_strnfill (33 * 1024 * 1024, 'a');
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *too_long = NULL;
  g_autofree char *too_deep = NULL;
  g_autofree char *pong = NULL;

  initialize (fixture, "2025-11-25", "{}");
  for (guint i = 0; i < G_N_ELEMENTS (silent); i++)
    send_line (fixture, silent[i]);
  too_long = ask (fixture, long_line);
  g_assert_nonnull (strstr (too_long, "-32700"));
  too_deep = ask (fixture, deep);
  g_assert_nonnull (strstr (too_deep, "-32700"));
  pong = ask (fixture, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
  g_assert_cmpstr (pong, ==, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
}

static void
test_takes_batches_of_the_revision_that_has_them (Fixture       *fixture,
                                                  gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr(SalonJsonDocument) document = NULL;

  initialize (fixture, "2025-03-26", "{}");
  first = ask (fixture, "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},"
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"},"
                        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"nothing\"}]");
  g_assert_nonnull (strstr (first, "\"id\":1,\"result\":{}"));
  document = receive (fixture);
  second = salon_json_to_text (salon_json_document_get_root (document), FALSE);
  g_assert_nonnull (strstr (second, "\"id\":2,\"error\":{\"code\":-32601"));
}

static void
test_tools (Fixture       *fixture,
            gconstpointer  data)
{
  const struct { const char *tool; const char *arguments; gboolean failed; const char *text; } rows[] = {
    { "get_date_time", "{\"time_zone\":\"Europe/Berlin\"}", FALSE, "(Europe/Berlin)" },
    { "get_date_time", "{\"time_zone\":\"Mars/Olympus\"}", TRUE, "no time zone “Mars/Olympus”" },
    { "get_date_time", "{\"zone\":1}", TRUE, "zone" },
    { "get_date_time", "{\"time_zone\":1}", TRUE, "string" },
    { "list_directory", "{}", FALSE, "allowed/" },
    { "list_directory", "{\"path\":\".\"}", FALSE, "[a.txt  (25 bytes)\nbinary  (3 bytes)\nempty  (0 bytes)\nin\nlatin1  (5 bytes)\nout\nsub/\n]" },
    { "list_directory", "{\"path\":\"\",\"show_hidden\":true}", FALSE, ".hidden" },
    { "list_directory", "{\"path\":\"sub\"}", FALSE, "[b.md  (19 bytes)\n]" },
    { "list_directory", "{\"path\":\"a.txt\"}", TRUE, "not a folder" },
    { "list_directory", "{\"path\":\"none\"}", TRUE, "There is no “none”." },
    { "read_file", "{\"path\":\"a.txt\"}", FALSE, "[one\ntwo\nthree\nThe Needle\n]" },
    { "read_file", "{\"path\":\"in\"}", FALSE, "[one\ntwo" },
    { "read_file", "{\"path\":\"sub/../a.txt\",\"offset\":2,\"limit\":1}", FALSE, "[two\n] [The file goes on: to read further, use offset 3.]" },
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

  initialize (fixture, "2025-11-25", "{}");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean failed = FALSE;
      g_autofree char *text = call_text (fixture, rows[i].tool, rows[i].arguments, &failed);

      if (failed != rows[i].failed || strstr (text, rows[i].text) == NULL)
        g_error ("%s %s: %s", rows[i].tool, rows[i].arguments, text);
    }
}

static void
test_programs_are_not_opened (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autofree char *program = dup_path (fixture, "program");
  const char *rows[] = { "{\"target\":\"program\"}", "{\"target\":\"x.desktop\"}" };

  write_file (fixture, "program", "#!/bin/sh\n", -1);
  g_assert_cmpint (g_chmod (program, 0700), ==, 0);
  write_file (fixture, "x.desktop", "[Desktop Entry]\n", -1);
  initialize (fixture, "2025-11-25", "{}");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean failed = FALSE;
      g_autofree char *text = call_text (fixture, "open_with_default_application", rows[i], &failed);

      g_assert_true (failed);
      g_assert_nonnull (strstr (text, "can be run as a program"));
    }
}

static void
test_no_path_leads_out (Fixture       *fixture,
                        gconstpointer  data)
{
  const char *paths[] = {
    "..", "../", "../secret", "../allowed-not", "sub/../../secret", "out", "out/secret", "./out/./secret",
    "/etc/passwd", "//etc/passwd", "/", "/proc/self/root/etc/passwd", "/proc/self/environ", "~/secret",
    "@-not", "@/../secret", "@/out/secret", "@/sub/../../secret", "@/../allowed/../secret",
  };
  const char *tools[] = { "read_file", "list_directory", "write_file", "open_with_default_application" };
  g_autofree char *secret = dup_path (fixture, "../secret");
  g_autofree char *contents = NULL;

  initialize (fixture, "2025-11-25", "{}");
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    for (guint j = 0; j < G_N_ELEMENTS (tools); j++)
      {
        /* “@” is the allowed folder itself. */
        g_autofree char *path = paths[i][0] == '@'
          ? g_strconcat (fixture->folder, paths[i] + 1, NULL) : g_strdup (paths[i]);
        g_autofree char *arguments = g_strdup_printf ("{\"%s\":\"%s\"%s}", j == 3 ? "target" : "path", path,
                                                      j == 2 ? ",\"text\":\"x\",\"overwrite\":true" : "");
        g_autofree char *text = NULL;
        gboolean failed = FALSE;

        text = call_text (fixture, tools[j], arguments, &failed);
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
test_writes_files (Fixture       *fixture,
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
  g_autofree char *path = dup_path (fixture, "a.txt");
  g_autofree char *contents = NULL;
  g_autoptr(GDir) dir = NULL;
  const char *name;
  struct stat status;

  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  initialize (fixture, "2025-11-25", "{}");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean failed = FALSE;
      g_autofree char *text = call_text (fixture, "write_file", rows[i].arguments, &failed);

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
test_reads_long_files_in_pieces (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr(GString) contents = g_string_new (NULL);
  g_autofree char *first = NULL;
  g_autofree char *line = NULL;
  g_autofree char *next = NULL;
  gboolean failed = FALSE;

  for (guint i = 1; i <= 300000; i++)
    g_string_append_printf (contents, "line %u ä\n", i);
  write_file (fixture, "long", contents->str, (gssize) contents->len);
  g_string_assign (contents, "");
  for (guint i = 0; i < 400000; i++)
    g_string_append (contents, "€");
  write_file (fixture, "one-line", contents->str, (gssize) contents->len);
  initialize (fixture, "2025-11-25", "{}");

  first = call_text (fixture, "read_file", "{\"path\":\"long\"}", &failed);
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
    second = call_text (fixture, "read_file", arguments, &failed);
    g_assert_true (g_str_has_prefix (second, expected));
  }
  g_steal_pointer (&next);
  line = call_text (fixture, "read_file", "{\"path\":\"one-line\"}", &failed);
  g_assert_false (failed);
  g_assert_nonnull (strstr (line, "Line 1 is longer than 1 MiB"));
}

static void
test_structured_content_fits_its_schema (Fixture       *fixture,
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
  const SalonJson *tools;
  const SalonJson *tool;
  guint n_checked = 0;

  initialize (fixture, "2025-11-25", "{}");
  send_line (fixture, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
  list = receive (fixture);
  tools = salon_json_get_member (salon_json_get_member (salon_json_document_get_root (list), "result"), "tools");
  g_assert_cmpuint (salon_json_get_length (tools), ==, 7);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(SalonJsonDocument) answer = call (fixture, rows[i].tool, rows[i].arguments);
      const SalonJson *structured = salon_json_get_member (
        salon_json_get_member (salon_json_document_get_root (answer), "result"), "structuredContent");
      SalonJsonIter iter;

      g_assert_true (salon_json_is_object (structured));
      salon_json_iter_init (&iter, tools);
      while (salon_json_iter_next (&iter, NULL, &tool))
        {
          g_autoptr(SalonJsonSchema) schema = NULL;
          g_autoptr(GError) error = NULL;

          if (g_strcmp0 (salon_json_as_string (salon_json_get_member (tool, "name")), rows[i].tool) != 0)
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
test_without_folders_files_are_refused_in_words (Fixture       *fixture,
                                                 gconstpointer  data)
{
  Fixture own = { .folder = g_strdup (fixture->folder) };
  const struct { const char *tool; const char *arguments; } rows[] = {
    { "list_directory", "{}" },
    { "list_directory", "{\"path\":\"/\"}" },
    { "read_file", "{\"path\":\"/etc/passwd\"}" },
    { "write_file", "{\"path\":\"x\",\"text\":\"x\"}" },
    { "search_files", "{\"name\":\"*\"}" },
    { "open_with_default_application", "{\"target\":\"/etc/passwd\"}" },
  };

  start (&own, NULL);
  initialize (&own, "2025-06-18", "{}");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean failed = FALSE;
      g_autofree char *text = call_text (&own, rows[i].tool, rows[i].arguments, &failed);

      g_assert_true (failed);
      g_assert_nonnull (strstr (text, "No folder may be used yet."));
    }
  tear_down (&own, NULL);
}

static void
answer_roots (Fixture    *fixture,
              const char *id,
              const char *result)
{
  g_autoptr(SalonJsonDocument) request = receive (fixture);
  const SalonJson *root = salon_json_document_get_root (request);
  g_autofree char *answer = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":\"%s\",%s}", id, result);

  g_assert_cmpstr (salon_json_as_string (salon_json_get_member (root, "method")), ==, "roots/list");
  g_assert_cmpstr (salon_json_as_string (salon_json_get_member (root, "id")), ==, id);
  send_line (fixture, answer);
}

static void
test_asks_the_client_for_its_roots (Fixture       *fixture,
                                    gconstpointer  data)
{
  g_autofree char *sub = dup_path (fixture, "sub");
  g_autofree char *uri = g_filename_to_uri (sub, NULL, NULL);
  g_autofree char *roots = g_strdup_printf ("\"result\":{\"roots\":[{\"uri\":\"http://x/\"},{\"uri\":7},"
                                            "{\"uri\":\"file:///no/such/folder\"},{\"uri\":\"%s\"}]}", uri);
  g_autofree char *in_root = NULL;
  g_autofree char *outside = NULL;
  g_autofree char *after = NULL;
  gboolean failed = FALSE;

  initialize (fixture, "2025-11-25", "{\"roots\":{\"listChanged\":true}}");
  /* Asked for before the roots are known: it waits for them. */
  send_line (fixture, "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"tools/call\",\"params\":"
                      "{\"name\":\"list_directory\",\"arguments\":{}}}");
  answer_roots (fixture, "roots-1", roots);
  {
    g_autoptr(SalonJsonDocument) early = receive (fixture);
    g_autofree char *text = salon_json_to_text (salon_json_document_get_root (early), FALSE);

    g_assert_nonnull (strstr (text, "allowed/sub/"));
  }
  in_root = call_text (fixture, "read_file", "{\"path\":\"b.md\"}", &failed);
  g_assert_false (failed);
  outside = call_text (fixture, "read_file", "{\"path\":\"../a.txt\"}", &failed);
  g_assert_true (failed);
  /* A client that no longer names any leaves it to the command line. */
  send_line (fixture, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}");
  answer_roots (fixture, "roots-2", "\"error\":{\"code\":-32601,\"message\":\"no\"}");
  after = call_text (fixture, "read_file", "{\"path\":\"a.txt\"}", &failed);
  g_assert_false (failed);
}

static void
test_a_cancelled_call_is_not_answered (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autofree char *answer = NULL;

  /* Roots that never come keep the call waiting. */
  initialize (fixture, "2025-11-25", "{\"roots\":{}}");
  send_line (fixture, "{\"jsonrpc\":\"2.0\",\"id\":\"c\",\"method\":\"tools/call\",\"params\":"
                      "{\"name\":\"search_files\",\"arguments\":{\"name\":\"*\"}}}");
  send_line (fixture, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"c\"}}");
  answer_roots (fixture, "roots-1", "\"result\":{\"roots\":[]}");
  answer = call_text (fixture, "read_file", "{\"path\":\"a.txt\"}", &(gboolean) { FALSE });
  g_assert_true (g_str_has_prefix (answer, "[one"));
}

static void
test_a_call_is_answered_after_the_end_of_input (Fixture       *fixture,
                                                gconstpointer  data)
{
  g_autoptr(SalonJsonDocument) answer = NULL;
  g_autoptr(GError) error = NULL;

  initialize (fixture, "2025-11-25", "{}");
  send_line (fixture, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
                      "{\"name\":\"get_date_time\"}}");
  g_output_stream_close (fixture->input, NULL, &error);
  g_assert_no_error (error);
  answer = receive (fixture);
  g_assert_nonnull (salon_json_get_member (salon_json_document_get_root (answer), "result"));
}

static void
test_many_calls_at_once_are_all_answered (Fixture       *fixture,
                                          gconstpointer  data)
{
  gboolean seen[60] = { FALSE };

  initialize (fixture, "2025-11-25", "{}");
  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    {
      g_autofree char *request = g_strdup_printf (
        "{\"jsonrpc\":\"2.0\",\"id\":%u,\"method\":\"tools/call\",\"params\":{\"name\":\"search_files\","
        "\"arguments\":{\"text\":\"needle\"}}}", i);

      send_line (fixture, request);
    }
  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    {
      g_autoptr(SalonJsonDocument) answer = receive (fixture);
      gint64 id = -1;

      g_assert_true (salon_json_as_int64 (salon_json_get_member (salon_json_document_get_root (answer), "id"), &id));
      g_assert_cmpint (id, <, G_N_ELEMENTS (seen));
      g_assert_false (seen[id]);
      seen[id] = TRUE;
    }
}

#define ADD(name, function) \
  g_test_add ("/desktop-server/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("negotiates-the-version", test_negotiates_the_version);
  ADD ("answers-messages", test_answers_messages);
  ADD ("survives-what-is-no-request", test_survives_what_is_no_request);
  ADD ("takes-batches-of-the-revision-that-has-them", test_takes_batches_of_the_revision_that_has_them);
  ADD ("tools", test_tools);
  ADD ("programs-are-not-opened", test_programs_are_not_opened);
  ADD ("no-path-leads-out", test_no_path_leads_out);
  ADD ("writes-files", test_writes_files);
  ADD ("reads-long-files-in-pieces", test_reads_long_files_in_pieces);
  ADD ("structured-content-fits-its-schema", test_structured_content_fits_its_schema);
  ADD ("without-folders-files-are-refused-in-words", test_without_folders_files_are_refused_in_words);
  ADD ("asks-the-client-for-its-roots", test_asks_the_client_for_its_roots);
  ADD ("a-cancelled-call-is-not-answered", test_a_cancelled_call_is_not_answered);
  ADD ("a-call-is-answered-after-the-end-of-input", test_a_call_is_answered_after_the_end_of_input);
  ADD ("many-calls-at-once-are-all-answered", test_many_calls_at_once_are_all_answered);
  return g_test_run ();
}

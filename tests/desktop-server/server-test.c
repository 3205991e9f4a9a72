/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test-desktop-server"

#include "config.h"

#include "server-test.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* Real time: only a hang fails by it. */
#define WATCHDOG_SECONDS 60

char *
server_test_dup_path (ServerTest *fixture,
                      const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

void
server_test_write_file (ServerTest *fixture,
                        const char *name,
                        const char *contents,
                        gssize      length)
{
  g_autofree char *path = server_test_dup_path (fixture, name);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, contents, length, &error);
  g_assert_no_error (error);
}

void
server_test_start (ServerTest *fixture,
                   const char *argument)
{
  const char *program = g_test_get_filename (G_TEST_BUILT, "..", "src", "salon-desktop-server",
                                            NULL);
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GError) error = NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE
                                        | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  /* No desktop of the machine's is to be disturbed. */
  g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere", TRUE);
  g_subprocess_launcher_setenv (launcher, "TZ", "UTC", TRUE);
  fixture->process = g_subprocess_launcher_spawn (launcher, &error, program, argument, NULL);
  g_assert_no_error (error);
  fixture->input = g_object_ref (g_subprocess_get_stdin_pipe (fixture->process));
  fixture->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->process));
}

static void
send_bytes (ServerTest *fixture,
            const char *bytes,
            gsize       length)
{
  g_autoptr(GError) error = NULL;

  g_output_stream_write_all (fixture->input, bytes, length, NULL, NULL, &error);
  g_assert_no_error (error);
}

void
server_test_send_line (ServerTest *fixture,
                       const char *line)
{
  send_bytes (fixture, line, strlen (line));
  send_bytes (fixture, "\n", 1);
}

SalonJsonDocument *
server_test_receive (ServerTest *fixture)
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
char *
server_test_ask (ServerTest *fixture,
                 const char *line)
{
  g_autoptr(SalonJsonDocument) document = NULL;

  server_test_send_line (fixture, line);
  document = server_test_receive (fixture);
  return salon_json_to_text (salon_json_document_get_root (document), FALSE);
}

void
server_test_initialize (ServerTest *fixture,
                        const char *version,
                        const char *capabilities)
{
  g_autofree char *request = g_strdup_printf (
    "{\"jsonrpc\":\"2.0\",\"id\":\"init\",\"method\":\"initialize\",\"params\":{"
    "\"protocolVersion\":\"%s\",\"capabilities\":%s,\"clientInfo\":{\"name\":\"t\","
    "\"version\":\"1\"}}}",
    version, capabilities);
  g_autofree char *answer = server_test_ask (fixture, request);

  g_assert_nonnull (strstr (answer, "\"serverInfo\""));
  server_test_send_line (fixture, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
}

SalonJsonDocument *
server_test_call (ServerTest *fixture,
                  const char *tool,
                  const char *arguments)
{
  g_autofree char *request = g_strdup_printf (
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\","
    "\"arguments\":%s}}", tool, arguments);

  server_test_send_line (fixture, request);
  return server_test_receive (fixture);
}

/* The text of a call's result; @failed: whether it is one of an error. */
char *
server_test_call_text (ServerTest *fixture,
                       const char *tool,
                       const char *arguments,
                       gboolean   *failed)
{
  g_autoptr(SalonJsonDocument) document = server_test_call (fixture, tool, arguments);
  const SalonJson *root = salon_json_document_get_root (document);
  const SalonJson *result = salon_json_get_member (root, "result");
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

void
server_test_set_up (ServerTest    *fixture,
                    gconstpointer  data)
{
  g_autofree char *sub = NULL;
  g_autofree char *link = NULL;
  g_autofree char *inner_link = NULL;

  signal (SIGALRM, on_alarm);
  alarm (WATCHDOG_SECONDS);
  fixture->folder = g_build_filename (g_get_user_data_dir (), "allowed", NULL);
  sub = server_test_dup_path (fixture, "sub");
  g_assert_cmpint (g_mkdir_with_parents (sub, 0700), ==, 0);
  server_test_write_file (fixture, "a.txt", "one\ntwo\nthree\nThe Needle\n", -1);
  server_test_write_file (fixture, "sub/b.md", "a needle here, too\n", -1);
  server_test_write_file (fixture, "binary", "x\0y", 3);
  server_test_write_file (fixture, "latin1", "caf\xe9\n", -1);
  server_test_write_file (fixture, "empty", "", 0);
  server_test_write_file (fixture, ".hidden", "needle\n", -1);
  server_test_write_file (fixture, "../secret", "top secret\n", -1);
  server_test_write_file (fixture, "../allowed-not", "top secret\n", -1);
  link = server_test_dup_path (fixture, "out");
  g_assert_cmpint (symlink ("..", link), ==, 0);
  inner_link = server_test_dup_path (fixture, "in");
  g_assert_cmpint (symlink ("a.txt", inner_link), ==, 0);
  server_test_start (fixture, data != NULL ? data : fixture->folder);
}

void
server_test_tear_down (ServerTest    *fixture,
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

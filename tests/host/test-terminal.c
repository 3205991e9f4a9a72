/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host-test"

#include "config.h"

#include <pty.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gio/gio.h>

#include "host-test.h"
#include "salon-json.h"

/* The terminal program, as it is built, with a server of the tests. */

#define WATCHDOG_SECONDS 60

typedef struct
{
  int status;
  char *output;
  char *errors;
} Outcome;

static void
outcome_clear (Outcome *outcome)
{
  g_free (outcome->output);
  g_free (outcome->errors);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static char *
dup_program (void)
{
  return g_build_filename (g_getenv ("SALON_LIBEXECDIR"), "salon", NULL);
}

static void
write_config (const char *extra)
{
  g_autofree char *fake = g_test_build_filename (G_TEST_BUILT, "fakes", "fake-mcp-server", NULL);
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "salon", "mcp.json", NULL);
  g_autofree char *text = g_strdup_printf (
    "{\"mcpServers\":{\"desktop\":{\"disabled\":true},\"fake\":{\"command\":\"%s\"},"
    "\"off\":{\"command\":\"%s\",\"disabled\":true}%s}}", fake, fake, extra);

  /* Servers start there, and the isolated one has only a name. */
  g_assert_cmpint (g_mkdir_with_parents (g_get_home_dir (), 0700), ==, 0);
  host_test_write (path, text);
}

static GStrv
dup_environment (void)
{
  GStrv environment = g_get_environ ();

  environment = g_environ_setenv (environment, "HOME", g_get_home_dir (), TRUE);
  environment = g_environ_setenv (environment, "XDG_CONFIG_HOME", g_get_user_config_dir (), TRUE);
  environment = g_environ_setenv (environment, "XDG_DATA_HOME", g_get_user_data_dir (), TRUE);
  environment = g_environ_setenv (environment, "XDG_STATE_HOME", g_get_user_state_dir (), TRUE);
  return environment;
}

/* A session of its own has no terminal. */
static void
leave_terminal (gpointer user_data)
{
  setsid ();
}

static Outcome
run_with_input (const char *input,
                const char *first,
                ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) environment = dup_environment ();
  g_autofree char *program = dup_program ();
  Outcome outcome = { 0 };
  va_list list;

  g_ptr_array_add (arguments, program);
  va_start (list, first);
  for (const char *argument = first; argument != NULL; argument = va_arg (list, const char *))
    g_ptr_array_add (arguments, (char *) argument);
  va_end (list);
  g_ptr_array_add (arguments, NULL);
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                        G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                        G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_set_environ (launcher, environment);
  g_subprocess_launcher_set_child_setup (launcher, leave_terminal, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char * const *) arguments->pdata,
                                          &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, &outcome.output, &outcome.errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  outcome.status = g_subprocess_get_exit_status (process);
  g_test_message ("exit status %d\n%s%s", outcome.status, outcome.output, outcome.errors);
  return outcome;
}

#define run(...) run_with_input (NULL, __VA_ARGS__, NULL)

static void
test_help_and_version (void)
{
  g_auto (Outcome) help = run ("--help");
  g_auto (Outcome) version = run ("--version");

  g_assert_cmpint (help.status, ==, 0);
  host_test_assert_contains (help.output, "salon ask");
  host_test_assert_contains (help.output, "Exit status");
  g_assert_cmpint (version.status, ==, 0);
  g_assert_cmpstr (version.output, ==, "Salon " PACKAGE_VERSION "\n");
}

static void
test_loads_no_gtk (void)
{
  g_autofree char *program = dup_program ();
  const char *argv[] = { "ldd", program, NULL };
  g_autofree char *output = NULL;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output,
                               NULL, NULL, NULL));
  host_test_assert_contains (output, "libdex");
  g_assert_null (strstr (output, "libgtk"));
  g_assert_null (strstr (output, "libadwaita"));
}

static void
test_usage_errors (void)
{
  g_auto (Outcome) option = run ("ask", "--nonsense", "x");
  g_auto (Outcome) model = run ("ask", "--model", "nobody/x", "hello");
  g_auto (Outcome) form = run ("ask", "--model", "nobody", "hello");
  g_auto (Outcome) empty = run ("ask", "  ");
  g_auto (Outcome) chat = run ("ask", "--chat", "nope", "hello");
  g_auto (Outcome) rounds = run ("ask", "--max-rounds", "-1", "hello");
  g_auto (Outcome) server = { 0 };
  g_auto (Outcome) off = { 0 };

  write_config ("");
  server = run ("ask", "--server", "nope", "hello");
  off = run ("ask", "--server", "off", "hello");
  g_assert_cmpint (option.status, ==, 1);
  g_assert_cmpint (model.status, ==, 1);
  host_test_assert_contains (model.errors, "“nobody”");
  g_assert_cmpint (form.status, ==, 1);
  g_assert_cmpint (empty.status, ==, 1);
  g_assert_cmpint (chat.status, ==, 1);
  g_assert_cmpint (rounds.status, ==, 1);
  host_test_assert_contains (rounds.errors, "from 1 to");
  g_assert_cmpint (server.status, ==, 1);
  host_test_assert_contains (server.errors, "“nope”");
  g_assert_cmpint (off.status, ==, 1);
  host_test_assert_contains (off.errors, "switched off");
  g_assert_cmpstr (server.output, ==, "");
}

static void
test_answer (void)
{
  g_auto (Outcome) outcome = { 0 };
  g_auto (Outcome) piped = { 0 };

  write_config ("");
  outcome = run ("ask", "hello");
  g_assert_cmpint (outcome.status, ==, 0);
  host_test_assert_contains (outcome.output, "practice model");
  g_assert_true (g_str_has_suffix (outcome.output, "\n"));
  piped = run_with_input ("hello", "ask", "-", NULL);
  g_assert_cmpint (piped.status, ==, 0);
  g_clear_pointer (&piped.output, g_free);
  g_clear_pointer (&piped.errors, g_free);
  piped = run_with_input ("hello", "ask", NULL);
  g_assert_cmpint (piped.status, ==, 0);
}

static void
test_model_failure (void)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "salon", "mcp.json", NULL);
  g_auto (Outcome) outcome = { 0 };

  host_test_write (path, "{\"mcpServers\":{\"desktop\":{\"disabled\":true}}}");
  outcome = run ("ask", "fail");
  g_assert_cmpint (outcome.status, ==, 2);
  host_test_assert_contains (outcome.errors, "salon: ");
}

static void
test_denied_without_terminal (void)
{
  g_auto (Outcome) outcome = { 0 };

  write_config ("");
  outcome = run ("ask", "Use echo to say hi");
  g_assert_cmpint (outcome.status, ==, 3);
  host_test_assert_contains (outcome.errors, "there is no terminal to ask on");
  host_test_assert_contains (outcome.errors, "--allow fake/echo");
}

static void
test_allowed (void)
{
  static const char *patterns[] = { "echo", "fake/echo", "fake/*", "*" };

  write_config ("");
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_auto (Outcome) outcome = run ("ask", "--allow", patterns[i], "Use echo to say hi");

      g_assert_cmpint (outcome.status, ==, 0);
      host_test_assert_contains (outcome.errors, "✓ fake");
    }
  {
    g_auto (Outcome) other = run ("ask", "--allow", "add", "Use echo to say hi");

    g_assert_cmpint (other.status, ==, 3);
  }
}

static void
test_json (void)
{
  g_auto (Outcome) outcome = { 0 };
  g_auto (Outcome) next = { 0 };
  g_autofree char *chat_id = NULL;
  g_autofree char *last = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean called = FALSE;

  write_config ("");
  outcome = run ("ask", "--json", "--allow", "echo", "Use echo to say hi");
  g_assert_cmpint (outcome.status, ==, 0);
  lines = g_strsplit (outcome.output, "\n", -1);
  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SalonJsonDocument) line = salon_json_document_parse (lines[i], -1, NULL, &error);
      const SalonJson *root;
      const char *event;

      g_assert_no_error (error);
      root = salon_json_document_get_root (line);
      event = salon_json_as_string (salon_json_get_member (root, "event"));
      g_set_str (&last, event);
      if (g_str_equal (event, "chat"))
        chat_id = g_strdup (salon_json_as_string (salon_json_get_member (root, "id")));
      if (g_str_equal (event, "tool-call") &&
          g_strcmp0 (salon_json_as_string (salon_json_get_member (root, "state")), "done") == 0)
        {
          called = TRUE;
          g_assert_cmpstr (salon_json_as_string (salon_json_get_member (root, "server")), ==,
                           "fake");
          g_assert_nonnull (salon_json_get_member (root, "result"));
        }
    }
  g_assert_true (called);
  g_assert_cmpstr (last, ==, "end");
  /* The chat was kept, and goes on. */
  next = run ("ask", "--chat", chat_id, "hello");
  g_assert_cmpint (next.status, ==, 0);
}

static void
test_lists (void)
{
  g_auto (Outcome) servers = { 0 };
  g_auto (Outcome) models = { 0 };

  write_config (",\"missing\":{\"command\":\"no-such-program-anywhere\"}");
  servers = run ("servers");
  g_assert_cmpint (servers.status, ==, 0);
  host_test_assert_contains (servers.output, "fake\tready\t");
  host_test_assert_contains (servers.output, "off\toff\t");
  host_test_assert_contains (servers.output, "missing\tfailed\tno-such-program-anywhere");
  host_test_assert_contains (servers.errors, "no-such-program-anywhere");
  models = run ("models");
  g_assert_cmpint (models.status, ==, 0);
  host_test_assert_contains (models.output, "practice/practice\t(default)");
}

static void
test_broken_config (void)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "salon", "mcp.json", NULL);
  g_auto (Outcome) outcome = { 0 };

  host_test_write (path, "{\n  \"mcpServers\": {,}\n}");
  outcome = run ("ask", "hello");
  host_test_assert_contains (outcome.errors, "mcp.json");
  host_test_assert_contains (outcome.errors, "line 2");
  g_assert_cmpint (outcome.status, ==, 0);
}

/* On a terminal of its own: what is shown, and what the answers do. */
static int
run_on_terminal_early (const char  *early,
                       const char  *question,
                       const char  *answer,
                       char       **shown)
{
  g_auto (GStrv) environment = dup_environment ();
  g_autofree char *program = dup_program ();
  g_autoptr (GString) text = g_string_new (NULL);
  const char *argv[] = { program, "ask", question, NULL };
  gboolean answered = FALSE;
  int terminal;
  int status;
  pid_t pid;

  pid = forkpty (&terminal, NULL, NULL, NULL);
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      alarm (WATCHDOG_SECONDS);
      execve (program, (char **) argv, environment);
      _exit (127);
    }
  g_assert_cmpint (write (terminal, early, strlen (early)), ==, strlen (early));
  for (;;)
    {
      char buffer[4096];
      gssize length = read (terminal, buffer, sizeof buffer);

      if (length <= 0)
        break;
      g_string_append_len (text, buffer, length);
      if (!answered && strstr (text->str, "anything else = no: ") != NULL)
        {
          answered = TRUE;
          g_assert_cmpint (write (terminal, answer, strlen (answer)), ==, strlen (answer));
        }
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  close (terminal);
  g_assert_true (WIFEXITED (status));
  *shown = g_string_free (g_steal_pointer (&text), FALSE);
  return WEXITSTATUS (status);
}

static int
run_on_terminal (const char  *question,
                 const char  *answer,
                 char       **shown)
{
  return run_on_terminal_early ("", question, answer, shown);
}

/* What was typed before there was a question is no answer to it. */
static void
test_typed_ahead (void)
{
  g_autofree char *shown = NULL;

  write_config ("");
  g_assert_cmpint (run_on_terminal_early ("y\ny\n", "Use echo to say hi", "\n", &shown), ==, 3);
  host_test_assert_contains (shown, "✗ fake");
}

static void
test_terminal (void)
{
  g_autofree char *allowed = NULL;
  g_autofree char *denied = NULL;
  g_autofree char *edited = NULL;
  g_autofree char *always = NULL;
  g_autofree char *not_asked = NULL;

  write_config ("");
  g_assert_cmpint (run_on_terminal ("Use echo to say hi", "y\n", &allowed), ==, 0);
  host_test_assert_contains (allowed, "“fake” wants to run echo");
  host_test_assert_contains (allowed, "✓ fake");
  g_assert_cmpint (run_on_terminal ("Use echo to say hi", "\n", &denied), ==, 3);
  host_test_assert_contains (denied, "✗ fake");
  g_assert_cmpint (run_on_terminal ("Use echo to say hi", "e\n{\"text\":\"edited\"}\n", &edited),
                   ==, 0);
  host_test_assert_contains (edited, "Echo: edited");
  g_assert_cmpint (run_on_terminal ("Use echo to say hi", "a\n", &always), ==, 0);
  g_assert_cmpint (run_on_terminal ("Use echo to say hi", "", &not_asked), ==, 0);
  g_assert_null (strstr (not_asked, "wants to run"));
}

static void
test_interrupt (void)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_auto (GStrv) environment = dup_environment ();
  g_autofree char *program = dup_program ();
  g_autoptr (GError) error = NULL;
  char buffer[64];

  write_config ("");
  g_subprocess_launcher_set_environ (launcher, environment);
  process = g_subprocess_launcher_spawn (launcher, &error, program, "ask", "Show me long Markdown",
                                         NULL);
  g_assert_no_error (error);
  g_assert_cmpint (g_input_stream_read (g_subprocess_get_stdout_pipe (process), buffer,
                                        sizeof buffer, NULL, &error), >, 0);
  g_subprocess_send_signal (process, SIGINT);
  while (g_input_stream_read (g_subprocess_get_stdout_pipe (process), buffer, sizeof buffer,
                              NULL, NULL) > 0)
    ;
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 130);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/host/terminal/" name, function)
  ADD ("help-and-version", test_help_and_version);
  ADD ("loads-no-gtk", test_loads_no_gtk);
  ADD ("wrong-usage-exits-1", test_usage_errors);
  ADD ("answer-exits-0", test_answer);
  ADD ("failure-of-the-model-exits-2", test_model_failure);
  ADD ("unapproved-call-without-a-terminal-exits-3", test_denied_without_terminal);
  ADD ("allow-by-tool-server-and-all", test_allowed);
  ADD ("json-is-one-object-a-line", test_json);
  ADD ("servers-and-models-are-listed", test_lists);
  ADD ("broken-configuration-is-said-with-its-line", test_broken_config);
  ADD ("questions-are-answered-on-the-terminal", test_terminal);
  ADD ("what-was-typed-ahead-is-no-answer", test_typed_ahead);
  ADD ("interrupt-stops-in-order", test_interrupt);

  return g_test_run ();
}

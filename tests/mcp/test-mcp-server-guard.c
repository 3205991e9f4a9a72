/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "test-mcp-server-guard"

#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib-unix.h>

#include "mcp-test.h"

/* What orphan-parent says when all is running. */
#define READY "ready, guard "

/* The parent program, its guard, the server and what it started. */
typedef struct
{
  char   *pid_file;
  GPid    parent;
  int     guard;
  GArray *pids;
} Family;

static void
start_family (Family *family)
{
  g_autofree char *program =
    g_test_build_filename (G_TEST_BUILT, "mcp", "orphan-parent", NULL);
  const char *argv[] = { program, NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) output = g_string_new (NULL);
  const char *guard = NULL;
  char buffer[64];
  gssize length = 0;
  int fd = -1;

  family->pid_file = mcp_test_path ("pids");
  argv[1] = family->pid_file;
  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &family->parent, NULL, &fd, NULL, &error);
  g_assert_no_error (error);
  /* The test library may say something first. */
  while (((guard = strstr (output->str, READY)) == NULL || strchr (guard, '\n') == NULL) &&
         (length = read (fd, buffer, sizeof buffer)) > 0)
    g_string_append_len (output, buffer, length);
  close (fd);
  g_assert_nonnull (guard);
  family->guard = atoi (guard + strlen (READY));

  /* The server, its child, the stubborn one and the daemon. */
  family->pids = mcp_test_read_pids (family->pid_file);
  g_assert_cmpuint (family->pids->len, ==, 4);
  for (guint i = 0; i < family->pids->len; i++)
    g_assert_true (mcp_test_is_alive (g_array_index (family->pids, int, i)));
  g_assert_true (mcp_test_is_alive (family->guard));
}

static gboolean
on_wake_up_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
is_guard_gone (gpointer user_data)
{
  Family *family = user_data;

  return !mcp_test_is_alive (family->guard);
}

static gboolean
is_server_gone (gpointer user_data)
{
  Family *family = user_data;

  return !mcp_test_is_alive (g_array_index (family->pids, int, 0));
}

static gboolean
is_family_gone (gpointer user_data)
{
  Family *family = user_data;

  for (guint i = 0; i < family->pids->len; i++)
    if (mcp_test_is_alive (g_array_index (family->pids, int, i)))
      return FALSE;
  return is_guard_gone (family);
}

static void
wait_for (McpTestCondition  condition,
          Family           *family)
{
  guint source = g_timeout_add (5, on_wake_up_cb, NULL);

  mcp_test_run_until (condition, family);
  g_source_remove (source);
}

static void
end_family (Family *family)
{
  kill (family->parent, SIGKILL);
  waitpid (family->parent, NULL, 0);
  for (guint i = 0; i < family->pids->len; i++)
    kill (g_array_index (family->pids, int, i), SIGKILL);
  g_array_unref (family->pids);
  g_free (family->pid_file);
}

static void
test_killed_parent (void)
{
  Family family = { NULL };

  start_family (&family);
  kill (family.parent, SIGKILL);
  wait_for (is_family_gone, &family);
  for (guint i = 0; i < family.pids->len; i++)
    g_assert_false (mcp_test_is_alive (g_array_index (family.pids, int, i)));
  end_family (&family);
}

static void
test_killed_guard (void)
{
  Family family = { NULL };

  start_family (&family);
  kill (family.guard, SIGKILL);
  wait_for (is_server_gone, &family);
  wait_for (is_guard_gone, &family);
  end_family (&family);
}

/* Closing in order takes everything along, too, daemons in sessions of their own included. */
static void
test_close (void)
{
  g_autofree char *pid_file = mcp_test_path ("pids");
  g_autoptr (SalonManualClock) clock = salon_manual_clock_new ();
  SalonMcpClient *client =
    mcp_test_open (mcp_test_transport (SALON_CLOCK (clock), "--pid-file", pid_file,
                                       "--spawn", "stubborn", "--spawn", "daemon", NULL),
                   SALON_CLOCK (clock));
  g_autoptr (GArray) pids = mcp_test_read_pids (pid_file);

  g_assert_cmpuint (pids->len, ==, 3);
  for (guint i = 0; i < pids->len; i++)
    g_assert_true (mcp_test_is_alive (g_array_index (pids, int, i)));
  mcp_test_await (salon_mcp_client_close (client), NULL);
  for (guint i = 0; i < pids->len; i++)
    g_assert_false (mcp_test_is_alive (g_array_index (pids, int, i)));
  mcp_test_close (client);
}

/* Neither does a crash leave anything. */
static void
test_crash (void)
{
  g_autofree char *pid_file = mcp_test_path ("pids");
  SalonMcpClient *client =
    mcp_test_open (mcp_test_transport (NULL, "--pid-file", pid_file, "--spawn", "daemon", NULL),
                   NULL);
  g_autoptr (GArray) pids = mcp_test_read_pids (pid_file);

  g_assert_cmpuint (pids->len, ==, 2);
  g_assert_null (mcp_test_call (client, "crash", "{}", NULL));
  mcp_test_await (salon_mcp_client_close (client), NULL);
  for (guint i = 0; i < pids->len; i++)
    g_assert_false (mcp_test_is_alive (g_array_index (pids, int, i)));
  mcp_test_close (client);
}

static gboolean
is_any_alive (gpointer user_data)
{
  GArray *pids = user_data;

  for (guint i = 0; i < pids->len; i++)
    if (mcp_test_is_alive (g_array_index (pids, int, i)))
      return FALSE;
  return TRUE;
}

/* A client that is thrown away without closing it. */
static void
test_dropped (void)
{
  g_autofree char *pid_file = mcp_test_path ("pids");
  SalonMcpClient *client =
    mcp_test_open (mcp_test_transport (NULL, "--pid-file", pid_file, "--spawn", "daemon",
                                       "--ignore-end-of-input", NULL), NULL);
  g_autoptr (GArray) pids = mcp_test_read_pids (pid_file);
  guint source = 0;

  g_assert_cmpuint (pids->len, ==, 2);
  mcp_test_settle ();
  g_assert_finalize_object (client);
  source = g_timeout_add (5, on_wake_up_cb, NULL);
  mcp_test_run_until (is_any_alive, pids);
  g_source_remove (source);
}

/* The guard alone, as any program may start it. */

typedef struct
{
  GPid pid;
  int  status_fd;
  int  control_fd;
} Guard;

static void
start_guard (Guard      *guard,
             const char *script)
{
  g_autofree char *parent = g_strdup_printf ("%d", (int) getpid ());
  const char *argv[] = { g_getenv ("SALON_SERVER_GUARD"), "--parent", parent, "--",
                         "/bin/sh", "-c", script, NULL };
  int status[2];
  int control[2];
  g_autoptr (GError) error = NULL;

  g_unix_open_pipe (status, O_CLOEXEC, &error);
  g_assert_no_error (error);
  g_unix_open_pipe (control, O_CLOEXEC, &error);
  g_assert_no_error (error);
  g_spawn_async_with_pipes_and_fds (NULL, argv, NULL,
                                    G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_LEAVE_DESCRIPTORS_OPEN,
                                    NULL, NULL, -1, -1, -1,
                                    (int[]) { status[1], control[0] }, (int[]) { 3, 4 }, 2,
                                    &guard->pid, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  close (status[1]);
  close (control[0]);
  guard->status_fd = status[0];
  guard->control_fd = control[1];
}

/* Reads one line of the status. */
static char *
read_line (Guard *guard)
{
  GString *line = g_string_new (NULL);
  char character = 0;

  while (read (guard->status_fd, &character, 1) == 1 && character != '\n')
    g_string_append_c (line, character);
  return g_string_free_and_steal (line);
}

static int
end_guard (Guard *guard)
{
  int status = 0;

  g_assert_cmpint (waitpid (guard->pid, &status, 0), ==, guard->pid);
  close (guard->status_fd);
  close (guard->control_fd);
  return status;
}

static void
test_exit_status (void)
{
  Guard guard;
  g_autofree char *started = NULL;
  g_autofree char *ended = NULL;
  int status = 0;

  start_guard (&guard, "exit 42");
  started = read_line (&guard);
  ended = read_line (&guard);
  status = end_guard (&guard);
  g_assert_true (g_str_has_prefix (started, "started "));
  g_assert_cmpstr (ended, ==, "exited 42");
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 42);
}

static void
test_signal_status (void)
{
  Guard guard;
  g_autofree char *started = NULL;
  g_autofree char *ended = NULL;
  int status = 0;

  start_guard (&guard, "kill -TERM $$");
  started = read_line (&guard);
  ended = read_line (&guard);
  status = end_guard (&guard);
  g_assert_cmpstr (ended, ==, "signalled 15");
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGTERM);
}

static gboolean
is_stopped (gpointer user_data)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", *(int *) user_data);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, ") T ") != NULL;
}

static void
test_forwarding (void)
{
  Guard guard;
  g_autofree char *started = NULL;
  g_autofree char *ended = NULL;
  guint source = g_timeout_add (5, on_wake_up_cb, NULL);
  int server = 0;

  /* Once it has stopped, the trap is known to be set. */
  start_guard (&guard, "trap 'exit 9' USR1; kill -STOP $$; while :; do sleep 1; done");
  started = read_line (&guard);
  server = atoi (started + strlen ("started "));
  mcp_test_run_until (is_stopped, &server);
  kill (guard.pid, SIGUSR1);
  kill (server, SIGCONT);
  ended = read_line (&guard);
  g_assert_cmpstr (ended, ==, "exited 9");
  g_assert_cmpint (WEXITSTATUS (end_guard (&guard)), ==, 9);
  g_source_remove (source);
}

static void
test_descriptors (void)
{
  Guard guard;
  int leaked = open ("/dev/null", O_RDONLY);
  g_autofree char *script =
    g_strdup_printf ("for n in 3 4 5 6 7 8 %d; do [ -e /proc/$$/fd/$n ] && exit $n; done; exit 0",
                     leaked);
  g_autofree char *started = NULL;
  g_autofree char *ended = NULL;

  g_assert_cmpint (leaked, >, 2);
  start_guard (&guard, script);
  started = read_line (&guard);
  ended = read_line (&guard);
  end_guard (&guard);
  close (leaked);
  g_assert_cmpstr (ended, ==, "exited 0");
}

int
main (int    argc,
      char **argv)
{
  mcp_test_init (&argc, &argv);
  g_test_add_func ("/mcp/guard/nothing-survives-a-killed-parent", test_killed_parent);
  g_test_add_func ("/mcp/guard/the-server-does-not-survive-a-killed-guard", test_killed_guard);
  g_test_add_func ("/mcp/guard/nothing-survives-closing", test_close);
  g_test_add_func ("/mcp/guard/nothing-survives-a-crash", test_crash);
  g_test_add_func ("/mcp/guard/nothing-survives-a-dropped-client", test_dropped);
  g_test_add_func ("/mcp/guard/the-exit-status-is-passed-on", test_exit_status);
  g_test_add_func ("/mcp/guard/a-signal-is-passed-on", test_signal_status);
  g_test_add_func ("/mcp/guard/signals-are-forwarded", test_forwarding);
  g_test_add_func ("/mcp/guard/the-server-inherits-nothing-else", test_descriptors);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-process-private.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "salon-mcp-error.h"

/* The descriptors salon-server-guard.c expects. */
#define STATUS_FD 3
#define CONTROL_FD 4

typedef enum
{
  END_UNKNOWN,    /* runs still, or the guard was killed */
  END_EXITED,
  END_SIGNALLED,
} End;

/* One server and the guard it runs under. */
struct _SalonMcpProcess
{
  GObject          parent_instance;

  SalonMcpCommand *command;
  char            *guard_path;
  GPid             guard_pid;
  GPid             server_pid;
  int              input_fd;
  int              output_fd;
  int              errors_fd;
  int              status_fd;
  int              control_fd;
  GSource         *status_source;
  GSource         *child_source;
  GString         *status_text;
  End              end;
  int              end_number;
  DexPromise      *started;
  DexPromise      *exited;
  DexPromise      *gone;
};

G_DEFINE_FINAL_TYPE (SalonMcpProcess, salon_mcp_process, G_TYPE_OBJECT)

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
on_unwatched_guard_ended_cb (GPid     pid,
                             int      status,
                             gpointer user_data)
{
  g_spawn_close_pid (pid);
}

static void
salon_mcp_process_dispose (GObject *object)
{
  SalonMcpProcess *self = SALON_MCP_PROCESS (object);

  clear_source (&self->status_source);
  if (self->child_source != NULL)
    {
      /* The guard ends everything once the control pipe is closed; it must not stay
       * behind as a zombie. */
      clear_source (&self->child_source);
      g_child_watch_add (self->guard_pid, on_unwatched_guard_ended_cb, NULL);
    }
  g_clear_fd (&self->input_fd, NULL);
  g_clear_fd (&self->output_fd, NULL);
  g_clear_fd (&self->errors_fd, NULL);
  g_clear_fd (&self->status_fd, NULL);
  g_clear_fd (&self->control_fd, NULL);

  G_OBJECT_CLASS (salon_mcp_process_parent_class)->dispose (object);
}

static void
salon_mcp_process_finalize (GObject *object)
{
  SalonMcpProcess *self = SALON_MCP_PROCESS (object);

  g_clear_pointer (&self->command, salon_mcp_command_unref);
  g_clear_pointer (&self->guard_path, g_free);
  if (self->status_text != NULL)
    g_string_free (self->status_text, TRUE);
  dex_clear (&self->started);
  dex_clear (&self->exited);
  dex_clear (&self->gone);

  G_OBJECT_CLASS (salon_mcp_process_parent_class)->finalize (object);
}

static void
salon_mcp_process_class_init (SalonMcpProcessClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = salon_mcp_process_dispose;
  object_class->finalize = salon_mcp_process_finalize;

  /* Writing to a server that has just ended is an error to handle, not a reason to end. */
  signal (SIGPIPE, SIG_IGN);
}

static void
salon_mcp_process_init (SalonMcpProcess *self)
{
  self->input_fd = -1;
  self->output_fd = -1;
  self->errors_fd = -1;
  self->status_fd = -1;
  self->control_fd = -1;
  self->status_text = g_string_new (NULL);
  self->started = dex_promise_new ();
  self->exited = dex_promise_new ();
  self->gone = dex_promise_new ();
}

SalonMcpProcess *
salon_mcp_process_new (SalonMcpCommand *command,
                       const char      *guard_path)
{
  SalonMcpProcess *self = g_object_new (SALON_TYPE_MCP_PROCESS, NULL);

  self->command = salon_mcp_command_ref (command);
  self->guard_path = g_strdup (guard_path);
  return self;
}

static gboolean
is_pending (DexPromise *promise)
{
  return dex_future_is_pending (DEX_FUTURE (promise));
}

static GError *
start_error (SalonMcpProcess *self,
             int              number,
             const char      *stage)
{
  const char *program = salon_mcp_command_get_argv (self->command)[0];
  const char *directory = salon_mcp_command_get_working_directory (self->command);

  if (g_strcmp0 (stage, "chdir") == 0)
    return g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_START,
                        _("The server can’t be started in the folder “%s”: %s. Choose another "
                          "folder in its settings."),
                        directory != NULL ? directory : "", g_strerror (number));
  if (g_strcmp0 (stage, "exec") == 0 && number == ENOENT)
    return g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_START,
                        _("The command “%s” was not found. Install it, or give its whole path in "
                          "the server’s settings."),
                        program);
  if (g_strcmp0 (stage, "exec") == 0 && number == EACCES)
    return g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_START,
                        _("The command “%s” may not be run: it is no program, or its permissions "
                          "forbid it."),
                        program);
  return g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_START,
                      _("The command “%s” could not be started: %s."), program,
                      g_strerror (number));
}

static void
handle_status (SalonMcpProcess *self,
               const char      *line)
{
  char stage[16] = "";
  int number = 0;

  if (sscanf (line, "started %d", &number) == 1)
    {
      self->server_pid = number;
      dex_promise_resolve_boolean (self->started, TRUE);
    }
  else if (sscanf (line, "failed %d %15s", &number, stage) == 2)
    {
      if (is_pending (self->started))
        dex_promise_reject (self->started, start_error (self, number, stage));
    }
  else if (sscanf (line, "exited %d", &number) == 1 || sscanf (line, "signalled %d", &number) == 1)
    {
      self->end = *line == 'e' ? END_EXITED : END_SIGNALLED;
      self->end_number = number;
      if (is_pending (self->exited))
        dex_promise_resolve_boolean (self->exited, TRUE);
    }
}

/* Takes in what the guard has reported so far. Returns FALSE at the end of it. */
static gboolean
read_status (SalonMcpProcess *self)
{
  char buffer[256];
  gssize length = 0;
  const char *end = NULL;

  while (self->status_fd >= 0 &&
         ((length = read (self->status_fd, buffer, sizeof buffer)) > 0 ||
          (length < 0 && errno == EINTR)))
    if (length > 0)
      g_string_append_len (self->status_text, buffer, length);

  while ((end = strchr (self->status_text->str, '\n')) != NULL)
    {
      g_autofree char *line = g_strndup (self->status_text->str, end - self->status_text->str);

      g_string_erase (self->status_text, 0, end - self->status_text->str + 1);
      handle_status (self, line);
    }
  return self->status_fd >= 0 && length < 0 && errno == EAGAIN;
}

static gboolean
on_status_cb (int          fd,
              GIOCondition condition,
              gpointer     user_data)
{
  g_autoptr (SalonMcpProcess) self = g_object_ref (user_data);

  if (read_status (self))
    return G_SOURCE_CONTINUE;
  g_clear_pointer (&self->status_source, g_source_unref);
  return G_SOURCE_REMOVE;
}

static void
on_guard_ended_cb (GPid     pid,
                   int      status,
                   gpointer user_data)
{
  g_autoptr (SalonMcpProcess) self = g_object_ref (user_data);

  g_clear_pointer (&self->child_source, g_source_unref);
  g_spawn_close_pid (pid);
  read_status (self);
  clear_source (&self->status_source);

  if (is_pending (self->started))
    dex_promise_reject (self->started,
                        g_error_new (SALON_MCP_ERROR, SALON_MCP_ERROR_START,
                                     _("The server could not be started: Salon’s helper program "
                                       "“%s” ended at once. "
                                       "Installing Salon again may help."), self->guard_path));
  /* A guard that was killed takes the server with it, but not the server's children. */
  if (is_pending (self->exited))
    {
      if (self->server_pid > 1)
        kill (-self->server_pid, SIGKILL);
      dex_promise_resolve_boolean (self->exited, TRUE);
    }
  dex_promise_resolve_boolean (self->gone, TRUE);
}

static gboolean
spawn_guard (SalonMcpProcess  *self,
             int               guard_status_fd,
             int               guard_control_fd,
             GError          **error)
{
  const char * const *command = salon_mcp_command_get_argv (self->command);
  const char *directory = salon_mcp_command_get_working_directory (self->command);
  const int source_fds[] = { guard_status_fd, guard_control_fd };
  const int target_fds[] = { STATUS_FD, CONTROL_FD };
  const GSpawnFlags flags =
    G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_LEAVE_DESCRIPTORS_OPEN | G_SPAWN_CLOEXEC_PIPES;
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (argv, g_strdup (self->guard_path));
  g_ptr_array_add (argv, g_strdup ("--parent"));
  g_ptr_array_add (argv, g_strdup_printf ("%d", (int) getpid ()));
  if (directory != NULL)
    {
      g_ptr_array_add (argv, g_strdup ("--directory"));
      g_ptr_array_add (argv, g_strdup (directory));
    }
  g_ptr_array_add (argv, g_strdup ("--"));
  for (guint i = 0; command[i] != NULL; i++)
    g_ptr_array_add (argv, g_strdup (command[i]));
  g_ptr_array_add (argv, NULL);

  /* The guard closes what else it inherits, and enters the folder: that leaves GLib with
   * posix_spawn(), which does not copy the page tables of a large program. */
  return g_spawn_async_with_pipes_and_fds (NULL, (const char * const *) argv->pdata,
                                           salon_mcp_command_get_environment (self->command),
                                           flags, NULL, NULL, -1, -1, -1,
                                           source_fds, target_fds, G_N_ELEMENTS (source_fds),
                                           &self->guard_pid, &self->input_fd, &self->output_fd,
                                           &self->errors_fd, error);
}

static void
watch_guard (SalonMcpProcess *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  g_unix_set_fd_nonblocking (self->input_fd, TRUE, NULL);
  g_unix_set_fd_nonblocking (self->output_fd, TRUE, NULL);
  g_unix_set_fd_nonblocking (self->errors_fd, TRUE, NULL);
  g_unix_set_fd_nonblocking (self->status_fd, TRUE, NULL);
  g_unix_set_fd_nonblocking (self->control_fd, TRUE, NULL);

  self->status_source = g_unix_fd_source_new (self->status_fd, G_IO_IN | G_IO_HUP | G_IO_ERR);
  g_source_set_callback (self->status_source, G_SOURCE_FUNC (on_status_cb), self, NULL);
  g_source_set_static_name (self->status_source, "salon-mcp-process-status");
  g_source_attach (self->status_source, context);

  self->child_source = g_child_watch_source_new (self->guard_pid);
  g_source_set_callback (self->child_source, G_SOURCE_FUNC (on_guard_ended_cb), self, NULL);
  g_source_set_static_name (self->child_source, "salon-mcp-process-guard");
  g_source_attach (self->child_source, context);
}

/*
 * salon_mcp_process_start:
 *
 * Starts the server, once, from the main thread: the guard asks the kernel to be told when
 * the thread that started it ends.
 *
 * Returns: (transfer full): a future of %TRUE, rejected with %SALON_MCP_ERROR_START
 */
DexFuture *
salon_mcp_process_start (SalonMcpProcess *self)
{
  int status_fds[2] = { -1, -1 };
  int control_fds[2] = { -1, -1 };
  g_autoptr (GError) error = NULL;
  gboolean spawned = FALSE;

  g_assert (self->guard_pid == 0);

  spawned = g_unix_open_pipe (status_fds, O_CLOEXEC, &error) &&
            g_unix_open_pipe (control_fds, O_CLOEXEC, &error);
  self->status_fd = status_fds[0];
  self->control_fd = control_fds[1];
  spawned = spawned && spawn_guard (self, status_fds[1], control_fds[0], &error);
  g_clear_fd (&status_fds[1], NULL);
  g_clear_fd (&control_fds[0], NULL);
  if (!spawned)
    {
      dex_promise_resolve_boolean (self->exited, TRUE);
      dex_promise_resolve_boolean (self->gone, TRUE);
      return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_START,
                                    _("The server could not be started: Salon’s helper program "
                                      "“%s” can’t be run (%s). "
                                      "Installing Salon again may help."), self->guard_path,
                                      error->message);
    }
  watch_guard (self);
  return DEX_FUTURE (dex_ref (self->started));
}

/*
 * salon_mcp_process_await_exited:
 *
 * Returns: (transfer full): a future that resolves when the server itself has ended, though
 *   children of it may be left
 */
DexFuture *
salon_mcp_process_await_exited (SalonMcpProcess *self)
{
  return DEX_FUTURE (dex_ref (self->exited));
}

/*
 * salon_mcp_process_await_gone:
 *
 * Returns: (transfer full): a future that resolves when no process of the server is left
 */
DexFuture *
salon_mcp_process_await_gone (SalonMcpProcess *self)
{
  return DEX_FUTURE (dex_ref (self->gone));
}

/* The descriptors, non-blocking; owned by the caller from now on. */

int
salon_mcp_process_steal_input (SalonMcpProcess *self)
{
  return g_steal_fd (&self->input_fd);
}

int
salon_mcp_process_steal_output (SalonMcpProcess *self)
{
  return g_steal_fd (&self->output_fd);
}

int
salon_mcp_process_steal_errors (SalonMcpProcess *self)
{
  return g_steal_fd (&self->errors_fd);
}

static void
command_guard (SalonMcpProcess *self,
               char             command)
{
  /* The guard reads whenever it is told something, so the pipe is never full; and when it
   * is gone, there is nothing to tell. */
  if (self->control_fd >= 0 && write (self->control_fd, &command, 1) != 1)
    g_debug ("The guard of process %d is gone already", (int) self->server_pid);
}

/* Asks the server and its process group to end (SIGTERM). */
void
salon_mcp_process_terminate (SalonMcpProcess *self)
{
  command_guard (self, 'T');
}

/* Ends the server and everything it ever started (SIGKILL). */
void
salon_mcp_process_kill (SalonMcpProcess *self)
{
  command_guard (self, 'K');
}

/*
 * salon_mcp_process_dup_end:
 *
 * Returns: (transfer full): a sentence on how the server ended
 */
char *
salon_mcp_process_dup_end (SalonMcpProcess *self)
{
  switch (self->end)
    {
    case END_EXITED:
      return g_strdup_printf (_("The server ended with exit code %d."), self->end_number);
    case END_SIGNALLED:
      return g_strdup_printf (_("The server was ended by signal %d (%s)."),
                              self->end_number, strsignal (self->end_number));
    case END_UNKNOWN:
    default:
      return g_strdup (_("The server was ended by force, together with the helper program it runs "
                         "under."));
    }
}

GPid
salon_mcp_process_get_guard_pid (SalonMcpProcess *self)
{
  return self->guard_pid;
}

GPid
salon_mcp_process_get_server_pid (SalonMcpProcess *self)
{
  return self->server_pid;
}

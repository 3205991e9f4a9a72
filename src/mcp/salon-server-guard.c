/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Stands between Salon and one MCP server, so that nothing of the server outlives Salon,
 * however Salon ends.
 *
 *   salon-server-guard --parent PID [--directory FOLDER] -- COMMAND [ARGUMENT…]
 *
 * Standard input, output and error belong to the server. Two more descriptors belong to
 * the guard:
 *
 *   3  status, written, a line each: “started PID”, “failed ERRNO exec|chdir|fork”,
 *      “exited CODE”, “signalled NUMBER”
 *   4  control, read, a byte each: “T” terminates the server's process group, “K” kills
 *      every descendant. Its end means that Salon is gone: terminate, then kill.
 *
 * The guard is a child subreaper: what the server's children leave behind, daemons in
 * sessions of their own included, becomes its child and so can be found. When the server
 * itself ends, what it left behind is ended, too. The guard ends with the server's status.
 *
 * Plain C without GLib: it runs between fork and exec of other people's programs, once for
 * each server, and has to stay small in memory.
 */

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define STATUS_FD 3
#define CONTROL_FD 4
#define SIGNAL_FD 5
#define PROC_FD 6

/* How long orphans, and a server whose Salon is gone, get between SIGTERM and SIGKILL. */
#define LEFTOVERS_GRACE_MS 300
#define PARENT_GONE_GRACE_MS 1000
/* How often SIGKILL is repeated, as a killed process may have forked meanwhile, and when
 * the guard gives up on what it may not kill (a setuid program). */
#define KILL_INTERVAL_MS 20
#define KILL_LIMIT_MS 10000

#define MAX_PROCESSES 65536

typedef struct
{
  pid_t pid;
  pid_t parent;
  bool  descends;
} Process;

typedef struct
{
  pid_t   parent;
  pid_t   server;
  bool    server_ended;
  int     server_status;
  bool    control_open;
  bool    killing;
  int64_t kill_at;      /* milliseconds, -1 when nothing is due */
  int64_t give_up_at;
} Guard;

static Process processes[MAX_PROCESSES];

static int64_t
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
report (const char *word,
        long        number,
        const char *stage)
{
  char line[64];
  int length = snprintf (line, sizeof line, stage != NULL ? "%s %ld %s\n" : "%s %ld\n",
                         word, number, stage);

  /* Nobody may be left to read it; SIGPIPE is blocked. */
  while (length > 0 && write (STATUS_FD, line, (size_t) length) < 0 && errno == EINTR)
    ;
}

/* The parent of a process by /proc/PID/stat; the name in it may hold any character, so
 * the fields are counted from its last parenthesis. */
static pid_t
read_parent (pid_t pid)
{
  char path[64];
  char text[512];
  const char *after_name = NULL;
  ssize_t length = 0;
  int parent = -1;
  int fd = -1;

  snprintf (path, sizeof path, "%d/stat", (int) pid);
  fd = openat (PROC_FD, path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return -1;
  length = read (fd, text, sizeof text - 1);
  close (fd);
  if (length <= 0)
    return -1;
  text[length] = '\0';
  after_name = strrchr (text, ')');
  if (after_name == NULL || sscanf (after_name + 1, " %*c %d", &parent) != 1)
    return -1;
  return parent;
}

static size_t
list_processes (void)
{
  int fd = openat (PROC_FD, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *directory = fd >= 0 ? fdopendir (fd) : NULL;
  const struct dirent *entry = NULL;
  size_t count = 0;

  if (directory == NULL)
    return 0;
  while (count < MAX_PROCESSES && (entry = readdir (directory)) != NULL)
    {
      pid_t pid = 0;

      if (!isdigit ((unsigned char) entry->d_name[0]))
        continue;
      pid = (pid_t) strtol (entry->d_name, NULL, 10);
      processes[count].pid = pid;
      processes[count].parent = read_parent (pid);
      processes[count].descends = false;
      count++;
    }
  closedir (directory);
  return count;
}

static void
signal_descendants (int number)
{
  size_t count = list_processes ();
  pid_t self = getpid ();
  bool found = true;

  while (found)
    {
      found = false;
      for (size_t i = 0; i < count; i++)
        {
          if (processes[i].descends)
            continue;
          processes[i].descends = processes[i].parent == self;
          for (size_t j = 0; j < count && !processes[i].descends; j++)
            processes[i].descends =
              processes[j].descends && processes[j].pid == processes[i].parent;
          found = found || processes[i].descends;
        }
    }
  for (size_t i = 0; i < count; i++)
    if (processes[i].descends)
      kill (processes[i].pid, number);
}

static void
signal_group (Guard *guard,
              int    number)
{
  /* Once the server is reaped, its number may be somebody else's, but a group keeps its
   * number as long as it has a member; the descendants are found by parentage then. */
  if (!guard->server_ended)
    kill (-guard->server, number);
  else
    signal_descendants (number);
}

static void
start_killing (Guard *guard)
{
  int64_t now = now_ms ();

  if (!guard->killing)
    guard->give_up_at = now + KILL_LIMIT_MS;
  guard->killing = true;
  if (!guard->server_ended)
    kill (-guard->server, SIGKILL);
  signal_descendants (SIGKILL);
  guard->kill_at = now + KILL_INTERVAL_MS;
}

static void
terminate (Guard *guard,
           int    grace_ms)
{
  if (guard->killing)
    return;
  signal_group (guard, SIGTERM);
  if (guard->kill_at < 0 || guard->kill_at > now_ms () + grace_ms)
    guard->kill_at = now_ms () + grace_ms;
}

static void
parent_gone (Guard *guard)
{
  guard->control_open = false;
  terminate (guard, PARENT_GONE_GRACE_MS);
}

/* Returns false when no child is left. */
static bool
reap (Guard *guard)
{
  int status = 0;
  pid_t pid = 0;
  bool ended_now = false;

  while ((pid = waitpid (-1, &status, WNOHANG)) > 0)
    {
      if (pid != guard->server || guard->server_ended)
        continue;
      guard->server_ended = true;
      guard->server_status = status;
      ended_now = true;
      if (WIFSIGNALED (status))
        report ("signalled", WTERMSIG (status), NULL);
      else
        report ("exited", WEXITSTATUS (status), NULL);
    }
  if (pid < 0 && errno == ECHILD)
    return false;
  if (ended_now)
    terminate (guard, LEFTOVERS_GRACE_MS);
  return true;
}

static void
read_control (Guard *guard)
{
  char bytes[16];
  ssize_t length = read (CONTROL_FD, bytes, sizeof bytes);

  if (length < 0 && (errno == EINTR || errno == EAGAIN))
    return;
  if (length <= 0)
    {
      parent_gone (guard);
      return;
    }
  for (ssize_t i = 0; i < length; i++)
    {
      if (bytes[i] == 'T')
        signal_group (guard, SIGTERM);
      else if (bytes[i] == 'K')
        start_killing (guard);
    }
}

static void
read_signal (Guard *guard,
             int    signal_fd)
{
  struct signalfd_siginfo info;

  if (read (signal_fd, &info, sizeof info) != sizeof info)
    return;
  if (info.ssi_signo == SIGCHLD || info.ssi_signo == SIGPIPE)
    return;
  if (info.ssi_signo == (unsigned) SIGRTMIN)
    {
      /* The parent-death signal is about the thread that started this process; only
       * another parent means that Salon is gone. */
      if (getppid () != guard->parent)
        parent_gone (guard);
      return;
    }
  signal_group (guard, (int) info.ssi_signo);
}

static void
guard_run (Guard *guard,
           int    signal_fd)
{
  while (reap (guard))
    {
      struct pollfd fds[2] = {
        { .fd = signal_fd, .events = POLLIN },
        { .fd = guard->control_open ? CONTROL_FD : -1, .events = POLLIN },
      };
      int64_t now = now_ms ();
      int timeout = -1;

      if (guard->killing && now >= guard->give_up_at)
        return;
      if (guard->kill_at >= 0)
        timeout = guard->kill_at > now ? (int) (guard->kill_at - now) : 0;
      if (poll (fds, 2, timeout) > 0)
        {
          if (fds[0].revents != 0)
            read_signal (guard, signal_fd);
          if (fds[1].revents != 0)
            read_control (guard);
        }
      if (guard->kill_at >= 0 && now_ms () >= guard->kill_at && reap (guard))
        start_killing (guard);
    }
}

static void
become_server (const char  *directory,
               char       **argv,
               int          failure_fd,
               pid_t        guard)
{
  struct { int error; char stage; } failure = { 0, 'x' };
  sigset_t none;

  setpgid (0, 0);
  /* If the guard is killed, the server goes, too. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != guard)
    _exit (127);
  for (int number = 1; number < NSIG; number++)
    signal (number, SIG_DFL);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
  if (directory != NULL && chdir (directory) != 0)
    failure.stage = 'd';
  else
    execvp (argv[0], argv);
  failure.error = errno;
  if (write (failure_fd, &failure, sizeof failure) < 0)
    _exit (126);
  _exit (127);
}

/* Starts the server; returns false when it could not be executed. */
static bool
start_server (Guard       *guard,
              const char  *directory,
              char       **argv)
{
  struct { int error; char stage; } failure = { 0, 'x' };
  pid_t self = getpid ();
  ssize_t length = 0;
  int fds[2];
  int null_fd = -1;

  if (pipe2 (fds, O_CLOEXEC) != 0 || (guard->server = fork ()) < 0)
    {
      report ("failed", errno, "fork");
      return false;
    }
  if (guard->server == 0)
    become_server (directory, argv, fds[1], self);
  /* In both processes, so that the group exists whoever comes first. */
  setpgid (guard->server, guard->server);
  close (fds[1]);

  /* The pipes are the server's alone, or their ends would never be noticed. */
  null_fd = open ("/dev/null", O_RDWR | O_CLOEXEC);
  for (int fd = 0; fd <= 2; fd++)
    if (null_fd < 0 || dup2 (null_fd, fd) < 0)
      close (fd);

  do
    length = read (fds[0], &failure, sizeof failure);
  while (length < 0 && errno == EINTR);
  close (fds[0]);
  if (length == (ssize_t) sizeof failure)
    {
      waitpid (guard->server, NULL, 0);
      report ("failed", failure.error, failure.stage == 'd' ? "chdir" : "exec");
      return false;
    }
  report ("started", guard->server, NULL);
  return true;
}

static int
open_signals (void)
{
  sigset_t signals;

  sigemptyset (&signals);
  sigaddset (&signals, SIGCHLD);
  sigaddset (&signals, SIGPIPE);
  sigaddset (&signals, SIGTERM);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGHUP);
  sigaddset (&signals, SIGQUIT);
  sigaddset (&signals, SIGUSR1);
  sigaddset (&signals, SIGUSR2);
  sigaddset (&signals, SIGRTMIN);
  sigprocmask (SIG_BLOCK, &signals, NULL);
  return signalfd (-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* Moves what the guard needs to fixed numbers and closes everything else: it is none of the
 * server's business. /proc is kept open, as its mount may be gone when it is needed. */
static bool
arrange_descriptors (int signal_fd)
{
  int proc_fd = -1;

  /* Out of the way first: either may lie on the other's number. */
  signal_fd = fcntl (signal_fd, F_DUPFD_CLOEXEC, PROC_FD + 1);
  proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (proc_fd >= 0)
    proc_fd = fcntl (proc_fd, F_DUPFD_CLOEXEC, PROC_FD + 1);
  if (signal_fd < 0 || dup3 (signal_fd, SIGNAL_FD, O_CLOEXEC) < 0)
    return false;
  if (proc_fd >= 0 ? dup3 (proc_fd, PROC_FD, O_CLOEXEC) < 0
                   : close (PROC_FD) != 0 && errno != EBADF)
    return false;
  return close_range (PROC_FD + 1, ~0U, 0) == 0;
}

/* Ends this process the way the server ended, without a second core dump. */
static int
pass_on (int status)
{
  struct rlimit no_core = { 0, 0 };
  sigset_t one;

  if (!WIFSIGNALED (status))
    return WEXITSTATUS (status);
  setrlimit (RLIMIT_CORE, &no_core);
  signal (WTERMSIG (status), SIG_DFL);
  sigemptyset (&one);
  sigaddset (&one, WTERMSIG (status));
  sigprocmask (SIG_UNBLOCK, &one, NULL);
  raise (WTERMSIG (status));
  return 128 + WTERMSIG (status);
}

int
main (int    argc,
      char **argv)
{
  Guard guard = { .parent = -1, .control_open = true, .kill_at = -1 };
  const char *directory = NULL;
  int signal_fd = -1;
  int i = 1;

  for (; i + 1 < argc && strcmp (argv[i], "--") != 0; i += 2)
    {
      if (strcmp (argv[i], "--parent") == 0)
        guard.parent = (pid_t) strtol (argv[i + 1], NULL, 10);
      else if (strcmp (argv[i], "--directory") == 0)
        directory = argv[i + 1];
    }
  if (i + 1 >= argc || guard.parent <= 0 || fcntl (STATUS_FD, F_SETFD, FD_CLOEXEC) != 0 ||
      fcntl (CONTROL_FD, F_SETFD, FD_CLOEXEC) != 0)
    {
      fputs ("salon-server-guard is started by Salon, not by hand.\n", stderr);
      return 64;
    }

  signal_fd = open_signals ();
  setsid ();
  prctl (PR_SET_CHILD_SUBREAPER, 1);
  prctl (PR_SET_PDEATHSIG, SIGRTMIN);
  if (signal_fd < 0 || getppid () != guard.parent)
    return 1;
  if (!arrange_descriptors (signal_fd))
    return 1;

  if (!start_server (&guard, directory, argv + i + 1))
    return 127;
  guard_run (&guard, SIGNAL_FD);
  return pass_on (guard.server_status);
}

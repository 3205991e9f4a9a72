/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-login-path.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#define TIME_LIMIT (2 * G_USEC_PER_SEC)

/* What start-up files print around the answer is of no interest, and has an end. */
#define MAX_OUTPUT (256 * 1024)

/* Quoted in two pieces, so that a shell that echoes the command does not answer by it. */
#define BEGIN_MARK "salon-path-begins:"
#define END_MARK   ":salon-path-ends"
#define COMMAND    "printf '%s%s%s' 'salon-path-''begins:' \"$PATH\" ':salon-path-''ends'"

/* Where the installers of the usual tools put them without every shell being told. */
static const char * const home_folders[] = {
  ".local/bin", "bin", ".local/share/mise/shims", ".asdf/shims", ".volta/bin",
  ".local/share/fnm/aliases/default/bin", ".bun/bin", ".deno/bin", ".cargo/bin", NULL
};

static const char * const system_folders[] = {
  "/home/linuxbrew/.linuxbrew/bin", "/usr/local/bin", "/usr/bin", "/bin", "/snap/bin", NULL
};

/* --- asking the shell --------------------------------------------------------------------- */

/* Between fork and exec: an interactive shell takes over its terminal, which is not what a
 * program that was started in one expects of us. */
static void
leave_terminal (gpointer user_data)
{
  setsid ();
}

static char *
find_answer (GByteArray *output)
{
  const char *text = (const char *) output->data;
  const char *begin = g_strstr_len (text, output->len, BEGIN_MARK);
  const char *end;

  if (begin == NULL)
    return NULL;

  begin += strlen (BEGIN_MARK);
  end = g_strstr_len (begin, output->len - (begin - text), END_MARK);

  return end != NULL ? g_strndup (begin, end - begin) : NULL;
}

/* Reads until the answer is complete; not until the shell ends, which something its start-up
 * files left in the background can put off for ever. */
static DexFuture *
read_answer_fiber (gpointer user_data)
{
  GInputStream *stream = user_data;
  g_autoptr(GByteArray) output = g_byte_array_new ();
  GError *error = NULL;

  while (output->len < MAX_OUTPUT)
    {
      g_autoptr(GBytes) bytes = NULL;
      char *answer;

      bytes = dex_await_boxed (dex_input_stream_read_bytes (stream, 4096, G_PRIORITY_DEFAULT),
                               &error);
      if (bytes == NULL)
        return dex_future_new_for_error (error);
      if (g_bytes_get_size (bytes) == 0)
        break;

      g_byte_array_append (output, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      if ((answer = find_answer (output)) != NULL)
        return dex_future_new_take_string (answer);
    }

  return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no answer in the output");
}

typedef struct
{
  char **environment;
  SalonClock *clock;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_strfreev (question->environment);
  g_object_unref (question->clock);
  g_free (question);
}

/* In a fiber. */
static char *
ask_shell (Question *question)
{
  const char *shell = g_environ_getenv (question->environment, "SHELL");
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  DexFuture *answer;
  char *path;
  const char *id;

  if (shell == NULL || !g_path_is_absolute (shell))
    return NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_set_environ (launcher, question->environment);
  g_subprocess_launcher_set_child_setup (launcher, leave_terminal, NULL, NULL);
  process = g_subprocess_launcher_spawn (launcher, &error, shell, "-l", "-i", "-c", COMMAND, NULL);
  if (process == NULL)
    {
      g_debug ("No answer from %s: %s", shell, error->message);
      return NULL;
    }

  answer = dex_scheduler_spawn (NULL, 0, read_answer_fiber,
                                g_object_ref (g_subprocess_get_stdout_pipe (process)),
                                g_object_unref);
  path = dex_await_string (dex_future_first (answer,
                                             salon_clock_sleep (question->clock, TIME_LIMIT),
                                             NULL), &error);

  /* Its session is its process group. */
  id = g_subprocess_get_identifier (process);
  if (id != NULL)
    kill (-(pid_t) g_ascii_strtoll (id, NULL, 10), SIGKILL);

  if (error != NULL)
    g_debug ("No answer from %s: %s", shell, error->message);

  return path;
}

/* --- putting it together ------------------------------------------------------------------ */

typedef struct
{
  char *from_shell;  /* nullable */
  char *home;        /* nullable */
  char *inherited;   /* nullable */
} Parts;

static void
parts_free (gpointer data)
{
  Parts *parts = data;

  g_free (parts->from_shell);
  g_free (parts->home);
  g_free (parts->inherited);
  g_free (parts);
}

/* Relative folders, the current one among them, would run what lies in a server's working
 * folder. */
static void
add_folder (GPtrArray  *folders,
            const char *folder)
{
  if (!g_path_is_absolute (folder) ||
      g_ptr_array_find_with_equal_func (folders, folder, g_str_equal, NULL))
    return;

  g_ptr_array_add (folders, g_strdup (folder));
}

static void
add_path (GPtrArray  *folders,
          const char *path)
{
  g_auto(GStrv) parts = g_strsplit (path != NULL ? path : "", ":", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    add_folder (folders, parts[i]);
}

static void
add_existing (GPtrArray  *folders,
              const char *folder)
{
  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    add_folder (folders, folder);
}

/* nvm keeps versions side by side and tells only the shells that source it; the newest one is
 * the best guess. */
static void
add_newest_nvm (GPtrArray  *folders,
                const char *home)
{
  g_autofree char *versions = g_build_filename (home, ".nvm", "versions", "node", NULL);
  g_autoptr(GDir) dir = g_dir_open (versions, 0, NULL);
  g_autofree char *newest = NULL;
  g_autofree char *bin = NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      if (*name == 'v' && (newest == NULL || strverscmp (name, newest) > 0))
        g_set_str (&newest, name);
    }

  if (newest == NULL)
    return;

  bin = g_build_filename (versions, newest, "bin", NULL);
  add_existing (folders, bin);
}

/* On a thread, as it looks at the disk. */
static DexFuture *
join_on_thread (gpointer user_data)
{
  Parts *parts = user_data;
  g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);

  add_path (folders, parts->from_shell);
  add_path (folders, parts->inherited);

  if (parts->home != NULL)
    {
      for (guint i = 0; home_folders[i] != NULL; i++)
        {
          g_autofree char *folder = g_build_filename (parts->home, home_folders[i], NULL);

          add_existing (folders, folder);
        }
      add_newest_nvm (folders, parts->home);
    }

  for (guint i = 0; system_folders[i] != NULL; i++)
    add_existing (folders, system_folders[i]);

  g_ptr_array_add (folders, NULL);

  return dex_future_new_take_string (g_strjoinv (":", (char **) folders->pdata));
}

static DexFuture *
resolve_fiber (gpointer user_data)
{
  Question *question = user_data;
  Parts *parts = g_new0 (Parts, 1);

  parts->from_shell = ask_shell (question);
  parts->home = g_strdup (g_environ_getenv (question->environment, "HOME"));
  parts->inherited = g_strdup (g_environ_getenv (question->environment, "PATH"));

  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                              join_on_thread, parts, parts_free);
}

/**
 * salon_login_path_resolve:
 * @environment: the variables that count (`SHELL`, `HOME`, `PATH`), in the form of
 *   g_get_environ(); the shell gets all of them
 * @clock: the clock that ends the wait
 *
 * Finds the PATH that the user has in a terminal, which a program started from the desktop does
 * not inherit. The login shell is asked for at most two seconds; then come the inherited PATH and
 * the folders where the usual tools are installed, as far as they exist.
 *
 * Returns: (transfer full): a future of the PATH, a string; never rejected, except by
 *   cancellation
 */
DexFuture *
salon_login_path_resolve (const char * const *environment,
                          SalonClock         *clock)
{
  Question *question;

  g_return_val_if_fail (environment != NULL, NULL);
  g_return_val_if_fail (SALON_IS_CLOCK (clock), NULL);

  question = g_new0 (Question, 1);
  question->environment = g_strdupv ((char **) environment);
  question->clock = g_object_ref (clock);

  return dex_scheduler_spawn (NULL, 0, resolve_fiber, question, question_free);
}

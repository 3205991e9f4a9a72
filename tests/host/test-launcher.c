/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "salon-launcher.h"

#include "host-test.h"
#include "salon-host-error.h"
#include "salon-login-path.h"
#include "salon-manual-clock.h"
#include "salon-mcp-command.h"

typedef struct
{
  char *home;
  char *bin;         /* a folder that only the login shell knows */
  char *shell;
  char **environment;
  SalonSecrets *secrets;
} Fixture;

static void
make_program (const char *path,
              const char *script)
{
  host_test_write (path, script);
  g_assert_cmpint (g_chmod (path, 0755), ==, 0);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->home = host_test_make_folder ();
  fixture->bin = g_build_filename (fixture->home, "tools", NULL);
  fixture->shell = g_build_filename (fixture->home, "shell", NULL);
  g_assert_cmpint (g_mkdir (fixture->bin, 0700), ==, 0);

  fixture->environment = g_environ_setenv (NULL, "HOME", fixture->home, TRUE);
  fixture->environment = g_environ_setenv (fixture->environment, "SHELL", fixture->shell, TRUE);
  fixture->environment = g_environ_setenv (fixture->environment, "PATH", "/usr/bin:/bin", TRUE);
  fixture->environment = g_environ_setenv (fixture->environment, "TOOLS", fixture->bin, TRUE);
  fixture->secrets = salon_secrets_new_in_memory ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  host_test_settle ();
  g_free (fixture->home);
  g_free (fixture->bin);
  g_free (fixture->shell);
  g_strfreev (fixture->environment);
  g_assert_finalize_object (fixture->secrets);
}

static SalonLauncher *
new_launcher (Fixture    *fixture,
              SalonClock *clock)
{
  const char * const *environment = (const char * const *) fixture->environment;
  g_autoptr(SalonExpander) expander = salon_expander_new (fixture->secrets, environment);

  return salon_launcher_new (expander, environment, clock);
}

static SalonServerConfig *
new_config (const char *command,
            ...)
{
  SalonServerConfig *config = salon_server_config_new ("server");
  g_autoptr(GPtrArray) arguments = g_ptr_array_new ();
  va_list list;
  char *argument;

  va_start (list, command);
  while ((argument = va_arg (list, char *)) != NULL)
    g_ptr_array_add (arguments, argument);
  va_end (list);
  g_ptr_array_add (arguments, NULL);
  salon_server_config_set_command (config, command, (const char * const *) arguments->pdata);

  return config;
}

static SalonMcpCommand *
prepare (SalonLauncher     *launcher,
         SalonServerConfig *config)
{
  DexFuture *future = salon_launcher_prepare (launcher, config);
  g_autoptr(GError) error = NULL;
  const GValue *value;
  SalonMcpCommand *command;

  host_test_wait (future);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  command = g_value_dup_boxed (value);
  dex_unref (future);

  return command;
}

/* A shell as people have them: chatty, and with a PATH that only it knows. */
static void
make_usual_shell (Fixture *fixture)
{
  make_program (fixture->shell,
                "#!/bin/sh\n"
                "echo 'Welcome! salon-path-begins'\n"
                "echo noise >&2\n"
                "PATH=\"$TOOLS:relative:/usr/bin\"\n"
                "for last; do :; done\n"
                "eval \"$last\"\n"
                "echo bye\n");
}

static void
test_login_path (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *local = g_build_filename (fixture->home, ".local", "bin", NULL);
  g_autofree char *nvm = g_build_filename (fixture->home, ".nvm", "versions", "node", NULL);
  g_autofree char *old_node = g_build_filename (nvm, "v9.11.2", "bin", NULL);
  g_autofree char *new_node = g_build_filename (nvm, "v22.1.0", "bin", NULL);
  g_autofree char *path = NULL;
  g_auto(GStrv) folders = NULL;

  make_usual_shell (fixture);
  g_assert_cmpint (g_mkdir_with_parents (local, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (old_node, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (new_node, 0700), ==, 0);

  path = host_test_await_string (
    salon_login_path_resolve ((const char * const *) fixture->environment,
                              salon_clock_get_system ()));
  folders = g_strsplit (path, ":", -1);

  g_assert_cmpstr (folders[0], ==, fixture->bin);
  g_assert_cmpstr (folders[1], ==, "/usr/bin");
  g_assert_cmpstr (folders[2], ==, "/bin");
  g_assert_cmpstr (folders[3], ==, local);
  g_assert_cmpstr (folders[4], ==, new_node);
  g_assert_false (g_strv_contains ((const char * const *) folders, old_node));
  g_assert_false (g_strv_contains ((const char * const *) folders, "relative"));
}

static void
test_bad_shells (Fixture       *fixture,
                 gconstpointer  data)
{
  static const char * const scripts[] = {
    "#!/bin/sh\nexit 1\n",
    "#!/bin/sh\necho nothing of use\n",
    "#!/bin/sh\nyes salon-path-begins | head -c 10000000\n",
    "#!/bin/sh\nkill -9 $$\n",
    "not a program at all",
  };

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autofree char *path = NULL;

      make_program (fixture->shell, scripts[i]);
      path = host_test_await_string (
        salon_login_path_resolve ((const char * const *) fixture->environment,
                                  salon_clock_get_system ()));
      g_assert_true (g_str_has_prefix (path, "/usr/bin:/bin"));
    }

  {
    g_autofree char *path = NULL;

    g_assert_cmpint (g_unlink (fixture->shell), ==, 0);
    path = host_test_await_string (
      salon_login_path_resolve ((const char * const *) fixture->environment,
                                salon_clock_get_system ()));
    g_assert_true (g_str_has_prefix (path, "/usr/bin:/bin"));
  }
}

static void
test_background (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(SalonManualClock) clock = salon_manual_clock_new ();
  g_autofree char *path = NULL;

  /* Something in the start-up files keeps the output open for longer than anybody waits; the time
   * stands still, so only the answer can end this. */
  make_program (fixture->shell,
                "#!/bin/sh\nsleep 600 &\nPATH=\"$TOOLS\"\nfor last; do :; done\n"
                "eval \"$last\"\nwait\n");
  path = host_test_await_string (
    salon_login_path_resolve ((const char * const *) fixture->environment, SALON_CLOCK (clock)));
  g_assert_true (g_str_has_prefix (path, fixture->bin));
}

static void
test_hanging_shell (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(SalonManualClock) clock = salon_manual_clock_new ();
  g_autofree char *pid_path = g_build_filename (fixture->home, "pid", NULL);
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\necho $$ > %s.new\nmv %s.new %s\n"
                                             "while :; do sleep 600; done\n",
                                             pid_path, pid_path, pid_path);
  g_autofree char *pid = NULL;
  g_autofree char *path = NULL;
  DexFuture *future;

  make_program (fixture->shell, script);
  future = salon_login_path_resolve ((const char * const *) fixture->environment,
                                     SALON_CLOCK (clock));
  host_test_settle ();
  while (!g_file_test (pid_path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (dex_future_is_pending (future));

  salon_manual_clock_advance (clock, 2 * G_USEC_PER_SEC);
  path = host_test_await_string (future);
  g_assert_true (g_str_has_prefix (path, "/usr/bin:/bin"));

  /* It does not stay behind. */
  pid = host_test_read (pid_path);
  host_test_run_until (kill (atoi (pid), 0) != 0);
}

static void
test_finds (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(SalonLauncher) launcher = new_launcher (fixture, NULL);
  g_autoptr(SalonServerConfig) config = new_config ("tool", "-y", "a b; rm -rf /", "${env:TOOLS}",
                                                    "$(id)", NULL);
  g_autofree char *program = g_build_filename (fixture->bin, "tool", NULL);
  g_autoptr(SalonMcpCommand) command = NULL;
  const char * const *argv;

  make_usual_shell (fixture);
  make_program (program, "#!/bin/sh\n");
  command = prepare (launcher, config);
  argv = salon_mcp_command_get_argv (command);

  g_assert_cmpuint (g_strv_length ((char **) argv), ==, 5);
  g_assert_cmpstr (argv[0], ==, program);
  g_assert_cmpstr (argv[1], ==, "-y");
  g_assert_cmpstr (argv[2], ==, "a b; rm -rf /");
  g_assert_cmpstr (argv[3], ==, fixture->bin);
  g_assert_cmpstr (argv[4], ==, "$(id)");
  g_assert_cmpstr (salon_mcp_command_get_working_directory (command), ==, fixture->home);
}

static void
test_environment (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char * const configured[] = {
    "KEY=${secret:key}", "LANG=de_DE.UTF-8", "EMPTY=", NULL
  };
  static const char * const inherited[][2] = {
    { "LANG", "C" }, { "LC_TIME", "en_GB" }, { "AWS_SECRET_ACCESS_KEY", "x" },
    { "SSH_AUTH_SOCK", "/x" }, { "DBUS_SESSION_BUS_ADDRESS", "x" }, { "SALON_SECRETS", "memory" },
  };
  g_autoptr(SalonLauncher) launcher = NULL;
  g_autoptr(SalonServerConfig) config = new_config ("/bin/sh", NULL);
  g_autoptr(SalonMcpCommand) command = NULL;
  g_autofree char *masked = NULL;
  char **environment;

  make_usual_shell (fixture);
  host_test_await (salon_secrets_store (fixture->secrets, "key", "s3cret"));
  for (guint i = 0; i < G_N_ELEMENTS (inherited); i++)
    fixture->environment = g_environ_setenv (fixture->environment, inherited[i][0],
                                             inherited[i][1], TRUE);
  launcher = new_launcher (fixture, NULL);
  salon_server_config_set_environment (config, configured);

  command = prepare (launcher, config);
  environment = (char **) salon_mcp_command_get_environment (command);

  g_assert_cmpstr (g_environ_getenv (environment, "HOME"), ==, fixture->home);
  g_assert_true (g_str_has_prefix (g_environ_getenv (environment, "PATH"), fixture->bin));
  g_assert_cmpstr (g_environ_getenv (environment, "LANG"), ==, "de_DE.UTF-8");
  g_assert_cmpstr (g_environ_getenv (environment, "LC_TIME"), ==, "en_GB");
  g_assert_cmpstr (g_environ_getenv (environment, "KEY"), ==, "s3cret");
  masked = salon_mcp_command_dup_masked (command, "not s3cret", strlen ("not s3cret"));
  g_assert_cmpstr (masked, ==, "not •••");
  g_assert_cmpstr (g_environ_getenv (environment, "EMPTY"), ==, "");
  g_assert_null (g_environ_getenv (environment, "AWS_SECRET_ACCESS_KEY"));
  g_assert_null (g_environ_getenv (environment, "SSH_AUTH_SOCK"));
  g_assert_null (g_environ_getenv (environment, "DBUS_SESSION_BUS_ADDRESS"));
  g_assert_null (g_environ_getenv (environment, "SALON_SECRETS"));
  g_assert_null (g_environ_getenv (environment, "TOOLS"));
}

static void
test_own_path (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(SalonLauncher) launcher = new_launcher (fixture, NULL);
  g_autoptr(SalonServerConfig) config = new_config ("tool", NULL);
  g_autofree char *folder = g_build_filename (fixture->home, "own", NULL);
  g_autofree char *program = g_build_filename (folder, "tool", NULL);
  g_autofree char *variable = g_strconcat ("PATH=", folder, NULL);
  const char *configured[] = { variable, NULL };
  g_autoptr(SalonMcpCommand) command = NULL;

  make_usual_shell (fixture);
  make_program (program, "#!/bin/sh\n");
  salon_server_config_set_environment (config, configured);
  command = prepare (launcher, config);
  g_assert_cmpstr (salon_mcp_command_get_argv (command)[0], ==, program);
}

static void
test_folders (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(SalonLauncher) launcher = new_launcher (fixture, NULL);
  g_autoptr(SalonServerConfig) config = new_config ("./run", NULL);
  g_autoptr(SalonServerConfig) home = new_config ("~/tools/run", NULL);
  g_autofree char *program = g_build_filename (fixture->bin, "run", NULL);
  g_autoptr(SalonMcpCommand) relative = NULL;
  g_autoptr(SalonMcpCommand) absolute = NULL;
  g_autofree char *missing = NULL;

  make_usual_shell (fixture);
  make_program (program, "#!/bin/sh\n");

  salon_server_config_set_directory (config, "~/tools");
  relative = prepare (launcher, config);
  g_assert_cmpstr (salon_mcp_command_get_argv (relative)[0], ==, program);
  g_assert_cmpstr (salon_mcp_command_get_working_directory (relative), ==, fixture->bin);

  absolute = prepare (launcher, home);
  g_assert_cmpstr (salon_mcp_command_get_argv (absolute)[0], ==, program);

  salon_server_config_set_directory (config, "/nonexistent/folder");
  missing = host_test_await_error (salon_launcher_prepare (launcher, config),
                                   SALON_HOST_ERROR, SALON_HOST_ERROR_SERVER);
  g_assert_cmpstr (missing, ==, "The working folder “/nonexistent/folder” does not exist.");
}

static void
test_missing (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *command;
    const char *parts[3];
  } cases[] = {
    { "salon-no-such-program", { "The program “salon-no-such-program” was not found.",
                                 "write the whole path" } },
    { "/nonexistent/tool", { "There is no program “/nonexistent/tool”." } },
    { "./nonexistent", { "There is no program “./nonexistent”." } },
  };
  g_autoptr(SalonLauncher) launcher = new_launcher (fixture, NULL);
  g_autofree char *plain = g_build_filename (fixture->home, "plain", NULL);
  g_autoptr(SalonServerConfig) not_executable = new_config (plain, NULL);
  g_autoptr(SalonServerConfig) secret = new_config ("/bin/sh", "${secret:nowhere}", NULL);
  g_autofree char *not_program = NULL;
  g_autofree char *no_secret = NULL;

  make_usual_shell (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(SalonServerConfig) config = new_config (cases[i].command, NULL);
      g_autofree char *message =
        host_test_await_error (salon_launcher_prepare (launcher, config),
                               SALON_HOST_ERROR, SALON_HOST_ERROR_COMMAND_NOT_FOUND);

      for (guint j = 0; j < 3 && cases[i].parts[j] != NULL; j++)
        host_test_assert_contains (message, cases[i].parts[j]);
    }

  host_test_write (plain, "text");
  not_program = host_test_await_error (salon_launcher_prepare (launcher, not_executable),
                                       SALON_HOST_ERROR, SALON_HOST_ERROR_COMMAND_NOT_FOUND);
  host_test_assert_contains (not_program, "not a program that may be run");

  no_secret = host_test_await_error (salon_launcher_prepare (launcher, secret),
                                     SALON_HOST_ERROR, SALON_HOST_ERROR_MISSING_SECRET);
  host_test_assert_contains (no_secret, "“nowhere”");
}

static void
test_remedies (void)
{
  static const struct
  {
    const char *program;
    const char *parts[3];
  } cases[] = {
    { "npx", { "Node.js", "sudo apt install npm", "sudo dnf install" } },
    { "node", { "Node.js", "sudo apt install nodejs" } },
    { "uvx", { "uv", "pipx install uv", "sudo dnf install uv" } },
    { "docker", { "Docker", "sudo apt install docker.io", "sudo dnf install podman-docker" } },
    { "bunx", { "Bun", "npm install --global bun" } },
    { "python", { "python3", "python-is-python3" } },
    { "python3", { "sudo apt install python3" } },
    { "something", { "Install it, or write the whole path of the program." } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *remedy = salon_launcher_dup_remedy (cases[i].program);

      for (guint j = 0; j < 3 && cases[i].parts[j] != NULL; j++)
        host_test_assert_contains (remedy, cases[i].parts[j]);
    }
}

static void
test_built_in (Fixture       *fixture,
               gconstpointer  data)
{
  static const char * const roots[] = { "~/tools", "/srv", NULL };
  g_autoptr(SalonLauncher) launcher = NULL;
  g_autoptr(SalonServerConfig) config = salon_server_config_new_built_in ();
  g_autofree char *program = g_build_filename (fixture->bin, "salon-desktop-server", NULL);
  g_autofree char *libexec = g_strdup (g_getenv ("SALON_LIBEXECDIR"));
  g_autoptr(SalonMcpCommand) command = NULL;
  const char * const *argv;
  char **environment;

  make_usual_shell (fixture);
  make_program (program, "#!/bin/sh\n");
  g_setenv ("SALON_LIBEXECDIR", fixture->bin, TRUE);
  fixture->environment = g_environ_setenv (fixture->environment, "WAYLAND_DISPLAY", "w", TRUE);
  launcher = new_launcher (fixture, NULL);
  salon_server_config_set_roots (config, roots);

  command = prepare (launcher, config);
  argv = salon_mcp_command_get_argv (command);
  g_assert_cmpstr (argv[0], ==, program);
  g_assert_cmpstr (argv[1], ==, fixture->bin);
  g_assert_cmpstr (argv[2], ==, "/srv");
  g_assert_null (argv[3]);
  environment = (char **) salon_mcp_command_get_environment (command);
  g_assert_cmpstr (g_environ_getenv (environment, "WAYLAND_DISPLAY"), ==, "w");

  if (libexec != NULL)
    g_setenv ("SALON_LIBEXECDIR", libexec, TRUE);
  else
    g_unsetenv ("SALON_LIBEXECDIR");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  ADD ("/host/login-path/the-shell-comes-first-then-the-usual-folders", test_login_path);
  ADD ("/host/login-path/a-shell-without-an-answer-does-no-harm", test_bad_shells);
  ADD ("/host/login-path/what-the-shell-leaves-running-is-not-waited-for", test_background);
  ADD ("/host/login-path/a-hanging-shell-is-given-two-seconds", test_hanging_shell);
  ADD ("/host/launcher/arguments-never-meet-a-shell", test_finds);
  ADD ("/host/launcher/the-environment-is-minimal", test_environment);
  ADD ("/host/launcher/a-configured-path-rules", test_own_path);
  ADD ("/host/launcher/paths-are-relative-to-the-working-folder", test_folders);
  ADD ("/host/launcher/what-is-missing-is-told", test_missing);
  ADD ("/host/launcher/the-built-in-server-gets-its-folders", test_built_in);
  g_test_add_func ("/host/launcher/usual-programs-have-remedies", test_remedies);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-launcher.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"
#include "salon-login-path.h"
#include "salon-mcp-command.h"
#include "salon-paths.h"

#define DESKTOP_SERVER_PROGRAM "salon-desktop-server"

/* What every server gets: who and where the user is, how to reach the network, and where caches
 * lie. Nothing that opens the session: no bus, no display, no agents, no keys. */
static const char * const passed_on[] = {
  "HOME", "LOGNAME", "SHELL", "TERM", "USER",
  "LANG", "LANGUAGE", "TZ", "TMPDIR",
  "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME",
  "http_proxy", "https_proxy", "all_proxy", "no_proxy",
  "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
  "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS",
  NULL
};

/* The built-in server opens files, notifies and reads the clipboard. */
static const char * const passed_on_to_built_in[] = {
  "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY",
  "XDG_CURRENT_DESKTOP", "XDG_DATA_DIRS", "XDG_CONFIG_DIRS", "XDG_RUNTIME_DIR", "XDG_SESSION_TYPE",
  NULL
};

struct _SalonLauncher
{
  GObject parent_instance;

  SalonExpander *expander;
  SalonClock *clock;
  char **environment;
  DexFuture *login_path;  /* asked for once; nullable */
};

G_DEFINE_FINAL_TYPE (SalonLauncher, salon_launcher, G_TYPE_OBJECT)

static void
salon_launcher_dispose (GObject *object)
{
  SalonLauncher *self = SALON_LAUNCHER (object);

  dex_clear (&self->login_path);
  g_clear_object (&self->expander);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->environment, g_strfreev);

  G_OBJECT_CLASS (salon_launcher_parent_class)->dispose (object);
}

static void
salon_launcher_class_init (SalonLauncherClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = salon_launcher_dispose;
}

static void
salon_launcher_init (SalonLauncher *self)
{
}

/**
 * salon_launcher_new:
 * @expander: replaces the references in commands, arguments, variables and folders
 * @environment: (nullable): what servers inherit a part of, in the form of g_get_environ(); %NULL:
 *   the process's own
 * @clock: (nullable): the clock; %NULL: the system's
 *
 * Returns: (transfer full): a new launcher
 */
SalonLauncher *
salon_launcher_new (SalonExpander      *expander,
                    const char * const *environment,
                    SalonClock         *clock)
{
  SalonLauncher *self;

  g_return_val_if_fail (SALON_IS_EXPANDER (expander), NULL);
  g_return_val_if_fail (clock == NULL || SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_LAUNCHER, NULL);
  self->expander = g_object_ref (expander);
  self->environment = environment != NULL ? g_strdupv ((char **) environment) : g_get_environ ();
  self->clock = g_object_ref (clock != NULL ? clock : salon_clock_get_system ());

  return self;
}

/* --- one launch --------------------------------------------------------------------------- */

typedef struct
{
  SalonLauncher *self;
  SalonServerConfig *config;

  /* Filled in on the way. */
  char *program;
  char **arguments;
  char *folder;
  char **environment;
  char *path;  /* where programs are looked for */
} Launch;

static void
launch_free (gpointer data)
{
  Launch *launch = data;

  g_object_unref (launch->self);
  g_object_unref (launch->config);
  g_free (launch->program);
  g_strfreev (launch->arguments);
  g_free (launch->folder);
  g_strfreev (launch->environment);
  g_free (launch->path);
  g_free (launch);
}

static char *
expand_home (SalonLauncher *self,
             const char    *path)
{
  const char *home = g_environ_getenv (self->environment, "HOME");

  if (home != NULL && (g_str_equal (path, "~") || g_str_has_prefix (path, "~/")))
    return g_strconcat (home, path + 1, NULL);

  return g_strdup (path);
}

/* In a fiber. */
static char *
salon_launcher_expand (SalonLauncher  *self,
                       const char     *text,
                       GError        **error)
{
  g_autofree char *expanded = NULL;

  expanded = dex_await_string (salon_expander_expand (self->expander, text), error);

  return expanded != NULL ? expand_home (self, expanded) : NULL;
}

static char **
inherit (char               **environment,
         SalonLauncher       *self,
         const char * const  *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *value = g_environ_getenv (self->environment, names[i]);

      if (value != NULL)
        environment = g_environ_setenv (environment, names[i], value, TRUE);
    }

  return environment;
}

static char **
inherit_locale (char          **environment,
                SalonLauncher  *self)
{
  for (guint i = 0; self->environment[i] != NULL; i++)
    {
      const char *variable = self->environment[i];

      if (g_str_has_prefix (variable, "LC_") && strchr (variable, '=') != NULL)
        {
          g_autofree char *name = g_strndup (variable, strchr (variable, '=') - variable);

          environment = g_environ_setenv (environment, name, strchr (variable, '=') + 1, TRUE);
        }
    }

  return environment;
}

/* In a fiber. The minimal environment, and over it what the entry says. */
static gboolean
launch_compose_environment (Launch  *launch,
                            GError **error)
{
  SalonLauncher *self = launch->self;
  g_auto(GStrv) configured = NULL;
  const char *path;

  configured = dex_await_boxed (
    salon_expander_expand_strv (self->expander,
                                salon_server_config_get_environment (launch->config)), error);
  if (configured == NULL)
    return FALSE;

  if (self->login_path == NULL)
    {
      self->login_path = salon_login_path_resolve ((const char * const *) self->environment,
                                                   self->clock);
      /* Shared, so no launch that is given up may end it. */
      dex_future_disown (dex_ref (self->login_path));
    }
  launch->path = dex_await_string (dex_ref (self->login_path), error);
  if (launch->path == NULL)
    return FALSE;

  launch->environment = inherit (launch->environment, self, passed_on);
  launch->environment = inherit_locale (launch->environment, self);
  if (salon_server_config_is_built_in (launch->config))
    launch->environment = inherit (launch->environment, self, passed_on_to_built_in);
  launch->environment = g_environ_setenv (launch->environment, "PATH", launch->path, TRUE);

  for (guint i = 0; configured[i] != NULL; i++)
    {
      char *value = strchr (configured[i], '=');

      if (value == NULL)
        continue;
      *value = '\0';
      launch->environment = g_environ_setenv (launch->environment, configured[i], value + 1, TRUE);
    }

  path = g_environ_getenv (launch->environment, "PATH");
  g_set_str (&launch->path, path);

  return TRUE;
}

/* The folders that the built-in server may work in, as long as the entry does not say: the two
 * that people keep documents in, when they exist and are not simply the home folder. */
static char **
default_roots (void)
{
  static const GUserDirectory directories[] = {
    G_USER_DIRECTORY_DOCUMENTS, G_USER_DIRECTORY_DOWNLOAD
  };
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (directories); i++)
    {
      const char *folder = g_get_user_special_dir (directories[i]);

      if (folder != NULL && g_strcmp0 (folder, g_get_home_dir ()) != 0)
        g_strv_builder_add (builder, folder);
    }

  return g_strv_builder_end (builder);
}

/* In a fiber. The built-in server takes its folders as arguments. */
static gboolean
launch_compose_built_in (Launch  *launch,
                         GError **error)
{
  const char * const *roots = salon_server_config_get_roots (launch->config);

  launch->program = salon_paths_find_program (DESKTOP_SERVER_PROGRAM);

  if (roots == NULL)
    {
      launch->arguments = default_roots ();
      return TRUE;
    }

  launch->arguments = dex_await_boxed (
    salon_expander_expand_strv (launch->self->expander, roots), error);
  if (launch->arguments == NULL)
    return FALSE;

  for (guint i = 0; launch->arguments[i] != NULL; i++)
    {
      g_autofree char *root = g_steal_pointer (&launch->arguments[i]);

      launch->arguments[i] = expand_home (launch->self, root);
    }

  return TRUE;
}

/* In a fiber. */
static gboolean
launch_compose_configured (Launch  *launch,
                           GError **error)
{
  SalonServerConfig *config = launch->config;

  launch->program = salon_launcher_expand (launch->self, salon_server_config_get_command (config),
                                           error);
  if (launch->program == NULL)
    return FALSE;

  launch->arguments = dex_await_boxed (
    salon_expander_expand_strv (launch->self->expander,
                                salon_server_config_get_arguments (config)), error);

  return launch->arguments != NULL;
}

/* In a fiber. */
static gboolean
launch_compose_folder (Launch  *launch,
                       GError **error)
{
  const char *folder = salon_server_config_get_directory (launch->config);

  if (folder == NULL)
    {
      launch->folder = expand_home (launch->self, "~");
      if (!g_path_is_absolute (launch->folder))
        g_set_str (&launch->folder, g_get_home_dir ());
      return TRUE;
    }

  launch->folder = salon_launcher_expand (launch->self, folder, error);

  return launch->folder != NULL;
}

/* --- finding the program ------------------------------------------------------------------ */

/* What the search on a thread needs, its own: the thread may be busy for longer than anybody
 * waits for it. */
typedef struct
{
  char *program;
  char *folder;
  char *path;
} Search;

static Search *
search_new (Launch *launch)
{
  Search *search = g_new0 (Search, 1);

  search->program = g_strdup (launch->program);
  search->folder = g_strdup (launch->folder);
  search->path = g_strdup (launch->path);

  return search;
}

static void
search_free (gpointer data)
{
  Search *search = data;

  g_free (search->program);
  g_free (search->folder);
  g_free (search->path);
  g_free (search);
}

static gboolean
is_program (const char *path)
{
  return g_file_test (path, G_FILE_TEST_IS_EXECUTABLE) && !g_file_test (path, G_FILE_TEST_IS_DIR);
}

static DexFuture *
path_is_wrong (Search     *search,
               const char *path)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_COMMAND_NOT_FOUND,
                                  _("“%s” is there, but it is not a program that may be run. Make "
                                    "it executable, or correct the path."), search->program);

  return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_COMMAND_NOT_FOUND,
                                _("There is no program “%s”. Correct the path."), search->program);
}

/* On a thread: any folder of a PATH may lie on a slow disk. */
static DexFuture *
search_on_thread (gpointer user_data)
{
  Search *search = user_data;
  g_auto(GStrv) folders = NULL;
  g_autofree char *remedy = NULL;

  if (!g_file_test (search->folder, G_FILE_TEST_IS_DIR))
    return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_SERVER,
                                  _("The working folder “%s” does not exist."), search->folder);

  if (strchr (search->program, '/') != NULL)
    {
      g_autofree char *path = g_canonicalize_filename (search->program, search->folder);

      return is_program (path) ? dex_future_new_take_string (g_steal_pointer (&path))
                               : path_is_wrong (search, path);
    }

  folders = g_strsplit (search->path, ":", -1);
  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folders[i], search->program, NULL);

      if (g_path_is_absolute (path) && is_program (path))
        return dex_future_new_take_string (g_steal_pointer (&path));
    }

  remedy = salon_launcher_dup_remedy (search->program);

  return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_COMMAND_NOT_FOUND,
                                /* Translators: a program's name and how to install it. */
                                _("The program “%s” was not found. %s"), search->program, remedy);
}

/* Everything that is run passes here, and nowhere else is an argument vector made: the place
 * where a sandbox's own program and arguments come to stand before the server's. */
static SalonMcpCommand *
launch_compose_command (Launch     *launch,
                        const char *program)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) argv = NULL;
  g_auto(GStrv) secrets = salon_expander_dup_secrets (launch->self->expander);
  SalonMcpCommand *command;

  g_strv_builder_add (builder, program);
  g_strv_builder_addv (builder, (const char **) launch->arguments);
  argv = g_strv_builder_end (builder);

  command = salon_mcp_command_new ((const char * const *) argv,
                                   (const char * const *) launch->environment, launch->folder);
  salon_mcp_command_set_secrets (command, (const char * const *) secrets);

  return command;
}

static DexFuture *
prepare_fiber (gpointer user_data)
{
  Launch *launch = user_data;
  g_autofree char *program = NULL;
  GError *error = NULL;
  gboolean ok;

  if (salon_server_config_is_built_in (launch->config))
    ok = launch_compose_built_in (launch, &error);
  else
    ok = launch_compose_configured (launch, &error);
  if (!ok ||
      !launch_compose_folder (launch, &error) ||
      !launch_compose_environment (launch, &error))
    return dex_future_new_for_error (error);

  program = dex_await_string (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                                                   search_on_thread, search_new (launch),
                                                   search_free), &error);
  if (program == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (SALON_TYPE_MCP_COMMAND,
                                    launch_compose_command (launch, program));
}

/**
 * salon_launcher_prepare:
 * @self: a launcher
 * @config: the entry of a server that runs on this computer
 *
 * Finds out what exactly is to be run. Nothing is run yet, except, the first time, the login
 * shell that is asked for its PATH.
 *
 * Returns: (transfer full): a future of a #SalonMcpCommand; rejected with
 *   %SALON_HOST_ERROR_COMMAND_NOT_FOUND and the remedy, %SALON_HOST_ERROR_SERVER when the working
 *   folder is missing, or what salon_expander_expand() is rejected with
 */
DexFuture *
salon_launcher_prepare (SalonLauncher     *self,
                        SalonServerConfig *config)
{
  Launch *launch;

  g_return_val_if_fail (SALON_IS_LAUNCHER (self), NULL);
  g_return_val_if_fail (SALON_IS_SERVER_CONFIG (config), NULL);
  g_return_val_if_fail (salon_server_config_get_transport (config) == SALON_SERVER_TRANSPORT_STDIO,
                        NULL);

  launch = g_new0 (Launch, 1);
  launch->self = g_object_ref (self);
  launch->config = g_object_ref (config);

  return dex_scheduler_spawn (NULL, 0, prepare_fiber, launch, launch_free);
}

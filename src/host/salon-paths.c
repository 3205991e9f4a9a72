/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-paths.h"

/* The build tree keeps each program in the folder of its room; an installation has them side by
 * side. */
static const char * const program_folders[] = { "", "desktop-server", "mcp", "ui", NULL };

/**
 * salon_paths_dup_config_dir:
 *
 * Returns: (transfer full): the folder of mcp.json and models.json; it need not exist
 */
char *
salon_paths_dup_config_dir (void)
{
  return g_build_filename (g_get_user_config_dir (), "salon", NULL);
}

/**
 * salon_paths_dup_data_dir:
 *
 * Returns: (transfer full): the folder of the chats; it need not exist
 */
char *
salon_paths_dup_data_dir (void)
{
  return g_build_filename (g_get_user_data_dir (), "salon", NULL);
}

/**
 * salon_paths_dup_state_dir:
 *
 * Returns: (transfer full): the folder of approvals and memories; it need not exist
 */
char *
salon_paths_dup_state_dir (void)
{
  return g_build_filename (g_get_user_state_dir (), "salon", NULL);
}

/**
 * salon_paths_dup_servers_file:
 *
 * Returns: (transfer full): the path of mcp.json
 */
char *
salon_paths_dup_servers_file (void)
{
  return g_build_filename (g_get_user_config_dir (), "salon", "mcp.json", NULL);
}

/**
 * salon_paths_dup_models_file:
 *
 * Returns: (transfer full): the path of models.json
 */
char *
salon_paths_dup_models_file (void)
{
  return g_build_filename (g_get_user_config_dir (), "salon", "models.json", NULL);
}

/**
 * salon_paths_dup_history_file:
 *
 * Returns: (transfer full): the path of the database of chats
 */
char *
salon_paths_dup_history_file (void)
{
  return g_build_filename (g_get_user_data_dir (), "salon", "history.db", NULL);
}

/**
 * salon_paths_dup_attachment:
 * @blob: the SHA-256 of what was attached
 *
 * Returns: (transfer full): the path of the file that keeps it, beside the database of chats
 */
char *
salon_paths_dup_attachment (const char *blob)
{
  return g_build_filename (g_get_user_data_dir (), "salon", "attachments", blob, NULL);
}

/**
 * salon_paths_dup_state_file:
 *
 * Returns: (transfer full): the path of the database of approvals
 */
char *
salon_paths_dup_state_file (void)
{
  return g_build_filename (g_get_user_state_dir (), "salon", "state.db", NULL);
}

/**
 * salon_paths_dup_eras_file:
 *
 * Returns: (transfer full): the path of what is remembered of the servers' protocols
 */
char *
salon_paths_dup_eras_file (void)
{
  return g_build_filename (g_get_user_state_dir (), "salon", "eras.json", NULL);
}

/**
 * salon_paths_dup_sign_in_lock:
 *
 * Returns: (transfer full): the file whose locks programs take turns by when they sign in
 */
char *
salon_paths_dup_sign_in_lock (void)
{
  return g_build_filename (g_get_user_state_dir (), "salon", "sign-in.lock", NULL);
}

static char *
find_program_below (const char *folder,
                    const char *name)
{
  if (folder == NULL || *folder == '\0')
    return NULL;

  for (guint i = 0; program_folders[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folder, program_folders[i], name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE) && !g_file_test (path, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&path);
    }

  return NULL;
}

/**
 * salon_paths_find_program:
 * @name: the name of one of Salon's own helper programs
 *
 * Looks below `SALON_LIBEXECDIR`, beside the running program (a build tree), and where Salon
 * was installed. Touches the disk.
 *
 * Returns: (transfer full): the program's path; the installed one when it is nowhere
 */
char *
salon_paths_find_program (const char *name)
{
  g_autofree char *self = NULL;
  g_autofree char *beside = NULL;
  char *path;

  g_return_val_if_fail (name != NULL, NULL);

  if ((path = find_program_below (g_getenv ("SALON_LIBEXECDIR"), name)) != NULL)
    return path;

  self = g_file_read_link ("/proc/self/exe", NULL);
  beside = self != NULL ? g_path_get_dirname (self) : NULL;
  if ((path = find_program_below (beside, name)) != NULL)
    return path;

  return g_build_filename (LIBEXECDIR, name, NULL);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where Salon keeps its files. The XDG variables rule (XDG_CONFIG_HOME, XDG_DATA_HOME,
 * XDG_STATE_HOME), so a test with directories of its own never meets the user's. Nothing here
 * touches the disk unless it says so. */

char *salon_paths_dup_config_dir   (void);
char *salon_paths_dup_data_dir     (void);
char *salon_paths_dup_state_dir    (void);
char *salon_paths_dup_servers_file (void);
char *salon_paths_dup_models_file  (void);
char *salon_paths_dup_history_file (void);
char *salon_paths_dup_attachment   (const char *blob);
char *salon_paths_dup_state_file   (void);
char *salon_paths_dup_eras_file    (void);
char *salon_paths_dup_sign_in_lock (void);
char *salon_paths_find_program     (const char *name);

G_END_DECLS

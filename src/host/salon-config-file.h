/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-json.h"

G_BEGIN_DECLS

#define SALON_TYPE_CONFIG_FILE (salon_config_file_get_type ())

/**
 * SalonConfigFile:
 *
 * One JSON file that the user and the app both edit. It is watched; a version that cannot be
 * parsed leaves the last good one in force and sets the property “problem” to a sentence with line
 * and column. It is created only when something is written, through symbolic links, atomically,
 * and readable by its owner alone.
 *
 * The signal “changed” says that another good version came into force, whoever wrote it.
 */
G_DECLARE_FINAL_TYPE (SalonConfigFile, salon_config_file, SALON, CONFIG_FILE, GObject)

/**
 * SalonConfigFileEditFunc:
 * @root: (nullable): the object that is in the file now, %NULL when there is no file
 * @user_data: what was given to salon_config_file_edit()
 * @error: where to say why not
 *
 * Makes the next version of a file.
 *
 * Returns: (transfer full) (nullable): what is to be written; %NULL with @error set to give up,
 *   %NULL without to leave the file as it is
 */
typedef SalonJsonDocument *(*SalonConfigFileEditFunc) (const SalonJson  *root,
                                                       gpointer          user_data,
                                                       GError          **error);

SalonConfigFile *salon_config_file_new         (const char              *path);
const char      *salon_config_file_get_path    (SalonConfigFile         *self);
const char      *salon_config_file_get_name    (SalonConfigFile         *self);
const SalonJson *salon_config_file_get_root    (SalonConfigFile         *self);
const char      *salon_config_file_get_problem (SalonConfigFile         *self);
DexFuture       *salon_config_file_load        (SalonConfigFile         *self)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture       *salon_config_file_edit        (SalonConfigFile         *self,
                                                SalonConfigFileEditFunc  func,
                                                gpointer                 user_data,
                                                GDestroyNotify           destroy)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

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
 * parsed leaves the last good one in force and sets “problem” to a sentence with line and
 * column. It is created only when something is saved, and written through symbolic links,
 * atomically, readable by its owner alone.
 *
 * #SalonConfigFile::changed is emitted when another good version came into force (also by
 * salon_config_file_save()).
 */
G_DECLARE_FINAL_TYPE (SalonConfigFile, salon_config_file, SALON, CONFIG_FILE, GObject)

SalonConfigFile *salon_config_file_new         (const char        *path);
const char      *salon_config_file_get_path    (SalonConfigFile   *self);
char            *salon_config_file_dup_name    (SalonConfigFile   *self);
const SalonJson *salon_config_file_get_root    (SalonConfigFile   *self);
const char      *salon_config_file_get_problem (SalonConfigFile   *self);
gboolean         salon_config_file_is_writable (SalonConfigFile   *self);
DexFuture       *salon_config_file_load        (SalonConfigFile   *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture       *salon_config_file_save        (SalonConfigFile   *self,
                                                SalonJsonDocument *document) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "salon-server-manager.h"
#include "salon-server.h"

G_BEGIN_DECLS

#define SALON_TYPE_FOLDERS_GROUP (salon_folders_group_get_type ())

G_DECLARE_FINAL_TYPE (SalonFoldersGroup, salon_folders_group,
                      SALON, FOLDERS_GROUP, AdwPreferencesGroup)

GtkWidget *salon_folders_group_new        (void);
void       salon_folders_group_set_server (SalonFoldersGroup  *self,
                                           SalonServerManager *manager,
                                           SalonServer        *server);
void       salon_folders_group_add_folder (SalonFoldersGroup  *self,
                                           const char         *path);

G_END_DECLS

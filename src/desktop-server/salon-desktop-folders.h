/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* The folders that the tools may look into. Immutable; every path goes through it. */
typedef struct _SalonDesktopFolders SalonDesktopFolders;

SalonDesktopFolders *salon_desktop_folders_new         (const char * const   *paths);
SalonDesktopFolders *salon_desktop_folders_ref         (SalonDesktopFolders  *self);
void                 salon_desktop_folders_unref       (SalonDesktopFolders  *self);
guint                salon_desktop_folders_get_n       (SalonDesktopFolders  *self);
const char          *salon_desktop_folders_get_path    (SalonDesktopFolders  *self,
                                                        guint                 index);
int                  salon_desktop_folders_open        (SalonDesktopFolders  *self,
                                                        const char           *path,
                                                        int                   flags,
                                                        GError              **error);
int                  salon_desktop_folders_open_parent (SalonDesktopFolders  *self,
                                                        const char           *path,
                                                        char                **name,
                                                        GError              **error);
char                *salon_desktop_folders_dup_path    (int                   fd);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonDesktopFolders, salon_desktop_folders_unref)

G_END_DECLS

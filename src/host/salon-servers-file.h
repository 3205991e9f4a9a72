/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-server-config.h"

G_BEGIN_DECLS

#define SALON_TYPE_SERVERS_FILE (salon_servers_file_get_type ())

/**
 * SalonServersFile:
 *
 * mcp.json (docs/configuration.md). Properties: “problem”, a sentence about the file as a whole,
 * %NULL when there is nothing to say. Signal “changed”: the list of servers is another one.
 */
G_DECLARE_FINAL_TYPE (SalonServersFile, salon_servers_file, SALON, SERVERS_FILE, GObject)

SalonServersFile *salon_servers_file_new         (const char        *path);
const char       *salon_servers_file_get_path    (SalonServersFile  *self);
const char       *salon_servers_file_get_problem (SalonServersFile  *self);
GPtrArray        *salon_servers_file_get_configs (SalonServersFile  *self);
DexFuture        *salon_servers_file_load        (SalonServersFile  *self)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture        *salon_servers_file_put         (SalonServersFile  *self,
                                                  const char        *name,
                                                  SalonServerConfig *config)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture        *salon_servers_file_remove      (SalonServersFile  *self,
                                                  const char        *name)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

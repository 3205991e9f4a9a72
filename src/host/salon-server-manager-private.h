/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-server-manager.h"

G_BEGIN_DECLS

struct _SalonServerManager
{
  GObject parent_instance;

  SalonServersFile *file;
  SalonLauncher *launcher;
  SalonRemoteConnector *remote_connector;  /* nullable */
  SalonMcpEraMemory *era_memory;           /* nullable */
  SalonSignInServices sign_in_services;    /* all NULL: there is no signing in */
  SalonClock *clock;
  GPtrArray *servers;  /* of SalonServer */

  SalonServerConnectFunc connect_func;
  gpointer connect_data;
  GDestroyNotify connect_destroy;
  SalonServerInputHandlerFunc input_handler_func;
  gpointer input_handler_data;
  GDestroyNotify input_handler_destroy;
};

G_END_DECLS

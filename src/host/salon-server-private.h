/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-server.h"

G_BEGIN_DECLS

struct _SalonServer
{
  GObject parent_instance;

  SalonServerConfig *config;
  SalonClock *clock;
  SalonServerState state;
  char *status_text;
  GListStore *tools;  /* of SalonMcpTool */

  SalonServerConnectFunc connect_func;
  gpointer connect_data;
  GDestroyNotify connect_destroy;
  SalonServerInputHandlerFunc input_handler_func;
  gpointer input_handler_data;
  GDestroyNotify input_handler_destroy;
  SalonMcpEraMemory *era_memory;  /* nullable */
  SalonSignIn *sign_in;           /* nullable */

  /* The connection. Each start has a number of its own, and what comes back from an older one is
   * ignored. */
  guint64 run;
  SalonMcpClient *client;  /* while starting and ready */
  SalonRing *diagnostics;  /* of the last run; kept after its end */
  SalonRing *traffic;
  DexFuture *starting;     /* while it starts; nullable */
  DexFuture *stopping;     /* while an older run is being closed; nullable */

  /* A server that crashed is started again once by its next use; see salon_server_use(). */
  gint64 ready_since;    /* time of the clock in µs */
  gboolean is_restart;   /* this run was begun after a crash */
  gboolean may_restart;  /* a failed server may be started by its next use */

  /* Refreshing the list of tools: single flight, coalesced. */
  gboolean refreshing;
  gboolean refresh_again;
};

void salon_server_set_idle         (SalonServer      *self);
void salon_server_set_state        (SalonServer      *self,
                                    SalonServerState  state,
                                    const char       *status_text);
void salon_server_set_ready        (SalonServer      *self);
void salon_server_take_tools       (SalonServer      *self,
                                    GListModel       *tools);
void salon_server_request_refresh  (SalonServer      *self);

G_END_DECLS

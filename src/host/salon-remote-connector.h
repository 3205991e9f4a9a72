/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-clock.h"
#include "salon-expander.h"
#include "salon-http-client.h"
#include "salon-server-config.h"
#include "salon-sign-in.h"

G_BEGIN_DECLS

#define SALON_TYPE_REMOTE_CONNECTOR (salon_remote_connector_get_type ())

/**
 * SalonRemoteConnector:
 *
 * Turns the #SalonServerConfig of a remote server into a transport, with the references in its
 * address and headers replaced. What #SalonLauncher is for programs on this computer.
 */
G_DECLARE_FINAL_TYPE (SalonRemoteConnector, salon_remote_connector,
                      SALON, REMOTE_CONNECTOR, GObject)

SalonRemoteConnector *salon_remote_connector_new     (SalonExpander        *expander,
                                                      SalonHttpClient      *http_client,
                                                      SalonClock           *clock);
DexFuture            *salon_remote_connector_prepare (SalonRemoteConnector *self,
                                                      SalonServerConfig    *config,
                                                      SalonSignIn          *sign_in)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

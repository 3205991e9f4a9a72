/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "salon-clock.h"
#include "salon-expander.h"
#include "salon-server-config.h"

G_BEGIN_DECLS

#define SALON_TYPE_LAUNCHER (salon_launcher_get_type ())

/**
 * SalonLauncher:
 *
 * Turns a #SalonServerConfig into a #SalonMcpCommand: the program found by the PATH of the
 * user's login shell, an argument vector that no shell ever sees, and a minimal environment.
 */
G_DECLARE_FINAL_TYPE (SalonLauncher, salon_launcher, SALON, LAUNCHER, GObject)

SalonLauncher *salon_launcher_new     (SalonExpander      *expander,
                                       const char * const *environment,
                                       SalonClock         *clock);
DexFuture     *salon_launcher_prepare (SalonLauncher      *self,
                                       SalonServerConfig  *config) G_GNUC_WARN_UNUSED_RESULT;
char          *salon_launcher_dup_remedy (const char      *program);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-host.h"

G_BEGIN_DECLS

gboolean   salon_server_intake_is_secret (const char *name,
                                          const char *value);
gboolean   salon_server_intake_is_secret_header (const char *name);
DexFuture *salon_server_intake_run       (SalonHost          *host,
                                          GPtrArray          *configs,
                                          const char         *replaced,
                                          const char * const *secret_headers)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

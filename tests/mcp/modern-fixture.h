/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "web-fixture.h"

G_BEGIN_DECLS

/* What requests of the era without sessions say of themselves. */

#define META "io.modelcontextprotocol/"

const SalonJson *modern_get_param (HttpPeerRequest   *request,
                                   const char        *name);
const char      *modern_get_meta  (HttpPeerRequest   *request,
                                   const char        *name);
gint64           modern_get_id    (HttpPeerRequest   *request);
void             modern_call      (Web               *web,
                                   const char        *tool,
                                   const char        *arguments,
                                   SalonMcpExchange **exchange);

G_END_DECLS

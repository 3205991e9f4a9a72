/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-mcp-auth-target-private.h"

G_BEGIN_DECLS

/* Where the host of @target is: a future of a boxed GPtrArray of GInetAddress. It is empty when
 * nobody here knows but a proxy is in force, which may. @resolver and @proxy_resolver may be
 * NULL: the system's, and no proxies. */
DexFuture *salon_mcp_auth_lookup (GResolver                *resolver,
                                  GProxyResolver           *proxy_resolver,
                                  const SalonMcpAuthTarget *target) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-address-judge.h"

G_BEGIN_DECLS

/* An address, taken apart and found to be written the way addresses are. What is sent is
 * @url, put together again from what was judged, so that no two readers understand it
 * differently. */
typedef struct
{
  char         *url;
  char         *scheme;       /* “http” or “https” */
  char         *host;         /* ASCII, small letters, no dot at the end, no brackets */
  guint16       port;
  GInetAddress *literal;      /* the host, when it is an address itself; else NULL */
  gboolean      is_localhost; /* localhost and what ends with .localhost (RFC 6761) */
} SalonMcpAuthTarget;

/* What a server may make Salon fetch, by where it is itself. */
typedef struct
{
  SalonMcpAuthTarget *server;
  gboolean            is_local;      /* the server is on this computer, by its spelling */
  gboolean            allow_private; /* the user has said so */
} SalonMcpAuthPolicy;

SalonMcpAuthTarget *salon_mcp_auth_target_new           (const char                *url,
                                                         GError                   **error);
void                salon_mcp_auth_target_free          (SalonMcpAuthTarget        *self);
gboolean            salon_mcp_auth_target_has_origin    (const SalonMcpAuthTarget  *self,
                                                         const SalonMcpAuthTarget  *other);

void                salon_mcp_auth_policy_init          (SalonMcpAuthPolicy        *self,
                                                         const char                *server_url,
                                                         gboolean                   allow_private);
void                salon_mcp_auth_policy_clear         (SalonMcpAuthPolicy        *self);
/* As far as it can be known from the text alone. */
gboolean            salon_mcp_auth_policy_check_text    (const SalonMcpAuthPolicy  *self,
                                                         const SalonMcpAuthTarget  *target,
                                                         GError                   **error);
gboolean            salon_mcp_auth_policy_check_address (const SalonMcpAuthPolicy  *self,
                                                         const SalonMcpAuthTarget  *target,
                                                         GInetAddress              *address,
                                                         GError                   **error);
/* Where the host is, as far as nobody has to be asked; NULL when its name has to be looked
 * up. */
GPtrArray          *salon_mcp_auth_target_dup_addresses (const SalonMcpAuthTarget  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonMcpAuthTarget, salon_mcp_auth_target_free)

G_END_DECLS

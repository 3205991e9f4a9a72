/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Makes a plain server on 127.0.0.1 one that is encrypted: takes TLS, as “other.example”, and
 * passes on what is inside. */
typedef struct _AuthTunnel AuthTunnel;

AuthTunnel   *auth_tunnel_new              (guint16     target);
void          auth_tunnel_free             (AuthTunnel *self);
guint16       auth_tunnel_get_port         (AuthTunnel *self);
/* What a client has to trust for that. */
GTlsDatabase *auth_tunnel_dup_database     (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AuthTunnel, auth_tunnel_free)

G_END_DECLS

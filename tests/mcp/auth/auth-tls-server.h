/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Says one answer to everybody, over TLS, on 127.0.0.1, with the certificate of “other.example”. */
typedef struct _AuthTlsServer AuthTlsServer;

AuthTlsServer *auth_tls_server_new            (const char    *answer);
void           auth_tls_server_free           (AuthTlsServer *self);
guint16        auth_tls_server_get_port       (AuthTlsServer *self);
guint          auth_tls_server_get_n_requests (AuthTlsServer *self);
/* To trust. */
GTlsDatabase  *auth_tls_server_dup_database   (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AuthTlsServer, auth_tls_server_free)

G_END_DECLS

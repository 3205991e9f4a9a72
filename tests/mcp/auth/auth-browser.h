/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One connection to a port of this computer, that says what it is told to. */
typedef struct
{
  GSocketConnection *connection;
  GString           *answer;
  gboolean           is_closed; /* by the other side */
} AuthBrowser;

/* NULL when nobody listens there. */
AuthBrowser *auth_browser_new       (GSocketFamily  family,
                                     guint16        port);
void         auth_browser_free      (AuthBrowser   *self);
void         auth_browser_send      (AuthBrowser   *self,
                                     const char    *text,
                                     gssize         length);
/* Runs the loop until the other side has closed; returns what it said. */
const char  *auth_browser_read      (AuthBrowser   *self);

/* A GET of an address such as http://127.0.0.1:1234/path; NULL when nobody listens there. */
char        *auth_browser_get       (const char    *url);
guint16      auth_browser_port_of   (const char    *url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AuthBrowser, auth_browser_free)

G_END_DECLS

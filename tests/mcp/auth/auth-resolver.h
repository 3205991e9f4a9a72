/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define AUTH_TYPE_RESOLVER (auth_resolver_get_type ())

/* Looks up names in a table of the test's. */
G_DECLARE_FINAL_TYPE (AuthResolver, auth_resolver, AUTH, RESOLVER, GResolver)

AuthResolver *auth_resolver_new           (void);
/* @addresses: separated by spaces; “never” for a look-up without end, “later” for a temporary
 * failure. */
void          auth_resolver_add           (AuthResolver *self,
                                           const char   *name,
                                           const char   *addresses);
guint         auth_resolver_get_n_lookups (AuthResolver *self);

G_END_DECLS

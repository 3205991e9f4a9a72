/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 7636: a new code verifier of 43 characters, and the S256 challenge of one. */
char *salon_mcp_auth_pkce_new_verifier  (void);
char *salon_mcp_auth_pkce_dup_challenge (const char *verifier);

G_END_DECLS

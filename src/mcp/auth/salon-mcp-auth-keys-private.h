/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Under what things are kept in a SalonMcpAuthStore. */
char *salon_mcp_auth_dup_client_key (const char *issuer);
char *salon_mcp_auth_dup_tokens_key (const char *issuer,
                                     const char *resource,
                                     const char *account);
char *salon_mcp_auth_dup_server_key (const char *server_url,
                                     const char *account);

G_END_DECLS

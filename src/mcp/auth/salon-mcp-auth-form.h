/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* application/x-www-form-urlencoded. One text (as client_secret_basic wants id and secret
 * encoded, RFC 6749 section 2.3.1), and a whole form of pairs of name and value, ended by
 * NULL; a pair whose name has a NULL value can't be. */
char       *salon_mcp_auth_form_encode_text (const char         *text);
char       *salon_mcp_auth_form_encode      (const char * const *pairs);
/* An address with parameters added to the query it has; its fragment is dropped. */
char       *salon_mcp_auth_form_add_to_url  (const char         *url,
                                             const char * const *pairs);
/* Whether the query of an address has a parameter of one of these names (ended by NULL), however
 * they are encoded; which one, or NULL. */
const char *salon_mcp_auth_form_find_in_url (const char         *url,
                                             const char * const *names);
/* name → value. SALON_MCP_AUTH_ERROR_FAILED for what is no form: broken percent signs, no
 * UTF-8, NUL, a name given twice (RFC 6749 section 3.1). */
GHashTable *salon_mcp_auth_form_decode      (const char         *query,
                                             GError            **error);

G_END_DECLS

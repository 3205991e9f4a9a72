/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-json.h"

G_BEGIN_DECLS

/* Sets of scopes as OAuth writes them: separated by blanks (RFC 6749 section 3.3). What is no
 * scope is left out, and so is what comes after a sane number of them. NULL is the empty set,
 * also as a result. */

/* Those of @first and those of @second, each once. */
char    *salon_mcp_auth_scopes_join       (const char      *first,
                                           const char      *second);
char    *salon_mcp_auth_scopes_from_array (const SalonJson *array);
/* Whether all of @part are in @scopes. */
gboolean salon_mcp_auth_scopes_contain    (const char      *scopes,
                                           const char      *part);

G_END_DECLS

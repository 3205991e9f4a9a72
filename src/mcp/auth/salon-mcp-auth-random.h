/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* So many random bytes, fit for keys, as base64url: for state, code verifiers, jti. */
char *salon_mcp_auth_random_text (gsize n_bytes);

G_END_DECLS

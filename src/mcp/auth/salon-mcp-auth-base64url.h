/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 4648 section 5, without padding. */
char   *salon_mcp_auth_base64url_encode (const guint8 *data,
                                         gsize         length);
/* Strict: no padding, no white space, nothing left over; NULL for anything else. */
GBytes *salon_mcp_auth_base64url_decode (const char   *text);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts of others that people are to read: without control and direction characters, not
 * longer than @max_characters. */
char *salon_mcp_auth_text_dup_shown (const char *text,
                                     gsize       max_characters);

/* “example.org”, or “example.org:8443” when the port is not the scheme's own; as ASCII, so that
 * no letter looks like another. NULL-safe; “?” for what has no host. */
char *salon_mcp_auth_text_dup_host  (const char *url);

G_END_DECLS

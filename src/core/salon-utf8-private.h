/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Appends @length bytes to @text and puts U+FFFD where they are no UTF-8. NUL bytes
 * stay what they are. */
void _salon_utf8_append_valid (GString    *text,
                               const char *data,
                               gsize       length);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-markup-block.h"

G_BEGIN_DECLS

/* What one text may have. More goes, as plain text, into a last code block, which a
 * view shows at a cost that does not grow with its length.
 */
#define SALON_MARKUP_MAX_BYTES  (4 * 1024 * 1024)
#define SALON_MARKUP_MAX_BLOCKS 10000

/* Quotes and lists inside each other. */
#define SALON_MARKUP_MAX_DEPTH 12

/* A longer paragraph goes on in a second one: laying out text takes time that grows
 * faster than its length.
 */
#define SALON_MARKUP_MAX_PARAGRAPH 8192

GPtrArray *salon_markup_parse_blocks (const char *text,
                                      gsize       length,
                                      gsize       max_bytes,
                                      guint       max_blocks,
                                      GArray     *starts,
                                      GArray     *counts);

G_END_DECLS

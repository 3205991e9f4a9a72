/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SalonLineFramer:
 *
 * Cuts a stream of bytes into lines, whatever the pieces in which it arrives, with a
 * limit to what a line may cost: MCP's stdio transport has a message a line, and the
 * other side is not trusted to end it.
 *
 * Push what came, then pop until %FALSE is returned. Lines end with \n or \r\n.
 */
typedef struct _SalonLineFramer SalonLineFramer;

#define SALON_LINE_FRAMER_DEFAULT_MAX_LINE ((gsize) 16 * 1024 * 1024)

SalonLineFramer *salon_line_framer_new               (gsize             max_line);
void             salon_line_framer_free              (SalonLineFramer  *self);
void             salon_line_framer_push              (SalonLineFramer  *self,
                                                      const guint8     *data,
                                                      gsize             length);
void             salon_line_framer_finish            (SalonLineFramer  *self);
gboolean         salon_line_framer_pop               (SalonLineFramer  *self,
                                                      GBytes          **line,
                                                      GError          **error);
guint64          salon_line_framer_get_skipped_bytes (SalonLineFramer  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonLineFramer, salon_line_framer_free)

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

int   salon_chat_section_get_position (gint64     updated_at,
                                       gboolean   pinned,
                                       GDateTime *now);
char *salon_chat_section_dup_title    (gint64     updated_at,
                                       gboolean   pinned,
                                       GDateTime *now);

G_END_DECLS

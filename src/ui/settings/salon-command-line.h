/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char **salon_command_line_parse  (const char          *text,
                                  GError             **error);
char  *salon_command_line_format (const char          *command,
                                  const char * const  *arguments);

G_END_DECLS

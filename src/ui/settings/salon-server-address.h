/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean  salon_server_address_check      (const char  *address,
                                           const char **sentence);
char     *salon_server_address_dup_origin (const char  *address);

G_END_DECLS

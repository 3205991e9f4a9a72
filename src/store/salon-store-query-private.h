/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *salon_store_query_to_match (const char *text);
char *salon_store_query_to_like  (const char *text);

G_END_DECLS

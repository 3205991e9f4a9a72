/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean salon_gemini_read_models (GBytes      *body,
                                   const char  *provider_name,
                                   const char  *url,
                                   GPtrArray   *models,
                                   char       **next,
                                   GError     **error);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GPtrArray *salon_openai_chat_read_models (GBytes      *body,
                                          const char  *provider_name,
                                          const char  *url,
                                          GError     **error);

G_END_DECLS

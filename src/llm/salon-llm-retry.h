/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest time Salon waits by itself before it sends a request again. */
#define SALON_LLM_RETRY_LONGEST_WAIT_MS ((gint64) 60 * 1000)

gint64 salon_llm_retry_parse_headers (const char   *retry_after,
                                      const char   *retry_after_ms,
                                      gint64        now);
gint64 salon_llm_retry_get_delay     (const GError *error,
                                      guint         n_tries,
                                      double        jitter);

G_END_DECLS

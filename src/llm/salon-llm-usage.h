/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SalonLlmUsage:
 * @input_tokens: tokens of the whole request, the cached ones included; -1 if unknown
 * @output_tokens: tokens of the reply, reasoning included; -1 if unknown
 * @cached_tokens: how many of the request's tokens came from the provider's cache; -1 if unknown
 * @cache_write_tokens: how many of them were put into that cache; -1 if unknown
 * @reasoning_tokens: how many of the reply's tokens are reasoning; -1 if unknown
 * @first_event_us: microseconds from sending the request to its first event; -1 if unknown
 *
 * What a reply took. Vendors count differently – some leave the cached tokens out of the
 * input –; each wire format adds up what its vendor says to the meanings above.
 */
typedef struct
{
  gint64 input_tokens;
  gint64 output_tokens;
  gint64 cached_tokens;
  gint64 cache_write_tokens;
  gint64 reasoning_tokens;
  gint64 first_event_us;
} SalonLlmUsage;

#define SALON_LLM_USAGE_UNKNOWN ((SalonLlmUsage) { -1, -1, -1, -1, -1, -1 })

G_END_DECLS

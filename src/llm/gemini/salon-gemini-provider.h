/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-http-client.h"

#include "salon-llm-format.h"
#include "salon-llm-provider.h"

G_BEGIN_DECLS

#define SALON_TYPE_GEMINI_PROVIDER (salon_gemini_provider_get_type ())

G_DECLARE_FINAL_TYPE (SalonGeminiProvider, salon_gemini_provider, SALON, GEMINI_PROVIDER, GObject)

/* Google's Gemini API. Its settings are the provider's id, a string or NULL. */
extern const SalonLlmFormat salon_gemini_format;

SalonGeminiProvider *salon_gemini_provider_new (const char      *id,
                                                const char      *name,
                                                const char      *base_url,
                                                const char      *api_key,
                                                GHashTable      *headers,
                                                SalonHttpClient *http_client,
                                                SalonClock      *clock);

G_END_DECLS

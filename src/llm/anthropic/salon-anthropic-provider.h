/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-http-client.h"

#include "salon-llm-format.h"
#include "salon-llm-provider.h"

G_BEGIN_DECLS

#define SALON_TYPE_ANTHROPIC_PROVIDER (salon_anthropic_provider_get_type ())

G_DECLARE_FINAL_TYPE (SalonAnthropicProvider, salon_anthropic_provider, SALON, ANTHROPIC_PROVIDER,
                      GObject)

/**
 * SalonAnthropicSettings:
 * @provider: (nullable): id of the provider
 * @with_thinking: whether what the model thought before goes back to it
 *
 * What %salon_anthropic_format takes as its settings.
 */
typedef struct
{
  char *provider;
  gboolean with_thinking;
} SalonAnthropicSettings;

/* Anthropic's Messages API. */
extern const SalonLlmFormat salon_anthropic_format;

SalonAnthropicProvider *salon_anthropic_provider_new (const char      *id,
                                                      const char      *name,
                                                      const char      *base_url,
                                                      const char      *api_key,
                                                      GHashTable      *headers,
                                                      SalonHttpClient *http_client,
                                                      SalonClock      *clock);

G_END_DECLS

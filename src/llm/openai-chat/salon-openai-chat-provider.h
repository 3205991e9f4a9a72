/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-http-client.h"

#include "salon-llm-format.h"
#include "salon-llm-provider.h"

G_BEGIN_DECLS

#define SALON_TYPE_OPENAI_CHAT_PROVIDER (salon_openai_chat_provider_get_type ())

G_DECLARE_FINAL_TYPE (SalonOpenaiChatProvider, salon_openai_chat_provider,
                      SALON, OPENAI_CHAT_PROVIDER, GObject)

extern const SalonLlmFormat salon_openai_chat_format;

SalonOpenaiChatProvider *salon_openai_chat_provider_new (const char      *id,
                                                         const char      *name,
                                                         const char      *base_url,
                                                         const char      *dialect,
                                                         const char      *api_key,
                                                         GHashTable      *headers,
                                                         SalonHttpClient *http_client,
                                                         SalonClock      *clock);

G_END_DECLS

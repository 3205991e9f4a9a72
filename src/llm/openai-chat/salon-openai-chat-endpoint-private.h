/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-endpoint.h"
#include "salon-openai-chat-dialect.h"

G_BEGIN_DECLS

/*
 * SalonOpenaiChatSettings:
 *
 * What a provider of one of OpenAI's two APIs tells its format.
 */
typedef struct
{
  char *provider;
  const SalonOpenaiChatDialect *dialect;
} SalonOpenaiChatSettings;

SalonOpenaiChatSettings *
salon_openai_chat_settings_new (const char                   *provider,
                                const SalonOpenaiChatDialect *dialect);
void
salon_openai_chat_settings_free (gpointer settings);

SalonLlmEndpoint *
salon_openai_chat_endpoint_new (const char                   *name,
                                const char                   *base_url,
                                const SalonOpenaiChatDialect *dialect,
                                const char                   *api_key,
                                GHashTable                   *headers,
                                SalonHttpClient              *http_client,
                                SalonClock                   *clock);
DexFuture *
salon_openai_chat_endpoint_list_models (SalonLlmEndpoint *endpoint,
                                        const char       *deployment) G_GNUC_WARN_UNUSED_RESULT;
char *
salon_openai_chat_dup_deployment (const char                   *base_url,
                                  const SalonOpenaiChatDialect *dialect);

G_END_DECLS

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-http-client.h"

#include "salon-llm-provider.h"

G_BEGIN_DECLS

/**
 * SalonModelKindSettings:
 * @id: the provider's id
 * @name: its name for people
 * @base_url: where its API begins
 * @dialect: (nullable): which server's habits to go by; %NULL: as @base_url says
 * @api_key: (nullable): its key
 * @headers: (nullable): further headers, names and values
 * @http_client: how it is reached
 * @clock: the time
 *
 * What a provider is made of, with all references in it resolved.
 */
typedef struct
{
  const char *id;
  const char *name;
  const char *base_url;
  const char *dialect;
  const char *api_key;
  GHashTable *headers;
  SalonHttpClient *http_client;
  SalonClock *clock;
} SalonModelKindSettings;

gboolean          salon_model_kind_is_known     (const char                   *kind);
char             *salon_model_kind_dup_list     (void);
gboolean          salon_model_kind_has_dialect  (const char                   *kind,
                                                 const char                   *dialect);
char             *salon_model_kind_dup_dialects (const char                   *kind);
SalonLlmProvider *salon_model_kind_create       (const char                   *kind,
                                                 const SalonModelKindSettings *settings);

G_END_DECLS

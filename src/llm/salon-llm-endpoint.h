/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-clock.h"
#include "salon-http-client.h"

G_BEGIN_DECLS

/**
 * SalonLlmEndpoint:
 *
 * The way to one provider over HTTP, the same for all wire formats: address, key,
 * headers, time-outs, and errors in words.
 */
typedef struct _SalonLlmEndpoint SalonLlmEndpoint;

SalonLlmEndpoint  *salon_llm_endpoint_new        (const char         *provider_name,
                                                  const char         *base_url,
                                                  SalonHttpClient    *http_client,
                                                  SalonClock         *clock);
SalonLlmEndpoint  *salon_llm_endpoint_ref        (SalonLlmEndpoint   *self);
void               salon_llm_endpoint_unref      (SalonLlmEndpoint   *self);
void               salon_llm_endpoint_set_header (SalonLlmEndpoint   *self,
                                                  const char         *name,
                                                  const char         *value);
void               salon_llm_endpoint_set_key    (SalonLlmEndpoint   *self,
                                                  const char         *header,
                                                  const char         *prefix,
                                                  const char         *key);
const char        *salon_llm_endpoint_get_name   (SalonLlmEndpoint   *self);
SalonClock        *salon_llm_endpoint_get_clock  (SalonLlmEndpoint   *self);
char              *salon_llm_endpoint_build_url  (SalonLlmEndpoint   *self,
                                                  const char         *path);

SalonHttpResponse *salon_llm_endpoint_get        (SalonLlmEndpoint   *self,
                                                  const char         *path,
                                                  GError            **error);
SalonHttpResponse *salon_llm_endpoint_post       (SalonLlmEndpoint   *self,
                                                  const char         *path,
                                                  const char         *model,
                                                  GBytes             *body,
                                                  GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonLlmEndpoint, salon_llm_endpoint_unref)

G_END_DECLS

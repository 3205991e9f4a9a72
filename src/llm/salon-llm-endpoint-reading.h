/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-llm-endpoint.h"

G_BEGIN_DECLS

GBytes *salon_llm_endpoint_read     (SalonLlmEndpoint   *self,
                                     SalonHttpResponse  *response,
                                     const char         *url,
                                     guint               silence_seconds,
                                     GError            **error);
GBytes *salon_llm_endpoint_read_all (SalonLlmEndpoint   *self,
                                     SalonHttpResponse  *response,
                                     const char         *url,
                                     gsize               limit,
                                     GError            **error);
void    salon_llm_endpoint_drain    (SalonLlmEndpoint   *self,
                                     SalonHttpResponse  *response);

G_END_DECLS

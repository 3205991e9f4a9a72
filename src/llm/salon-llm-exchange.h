/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-llm-endpoint.h"
#include "salon-llm-format.h"

G_BEGIN_DECLS

DexFuture *salon_llm_exchange (const SalonLlmFormat *format,
                               SalonLlmEndpoint     *endpoint,
                               const char           *path,
                               SalonLlmRequest      *request,
                               gpointer              settings,
                               GDestroyNotify        settings_destroy,
                               SalonLlmEventFunc     func,
                               gpointer              user_data,
                               GDestroyNotify        destroy) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

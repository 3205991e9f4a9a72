/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-llm-error.h"
#include "salon-llm-event.h"
#include "salon-llm-model.h"
#include "salon-llm-reply.h"
#include "salon-llm-request.h"

G_BEGIN_DECLS

#define SALON_TYPE_LLM_PROVIDER (salon_llm_provider_get_type ())

G_DECLARE_INTERFACE (SalonLlmProvider, salon_llm_provider, SALON, LLM_PROVIDER, GObject)

/**
 * SalonLlmProviderInterface:
 * @get_id: returns the id
 * @get_name: returns the name
 * @list_models: begins to list the models; resolves to a #GPtrArray of #SalonLlmModel
 * @stream: begins to answer a request; resolves to a #SalonLlmReply
 *
 * One place that models live in. What @list_models and @stream return is
 * typically a fiber: it is cancelled when the caller drops the future.
 */
struct _SalonLlmProviderInterface
{
  GTypeInterface parent_iface;

  const char *(*get_id)      (SalonLlmProvider  *self);
  const char *(*get_name)    (SalonLlmProvider  *self);
  DexFuture  *(*list_models) (SalonLlmProvider  *self);
  DexFuture  *(*stream)      (SalonLlmProvider  *self,
                              SalonLlmRequest   *request,
                              SalonLlmEventFunc  func,
                              gpointer           user_data,
                              GDestroyNotify     destroy);
};

const char *salon_llm_provider_get_id      (SalonLlmProvider  *self);
const char *salon_llm_provider_get_name    (SalonLlmProvider  *self);
DexFuture  *salon_llm_provider_list_models (SalonLlmProvider  *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *salon_llm_provider_stream      (SalonLlmProvider  *self,
                                            SalonLlmRequest   *request,
                                            SalonLlmEventFunc  func,
                                            gpointer           user_data,
                                            GDestroyNotify     destroy) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

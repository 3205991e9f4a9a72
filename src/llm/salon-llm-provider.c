/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-provider.h"

G_DEFINE_INTERFACE (SalonLlmProvider, salon_llm_provider, G_TYPE_OBJECT)

static void
salon_llm_provider_default_init (SalonLlmProviderInterface *iface)
{
}

static DexFuture *
pass_on (DexFuture *future,
         gpointer   user_data)
{
  return NULL;
}

/* A fiber goes on when its future is merely given back; a block that waits for it,
 * when it is given back, discards the fiber, and that cancels it.
 */
static DexFuture *
cancelled_when_dropped (DexFuture *future)
{
  return dex_future_finally (future, pass_on, NULL, NULL);
}

/**
 * salon_llm_provider_get_id:
 * @self: a provider
 *
 * Returns: its id, which stays the same for ever
 */
const char *
salon_llm_provider_get_id (SalonLlmProvider *self)
{
  g_return_val_if_fail (SALON_IS_LLM_PROVIDER (self), NULL);

  return SALON_LLM_PROVIDER_GET_IFACE (self)->get_id (self);
}

/**
 * salon_llm_provider_get_name:
 * @self: a provider
 *
 * Returns: its name for people
 */
const char *
salon_llm_provider_get_name (SalonLlmProvider *self)
{
  g_return_val_if_fail (SALON_IS_LLM_PROVIDER (self), NULL);

  return SALON_LLM_PROVIDER_GET_IFACE (self)->get_name (self);
}

/**
 * salon_llm_provider_list_models:
 * @self: a provider
 *
 * Asks which models there are. Dropping the future stops the request.
 *
 * Returns: (transfer full): a future that resolves to a boxed #GPtrArray of #SalonLlmModel,
 *   or rejects with #SalonLlmError
 */
DexFuture *
salon_llm_provider_list_models (SalonLlmProvider *self)
{
  g_return_val_if_fail (SALON_IS_LLM_PROVIDER (self), NULL);

  return cancelled_when_dropped (SALON_LLM_PROVIDER_GET_IFACE (self)->list_models (self));
}

/**
 * salon_llm_provider_stream:
 * @self: a provider
 * @request: the request, not to be changed from now on
 * @func: (scope notified): called for every step of the reply, as it comes in
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data, when @func will not be called any more
 *
 * Sends a request and reports the reply as it streams in. What was reported stays
 * true: an error after it does not take it back. As long as nothing was reported, a
 * request that the provider turns away for the moment is sent again a few times.
 *
 * Dropping the future at any moment stops the request and closes its connection, and
 * @func is not called after that. Only when @func itself drops it, the rest of what
 * has come in already may still be reported.
 *
 * Returns: (transfer full): a future that resolves to a #SalonLlmReply,
 *   or rejects with #SalonLlmError
 */
DexFuture *
salon_llm_provider_stream (SalonLlmProvider  *self,
                           SalonLlmRequest   *request,
                           SalonLlmEventFunc  func,
                           gpointer           user_data,
                           GDestroyNotify     destroy)
{
  g_return_val_if_fail (SALON_IS_LLM_PROVIDER (self), NULL);
  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  return cancelled_when_dropped (
    SALON_LLM_PROVIDER_GET_IFACE (self)->stream (self, request, func, user_data, destroy));
}

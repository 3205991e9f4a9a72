/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-openai-responses-provider.h"

#include "salon-llm-exchange.h"
#include "salon-openai-chat-endpoint-private.h"
#include "salon-openai-responses-request.h"
#include "salon-openai-responses-stream.h"

struct _SalonOpenaiResponsesProvider
{
  GObject parent_instance;

  char *id;
  const SalonOpenaiChatDialect *dialect;
  char *deployment; /* nullable */
  SalonLlmEndpoint *endpoint;
};

static void salon_openai_responses_provider_iface_init (SalonLlmProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonOpenaiResponsesProvider, salon_openai_responses_provider,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_LLM_PROVIDER,
                                                      salon_openai_responses_provider_iface_init))

static char *
write_request (SalonLlmRequest *request,
               gpointer         settings)
{
  SalonOpenaiChatSettings *own = settings;

  return salon_openai_responses_write_request (request, own->provider, own->dialect);
}

static gpointer
reader_new (SalonLlmRequest   *request,
            gpointer           settings,
            const char        *provider_name,
            SalonLlmEventFunc  func,
            gpointer           user_data)
{
  SalonOpenaiChatSettings *own = settings;

  return salon_openai_responses_stream_new (request, own->provider, provider_name, func, user_data);
}

static void
reader_free (gpointer reader)
{
  salon_openai_responses_stream_free (reader);
}

static gboolean
reader_push (gpointer     reader,
             const char  *type,
             const char  *data,
             gssize       length,
             GError     **error)
{
  return salon_openai_responses_stream_push (reader, type, data, length, error);
}

static gboolean
reader_is_complete (gpointer reader)
{
  return salon_openai_responses_stream_is_complete (reader);
}

static gboolean
reader_is_done (gpointer reader)
{
  return salon_openai_responses_stream_is_complete (reader);
}

static SalonLlmReply *
reader_finish (gpointer   reader,
               GError   **error)
{
  return salon_openai_responses_stream_finish (reader, error);
}

const SalonLlmFormat salon_openai_responses_format = {
  write_request,
  reader_new,
  reader_free,
  reader_push,
  reader_is_complete,
  reader_is_done,
  reader_finish,
};

static DexFuture *
salon_openai_responses_provider_stream (SalonLlmProvider  *provider,
                                   SalonLlmRequest   *request,
                                   SalonLlmEventFunc  func,
                                   gpointer           user_data,
                                   GDestroyNotify     destroy)
{
  SalonOpenaiResponsesProvider *self = SALON_OPENAI_RESPONSES_PROVIDER (provider);

  return salon_llm_exchange (&salon_openai_responses_format, self->endpoint, "responses",
                             request, salon_openai_chat_settings_new (self->id, self->dialect),
                             salon_openai_chat_settings_free, func, user_data, destroy);
}

static DexFuture *
salon_openai_responses_provider_list_models (SalonLlmProvider *provider)
{
  SalonOpenaiResponsesProvider *self = SALON_OPENAI_RESPONSES_PROVIDER (provider);

  return salon_openai_chat_endpoint_list_models (self->endpoint, self->deployment);
}

static const char *
salon_openai_responses_provider_get_id (SalonLlmProvider *provider)
{
  return SALON_OPENAI_RESPONSES_PROVIDER (provider)->id;
}

static const char *
salon_openai_responses_provider_get_name (SalonLlmProvider *provider)
{
  return salon_llm_endpoint_get_name (SALON_OPENAI_RESPONSES_PROVIDER (provider)->endpoint);
}

static void
salon_openai_responses_provider_finalize (GObject *object)
{
  SalonOpenaiResponsesProvider *self = SALON_OPENAI_RESPONSES_PROVIDER (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->deployment, g_free);
  g_clear_pointer (&self->endpoint, salon_llm_endpoint_unref);

  G_OBJECT_CLASS (salon_openai_responses_provider_parent_class)->finalize (object);
}

static void
salon_openai_responses_provider_class_init (SalonOpenaiResponsesProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = salon_openai_responses_provider_finalize;
}

static void
salon_openai_responses_provider_init (SalonOpenaiResponsesProvider *self)
{
}

static void
salon_openai_responses_provider_iface_init (SalonLlmProviderInterface *iface)
{
  iface->get_id = salon_openai_responses_provider_get_id;
  iface->get_name = salon_openai_responses_provider_get_name;
  iface->list_models = salon_openai_responses_provider_list_models;
  iface->stream = salon_openai_responses_provider_stream;
}

/**
 * salon_openai_responses_provider_new:
 * @id: the provider's id
 * @name: its name for people
 * @base_url: the address below which /responses and /models lie
 * @dialect: (nullable): id of a #SalonOpenaiChatDialect; %NULL: as @base_url says
 * @api_key: (nullable): the key, sent as Authorization: Bearer, or as the dialect wants it
 * @headers: (nullable) (element-type utf8 utf8): further headers to send, which win over the key's
 * @http_client: sends the requests
 * @clock: the time, for waiting
 *
 * Makes a provider that speaks OpenAI's Responses, as do Azure, xAI, OpenRouter, llama.cpp,
 * LM Studio and vLLM. It does not change once it is made: other settings want another provider.
 *
 * Returns: (transfer full): the provider
 */
SalonOpenaiResponsesProvider *
salon_openai_responses_provider_new (const char      *id,
                                const char      *name,
                                const char      *base_url,
                                const char      *dialect,
                                const char      *api_key,
                                GHashTable      *headers,
                                SalonHttpClient *http_client,
                                SalonClock      *clock)
{
  SalonOpenaiResponsesProvider *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (SALON_IS_HTTP_CLIENT (http_client), NULL);
  g_return_val_if_fail (SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_OPENAI_RESPONSES_PROVIDER, NULL);
  self->id = g_strdup (id);
  self->dialect = salon_openai_chat_dialect_choose (dialect, base_url);
  self->deployment = salon_openai_chat_dup_deployment (base_url, self->dialect);
  self->endpoint = salon_openai_chat_endpoint_new (name, base_url, self->dialect, api_key, headers,
                                                   http_client, clock);
  return self;
}

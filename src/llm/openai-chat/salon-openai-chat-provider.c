/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-openai-chat-provider.h"

#include <string.h>

#include "salon-llm-endpoint-reading.h"
#include "salon-openai-chat-body-private.h"
#include "salon-openai-chat-models-private.h"
#include "salon-openai-chat-request.h"
#include "salon-openai-chat-stream.h"

#define MODELS_LIMIT ((gsize) 16 * 1024 * 1024)
#define SILENCE_SECONDS (10 * 60)
/* Once the reply is complete, only the usage is missing. */
#define SILENCE_SECONDS_AT_THE_END 5

struct _SalonOpenaiChatProvider
{
  GObject parent_instance;

  char *id;
  SalonLlmEndpoint *endpoint;
};

static void salon_openai_chat_provider_iface_init (SalonLlmProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonOpenaiChatProvider, salon_openai_chat_provider, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_LLM_PROVIDER,
                                                      salon_openai_chat_provider_iface_init))

/* One request on its way. */
typedef struct
{
  char *provider;
  SalonLlmEndpoint *endpoint;
  SalonLlmRequest *request;
  SalonLlmEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} Streaming;

static void
streaming_free (Streaming *streaming)
{
  if (streaming->destroy != NULL)
    streaming->destroy (streaming->user_data);
  g_free (streaming->provider);
  salon_llm_endpoint_unref (streaming->endpoint);
  salon_llm_request_unref (streaming->request);
  g_free (streaming);
}

/* Reads the body to its end, or until the reply is complete and nothing more comes. */
static gboolean
read_body (Streaming              *streaming,
           SalonHttpResponse      *response,
           SalonOpenaiChatStream  *stream,
           const char             *url,
           GError                **error)
{
  g_autoptr (SalonOpenaiChatBody) body = NULL;

  body = salon_openai_chat_body_new (stream, salon_llm_endpoint_get_name (streaming->endpoint),
                                     url);
  while (!salon_openai_chat_stream_is_done (stream))
    {
      gboolean complete = salon_openai_chat_stream_is_complete (stream);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) failure = NULL;
      gsize length;
      const guint8 *data;

      bytes = salon_llm_endpoint_read (streaming->endpoint, response, url,
                                       complete ? SILENCE_SECONDS_AT_THE_END : SILENCE_SECONDS,
                                       &failure);
      if (bytes == NULL)
        {
          /* Whatever happens to the connection now, the reply is all there. */
          if (complete && !g_error_matches (failure, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED))
            return TRUE;
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      data = g_bytes_get_data (bytes, &length);
      if (length == 0)
        return salon_openai_chat_body_finish (body, error);
      if (!salon_openai_chat_body_push (body, data, length, error))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  SalonLlmRequest *request;
  char *provider;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  salon_llm_request_unref (writing->request);
  g_free (writing->provider);
  g_free (writing);
}

/* On a thread: a long chat, or one with pictures, is many megabytes. */
static DexFuture *
write_on_thread (gpointer user_data)
{
  Writing *writing = user_data;
  char *text = salon_openai_chat_write_request (writing->request, writing->provider);

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_new_take (text, strlen (text)));
}

static DexFuture *
write_body (Streaming *streaming)
{
  Writing *writing = g_new0 (Writing, 1);

  writing->request = salon_llm_request_ref (streaming->request);
  writing->provider = g_strdup (streaming->provider);
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, write_on_thread,
                              writing, writing_free);
}

static DexFuture *
stream_fiber (gpointer user_data)
{
  Streaming *streaming = user_data;
  g_autoptr (SalonHttpResponse) response = NULL;
  g_autoptr (SalonOpenaiChatStream) stream = NULL;
  g_autoptr (SalonLlmReply) reply = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;

  body = dex_await_boxed (write_body (streaming), &error);
  if (body == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  url = salon_llm_endpoint_build_url (streaming->endpoint, "chat/completions");
  response = salon_llm_endpoint_post (streaming->endpoint, "chat/completions",
                                      salon_llm_request_get_model (streaming->request), body,
                                      streaming->func, streaming->user_data, &error);
  if (response == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  stream = salon_openai_chat_stream_new (streaming->provider,
                                         salon_llm_endpoint_get_name (streaming->endpoint),
                                         streaming->func, streaming->user_data);
  if (read_body (streaming, response, stream, url, &error))
    reply = salon_openai_chat_stream_finish (stream, &error);
  if (reply == NULL)
    {
      salon_http_response_close (response);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }
  salon_llm_endpoint_drain (streaming->endpoint, response);
  return dex_future_new_take_boxed (SALON_TYPE_LLM_REPLY, g_steal_pointer (&reply));
}

static DexFuture *
salon_openai_chat_provider_stream (SalonLlmProvider  *provider,
                                   SalonLlmRequest   *request,
                                   SalonLlmEventFunc  func,
                                   gpointer           user_data,
                                   GDestroyNotify     destroy)
{
  SalonOpenaiChatProvider *self = SALON_OPENAI_CHAT_PROVIDER (provider);
  Streaming *streaming = g_new0 (Streaming, 1);

  streaming->provider = g_strdup (self->id);
  streaming->endpoint = salon_llm_endpoint_ref (self->endpoint);
  streaming->request = salon_llm_request_ref (request);
  streaming->func = func;
  streaming->user_data = user_data;
  streaming->destroy = destroy;
  return dex_scheduler_spawn (NULL, 0, stream_fiber, streaming, (GDestroyNotify) streaming_free);
}

static DexFuture *
list_models_fiber (gpointer user_data)
{
  SalonLlmEndpoint *endpoint = user_data;
  g_autoptr (SalonHttpResponse) response = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = salon_llm_endpoint_build_url (endpoint, "models");
  GPtrArray *models;

  response = salon_llm_endpoint_get (endpoint, "models", &error);
  if (response == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  body = salon_llm_endpoint_read_all (endpoint, response, url, MODELS_LIMIT, &error);
  if (body == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  models = salon_openai_chat_read_models (body, salon_llm_endpoint_get_name (endpoint), url,
                                          &error);
  if (models == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, models);
}

static DexFuture *
salon_openai_chat_provider_list_models (SalonLlmProvider *provider)
{
  SalonOpenaiChatProvider *self = SALON_OPENAI_CHAT_PROVIDER (provider);

  return dex_scheduler_spawn (NULL, 0, list_models_fiber, salon_llm_endpoint_ref (self->endpoint),
                              (GDestroyNotify) salon_llm_endpoint_unref);
}

static const char *
salon_openai_chat_provider_get_id (SalonLlmProvider *provider)
{
  return SALON_OPENAI_CHAT_PROVIDER (provider)->id;
}

static const char *
salon_openai_chat_provider_get_name (SalonLlmProvider *provider)
{
  return salon_llm_endpoint_get_name (SALON_OPENAI_CHAT_PROVIDER (provider)->endpoint);
}

static void
salon_openai_chat_provider_finalize (GObject *object)
{
  SalonOpenaiChatProvider *self = SALON_OPENAI_CHAT_PROVIDER (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->endpoint, salon_llm_endpoint_unref);

  G_OBJECT_CLASS (salon_openai_chat_provider_parent_class)->finalize (object);
}

static void
salon_openai_chat_provider_class_init (SalonOpenaiChatProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = salon_openai_chat_provider_finalize;
}

static void
salon_openai_chat_provider_init (SalonOpenaiChatProvider *self)
{
}

static void
salon_openai_chat_provider_iface_init (SalonLlmProviderInterface *iface)
{
  iface->get_id = salon_openai_chat_provider_get_id;
  iface->get_name = salon_openai_chat_provider_get_name;
  iface->list_models = salon_openai_chat_provider_list_models;
  iface->stream = salon_openai_chat_provider_stream;
}

/**
 * salon_openai_chat_provider_new:
 * @id: the provider's id
 * @name: its name for people
 * @base_url: the address below which /chat/completions and /models lie
 * @api_key: (nullable): the key, sent as Authorization: Bearer
 * @headers: (nullable) (element-type utf8 utf8): further headers to send, which win over the key's
 * @http_client: sends the requests
 * @clock: the time, for waiting
 *
 * Makes a provider that speaks OpenAI's Chat Completions, as do Ollama, llama.cpp,
 * LM Studio, vLLM, OpenRouter, Mistral, Groq and many others. It does not change
 * once it is made: other settings want another provider.
 *
 * Returns: (transfer full): the provider
 */
SalonOpenaiChatProvider *
salon_openai_chat_provider_new (const char      *id,
                                const char      *name,
                                const char      *base_url,
                                const char      *api_key,
                                GHashTable      *headers,
                                SalonHttpClient *http_client,
                                SalonClock      *clock)
{
  SalonOpenaiChatProvider *self;
  GHashTableIter iter;
  gpointer header;
  gpointer value;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (SALON_IS_HTTP_CLIENT (http_client), NULL);
  g_return_val_if_fail (SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_OPENAI_CHAT_PROVIDER, NULL);
  self->id = g_strdup (id);
  self->endpoint = salon_llm_endpoint_new (name, base_url, http_client, clock);
  if (headers != NULL)
    {
      g_hash_table_iter_init (&iter, headers);
      while (g_hash_table_iter_next (&iter, &header, &value))
        salon_llm_endpoint_set_header (self->endpoint, header, value);
    }
  salon_llm_endpoint_set_key (self->endpoint, "Authorization", "Bearer ", api_key);
  return self;
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-anthropic-provider.h"

#include <string.h>

#include "salon-anthropic-models-private.h"
#include "salon-anthropic-request.h"
#include "salon-anthropic-stream.h"
#include "salon-llm-endpoint-reading.h"
#include "salon-llm-exchange.h"

#define API_VERSION "2023-06-01"
#define MODELS_LIMIT ((gsize) 16 * 1024 * 1024)
#define MOST_PAGES 50

struct _SalonAnthropicProvider
{
  GObject parent_instance;

  char *id;
  char *prefix; /* what lies between the base URL and the names of the API */
  SalonLlmEndpoint *endpoint;
};

static void salon_anthropic_provider_iface_init (SalonLlmProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonAnthropicProvider, salon_anthropic_provider, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_LLM_PROVIDER,
                                                      salon_anthropic_provider_iface_init))

static char *
write_request (SalonLlmRequest *request,
               gpointer         data)
{
  const SalonAnthropicSettings *settings = data;

  return salon_anthropic_write_request (request, settings->provider, settings->with_thinking);
}

static gpointer
reader_new (SalonLlmRequest   *request,
            gpointer           data,
            const char        *provider_name,
            SalonLlmEventFunc  func,
            gpointer           user_data)
{
  const SalonAnthropicSettings *settings = data;

  return salon_anthropic_stream_new (request, settings->provider, provider_name, func, user_data);
}

static void
reader_free (gpointer reader)
{
  salon_anthropic_stream_free (reader);
}

static gboolean
reader_push (gpointer     reader,
             const char  *type,
             const char  *data,
             gssize       length,
             GError     **error)
{
  return salon_anthropic_stream_push (reader, type, data, length, error);
}

static gboolean
reader_is_complete (gpointer reader)
{
  return salon_anthropic_stream_is_complete (reader);
}

static gboolean
reader_is_done (gpointer reader)
{
  return salon_anthropic_stream_is_done (reader);
}

static SalonLlmReply *
reader_finish (gpointer   reader,
               GError   **error)
{
  return salon_anthropic_stream_finish (reader, error);
}

const SalonLlmFormat salon_anthropic_format = {
  write_request,
  reader_new,
  reader_free,
  reader_push,
  reader_is_complete,
  reader_is_done,
  reader_finish,
};

static void
settings_free (gpointer data)
{
  SalonAnthropicSettings *settings = data;

  g_free (settings->provider);
  g_free (settings);
}

/* One reply on its way, in one exchange or two. */
typedef struct
{
  SalonAnthropicProvider *provider;
  SalonLlmRequest *request;
  SalonLlmEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} Streaming;

static void
streaming_free (gpointer data)
{
  Streaming *streaming = data;

  if (streaming->destroy != NULL)
    streaming->destroy (streaming->user_data);
  salon_llm_request_unref (streaming->request);
  g_object_unref (streaming->provider);
  g_free (streaming);
}

static SalonLlmReply *
try_once (Streaming  *streaming,
          gboolean    with_thinking,
          GError    **error)
{
  SalonAnthropicSettings *settings = g_new0 (SalonAnthropicSettings, 1);
  g_autofree char *path = g_strconcat (streaming->provider->prefix, "messages", NULL);

  settings->provider = g_strdup (streaming->provider->id);
  settings->with_thinking = with_thinking;
  return dex_await_boxed (salon_llm_exchange (&salon_anthropic_format,
                                              streaming->provider->endpoint, path,
                                              streaming->request, settings, settings_free,
                                              streaming->func, streaming->user_data, NULL),
                          error);
}

/* The API signs what a model thinks, together with all that came before it, and refuses the
 * request when it finds something else there: after a chat was shortened, say. Its advice is
 * to send the request once more without.
 */
static gboolean
is_about_thinking (const GError *error)
{
  return g_error_matches (error, SALON_LLM_ERROR, SALON_LLM_ERROR_BAD_REQUEST) &&
         strstr (error->message, "thinking") != NULL &&
         (strstr (error->message, "signature") != NULL ||
          strstr (error->message, "cannot be modified") != NULL ||
          strstr (error->message, "must start with a thinking block") != NULL ||
          strstr (error->message, "cannot be `thinking`") != NULL);
}

static DexFuture *
stream_fiber (gpointer user_data)
{
  Streaming *streaming = user_data;
  g_autoptr (GError) error = NULL;
  SalonLlmReply *reply = try_once (streaming, TRUE, &error);

  if (reply == NULL && is_about_thinking (error))
    {
      g_debug ("What the model thought before is left out: %s", error->message);
      g_clear_error (&error);
      reply = try_once (streaming, FALSE, &error);
    }
  if (reply == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (SALON_TYPE_LLM_REPLY, reply);
}

static DexFuture *
salon_anthropic_provider_stream (SalonLlmProvider  *provider,
                                 SalonLlmRequest   *request,
                                 SalonLlmEventFunc  func,
                                 gpointer           user_data,
                                 GDestroyNotify     destroy)
{
  Streaming *streaming = g_new0 (Streaming, 1);

  streaming->provider = g_object_ref (SALON_ANTHROPIC_PROVIDER (provider));
  streaming->request = salon_llm_request_ref (request);
  streaming->func = func;
  streaming->user_data = user_data;
  streaming->destroy = destroy;
  return dex_scheduler_spawn (NULL, 0, stream_fiber, streaming, streaming_free);
}

/* Asks for one page of the list; @next is where it begins, and then where the next one does. */
static gboolean
read_page (SalonAnthropicProvider  *self,
           GPtrArray               *models,
           char                   **next,
           GError                 **error)
{
  g_autoptr (SalonHttpResponse) response = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *after = *next != NULL ? g_uri_escape_string (*next, NULL, FALSE) : NULL;
  g_autofree char *path = g_strconcat (self->prefix, "models?limit=1000",
                                       after != NULL ? "&after_id=" : NULL, after, NULL);
  g_autofree char *url = salon_llm_endpoint_build_url (self->endpoint, path);

  response = salon_llm_endpoint_get (self->endpoint, path, error);
  if (response == NULL)
    return FALSE;
  body = salon_llm_endpoint_read_all (self->endpoint, response, url, MODELS_LIMIT, error);
  if (body == NULL)
    return FALSE;
  g_clear_pointer (next, g_free);
  return salon_anthropic_read_models (body, salon_llm_endpoint_get_name (self->endpoint), url,
                                      models, next, error);
}

static DexFuture *
list_models_fiber (gpointer user_data)
{
  SalonAnthropicProvider *self = user_data;
  g_autoptr (GPtrArray) models = NULL;
  g_autofree char *next = NULL;
  GError *error = NULL;

  models = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_model_unref);
  for (guint i = 0; i < MOST_PAGES && (i == 0 || next != NULL); i++)
    {
      guint n_before = models->len;

      if (!read_page (self, models, &next, &error))
        return dex_future_new_for_error (error);
      if (models->len == n_before)
        break;
    }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&models));
}

static DexFuture *
salon_anthropic_provider_list_models (SalonLlmProvider *provider)
{
  return dex_scheduler_spawn (NULL, 0, list_models_fiber, g_object_ref (provider),
                              g_object_unref);
}

static const char *
salon_anthropic_provider_get_id (SalonLlmProvider *provider)
{
  return SALON_ANTHROPIC_PROVIDER (provider)->id;
}

static const char *
salon_anthropic_provider_get_name (SalonLlmProvider *provider)
{
  return salon_llm_endpoint_get_name (SALON_ANTHROPIC_PROVIDER (provider)->endpoint);
}

static void
salon_anthropic_provider_finalize (GObject *object)
{
  SalonAnthropicProvider *self = SALON_ANTHROPIC_PROVIDER (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->prefix, g_free);
  g_clear_pointer (&self->endpoint, salon_llm_endpoint_unref);

  G_OBJECT_CLASS (salon_anthropic_provider_parent_class)->finalize (object);
}

static void
salon_anthropic_provider_class_init (SalonAnthropicProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = salon_anthropic_provider_finalize;
}

static void
salon_anthropic_provider_init (SalonAnthropicProvider *self)
{
}

static void
salon_anthropic_provider_iface_init (SalonLlmProviderInterface *iface)
{
  iface->get_id = salon_anthropic_provider_get_id;
  iface->get_name = salon_anthropic_provider_get_name;
  iface->list_models = salon_anthropic_provider_list_models;
  iface->stream = salon_anthropic_provider_stream;
}

/* People give the address with and without the version, and some the whole of it. */
static const char *
choose_prefix (const char *base_url)
{
  g_autofree char *base = g_strndup (base_url, strcspn (base_url, "?#"));

  g_strstrip (base);
  for (gsize length = strlen (base); length > 0 && base[length - 1] == '/'; length--)
    base[length - 1] = '\0';
  return g_str_has_suffix (base, "/v1") || g_str_has_suffix (base, "/messages") ? "" : "v1/";
}

/**
 * salon_anthropic_provider_new:
 * @id: the provider's id
 * @name: its name for people
 * @base_url: the address below which /v1/messages and /v1/models lie, with or without /v1
 * @api_key: (nullable): the key, sent as x-api-key
 * @headers: (nullable) (element-type utf8 utf8): further headers to send, which win over the key's
 * @http_client: sends the requests
 * @clock: the time, for waiting
 *
 * Makes a provider that speaks Anthropic's Messages API, as do llama.cpp, DeepSeek, Moonshot
 * and others, too. It does not change once it is made: other settings want another provider.
 *
 * Returns: (transfer full): the provider
 */
SalonAnthropicProvider *
salon_anthropic_provider_new (const char      *id,
                              const char      *name,
                              const char      *base_url,
                              const char      *api_key,
                              GHashTable      *headers,
                              SalonHttpClient *http_client,
                              SalonClock      *clock)
{
  SalonAnthropicProvider *self;
  GHashTableIter iter;
  gpointer header;
  gpointer value;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (SALON_IS_HTTP_CLIENT (http_client), NULL);
  g_return_val_if_fail (SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_ANTHROPIC_PROVIDER, NULL);
  self->id = g_strdup (id);
  self->prefix = g_strdup (choose_prefix (base_url));
  self->endpoint = salon_llm_endpoint_new (name, base_url, http_client, clock);
  salon_llm_endpoint_set_header (self->endpoint, "anthropic-version", API_VERSION);
  if (headers != NULL)
    {
      g_hash_table_iter_init (&iter, headers);
      while (g_hash_table_iter_next (&iter, &header, &value))
        salon_llm_endpoint_set_header (self->endpoint, header, value);
    }
  salon_llm_endpoint_set_key (self->endpoint, "x-api-key", "", api_key);
  return self;
}

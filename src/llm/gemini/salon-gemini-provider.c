/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-gemini-provider.h"

#include <string.h>

#include "salon-gemini-models-private.h"
#include "salon-gemini-request.h"
#include "salon-gemini-stream.h"
#include "salon-llm-endpoint-reading.h"
#include "salon-llm-exchange.h"

#define MODELS_LIMIT ((gsize) 16 * 1024 * 1024)
#define MOST_PAGES 50

struct _SalonGeminiProvider
{
  GObject parent_instance;

  char *id;
  char *prefix; /* what lies between the base URL and the names of the API */
  SalonLlmEndpoint *endpoint;
};

static void salon_gemini_provider_iface_init (SalonLlmProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonGeminiProvider, salon_gemini_provider, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SALON_TYPE_LLM_PROVIDER,
                                                      salon_gemini_provider_iface_init))

static char *
write_request (SalonLlmRequest *request,
               gpointer         settings)
{
  return salon_gemini_write_request (request, settings);
}

static gpointer
reader_new (SalonLlmRequest   *request,
            gpointer           settings,
            const char        *provider_name,
            SalonLlmEventFunc  func,
            gpointer           user_data)
{
  return salon_gemini_stream_new (request, settings, provider_name, func, user_data);
}

static void
reader_free (gpointer reader)
{
  salon_gemini_stream_free (reader);
}

static gboolean
reader_push (gpointer     reader,
             const char  *type,
             const char  *data,
             gssize       length,
             GError     **error)
{
  return salon_gemini_stream_push (reader, type, data, length, error);
}

static gboolean
reader_is_complete (gpointer reader)
{
  return salon_gemini_stream_is_complete (reader);
}

static gboolean
reader_is_done (gpointer reader)
{
  return salon_gemini_stream_is_done (reader);
}

static SalonLlmReply *
reader_finish (gpointer   reader,
               GError   **error)
{
  return salon_gemini_stream_finish (reader, error);
}

const SalonLlmFormat salon_gemini_format = {
  write_request,
  reader_new,
  reader_free,
  reader_push,
  reader_is_complete,
  reader_is_done,
  reader_finish,
};

/* The model is a part of the address; one with a slash says itself what kind it is. */
static char *
build_path (SalonGeminiProvider *self,
            const char          *model)
{
  g_autofree char *escaped = g_uri_escape_string (model, "/@:", TRUE);

  return g_strconcat (self->prefix, strchr (model, '/') != NULL ? "" : "models/", escaped,
                      ":streamGenerateContent?alt=sse", NULL);
}

static DexFuture *
salon_gemini_provider_stream (SalonLlmProvider  *provider,
                              SalonLlmRequest   *request,
                              SalonLlmEventFunc  func,
                              gpointer           user_data,
                              GDestroyNotify     destroy)
{
  SalonGeminiProvider *self = SALON_GEMINI_PROVIDER (provider);
  g_autofree char *path = build_path (self, salon_llm_request_get_model (request));

  return salon_llm_exchange (&salon_gemini_format, self->endpoint, path, request,
                             g_strdup (self->id), g_free, func, user_data, destroy);
}

/* Asks for one page of the list; @next is its token, and then that of the next one. */
static gboolean
read_page (SalonGeminiProvider  *self,
           GPtrArray            *models,
           char                **next,
           GError              **error)
{
  g_autoptr (SalonHttpResponse) response = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *token = *next != NULL ? g_uri_escape_string (*next, NULL, FALSE) : NULL;
  g_autofree char *path = g_strconcat (self->prefix, "models?pageSize=1000",
                                       token != NULL ? "&pageToken=" : NULL, token, NULL);
  g_autofree char *url = salon_llm_endpoint_build_url (self->endpoint, path);

  response = salon_llm_endpoint_get (self->endpoint, path, error);
  if (response == NULL)
    return FALSE;
  body = salon_llm_endpoint_read_all (self->endpoint, response, url, MODELS_LIMIT, error);
  if (body == NULL)
    return FALSE;
  g_clear_pointer (next, g_free);
  return salon_gemini_read_models (body, salon_llm_endpoint_get_name (self->endpoint), url, models,
                                   next, error);
}

static DexFuture *
list_models_fiber (gpointer user_data)
{
  SalonGeminiProvider *self = user_data;
  g_autoptr (GPtrArray) models = NULL;
  g_autofree char *next = NULL;
  GError *error = NULL;

  models = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_model_unref);
  for (guint i = 0; i < MOST_PAGES && (i == 0 || next != NULL); i++)
    {
      if (!read_page (self, models, &next, &error))
        return dex_future_new_for_error (error);
    }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&models));
}

static DexFuture *
salon_gemini_provider_list_models (SalonLlmProvider *provider)
{
  return dex_scheduler_spawn (NULL, 0, list_models_fiber, g_object_ref (provider),
                              g_object_unref);
}

static const char *
salon_gemini_provider_get_id (SalonLlmProvider *provider)
{
  return SALON_GEMINI_PROVIDER (provider)->id;
}

static const char *
salon_gemini_provider_get_name (SalonLlmProvider *provider)
{
  return salon_llm_endpoint_get_name (SALON_GEMINI_PROVIDER (provider)->endpoint);
}

static void
salon_gemini_provider_finalize (GObject *object)
{
  SalonGeminiProvider *self = SALON_GEMINI_PROVIDER (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->prefix, g_free);
  g_clear_pointer (&self->endpoint, salon_llm_endpoint_unref);

  G_OBJECT_CLASS (salon_gemini_provider_parent_class)->finalize (object);
}

static void
salon_gemini_provider_class_init (SalonGeminiProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = salon_gemini_provider_finalize;
}

static void
salon_gemini_provider_init (SalonGeminiProvider *self)
{
}

static void
salon_gemini_provider_iface_init (SalonLlmProviderInterface *iface)
{
  iface->get_id = salon_gemini_provider_get_id;
  iface->get_name = salon_gemini_provider_get_name;
  iface->list_models = salon_gemini_provider_list_models;
  iface->stream = salon_gemini_provider_stream;
}

/* People give the address with and without the version. */
static const char *
choose_prefix (const char *base_url)
{
  static const char * const versions[] = { "/v1beta", "/v1", "/v1alpha" };
  g_autofree char *base = g_strndup (base_url, strcspn (base_url, "?#"));

  g_strstrip (base);
  for (gsize length = strlen (base); length > 0 && base[length - 1] == '/'; length--)
    base[length - 1] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      if (g_str_has_suffix (base, versions[i]))
        return "";
    }
  return "v1beta/";
}

/**
 * salon_gemini_provider_new:
 * @id: the provider's id
 * @name: its name for people
 * @base_url: the address below which /v1beta/models lies, with or without /v1beta
 * @api_key: (nullable): the key, sent as x-goog-api-key
 * @headers: (nullable) (element-type utf8 utf8): further headers to send, which win over the key's
 * @http_client: sends the requests
 * @clock: the time, for waiting
 *
 * Makes a provider that speaks Google's Gemini API. It does not change once it is made: other
 * settings want another provider.
 *
 * Returns: (transfer full): the provider
 */
SalonGeminiProvider *
salon_gemini_provider_new (const char      *id,
                           const char      *name,
                           const char      *base_url,
                           const char      *api_key,
                           GHashTable      *headers,
                           SalonHttpClient *http_client,
                           SalonClock      *clock)
{
  SalonGeminiProvider *self;
  GHashTableIter iter;
  gpointer header;
  gpointer value;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (SALON_IS_HTTP_CLIENT (http_client), NULL);
  g_return_val_if_fail (SALON_IS_CLOCK (clock), NULL);

  self = g_object_new (SALON_TYPE_GEMINI_PROVIDER, NULL);
  self->id = g_strdup (id);
  self->prefix = g_strdup (choose_prefix (base_url));
  self->endpoint = salon_llm_endpoint_new (name, base_url, http_client, clock);
  if (headers != NULL)
    {
      g_hash_table_iter_init (&iter, headers);
      while (g_hash_table_iter_next (&iter, &header, &value))
        salon_llm_endpoint_set_header (self->endpoint, header, value);
    }
  salon_llm_endpoint_set_key (self->endpoint, "x-goog-api-key", "", api_key);
  return self;
}

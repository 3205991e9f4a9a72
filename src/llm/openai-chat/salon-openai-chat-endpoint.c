/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-openai-chat-endpoint-private.h"

#include <string.h>

#include "salon-llm-endpoint-reading.h"
#include "salon-llm-model.h"
#include "salon-openai-chat-models-private.h"

#define MODELS_LIMIT ((gsize) 16 * 1024 * 1024)

/* The version of Azure's API of deployments that is asked for when the base URL names none. */
#define AZURE_API_VERSION "2024-10-21"
#define DEPLOYMENTS "/deployments/"

SalonOpenaiChatSettings *
salon_openai_chat_settings_new (const char                   *provider,
                                const SalonOpenaiChatDialect *dialect)
{
  SalonOpenaiChatSettings *settings = g_new0 (SalonOpenaiChatSettings, 1);

  settings->provider = g_strdup (provider);
  settings->dialect = dialect;
  return settings;
}

void
salon_openai_chat_settings_free (gpointer data)
{
  SalonOpenaiChatSettings *settings = data;

  g_free (settings->provider);
  g_free (settings);
}

/* The name of the deployment in an address like
 * https://NAME.openai.azure.com/openai/deployments/DEPLOYMENT, NULL if there is none.
 */
char *
salon_openai_chat_dup_deployment (const char                   *base_url,
                                  const SalonOpenaiChatDialect *dialect)
{
  const char *begin = strstr (base_url, DEPLOYMENTS);

  if ((dialect->quirks & SALON_OPENAI_CHAT_DEPLOYMENTS) == 0 || begin == NULL)
    return NULL;
  begin += strlen (DEPLOYMENTS);
  return g_strndup (begin, strcspn (begin, "/?#"));
}

/* Deployments are asked for by version; the newer API without them has none. */
static char *
complete_url (const char                   *base_url,
              const SalonOpenaiChatDialect *dialect)
{
  g_autofree char *deployment = salon_openai_chat_dup_deployment (base_url, dialect);

  if (deployment == NULL || strstr (base_url, "api-version=") != NULL)
    return g_strdup (base_url);
  return g_strconcat (base_url, strchr (base_url, '?') != NULL ? "&" : "?",
                      "api-version=" AZURE_API_VERSION, NULL);
}

SalonLlmEndpoint *
salon_openai_chat_endpoint_new (const char                   *name,
                                const char                   *base_url,
                                const SalonOpenaiChatDialect *dialect,
                                const char                   *api_key,
                                GHashTable                   *headers,
                                SalonHttpClient              *http_client,
                                SalonClock                   *clock)
{
  g_autofree char *url = complete_url (base_url, dialect);
  SalonLlmEndpoint *endpoint = salon_llm_endpoint_new (name, url, http_client, clock);
  GHashTableIter iter;
  gpointer header;
  gpointer value;

  if (headers != NULL)
    {
      g_hash_table_iter_init (&iter, headers);
      while (g_hash_table_iter_next (&iter, &header, &value))
        salon_llm_endpoint_set_header (endpoint, header, value);
    }
  if ((dialect->quirks & SALON_OPENAI_CHAT_API_KEY_HEADER) != 0)
    salon_llm_endpoint_set_key (endpoint, "api-key", "", api_key);
  else
    salon_llm_endpoint_set_key (endpoint, "Authorization", "Bearer ", api_key);
  return endpoint;
}

typedef struct
{
  SalonLlmEndpoint *endpoint;
  char *deployment; /* nullable */
} Listing;

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  salon_llm_endpoint_unref (listing->endpoint);
  g_free (listing->deployment);
  g_free (listing);
}

static DexFuture *
list_models_fiber (gpointer user_data)
{
  Listing *listing = user_data;
  SalonLlmEndpoint *endpoint = listing->endpoint;
  /* The models of a resource lie beside its deployments, not below one of them. */
  const char *path = listing->deployment != NULL ? "../../models" : "models";
  g_autoptr (SalonHttpResponse) response = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = salon_llm_endpoint_build_url (endpoint, path);

  response = salon_llm_endpoint_get (endpoint, path, &error);
  if (response == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  body = salon_llm_endpoint_read_all (endpoint, response, url, MODELS_LIMIT, &error);
  if (body == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  models = salon_openai_chat_read_models (body, salon_llm_endpoint_get_name (endpoint), url,
                                          &error);
  if (models == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (listing->deployment != NULL)
    {
      /* The list names what could be deployed; there is only this one to talk to. */
      g_ptr_array_set_size (models, 0);
      g_ptr_array_add (models, salon_llm_model_new (listing->deployment, NULL, 0));
    }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&models));
}

DexFuture *
salon_openai_chat_endpoint_list_models (SalonLlmEndpoint *endpoint,
                                        const char       *deployment)
{
  Listing *listing = g_new0 (Listing, 1);

  listing->endpoint = salon_llm_endpoint_ref (endpoint);
  listing->deployment = g_strdup (deployment);
  return dex_scheduler_spawn (NULL, 0, list_models_fiber, listing, listing_free);
}

/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-model-provider-private.h"
#include "salon-model-registry-private.h"

/* How long a program on this computer may take to say that it is there. */
#define LOCAL_TIME_LIMIT (1500 * G_TIME_SPAN_MILLISECOND)

/* The programs that people run models with, at the ports they take by default. The name
 * “localhost” is this computer whatever a name server says: GResolver sees to that.
 */
static const struct
{
  const char *id;
  const char *name;
  const char *dialect;
  const char *base_url;
} local_providers[] = {
  { "ollama", "Ollama", "ollama", "http://localhost:11434/v1" },
  { "lm-studio", "LM Studio", "lm-studio", "http://localhost:1234/v1" },
  { "llama-cpp", "llama.cpp", "llama.cpp", "http://localhost:8080/v1" },
  { "vllm", "vLLM", "vllm", "http://localhost:8000/v1" },
  { "jan", "Jan", NULL, "http://localhost:1337/v1" },
  { "koboldcpp", "KoboldCpp", NULL, "http://localhost:5001/v1" },
  { "gpt4all", "GPT4All", NULL, "http://localhost:4891/v1" },
};

typedef struct
{
  SalonModelRegistry *self;
  SalonModelProvider *provider;  /* NULL: all of them */
} Search;

static Search *
search_new (SalonModelRegistry *self,
            SalonModelProvider *provider)
{
  Search *search = g_new0 (Search, 1);

  search->self = g_object_ref (self);
  search->provider = provider != NULL ? g_object_ref (provider) : NULL;

  return search;
}

static void
search_free (gpointer data)
{
  Search *search = data;

  g_object_unref (search->self);
  g_clear_object (&search->provider);
  g_free (search);
}

static DexFuture *
probe_fiber (gpointer user_data)
{
  Search *search = user_data;
  GError *error = NULL;

  if (!salon_model_registry_list_now (search->self, search->provider, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

gboolean
salon_model_registry_is_local (const char *url)
{
  g_autoptr(GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autoptr(GInetAddress) address = host != NULL ? g_inet_address_new_from_string (host) : NULL;

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);

  return host != NULL && g_ascii_strcasecmp (host, "localhost") == 0;
}

static gboolean
salon_model_registry_has_url (SalonModelRegistry *self,
                              const char         *base_url)
{
  g_autoptr(GUri) wanted = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);

  /* “127.0.0.1” and “localhost”, with and without “/v1” at the end, are the same place. */
  for (guint i = 0; i < self->providers->len; i++)
    {
      const char *url = salon_model_provider_get_base_url (g_ptr_array_index (self->providers, i));
      g_autoptr(GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;

      if (uri != NULL && salon_model_registry_is_local (url) &&
          g_uri_get_port (uri) == g_uri_get_port (wanted))
        return TRUE;
    }

  return FALSE;
}

static DexFuture *
discover_fiber (gpointer user_data)
{
  Search *search = user_data;
  SalonModelRegistry *self = search->self;
  g_autoptr(GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) probes = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr(GListStore) found = g_list_store_new (SALON_TYPE_MODEL_PROVIDER);

  for (guint i = 0; i < G_N_ELEMENTS (local_providers); i++)
    {
      g_autoptr(SalonModelProviderConfig) config = NULL;
      SalonModelProvider *provider;

      if (salon_model_registry_has_url (self, local_providers[i].base_url))
        continue;

      config = salon_model_provider_config_new (local_providers[i].id,
                                                SALON_MODEL_KIND_OPENAI_CHAT);
      salon_model_provider_config_set_name (config, local_providers[i].name);
      salon_model_provider_config_set_base_url (config, local_providers[i].base_url);
      salon_model_provider_config_set_dialect (config, local_providers[i].dialect);
      salon_model_provider_config_seal (config);

      provider = salon_model_provider_new (config);
      g_ptr_array_add (candidates, provider);
      g_ptr_array_add (probes, dex_scheduler_spawn (NULL, 0, probe_fiber,
                                                    search_new (self, provider), search_free));
    }

  if (probes->len > 0)
    dex_await (dex_future_first (dex_future_allv ((DexFuture **) probes->pdata, probes->len),
                                 salon_clock_sleep (self->clock, LOCAL_TIME_LIMIT), NULL), NULL);

  for (guint i = 0; i < candidates->len; i++)
    {
      SalonModelProvider *provider = g_ptr_array_index (candidates, i);

      if (salon_model_provider_get_state (provider) == SALON_MODEL_PROVIDER_READY)
        g_list_store_append (found, provider);
    }

  return dex_future_new_take_object (g_steal_pointer (&found));
}

/**
 * salon_model_registry_discover_local:
 * @self: a registry
 *
 * Looks, for a moment, which of the usual programs for models run on this computer and are not
 * configured yet. Give the config of one of them to salon_model_registry_add_provider() to keep it.
 *
 * Returns: (transfer full): a future of a #GListModel of #SalonModelProvider, which may be empty;
 *   never rejected, except by cancellation
 */
DexFuture *
salon_model_registry_discover_local (SalonModelRegistry *self)
{
  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), NULL);

  return dex_scheduler_spawn (NULL, 0, discover_fiber, search_new (self, NULL), search_free);
}

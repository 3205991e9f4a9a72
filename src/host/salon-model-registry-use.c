/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"
#include "salon-model-kind.h"
#include "salon-model-provider-private.h"
#include "salon-model-registry-private.h"
#include "salon-practice-provider.h"

typedef struct
{
  SalonModelRegistry *self;
  SalonModelProvider *provider;
} Use;

static Use *
use_new (SalonModelRegistry *self,
         SalonModelProvider *provider)
{
  Use *use = g_new0 (Use, 1);

  use->self = g_object_ref (self);
  use->provider = g_object_ref (provider);

  return use;
}

static void
use_free (gpointer data)
{
  Use *use = data;

  g_object_unref (use->self);
  g_object_unref (use->provider);
  g_free (use);
}

/* --- making the object that talks to a provider ------------------------------------------- */

static GHashTable *
headers_from_strv (char **lines)
{
  GHashTable *headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *separator = strstr (lines[i], ": ");

      if (separator != NULL)
        g_hash_table_replace (headers, g_strndup (lines[i], separator - lines[i]),
                              g_strdup (separator + 2));
    }

  return headers;
}

/* A text of an entry with its references resolved; %NULL without an error if there is none. */
static gboolean
expand (SalonModelRegistry  *self,
        const char          *written,
        char               **text,
        GError             **error)
{
  if (written == NULL || *written == '\0')
    return TRUE;

  *text = dex_await_string (salon_expander_expand (self->expander, written), error);

  return *text != NULL;
}

/* A provider with a proxy of its own is reached by a client of its own, which is kept, as its
 * connections are used again.
 */
static SalonHttpClient *
salon_model_registry_get_client (SalonModelRegistry *self,
                                 const char         *proxy)
{
  SalonHttpClient *client;

  if (proxy == NULL)
    return self->http_client;

  client = g_hash_table_lookup (self->proxied_clients, proxy);
  if (client == NULL)
    {
      client = salon_http_client_new ();
      salon_http_client_set_clock (client, self->clock);
      salon_http_client_set_proxy (client, proxy);
      g_hash_table_insert (self->proxied_clients, g_strdup (proxy), client);
    }

  return client;
}

/* In a fiber. */
SalonLlmProvider *
salon_model_registry_connect (SalonModelRegistry  *self,
                              SalonModelProvider  *provider,
                              GError             **error)
{
  g_autoptr(SalonModelProviderConfig) config =
    g_object_ref (salon_model_provider_get_config (provider));
  const char *problem = salon_model_provider_config_get_problem (config);
  g_autofree char *base_url = NULL;
  g_autofree char *api_key = NULL;
  g_autofree char *proxy = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GHashTable) headers = NULL;
  SalonModelKindSettings settings = { 0 };

  if (salon_model_provider_is_built_in (provider))
    return SALON_LLM_PROVIDER (salon_practice_provider_new (self->clock));

  if (problem != NULL)
    {
      g_set_error_literal (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION, problem);
      return NULL;
    }

  if (!expand (self, salon_model_provider_config_get_base_url (config), &base_url, error) ||
      !expand (self, salon_model_provider_config_get_api_key (config), &api_key, error) ||
      !expand (self, salon_model_provider_config_get_proxy (config), &proxy, error))
    return NULL;

  lines = dex_await_boxed (
    salon_expander_expand_strv (self->expander, salon_model_provider_config_get_headers (config)),
    error);
  if (lines == NULL)
    return NULL;
  headers = headers_from_strv (lines);

  settings.id = salon_model_provider_config_get_id (config);
  settings.name = salon_model_provider_config_get_name (config);
  settings.base_url = base_url != NULL ? base_url : "";
  settings.dialect = salon_model_provider_config_get_dialect (config);
  settings.api_key = api_key;
  settings.headers = headers;
  settings.http_client = salon_model_registry_get_client (self, proxy);
  settings.clock = self->clock;

  return salon_model_kind_create (salon_model_provider_config_get_kind (config), &settings);
}

static DexFuture *
create_fiber (gpointer user_data)
{
  Use *use = user_data;
  SalonLlmProvider *provider;
  GError *error = NULL;

  provider = salon_model_registry_connect (use->self, use->provider, &error);
  if (provider == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_object (provider);
}

DexFuture *
salon_model_registry_reject_unknown (const char *id)
{
  return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_FOUND,
                                _("There is no provider “%s”. Add it in the settings or to "
                                  "models.json, or choose another model."), id);
}

/**
 * salon_model_registry_create_provider:
 * @self: a registry
 * @reference: `provider/model`
 *
 * Makes what talks to the provider of a model, with its references resolved. The model's own id is
 * what salon_model_split_reference() gives.
 *
 * Returns: (transfer full): a future of a #SalonLlmProvider; rejected with
 *   %SALON_HOST_ERROR_MODEL, %SALON_HOST_ERROR_NOT_FOUND, %SALON_HOST_ERROR_CONFIGURATION or what
 *   salon_expander_expand() is rejected with
 */
DexFuture *
salon_model_registry_create_provider (SalonModelRegistry *self,
                                      const char         *reference)
{
  g_autofree char *id = NULL;
  SalonModelProvider *provider;

  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), NULL);
  g_return_val_if_fail (reference != NULL, NULL);

  if (!salon_model_split_reference (reference, &id, NULL))
    return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_MODEL,
                                  _("“%s” does not name a model. Write “provider/model”, such as "
                                    "“%s”."), reference, self->default_model);

  provider = salon_model_registry_find (self, id);
  if (provider == NULL)
    return salon_model_registry_reject_unknown (id);

  return dex_scheduler_spawn (NULL, 0, create_fiber, use_new (self, provider), use_free);
}

/* --- asking a provider what it has -------------------------------------------------------- */

/* The models that the entry names come first: some providers have more than they list. */
static GPtrArray *
join_models (SalonModelProvider *provider,
             GPtrArray          *listed)
{
  const char * const *written =
    salon_model_provider_config_get_models (salon_model_provider_get_config (provider));
  const char *provider_id = salon_model_provider_get_id (provider);
  g_autoptr(GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *models = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < listed->len; i++)
    g_hash_table_insert (by_id, (gpointer) salon_llm_model_get_id (g_ptr_array_index (listed, i)),
                         g_ptr_array_index (listed, i));

  for (guint i = 0; written != NULL && written[i] != NULL; i++)
    {
      g_autoptr(SalonLlmModel) model = NULL;

      model = salon_model_provider_complete (provider, written[i],
                                             g_hash_table_lookup (by_id, written[i]));
      g_ptr_array_add (models, salon_model_new_with_facts (provider_id, model));
      g_hash_table_remove (by_id, written[i]);
    }

  for (guint i = 0; i < listed->len; i++)
    {
      const char *id = salon_llm_model_get_id (g_ptr_array_index (listed, i));
      g_autoptr(SalonLlmModel) model = NULL;

      /* Written ones are there already, and what is listed twice is one model. */
      if (!g_hash_table_remove (by_id, id))
        continue;
      model = salon_model_provider_complete (provider, id, g_ptr_array_index (listed, i));
      g_ptr_array_add (models, salon_model_new_with_facts (provider_id, model));
    }

  return models;
}

static char *
describe_models (guint n_models)
{
  return g_strdup_printf (ngettext ("It answers, with %u model.", "It answers, with %u models.",
                                    n_models), n_models);
}

void
salon_model_registry_take_listed (SalonModelProvider *provider,
                                  GPtrArray          *listed)
{
  g_autoptr(GPtrArray) models = join_models (provider, listed);
  g_autofree char *status = describe_models (models->len);

  salon_model_provider_take_models (provider, models);
  salon_model_provider_set_state (provider, SALON_MODEL_PROVIDER_READY, status);
}

/* In a fiber. Changes the models of @provider, and its state when it answers. */
gboolean
salon_model_registry_list_now (SalonModelRegistry  *self,
                               SalonModelProvider  *provider,
                               GError             **error)
{
  g_autoptr(SalonLlmProvider) connection = salon_model_registry_connect (self, provider, error);
  g_autoptr(GPtrArray) listed = NULL;

  if (connection == NULL)
    return FALSE;

  listed = dex_await_boxed (salon_llm_provider_list_models (connection), error);
  if (listed == NULL)
    return FALSE;

  salon_model_registry_take_listed (provider, listed);

  return TRUE;
}

static gboolean
is_cancellation (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_error_matches (error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED);
}

static DexFuture *
list_fiber (gpointer user_data)
{
  Use *use = user_data;
  SalonModelProvider *provider = use->provider;
  g_autoptr(SalonModelProviderConfig) config =
    g_object_ref (salon_model_provider_get_config (provider));
  GError *error = NULL;

  /* The practice provider is known by heart. */
  if (salon_model_provider_is_built_in (provider))
    return dex_future_new_for_object (salon_model_provider_get_models (provider));

  salon_model_provider_set_state (provider, SALON_MODEL_PROVIDER_CHECKING, _("Asking…"));

  if (!salon_model_registry_list_now (use->self, provider, &error))
    {
      /* An entry that was changed meanwhile has a state of its own. */
      if (salon_model_provider_config_equal_but_favorites (
            config, salon_model_provider_get_config (provider)))
        {
          if (is_cancellation (error))
            salon_model_provider_set_state (provider, SALON_MODEL_PROVIDER_UNKNOWN,
                                            _("Not asked yet."));
          else
            salon_model_provider_set_state (provider, SALON_MODEL_PROVIDER_FAILED, error->message);
        }
      return dex_future_new_for_error (error);
    }

  salon_model_registry_update_default (use->self);

  return dex_future_new_for_object (salon_model_provider_get_models (provider));
}

/**
 * salon_model_registry_list_models:
 * @self: a registry
 * @id: a provider's id
 *
 * Asks a provider for its models, and lets its row follow.
 *
 * Returns: (transfer full): a future of the row's #GListModel of #SalonModel; rejected as
 *   salon_model_registry_create_provider(), or with a #SalonLlmError
 */
DexFuture *
salon_model_registry_list_models (SalonModelRegistry *self,
                                  const char         *id)
{
  SalonModelProvider *provider;

  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  provider = salon_model_registry_find (self, id);
  if (provider == NULL)
    return salon_model_registry_reject_unknown (id);

  return dex_scheduler_spawn (NULL, 0, list_fiber, use_new (self, provider), use_free);
}
